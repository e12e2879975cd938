//! Up-sampling of images by linear interpolation along both axes.

use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::kernels::level::for_each_level;
use crate::operation::{Backward, Forward, InputCotangent, Operation};
use core::num::NonZeroUsize;

/// `y[i, j, c] = Σ over the two rows and columns around (i + ½) / size − ½ of weight · x`, with the nearest ones at the
/// border.
///
/// `x: [height, width, channels]` and `y: [size₀ · height, size₁ · width, channels]` for each sample. Centres of pixels
/// are aligned, not corners, as in Keras. Backward gives each cotangent to the same four elements by the same weights;
/// it needs nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BilinearUpSampling {
    /// Height of the input.
    pub height: usize,
    /// Width of the input.
    pub width: usize,
    /// Number of channels.
    pub channels: usize,
    /// How many times as high and wide the output is.
    pub size: [usize; 2],
}

/// The two neighbours of a place along an axis, with their weights.
#[inline(always)]
fn neighbours(place: usize, size: usize, input: usize) -> [(usize, f32); 2] {
    let last = input.saturating_sub(1);
    let centre = (2 * place + 1) as f32 / (2 * size) as f32 - 0.5;
    // A cast rounds towards zero, and what is negative becomes 0.
    let low = (centre as usize).min(last);
    let high = (low + 1).min(last);
    let share = (centre - low as f32).clamp(0.0, 1.0);
    [(low, 1.0 - share), (high, share)]
}

impl BilinearUpSampling {
    const fn input_len(&self) -> usize {
        self.height * self.width * self.channels
    }

    const fn output_len(&self) -> usize {
        let [rows, columns] = self.size;
        self.input_len() * rows * columns
    }

    /// Calls `visit` for each place of the output, in order, with the first channels of the four places of the input and
    /// their weights.
    #[inline(always)]
    fn each(&self, mut visit: impl FnMut([(usize, f32); 4])) {
        let [rows, columns] = self.size;
        for row in 0..self.height * rows {
            let [above, below] = neighbours(row, rows, self.height);
            for column in 0..self.width * columns {
                let [left, right] = neighbours(column, columns, self.width);
                let corner = |row: (usize, f32), column: (usize, f32)| {
                    let place = row.0 * self.width + column.0;
                    (place * self.channels, row.1 * column.1)
                };
                visit([
                    corner(above, left),
                    corner(above, right),
                    corner(below, left),
                    corner(below, right),
                ]);
            }
        }
    }
}

impl Operation for BilinearUpSampling {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        let samples = call.inputs[0].chunks_exact(self.input_len());
        for (x, y) in samples.zip(call.outputs[0].chunks_exact_mut(self.output_len())) {
            interpolate(self, x, y);
        }
    }

    fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        let to = match &mut call.input_cotangents[0] {
            InputCotangent::Write(to) => {
                to.fill(0.0);
                to
            }
            InputCotangent::Add(to) => to,
            InputCotangent::Skip | InputCotangent::InPlace => return,
        };
        spread(self, call.output_cotangents[0], to);
    }
}

impl Inference for BilinearUpSampling {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        if let ([x], [y]) = (call.inputs, call.outputs) {
            interpolate(self, x, y);
        }
    }
}

/// One sample.
#[inline(never)]
fn interpolate(layer: &BilinearUpSampling, x: &[f32], y: &mut [f32]) {
    let Some(channels) = NonZeroUsize::new(layer.channels) else {
        return;
    };
    let mut places = y.chunks_exact_mut(channels.get());
    layer.each(|corners| {
        let y = places.next().unwrap_or_default();
        y.fill(0.0);
        for (from, weight) in corners {
            let x = x.get(from..from + layer.channels).unwrap_or_default();
            for (y, x) in y.iter_mut().zip(x) {
                *y += weight * x;
            }
        }
    });
}

for_each_level! {
    fn spread(layer: &BilinearUpSampling, cotangent: &[f32], to: &mut [f32]) {
        let samples = to.chunks_exact_mut(layer.input_len());
        for (dy, dx) in cotangent.chunks_exact(layer.output_len()).zip(samples) {
            let mut places = dy.chunks_exact(layer.channels);
            layer.each(|corners| {
                let dy = places.next().unwrap_or_default();
                for (from, weight) in corners {
                    for (dx, dy) in dx[from..from + layer.channels].iter_mut().zip(dy) {
                        *dx += weight * dy;
                    }
                }
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::check::Check;
    use crate::layers::reference::Reference;

    fn check(input: [usize; 3], size: [usize; 2]) -> Check<BilinearUpSampling> {
        let [height, width, channels] = input;
        let layer = BilinearUpSampling {
            height,
            width,
            channels,
            size,
        };
        let mut check = Check::new(layer);
        check.inputs = vec![layer.input_len()];
        check.keep_inputs = vec![false];
        check.outputs = vec![layer.output_len()];
        check.keep_outputs = vec![false];
        check
    }

    #[test]
    fn gradients_are_those_of_the_output() {
        for check in [check([3, 5, 2], [2, 3]), check([1, 4, 1], [5, 1])] {
            check.run();
            check.run_inference();
        }
    }

    #[test]
    fn a_ramp_stays_a_ramp_between_the_borders() {
        let found = check([1, 3, 1], [1, 4]).forward(1, &[vec![0.0, 1.0, 2.0]], &[]);
        let expected = [
            0.0, 0.0, 0.125, 0.375, 0.625, 0.875, 1.125, 1.375, 1.625, 1.875, 2.0, 2.0,
        ];
        assert_eq!(found[0], expected);
    }

    #[test]
    fn keras_agrees() {
        let reference = Reference::open("layers_pool");
        let case = reference.case("upsampling2d_bilinear");
        let check = check([3, 4, 2], [2, 2]);
        let pass = check.pass(1, &[case.values("x")], &[], &[case.values("dy")]);
        case.check("y", &pass.outputs[0], (2e-6, 1e-6));
        case.check("dx", &pass.input_cotangents[0], (2e-6, 1e-6));
    }
}
