//! The training step: one pass of all samples through each phase, the barriers between them, and the late products.

use super::items::{self, Regions, parameters_text, state_text};
use super::operands::Names;
use super::operations::{comment, constant_name, from_logits_name, tail_of};
use super::{Writer, range};
use crate::ir::plan::PlanOperation;
use crate::ir::schedule::{
    Buffer, Call, CotangentUse, CoupledPlace, Half, Operand, PhaseGrid, Place, Schedule,
};
use crate::ir::size::digits;
use std::collections::BTreeSet;

/// `fn step`.
pub fn step(schedule: &Schedule, writer: &mut Writer) {
    let emitter = StepEmitter {
        schedule,
        regions: items::regions(&schedule.plan),
    };
    let mut body = Writer::default();
    emitter.start(&mut body);
    emitter.phases(&mut body);
    for index in 0..schedule.phases.len() {
        body.line("");
        emitter.phase(index, &mut body);
    }
    emitter.shards(&mut body);
    emitter.late(&mut body);
    writer.line("fn step(&mut self, step: Step<'_>) {");
    emitter.prologue(&body, writer);
    writer.line(body.finish());
    writer.line("}");
}

struct StepEmitter<'a> {
    schedule: &'a Schedule,
    regions: Regions<'a>,
}

impl StepEmitter<'_> {
    fn names(&self) -> Names<'_> {
        Names {
            schedule: self.schedule,
            buffers: &self.schedule.buffers,
        }
    }

    fn operation(&self, index: usize) -> &PlanOperation {
        &self.schedule.plan.operations[index]
    }

    fn coupled(&self, index: usize) -> Option<&CoupledPlace> {
        self.schedule
            .coupled
            .iter()
            .find(|place| place.operation == index)
    }

    /// Takes the arguments apart, as far as the body uses them.
    fn prologue(&self, body: &Writer, writer: &mut Writer) {
        let memory = &self.schedule.memory;
        let plan = &self.schedule.plan;
        let names = self.names();
        let fields = [
            "team",
            "batch",
            "first_sample",
            "objective",
            "objective_sums",
            "gradients",
            "accumulate",
            "random",
        ];
        writer.line(format!(
            "let Step {} = step;",
            body.pattern(&fields)
                .replace(" }", ", .. }")
                .replace(", .., ..", ", ..")
        ));
        let fields = ["batch: kept", "workers", "shards", "sums", "statistics"];
        writer.line(format!(
            "let Memory {} = step.memory;",
            body.pattern(&fields)
        ));
        let inputs: Vec<String> = (0..plan.inputs.len())
            .map(|input| names.variable(Operand::Input(input)))
            .collect();
        writer.line(format!(
            "let [{}] = input_slices(step.inputs);",
            inputs.join(", ")
        ));
        if plan.graph.header.options.input_gradients {
            let names: Vec<String> = (0..plan.inputs.len())
                .map(|input| names.variable(Operand::InputGradient(input)))
                .collect();
            writer.line(format!(
                "let [{}] = input_slices_mut(step.input_gradients);",
                names.join(", ")
            ));
        }
        writer.line("let (parameters, state) = parameters_and_state_mut(self);");
        writer.line(format!("const SUMS: usize = {};", digits(memory.sums)));
        writer.line(format!("const SHARD: usize = {};", memory.shard));
        writer.line("let (sums, settled) = sums.split_at_mut(SUMS * SHARDS);");
    }

    /// What all phases share.
    fn phases(&self, writer: &mut Writer) {
        let plan = &self.schedule.plan;
        let names = self.names();
        let inputs: Vec<String> = (0..plan.inputs.len())
            .map(|input| {
                format!(
                    "({}, {})",
                    names.variable(Operand::Input(input)),
                    digits(plan.len(plan.inputs[input]))
                )
            })
            .collect();
        for line in [
            "let mut phases = Phases {",
            "team,",
            "at: At::training(batch, first_sample, random),",
            &format!("inputs: &[{}],", inputs.join(", ")),
            "parameters,",
            "state: State::Updated(state),",
            "statistics,",
            &format!("arena: {},", self.schedule.memory.arena),
            "private: Private {",
            "arenas: &mut *workers,",
            "arena: Self::STEP_MEMORY.worker,",
            "shard_gradients: &mut *shards,",
            "shard_gradient: SHARD,",
            "shard_sums: sums,",
            "shard_sum: SUMS,",
            "objective_sums,",
            "objective_sum: objective.sums(),",
            "},",
            "settled,",
            "};",
        ] {
            writer.line(line);
        }
        names.inputs(
            self.schedule.phases.iter().flat_map(|phase| &phase.calls),
            writer,
        );
    }

    /// Empties what is added to.
    fn start(&self, writer: &mut Writer) {
        if self.schedule.memory.sums > 0 {
            writer.line("sums.fill(0.0);");
        }
        if !self.schedule.sharded.is_empty() {
            writer.line("team.zero(shards);");
        }
        for (layer, _) in self.schedule.plan.graph.layers.iter().enumerate() {
            let len = self.schedule.plan.trainable_len(layer);
            let is_late = self
                .schedule
                .late
                .iter()
                .any(|late| self.operation(late.operation).layer == layer);
            let is_sharded = self
                .schedule
                .sharded
                .iter()
                .any(|(other, _)| *other == layer);
            if !len.is_zero() && !is_late && !is_sharded {
                writer.line("if !accumulate {");
                writer.line(format!(
                    "gradients[{}].fill(0.0);",
                    range(&self.regions.parameters[layer].1, &len)
                ));
                writer.line("}");
            }
        }
    }

    fn phase(&self, index: usize, writer: &mut Writer) {
        let phase = &self.schedule.phases[index];
        let names = self.names();
        let rows = names.rows(phase.calls.iter());
        let (grid, words) = match phase.grid {
            PhaseGrid::Coarse => (
                "Grid::Coarse".to_string(),
                "one tile for each worker".to_string(),
            ),
            PhaseGrid::Tiles(usize::MAX) => (
                "Grid::Tiles(usize::MAX)".to_string(),
                "one tile for each shard".to_string(),
            ),
            PhaseGrid::Tiles(tile) => (
                format!("Grid::Tiles({tile})"),
                format!("tiles of {tile} samples"),
            ),
        };
        writer.line(format!(
            "// Phase {}, segment {}: {words}.",
            index + 1,
            phase.segment + 1
        ));
        let (kept, given): (Vec<_>, Vec<_>) = rows
            .into_iter()
            .partition(|(operand, _)| matches!(operand, Operand::Buffer(_)));
        names.batch_rows(&kept, &given, writer);
        writer.line(format!("phases.run({grid}, buffers, &|pass| {{"));
        let variables: Vec<String> = kept
            .iter()
            .chain(&given)
            .map(|(operand, _)| names.variable(*operand))
            .collect();
        if !variables.is_empty() {
            writer.line(format!("let [{}] = Place::rows();", variables.join(", ")));
        }
        let mut declared = BTreeSet::new();
        for call in &phase.calls {
            self.call(call, &names, &mut declared, writer);
        }
        writer.line("});");
        for &settled in &phase.settles {
            self.settle(settled, false, writer);
        }
        for &settled in &phase.settles_backward {
            self.settle(settled, true, writer);
        }
    }

    fn call(
        &self,
        call: &Call,
        names: &Names<'_>,
        declared: &mut BTreeSet<usize>,
        writer: &mut Writer,
    ) {
        match call {
            Call::Forward {
                operation: index,
                inputs,
                outputs,
                saved,
            } => {
                let operation = self.operation(*index);
                writer.line(format!("// {}", comment(self.schedule, operation)));
                names.declare(call, declared, writer);
                let constant = constant_name(operation);
                let (inputs, outputs) = (names.list(inputs), names.list(outputs));
                let parameters = self.parameters(*index);
                writer.line(match self.tensors(*index) {
                    None if saved.is_empty() => {
                        format!("pass.forward({constant}, {inputs}, {outputs}, {parameters});")
                    }
                    tensors => format!(
                        "pass.forward_with({constant}, {inputs}, {outputs}, {}, {});",
                        names.list(saved),
                        tensors.unwrap_or_else(|| format!("Tensors::of({parameters})"))
                    ),
                });
            }
            Call::Gather {
                operation: index,
                inputs,
            } => {
                let Some(place) = self.coupled(*index) else {
                    return;
                };
                let operation = self.operation(*index);
                let sums = operation.coupled().map_or(0, |coupled| coupled.sums);
                names.declare(call, declared, writer);
                writer.line(format!(
                    "pass.gather({}, {}, ({}, {}));",
                    constant_name(operation),
                    names.list(inputs),
                    digits(place.sums),
                    digits(sums)
                ));
            }
            Call::Visit {
                output,
                prediction,
                cotangent,
            } => {
                let port = &self.schedule.plan.outputs[*output];
                writer.line(format!("// Loss and metrics of {}.", port.name));
                names.declare(call, declared, writer);
                writer.line(format!(
                    "pass.visit(objective, {output}, Tail::{:?}, {}, {}, {});",
                    port.tail,
                    digits(port.shape.len()),
                    names.variable(*prediction),
                    names.variable(*cotangent)
                ));
            }
            Call::Backward { .. } => self.backward(call, names, declared, writer),
        }
    }

    /// The parameters of an operation's layer.
    fn parameters(&self, index: usize) -> String {
        parameters_text(
            &self.schedule.plan,
            &self.regions,
            self.operation(index).layer,
        )
    }

    /// Parameters, state and statistics, if it isn't parameters alone.
    fn tensors(&self, index: usize) -> Option<String> {
        let state = state_text(
            &self.schedule.plan,
            &self.regions,
            self.operation(index).layer,
        );
        let statistics = self
            .coupled(index)
            .map(|place| self.statistics(index, place));
        if state.is_none() && statistics.is_none() {
            return None;
        }
        let or_none = |text: Option<String>| text.unwrap_or_else(|| "(0, 0)".to_string());
        Some(format!(
            "Tensors {{ parameters: {}, state: {}, statistics: {} }}",
            self.parameters(index),
            or_none(state),
            or_none(statistics)
        ))
    }

    /// Where an operation's statistics lie.
    fn statistics(&self, index: usize, place: &CoupledPlace) -> String {
        let len = self
            .operation(index)
            .coupled()
            .map_or(0, |coupled| coupled.statistics);
        format!("({}, {})", digits(place.statistics), digits(len))
    }

    fn backward(
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
        let trains = operation
            .backward
            .as_ref()
            .is_some_and(|backward| backward.trains);
        let sharded = (self.schedule.sharded.iter()).find(|(layer, _)| *layer == operation.layer);
        let gradients = match sharded {
            Some((_, place)) if trains => {
                let len = self.schedule.plan.trainable_len(operation.layer);
                format!("Some(({place}, {len}))")
            }
            _ => "None".to_string(),
        };
        let callee = match tail_of(self.schedule, *index) {
            Some((output, tail)) => {
                writer.line(format!(
                    "let operation = if objective.fuses({output}, Tail::{tail:?}) {{ {} }} else {{ {constant} }};",
                    from_logits_name(operation)
                ));
                "operation".to_string()
            }
            None => constant,
        };
        let (inputs, outputs) = (names.list(inputs), names.list(outputs));
        let cotangents = names.list(output_cotangents);
        let parameters = self.parameters(*index);
        let tensors = self.tensors(*index);
        if tensors.is_none() && saved.is_empty() {
            writer.line(format!(
                "pass.backward({callee}, {inputs}, {outputs}, {cotangents}, {targets}, {parameters}, {gradients});"
            ));
            return;
        }
        let tensors = tensors.unwrap_or_else(|| format!("Tensors::of({parameters})"));
        let kept = format!("({inputs}, {outputs}, {})", names.list(saved));
        let (function, last) = match (half, self.coupled(*index)) {
            (Half::Gather, Some(place)) => {
                let len = operation
                    .coupled()
                    .map_or(0, |coupled| coupled.backward_sums);
                let sums = format!("({}, {})", digits(place.backward_sums), digits(len));
                ("gather_backward", sums)
            }
            _ => ("backward_with", gradients),
        };
        writer.line(format!(
            "pass.{function}({callee}, {kept}, {cotangents}, {targets}, {tensors}, {last});"
        ));
    }

    fn settle(&self, index: usize, backward: bool, writer: &mut Writer) {
        let Some(place) = self.coupled(index) else {
            return;
        };
        let operation = self.operation(index);
        let Some(coupled) = operation.coupled() else {
            return;
        };
        let (start, len) = if backward {
            (place.backward_sums, coupled.backward_sums)
        } else {
            (place.sums, coupled.sums)
        };
        let constant = constant_name(operation);
        let statistics = self.statistics(index, place);
        let plan = &self.schedule.plan;
        let target = if backward {
            let len = plan.trainable_len(operation.layer);
            if len.is_zero() {
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
            "phases.{function}({constant}, ({}, {}), {statistics}, {target});",
            digits(start),
            digits(len)
        ));
    }

    fn shards(&self, writer: &mut Writer) {
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
    fn late(&self, writer: &mut Writer) {
        if self.schedule.late.is_empty() {
            return;
        }
        writer.line("");
        writer.line("// Weight gradients over the whole batch, split by rows of the weights.");
        writer.line("let worker = Self::STEP_MEMORY.worker;");
        writer.line("let mut late = Late {");
        for field in [
            "team",
            "batch",
            "inputs: step.inputs",
            "kept",
            "gradients",
            "accumulate",
            "workers",
            "worker",
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
