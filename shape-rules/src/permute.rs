//! Permute: the axes in another order.

use crate::Shape;
use crate::shape::MAX_RANK;

/// Why axes can't be reordered so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PermuteError {
    /// Each axis of the input, counted from 1, must stand there once.
    NoPermutation,
}

/// The output of `Permute(dims)`: its axis `i` is the input's axis `dims[i]`, counted from 1.
pub const fn permute(input: Shape, dims: &[i64]) -> Result<Shape, PermuteError> {
    let rank = input.rank();
    if dims.len() != rank {
        return Err(PermuteError::NoPermutation);
    }
    let mut output = [1; MAX_RANK];
    let mut taken = [false; MAX_RANK];
    let mut axis = 0;
    while axis < rank {
        if dims[axis] < 1 || dims[axis] > rank as i64 {
            return Err(PermuteError::NoPermutation);
        }
        let from = dims[axis] as usize - 1;
        if taken[from] {
            return Err(PermuteError::NoPermutation);
        }
        taken[from] = true;
        output[axis] = input.dims()[from];
        axis += 1;
    }
    Ok(Shape::of(output.split_at(rank).0))
}

/// How far apart neighbours along each of the output's axes lie in the input, both padded with axes of length 1 at the
/// front. Expects `dims` that [`permute`] accepts.
pub const fn strides(input: Shape, dims: &[i64]) -> [usize; MAX_RANK] {
    let rank = input.rank();
    let mut strides = [0; MAX_RANK];
    let mut axis = 0;
    while axis < rank && axis < dims.len() {
        // The product of the input's axes behind.
        let mut stride = 1usize;
        let mut behind = dims[axis] as usize;
        while behind < rank {
            stride = stride.saturating_mul(input.dims()[behind]);
            behind += 1;
        }
        strides[MAX_RANK - rank + axis] = stride;
        axis += 1;
    }
    strides
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_change_places() {
        let input = Shape::of(&[3, 4, 5]);
        assert_eq!(permute(input, &[3, 1, 2]), Ok(Shape::of(&[5, 3, 4])));
        assert_eq!(strides(input, &[3, 1, 2]), [0, 0, 1, 20, 5]);
        for dims in [&[1, 2][..], &[1, 2, 2], &[0, 1, 2], &[1, 2, 4]] {
            assert_eq!(permute(input, dims), Err(PermuteError::NoPermutation));
        }
    }
}
