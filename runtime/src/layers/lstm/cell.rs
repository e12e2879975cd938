//! One step of an LSTM for one sample, forward and backward.

use crate::activations::{self, Activation, BackwardNeeds};
use crate::kernels::level::for_each_level;
use crate::kernels::math::{sigmoid, tanh};

/// What a step must know besides its values.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    pub units: usize,
    pub activation: Activation,
    pub recurrent_activation: Activation,
    /// What enters the activations is kept, rather than the gates themselves.
    pub saves_input: bool,
}

impl Cell {
    /// Keras's defaults, which have a loop of their own.
    pub fn is_default(&self) -> bool {
        self.activation == Activation::Tanh && self.recurrent_activation == Activation::Sigmoid
    }

    /// `i, f, g, o` from what enters them, in place.
    pub fn activate(&self, gates: &mut [f32]) {
        let units = self.units;
        let (input_forget, rest) = gates.split_at_mut(2 * units);
        let (candidate, output) = rest.split_at_mut(units);
        activations::forward(self.recurrent_activation, units, input_forget);
        activations::forward(self.activation, units, candidate);
        activations::forward(self.recurrent_activation, units, output);
    }

    /// `c = f c + i g`, `h = o activation(c)`. Leaves in `gates` what backward needs. `row` has `10 · units` elements.
    pub fn forward(&self, gates: &mut [f32], c: &mut [f32], h: &mut [f32], row: &mut [f32]) {
        if self.is_default() {
            return default_forward(self.units, gates, c, h);
        }
        let units = self.units;
        let row = &mut row[..4 * units];
        row.copy_from_slice(gates);
        self.activate(row);
        for unit in 0..units {
            c[unit] = row[units + unit] * c[unit] + row[unit] * row[2 * units + unit];
        }
        h.copy_from_slice(c);
        activations::forward(self.activation, units, h);
        for (h, o) in h.iter_mut().zip(&row[3 * units..]) {
            *h *= o;
        }
        if !self.saves_input {
            gates.copy_from_slice(row);
        }
    }

    /// [`forward`](Self::forward) for one sample of a deployed model: the same bits, without a panic path. Leaves the gates in
    /// `gates`.
    #[inline(always)]
    pub fn infer(&self, gates: &mut [f32], c: &mut [f32], h: &mut [f32]) {
        let units = self.units;
        let Some((input_forget, rest)) = gates.split_at_mut_checked(2 * units) else {
            return;
        };
        let Some((candidate, output)) = rest.split_at_mut_checked(units) else {
            return;
        };
        activations::infer(self.recurrent_activation, units, input_forget);
        activations::infer(self.activation, units, candidate);
        activations::infer(self.recurrent_activation, units, output);
        let Some((input, forget)) = input_forget.split_at_checked(units) else {
            return;
        };
        let gates = forget.iter().zip(input.iter().zip(&*candidate));
        for ((c, h), (f, (i, g))) in c.iter_mut().zip(&mut *h).zip(gates) {
            *c = f * *c + i * g;
            *h = *c;
        }
        activations::infer(self.activation, units, h);
        for (h, o) in h.iter_mut().zip(output) {
            *h *= *o;
        }
    }

    /// From the cotangents of h and c after the step: writes those of what entered the gates to `gates`, and that of c
    /// before the step to `dc`. `previous_c` is c before the step, `row` has `10 · units` elements.
    pub fn backward(
        &self,
        previous_c: &[f32],
        dh: &[f32],
        dc: &mut [f32],
        gates: &mut [f32],
        row: &mut [f32],
    ) {
        if self.is_default() {
            return default_backward(self.units, previous_c, dh, dc, gates);
        }
        let units = self.units;
        let (activated, rest) = row.split_at_mut(4 * units);
        let (c, rest) = rest.split_at_mut(units);
        let (activated_c, cotangents) = rest.split_at_mut(units);
        let cotangents = &mut cotangents[..4 * units];
        activated.copy_from_slice(gates);
        if self.saves_input {
            self.activate(activated);
        }
        let gate = |which: usize| which * units..(which + 1) * units;
        for unit in 0..units {
            c[unit] = activated[units + unit] * previous_c[unit]
                + activated[unit] * activated[2 * units + unit];
        }
        activated_c.copy_from_slice(c);
        activations::forward(self.activation, units, activated_c);
        // The cotangent that reaches c through h lies in the block of g until dc is complete.
        let through_h = &mut cotangents[gate(2)];
        for unit in 0..units {
            through_h[unit] = dh[unit] * activated[3 * units + unit];
        }
        let from_c = self.activation.backward_needs() == BackwardNeeds::Input;
        let kept = if from_c { &*c } else { &*activated_c };
        activations::backward(self.activation, units, kept, through_h);
        for unit in 0..units {
            let total = dc[unit] + cotangents[2 * units + unit];
            cotangents[unit] = total * activated[2 * units + unit];
            cotangents[units + unit] = total * previous_c[unit];
            cotangents[2 * units + unit] = total * activated[unit];
            cotangents[3 * units + unit] = dh[unit] * activated_c[unit];
            dc[unit] = total * activated[units + unit];
        }
        for which in 0..4 {
            let activation = if which == 2 {
                self.activation
            } else {
                self.recurrent_activation
            };
            // The kept values are of the kind that this activation needs, unless the other one needed the input.
            let from_input = activation.backward_needs() == BackwardNeeds::Input;
            let kept = if from_input {
                &gates[gate(which)]
            } else {
                &activated[gate(which)]
            };
            activations::backward(activation, units, kept, &mut cotangents[gate(which)]);
        }
        gates.copy_from_slice(cotangents);
    }
}

for_each_level! {
    fn default_forward(units: usize, gates: &mut [f32], c: &mut [f32], h: &mut [f32]) {
        let (i, rest) = gates.split_at_mut(units);
        let (f, rest) = rest.split_at_mut(units);
        let (g, o) = rest.split_at_mut(units);
        let (o, c, h) = (&mut o[..units], &mut c[..units], &mut h[..units]);
        for unit in 0..units {
            i[unit] = sigmoid(i[unit]);
            f[unit] = sigmoid(f[unit]);
            g[unit] = tanh(g[unit]);
            o[unit] = sigmoid(o[unit]);
            c[unit] = f[unit] * c[unit] + i[unit] * g[unit];
            h[unit] = o[unit] * tanh(c[unit]);
        }
    }
}

for_each_level! {
    fn default_backward(units: usize, previous_c: &[f32], dh: &[f32], dc: &mut [f32], gates: &mut [f32]) {
        let (to_i, rest) = gates.split_at_mut(units);
        let (to_f, rest) = rest.split_at_mut(units);
        let (to_g, to_o) = rest.split_at_mut(units);
        let to_o = &mut to_o[..units];
        let (previous_c, dh, dc) = (&previous_c[..units], &dh[..units], &mut dc[..units]);
        for unit in 0..units {
            let (i, f, g, o) = (to_i[unit], to_f[unit], to_g[unit], to_o[unit]);
            let tanh_c = tanh(f * previous_c[unit] + i * g);
            let total = dc[unit] + dh[unit] * o * ((1.0 - tanh_c) * (1.0 + tanh_c));
            to_i[unit] = total * g * (i * (1.0 - i));
            to_f[unit] = total * previous_c[unit] * (f * (1.0 - f));
            to_g[unit] = total * i * ((1.0 - g) * (1.0 + g));
            to_o[unit] = dh[unit] * tanh_c * (o * (1.0 - o));
            dc[unit] = total * f;
        }
    }
}
