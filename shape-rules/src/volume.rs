//! Sequences, images and volumes as one: up to three axes of space, then the channels.

use crate::Shape;

/// The number of axes of space that a volume has.
pub const SPACE: usize = 3;

/// A value of shape `[steps, channels]`, `[height, width, channels]` or `[depth, height, width, channels]`, where the
/// axes that it lacks are 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Volume {
    /// Depth, height and width. A sequence's steps are its width.
    pub space: [usize; SPACE],
    /// Length of the last axis.
    pub channels: usize,
}

/// `input` with `rank` axes of space, 1 to 3; `None` if it has another number of axes.
pub const fn volume(input: Shape, rank: usize) -> Option<Volume> {
    if rank > SPACE || input.rank() != rank + 1 {
        return None;
    }
    let mut space = [1; SPACE];
    let mut axis = 0;
    while axis < rank {
        space[SPACE - rank + axis] = input.dims()[axis];
        axis += 1;
    }
    Some(Volume {
        space,
        channels: input.last(),
    })
}

impl Volume {
    /// The shape with the last `rank` axes of space, at most three, and the channels.
    pub const fn shape(&self, rank: usize) -> Shape {
        let [depth, height, width] = self.space;
        let dims = [depth, height, width, self.channels];
        let missing = SPACE.saturating_sub(rank);
        Shape::of(dims.split_at(missing).1)
    }

    /// Number of places.
    pub const fn positions(&self) -> usize {
        self.space[0]
            .saturating_mul(self.space[1])
            .saturating_mul(self.space[2])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_axes_are_one() {
        for (dims, space) in [
            (&[7, 2][..], [1, 1, 7]),
            (&[5, 7, 2], [1, 5, 7]),
            (&[3, 5, 7, 2], [3, 5, 7]),
        ] {
            let shape = Shape::of(dims);
            let found = volume(shape, dims.len() - 1).unwrap();
            assert_eq!(found, Volume { space, channels: 2 });
            assert_eq!(found.shape(dims.len() - 1), shape);
            assert_eq!(found.positions() * 2, shape.len());
            assert_eq!(volume(shape, dims.len()), None);
        }
        assert_eq!(volume(Shape::of(&[2, 2, 2, 2, 2]), 4), None);
    }
}
