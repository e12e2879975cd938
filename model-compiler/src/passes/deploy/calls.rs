//! The calls of the deployed form, and which values lie in the same memory.
//!
//! An operation may write over its first input, if it says so, and over the residual that it adds, if nobody reads those
//! any more. Inputs and outputs of the model are the caller's tensors: an input is never written, and what ends up in an
//! output is computed there.

use crate::ir::deployed::DeployedBuffer;
use crate::ir::operation::Absorb;
use crate::ir::plan::Plan;
use crate::ir::schedule::{Call, Operand};

/// The calls with their buffers, which have no places yet. Without `share` every value has a buffer of its own.
pub fn calls(plan: &Plan, share: bool) -> (Vec<DeployedBuffer>, Vec<Call>) {
    let mut memory = Memory::new(plan);
    let mut reads: Vec<(Vec<usize>, Option<usize>)> = Vec::with_capacity(plan.operations.len());
    for (index, operation) in plan.operations.iter().enumerate() {
        let mut inputs = operation.inputs.clone();
        let in_place = match share {
            true => memory.in_place(plan, index, &mut inputs),
            false => None,
        };
        if let (Some(input), Some(&output)) = (in_place, operation.outputs.first()) {
            memory.group[output] = memory.group[inputs[input]];
        }
        reads.push((inputs, in_place));
    }
    let mut operands = vec![Operand::None; plan.values.len()];
    for (place, &input) in plan.inputs.iter().enumerate() {
        operands[memory.group[input]] = Operand::Input(place);
    }
    for (place, output) in plan.outputs.iter().enumerate() {
        operands[memory.group[output.value]] = Operand::Output(place);
    }
    let mut buffers: Vec<DeployedBuffer> = Vec::new();
    let mut calls = Vec::with_capacity(reads.len());
    for (index, (operation, (inputs, in_place))) in plan.operations.iter().zip(reads).enumerate() {
        for &value in &operation.outputs {
            let group = memory.group[value];
            if operands[group] == Operand::None {
                operands[group] = Operand::Buffer(buffers.len());
                buffers.push(DeployedBuffer {
                    values: Vec::new(),
                    len: plan.len(value),
                    offset: 0,
                    first: index,
                    last: index,
                });
            }
            if let Operand::Buffer(buffer) = operands[group] {
                buffers[buffer].values.push(value);
                let last = memory.last_read[value].unwrap_or(index);
                buffers[buffer].last = buffers[buffer].last.max(last);
            }
        }
        let of = |&value: &usize| operands[memory.group[value]];
        let mut inputs: Vec<Operand> = inputs.iter().map(of).collect();
        if let Some(input) = in_place {
            inputs[input] = Operand::None;
        }
        calls.push(Call::Forward {
            operation: index,
            inputs,
            outputs: operation.outputs.iter().map(of).collect(),
            saved: Vec::new(),
        });
    }
    (buffers, calls)
}

/// Which values share memory.
struct Memory {
    /// For each value the first one that lies where it lies.
    group: Vec<usize>,
    /// For each value the last operation that reads it.
    last_read: Vec<Option<usize>>,
    /// For each value whether it is the caller's before the first operation, or after the last.
    is_callers: Vec<bool>,
}

impl Memory {
    fn new(plan: &Plan) -> Memory {
        let mut memory = Memory {
            group: (0..plan.values.len()).collect(),
            last_read: vec![None; plan.values.len()],
            is_callers: vec![false; plan.values.len()],
        };
        for (index, operation) in plan.operations.iter().enumerate() {
            for &input in &operation.inputs {
                memory.last_read[input] = Some(index);
            }
        }
        let outputs = plan.outputs.iter().map(|output| output.value);
        for value in plan.inputs.iter().copied().chain(outputs) {
            memory.is_callers[value] = true;
        }
        memory
    }

    /// The input that an operation's first output lies over, if there is one. Summands may change places for it.
    fn in_place(&self, plan: &Plan, index: usize, inputs: &mut [usize]) -> Option<usize> {
        let operation = &plan.operations[index];
        let len = plan.len(*operation.outputs.first()?);
        let is_free = |place: usize| {
            let value = inputs.get(place).copied()?;
            let once = inputs.iter().filter(|&&input| input == value).count() == 1;
            let last = self.last_read[value] == Some(index) && !self.is_callers[value];
            (once && last && plan.len(value) == len).then_some(place)
        };
        let described = &operation.operation;
        if described.in_place || described.infers_in_place {
            if let Some(place) = is_free(0) {
                return Some(place);
            }
            // a + b = b + a, to the bit.
            if described.absorb == Absorb::Residual && is_free(1).is_some() {
                inputs.swap(0, 1);
                return Some(0);
            }
        }
        let epilogue = described.epilogue.as_ref()?;
        let last = inputs.len().checked_sub(1)?;
        epilogue.residual.then(|| is_free(last)).flatten()
    }
}
