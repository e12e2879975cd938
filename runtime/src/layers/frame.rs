//! A volume within a larger one: what ZeroPadding and Cropping share.

use crate::kernels::vector;
use crate::operation::InputCotangent;
use formwork_shape_rules::volume::SPACE;

/// Where a volume lies within a larger one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Depth, height and width of the smaller volume.
    pub inner: [usize; SPACE],
    /// Depth, height and width of the larger volume.
    pub outer: [usize; SPACE],
    /// Planes, rows and columns of the larger volume before the smaller one.
    pub before: [usize; SPACE],
    /// Number of channels of both.
    pub channels: usize,
}

impl Frame {
    /// Elements of one sample of the smaller volume.
    pub const fn inner_len(&self) -> usize {
        let [depth, height, width] = self.inner;
        depth * height * width * self.channels
    }

    /// Elements of one sample of the larger volume.
    pub const fn outer_len(&self) -> usize {
        let [depth, height, width] = self.outer;
        depth * height * width * self.channels
    }

    /// Calls `visit` for each row of the smaller volume with its first element there and in the larger one, and its
    /// length.
    #[inline(always)]
    fn rows(&self, mut visit: impl FnMut(usize, usize, usize)) {
        let [depth, height, width] = self.inner;
        let [_, outer_height, outer_width] = self.outer;
        let [front, top, left] = self.before;
        let len = width * self.channels;
        let mut inner = 0;
        for plane in 0..depth {
            for row in 0..height {
                let outer = ((front + plane) * outer_height + top + row) * outer_width + left;
                visit(inner, outer * self.channels, len);
                inner += len;
            }
        }
    }

    /// Writes one sample of the smaller volume into the larger one.
    pub(super) fn insert(&self, inner: &[f32], outer: &mut [f32]) {
        self.rows(|from, to, len| {
            let from = inner.get(from..from + len).unwrap_or_default();
            let to = outer.get_mut(to..to + len).unwrap_or_default();
            for (to, from) in to.iter_mut().zip(from) {
                *to = *from;
            }
        });
    }

    /// Reads one sample of the smaller volume out of the larger one.
    pub(super) fn extract(&self, outer: &[f32], inner: &mut [f32]) {
        self.rows(|to, from, len| {
            let from = outer.get(from..from + len).unwrap_or_default();
            let to = inner.get_mut(to..to + len).unwrap_or_default();
            for (to, from) in to.iter_mut().zip(from) {
                *to = *from;
            }
        });
    }

    /// The transpose of [`insert`](Self::insert): hands the cotangent of the larger volume to the smaller one.
    pub(super) fn extract_cotangent(&self, outer: &[f32], to: &mut InputCotangent<'_>) {
        let (to, add) = match to {
            InputCotangent::Write(to) => (to, false),
            InputCotangent::Add(to) => (to, true),
            InputCotangent::Skip | InputCotangent::InPlace => return,
        };
        let samples = outer.chunks_exact(self.outer_len());
        for (outer, inner) in samples.zip(to.chunks_exact_mut(self.inner_len())) {
            match add {
                false => self.extract(outer, inner),
                true => self.rows(|to, from, len| {
                    vector::add(&outer[from..from + len], &mut inner[to..to + len]);
                }),
            }
        }
    }

    /// The transpose of [`extract`](Self::extract): hands the cotangent of the smaller volume to the larger one.
    pub(super) fn insert_cotangent(&self, inner: &[f32], to: &mut InputCotangent<'_>) {
        let to = match to {
            InputCotangent::Write(to) => {
                to.fill(0.0);
                to
            }
            InputCotangent::Add(to) => to,
            InputCotangent::Skip | InputCotangent::InPlace => return,
        };
        let samples = inner.chunks_exact(self.inner_len());
        for (inner, outer) in samples.zip(to.chunks_exact_mut(self.outer_len())) {
            self.rows(|from, to, len| {
                vector::add(&inner[from..from + len], &mut outer[to..to + len]);
            });
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::layers::reference::Case;
    use serde_json::Value;

    /// Frames along one, two and three axes.
    pub const FRAMES: [Frame; 3] = [
        Frame {
            inner: [1, 1, 4],
            outer: [1, 1, 7],
            before: [0, 0, 1],
            channels: 3,
        },
        Frame {
            inner: [1, 3, 2],
            outer: [1, 4, 5],
            before: [0, 1, 0],
            channels: 2,
        },
        Frame {
            inner: [2, 1, 3],
            outer: [5, 2, 4],
            before: [2, 0, 1],
            channels: 1,
        },
    ];

    /// The frame of a reference case whose margins are called `name`: 1 on each side if they aren't given.
    pub fn of_case(case: &Case<'_>, name: &str, [inner, outer]: [&str; 2]) -> Frame {
        let of = |name: &str| {
            let shape = case.shape(name);
            let mut space = [1; SPACE];
            space[SPACE + 2 - shape.len()..].copy_from_slice(&shape[1..shape.len() - 1]);
            space
        };
        let shape = case.shape(inner);
        let rank = shape.len() - 2;
        let mut before = [0; SPACE];
        for (axis, before) in before[SPACE - rank..].iter_mut().enumerate() {
            let margins = case.argument(name);
            let margin = match (rank, margins) {
                (_, Value::Null) => &Value::from(1),
                (1, margins) => &margins[0],
                (_, margins) => &margins[axis][0],
            };
            *before = margin.as_u64().unwrap() as usize;
        }
        Frame {
            inner: of(inner),
            outer: of(outer),
            before,
            channels: shape[rank + 1],
        }
    }
}
