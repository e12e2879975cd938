//! Pooling of sequences, images and volumes.

use crate::Shape;
use crate::volume::{SPACE, Volume, volume};
use crate::window::{Padding, Window, WindowError, window};

/// The dimensions of a pooling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pooling {
    /// What is pooled.
    pub input: Volume,
    /// What comes out.
    pub output: Volume,
    /// How the window slides along each axis of the volume.
    pub windows: [Window; SPACE],
}

/// Why a pooling isn't possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoolingError {
    /// The input has another number of axes.
    Rank {
        /// Number of axes that it has, without the batch.
        found: usize,
    },
    /// Padding `causal` has no meaning for a pooling.
    Causal,
    /// The window doesn't fit along one axis.
    Window {
        /// Index of the axis within the input's shape.
        axis: usize,
        /// Why.
        error: WindowError,
    },
}

/// The dimensions of a pooling of `rank` axes of space. Sizes and strides are those of a [`Volume`]: 1 along the axes
/// that the input lacks.
pub const fn pooling(
    input: Shape,
    rank: usize,
    pool_size: [usize; SPACE],
    strides: [usize; SPACE],
    padding: Padding,
) -> Result<Pooling, PoolingError> {
    let Some(input) = volume(input, rank) else {
        return Err(PoolingError::Rank {
            found: input.rank(),
        });
    };
    if matches!(padding, Padding::Causal) {
        return Err(PoolingError::Causal);
    }
    let mut windows = [Window {
        output: 1,
        before: 0,
        after: 0,
    }; SPACE];
    let mut output = input;
    let mut axis = SPACE - rank;
    while axis < SPACE {
        match window(
            input.space[axis],
            pool_size[axis],
            strides[axis],
            1,
            padding,
        ) {
            Ok(window) => windows[axis] = window,
            Err(error) => {
                return Err(PoolingError::Window {
                    axis: axis + rank - SPACE,
                    error,
                });
            }
        }
        output.space[axis] = windows[axis].output;
        axis += 1;
    }
    Ok(Pooling {
        input,
        output,
        windows,
    })
}

/// The output of a global pooling over `rank` axes of space: `[channels]`, or all of them 1 with `keepdims`.
pub const fn global_pooling(
    input: Shape,
    rank: usize,
    keepdims: bool,
) -> Result<Shape, PoolingError> {
    let Some(Volume { channels, .. }) = volume(input, rank) else {
        return Err(PoolingError::Rank {
            found: input.rank(),
        });
    };
    let point = Volume {
        space: [1; SPACE],
        channels,
    };
    Ok(if keepdims {
        point.shape(rank)
    } else {
        Shape::of(&[channels])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        let input = Shape::of(&[5, 7, 2]);
        let two = [1, 2, 2];
        let same = pooling(input, 2, two, two, Padding::Same).unwrap();
        assert_eq!(same.output.shape(2), Shape::of(&[3, 4, 2]));
        let valid = pooling(input, 2, [1, 3, 2], two, Padding::Valid).unwrap();
        assert_eq!(valid.output.shape(2), Shape::of(&[2, 3, 2]));
        let steps = Shape::of(&[7, 3]);
        let line = pooling(steps, 1, [1, 1, 3], [1, 1, 2], Padding::Same).unwrap();
        assert_eq!(line.output.shape(1), Shape::of(&[4, 3]));
        assert_eq!(line.windows[2].before, 1);
        let volume = Shape::of(&[4, 5, 4, 2]);
        let cube = pooling(volume, 3, [2; 3], [2; 3], Padding::Valid).unwrap();
        assert_eq!(cube.output.shape(3), Shape::of(&[2, 2, 2, 2]));
        assert_eq!(global_pooling(input, 2, false), Ok(Shape::of(&[2])));
        assert_eq!(global_pooling(input, 2, true), Ok(Shape::of(&[1, 1, 2])));
        assert_eq!(global_pooling(steps, 1, true), Ok(Shape::of(&[1, 3])));
    }

    #[test]
    fn refuses_with_numbers() {
        let vector = Shape::of(&[4]);
        let two = [1, 2, 2];
        assert_eq!(
            pooling(vector, 2, two, two, Padding::Valid),
            Err(PoolingError::Rank { found: 1 })
        );
        assert_eq!(
            global_pooling(vector, 2, false),
            Err(PoolingError::Rank { found: 1 })
        );
        let error = WindowError::TooLarge {
            input: 1,
            extent: 2,
        };
        let short = pooling(Shape::of(&[1, 4, 1]), 2, two, two, Padding::Valid);
        assert_eq!(short, Err(PoolingError::Window { axis: 0, error }));
        let narrow = pooling(Shape::of(&[4, 1, 1]), 2, two, two, Padding::Valid);
        assert_eq!(narrow, Err(PoolingError::Window { axis: 1, error }));
        let causal = pooling(Shape::of(&[4, 1]), 1, [1; 3], [1; 3], Padding::Causal);
        assert_eq!(causal, Err(PoolingError::Causal));
    }
}
