//! `nalgebra` by reference where the memory agrees, by value otherwise.
//!
//! A tensor is row-major and nalgebra's own matrices are column-major, so a view of a tensor has strides: one row is
//! `B` elements after the last. Nothing is copied. Conversions by value copy element by element and are for matrices
//! that may stand on the stack.

use super::{Tensor1, Tensor2};
use ::nalgebra::{Const, Matrix, SMatrix, SVector, ViewStorage, ViewStorageMut};

/// A column vector that lies in a [`Tensor1`].
pub type VectorView<'a, const A: usize> =
    Matrix<f32, Const<A>, Const<1>, ViewStorage<'a, f32, Const<A>, Const<1>, Const<1>, Const<A>>>;
/// A column vector that lies in a [`Tensor1`] and can be written.
pub type VectorViewMut<'a, const A: usize> = Matrix<
    f32,
    Const<A>,
    Const<1>,
    ViewStorageMut<'a, f32, Const<A>, Const<1>, Const<1>, Const<A>>,
>;
/// A matrix that lies in a [`Tensor2`], row by row.
pub type MatrixView<'a, const A: usize, const B: usize> =
    Matrix<f32, Const<A>, Const<B>, ViewStorage<'a, f32, Const<A>, Const<B>, Const<B>, Const<1>>>;
/// A matrix that lies in a [`Tensor2`], row by row, and can be written.
pub type MatrixViewMut<'a, const A: usize, const B: usize> = Matrix<
    f32,
    Const<A>,
    Const<B>,
    ViewStorageMut<'a, f32, Const<A>, Const<B>, Const<B>, Const<1>>,
>;

impl<const A: usize> Tensor1<A> {
    /// As a column vector of nalgebra, without a copy.
    pub fn vector(&self) -> VectorView<'_, A> {
        VectorView::from_slice_with_strides_generic(self.as_slice(), Const, Const, Const, Const)
    }

    /// As a column vector of nalgebra that can be written, without a copy.
    pub fn vector_mut(&mut self) -> VectorViewMut<'_, A> {
        VectorViewMut::from_slice_with_strides_generic(
            self.as_mut_slice(),
            Const,
            Const,
            Const,
            Const,
        )
    }

    /// A contiguous vector of nalgebra as a tensor, without a copy.
    pub fn from_vector(vector: &SVector<f32, A>) -> &Tensor1<A> {
        match Tensor1::from_slice(vector.as_slice()) {
            Ok(tensor) => tensor,
            Err(_) => unreachable!(),
        }
    }
}

impl<const A: usize, const B: usize> Tensor2<A, B> {
    /// As a matrix of nalgebra, without a copy.
    ///
    /// ```
    /// # use formwork_runtime::tensor::Tensor2;
    /// # use nalgebra::Matrix2;
    /// let kernel = Tensor2::from([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]);
    /// assert_eq!(kernel.matrix().transpose() * kernel.matrix(), Matrix2::new(35.0, 44.0, 44.0, 56.0));
    /// ```
    pub fn matrix(&self) -> MatrixView<'_, A, B> {
        MatrixView::from_slice_with_strides_generic(self.as_slice(), Const, Const, Const, Const)
    }

    /// As a matrix of nalgebra that can be written, without a copy.
    pub fn matrix_mut(&mut self) -> MatrixViewMut<'_, A, B> {
        MatrixViewMut::from_slice_with_strides_generic(
            self.as_mut_slice(),
            Const,
            Const,
            Const,
            Const,
        )
    }

    /// The transpose of a matrix of nalgebra as a tensor, without a copy: its columns are the tensor's rows.
    pub fn from_transposed(matrix: &SMatrix<f32, B, A>) -> &Tensor2<A, B> {
        match Tensor2::from_slice(matrix.as_slice()) {
            Ok(tensor) => tensor,
            Err(_) => unreachable!(),
        }
    }
}

impl<const A: usize> From<SVector<f32, A>> for Tensor1<A> {
    fn from(vector: SVector<f32, A>) -> Tensor1<A> {
        Tensor1::from_vector(&vector).clone()
    }
}

impl<const A: usize> From<Tensor1<A>> for SVector<f32, A> {
    fn from(tensor: Tensor1<A>) -> SVector<f32, A> {
        tensor.vector().into_owned()
    }
}

impl<const A: usize, const B: usize> From<SMatrix<f32, A, B>> for Tensor2<A, B> {
    fn from(matrix: SMatrix<f32, A, B>) -> Tensor2<A, B> {
        let mut tensor: Tensor2<A, B> = Tensor2::zeros();
        tensor.matrix_mut().copy_from(&matrix);
        tensor
    }
}

impl<const A: usize, const B: usize> From<Tensor2<A, B>> for SMatrix<f32, A, B> {
    fn from(tensor: Tensor2<A, B>) -> SMatrix<f32, A, B> {
        tensor.matrix().into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::nalgebra::{Matrix2x3, Matrix3x2, Vector2};

    #[test]
    fn views_share_the_memory_and_agree_on_rows() {
        let mut tensor = Tensor2::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
        assert_eq!(
            tensor.matrix(),
            Matrix2x3::new(1.0, 2.0, 3.0, 4.0, 5.0, 6.0)
        );
        assert_eq!(tensor.matrix().as_ptr(), tensor.as_slice().as_ptr());
        tensor.matrix_mut()[(1, 0)] = -4.0;
        assert_eq!(tensor[(1, 0)], -4.0);
        let product = tensor.matrix() * Tensor1::from([1.0, 0.0, 2.0]).vector();
        assert_eq!(product, Vector2::new(7.0, 8.0));
    }

    #[test]
    fn values_go_there_and_back() {
        let matrix = Matrix3x2::new(1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
        let tensor = Tensor2::from(matrix);
        assert_eq!(tensor, Tensor2::from([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]));
        assert_eq!(
            *Tensor2::from_transposed(&matrix),
            Tensor2::from([[1.0, 3.0, 5.0], [2.0, 4.0, 6.0]])
        );
        assert_eq!(SMatrix::from(tensor), matrix);
        let mut vector = Tensor1::from(Vector2::new(1.0, 2.0));
        vector.vector_mut()[1] = 3.0;
        assert_eq!(SVector::from(vector), Vector2::new(1.0, 3.0));
    }
}
