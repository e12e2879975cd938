//! Up-sampling by repetition, of vectors too.

use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::operation::{Backward, Forward, InputCotangent, Operation};
use core::num::NonZeroUsize;
use formwork_shape_rules::volume::SPACE;

/// `y[p, c] = x[⌊p / size⌋, c]`: each plane, row and column as often as `size` says.
///
/// `x: [depth, height, width, channels]` and `y` is `size` times as long along each axis. A sequence has depth and height
/// 1, an image depth 1, and a vector that is repeated is one place. Backward: `dx[q, c] = Σ dy[p, c]` over the places
/// that repeat q, in ascending order; it needs nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UpSampling {
    /// Depth, height and width of the input.
    pub input: [usize; SPACE],
    /// How often each plane, row and column stands in the output.
    pub size: [usize; SPACE],
    /// Number of channels.
    pub channels: usize,
}

impl UpSampling {
    const fn input_len(&self) -> usize {
        let [depth, height, width] = self.input;
        depth * height * width * self.channels
    }

    const fn output_len(&self) -> usize {
        let [depth, height, width] = self.size;
        self.input_len() * depth * height * width
    }

    /// Calls `visit` for each place of the output, in order, with the first channel of the input's place.
    #[inline(always)]
    fn each(&self, mut visit: impl FnMut(usize)) {
        let [depth, height, width] = self.input;
        let [planes, rows, columns] = self.size;
        for plane in 0..depth {
            for _ in 0..planes {
                for row in 0..height {
                    for _ in 0..rows {
                        let first = (plane * height + row) * width;
                        for column in first..first + width {
                            for _ in 0..columns {
                                visit(column * self.channels);
                            }
                        }
                    }
                }
            }
        }
    }
}

impl Operation for UpSampling {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        let samples = call.inputs[0].chunks_exact(self.input_len());
        for (x, y) in samples.zip(call.outputs[0].chunks_exact_mut(self.output_len())) {
            repeat(self, x, y);
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
        let samples = to.chunks_exact_mut(self.input_len());
        for (dy, dx) in call.output_cotangents[0]
            .chunks_exact(self.output_len())
            .zip(samples)
        {
            let mut places = dy.chunks_exact(self.channels);
            self.each(|from| {
                let dx = &mut dx[from..from + self.channels];
                for (dx, dy) in dx.iter_mut().zip(places.next().unwrap_or_default()) {
                    *dx += dy;
                }
            });
        }
    }
}

impl Inference for UpSampling {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        if let ([x], [y]) = (call.inputs, call.outputs) {
            repeat(self, x, y);
        }
    }
}

/// One sample.
#[inline(never)]
fn repeat(layer: &UpSampling, x: &[f32], y: &mut [f32]) {
    let Some(channels) = NonZeroUsize::new(layer.channels) else {
        return;
    };
    let mut places = y.chunks_exact_mut(channels.get());
    layer.each(|from| {
        let x = x.get(from..from + layer.channels).unwrap_or_default();
        for (y, x) in places.next().unwrap_or_default().iter_mut().zip(x) {
            *y = *x;
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::check::Check;
    use crate::layers::reference::Reference;

    fn check(input: [usize; SPACE], size: [usize; SPACE], channels: usize) -> Check<UpSampling> {
        let layer = UpSampling {
            input,
            size,
            channels,
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
        for check in [
            check([1, 1, 5], [1, 1, 3], 2),
            check([1, 3, 2], [1, 2, 3], 3),
            check([2, 1, 3], [3, 2, 1], 1),
        ] {
            check.run();
            check.run_inference();
        }
    }

    #[test]
    fn keras_agrees() {
        let pool = Reference::open("layers_pool");
        let merge = Reference::open("layers_merge");
        let mut compared = 0;
        for case in pool
            .cases()
            .chain(merge.cases())
            .filter(|case| case.has("x"))
        {
            let x = case.shape("x");
            let (input, size) = match case.layer() {
                "UpSampling1D" => ([1, 1, x[1]], case.extents("size", &[2])),
                "UpSampling2D" if case.argument("interpolation").is_null() => {
                    ([1, x[1], x[2]], case.extents("size", &[2, 2]))
                }
                "RepeatVector" => ([1, 1, 1], case.extents("n", &[1])),
                _ => continue,
            };
            let mut sizes = [1; SPACE];
            sizes[SPACE - size.len()..].copy_from_slice(&size);
            let check = check(input, sizes, x[x.len() - 1]);
            let pass = check.pass(x[0], &[case.values("x")], &[], &[case.values("dy")]);
            case.check("y", &pass.outputs[0], (0.0, 0.0));
            case.check("dx", &pass.input_cotangents[0], (2e-6, 1e-6));
            compared += 1;
        }
        assert_eq!(compared, 4);
    }
}
