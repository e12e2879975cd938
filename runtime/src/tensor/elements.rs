//! What a tensor is made of: `f32` or nested arrays of it.

use crate::plain::Plain;
use formwork_shape_rules::Shape;
use formwork_shape_rules::shape::MAX_RANK;

/// `f32`, or an array of `Elements`: `[[f32; 3]; 2]` has the shape `[2, 3]`.
pub trait Elements: Plain + Copy + PartialEq + core::fmt::Debug + Send + Sync {
    /// The dimensions, outermost first. More than five are refused at compile time.
    const SHAPE: Shape;
    /// Number of elements.
    const LEN: usize;
    /// All 0.
    const ZERO: Self;
}

impl Elements for f32 {
    const SHAPE: Shape = Shape::of(&[]);
    const LEN: usize = 1;
    const ZERO: f32 = 0.0;
}

impl<E: Elements, const N: usize> Elements for [E; N] {
    const SHAPE: Shape = prepend(N, E::SHAPE);
    const LEN: usize = N * E::LEN;
    const ZERO: [E; N] = [E::ZERO; N];
}

const fn prepend(first: usize, rest: Shape) -> Shape {
    let mut dims = [first; MAX_RANK + 1];
    let mut axis = 0;
    while axis < rest.rank() {
        dims[axis + 1] = rest.dims()[axis];
        axis += 1;
    }
    Shape::of(dims.split_at(rest.rank() + 1).0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_read_from_the_type() {
        assert_eq!(<f32 as Elements>::SHAPE.dims(), [0usize; 0]);
        assert_eq!(
            <[[[[[f32; 5]; 4]; 3]; 2]; 1] as Elements>::SHAPE.dims(),
            [1, 2, 3, 4, 5]
        );
        assert_eq!(<[[[f32; 5]; 4]; 3] as Elements>::LEN, 60);
        assert_eq!(<[[f32; 2]; 2] as Elements>::ZERO, [[0.0; 2]; 2]);
    }
}
