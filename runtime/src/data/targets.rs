//! What the samples of a data set are compared with: one target for each output of a model.

use crate::losses::{LabelColumn, Target};
use core::ops::Range;

/// The targets of one sample: a [`Target`], or a tuple of two to six for a model of several outputs.
pub trait Targets: 'static {
    /// The targets of several samples.
    type Slices<'a>: Copy + Send + Sync;
    /// The targets of several samples, to be written.
    type SlicesMut<'a>;
    /// The targets of several samples, with their memory.
    type Owned: Send + Sync;
    /// Number of targets for each sample.
    const PARTS: usize;

    /// Number of samples; `None` if the slices of a tuple differ.
    fn count(slices: Self::Slices<'_>) -> Option<usize>;
    /// The targets for one output, without their type.
    fn column<'a>(slices: Self::Slices<'a>, part: usize) -> LabelColumn<'a>;
    /// Some of the samples. Panics if there are fewer.
    fn range<'a>(slices: Self::Slices<'a>, samples: Range<usize>) -> Self::Slices<'a>;
    /// All samples.
    fn slices(owned: &Self::Owned) -> Self::Slices<'_>;
    /// All samples, to be written.
    fn slices_mut(owned: &mut Self::Owned) -> Self::SlicesMut<'_>;
    /// Targets of zeros.
    fn blank(samples: usize) -> Self::Owned;
    /// Some of the samples, to be written. Panics if there are fewer.
    fn range_mut<'a>(slices: Self::SlicesMut<'a>, samples: Range<usize>) -> Self::SlicesMut<'a>;
    /// Copies the targets of one sample to the place of another. Panics if there are fewer.
    fn copy(from: Self::Slices<'_>, sample: usize, to: Self::SlicesMut<'_>, place: usize);
    /// The targets of one sample as those of several.
    fn alone(&self) -> Self::Slices<'_>;
}

/// Owned targets: a vector, or a tuple of vectors.
pub trait TargetColumns: Sized {
    /// The targets of one sample.
    type Targets: Targets<Owned = Self>;
}

impl<T: Target> TargetColumns for Vec<T> {
    type Targets = T;
}

impl<T: Target> Targets for T {
    type Slices<'a> = &'a [T];
    type SlicesMut<'a> = &'a mut [T];
    type Owned = Vec<T>;
    const PARTS: usize = 1;

    fn count(slices: &[T]) -> Option<usize> {
        Some(slices.len())
    }

    fn column<'a>(slices: Self::Slices<'a>, part: usize) -> LabelColumn<'a> {
        assert!(part == 0, "there is one target for each sample");
        T::column(slices)
    }

    fn range<'a>(slices: Self::Slices<'a>, samples: Range<usize>) -> Self::Slices<'a> {
        &slices[samples]
    }

    fn slices(owned: &Vec<T>) -> &[T] {
        owned
    }

    fn slices_mut(owned: &mut Vec<T>) -> &mut [T] {
        owned
    }

    fn blank(samples: usize) -> Vec<T> {
        T::blank(samples)
    }

    fn range_mut<'a>(slices: Self::SlicesMut<'a>, samples: Range<usize>) -> Self::SlicesMut<'a> {
        &mut slices[samples]
    }

    fn copy(from: &[T], sample: usize, to: &mut [T], place: usize) {
        from[sample].copy_to(&mut to[place]);
    }

    fn alone(&self) -> &[T] {
        core::slice::from_ref(self)
    }
}

macro_rules! tuple {
    ($parts:literal: $($target:ident $part:tt),+) => {
        impl<$($target: Target),+> TargetColumns for ($(Vec<$target>,)+) {
            type Targets = ($($target,)+);
        }

        impl<$($target: Target),+> Targets for ($($target,)+) {
            type Slices<'a> = ($(&'a [$target],)+);
            type SlicesMut<'a> = ($(&'a mut [$target],)+);
            type Owned = ($(Vec<$target>,)+);
            const PARTS: usize = $parts;

            fn count(slices: Self::Slices<'_>) -> Option<usize> {
                let count = slices.0.len();
                ($(slices.$part.len() == count)&&+).then_some(count)
            }

            fn column<'a>(slices: Self::Slices<'a>, part: usize) -> LabelColumn<'a> {
                match part {
                    $($part => $target::column(slices.$part),)+
                    _ => panic!("{} targets for each sample, but not {part}", Self::PARTS),
                }
            }

            fn range<'a>(slices: Self::Slices<'a>, samples: Range<usize>) -> Self::Slices<'a> {
                ($(&slices.$part[samples.clone()],)+)
            }

            fn slices(owned: &Self::Owned) -> Self::Slices<'_> {
                ($(&owned.$part[..],)+)
            }

            fn slices_mut(owned: &mut Self::Owned) -> Self::SlicesMut<'_> {
                ($(&mut owned.$part[..],)+)
            }

            fn blank(samples: usize) -> Self::Owned {
                ($($target::blank(samples),)+)
            }

            fn range_mut<'a>(slices: Self::SlicesMut<'a>, samples: Range<usize>) -> Self::SlicesMut<'a> {
                ($(&mut slices.$part[samples.clone()],)+)
            }

            fn copy(from: Self::Slices<'_>, sample: usize, to: Self::SlicesMut<'_>, place: usize) {
                $(from.$part[sample].copy_to(&mut to.$part[place]);)+
            }

            fn alone(&self) -> Self::Slices<'_> {
                ($(core::slice::from_ref(&self.$part),)+)
            }
        }
    };
}

tuple!(2: T0 0, T1 1);
tuple!(3: T0 0, T1 1, T2 2);
tuple!(4: T0 0, T1 1, T2 2, T3 3);
tuple!(5: T0 0, T1 1, T2 2, T3 3, T4 4);
tuple!(6: T0 0, T1 1, T2 2, T3 3, T4 4, T5 5);
