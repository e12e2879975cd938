//! Views of tensors, and how they are made, copied and compared.
#![allow(unsafe_code)] // declares tensors to be plain data, and sees sub-arrays as tensors

use super::{Elements, Tensor};
use crate::plain::{self, Plain};
use core::fmt;
use formwork_shape_rules::Shape;

// SAFETY: transparent over plain data.
unsafe impl<D: Plain> Plain for Tensor<D> {}

/// A slice that isn't as long as the tensor it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShapeError {
    /// The tensor's shape.
    pub shape: Shape,
    /// The slice's length.
    pub found: usize,
}

impl fmt::Display for ShapeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "a tensor of shape {} needs {} elements, but the slice has {}",
            self.shape,
            self.shape.len(),
            self.found
        )
    }
}

impl core::error::Error for ShapeError {}

impl<D: Elements> Tensor<D> {
    /// The dimensions, outermost first.
    pub const SHAPE: Shape = D::SHAPE;
    /// Number of elements.
    pub const LEN: usize = D::LEN;

    /// A small tensor of zeros, by value.
    pub const fn zeros() -> Tensor<D> {
        Tensor(D::ZERO)
    }

    /// A tensor of zeros on the heap, made in place.
    #[cfg(feature = "std")]
    pub fn zeroed() -> std::boxed::Box<Tensor<D>> {
        plain::zeroed_box()
    }

    /// A copy on the heap, made in place.
    #[cfg(feature = "std")]
    pub fn boxed(&self) -> std::boxed::Box<Tensor<D>> {
        plain::clone_box(self)
    }

    /// A nested array as a tensor: `Tensor::from_ref(&batch[3])`, or a row of a tensor.
    pub const fn from_ref(nested: &D) -> &Tensor<D> {
        // SAFETY: `Tensor` is transparent.
        unsafe { &*(nested as *const D).cast() }
    }

    /// A nested array as a tensor, to be written.
    pub const fn from_mut(nested: &mut D) -> &mut Tensor<D> {
        // SAFETY: `Tensor` is transparent.
        unsafe { &mut *(nested as *mut D).cast() }
    }

    /// All elements, row-major.
    pub const fn as_slice(&self) -> &[f32] {
        plain::as_slice(self)
    }

    /// All elements, row-major.
    pub const fn as_mut_slice(&mut self) -> &mut [f32] {
        plain::as_mut_slice(self)
    }

    /// A slice of [`LEN`](Self::LEN) elements, row-major, as a tensor.
    pub const fn from_slice(elements: &[f32]) -> Result<&Tensor<D>, ShapeError> {
        match plain::one(elements) {
            Some(tensor) => Ok(tensor),
            None => Err(ShapeError {
                shape: D::SHAPE,
                found: elements.len(),
            }),
        }
    }

    /// A slice of [`LEN`](Self::LEN) elements, row-major, as a tensor to be written.
    pub const fn from_mut_slice(elements: &mut [f32]) -> Result<&mut Tensor<D>, ShapeError> {
        let found = elements.len();
        match plain::one_mut(elements) {
            Some(tensor) => Ok(tensor),
            None => Err(ShapeError {
                shape: D::SHAPE,
                found,
            }),
        }
    }

    /// The same elements in another shape. Different lengths are a compile-time error.
    ///
    /// ```
    /// # use formwork_runtime::tensor::{Tensor2, Tensor3};
    /// let image = Tensor3::from([[[1.0], [2.0]], [[3.0], [4.0]]]);
    /// let row: &Tensor2<1, 4> = image.reshape();
    /// assert_eq!(row[0], [1.0, 2.0, 3.0, 4.0]);
    /// ```
    /// ```compile_fail
    /// # use formwork_runtime::tensor::{Tensor1, Tensor2};
    /// let row: &Tensor1<5> = Tensor2::from([[1.0, 2.0], [3.0, 4.0]]).reshape();
    /// ```
    pub const fn reshape<E: Elements>(&self) -> &Tensor<E> {
        const {
            assert!(
                D::LEN == E::LEN,
                "both shapes of a reshape have the same number of elements"
            )
        };
        match plain::one(plain::as_slice(self)) {
            Some(tensor) => tensor,
            None => unreachable!(),
        }
    }

    /// The same elements in another shape, to be written. Different lengths are a compile-time error.
    pub const fn reshape_mut<E: Elements>(&mut self) -> &mut Tensor<E> {
        const {
            assert!(
                D::LEN == E::LEN,
                "both shapes of a reshape have the same number of elements"
            )
        };
        match plain::one_mut(plain::as_mut_slice(self)) {
            Some(tensor) => tensor,
            None => unreachable!(),
        }
    }

    /// The elements, row-major.
    pub fn iter(&self) -> core::slice::Iter<'_, f32> {
        self.as_slice().iter()
    }

    /// The elements, row-major, to be written.
    pub fn iter_mut(&mut self) -> core::slice::IterMut<'_, f32> {
        self.as_mut_slice().iter_mut()
    }

    /// Sets all elements.
    pub fn fill(&mut self, value: f32) {
        self.as_mut_slice().fill(value);
    }
}

impl<E: Elements, const N: usize> Tensor<[E; N]> {
    /// The sub-tensors along the first axis: rows of a matrix, lines of an image.
    pub const fn rows(&self) -> &[Tensor<E>] {
        // SAFETY: `Tensor` is transparent.
        unsafe { core::slice::from_raw_parts((self as *const Self).cast(), N) }
    }

    /// The sub-tensors along the first axis, to be written.
    pub const fn rows_mut(&mut self) -> &mut [Tensor<E>] {
        // SAFETY: `Tensor` is transparent.
        unsafe { core::slice::from_raw_parts_mut((self as *mut Self).cast(), N) }
    }
}

impl<D: Elements> Clone for Tensor<D> {
    fn clone(&self) -> Tensor<D> {
        const {
            assert!(
                size_of::<D>() <= 1 << 20,
                "a tensor of more than 1 MiB is copied by `boxed`"
            )
        };
        Tensor(self.0)
    }

    fn clone_from(&mut self, source: &Tensor<D>) {
        self.as_mut_slice().copy_from_slice(source.as_slice());
    }
}

impl<D: Elements> Default for Tensor<D> {
    /// A small tensor of zeros, by value.
    fn default() -> Tensor<D> {
        Tensor::zeros()
    }
}

impl<D: Elements> From<D> for Tensor<D> {
    fn from(nested: D) -> Tensor<D> {
        Tensor(nested)
    }
}

impl<D: Elements> PartialEq for Tensor<D> {
    fn eq(&self, other: &Tensor<D>) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl<D: Elements> AsRef<[f32]> for Tensor<D> {
    fn as_ref(&self) -> &[f32] {
        self.as_slice()
    }
}

impl<D: Elements> AsMut<[f32]> for Tensor<D> {
    fn as_mut(&mut self) -> &mut [f32] {
        self.as_mut_slice()
    }
}

impl<'a, D: Elements> IntoIterator for &'a Tensor<D> {
    type Item = &'a f32;
    type IntoIter = core::slice::Iter<'a, f32>;

    fn into_iter(self) -> core::slice::Iter<'a, f32> {
        self.iter()
    }
}

impl<'a, D: Elements> IntoIterator for &'a mut Tensor<D> {
    type Item = &'a mut f32;
    type IntoIter = core::slice::IterMut<'a, f32>;

    fn into_iter(self) -> core::slice::IterMut<'a, f32> {
        self.iter_mut()
    }
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::*;
    use crate::tensor::{Tensor0, Tensor1, Tensor2};

    #[test]
    fn slices_of_another_length_are_refused() {
        let error = Tensor2::<2, 3>::from_slice(&[0.0; 5]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "a tensor of shape [2, 3] needs 6 elements, but the slice has 5"
        );
        assert_eq!(
            Tensor2::<2, 3>::from_mut_slice(&mut [0.0; 7])
                .unwrap_err()
                .found,
            7
        );
        assert_eq!(
            Tensor2::<2, 3>::from_slice(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).unwrap()[(1, 0)],
            4.0
        );
    }

    #[test]
    fn views_share_the_memory() {
        let mut tensor = Tensor2::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
        tensor.reshape_mut::<[[f32; 2]; 3]>()[(2, 1)] = 60.0;
        tensor.rows_mut()[0][1] = 20.0;
        Tensor::from_mut(&mut tensor[1])
            .iter_mut()
            .for_each(|element| *element += 0.5);
        assert_eq!(tensor, Tensor2::from([[1.0, 20.0, 3.0], [4.5, 5.5, 60.5]]));
        assert_eq!(tensor.rows()[1], Tensor1::from([4.5, 5.5, 60.5]));
        assert_eq!(Tensor::from_ref(&tensor[0]).iter().sum::<f32>(), 24.0);
    }

    #[test]
    fn copies_are_independent() {
        let tensor = Tensor1::from([1.0, 2.0]);
        let mut copy = tensor.clone();
        let mut on_the_heap = tensor.boxed();
        copy.fill(0.0);
        on_the_heap.fill(7.0);
        assert_eq!(tensor.as_slice(), [1.0, 2.0]);
        copy.clone_from(&on_the_heap);
        assert_eq!(copy, Tensor1::from([7.0, 7.0]));
        assert_eq!(Tensor0::from(2.5).as_slice(), [2.5]);
    }

    #[test]
    fn large_tensors_live_on_the_heap() {
        std::thread::Builder::new()
            .stack_size(256 << 10)
            .spawn(|| {
                let mut tensor = Tensor2::<4096, 4096>::zeroed();
                tensor[(4095, 4095)] = 1.0;
                let copy = tensor.boxed();
                assert!(copy == tensor);
                assert_eq!(copy.reshape::<[f32; 16777216]>()[16777215], 1.0);
            })
            .unwrap()
            .join()
            .unwrap();
    }
}
