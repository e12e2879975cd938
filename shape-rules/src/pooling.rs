//! MaxPooling2D and GlobalAveragePooling2D.

use crate::Shape;
use crate::window::{Padding, Window, WindowError, window};

/// The dimensions of a two-dimensional pooling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pooling2d {
    /// `[output height, output width, channels]`.
    pub output: Shape,
    /// How the window slides along the height and the width.
    pub windows: [Window; 2],
}

/// Why a pooling isn't possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoolingError {
    /// The input isn't `[height, width, channels]`.
    Rank {
        /// Number of axes that it has, without the batch.
        found: usize,
    },
    /// Padding `causal` has no meaning for a pooling.
    Causal,
    /// The window doesn't fit along one axis.
    Window {
        /// 0 for the height, 1 for the width.
        axis: usize,
        /// Why.
        error: WindowError,
    },
}

/// The dimensions of `MaxPooling2D(pool_size, strides, padding)`.
pub const fn pooling2d(
    input: Shape,
    pool_size: [usize; 2],
    strides: [usize; 2],
    padding: Padding,
) -> Result<Pooling2d, PoolingError> {
    if input.rank() != 3 {
        return Err(PoolingError::Rank {
            found: input.rank(),
        });
    }
    if matches!(padding, Padding::Causal) {
        return Err(PoolingError::Causal);
    }
    let dims = input.dims();
    let height = match window(dims[0], pool_size[0], strides[0], 1, padding) {
        Ok(window) => window,
        Err(error) => return Err(PoolingError::Window { axis: 0, error }),
    };
    let width = match window(dims[1], pool_size[1], strides[1], 1, padding) {
        Ok(window) => window,
        Err(error) => return Err(PoolingError::Window { axis: 1, error }),
    };
    Ok(Pooling2d {
        output: Shape::of(&[height.output, width.output, dims[2]]),
        windows: [height, width],
    })
}

/// The output of a global pooling: `[channels]`, or `[1, 1, channels]` with `keepdims`.
pub const fn global_pooling2d(input: Shape, keepdims: bool) -> Result<Shape, PoolingError> {
    if input.rank() != 3 {
        return Err(PoolingError::Rank {
            found: input.rank(),
        });
    }
    let channels = input.last();
    Ok(if keepdims {
        Shape::of(&[1, 1, channels])
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
        let same = pooling2d(input, [2, 2], [2, 2], Padding::Same).unwrap();
        assert_eq!(same.output, Shape::of(&[3, 4, 2]));
        let valid = pooling2d(input, [3, 2], [2, 2], Padding::Valid).unwrap();
        assert_eq!(valid.output, Shape::of(&[2, 3, 2]));
        assert_eq!(global_pooling2d(input, false), Ok(Shape::of(&[2])));
        assert_eq!(global_pooling2d(input, true), Ok(Shape::of(&[1, 1, 2])));
    }

    #[test]
    fn refuses_with_numbers() {
        let vector = Shape::of(&[4]);
        assert_eq!(
            pooling2d(vector, [2, 2], [2, 2], Padding::Valid),
            Err(PoolingError::Rank { found: 1 })
        );
        assert_eq!(
            global_pooling2d(vector, false),
            Err(PoolingError::Rank { found: 1 })
        );
        let error = WindowError::TooLarge {
            input: 1,
            extent: 2,
        };
        let short = pooling2d(Shape::of(&[1, 4, 1]), [2, 2], [2, 2], Padding::Valid);
        assert_eq!(short, Err(PoolingError::Window { axis: 0, error }));
    }
}
