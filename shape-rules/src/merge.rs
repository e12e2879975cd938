//! Layers that join values: Add, Subtract, Multiply with broadcasting, and Concatenate.

use crate::Shape;
use crate::axis::{AxisError, axis as axis_index};
use crate::shape::MAX_RANK;

/// Why values can't be joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergeError {
    /// Nothing to join, or fewer values than the layer takes.
    TooFew {
        /// How many there are.
        found: usize,
    },
    /// Two dimensions differ, and neither is 1 where that would be broadcast.
    Dimension {
        /// Which value differs from what came before it.
        input: usize,
        /// The axis of the joined value, without the batch.
        axis: usize,
        /// The dimension so far.
        left: usize,
        /// The dimension of this value.
        right: usize,
    },
    /// Values that are concatenated have the same number of axes.
    Rank {
        /// Which value differs from the first.
        input: usize,
        /// Axes of the first, without the batch.
        left: usize,
        /// Axes of this value, without the batch.
        right: usize,
    },
    /// There is no such axis.
    Axis(AxisError),
}

/// The shape of the elementwise combination of values. Axes are aligned at the end, missing ones count as 1, and a
/// dimension of 1 is repeated.
pub const fn broadcast(inputs: &[Shape]) -> Result<Shape, MergeError> {
    if inputs.is_empty() {
        return Err(MergeError::TooFew { found: 0 });
    }
    let mut rank = 0;
    let mut input = 0;
    while input < inputs.len() {
        if inputs[input].rank() > rank {
            rank = inputs[input].rank();
        }
        input += 1;
    }
    let mut dims = [1usize; MAX_RANK];
    input = 0;
    while input < inputs.len() {
        let missing = rank - inputs[input].rank();
        let mut axis = missing;
        while axis < rank {
            let right = inputs[input].dims()[axis - missing];
            let left = dims[axis];
            if left == 1 {
                dims[axis] = right;
            } else if right != 1 && right != left {
                return Err(MergeError::Dimension {
                    input,
                    axis,
                    left,
                    right,
                });
            }
            axis += 1;
        }
        input += 1;
    }
    Ok(Shape::of(dims.split_at(rank).0))
}

/// The dimensions of `input` as axes of `output`, to which it is broadcast: both padded with 1 at the front.
pub const fn broadcast_dims(input: Shape, output: Shape) -> [[usize; MAX_RANK]; 2] {
    let mut dims = [[1usize; MAX_RANK]; 2];
    let mut axis = 0;
    while axis < input.rank() {
        dims[0][MAX_RANK - input.rank() + axis] = input.dims()[axis];
        axis += 1;
    }
    axis = 0;
    while axis < output.rank() {
        dims[1][MAX_RANK - output.rank() + axis] = output.dims()[axis];
        axis += 1;
    }
    dims
}

/// Floats of scratch that Maximum and Minimum take: of one sample of the output the greatest or least values so far, which
/// input they came from, and the part of the cotangent that one input gets.
pub const fn extremum_scratch(output: Shape) -> usize {
    output.len().saturating_mul(3)
}

/// The shape of `Concatenate(axis)`, with `axis` counted as Keras does.
pub const fn concatenate(inputs: &[Shape], axis: i64) -> Result<Shape, MergeError> {
    if inputs.is_empty() {
        return Err(MergeError::TooFew { found: 0 });
    }
    let first = inputs[0];
    let joined = match axis_index(first, axis) {
        Ok(index) => index,
        Err(error) => return Err(MergeError::Axis(error)),
    };
    let mut dims = [1usize; MAX_RANK];
    let mut index = 0;
    while index < first.rank() {
        dims[index] = first.dims()[index];
        index += 1;
    }
    let mut input = 1;
    while input < inputs.len() {
        let right = inputs[input];
        if right.rank() != first.rank() {
            return Err(MergeError::Rank {
                input,
                left: first.rank(),
                right: right.rank(),
            });
        }
        let mut index = 0;
        while index < first.rank() {
            let right = right.dims()[index];
            if index == joined {
                dims[index] = dims[index].saturating_add(right);
            } else if right != dims[index] {
                return Err(MergeError::Dimension {
                    input,
                    axis: index,
                    left: dims[index],
                    right,
                });
            }
            index += 1;
        }
        input += 1;
    }
    Ok(Shape::of(dims.split_at(first.rank()).0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broadcasts() {
        let of = |shapes: &[&[usize]]| {
            let mut all = [Shape::of(&[]); 3];
            for (to, dims) in all.iter_mut().zip(shapes) {
                *to = Shape::of(dims);
            }
            broadcast(&all[..shapes.len()])
        };
        assert_eq!(of(&[&[3, 4], &[1, 4]]), Ok(Shape::of(&[3, 4])));
        assert_eq!(of(&[&[4], &[3, 1], &[2, 1, 1]]), Ok(Shape::of(&[2, 3, 4])));
        let expected = MergeError::Dimension {
            input: 1,
            axis: 1,
            left: 64,
            right: 20,
        };
        assert_eq!(of(&[&[8, 64], &[8, 20]]), Err(expected));
        assert_eq!(of(&[]), Err(MergeError::TooFew { found: 0 }));
        assert_eq!(
            broadcast_dims(Shape::of(&[3, 1]), Shape::of(&[2, 3, 4])),
            [[1, 1, 1, 3, 1], [1, 1, 2, 3, 4]]
        );
    }

    #[test]
    fn concatenates() {
        let a = Shape::of(&[3, 4]);
        let b = Shape::of(&[1, 4]);
        assert_eq!(concatenate(&[a, b, b], 1), Ok(Shape::of(&[5, 4])));
        let expected = MergeError::Dimension {
            input: 1,
            axis: 0,
            left: 3,
            right: 1,
        };
        assert_eq!(concatenate(&[a, b], -1), Err(expected));
        assert_eq!(
            concatenate(&[a, Shape::of(&[4])], -1),
            Err(MergeError::Rank {
                input: 1,
                left: 2,
                right: 1
            })
        );
        assert_eq!(
            concatenate(&[a, b], 0),
            Err(MergeError::Axis(AxisError::Batch))
        );
    }
}
