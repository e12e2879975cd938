//! What generated code calls in a prediction: operations with the places of their operands.
//!
//! Places are constants, and so are the lengths of what they lie in: the compiler sees that every check below holds, and
//! leaves none of them in the program. Where one didn't hold, the call wouldn't happen; nothing panics.

use crate::inference::{Call, Inference};
use crate::plain::{self, Plain};
use core::mem;

/// Where an operand of a call lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    /// One of the model's inputs: its number.
    Input(usize),
    /// In the arena: the first element and the number of elements.
    At(usize, usize),
    /// One of the model's outputs: its number.
    Output(usize),
    /// In the memory of the first output already.
    InPlace,
}

/// One prediction: `ARENA` elements of scratch hold values, and calls have what follows to themselves.
#[derive(Debug)]
pub struct Inferring<'a, 'b, const INPUTS: usize, const OUTPUTS: usize, const ARENA: usize> {
    weights: &'a [f32],
    inputs: [&'a [f32]; INPUTS],
    arena: &'a mut [f32; ARENA],
    scratch: &'a mut [f32],
    outputs: &'a mut [&'b mut [f32]; OUTPUTS],
}

impl<'a, 'b, const INPUTS: usize, const OUTPUTS: usize, const ARENA: usize>
    Inferring<'a, 'b, INPUTS, OUTPUTS, ARENA>
{
    /// A prediction with `scratch` elements behind the arena; `lens` are the lengths of the inputs and of the outputs.
    /// `None` if anything has another length.
    #[inline(always)]
    pub fn new(
        model: &'a impl Plain,
        inputs: &[&'a [f32]],
        scratch: (&'a mut [f32], usize),
        outputs: &'a mut [&'b mut [f32]],
        lens: ([usize; INPUTS], [usize; OUTPUTS]),
    ) -> Option<Self> {
        let inputs: [&[f32]; INPUTS] = inputs.try_into().ok()?;
        let outputs: &mut [&mut [f32]; OUTPUTS] = outputs.try_into().ok()?;
        let mut fit = true;
        for (input, len) in inputs.iter().zip(lens.0) {
            fit &= input.len() == len;
        }
        for (output, len) in outputs.iter().zip(lens.1) {
            fit &= output.len() == len;
        }
        let (arena, rest) = scratch.0.split_first_chunk_mut()?;
        let scratch = rest.get_mut(..scratch.1)?;
        fit.then_some(Inferring {
            weights: plain::as_slice(model),
            inputs,
            arena,
            scratch,
            outputs,
        })
    }

    /// Computes the outputs of an operation. `parameters` is where those of its layer lie among the weights,
    /// `(start, len)`.
    #[inline(always)]
    pub fn infer<const I: usize, const O: usize>(
        &mut self,
        operation: impl Inference,
        inputs: [Operand; I],
        outputs: [Operand; O],
        parameters: (usize, usize),
    ) {
        let _ = self.call(operation, inputs, outputs, parameters);
    }

    #[inline(always)]
    fn call<const I: usize, const O: usize>(
        &mut self,
        operation: impl Inference,
        inputs: [Operand; I],
        outputs: [Operand; O],
        (start, len): (usize, usize),
    ) -> Option<()> {
        let parameters = self.weights.get(start..)?.get(..len)?;
        // The caller's slices are back at the end of the call.
        let mut callers: [&'b mut [f32]; O] = core::array::from_fn(|_| Default::default());
        for (slice, operand) in callers.iter_mut().zip(outputs) {
            if let Operand::Output(number) = operand {
                *slice = mem::take(self.outputs.get_mut(number)?);
            }
        }
        let (mut written, parts) = split(self.arena, outputs)?;
        for ((slice, callers), operand) in written.iter_mut().zip(&mut callers).zip(outputs) {
            if let Operand::Output(_) = operand {
                *slice = callers;
            }
        }
        let mut read: [&[f32]; I] = [&[]; I];
        for (slice, operand) in read.iter_mut().zip(inputs) {
            *slice = match operand {
                Operand::Input(number) => self.inputs.get(number)?,
                Operand::At(offset, len) => parts.get(offset, len)?,
                Operand::Output(number) => self.outputs.get(number)?,
                Operand::InPlace => &[],
            };
        }
        operation.infer(Call {
            inputs: &read,
            outputs: &mut written,
            parameters,
            scratch: self.scratch,
        });
        for (slice, operand) in callers.into_iter().zip(outputs) {
            if let Operand::Output(number) = operand {
                *self.outputs.get_mut(number)? = slice;
            }
        }
        Some(())
    }
}

/// What an operation doesn't write of the arena: in front of each output, and behind the last. Each part has its first
/// element's place.
struct Parts<'a, const O: usize> {
    before: [(usize, &'a [f32]); O],
    after: (usize, &'a [f32]),
}

impl<const O: usize> Parts<'_, O> {
    #[inline(always)]
    fn get(&self, offset: usize, len: usize) -> Option<&[f32]> {
        let mut parts = self.before.iter().chain([&self.after]);
        parts.find_map(|&(begin, part)| part.get(offset.checked_sub(begin)?..)?.get(..len))
    }
}

/// Takes the outputs out of the arena.
#[inline(always)]
fn split<const O: usize>(
    arena: &mut [f32],
    outputs: [Operand; O],
) -> Option<([&mut [f32]; O], Parts<'_, O>)> {
    let mut written: [&mut [f32]; O] = core::array::from_fn(|_| Default::default());
    let mut before: [(usize, &[f32]); O] = [(0, &[]); O];
    let (mut begin, mut rest) = (0, arena);
    for part in &mut before {
        // The next one in the order of the arena.
        let mut next: Option<(usize, usize, &mut &mut [f32])> = None;
        for (operand, slice) in outputs.iter().zip(&mut written) {
            let is_next = |offset| {
                let other = next.as_ref().map(|(other, ..)| *other);
                offset >= begin && other.is_none_or(|other| offset < other)
            };
            match *operand {
                Operand::At(offset, len) if is_next(offset) => next = Some((offset, len, slice)),
                _ => {}
            }
        }
        let Some((offset, len, slice)) = next else {
            break;
        };
        let (unwritten, values) = rest.split_at_mut_checked(offset.checked_sub(begin)?)?;
        let (output, behind) = values.split_at_mut_checked(len)?;
        *part = (begin, unwritten);
        *slice = output;
        (begin, rest) = (offset.checked_add(len)?, behind);
    }
    // One that overlaps with another is left.
    let mut all = outputs.iter().zip(&written);
    if all.any(|(operand, slice)| matches!(operand, Operand::At(_, len) if slice.len() != *len)) {
        return None;
    }
    let after = (begin, &*rest);
    Some((written, Parts { before, after }))
}

#[cfg(test)]
mod tests;
