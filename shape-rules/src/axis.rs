//! Keras's numbering of axes, where axis 0 is the batch and negative numbers count from the end.

use crate::Shape;

/// An axis that a value doesn't have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AxisError {
    /// Axis 0 is the batch, whose length isn't part of a shape.
    Batch,
    /// The value has only so many axes, the batch included.
    OutOfRange {
        /// The axis that was asked for.
        axis: i64,
        /// Number of axes with the batch.
        rank: usize,
    },
}

/// The index of `axis` within the shape of one sample. Axis 1 and axis `-rank` are its first.
pub const fn axis(input: Shape, axis: i64) -> Result<usize, AxisError> {
    let rank = input.rank() + 1;
    let counted = if axis < 0 { axis + rank as i64 } else { axis };
    if counted == 0 {
        Err(AxisError::Batch)
    } else if counted < 0 || counted >= rank as i64 {
        Err(AxisError::OutOfRange { axis, rank })
    } else {
        Ok(counted as usize - 1)
    }
}

/// A value seen along one axis: `outer` runs of `len` rows of `inner` elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AxisView {
    /// Product of the dimensions before the axis.
    pub outer: usize,
    /// The dimension of the axis.
    pub len: usize,
    /// Product of the dimensions after the axis.
    pub inner: usize,
}

/// How `input` looks along the axis with this index, which it has.
pub const fn along(input: Shape, index: usize) -> AxisView {
    let (before, rest) = input.dims().split_at(index);
    let (len, after) = rest.split_at(1);
    AxisView {
        outer: product(before),
        len: len[0],
        inner: product(after),
    }
}

/// The product of some dimensions, 1 for none, saturating.
pub(crate) const fn product(dims: &[usize]) -> usize {
    let mut len = 1usize;
    let mut index = 0;
    while index < dims.len() {
        len = len.saturating_mul(dims[index]);
        index += 1;
    }
    len
}

/// The greater of two numbers, in constants.
pub(crate) const fn max(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_the_batch() {
        let image = Shape::of(&[4, 5, 3]);
        assert_eq!(axis(image, -1), Ok(2));
        assert_eq!(axis(image, 3), Ok(2));
        assert_eq!(axis(image, 1), Ok(0));
        assert_eq!(axis(image, -3), Ok(0));
        assert_eq!(axis(image, 0), Err(AxisError::Batch));
        assert_eq!(axis(image, -4), Err(AxisError::Batch));
        assert_eq!(
            axis(image, 4),
            Err(AxisError::OutOfRange { axis: 4, rank: 4 })
        );
        assert_eq!(
            axis(image, -5),
            Err(AxisError::OutOfRange { axis: -5, rank: 4 })
        );
        assert_eq!(
            along(image, 1),
            AxisView {
                outer: 4,
                len: 5,
                inner: 3
            }
        );
        assert_eq!(
            along(image, 2),
            AxisView {
                outer: 20,
                len: 3,
                inner: 1
            }
        );
    }
}
