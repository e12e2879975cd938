//! Samples: what goes into a model and what comes out, one tensor or several.

use super::{Elements, Tensor};
use crate::plain;
use core::ops::Range;
use formwork_shape_rules::Shape;

/// One sample of a model's input or output: a tensor, or a tuple of two to six tensors.
///
/// Several samples of a tensor are a slice; several samples of a tuple are a tuple of slices of equal length.
pub trait Sample: 'static {
    /// Several samples: a slice of tensors, or a tuple of such slices of equal length.
    type Slices<'a>: Copy;
    /// Several samples that can be written.
    type SlicesMut<'a>;
    /// The values of all parts: an array of slices.
    type Parts<'a>: AsRef<[&'a [f32]]> + Copy;
    /// The values of all parts, to be written.
    type PartsMut<'a>: AsMut<[&'a mut [f32]]>;
    /// Several samples that own their memory: a vector of tensors, or a tuple of vectors.
    #[cfg(feature = "std")]
    type Owned: Send + Sync;

    /// Number of tensors in a sample.
    const PARTS: usize;

    /// The shape of part `part`.
    fn shape(part: usize) -> Shape;
    /// Number of samples; `None` if the slices of a tuple differ.
    fn count(slices: Self::Slices<'_>) -> Option<usize>;
    /// All values of part `part`, row-major, one sample after the other.
    fn flat<'a>(slices: Self::Slices<'a>, part: usize) -> &'a [f32];
    /// All values of part `part`, to be written.
    fn flat_mut<'a>(slices: Self::SlicesMut<'a>, part: usize) -> &'a mut [f32];
    /// The values of all parts.
    fn parts<'a>(slices: Self::Slices<'a>) -> Self::Parts<'a>;
    /// The values of all parts, to be written.
    fn parts_mut<'a>(slices: Self::SlicesMut<'a>) -> Self::PartsMut<'a>;
    /// Some of the samples. Panics if there are fewer.
    fn range<'a>(slices: Self::Slices<'a>, samples: Range<usize>) -> Self::Slices<'a>;
    /// Some of the samples, to be written. Panics if there are fewer.
    fn range_mut<'a>(slices: Self::SlicesMut<'a>, samples: Range<usize>) -> Self::SlicesMut<'a>;
    /// The same samples to be read.
    fn as_shared<'a>(slices: Self::SlicesMut<'a>) -> Self::Slices<'a>;
    /// The same samples to be written, borrowed for a shorter time.
    fn reborrow<'a>(slices: &'a mut Self::SlicesMut<'_>) -> Self::SlicesMut<'a>;
    /// One sample as several.
    fn single(&self) -> Self::Slices<'_>;
    /// One sample as several, to be written.
    fn single_mut(&mut self) -> Self::SlicesMut<'_>;

    /// Samples of zeros.
    #[cfg(feature = "std")]
    fn zeroed_many(samples: usize) -> Self::Owned;
    /// All samples.
    #[cfg(feature = "std")]
    fn slices(owned: &Self::Owned) -> Self::Slices<'_>;
    /// All samples, to be written.
    #[cfg(feature = "std")]
    fn slices_mut(owned: &mut Self::Owned) -> Self::SlicesMut<'_>;
}

impl<D: Elements> Sample for Tensor<D> {
    type Slices<'a> = &'a [Tensor<D>];
    type SlicesMut<'a> = &'a mut [Tensor<D>];
    type Parts<'a> = [&'a [f32]; 1];
    type PartsMut<'a> = [&'a mut [f32]; 1];
    #[cfg(feature = "std")]
    type Owned = std::vec::Vec<Tensor<D>>;

    const PARTS: usize = 1;

    fn shape(part: usize) -> Shape {
        assert!(part == 0, "a tensor has one part");
        D::SHAPE
    }

    fn count(slices: &[Tensor<D>]) -> Option<usize> {
        Some(slices.len())
    }

    fn flat<'a>(slices: Self::Slices<'a>, part: usize) -> &'a [f32] {
        assert!(part == 0, "a tensor has one part");
        plain::slice_of(slices)
    }

    fn flat_mut<'a>(slices: Self::SlicesMut<'a>, part: usize) -> &'a mut [f32] {
        assert!(part == 0, "a tensor has one part");
        plain::mut_slice_of(slices)
    }

    fn parts<'a>(slices: Self::Slices<'a>) -> Self::Parts<'a> {
        [plain::slice_of(slices)]
    }

    fn parts_mut<'a>(slices: Self::SlicesMut<'a>) -> Self::PartsMut<'a> {
        [plain::mut_slice_of(slices)]
    }

    fn range<'a>(slices: Self::Slices<'a>, samples: Range<usize>) -> Self::Slices<'a> {
        &slices[samples]
    }

    fn range_mut<'a>(slices: Self::SlicesMut<'a>, samples: Range<usize>) -> Self::SlicesMut<'a> {
        &mut slices[samples]
    }

    fn as_shared<'a>(slices: Self::SlicesMut<'a>) -> Self::Slices<'a> {
        slices
    }

    fn reborrow<'a>(slices: &'a mut Self::SlicesMut<'_>) -> Self::SlicesMut<'a> {
        slices
    }

    fn single(&self) -> &[Tensor<D>] {
        core::slice::from_ref(self)
    }

    fn single_mut(&mut self) -> &mut [Tensor<D>] {
        core::slice::from_mut(self)
    }

    #[cfg(feature = "std")]
    fn zeroed_many(samples: usize) -> std::vec::Vec<Tensor<D>> {
        plain::zeroed_vec(samples)
    }

    #[cfg(feature = "std")]
    fn slices(owned: &std::vec::Vec<Tensor<D>>) -> &[Tensor<D>] {
        owned
    }

    #[cfg(feature = "std")]
    fn slices_mut(owned: &mut std::vec::Vec<Tensor<D>>) -> &mut [Tensor<D>] {
        owned
    }
}

/// Tuples of tensors: everything part by part.
macro_rules! sample_of_tuple {
    ($parts:literal: $($elements:ident $part:tt),*) => {
        impl<$($elements: Elements),*> Sample for ($(Tensor<$elements>,)*) {
            type Slices<'a> = ($(&'a [Tensor<$elements>],)*);
            type SlicesMut<'a> = ($(&'a mut [Tensor<$elements>],)*);
            type Parts<'a> = [&'a [f32]; $parts];
            type PartsMut<'a> = [&'a mut [f32]; $parts];
            #[cfg(feature = "std")]
            type Owned = ($(std::vec::Vec<Tensor<$elements>>,)*);

            const PARTS: usize = $parts;

            fn shape(part: usize) -> Shape {
                [$($elements::SHAPE),*][part]
            }

            fn count(slices: Self::Slices<'_>) -> Option<usize> {
                let count = slices.0.len();
                if $(slices.$part.len() == count)&&* { Some(count) } else { None }
            }

            fn flat<'a>(slices: Self::Slices<'a>, part: usize) -> &'a [f32] {
                Self::parts(slices)[part]
            }

            fn flat_mut<'a>(slices: Self::SlicesMut<'a>, part: usize) -> &'a mut [f32] {
                match part {
                    $($part => plain::mut_slice_of(slices.$part),)*
                    _ => panic!("a sample of {} parts has no part {part}", Self::PARTS),
                }
            }

            fn parts<'a>(slices: Self::Slices<'a>) -> Self::Parts<'a> {
                [$(plain::slice_of(slices.$part)),*]
            }

            fn parts_mut<'a>(slices: Self::SlicesMut<'a>) -> Self::PartsMut<'a> {
                [$(plain::mut_slice_of(slices.$part)),*]
            }

            fn range<'a>(slices: Self::Slices<'a>, samples: Range<usize>) -> Self::Slices<'a> {
                ($(&slices.$part[samples.clone()],)*)
            }

            fn range_mut<'a>(slices: Self::SlicesMut<'a>, samples: Range<usize>) -> Self::SlicesMut<'a> {
                ($(&mut slices.$part[samples.clone()],)*)
            }

            fn as_shared<'a>(slices: Self::SlicesMut<'a>) -> Self::Slices<'a> {
                ($(&*slices.$part,)*)
            }

            fn reborrow<'a>(slices: &'a mut Self::SlicesMut<'_>) -> Self::SlicesMut<'a> {
                ($(&mut *slices.$part,)*)
            }

            fn single(&self) -> Self::Slices<'_> {
                ($(core::slice::from_ref(&self.$part),)*)
            }

            fn single_mut(&mut self) -> Self::SlicesMut<'_> {
                ($(core::slice::from_mut(&mut self.$part),)*)
            }

            #[cfg(feature = "std")]
            fn zeroed_many(samples: usize) -> Self::Owned {
                ($(plain::zeroed_vec::<Tensor<$elements>>(samples),)*)
            }

            #[cfg(feature = "std")]
            fn slices(owned: &Self::Owned) -> Self::Slices<'_> {
                ($(owned.$part.as_slice(),)*)
            }

            #[cfg(feature = "std")]
            fn slices_mut(owned: &mut Self::Owned) -> Self::SlicesMut<'_> {
                ($(owned.$part.as_mut_slice(),)*)
            }
        }
    };
}

sample_of_tuple!(2: A 0, B 1);
sample_of_tuple!(3: A 0, B 1, C 2);
sample_of_tuple!(4: A 0, B 1, C 2, D 3);
sample_of_tuple!(5: A 0, B 1, C 2, D 3, E 4);
sample_of_tuple!(6: A 0, B 1, C 2, D 3, E 4, F 5);

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::*;
    use crate::tensor::{Tensor1, Tensor2};

    type Pair = (Tensor1<2>, Tensor2<1, 3>);

    #[test]
    fn a_slice_of_tensors_is_flat() {
        type Input = Tensor1<2>;
        let mut batch = Input::zeroed_many(3);
        let mut slices = Input::slices_mut(&mut batch);
        Input::flat_mut(Input::reborrow(&mut slices), 0)[3] = 5.0;
        Input::parts_mut(Input::range_mut(slices, 2..3))[0][0] = 6.0;
        assert_eq!(Input::flat(&batch, 0), [0.0, 0.0, 0.0, 5.0, 6.0, 0.0]);
        assert_eq!(Input::range(&batch, 1..2), [Tensor1::from([0.0, 5.0])]);
        assert_eq!(Input::flat(batch[2].single(), 0), [6.0, 0.0]);
        assert_eq!(Input::count(&batch), Some(3));
        assert_eq!(Input::shape(0).dims(), [2]);
    }

    #[test]
    fn a_tuple_of_slices_is_flat_part_by_part() {
        let mut batch = Pair::zeroed_many(2);
        let mut slices = Pair::slices_mut(&mut batch);
        {
            let mut parts = Pair::parts_mut(Pair::reborrow(&mut slices));
            let parts: &mut [&mut [f32]] = parts.as_mut();
            parts[0].copy_from_slice(&[1.0, 2.0, 3.0, 4.0]);
            parts[1].copy_from_slice(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        }
        let shared = Pair::as_shared(slices);
        assert_eq!(shared.0[1], Tensor1::from([3.0, 4.0]));
        let second = Pair::range(shared, 1..2);
        assert_eq!(Pair::flat(second, 1), [4.0, 5.0, 6.0]);
        assert_eq!(Pair::shape(1).dims(), [1, 3]);
        let mut sample = (Tensor1::from([1.0, 2.0]), Tensor2::from([[3.0, 4.0, 5.0]]));
        Pair::flat_mut(sample.single_mut(), 1)[2] = 50.0;
        assert_eq!(
            Pair::parts(sample.single()),
            [&[1.0, 2.0][..], &[3.0, 4.0, 50.0][..]]
        );
    }

    #[test]
    fn slices_of_different_length_have_no_count() {
        let (ones, others) = (
            Tensor1::<2>::zeroed_many(2),
            Tensor2::<1, 3>::zeroed_many(3),
        );
        assert_eq!(Pair::count((&ones, &others)), None);
        assert_eq!(Pair::count((&ones, &others[..2])), Some(2));
    }
}
