//! The calls of a prediction.

use super::names::BufferNames;
use crate::ir::plan::Plan;
use crate::ir::schedule::{Buffer, Call, Operand, Place};

/// The calls of a prediction, with buffers of their own.
pub fn predict_calls(plan: &Plan, in_place: bool) -> (Vec<Buffer>, Vec<Call>) {
    let mut buffers: Vec<Buffer> = Vec::new();
    let mut names = BufferNames::new(plan);
    let mut operands = vec![Operand::None; plan.values.len()];
    for (place, &input) in plan.inputs.iter().enumerate() {
        operands[input] = Operand::Input(place);
    }
    for (place, output) in plan.outputs.iter().enumerate() {
        operands[output.value] = Operand::Output(place);
    }
    let mut calls = Vec::new();
    for (index, operation) in plan.operations.iter().enumerate() {
        let mut inputs: Vec<Operand> = operation
            .inputs
            .iter()
            .map(|&input| operands[input])
            .collect();
        let mut outputs = Vec::new();
        for (place, &value) in operation.outputs.iter().enumerate() {
            if operands[value] == Operand::None {
                let last_reader = || {
                    !plan.operations[index + 1..]
                        .iter()
                        .any(|reader| reader.inputs.contains(&operation.inputs[0]))
                };
                let shared = in_place
                    && place == 0
                    && operation.operation.in_place
                    && matches!(inputs.first(), Some(Operand::Buffer(_)))
                    && operation
                        .inputs
                        .iter()
                        .filter(|&&input| input == operation.inputs[0])
                        .count()
                        == 1
                    && last_reader();
                if shared {
                    operands[value] = inputs[0];
                    inputs[0] = Operand::None;
                } else {
                    buffers.push(Buffer {
                        name: names.give(&plan.values[value].name),
                        len: plan.len(value).into(),
                        place: Place::Nowhere,
                    });
                    operands[value] = Operand::Buffer(buffers.len() - 1);
                }
            }
            outputs.push(operands[value]);
        }
        calls.push(Call::Forward {
            operation: index,
            inputs,
            outputs,
            saved: Vec::new(),
        });
    }
    (buffers, calls)
}
