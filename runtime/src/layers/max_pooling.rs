//! Max pooling: the greatest element of each channel in a sliding window.

use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::kernels::level::for_each_level;
use crate::layers::Windows;
use crate::operation::{Backward, Forward, InputCotangent, Operation};

/// `y[p, c] = max over q in window(p) of x[q, c]`, over places within the input.
///
/// `x: [depth, height, width, channels]` and `y` the same with a place for each window; a sequence has depth and height
/// 1, an image depth 1, and a global pooling one window. Backward gives `dy` to the first maximum of each window; it
/// needs the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MaxPooling {
    /// How the window slides.
    pub windows: Windows,
}

/// Channels that are searched together in backward.
const LANES: usize = 64;

impl Operation for MaxPooling {
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
        route(&self.windows, call.inputs[0], call.output_cotangents[0], to);
    }
}

impl Inference for MaxPooling {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        if let ([x], [y]) = (call.inputs, call.outputs) {
            infer(&self.windows, x, y);
        }
    }
}

#[inline(never)]
fn infer(windows: &Windows, x: &[f32], y: &mut [f32]) {
    greatest(windows, x, y);
}

/// The maxima of one sample.
#[inline(always)]
fn greatest(windows: &Windows, x: &[f32], y: &mut [f32]) {
    let channels = windows.channels;
    windows.each(|output, covered| {
        let Some(y) = y.get_mut(output..output + channels) else {
            return;
        };
        y.fill(f32::NEG_INFINITY);
        covered.each(|place| {
            let x = x.get(place..place + channels).unwrap_or_default();
            for (y, x) in y.iter_mut().zip(x) {
                *y = if *x > *y || x.is_nan() { *x } else { *y };
            }
        });
    });
}

for_each_level! {
    fn pool(windows: &Windows, input: &[f32], output: &mut [f32]) {
        let samples = input.chunks_exact(windows.input_len());
        for (x, y) in samples.zip(output.chunks_exact_mut(windows.output_len())) {
            greatest(windows, x, y);
        }
    }
}

for_each_level! {
    /// Adds each window's cotangent to its first maximum.
    fn route(windows: &Windows, input: &[f32], cotangent: &[f32], to: &mut [f32]) {
        let (channels, len) = (windows.channels, windows.input_len());
        let samples = input.chunks_exact(len).zip(to.chunks_exact_mut(len));
        for (dy, (x, dx)) in cotangent.chunks_exact(windows.output_len()).zip(samples) {
            windows.each(|output, covered| {
                for first in (0..channels).step_by(LANES) {
                    let lanes = LANES.min(channels - first);
                    let origin = covered.origin() + first;
                    let (mut greatest, mut offset) = ([f32::NEG_INFINITY; LANES], [0; LANES]);
                    let (greatest, offset) = (&mut greatest[..lanes], &mut offset[..lanes]);
                    covered.each(|place| {
                        let start = place + first;
                        search(&x[start..start + lanes], (start - origin) as u32, greatest, offset);
                    });
                    let dy = &dy[output + first..][..lanes];
                    covered.each(|place| {
                        let start = place + first;
                        give(dy, (start - origin) as u32, offset, &mut dx[start..start + lanes]);
                    });
                }
            });
        }
    }
}

/// Remembers where the greatest elements were, the first of equals.
#[inline(always)]
fn search(x: &[f32], place: u32, greatest: &mut [f32], offset: &mut [u32]) {
    for ((x, greatest), offset) in x.iter().zip(greatest).zip(offset) {
        let better = *x > *greatest;
        *greatest = if better { *x } else { *greatest };
        *offset = if better { place } else { *offset };
    }
}

/// Adds the cotangents of the windows whose greatest element is at a place.
#[inline(always)]
fn give(dy: &[f32], place: u32, offset: &[u32], dx: &mut [f32]) {
    for ((dy, offset), dx) in dy.iter().zip(offset).zip(dx) {
        let sum = *dx + *dy;
        *dx = if *offset == place { sum } else { *dx };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::check::Check;
    use crate::layers::reference::Reference;
    use crate::layers::windows::tests::{check, of_case, windows};
    use formwork_shape_rules::Padding;

    fn pooling(windows: Windows) -> Check<MaxPooling> {
        let mut check = check(MaxPooling { windows }, &windows, true);
        // No two elements of a window are closer than a step of the differences.
        check.adapt = |index, _| ((index * 37) % 101) as f32 * 0.03;
        check
    }

    #[test]
    fn gradients_are_those_of_the_output() {
        for windows in [
            windows(&[5, 7, 3], &[2, 2], &[2, 2], Padding::Valid),
            windows(&[5, 4, 19], &[3, 2], &[1, 2], Padding::Same),
            windows(&[7, 3], &[3], &[2], Padding::Same),
            windows(&[3, 4, 3, 2], &[2, 3, 2], &[2, 1, 1], Padding::Same),
            windows(&[2, 3, 3, 1], &[2, 3, 3], &[1, 1, 1], Padding::Valid),
        ] {
            let check = pooling(windows);
            check.run();
            check.run_inference();
        }
    }

    #[test]
    fn ties_go_to_the_first() {
        let check = pooling(windows(&[2, 2, 1], &[2, 2], &[2, 2], Padding::Valid));
        let pass = check.pass(1, &[vec![0.0, 5.0, 5.0, 5.0]], &[], &[vec![3.0]]);
        assert_eq!(pass.input_cotangents[0], [0.0, 3.0, 0.0, 0.0]);
    }

    #[test]
    fn nothing_hides_a_nan() {
        let check = pooling(windows(&[3, 1], &[3], &[1], Padding::Valid));
        let pass = check.pass(1, &[vec![1.0, f32::NAN, 2.0]], &[], &[vec![1.0]]);
        assert!(pass.outputs[0][0].is_nan());
    }

    #[test]
    fn keras_agrees() {
        let reference = Reference::open("layers_pool");
        let mut compared = 0;
        for case in reference.cases() {
            let windows = match case.layer() {
                "MaxPooling1D" | "MaxPooling2D" | "MaxPooling3D" => of_case(&case, 2),
                "GlobalMaxPooling1D" | "GlobalMaxPooling2D" | "GlobalMaxPooling3D" => {
                    let shape = case.shape("x");
                    let space = &shape[1..shape.len() - 1];
                    super::super::windows::tests::windows(&shape[1..], space, space, Padding::Valid)
                }
                _ => continue,
            };
            let samples = case.shape("x")[0];
            let pass =
                pooling(windows).pass(samples, &[case.values("x")], &[], &[case.values("dy")]);
            case.check("y", &pass.outputs[0], (2e-6, 1e-6));
            case.check("dx", &pass.input_cotangents[0], (2e-6, 1e-6));
            compared += 1;
        }
        assert_eq!(compared, 11);
    }
}
