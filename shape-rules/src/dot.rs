//! Dot: the sum of products along an axis of each of two values.

use crate::Shape;
use crate::axis::{AxisError, AxisView, along, axis as axis_index};
use crate::shape::MAX_RANK;

/// The dimensions of a dot product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dot {
    /// The axes that are left of the first value, then those of the second; `[1]` if none is.
    pub output: Shape,
    /// How the first value looks along its axis.
    pub first: AxisView,
    /// How the second value looks along its axis.
    pub second: AxisView,
}

/// Why two values have no dot product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DotError {
    /// A value doesn't have the axis.
    Axis(AxisError),
    /// The axes have different lengths.
    Lengths {
        /// Length of the first value's axis.
        first: usize,
        /// Length of the second value's axis.
        second: usize,
    },
    /// More axes are left than a value can have.
    Rank {
        /// How many there would be.
        found: usize,
    },
}

/// The dimensions of `Dot(axes)`, with axes counted as Keras does.
pub const fn dot(first: Shape, second: Shape, axes: [i64; 2]) -> Result<Dot, DotError> {
    let one = match axis_index(first, axes[0]) {
        Ok(index) => index,
        Err(error) => return Err(DotError::Axis(error)),
    };
    let other = match axis_index(second, axes[1]) {
        Ok(index) => index,
        Err(error) => return Err(DotError::Axis(error)),
    };
    let (left, right) = (along(first, one), along(second, other));
    if left.len != right.len {
        return Err(DotError::Lengths {
            first: left.len,
            second: right.len,
        });
    }
    let found = first.rank() + second.rank() - 2;
    if found > MAX_RANK {
        return Err(DotError::Rank { found });
    }
    let mut dims = [1; MAX_RANK];
    let mut count = 0;
    let mut axis = 0;
    while axis < first.rank() {
        if axis != one {
            dims[count] = first.dims()[axis];
            count += 1;
        }
        axis += 1;
    }
    axis = 0;
    while axis < second.rank() {
        if axis != other {
            dims[count] = second.dims()[axis];
            count += 1;
        }
        axis += 1;
    }
    let rank = if count == 0 { 1 } else { count };
    Ok(Dot {
        output: Shape::of(dims.split_at(rank).0),
        first: left,
        second: right,
    })
}

/// Floats of scratch that a normalised dot product takes: both values of one sample divided by their lengths, and the
/// cotangent of one.
pub const fn scratch(first: Shape, second: Shape) -> usize {
    let cotangent = if first.len() > second.len() {
        first.len()
    } else {
        second.len()
    };
    inference_scratch(first, second).saturating_add(cotangent)
}

/// Floats of scratch that its inference takes: both values divided by their lengths.
pub const fn inference_scratch(first: Shape, second: Shape) -> usize {
    first.len().saturating_add(second.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contracts_one_axis() {
        let (a, b) = (Shape::of(&[3, 4]), Shape::of(&[5, 3]));
        let found = dot(a, b, [1, 2]).unwrap();
        assert_eq!(found.output, Shape::of(&[4, 5]));
        assert_eq!(found.first.inner, 4);
        assert_eq!(found.second.outer, 5);
        let vector = Shape::of(&[4]);
        assert_eq!(
            dot(vector, vector, [1, -1]).unwrap().output,
            Shape::of(&[1])
        );
    }

    #[test]
    fn refuses_with_numbers() {
        let (a, b) = (Shape::of(&[3, 4]), Shape::of(&[5, 3]));
        let lengths = DotError::Lengths {
            first: 3,
            second: 5,
        };
        assert_eq!(dot(a, b, [1, 1]), Err(lengths));
        assert_eq!(dot(a, b, [0, 1]), Err(DotError::Axis(AxisError::Batch)));
        let deep = Shape::of(&[1, 2, 3, 4]);
        assert_eq!(dot(deep, deep, [1, 1]), Err(DotError::Rank { found: 6 }));
    }
}
