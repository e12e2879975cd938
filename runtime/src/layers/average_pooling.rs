//! Average pooling: the mean of each channel in a sliding window.

use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::kernels::level::for_each_level;
use crate::layers::Windows;
use crate::operation::{Backward, Forward, InputCotangent, Operation};

/// `y[p, c] = 1/n Σ x[q, c]` over the n places q of `window(p)` that lie within the input: padding isn't counted.
///
/// `x: [depth, height, width, channels]` and `y` the same with a place for each window; a sequence has depth and height
/// 1, an image depth 1. Backward: `dx[q, c] = Σ dy[p, c] / n(p)` over the windows that cover q; it needs nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AveragePooling {
    /// How the window slides.
    pub windows: Windows,
}

impl Operation for AveragePooling {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        pool(&self.windows, call.inputs[0], call.outputs[0]);
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
        spread(&self.windows, call.output_cotangents[0], to);
    }
}

impl Inference for AveragePooling {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        if let ([x], [y]) = (call.inputs, call.outputs) {
            infer(&self.windows, x, y);
        }
    }
}

#[inline(never)]
fn infer(windows: &Windows, x: &[f32], y: &mut [f32]) {
    average(windows, x, y);
}

/// The means of one sample: a sum in ascending order for each, times 1/n.
#[inline(always)]
fn average(windows: &Windows, x: &[f32], y: &mut [f32]) {
    let channels = windows.channels;
    windows.each(|output, covered| {
        let Some(y) = y.get_mut(output..output + channels) else {
            return;
        };
        y.fill(0.0);
        covered.each(|place| {
            let x = x.get(place..place + channels).unwrap_or_default();
            for (y, x) in y.iter_mut().zip(x) {
                *y += *x;
            }
        });
        let share = 1.0 / covered.count() as f32;
        for y in y {
            *y *= share;
        }
    });
}

for_each_level! {
    fn pool(windows: &Windows, input: &[f32], output: &mut [f32]) {
        let samples = input.chunks_exact(windows.input_len());
        for (x, y) in samples.zip(output.chunks_exact_mut(windows.output_len())) {
            average(windows, x, y);
        }
    }
}

for_each_level! {
    /// Adds each window's cotangent in equal shares to what it covers.
    fn spread(windows: &Windows, cotangent: &[f32], to: &mut [f32]) {
        let channels = windows.channels;
        let samples = to.chunks_exact_mut(windows.input_len());
        for (dy, dx) in cotangent.chunks_exact(windows.output_len()).zip(samples) {
            windows.each(|output, covered| {
                let dy = &dy[output..output + channels];
                let share = 1.0 / covered.count() as f32;
                covered.each(|place| {
                    for (dx, dy) in dx[place..place + channels].iter_mut().zip(dy) {
                        *dx += share * dy;
                    }
                });
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::check::Check;
    use crate::layers::reference::Reference;
    use crate::layers::windows::tests::{check, of_case, windows};
    use formwork_shape_rules::Padding;

    fn pooling(windows: Windows) -> Check<AveragePooling> {
        check(AveragePooling { windows }, &windows, false)
    }

    #[test]
    fn gradients_are_those_of_the_output() {
        for windows in [
            windows(&[5, 7, 3], &[2, 2], &[2, 2], Padding::Valid),
            windows(&[5, 4, 19], &[3, 2], &[1, 2], Padding::Same),
            windows(&[7, 3], &[3], &[2], Padding::Same),
            windows(&[3, 4, 3, 2], &[2, 3, 2], &[2, 1, 1], Padding::Same),
        ] {
            let check = pooling(windows);
            check.run();
            check.run_inference();
        }
    }

    #[test]
    fn padding_is_not_counted() {
        let check = pooling(windows(&[3, 1], &[3], &[1], Padding::Same));
        let found = check.forward(1, &[vec![1.0, 2.0, 6.0]], &[]);
        assert_eq!(found[0], [1.5, 3.0, 4.0]);
    }

    #[test]
    fn keras_agrees() {
        let reference = Reference::open("layers_pool");
        let mut compared = 0;
        for case in reference.cases() {
            if !case.layer().starts_with("AveragePooling") {
                continue;
            }
            let samples = case.shape("x")[0];
            let check = pooling(of_case(&case, 2));
            let pass = check.pass(samples, &[case.values("x")], &[], &[case.values("dy")]);
            case.check("y", &pass.outputs[0], (2e-6, 1e-6));
            case.check("dx", &pass.input_cotangents[0], (2e-6, 1e-6));
            compared += 1;
        }
        assert_eq!(compared, 6);
    }
}
