//! Activation: an activation as a layer of its own, where it can't be fused into the layer before.

use crate::activations::{
    self, Activation, BackwardNeeds, Rows, row_backward, row_forward, row_infer,
};
use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::kernels::math::sigmoid;
use crate::kernels::{portable, vector};
use crate::operation::{Backward, Forward, InputCotangent, Operation};
use core::num::NonZeroUsize;
use formwork_shape_rules::axis::AxisView;

/// `y = activation(x)`, elementwise or along the last axis. Works in place.
///
/// `x` and `y`: `[len / width, width]` for each sample. Backward needs what [`Activation::backward_needs`] says; in
/// place, where the input is gone, that must not be the input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ActivationLayer {
    /// Elements of one sample.
    pub len: usize,
    /// Length of the last axis.
    pub width: usize,
    /// The activation.
    pub activation: Activation,
}

impl Operation for ActivationLayer {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        let output = &mut *call.outputs[0];
        copy_unless_in_place(call.inputs[0], output);
        activations::forward(self.activation, self.width, output);
    }

    fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        let kept = match self.activation.backward_needs() {
            BackwardNeeds::Input => call.inputs[0],
            BackwardNeeds::Output | BackwardNeeds::Nothing => call.outputs[0],
        };
        let cotangent = &mut *call.output_cotangents[0];
        activations::backward(self.activation, self.width, kept, cotangent);
        hand_on(cotangent, &mut call.input_cotangents[0]);
    }
}

impl Inference for ActivationLayer {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        let ([input], [output]) = (call.inputs, call.outputs) else {
            return;
        };
        portable::copy(input, output);
        activations::infer(self.activation, self.width, output);
    }
}

/// An input that lies in the output already is an empty slice.
pub(super) fn copy_unless_in_place(input: &[f32], output: &mut [f32]) {
    if !input.is_empty() {
        output.copy_from_slice(input);
    }
}

/// Gives a cotangent to an input as it is.
pub(super) fn hand_on(cotangent: &[f32], to: &mut InputCotangent<'_>) {
    match to {
        InputCotangent::Write(to) => to.copy_from_slice(cotangent),
        InputCotangent::Add(to) => vector::add(cotangent, to),
        InputCotangent::Skip | InputCotangent::InPlace => {}
    }
}

/// Softmax and its like along another axis than the last: `x: [outer, len, inner]`, each line along `len`.
///
/// Several adjacent axes are one of the length of their product. Works in place; backward needs the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AxisActivation {
    /// How a sample looks along the axis.
    pub view: AxisView,
    /// The activation.
    pub rows: Rows,
}

impl AxisActivation {
    /// Floats of scratch: two lines.
    pub const fn scratch(&self) -> usize {
        2 * self.view.len
    }

    /// The index of the first element of each line.
    fn lines(self, samples: usize) -> impl Iterator<Item = usize> {
        let AxisView { outer, len, inner } = self.view;
        (0..samples * outer).flat_map(move |outer| {
            (0..inner).map(move |inner_index| outer * len * inner + inner_index)
        })
    }

    #[inline(always)]
    fn gather(&self, values: &[f32], first: usize, line: &mut [f32]) {
        let values = values.get(first..).unwrap_or(&[]);
        let step = self.view.inner.max(1);
        for (to, from) in line.iter_mut().zip(values.iter().step_by(step)) {
            *to = *from;
        }
    }

    #[inline(always)]
    fn scatter(&self, line: &[f32], values: &mut [f32], first: usize) {
        let values = values.get_mut(first..).unwrap_or(&mut []);
        let step = self.view.inner.max(1);
        for (to, from) in values.iter_mut().step_by(step).zip(line) {
            *to = *from;
        }
    }
}

impl Operation for AxisActivation {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        let output = &mut *call.outputs[0];
        copy_unless_in_place(call.inputs[0], output);
        let line = &mut call.scratch[..self.view.len];
        for first in self.lines(call.samples) {
            self.gather(output, first, line);
            row_forward(self.rows, self.view.len, line);
            self.scatter(line, output, first);
        }
    }

    fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        let cotangent = &mut *call.output_cotangents[0];
        let (line, output) = call.scratch[..self.scratch()].split_at_mut(self.view.len);
        for first in self.lines(call.samples) {
            self.gather(call.outputs[0], first, output);
            self.gather(cotangent, first, line);
            row_backward(self.rows, self.view.len, output, line);
            self.scatter(line, cotangent, first);
        }
        hand_on(cotangent, &mut call.input_cotangents[0]);
    }
}

impl Inference for AxisActivation {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        let ([input], [output]) = (call.inputs, call.outputs) else {
            return;
        };
        portable::copy(input, output);
        let Some(line) = call.scratch.get_mut(..self.view.len) else {
            return;
        };
        for first in self.lines(1) {
            self.gather(output, first, line);
            row_infer(self.rows, self.view.len, line);
            self.scatter(line, output, first);
        }
    }
}

/// Glu: halves an axis, `y = a · sigmoid(b)` with `a` the first half of the input along the axis and `b` the second.
///
/// `x: [outer, len, inner]` to `y: [outer, len / 2, inner]`. Backward needs the input: `da = dy · s`,
/// `db = dy · a · s (1 − s)` with `s = sigmoid(b)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GatedLinearUnit {
    /// How a sample of the *input* looks along the axis, whose length is even.
    pub view: AxisView,
}

impl GatedLinearUnit {
    const fn half(&self) -> usize {
        self.view.len / 2 * self.view.inner
    }
}

impl Inference for GatedLinearUnit {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        let ([input], [output], Some(half)) =
            (call.inputs, call.outputs, NonZeroUsize::new(self.half()))
        else {
            return;
        };
        let halves = input.chunks_exact(half.get());
        let gates = halves.clone().skip(1).step_by(2);
        let outputs = output.chunks_exact_mut(half.get());
        for ((a, b), y) in halves.step_by(2).zip(gates).zip(outputs) {
            for ((a, b), y) in a.iter().zip(b).zip(y) {
                *y = a * sigmoid(*b);
            }
        }
    }
}

impl Operation for GatedLinearUnit {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        let half = self.half();
        for (x, y) in call.inputs[0]
            .chunks_exact(2 * half)
            .zip(call.outputs[0].chunks_exact_mut(half))
        {
            let (a, b) = x.split_at(half);
            y.copy_from_slice(b);
            for (y, a) in y.iter_mut().zip(a) {
                *y = a * sigmoid(*y);
            }
        }
    }

    fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        let half = self.half();
        let (to, add) = match &mut call.input_cotangents[0] {
            InputCotangent::Write(to) => (to, false),
            InputCotangent::Add(to) => (to, true),
            InputCotangent::Skip => return,
            InputCotangent::InPlace => {
                panic!("glu: the input's cotangent doesn't fit in the output's")
            }
        };
        let pairs = call.inputs[0]
            .chunks_exact(2 * half)
            .zip(to.chunks_exact_mut(2 * half));
        for (dy, (x, dx)) in call.output_cotangents[0].chunks_exact(half).zip(pairs) {
            let (a, b) = x.split_at(half);
            let (da, db) = dx.split_at_mut(half);
            for index in 0..half {
                let s = sigmoid(b[index]);
                let (to_a, to_b) = (dy[index] * s, dy[index] * a[index] * s * (1.0 - s));
                da[index] = if add { da[index] + to_a } else { to_a };
                db[index] = if add { db[index] + to_b } else { to_b };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::check::Check;
    use crate::layers::reference::Reference;

    fn layer(activation: Activation) -> Check<ActivationLayer> {
        let mut check = Check::new(ActivationLayer {
            len: 15,
            width: 5,
            activation,
        });
        check.inputs = vec![15];
        check.outputs = vec![15];
        check.keep_inputs = vec![activation.backward_needs() == BackwardNeeds::Input];
        check.keep_outputs = vec![activation.backward_needs() == BackwardNeeds::Output];
        check.in_place = true;
        check
    }

    fn along(view: AxisView, rows: Rows) -> Check<AxisActivation> {
        let operation = AxisActivation { view, rows };
        let mut check = Check::new(operation);
        check.inputs = vec![view.outer * view.len * view.inner];
        check.outputs = check.inputs.clone();
        check.keep_inputs = vec![false];
        check.keep_outputs = vec![true];
        check.scratch = Box::new(move |_| operation.scratch());
        check.in_place = true;
        check
    }

    fn glu(view: AxisView) -> Check<GatedLinearUnit> {
        let mut check = Check::new(GatedLinearUnit { view });
        let len = view.outer * view.len * view.inner;
        check.inputs = vec![len];
        check.outputs = vec![len / 2];
        check.keep_inputs = vec![true];
        check.keep_outputs = vec![false];
        check
    }

    #[test]
    fn gradients_are_those_of_the_output() {
        for activation in [
            Activation::Tanh,
            Activation::Gelu,
            Activation::Softmax,
            Activation::Linear,
        ] {
            layer(activation).run();
        }
        for rows in [Rows::Softmax, Rows::LogSoftmax] {
            along(
                AxisView {
                    outer: 2,
                    len: 5,
                    inner: 3,
                },
                rows,
            )
            .run();
        }
        glu(AxisView {
            outer: 3,
            len: 4,
            inner: 5,
        })
        .run();
    }

    #[test]
    fn keras_agrees_along_other_axes() {
        let reference = Reference::open("activations");
        for (name, outer, len, inner) in [
            ("softmax_axis1", 1, 4, 3),
            ("softmax_axes", 1, 12, 1),
            ("log_softmax_axis1", 1, 4, 3),
            ("layer_softmax", 1, 3, 4),
        ] {
            let case = reference.case(name);
            let rows = if name.starts_with("log") {
                Rows::LogSoftmax
            } else {
                Rows::Softmax
            };
            let check = along(AxisView { outer, len, inner }, rows);
            let pass = check.pass(2, &[case.values("x")], &[], &[case.values("dy")]);
            case.check("y", &pass.outputs[0], (2e-6, 1e-6));
            case.check("dx", &pass.input_cotangents[0], (2e-6, 1e-6));
        }
        for (name, samples, view) in [
            (
                "glu",
                3,
                AxisView {
                    outer: 1,
                    len: 8,
                    inner: 1,
                },
            ),
            (
                "glu_axis1",
                2,
                AxisView {
                    outer: 1,
                    len: 6,
                    inner: 3,
                },
            ),
        ] {
            let case = reference.case(name);
            let pass = glu(view).pass(samples, &[case.values("x")], &[], &[case.values("dy")]);
            case.check("y", &pass.outputs[0], (2e-6, 1e-6));
            case.check("dx", &pass.input_cotangents[0], (2e-6, 1e-6));
        }
    }

    #[test]
    fn keras_agrees_as_a_layer() {
        let reference = Reference::open("layers_dense");
        let case = reference.case("activation_layer_relu");
        let pass = layer(Activation::Relu).pass(1, &[case.values("x")], &[], &[case.values("dy")]);
        case.check("y", &pass.outputs[0], (2e-6, 1e-6));
        case.check("dx", &pass.input_cotangents[0], (2e-6, 1e-6));
    }
}
