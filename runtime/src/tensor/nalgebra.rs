//! `nalgebra` by reference where the memory agrees, by value otherwise.
//!
//! A tensor is row-major and nalgebra's matrices are column-major, so the memory of a [`Tensor2`] of `A` rows *is* a
//! matrix of `A` columns: [`transposed`](Tensor2::transposed) shows it without a copy, and
//! `kernel.transposed().tr_mul(&x)` is the product of the tensor itself. There is no view of `A` rows with strides,
//! because nalgebra 0.35 reads and writes out of bounds when such a view is multiplied
//! (<https://github.com/dimforge/nalgebra/issues/1616>). Conversions by value are for matrices that may stand on the
//! stack.

use super::{Tensor1, Tensor2};
use ::nalgebra::{Const, MatrixView, MatrixViewMut, SMatrix, SVector};

impl<const A: usize> Tensor1<A> {
    /// As a column vector of nalgebra, without a copy.
    pub fn vector(&self) -> MatrixView<'_, f32, Const<A>, Const<1>> {
        MatrixView::from_slice_generic(self.as_slice(), Const, Const)
    }

    /// As a column vector of nalgebra that can be written, without a copy.
    pub fn vector_mut(&mut self) -> MatrixViewMut<'_, f32, Const<A>, Const<1>> {
        MatrixViewMut::from_slice_generic(self.as_mut_slice(), Const, Const)
    }

    /// A vector of nalgebra as a tensor, without a copy.
    pub fn from_vector(vector: &SVector<f32, A>) -> &Tensor1<A> {
        match Tensor1::from_slice(vector.as_slice()) {
            Ok(tensor) => tensor,
            Err(_) => unreachable!(),
        }
    }
}

impl<const A: usize, const B: usize> Tensor2<A, B> {
    /// The transpose as a matrix of nalgebra, without a copy: its columns are the tensor's rows.
    ///
    /// ```
    /// # use formwork_runtime::tensor::{Tensor1, Tensor2};
    /// let kernel = Tensor2::from([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]);
    /// let inputs = Tensor1::from([1.0, 0.0, 2.0]);
    /// // inputs · kernel, as a dense layer computes it
    /// let outputs = kernel.transposed() * inputs.vector();
    /// assert_eq!(outputs.as_slice(), [11.0, 14.0]);
    /// ```
    pub fn transposed(&self) -> MatrixView<'_, f32, Const<B>, Const<A>> {
        MatrixView::from_slice_generic(self.as_slice(), Const, Const)
    }

    /// The transpose as a matrix of nalgebra that can be written, without a copy: its columns are the tensor's rows.
    pub fn transposed_mut(&mut self) -> MatrixViewMut<'_, f32, Const<B>, Const<A>> {
        MatrixViewMut::from_slice_generic(self.as_mut_slice(), Const, Const)
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
    /// The same matrix: element (row, column) is element `[(row, column)]`.
    fn from(matrix: SMatrix<f32, A, B>) -> Tensor2<A, B> {
        let mut tensor: Tensor2<A, B> = Tensor2::zeros();
        matrix.transpose_to(&mut tensor.transposed_mut());
        tensor
    }
}

impl<const A: usize, const B: usize> From<Tensor2<A, B>> for SMatrix<f32, A, B> {
    /// The same matrix: element `[(row, column)]` is element (row, column).
    fn from(tensor: Tensor2<A, B>) -> SMatrix<f32, A, B> {
        tensor.transposed().transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::nalgebra::{Matrix2x3, Matrix3x2, Vector2};

    #[test]
    fn views_share_the_memory() {
        let mut tensor = Tensor2::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
        assert_eq!(
            tensor.transposed(),
            Matrix3x2::new(1.0, 4.0, 2.0, 5.0, 3.0, 6.0)
        );
        assert_eq!(tensor.transposed().as_ptr(), tensor.as_slice().as_ptr());
        tensor.transposed_mut()[(0, 1)] = -4.0;
        assert_eq!(tensor[(1, 0)], -4.0);
        let vector = Tensor1::from([1.0, 0.0, 2.0]);
        assert_eq!(
            tensor.transposed().tr_mul(&vector.vector()),
            Vector2::new(7.0, 8.0)
        );
    }

    #[test]
    fn values_go_there_and_back() {
        let matrix = Matrix3x2::new(1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
        let tensor = Tensor2::from(matrix);
        assert_eq!(tensor, Tensor2::from([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]));
        let transposed = Matrix2x3::new(1.0, 3.0, 5.0, 2.0, 4.0, 6.0);
        assert_eq!(*Tensor2::from_transposed(&transposed), tensor);
        assert_eq!(SMatrix::from(tensor), matrix);
        let mut vector = Tensor1::from(Vector2::new(1.0, 2.0));
        vector.vector_mut()[1] = 3.0;
        assert_eq!(SVector::from(vector), Vector2::new(1.0, 3.0));
    }
}
