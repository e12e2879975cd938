//! The calls of the way back, and what happens at the barriers.

use super::super::Writer;
use super::super::operands::Names;
use super::super::operations::{constant_name, from_logits_name, tail_of};
use super::super::regions::state_text;
use super::{StepEmitter, statistics_text};
use crate::ir::plan::BackwardPlan;
use crate::ir::schedule::{Call, CotangentUse, Half};
use std::collections::BTreeSet;

impl StepEmitter<'_> {
    pub(super) fn backward(
        &self,
        call: &Call,
        names: &Names<'_>,
        declared: &mut BTreeSet<usize>,
        writer: &mut Writer,
    ) {
        let Call::Backward {
            operation: index,
            half,
            inputs,
            outputs,
            saved,
            output_cotangents,
            input_cotangents,
        } = call
        else {
            return;
        };
        let operation = self.operation(*index);
        writer.line(format!("// Back through {}.", operation.fused.join(" + ")));
        names.declare(call, declared, writer);
        let constant = constant_name(operation);
        let targets: Vec<String> = input_cotangents
            .iter()
            .map(|cotangent| match cotangent {
                CotangentUse::Skip => "Target::Skip".to_string(),
                CotangentUse::Write(operand) => {
                    format!("Target::Write({})", names.variable(*operand))
                }
                CotangentUse::Add(operand) => format!("Target::Add({})", names.variable(*operand)),
                CotangentUse::InPlace => "Target::InPlace".to_string(),
            })
            .collect();
        let targets = format!("[{}]", targets.join(", "));
        let trains = |of: fn(&BackwardPlan) -> bool| operation.backward.as_ref().is_some_and(of);
        let gradients = self
            .shard_gradients(operation.layer)
            .filter(|_| trains(|backward| backward.trains))
            .unwrap_or_else(|| "None".to_string());
        let absorbed_gradients = (operation.absorbed)
            .filter(|_| trains(|backward| backward.trains_absorbed) && *half != Half::Rest)
            .and_then(|layer| self.shard_gradients(layer));
        let callee = match tail_of(self.schedule, *index) {
            Some((output, tail)) => {
                for line in [
                    &format!("let operation = if objective.fuses({output}, Tail::{tail:?}) {{"),
                    &from_logits_name(operation),
                    "} else {",
                    &constant,
                    "};",
                ] {
                    writer.line(line);
                }
                "operation".to_string()
            }
            None => constant.clone(),
        };
        let call_outputs = outputs;
        let (inputs, outputs) = (names.list(inputs), names.list(outputs));
        let cotangents = names.list(output_cotangents);
        if operation.operation.penalizes {
            let (value, cotangent) = (
                names.variable(call_outputs[0]),
                names.variable(output_cotangents[0]),
            );
            writer.line(format!(
                "pass.penalize(objective, {constant}, {value}, {cotangent});"
            ));
        }
        let parameters = self.parameters(*index);
        let tensors = self.tensors(*index, absorbed_gradients);
        if tensors.is_none() && saved.is_empty() {
            writer.line(format!(
                "pass.backward({callee}, {inputs}, {outputs}, {cotangents}, {targets}, {parameters}, {gradients});"
            ));
            return;
        }
        let tensors = tensors.unwrap_or_else(|| format!("Tensors::of({parameters})"));
        let kept = format!("({inputs}, {outputs}, {})", names.list(saved));
        let (function, last) = match (half, self.gathered(*index)) {
            (Half::Gather, Some(place)) => {
                let sums = format!("({}, {})", place.backward_sums, place.sizes.backward_sums);
                ("gather_backward", sums)
            }
            _ => ("backward_with", gradients),
        };
        writer.line(format!(
            "pass.{function}({callee}, {kept}, {cotangents}, {targets}, {tensors}, {last});"
        ));
    }

    pub(super) fn settle(&self, index: usize, backward: bool, writer: &mut Writer) {
        let Some(place) = self.gathered(index) else {
            return;
        };
        let operation = self.operation(index);
        let (start, len) = if backward {
            (&place.backward_sums, &place.sizes.backward_sums)
        } else {
            (&place.sums, &place.sizes.sums)
        };
        let constant = constant_name(operation);
        let statistics = statistics_text(place);
        let plan = &self.schedule.plan;
        let target = if backward {
            let len = plan.trainable_len(operation.layer);
            // A user's layer adds to its gradients sample by sample.
            if len.is_zero() || plan.user_alias(operation.layer).is_some() {
                "None".to_string()
            } else {
                let start = &self.regions.parameters[operation.layer].1;
                format!("Some(part_mut(gradients, {start}, {len}))")
            }
        } else {
            state_text(plan, &self.regions, operation.layer)
                .map_or("None".to_string(), |state| format!("Some({state})"))
        };
        let function = if backward {
            "settle_backward"
        } else {
            "settle"
        };
        writer.line(format!(
            "phases.{function}({constant}, ({start}, {len}), {statistics}, {target});"
        ));
    }
}
