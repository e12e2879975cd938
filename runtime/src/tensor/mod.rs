//! Tensors of fixed shape: nested arrays.
//!
//! A [`Tensor`] is a nested array behind a transparent wrapper, so a slice of tensors is a slice of `f32`s and both
//! can be seen as the other without a copy. Images are `[height, width, channels]`; a batch is a slice of tensors.
//!
//! ```
//! use formwork_runtime::tensor::Tensor2;
//!
//! let mut table = Tensor2::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
//! table[(1, 2)] = 60.0;
//! assert_eq!(table[1], [4.0, 5.0, 60.0]);
//! assert_eq!(table.as_slice().len(), 6);
//! assert_eq!(table.to_string(), "[[ 1.  2.  3.]\n [ 4.  5. 60.]]");
//! ```

#[cfg(feature = "std")]
mod approx;
mod display;
mod elements;
mod index;
#[cfg(feature = "std")]
mod nalgebra;
mod numbers;
mod samples;
mod view;

pub use elements::Elements;
pub use samples::Sample;
pub use view::ShapeError;

/// A tensor of the shape of the nested array `D`.
///
/// It is not `Copy`, so that a large one isn't copied unawares. [`Clone`] is for tensors that may stand on the stack
/// and refuses at compile time those of more than 1 MiB; [`Tensor::boxed`] copies one of any size to the heap.
///
/// ```
/// # use formwork_runtime::tensor::Tensor2;
/// let large = Tensor2::<1024, 1024>::zeroed();
/// let copy = large.boxed();
/// # assert!(copy == large);
/// ```
/// ```compile_fail
/// # use formwork_runtime::tensor::Tensor2;
/// let large = Tensor2::<1024, 1024>::zeroed();
/// let copy = large.clone();
/// # assert!(copy == large);
/// ```
#[repr(transparent)]
pub struct Tensor<D>(pub D);

/// A scalar.
pub type Tensor0 = Tensor<f32>;
/// A vector of `A` elements.
pub type Tensor1<const A: usize> = Tensor<[f32; A]>;
/// A matrix of `A` rows of `B` elements.
pub type Tensor2<const A: usize, const B: usize> = Tensor<[[f32; B]; A]>;
/// A tensor of three axes, such as an image: height, width, channels.
pub type Tensor3<const A: usize, const B: usize, const C: usize> = Tensor<[[[f32; C]; B]; A]>;
/// A tensor of four axes, such as a volume, or the kernel of a convolution of images.
pub type Tensor4<const A: usize, const B: usize, const C: usize, const D: usize> =
    Tensor<[[[[f32; D]; C]; B]; A]>;
/// A tensor of five axes, such as the kernel of a convolution of volumes.
pub type Tensor5<const A: usize, const B: usize, const C: usize, const D: usize, const E: usize> =
    Tensor<[[[[[f32; E]; D]; C]; B]; A]>;
