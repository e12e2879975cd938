//! LSTM: a recurrent layer with gates and cells.

mod cell;

use crate::activations::{Activation, BackwardNeeds};
use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::kernels::product::{Matrix, product};
use crate::kernels::{portable, vector};
use crate::layers::activation::hand_on;
use crate::operation::{Backward, Forward, InputCotangent, Operation, WeightGradient};
use cell::Cell;
use core::num::NonZeroUsize;
use formwork_shape_rules::lstm::{self, BLOCK_SAMPLES};

/// A long short-term memory.
///
/// `x: [steps, inputs]` for each sample, `kernel: [inputs, 4 · units]`, `recurrent_kernel: [units, 4 · units]`,
/// `bias: [4 · units]`, one after the other as parameters; the four blocks of columns belong to i, f, g, o. From
/// h = c = 0, or from the inputs 1 and 2 if they are given, for each step t (backwards with `go_backwards`):
///
/// ```text
/// i, f, o = recurrent_activation(x[t] · kernel + h · recurrent_kernel + bias),   g = activation(the same)
/// c = f c + i g,   h = o activation(c)
/// ```
///
/// Output 0 is the last h, or with `return_sequences` all of them, `[steps, units]`, in the order in which they were
/// computed. Outputs 1 and 2, if there are such, are the last h and c.
///
/// Forward saves the gates (or what enters their activations, if those can't be differentiated from their outputs), and h
/// and c before each step; all by t. Backward turns the saved gates into the cotangents dz of what entered them, so that
/// `dkernel = xᵀ dz`, `drecurrent_kernel = hᵀ dz` and `dbias = Σ dz` over samples and steps can be had late. Keeps its
/// first input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lstm {
    /// Number of time steps.
    pub steps: usize,
    /// Elements of each step of the input.
    pub inputs: usize,
    /// Number of units.
    pub units: usize,
    /// Of the candidates g and of the cells; elementwise.
    pub activation: Activation,
    /// Of the gates i, f and o; elementwise.
    pub recurrent_activation: Activation,
    /// Whether a bias is added.
    pub use_bias: bool,
    /// Whether all h are given out.
    pub return_sequences: bool,
    /// Whether time runs from the last step to the first.
    pub go_backwards: bool,
}

impl Lstm {
    /// Floats of scratch for a call with so many samples.
    pub const fn scratch(&self, samples: usize) -> usize {
        lstm::scratch(self.steps, self.inputs, self.units, samples)
    }

    /// Floats of scratch of the deployed form.
    pub const fn deployed_scratch(&self) -> usize {
        lstm::deployed_scratch(self.inputs, self.units)
    }

    /// Floats of scratch for any block of rows of the late weight gradient.
    pub const fn late_scratch(&self) -> usize {
        lstm::late_scratch(self.inputs, self.units)
    }

    /// Floats that forward saves for each sample.
    pub const fn saved(&self) -> [usize; 3] {
        lstm::saved(self.steps, self.units)
    }

    const fn cell(&self) -> Cell {
        let saves_input = matches!(self.activation.backward_needs(), BackwardNeeds::Input)
            || matches!(
                self.recurrent_activation.backward_needs(),
                BackwardNeeds::Input
            );
        Cell {
            units: self.units,
            activation: self.activation,
            recurrent_activation: self.recurrent_activation,
            saves_input,
        }
    }

    /// The step of the input that is read at step number `step` of the computation.
    const fn time(&self, step: usize) -> usize {
        if self.go_backwards {
            self.steps - 1 - step
        } else {
            step
        }
    }

    /// Kernel, recurrent kernel and bias.
    fn split<'a>(&self, parameters: &'a [f32]) -> (&'a [f32], &'a [f32], &'a [f32]) {
        let (kernel, rest) = parameters.split_at(self.inputs * 4 * self.units);
        let (recurrent, bias) = rest.split_at(self.units * 4 * self.units);
        (kernel, recurrent, bias)
    }

    /// What an output receives at one step, for one sample.
    fn output_at<'a>(
        &self,
        output: &'a mut [f32],
        sample: usize,
        step: usize,
    ) -> Option<&'a mut [f32]> {
        if self.return_sequences {
            Some(&mut output[(sample * self.steps + step) * self.units..][..self.units])
        } else if step + 1 == self.steps {
            Some(&mut output[sample * self.units..][..self.units])
        } else {
            None
        }
    }
}

impl Operation for Lstm {
    fn forward(&self, mut call: Forward<'_, '_>) {
        count(Call::Forward);
        let (units, gates_len) = (self.units, 4 * self.units);
        let (kernel, recurrent, bias) = self.split(call.parameters);
        let cell = self.cell();
        let block = call.samples.min(BLOCK_SAMPLES);
        let (h, rest) = call.scratch.split_at_mut(block * units);
        let (c, rest) = rest.split_at_mut(block * units);
        let (unsaved, rest) = rest.split_at_mut(block * gates_len);
        let (row, workspace) = rest.split_at_mut(10 * units);
        // What the inputs contribute to the gates doesn't wait for the states.
        let saves = !call.saved.is_empty();
        if let Some(gates) = call.saved.first_mut() {
            product(
                call.samples * self.steps,
                gates_len,
                self.inputs,
                Matrix::rows(call.inputs[0], self.inputs),
                Matrix::rows(kernel, gates_len),
                gates,
                gates_len,
                false,
                workspace,
            );
        }
        for first in (0..call.samples).step_by(BLOCK_SAMPLES) {
            let samples = BLOCK_SAMPLES.min(call.samples - first);
            let (h, c) = (&mut h[..samples * units], &mut c[..samples * units]);
            match call.inputs {
                [_, initial_h, initial_c] => {
                    h.copy_from_slice(&initial_h[first * units..][..samples * units]);
                    c.copy_from_slice(&initial_c[first * units..][..samples * units]);
                }
                _ => {
                    h.fill(0.0);
                    c.fill(0.0);
                }
            }
            for step in 0..self.steps {
                let time = self.time(step);
                // Where the gates of this step begin, and how far apart those of two samples are.
                let (gates, stride) = match &mut call.saved {
                    [gates, previous_h, previous_c] => {
                        for sample in 0..samples {
                            let to = ((first + sample) * self.steps + time) * units;
                            let from = sample * units..(sample + 1) * units;
                            previous_h[to..to + units].copy_from_slice(&h[from.clone()]);
                            previous_c[to..to + units].copy_from_slice(&c[from]);
                        }
                        (
                            &mut gates[(first * self.steps + time) * gates_len..],
                            self.steps * gates_len,
                        )
                    }
                    _ => (&mut *unsaved, gates_len),
                };
                if !saves {
                    let x = &call.inputs[0][(first * self.steps + time) * self.inputs..];
                    let x = Matrix::rows(x, self.steps * self.inputs);
                    let kernel = Matrix::rows(kernel, gates_len);
                    product(
                        samples,
                        gates_len,
                        self.inputs,
                        x,
                        kernel,
                        gates,
                        stride,
                        false,
                        workspace,
                    );
                }
                product(
                    samples,
                    gates_len,
                    units,
                    Matrix::rows(h, units),
                    Matrix::rows(recurrent, gates_len),
                    gates,
                    stride,
                    true,
                    workspace,
                );
                for sample in 0..samples {
                    let gates = &mut gates[sample * stride..][..gates_len];
                    if self.use_bias {
                        vector::add(bias, gates);
                    }
                    let state = sample * units..(sample + 1) * units;
                    let h = &mut h[state.clone()];
                    cell.forward(gates, &mut c[state], h, row);
                    if let Some(output) = self.output_at(call.outputs[0], first + sample, step) {
                        output.copy_from_slice(h);
                    }
                }
            }
            if let [_, last_h, last_c] = &mut *call.outputs {
                last_h[first * units..][..samples * units].copy_from_slice(h);
                last_c[first * units..][..samples * units].copy_from_slice(c);
            }
        }
    }

    fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        let (units, gates_len) = (self.units, 4 * self.units);
        let (kernel, recurrent, _) = self.split(call.parameters);
        let cell = self.cell();
        let [gates, previous_h, previous_c] = call.saved else {
            panic!("LSTM: forward saved three buffers")
        };
        let block = call.samples.min(BLOCK_SAMPLES);
        let (dh, rest) = call.scratch.split_at_mut(block * units);
        let (dc, rest) = rest.split_at_mut(block * units);
        let (row, workspace) = rest.split_at_mut(10 * units);
        for first in (0..call.samples).step_by(BLOCK_SAMPLES) {
            let samples = BLOCK_SAMPLES.min(call.samples - first);
            let (dh, dc) = (&mut dh[..samples * units], &mut dc[..samples * units]);
            for (which, state) in [&mut *dh, &mut *dc].into_iter().enumerate() {
                match call.output_cotangents.get(1 + which) {
                    Some(given) if !given.is_empty() => {
                        state.copy_from_slice(&given[first * units..][..samples * units]);
                    }
                    _ => state.fill(0.0),
                }
            }
            for step in (0..self.steps).rev() {
                let time = self.time(step);
                for sample in 0..samples {
                    let at = (first + sample) * self.steps + time;
                    let state = sample * units..(sample + 1) * units;
                    let dh = &mut dh[state.clone()];
                    let dy = &mut *call.output_cotangents[0];
                    if !dy.is_empty()
                        && let Some(dy) = self.output_at(dy, first + sample, step)
                    {
                        vector::add(dy, dh);
                    }
                    let before = &previous_c[at * units..][..units];
                    cell.backward(
                        before,
                        dh,
                        &mut dc[state],
                        &mut gates[at * gates_len..][..gates_len],
                        row,
                    );
                }
                product(
                    samples,
                    units,
                    gates_len,
                    Matrix::rows(
                        &gates[(first * self.steps + time) * gates_len..],
                        self.steps * gates_len,
                    ),
                    Matrix::rows(recurrent, gates_len).transposed(),
                    dh,
                    units,
                    false,
                    workspace,
                );
            }
            if let [_, to_h, to_c] = &mut *call.input_cotangents {
                let range = first * units..(first + samples) * units;
                hand_on(dh, &mut part(to_h, range.clone()));
                hand_on(dc, &mut part(to_c, range));
            }
        }
        let rows = call.samples * self.steps;
        let (to, add) = match &mut call.input_cotangents[0] {
            InputCotangent::Write(to) => (Some(to), false),
            InputCotangent::Add(to) => (Some(to), true),
            InputCotangent::Skip => (None, false),
            InputCotangent::InPlace => {
                panic!("LSTM: the input's cotangent doesn't fit in the output's")
            }
        };
        if let Some(to) = to {
            let kernel = Matrix::rows(kernel, gates_len).transposed();
            let gates = Matrix::rows(gates, gates_len);
            product(
                rows,
                self.inputs,
                gates_len,
                gates,
                kernel,
                to,
                self.inputs,
                add,
                workspace,
            );
        }
        if let Some(gradients) = call.gradients {
            let (kernel, rest) = gradients.split_at_mut(self.inputs * gates_len);
            let (recurrent, bias) = rest.split_at_mut(units * gates_len);
            let dz = Matrix::rows(gates, gates_len);
            let x = Matrix::rows(call.inputs[0], self.inputs).transposed();
            product(
                self.inputs,
                gates_len,
                rows,
                x,
                dz,
                kernel,
                gates_len,
                true,
                workspace,
            );
            let h = Matrix::rows(previous_h, units).transposed();
            product(
                units, gates_len, rows, h, dz, recurrent, gates_len, true, workspace,
            );
            if self.use_bias {
                vector::add_rows(gates, bias);
            }
        }
    }

    /// Rows `0..inputs` are the kernel's, then `units` rows of the recurrent kernel, then the bias.
    fn weight_gradient(&self, call: WeightGradient<'_>) {
        count(Call::WeightGradient);
        let gates_len = 4 * self.units;
        let dz = call.saved[0];
        let terms = call.samples * self.steps;
        let (first, last) = (call.rows.start, call.rows.end);
        let kernel_rows = first.min(self.inputs)..last.min(self.inputs);
        let of_state = |row: usize| row.saturating_sub(self.inputs).min(self.units);
        let (kernel, rest) = call.gradients.split_at_mut(kernel_rows.len() * gates_len);
        let recurrent_rows = of_state(first)..of_state(last);
        let (recurrent, bias) = rest.split_at_mut(recurrent_rows.len() * gates_len);
        for (rows, values, width, to) in [
            (kernel_rows, call.inputs[0], self.inputs, kernel),
            (recurrent_rows, call.saved[1], self.units, recurrent),
        ] {
            if !rows.is_empty() {
                let values = values.get(rows.start..).unwrap_or(&[]);
                product(
                    rows.len(),
                    gates_len,
                    terms,
                    Matrix::rows(values, width).transposed(),
                    Matrix::rows(dz, gates_len),
                    to,
                    gates_len,
                    call.accumulate,
                    call.scratch,
                );
            }
        }
        if !bias.is_empty() {
            if !call.accumulate {
                bias.fill(0.0);
            }
            vector::add_rows(dz, bias);
        }
    }
}

/// The part of an input's cotangent that belongs to some samples.
fn part<'a>(to: &'a mut InputCotangent<'_>, range: core::ops::Range<usize>) -> InputCotangent<'a> {
    match to {
        InputCotangent::Write(to) => InputCotangent::Write(&mut to[range]),
        InputCotangent::Add(to) => InputCotangent::Add(&mut to[range]),
        InputCotangent::Skip | InputCotangent::InPlace => InputCotangent::Skip,
    }
}

impl Inference for Lstm {
    /// The kernels lie one behind the other, so what a step reads is put so too: `[x[t], h]` times both is one product.
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        let (inputs, units) = (self.inputs, self.units);
        let ([x, initial @ ..], [output, states @ ..]) = (call.inputs, call.outputs) else {
            return;
        };
        let (kernels, bias) =
            inference::weights(call.parameters, (inputs + units) * 4 * units, self.use_bias);
        let (Some((row, rest)), Some(width), Some(step)) = (
            call.scratch.split_at_mut_checked(inputs + units),
            NonZeroUsize::new(units),
            NonZeroUsize::new(inputs),
        ) else {
            return;
        };
        let Some((c, gates)) = rest.split_at_mut_checked(units) else {
            return;
        };
        let Some(gates) = gates.get_mut(..4 * units) else {
            return;
        };
        row.fill(0.0);
        c.fill(0.0);
        if let [initial_h, initial_c] = initial {
            portable::copy(initial_h, row.get_mut(inputs..).unwrap_or_default());
            portable::copy(initial_c, c);
        }
        let mut outputs = output.chunks_exact_mut(width.get());
        let mut steps = x.chunks_exact(step.get());
        for number in 1..=self.steps {
            let x = if self.go_backwards {
                steps.next_back()
            } else {
                steps.next()
            };
            portable::copy(x.unwrap_or(&[]), row);
            portable::product(inputs + units, 4 * units, row, kernels, bias, false, gates);
            let h = row.get_mut(inputs..).unwrap_or_default();
            self.cell().infer(gates, c, h);
            if (self.return_sequences || number == self.steps)
                && let Some(output) = outputs.next()
            {
                portable::copy(h, output);
            }
        }
        if let [last_h, last_c] = states {
            portable::copy(row.get(inputs..).unwrap_or(&[]), last_h);
            portable::copy(c, last_c);
        }
    }
}

#[cfg(test)]
mod tests;
