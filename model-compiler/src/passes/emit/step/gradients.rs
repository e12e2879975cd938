//! Weight gradients: sums over shards, and products over the whole batch.

use super::super::Writer;
use super::super::operations::constant_name;
use super::super::range;
use super::StepEmitter;
use crate::ir::schedule::{Buffer, Operand, Place};
use crate::ir::size::digits;

impl StepEmitter<'_> {
    pub(super) fn shards(&self, writer: &mut Writer) {
        if self.schedule.sharded.is_empty() {
            return;
        }
        writer.line("");
        writer.line("// Gradients of small weights: the shards' sums, in the order of the shards.");
        for (layer, place) in &self.schedule.sharded {
            let len = self.schedule.plan.trainable_len(*layer);
            writer.line(format!(
                "team.reduce_shards(shards, SHARD, {place}, &mut gradients[{}], accumulate);",
                range(&self.regions.parameters[*layer].1, &len)
            ));
        }
    }

    /// The late products, after everything else has been kept.
    pub(super) fn late(&self, writer: &mut Writer) {
        if self.schedule.late.is_empty() {
            return;
        }
        writer.line("");
        writer.line("// Weight gradients over the whole batch, split by rows of the weights.");
        writer.line("let mut late = Late {");
        for field in [
            "team",
            "batch",
            "inputs: step.inputs",
            "kept",
            "gradients",
            "accumulate",
            "workers",
            "worker: Self::STEP_MEMORY.worker",
        ] {
            writer.line(format!("{field},"));
        }
        writer.line("};");
        for late in &self.schedule.late {
            let operation = self.operation(late.operation);
            let Some(start) = self.regions.parameters.get(operation.layer) else {
                continue;
            };
            writer.line(format!(
                "late.run({}, {}, {}, {}, ({}, {}, {}), {});",
                constant_name(operation),
                self.whole(&late.inputs),
                self.whole(&late.output_cotangents),
                self.whole(&late.saved),
                start.1,
                digits(late.rows),
                digits(late.width),
                late.adds
            ));
        }
    }

    /// Operands for the whole batch.
    fn whole(&self, operands: &[Operand]) -> String {
        let texts: Vec<String> = operands
            .iter()
            .map(|&operand| match operand {
                Operand::Input(input) => format!("Place::Input({input})"),
                Operand::Buffer(buffer) => match &self.schedule.buffers[buffer] {
                    Buffer {
                        place: Place::Batch(offset),
                        len,
                        ..
                    } => format!("Place::At({offset}, {len})"),
                    _ => "Place::None".to_string(),
                },
                _ => "Place::None".to_string(),
            })
            .collect();
        format!("[{}]", texts.join(", "))
    }
}
