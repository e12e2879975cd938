//! Windows that slide over sequences, images and volumes.

use core::ops::Range;
use formwork_shape_rules::volume::SPACE;

/// How windows slide over `[depth, height, width, channels]`. A sequence has depth and height 1, an image depth 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Windows {
    /// Depth, height and width of the input.
    pub input: [usize; SPACE],
    /// Depth, height and width of the output: one place for each window.
    pub output: [usize; SPACE],
    /// Number of channels.
    pub channels: usize,
    /// Depth, height and width of a window.
    pub pool_size: [usize; SPACE],
    /// By how much the window moves.
    pub strides: [usize; SPACE],
    /// Elements of padding before the first plane, row and column.
    pub before: [usize; SPACE],
}

impl Windows {
    /// Elements of one sample of the input.
    pub const fn input_len(&self) -> usize {
        let [depth, height, width] = self.input;
        depth * height * width * self.channels
    }

    /// Elements of one sample of the output.
    pub const fn output_len(&self) -> usize {
        let [depth, height, width] = self.output;
        depth * height * width * self.channels
    }

    /// Calls `visit` for each window of a sample with the index of its output's first channel and what it covers.
    #[inline(always)]
    pub(super) fn each(&self, mut visit: impl FnMut(usize, Covered)) {
        let [planes, rows, columns] = self.output;
        let [depth, height, width] = self.input;
        let [pool_depth, pool_height, pool_width] = self.pool_size;
        let [stride_depth, stride_height, stride_width] = self.strides;
        let [front, top, left] = self.before;
        let mut output = 0;
        for plane in 0..planes {
            let planes = within(plane * stride_depth, pool_depth, front, depth);
            for row in 0..rows {
                let rows = within(row * stride_height, pool_height, top, height);
                for column in 0..columns {
                    let covered = Covered {
                        planes: planes.clone(),
                        rows: rows.clone(),
                        columns: within(column * stride_width, pool_width, left, width),
                        height,
                        width,
                        channels: self.channels,
                    };
                    visit(output, covered);
                    output += self.channels;
                }
            }
        }
    }
}

/// The part of the input along one axis that a window covers, without the padding.
#[inline(always)]
fn within(start: usize, len: usize, before: usize, input: usize) -> Range<usize> {
    start.saturating_sub(before)..(start + len).saturating_sub(before).min(input)
}

/// The part of a sample that a window covers.
pub(super) struct Covered {
    planes: Range<usize>,
    rows: Range<usize>,
    columns: Range<usize>,
    height: usize,
    width: usize,
    channels: usize,
}

impl Covered {
    /// Number of places.
    pub fn count(&self) -> usize {
        self.planes.len() * self.rows.len() * self.columns.len()
    }

    /// Index of the first channel of the first place.
    #[inline(always)]
    pub fn origin(&self) -> usize {
        let row = self.planes.start * self.height + self.rows.start;
        (row * self.width + self.columns.start) * self.channels
    }

    /// Calls `visit` with the index of each place's first channel, in ascending order.
    #[inline(always)]
    pub fn each(&self, mut visit: impl FnMut(usize)) {
        for plane in self.planes.clone() {
            for row in self.rows.clone() {
                for column in self.columns.clone() {
                    let place = (plane * self.height + row) * self.width + column;
                    visit(place * self.channels);
                }
            }
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::layers::check::Check;
    use crate::layers::reference::Case;
    use crate::operation::Operation;
    use formwork_shape_rules::pooling::pooling;
    use formwork_shape_rules::{Padding, Shape};

    /// Windows over an input of this shape, with sizes and strides for each axis that it has.
    pub fn windows(
        input: &[usize],
        pool_size: &[usize],
        strides: &[usize],
        padding: Padding,
    ) -> Windows {
        let rank = input.len() - 1;
        let of = |values: &[usize]| {
            let mut all = [1; SPACE];
            all[SPACE - rank..].copy_from_slice(values);
            all
        };
        let (pool_size, strides) = (of(pool_size), of(strides));
        let rule = pooling(Shape::of(input), rank, pool_size, strides, padding).unwrap();
        Windows {
            input: rule.input.space,
            output: rule.output.space,
            channels: rule.input.channels,
            pool_size,
            strides,
            before: rule.windows.map(|window| window.before),
        }
    }

    /// The windows of a reference case.
    pub fn of_case(case: &Case<'_>, default: usize) -> Windows {
        let shape = case.shape("x");
        let rank = shape.len() - 2;
        let pool_size = case.extents("pool_size", &vec![default; rank]);
        let strides = case.extents("strides", &pool_size);
        let same = case.argument("padding").as_str() == Some("same");
        let padding = if same { Padding::Same } else { Padding::Valid };
        windows(&shape[1..], &pool_size, &strides, padding)
    }

    /// The check of an operation on windows.
    pub fn check<O: Operation>(operation: O, windows: &Windows, keep: bool) -> Check<O> {
        let mut check = Check::new(operation);
        check.inputs = vec![windows.input_len()];
        check.keep_inputs = vec![keep];
        check.outputs = vec![windows.output_len()];
        check.keep_outputs = vec![false];
        check
    }

    #[test]
    fn windows_cover_what_is_within() {
        let windows = windows(&[3, 4, 2], &[2, 3], &[2, 2], Padding::Same);
        assert_eq!(windows.output, [1, 2, 2]);
        let mut found = Vec::new();
        windows.each(|output, covered| {
            let mut places = Vec::new();
            covered.each(|place| places.push(place / 2));
            assert_eq!(places.len(), covered.count());
            assert_eq!(places.first(), Some(&(covered.origin() / 2)));
            found.push((output, places));
        });
        // One column is added on the right, one row below.
        let expected = [
            (0, vec![0, 1, 2, 4, 5, 6]),
            (2, vec![2, 3, 6, 7]),
            (4, vec![8, 9, 10]),
            (6, vec![10, 11]),
        ];
        assert_eq!(found, expected);
    }
}
