//! Dense: acts on the last axis, `[…, inputs]` to `[…, units]`.

use crate::Shape;
use crate::axis::max;
use crate::product::{PANEL_DEPTH, workspace};
use crate::shape::MAX_RANK;

/// The dimensions of a dense layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dense {
    /// The input's shape with `units` in place of its last dimension.
    pub output: Shape,
    /// Product of all dimensions but the last.
    pub rows: usize,
    /// The last dimension of the input. The kernel is `[inputs, units]`.
    pub inputs: usize,
}

/// Why a dense layer isn't possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DenseError {
    /// The input is a scalar: it has no last axis.
    Scalar,
    /// No units.
    ZeroUnits,
}

/// The dimensions of `Dense(units)`.
pub const fn dense(input: Shape, units: usize) -> Result<Dense, DenseError> {
    if input.rank() == 0 {
        return Err(DenseError::Scalar);
    }
    if units == 0 {
        return Err(DenseError::ZeroUnits);
    }
    let mut dims = [1usize; MAX_RANK];
    let mut rows = 1usize;
    let mut axis = 0;
    while axis + 1 < input.rank() {
        dims[axis] = input.dims()[axis];
        rows = rows.saturating_mul(dims[axis]);
        axis += 1;
    }
    dims[axis] = units;
    Ok(Dense {
        output: Shape::of(dims.split_at(input.rank()).0),
        rows,
        inputs: input.last(),
    })
}

/// Floats of scratch that a dense layer needs forward and backward for so many samples of `rows` rows.
pub const fn scratch(rows: usize, inputs: usize, units: usize, samples: usize) -> usize {
    let rows = rows.saturating_mul(samples);
    let forward = workspace(rows, units, inputs);
    let backward = workspace(rows, inputs, units);
    let weights = workspace(inputs, units, rows);
    max(forward, max(backward, weights))
}

/// Floats of scratch that any block of rows of its late weight gradient needs, for any batch.
pub const fn late_scratch(inputs: usize, units: usize) -> usize {
    workspace(inputs, units, PANEL_DEPTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acts_on_the_last_axis() {
        let of = |dims: &[usize], units| dense(Shape::of(dims), units);
        assert_eq!(
            of(&[784], 10),
            Ok(Dense {
                output: Shape::of(&[10]),
                rows: 1,
                inputs: 784
            })
        );
        assert_eq!(
            of(&[3, 2, 4], 5),
            Ok(Dense {
                output: Shape::of(&[3, 2, 5]),
                rows: 6,
                inputs: 4
            })
        );
        assert_eq!(of(&[], 5), Err(DenseError::Scalar));
        assert_eq!(of(&[4], 0), Err(DenseError::ZeroUnits));
    }
}
