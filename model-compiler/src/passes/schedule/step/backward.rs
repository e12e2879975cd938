//! The calls of the way back, and who writes a cotangent and who adds to it.

use super::Scheduler;
use crate::ir::schedule::{Call, CotangentUse, Half, Operand, Phase};

impl Scheduler<'_> {
    /// The backward calls of one segment: first what waits for statistics that the segment above has completed,
    /// then the segment's own operations in reverse.
    pub(super) fn backward_segment(&mut self, segment: usize, phase: &mut Phase) {
        let coupled_above = |index: &usize| {
            self.plan.operations[*index].coupled().is_some() && self.segments[*index] == segment + 1
        };
        let rest: Vec<usize> = (0..self.plan.operations.len())
            .rev()
            .filter(coupled_above)
            .collect();
        for index in rest {
            self.backward(index, Half::Rest, phase);
        }
        for index in (0..self.plan.operations.len()).rev() {
            if self.segments[index] == segment {
                let coupled = self.plan.operations[index].coupled().is_some();
                self.backward(
                    index,
                    if coupled { Half::Gather } else { Half::Whole },
                    phase,
                );
            }
        }
    }

    fn backward(&mut self, index: usize, half: Half, phase: &mut Phase) {
        let operation = &self.plan.operations[index];
        let Some(backward) = &operation.backward else {
            return;
        };
        let output_cotangents: Vec<Operand> = operation
            .outputs
            .iter()
            .map(|&output| self.cotangent_buffers[output].unwrap_or(Operand::None))
            .collect();
        if output_cotangents
            .iter()
            .all(|&cotangent| cotangent == Operand::None)
        {
            return;
        }
        let kept = |values: &[usize], keeps: &[bool]| -> Vec<Operand> {
            values
                .iter()
                .zip(keeps)
                .map(|(&value, &keep)| {
                    if keep {
                        self.value_buffers[value]
                    } else {
                        Operand::None
                    }
                })
                .collect()
        };
        let inputs = kept(&operation.inputs, &backward.keeps_inputs);
        let outputs = kept(&operation.outputs, &backward.keeps_outputs);
        let residual = operation
            .operation
            .epilogue
            .as_ref()
            .is_some_and(|epilogue| epilogue.residual);
        let last = operation.inputs.len().wrapping_sub(1);
        let wanted = backward.input_cotangents.clone();
        let mut input_cotangents = Vec::new();
        for (place, &value) in operation.inputs.iter().enumerate() {
            let in_this_half = match half {
                Half::Whole => true,
                Half::Gather => residual && place == last,
                Half::Rest => !(residual && place == last),
            };
            input_cotangents.push(if !wanted[place] || !in_this_half {
                CotangentUse::Skip
            } else if let Some(operand) = self.cotangent_buffers[value] {
                CotangentUse::Add(operand)
            } else if let Some(input) = self.plan.inputs.iter().position(|&input| input == value) {
                self.cotangent_buffers[value] = Some(Operand::InputGradient(input));
                CotangentUse::Write(Operand::InputGradient(input))
            } else if self.in_place
                && operation.operation.in_place
                && place == 0
                && half == Half::Whole
            {
                self.cotangent_buffers[value] = Some(output_cotangents[0]);
                CotangentUse::InPlace
            } else {
                let name = format!("d_{}", self.plan.values[value].name);
                let operand = self.buffer(name, self.plan.len(value).into());
                self.cotangent_buffers[value] = Some(operand);
                CotangentUse::Write(operand)
            });
        }
        let saved = self.saved_buffers[index].clone();
        phase.calls.push(Call::Backward {
            operation: index,
            half,
            inputs,
            outputs,
            saved,
            output_cotangents,
            input_cotangents,
        });
        if half == Half::Gather {
            phase.settles_backward.push(index);
        }
    }
}
