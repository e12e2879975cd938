//! What a model's outputs are compared with: values, or numbers of classes.

use crate::tensor::{Elements, Tensor};

/// The labels of some rows, without their types. A row runs along the last axis of an output.
#[derive(Clone, Copy, Debug)]
pub enum Labels<'a> {
    /// As many values as the output has.
    Values(&'a [f32]),
    /// The number of a class for each row.
    Classes(&'a [u32]),
}

impl<'a> Labels<'a> {
    /// The labels of `count` rows of `width` elements, from row `first` on.
    pub fn rows(self, first: usize, count: usize, width: usize) -> Labels<'a> {
        match self {
            Labels::Values(values) => Labels::Values(&values[first * width..][..count * width]),
            Labels::Classes(classes) => Labels::Classes(&classes[first..][..count]),
        }
    }
}

/// The targets of all samples of a data set for one output, without their type.
#[derive(Clone, Copy, Debug)]
pub enum LabelColumn<'a> {
    /// Values of the output's shape.
    Values(&'a [f32]),
    /// Classes 0 and 1.
    Bools(&'a [bool]),
    /// Class indices.
    Bytes(&'a [u8]),
    /// Class indices.
    Shorts(&'a [u16]),
    /// Class indices.
    Words(&'a [u32]),
}

/// The target of one output for one sample: a tensor of the output's shape, a number, a class index, or an array of
/// class indices, one for each step.
pub trait Target: Sized + Send + Sync + 'static {
    /// Number of values or class indices in one target.
    const LEN: usize;

    /// The targets without their type, `LEN` numbers for each.
    fn column(targets: &[Self]) -> LabelColumn<'_>;
    /// Targets of zeros.
    #[cfg(feature = "std")]
    fn blank(count: usize) -> std::vec::Vec<Self>;
    /// Makes the same of this one.
    fn copy_to(&self, other: &mut Self);
}

/// An unsigned integer that numbers classes from 0.
#[diagnostic::on_unimplemented(
    message = "`{Self}` doesn't number classes, as the loss or metric needs for this output",
    label = "targets must be class indices: `u8`, `u16` or `u32`",
    note = "for one-hot targets there is `CategoricalCrossentropy`; a value between 0 and 1 for each output wants \
            `BinaryCrossentropy`"
)]
pub trait ClassIndex: Target + Copy {
    /// The first class.
    const ZERO: Self;

    /// The number.
    fn index(self) -> usize;
}

impl<D: Elements> Target for Tensor<D> {
    const LEN: usize = D::LEN;

    fn column(targets: &[Self]) -> LabelColumn<'_> {
        LabelColumn::Values(crate::plain::slice_of(targets))
    }

    #[cfg(feature = "std")]
    fn blank(count: usize) -> std::vec::Vec<Self> {
        crate::plain::zeroed_vec(count)
    }

    fn copy_to(&self, other: &mut Self) {
        crate::plain::as_mut_slice(other).copy_from_slice(crate::plain::as_slice(self));
    }
}

impl<K: ClassIndex, const STEPS: usize> Target for [K; STEPS] {
    const LEN: usize = STEPS;

    fn column(targets: &[Self]) -> LabelColumn<'_> {
        K::column(targets.as_flattened())
    }

    #[cfg(feature = "std")]
    fn blank(count: usize) -> std::vec::Vec<Self> {
        std::vec![[K::ZERO; STEPS]; count]
    }

    fn copy_to(&self, other: &mut Self) {
        *other = *self;
    }
}

macro_rules! number {
    ($($type:ty => $column:ident),*) => {$(
        impl Target for $type {
            const LEN: usize = 1;

            fn column(targets: &[Self]) -> LabelColumn<'_> {
                LabelColumn::$column(targets)
            }

            #[cfg(feature = "std")]
            fn blank(count: usize) -> std::vec::Vec<Self> {
                std::vec![<$type>::default(); count]
            }

            fn copy_to(&self, other: &mut Self) {
                *other = *self;
            }
        }
    )*};
}

number!(f32 => Values, bool => Bools, u8 => Bytes, u16 => Shorts, u32 => Words);

macro_rules! class_index {
    ($($type:ty),*) => {$(
        impl ClassIndex for $type {
            const ZERO: $type = 0;

            fn index(self) -> usize {
                self as usize
            }
        }
    )*};
}

class_index!(u8, u16, u32);
