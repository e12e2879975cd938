//! A user's layer as an operation of the plan: tiles are taken apart into samples, and tensors into their types.

use super::bundle::{MOST, total};
use super::{Bundle, Context, Layer, Sums};
use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::operation::{Backward, BatchCoupled, Forward, InputCotangent, Mode, Operation};
use crate::random::Random;

/// A user's layer as an operation of the plan.
#[derive(Clone, Copy, Debug)]
pub struct UserLayer<L> {
    /// The layer.
    pub layer: L,
    /// The number of its application, for [`Context::uniform`].
    pub node: u32,
}

impl<L: Layer> UserLayer<L> {
    const INPUT: usize = total(L::Input::LENS);
    const OUTPUT: usize = total(L::Output::LENS);

    /// Its own scratch, room for cotangents that are to be added or that nobody wants, for those of outputs that nobody
    /// uses, and for gradients of a frozen layer.
    pub const SCRATCH: usize = L::SCRATCH + Self::INPUT + Self::OUTPUT + L::PARAMETERS_LEN;
}

/// The types say the lengths of all slices, and the plan keeps to them.
#[cold]
fn of_another_length() -> ! {
    unreachable!("a slice of another length than its type")
}

/// The sample's part of a buffer.
fn part(values: &[f32], sample: usize, width: usize) -> &[f32] {
    &values[sample * width..(sample + 1) * width]
}

/// The sample's part of a buffer, to be written.
fn part_mut(values: &mut [f32], sample: usize, width: usize) -> &mut [f32] {
    &mut values[sample * width..(sample + 1) * width]
}

impl<L: Layer> Operation for UserLayer<L> {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        for sample in 0..call.samples {
            let context = Context {
                mode: call.mode,
                sample: call.first_sample + sample,
                random: call.random,
                node: self.node,
                state: call.state,
                statistics: call.statistics,
                scratch: &mut call.scratch[..L::SCRATCH],
            };
            let (Some(input), Some(output)) = (
                L::Input::sample(call.inputs, sample),
                L::Output::sample_mut(call.outputs, sample),
            ) else {
                of_another_length()
            };
            let saved = match call.saved.first_mut() {
                Some(saved) => part_mut(saved, sample, L::SAVED),
                None => &mut [],
            };
            (self.layer).forward(context, call.parameters, input, output, saved);
        }
    }

    fn backward(&self, mut call: Backward<'_, '_>) {
        count(Call::Backward);
        let (own, scratch) = call.scratch.split_at_mut(L::SCRATCH);
        let (unwanted, scratch) = scratch.split_at_mut(Self::INPUT);
        let (zeros, ignored) = scratch.split_at_mut(Self::OUTPUT);
        zeros.fill(0.0);
        for sample in 0..call.samples {
            let context = Context {
                mode: Mode::Training,
                sample: call.first_sample + sample,
                random: call.random,
                node: self.node,
                state: call.state,
                statistics: call.statistics,
                scratch: &mut *own,
            };
            let saved = match call.saved.first() {
                Some(saved) => part(saved, sample, L::SAVED),
                None => &[],
            };
            let output_cotangents = cotangents::<L::Output>(call.output_cotangents, zeros, sample);
            let mut targets: [&mut [f32]; MOST] = Default::default();
            let mut rest = &mut *unwanted;
            let places = targets.iter_mut().zip(call.input_cotangents.iter_mut());
            for ((target, cotangent), &len) in places.zip(L::Input::LENS) {
                let (room, behind) = rest.split_at_mut(len);
                rest = behind;
                *target = match cotangent {
                    InputCotangent::Write(target) => part_mut(target, sample, len),
                    _ => room,
                };
            }
            let (Some(output_cotangent), Some(input_cotangent)) = (
                L::Output::sample(&output_cotangents, 0),
                L::Input::sample_mut(&mut targets, 0),
            ) else {
                of_another_length()
            };
            let gradients = match &mut call.gradients {
                Some(gradients) => &mut **gradients,
                None => &mut ignored[..L::PARAMETERS_LEN],
            };
            self.layer.backward(
                context,
                call.parameters,
                saved,
                output_cotangent,
                input_cotangent,
                gradients,
            );
            let mut computed = &*unwanted;
            for (cotangent, &len) in call.input_cotangents.iter_mut().zip(L::Input::LENS) {
                let (values, behind) = computed.split_at(len);
                computed = behind;
                if let InputCotangent::Add(target) = cotangent {
                    let sums = part_mut(target, sample, len).iter_mut();
                    sums.zip(values).for_each(|(sum, value)| *sum += value);
                }
            }
        }
    }
}

/// The sample's part of each cotangent; `zeros` for an output that nobody uses.
fn cotangents<'a, B: Bundle>(
    buffers: &'a [&mut [f32]],
    zeros: &'a [f32],
    sample: usize,
) -> [&'a [f32]; MOST] {
    let mut parts: [&[f32]; MOST] = [&[]; MOST];
    for ((part_of, buffer), &len) in parts.iter_mut().zip(buffers).zip(B::LENS) {
        *part_of = match buffer.is_empty() {
            true => &zeros[..len],
            false => part(buffer, sample, len),
        };
    }
    parts
}

/// A layer without sums and statistics is never called here, and one with sums alone not on the way back.
impl<L: Layer> BatchCoupled for UserLayer<L> {
    fn gather(&self, call: Forward<'_, '_>, sums: &mut [f64]) {
        if L::SUMS == 0 {
            return;
        }
        for sample in 0..call.samples {
            let context = Context {
                mode: call.mode,
                sample: call.first_sample + sample,
                random: call.random,
                node: self.node,
                state: call.state,
                statistics: &[],
                scratch: &mut call.scratch[..L::SCRATCH],
            };
            let Some(input) = L::Input::sample(call.inputs, sample) else {
                of_another_length()
            };
            self.layer.gather(context, call.parameters, input, sums);
        }
    }

    fn settle(
        &self,
        batch: usize,
        sums: &[f64],
        statistics: &mut [f32],
        state: Option<&mut [f32]>,
    ) {
        if L::SUMS > 0 || L::STATISTICS > 0 {
            let sums = Sums::of(sums, L::SUMS);
            (self.layer).settle(batch, sums, statistics, state.unwrap_or_default());
        }
    }

    fn gather_backward(&self, call: Backward<'_, '_>, sums: &mut [f64]) {
        let (own, scratch) = call.scratch.split_at_mut(L::SCRATCH);
        let zeros = &mut scratch[..Self::OUTPUT];
        zeros.fill(0.0);
        for sample in 0..call.samples {
            let context = Context {
                mode: Mode::Training,
                sample: call.first_sample + sample,
                random: call.random,
                node: self.node,
                state: call.state,
                statistics: call.statistics,
                scratch: &mut *own,
            };
            let saved = match call.saved.first() {
                Some(saved) => part(saved, sample, L::SAVED),
                None => &[],
            };
            let output_cotangents = cotangents::<L::Output>(call.output_cotangents, zeros, sample);
            let Some(output_cotangent) = L::Output::sample(&output_cotangents, 0) else {
                of_another_length()
            };
            (self.layer).gather_backward(context, call.parameters, saved, output_cotangent, sums);
        }
    }

    /// The gradients of the parameters are added by [`Operation::backward`].
    fn settle_backward(
        &self,
        batch: usize,
        sums: &[f64],
        statistics: &mut [f32],
        _: Option<&mut [f32]>,
    ) {
        (self.layer).settle_backward(batch, Sums::of(sums, L::BACKWARD_SUMS), statistics);
    }
}

/// Calls [`Layer::forward`], which may panic if it is written so. The deployed parameters are those of training with the
/// state behind them.
impl<L: Layer> Inference for UserLayer<L> {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        let Some((parameters, state)) = call.parameters.split_at_checked(L::PARAMETERS_LEN) else {
            return;
        };
        let (Some(input), Some(output), Some(scratch)) = (
            L::Input::sample(call.inputs, 0),
            L::Output::sample_mut(call.outputs, 0),
            call.scratch.get_mut(..L::SCRATCH),
        ) else {
            return;
        };
        let context = Context {
            mode: Mode::Inference,
            sample: 0,
            random: Random { seed: 0, step: 0 },
            node: self.node,
            state,
            statistics: &[],
            scratch,
        };
        (self.layer).forward(context, parameters, input, output, &mut []);
    }
}
