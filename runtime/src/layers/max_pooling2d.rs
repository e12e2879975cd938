//! MaxPooling2D: the greatest element of each channel in a sliding window.

use crate::kernels::calls::{Call, count};
use crate::kernels::level::for_each_level;
use crate::operation::{Backward, Forward, InputCotangent, Operation};

/// `y[i, j, c] = max over (u, v) of x[i·s₀ − top + u, j·s₁ − left + v, c]`, over positions within the input.
///
/// `x: [height, width, channels]` and `y: [output_height, output_width, channels]` for each sample. Backward gives
/// `dy` to the first maximum of each window; it needs the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MaxPooling2D {
    /// Height of the input.
    pub height: usize,
    /// Width of the input.
    pub width: usize,
    /// Number of channels.
    pub channels: usize,
    /// Height of the output.
    pub output_height: usize,
    /// Width of the output.
    pub output_width: usize,
    /// Height and width of the window.
    pub pool_size: [usize; 2],
    /// By how much the window moves.
    pub strides: [usize; 2],
    /// Rows of padding above.
    pub top: usize,
    /// Columns of padding on the left.
    pub left: usize,
}

/// Channels that are searched together in backward.
const LANES: usize = 16;

impl MaxPooling2D {
    const fn input_len(&self) -> usize {
        self.height * self.width * self.channels
    }

    const fn output_len(&self) -> usize {
        self.output_height * self.output_width * self.channels
    }

    /// Calls `visit` for each window of a sample with the index of its output's first channel and the rows and
    /// columns of the input that it covers.
    #[inline(always)]
    fn windows(
        &self,
        mut visit: impl FnMut(usize, core::ops::Range<usize>, core::ops::Range<usize>),
    ) {
        let [pool_height, pool_width] = self.pool_size;
        for i in 0..self.output_height {
            let row = i * self.strides[0];
            let rows = row.saturating_sub(self.top)
                ..(row + pool_height)
                    .saturating_sub(self.top)
                    .min(self.height);
            for j in 0..self.output_width {
                let column = j * self.strides[1];
                let columns = column.saturating_sub(self.left)
                    ..(column + pool_width)
                        .saturating_sub(self.left)
                        .min(self.width);
                visit(
                    (i * self.output_width + j) * self.channels,
                    rows.clone(),
                    columns,
                );
            }
        }
    }
}

impl Operation for MaxPooling2D {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        let samples = call.inputs[0].chunks_exact(self.input_len());
        for (x, y) in samples.zip(call.outputs[0].chunks_exact_mut(self.output_len())) {
            self.windows(|output, rows, columns| {
                let y = &mut y[output..output + self.channels];
                y.fill(f32::NEG_INFINITY);
                for row in rows {
                    for column in columns.clone() {
                        let x = &x[(row * self.width + column) * self.channels..][..self.channels];
                        for (y, x) in y.iter_mut().zip(x) {
                            *y = if *x > *y || x.is_nan() { *x } else { *y };
                        }
                    }
                }
            });
        }
    }

    fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        let (to, add) = match &mut call.input_cotangents[0] {
            InputCotangent::Write(to) => (to, false),
            InputCotangent::Add(to) => (to, true),
            InputCotangent::Skip => return,
            InputCotangent::InPlace => {
                panic!("pooling: the input's cotangent doesn't fit in the output's")
            }
        };
        if !add {
            to.fill(0.0);
        }
        route(*self, call.inputs[0], call.output_cotangents[0], to);
    }
}

for_each_level! {
    /// Adds each window's cotangent to its first maximum.
    fn route(layer: MaxPooling2D, input: &[f32], cotangent: &[f32], to: &mut [f32]) {
        let channels = layer.channels;
        let samples = input.chunks_exact(layer.input_len()).zip(to.chunks_exact_mut(layer.input_len()));
        for (dy, (x, dx)) in cotangent.chunks_exact(layer.output_len()).zip(samples) {
            layer.windows(|output, rows, columns| {
                for first in (0..channels).step_by(LANES) {
                    let lanes = LANES.min(channels - first);
                    let origin = (rows.start * layer.width + columns.start) * channels + first;
                    let mut greatest = [f32::NEG_INFINITY; LANES];
                    let mut offset = [0u32; LANES];
                    for row in rows.clone() {
                        for column in columns.clone() {
                            let start = (row * layer.width + column) * channels + first;
                            search(&x[start..start + lanes], (start - origin) as u32, &mut greatest, &mut offset);
                        }
                    }
                    for lane in 0..lanes {
                        dx[origin + offset[lane] as usize + lane] += dy[output + first + lane];
                    }
                }
            });
        }
    }
}

/// Remembers where the greatest elements were, the first of equals.
#[inline(always)]
fn search(x: &[f32], place: u32, greatest: &mut [f32; LANES], offset: &mut [u32; LANES]) {
    let lane = |x: f32, greatest: &mut f32, offset: &mut u32| {
        let better = x > *greatest;
        *greatest = if better { x } else { *greatest };
        *offset = if better { place } else { *offset };
    };
    if let Ok(x) = <&[f32; LANES]>::try_from(x) {
        for index in 0..LANES {
            lane(x[index], &mut greatest[index], &mut offset[index]);
        }
    } else {
        for (index, x) in x.iter().enumerate() {
            lane(*x, &mut greatest[index], &mut offset[index]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::check::Check;
    use crate::layers::reference::Reference;
    use formwork_shape_rules::pooling::pooling2d;
    use formwork_shape_rules::{Padding, Shape};

    fn check(
        input: [usize; 3],
        pool_size: [usize; 2],
        strides: [usize; 2],
        padding: Padding,
    ) -> Check<MaxPooling2D> {
        let pooling = pooling2d(Shape::of(&input), pool_size, strides, padding).unwrap();
        let [height, width, channels] = input;
        let [output_height, output_width] = [pooling.windows[0].output, pooling.windows[1].output];
        let (top, left) = (pooling.windows[0].before, pooling.windows[1].before);
        let layer = MaxPooling2D {
            height,
            width,
            channels,
            output_height,
            output_width,
            pool_size,
            strides,
            top,
            left,
        };
        let mut check = Check::new(layer);
        check.inputs = vec![height * width * channels];
        check.keep_inputs = vec![true];
        check.outputs = vec![pooling.output.len()];
        check.keep_outputs = vec![false];
        // No two elements of a window are closer than a step of the differences.
        check.adapt = |index, _| ((index * 37) % 101) as f32 * 0.03;
        check
    }

    #[test]
    fn gradients_are_those_of_the_output() {
        check([5, 7, 3], [2, 2], [2, 2], Padding::Valid).run();
        check([5, 4, 19], [3, 2], [1, 2], Padding::Same).run();
    }

    #[test]
    fn ties_go_to_the_first() {
        let check = check([2, 2, 1], [2, 2], [2, 2], Padding::Valid);
        let pass = check.pass(1, &[vec![0.0, 5.0, 5.0, 5.0]], &[], &[vec![3.0]]);
        assert_eq!(pass.input_cotangents[0], [0.0, 3.0, 0.0, 0.0]);
    }

    #[test]
    fn keras_agrees() {
        let reference = Reference::open("layers_pool");
        let cases: Vec<_> = reference
            .cases()
            .filter(|case| case.layer() == "MaxPooling2D")
            .collect();
        assert_eq!(cases.len(), 5);
        for case in cases {
            let shape = case.shape("x");
            let pool_size = case.pair("pool_size", [2, 2]);
            let same = case.argument("padding").as_str() == Some("same");
            let padding = if same { Padding::Same } else { Padding::Valid };
            let input = [shape[1], shape[2], shape[3]];
            let check = check(input, pool_size, case.pair("strides", pool_size), padding);
            let pass = check.pass(shape[0], &[case.values("x")], &[], &[case.values("dy")]);
            case.check("y", &pass.outputs[0], (2e-6, 1e-6));
            case.check("dx", &pass.input_cotangents[0], (2e-6, 1e-6));
        }
    }
}
