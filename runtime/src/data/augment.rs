//! Augmentation: samples changed by chance, so that a model sees none twice.
//!
//! Every number depends on the training's seed, the epoch and the sample's number in its data alone.

use super::source::Position;
use crate::random::{Stream, derived_key};
use formwork_shape_rules::Shape;

/// A change of a sample, an image of `height × width × channels` or `height × width`. [`Noise`](Augmentation::Noise),
/// [`Contrast`](Augmentation::Contrast) and [`Brightness`](Augmentation::Brightness) suit samples of any shape; what moves
/// pixels takes a sequence `steps × features` for an image without channels, and a vector for an image of one row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Augmentation {
    /// Left and right are exchanged in half of the samples.
    FlipHorizontal,
    /// Top and bottom are exchanged in half of the samples.
    FlipVertical,
    /// Moves the image by up to so many rows up or down and columns left or right, all whole numbers equally likely. What comes in is 0.
    Shift {
        /// The most rows.
        rows: usize,
        /// The most columns.
        columns: usize,
    },
    /// Shows a part of the image in its full size: the part's height and width are a share of the image's that lies
    /// between `smallest` and 1, its place is anywhere in the image. Pixels are interpolated linearly between their four neighbours.
    Crop {
        /// The smallest share, in `0.0..=1.0`.
        smallest: f32,
    },
    /// Adds noise of the normal distribution to each element.
    Noise {
        /// The standard deviation.
        deviation: f32,
    },
    /// `(x − mean) · f + mean` with the mean of each channel and one `f` for the sample between `1 − factor` and `1 + factor`.
    Contrast {
        /// The largest change of the factor.
        factor: f32,
    },
    /// Adds one number between `−delta` and `delta` to all elements.
    Brightness {
        /// The largest change.
        delta: f32,
    },
}

/// What augmentation works in: a copy of the sample.
#[derive(Default)]
pub(super) struct Room {
    copy: Vec<f32>,
}

/// Height, width and channels of a sample.
#[derive(Clone, Copy)]
struct Layout {
    height: usize,
    width: usize,
    channels: usize,
}

impl Layout {
    fn of(shape: Shape) -> Layout {
        let (height, width, channels) = match *shape.dims() {
            [] => (1, 1, 1),
            [width] => (1, width, 1),
            [height, width] => (height, width, 1),
            [ref outer @ .., height, width, channels] => {
                (outer.iter().product::<usize>() * height, width, channels)
            }
        };
        Layout {
            height,
            width,
            channels,
        }
    }

    fn row(&self) -> usize {
        self.width * self.channels
    }
}

impl Room {
    /// Changes one sample.
    pub fn augment(
        &mut self,
        augmentations: &[Augmentation],
        at: Position,
        sample: u64,
        shape: Shape,
        image: &mut [f32],
    ) {
        let [low, high] = derived_key(at.seed, at.epoch, 6);
        let mut stream = Stream::new(u64::from(high) << 32 | u64::from(low), sample);
        let layout = Layout::of(shape);
        for &augmentation in augmentations {
            self.apply(augmentation, &mut stream, layout, image);
        }
    }

    fn apply(
        &mut self,
        augmentation: Augmentation,
        stream: &mut Stream,
        layout: Layout,
        image: &mut [f32],
    ) {
        if image.is_empty() {
            return;
        }
        match augmentation {
            Augmentation::FlipHorizontal if stream.uniform() < 0.5 => flip_rows(layout, image),
            Augmentation::FlipVertical if stream.uniform() < 0.5 => flip_columns(layout, image),
            Augmentation::FlipHorizontal | Augmentation::FlipVertical => {}
            Augmentation::Shift { rows, columns } => {
                let down = offset(stream, rows.min(layout.height));
                let right = offset(stream, columns.min(layout.width));
                self.keep(image);
                shift(layout, &self.copy, image, down, right);
            }
            Augmentation::Crop { smallest } => {
                let share = smallest + (1.0 - smallest) * stream.uniform();
                let top = (1.0 - share) * stream.uniform();
                let left = (1.0 - share) * stream.uniform();
                self.keep(image);
                crop(layout, &self.copy, image, share, top, left);
            }
            Augmentation::Noise { deviation } => {
                image
                    .iter_mut()
                    .for_each(|value| *value += deviation * stream.normal());
            }
            Augmentation::Contrast { factor } => {
                let factor = 1.0 + factor * (2.0 * stream.uniform() - 1.0);
                contrast(layout.channels, image, factor);
            }
            Augmentation::Brightness { delta } => {
                let change = delta * (2.0 * stream.uniform() - 1.0);
                image.iter_mut().for_each(|value| *value += change);
            }
        }
    }

    fn keep(&mut self, image: &[f32]) {
        self.copy.clear();
        self.copy.extend_from_slice(image);
    }
}

/// A whole number from `−most` to `most`.
fn offset(stream: &mut Stream, most: usize) -> isize {
    let most = u32::try_from(most)
        .unwrap_or(u32::MAX / 4)
        .min(u32::MAX / 4);
    stream.below(2 * most + 1) as isize - most as isize
}

fn flip_rows(layout: Layout, image: &mut [f32]) {
    for row in image.chunks_exact_mut(layout.row()) {
        for left in 0..layout.width / 2 {
            let right = layout.width - 1 - left;
            for channel in 0..layout.channels {
                row.swap(
                    left * layout.channels + channel,
                    right * layout.channels + channel,
                );
            }
        }
    }
}

fn flip_columns(layout: Layout, image: &mut [f32]) {
    let row = layout.row();
    for top in 0..layout.height / 2 {
        let bottom = layout.height - 1 - top;
        let (upper, lower) = image.split_at_mut(bottom * row);
        upper[top * row..][..row].swap_with_slice(&mut lower[..row]);
    }
}

fn shift(layout: Layout, from: &[f32], to: &mut [f32], down: isize, right: isize) {
    to.fill(0.0);
    let first = right.max(0) as usize;
    let (wide, skipped) = (
        layout.width - right.unsigned_abs(),
        (-right).max(0) as usize,
    );
    for (row, target) in to.chunks_exact_mut(layout.row()).enumerate() {
        let Some(origin) = row
            .checked_add_signed(-down)
            .filter(|&origin| origin < layout.height)
        else {
            continue;
        };
        let source = &from[origin * layout.row()..][skipped * layout.channels..];
        let len = wide * layout.channels;
        target[first * layout.channels..][..len].copy_from_slice(&source[..len]);
    }
}

fn crop(layout: Layout, from: &[f32], to: &mut [f32], share: f32, top: f32, left: f32) {
    // The centres of pixels lie at halves; beyond the outermost ones the image is constant.
    let place = |index: usize, count: usize, start: f32| {
        let position = ((index as f32 + 0.5) * share + start * count as f32 - 0.5)
            .clamp(0.0, (count - 1) as f32);
        let first = position as usize;
        (first, (first + 1).min(count - 1), position - first as f32)
    };
    for (row, target) in to.chunks_exact_mut(layout.row()).enumerate() {
        let (upper, lower, down) = place(row, layout.height, top);
        for (column, pixel) in target.chunks_exact_mut(layout.channels).enumerate() {
            let (near, far, right) = place(column, layout.width, left);
            for (channel, value) in pixel.iter_mut().enumerate() {
                let at = |row: usize, column: usize| {
                    from[row * layout.row() + column * layout.channels + channel]
                };
                let above = at(upper, near) + right * (at(upper, far) - at(upper, near));
                let below = at(lower, near) + right * (at(lower, far) - at(lower, near));
                *value = above + down * (below - above);
            }
        }
    }
}

fn contrast(channels: usize, image: &mut [f32], factor: f32) {
    let pixels = image.len() / channels;
    for channel in 0..channels {
        let sum: f64 = image[channel..]
            .iter()
            .step_by(channels)
            .map(|&value| f64::from(value))
            .sum();
        let mean = (sum / pixels as f64) as f32;
        for value in image[channel..].iter_mut().step_by(channels) {
            *value = (*value - mean) * factor + mean;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IMAGE: Layout = Layout {
        height: 2,
        width: 3,
        channels: 2,
    };

    fn numbers() -> Vec<f32> {
        (0u8..12).map(f32::from).collect()
    }

    #[test]
    fn flips_exchange_pixels_with_their_channels() {
        let mut image = numbers();
        flip_rows(IMAGE, &mut image);
        assert_eq!(image, [4., 5., 2., 3., 0., 1., 10., 11., 8., 9., 6., 7.]);
        let mut image = numbers();
        flip_columns(IMAGE, &mut image);
        assert_eq!(image, [6., 7., 8., 9., 10., 11., 0., 1., 2., 3., 4., 5.]);
    }

    #[test]
    fn a_shift_fills_with_zeros() {
        let mut image = numbers();
        shift(IMAGE, &numbers(), &mut image, 1, -1);
        assert_eq!(image, [0., 0., 0., 0., 0., 0., 2., 3., 4., 5., 0., 0.]);
        shift(IMAGE, &numbers(), &mut image, -1, 2);
        assert_eq!(image, [0., 0., 0., 0., 6., 7., 0., 0., 0., 0., 0., 0.]);
        shift(IMAGE, &numbers(), &mut image, 0, 3);
        assert_eq!(image, [0.0; 12]);
    }

    #[test]
    fn a_crop_interpolates_between_neighbours() {
        let line = Layout {
            height: 1,
            width: 4,
            channels: 1,
        };
        let from = [0.0, 1.0, 2.0, 3.0];
        let mut image = [9.0; 4];
        crop(line, &from, &mut image, 1.0, 0.0, 0.0);
        assert_eq!(image, from);
        // The right half: centres at 1.75, 2.25, 2.75 and 3.25, the last beyond the outermost.
        crop(line, &from, &mut image, 0.5, 0.0, 0.5);
        assert_eq!(image, [1.75, 2.25, 2.75, 3.0]);
    }

    #[test]
    fn contrast_keeps_the_mean_of_each_channel() {
        let mut image = [1.0, 10.0, 3.0, 30.0];
        contrast(2, &mut image, 0.5);
        assert_eq!(image, [1.5, 15.0, 2.5, 25.0]);
    }

    #[test]
    fn chance_covers_all_shifts_and_half_of_the_flips() {
        let mut stream = Stream::new(3, 0);
        let mut counts = [0; 5];
        for _ in 0..1000 {
            counts[(offset(&mut stream, 2) + 2) as usize] += 1;
        }
        assert!(
            counts.iter().all(|&count| (150..250).contains(&count)),
            "{counts:?}"
        );
        let shape = Shape::of(&[1, 2, 1]);
        let mut room = Room::default();
        let flipped = (0..1000)
            .filter(|&sample| {
                let mut image = [0.0, 1.0];
                let flip = [Augmentation::FlipHorizontal];
                room.augment(&flip, Position::default(), sample, shape, &mut image);
                image == [1.0, 0.0]
            })
            .count();
        assert!((440..560).contains(&flipped), "{flipped}");
    }
}
