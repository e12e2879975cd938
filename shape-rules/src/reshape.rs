//! Flatten and Reshape: other shapes of the same elements.

use crate::Shape;
use crate::axis::product;
use crate::shape::MAX_RANK;

/// Why a value doesn't take the shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReshapeError {
    /// The target has more axes than a shape can have.
    Rank {
        /// Number of axes of the target.
        found: usize,
    },
    /// More than one dimension is to be inferred.
    Inferred {
        /// Index of the second.
        axis: usize,
    },
    /// A dimension is 0 or less than -1.
    Dimension {
        /// Index of the dimension.
        axis: usize,
        /// Its value.
        found: i64,
    },
    /// The numbers of elements differ; with an inferred dimension, `target` (the product of the others) doesn't
    /// divide `input`.
    Len {
        /// Elements of the input.
        input: usize,
        /// Elements of the target.
        target: usize,
    },
}

/// `[len]`: all elements in their row-major order.
pub const fn flatten(input: Shape) -> Shape {
    Shape::of(&[input.len()])
}

/// The shape of `Reshape(target_shape)`, in which one dimension may be -1: what is left.
pub const fn reshape(input: Shape, target: &[i64]) -> Result<Shape, ReshapeError> {
    if target.len() > MAX_RANK {
        return Err(ReshapeError::Rank {
            found: target.len(),
        });
    }
    let mut dims = [1usize; MAX_RANK];
    let mut inferred = None;
    let mut axis = 0;
    while axis < target.len() {
        if target[axis] == -1 {
            if inferred.is_some() {
                return Err(ReshapeError::Inferred { axis });
            }
            inferred = Some(axis);
        } else if target[axis] <= 0 {
            return Err(ReshapeError::Dimension {
                axis,
                found: target[axis],
            });
        } else {
            dims[axis] = target[axis] as usize;
        }
        axis += 1;
    }
    let known = product(&dims);
    match inferred {
        Some(axis) if !input.is_empty() && input.len().is_multiple_of(known) => {
            dims[axis] = input.len() / known
        }
        None if input.len() == known => {}
        _ => {
            return Err(ReshapeError::Len {
                input: input.len(),
                target: known,
            });
        }
    }
    Ok(Shape::of(dims.split_at(target.len()).0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        let input = Shape::of(&[3, 4]);
        assert_eq!(flatten(input), Shape::of(&[12]));
        assert_eq!(flatten(Shape::of(&[])), Shape::of(&[1]));
        assert_eq!(reshape(input, &[-1, 2]), Ok(Shape::of(&[6, 2])));
        assert_eq!(reshape(input, &[2, 3, 2]), Ok(Shape::of(&[2, 3, 2])));
    }

    #[test]
    fn refuses_with_numbers() {
        let input = Shape::of(&[3, 4]);
        assert_eq!(
            reshape(input, &[5, -1]),
            Err(ReshapeError::Len {
                input: 12,
                target: 5
            })
        );
        assert_eq!(
            reshape(input, &[5, 2]),
            Err(ReshapeError::Len {
                input: 12,
                target: 10
            })
        );
        assert_eq!(
            reshape(input, &[-1, -1]),
            Err(ReshapeError::Inferred { axis: 1 })
        );
        assert_eq!(
            reshape(input, &[12, 0]),
            Err(ReshapeError::Dimension { axis: 1, found: 0 })
        );
        assert_eq!(
            reshape(input, &[1, 1, 1, 1, 1, 12]),
            Err(ReshapeError::Rank { found: 6 })
        );
    }
}
