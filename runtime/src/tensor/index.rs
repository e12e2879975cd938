//! Indexing: `t[i]` is the sub-array, `t[(i, j)]` the element.

use super::Tensor;
use core::ops::{Index, IndexMut};

impl<E, const N: usize> Index<usize> for Tensor<[E; N]> {
    type Output = E;

    /// The element of a vector, else the sub-array of one axis less.
    fn index(&self, index: usize) -> &E {
        &self.0[index]
    }
}

impl<E, const N: usize> IndexMut<usize> for Tensor<[E; N]> {
    fn index_mut(&mut self, index: usize) -> &mut E {
        &mut self.0[index]
    }
}

/// A place for each axis gives the element.
macro_rules! index_by_tuple {
    ($nested:ty, ($($size:ident)*), ($($axis:ident)*)) => {
        impl<$(const $size: usize),*> Index<($(index_by_tuple!(@place $axis),)*)> for Tensor<$nested> {
            type Output = f32;

            fn index(&self, ($($axis,)*): ($(index_by_tuple!(@place $axis),)*)) -> &f32 {
                &self.0$([$axis])*
            }
        }

        impl<$(const $size: usize),*> IndexMut<($(index_by_tuple!(@place $axis),)*)> for Tensor<$nested> {
            fn index_mut(&mut self, ($($axis,)*): ($(index_by_tuple!(@place $axis),)*)) -> &mut f32 {
                &mut self.0$([$axis])*
            }
        }
    };
    (@place $axis:ident) => { usize };
}

index_by_tuple!([f32; A], (A), (a));
index_by_tuple!([[f32; B]; A], (A B), (a b));
index_by_tuple!([[[f32; C]; B]; A], (A B C), (a b c));
index_by_tuple!([[[[f32; D]; C]; B]; A], (A B C D), (a b c d));
index_by_tuple!([[[[[f32; E]; D]; C]; B]; A], (A B C D E), (a b c d e));

#[cfg(test)]
mod tests {
    use crate::tensor::{Tensor1, Tensor3, Tensor5};

    #[test]
    fn elements_are_row_major() {
        let mut tensor = Tensor5::<2, 3, 4, 5, 6>::zeros();
        tensor[(1, 2, 3, 4, 5)] = 1.0;
        tensor[(1, 0, 2, 0, 3)] = 2.0;
        assert_eq!(tensor.as_slice()[719], 1.0);
        assert_eq!(tensor.as_slice()[360 + 2 * 30 + 3], 2.0);
        assert_eq!(tensor[1][0][2][0][3], 2.0);
    }

    #[test]
    fn one_index_gives_the_sub_array() {
        let mut tensor = Tensor3::<2, 2, 3>::zeros();
        tensor[1] = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
        assert_eq!(tensor[(1, 1, 0)], 4.0);
        let mut vector = Tensor1::from([1.0, 2.0]);
        vector[0] += 1.0;
        assert_eq!((vector[0], vector[(1,)]), (2.0, 2.0));
    }

    #[test]
    #[should_panic(expected = "index out of bounds")]
    fn an_index_beyond_its_axis_panics_even_within_the_memory() {
        let tensor = Tensor3::<2, 2, 3>::zeros();
        let _ = tensor[(0, 2, 0)];
    }
}
