//! Borders around a volume: padding adds them, cropping takes them away. And enlarging.

use crate::Shape;
use crate::volume::{SPACE, Volume, volume};

/// Elements before the start and after the end along each axis of a volume.
pub type Margins = [[usize; 2]; SPACE];

/// Why a border can't be added or taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarginError {
    /// The input has another number of axes.
    Rank {
        /// Number of axes that it has, without the batch.
        found: usize,
    },
    /// Nothing is left along one axis.
    Nothing {
        /// Index of the axis within the input's shape.
        axis: usize,
        /// Length of the axis.
        input: usize,
        /// How much is taken away.
        cropped: usize,
    },
}

/// The input and output of `ZeroPadding`.
pub const fn padded(
    input: Shape,
    rank: usize,
    margins: Margins,
) -> Result<[Volume; 2], MarginError> {
    let Some(from) = volume(input, rank) else {
        return Err(MarginError::Rank {
            found: input.rank(),
        });
    };
    let mut to = from;
    let mut axis = 0;
    while axis < SPACE {
        let [before, after] = margins[axis];
        to.space[axis] = from.space[axis]
            .saturating_add(before)
            .saturating_add(after);
        axis += 1;
    }
    Ok([from, to])
}

/// The input and output of `Cropping`.
pub const fn cropped(
    input: Shape,
    rank: usize,
    margins: Margins,
) -> Result<[Volume; 2], MarginError> {
    let Some(from) = volume(input, rank) else {
        return Err(MarginError::Rank {
            found: input.rank(),
        });
    };
    let mut to = from;
    let mut axis = SPACE - rank;
    while axis < SPACE {
        let cropped = margins[axis][0].saturating_add(margins[axis][1]);
        if cropped >= from.space[axis] {
            return Err(MarginError::Nothing {
                axis: axis + rank - SPACE,
                input: from.space[axis],
                cropped,
            });
        }
        to.space[axis] = from.space[axis] - cropped;
        axis += 1;
    }
    Ok([from, to])
}

/// The input and output of `UpSampling`: `size` times as long along each axis of the volume.
pub const fn enlarged(
    input: Shape,
    rank: usize,
    size: [usize; SPACE],
) -> Result<[Volume; 2], MarginError> {
    let Some(from) = volume(input, rank) else {
        return Err(MarginError::Rank {
            found: input.rank(),
        });
    };
    let mut to = from;
    let mut axis = 0;
    while axis < SPACE {
        to.space[axis] = from.space[axis].saturating_mul(size[axis]);
        axis += 1;
    }
    Ok([from, to])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn borders_come_and_go() {
        let small = Shape::of(&[3, 4, 2]);
        let margins = [[0, 0], [1, 0], [2, 3]];
        let [from, to] = padded(small, 2, margins).unwrap();
        assert_eq!(from.shape(2), small);
        assert_eq!(to.shape(2), Shape::of(&[4, 9, 2]));
        let [_, back] = cropped(to.shape(2), 2, margins).unwrap();
        assert_eq!(back, from);
        let [_, large] = enlarged(small, 2, [1, 2, 3]).unwrap();
        assert_eq!(large.shape(2), Shape::of(&[6, 12, 2]));
    }

    #[test]
    fn something_is_left() {
        let sequence = Shape::of(&[4, 2]);
        assert_eq!(
            cropped(sequence, 1, [[0, 0], [0, 0], [1, 3]]),
            Err(MarginError::Nothing {
                axis: 0,
                input: 4,
                cropped: 4
            })
        );
        assert_eq!(
            padded(sequence, 2, [[0, 0]; 3]),
            Err(MarginError::Rank { found: 2 })
        );
    }
}
