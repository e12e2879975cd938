//! The training step: one pass of all samples through each phase, the barriers between them, and the late products.

use super::items::{self, Regions, parameters_text, state_text};
use super::operands::{Names, Tile};
use super::operations::{comment, constant_name, from_logits_name, tail_of};
use super::{Writer, range};
use crate::ir::plan::PlanOperation;
use crate::ir::schedule::{
    Buffer, Call, CotangentUse, CoupledPlace, Half, Operand, PhaseGrid, Place, Schedule,
};
use crate::ir::size::digits;

/// `fn step`.
pub fn step(schedule: &Schedule, writer: &mut Writer) {
    let emitter = StepEmitter {
        schedule,
        regions: items::regions(&schedule.plan),
    };
    let mut body = Writer::default();
    emitter.start(&mut body);
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
    fn names(&self, tile: Tile) -> Names<'_> {
        Names {
            schedule: self.schedule,
            buffers: &self.schedule.buffers,
            tile,
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
        let names = self.names(Tile::Literal(1));
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
        let regions = ["trainable", "frozen", "state"]
            .map(|region| if body.mentions(region) { region } else { "_" });
        if regions != ["_"; 3] {
            writer.line(format!("let [{}] = regions_mut(self);", regions.join(", ")));
        }
        writer.line(format!("const SUMS: usize = {};", digits(memory.sums)));
        writer.line(format!("const SHARD: usize = {};", memory.shard));
        if body.mentions("settled") {
            writer.line("let (sums, settled) = sums.split_at_mut(SUMS * SHARDS);");
        }
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
        let names = self.names(Tile::of(phase.grid));
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
        writer.line("{");
        let (kept, given): (Vec<_>, Vec<_>) = rows
            .into_iter()
            .partition(|(operand, _)| matches!(operand, Operand::Buffer(_)));
        names.batch_rows(&kept, &given, writer);
        writer.line("let private = Private {");
        writer.line("arenas: &mut *workers,");
        writer.line("arena: Self::STEP_MEMORY.worker,");
        writer.line("shard_gradients: &mut *shards,");
        writer.line("shard_gradient: SHARD,");
        writer.line("shard_sums: &mut *sums,");
        writer.line("shard_sum: SUMS,");
        writer.line("objective_sums: &mut *objective_sums,");
        writer.line("objective_sum: objective.sums(),");
        writer.line("};");
        let variables: Vec<String> = kept
            .iter()
            .chain(&given)
            .map(|(operand, _)| names.variable(*operand))
            .collect();
        writer.line(format!(
            "team.segment(batch, {grid}, rows, private, |tile, [{}]| {{",
            variables.join(", ")
        ));
        let mut body = Writer::default();
        for call in &phase.calls {
            self.call(call, &names, &mut body);
        }
        for (word, line) in [
            ("samples", "let samples = tile.samples;"),
            (
                "at",
                "let at = At::training(tile.samples, first_sample + tile.first, random);",
            ),
            ("visited", "let visited = tile.part(first_sample);"),
        ] {
            if body.mentions(word) {
                writer.line(line);
            }
        }
        for input in names.inputs(phase.calls.iter()) {
            let variable = names.variable(Operand::Input(input));
            let width = self.schedule.plan.len(self.schedule.plan.inputs[input]);
            writer.line(format!(
                "let {variable} = tile.rows({variable}, {});",
                digits(width)
            ));
        }
        let mut fields: Vec<&str> = ["gradients", "sums", "objective_sums"]
            .into_iter()
            .filter(|field| body.mentions(field))
            .collect();
        if body.mentions("arena") || body.mentions("scratch") {
            fields.insert(0, "arena");
        }
        if !fields.is_empty() {
            writer.line(format!("let Tile {{ {}, .. }} = tile;", fields.join(", ")));
        }
        if body.mentions("scratch") {
            let arena = if body.mentions("buffers") {
                "arena"
            } else {
                "_"
            };
            writer.line(format!(
                "let ({arena}, scratch) = arena.split_at_mut({});",
                self.schedule.memory.arena
            ));
        }
        writer.line(body.finish());
        writer.line("});");
        writer.line("}");
        for &settled in &phase.settles {
            self.settle(settled, false, writer);
        }
        for &settled in &phase.settles_backward {
            self.settle(settled, true, writer);
        }
    }

    fn call(&self, call: &Call, names: &Names<'_>, writer: &mut Writer) {
        match call {
            Call::Forward {
                operation: index,
                inputs,
                outputs,
                saved,
            } => {
                let operation = self.operation(*index);
                writer.line(format!("// {}", comment(self.schedule, operation)));
                let block = names.open(call, writer);
                let mut text = format!(
                    "{}.forward(at.forward(&{}, &mut {})",
                    constant_name(operation),
                    names.shared(inputs),
                    names.exclusive(outputs)
                );
                text += &self.shared_fields(*index);
                if !saved.is_empty() {
                    text += &format!(".saved(&mut {})", names.exclusive(saved));
                }
                writer.line(text + ");");
                if block {
                    writer.line("}");
                }
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
                let block = names.open(call, writer);
                writer.line(format!(
                    "{}.gather(samples, &{}, &mut sums[{}]);",
                    constant_name(operation),
                    names.shared(inputs),
                    range(&place.sums.into(), &sums.into())
                ));
                if block {
                    writer.line("}");
                }
            }
            Call::Visit {
                output,
                prediction,
                cotangent,
            } => {
                let port = &self.schedule.plan.outputs[*output];
                writer.line(format!("// Loss and metrics of {}.", port.name));
                let block = names.open(call, writer);
                writer.line(format!(
                    "visit(objective, {output}, Tail::{:?}, visited, {}, {}, {}, objective_sums);",
                    port.tail,
                    digits(port.shape.len()),
                    names.variable(*prediction),
                    names.variable(*cotangent)
                ));
                if block {
                    writer.line("}");
                }
            }
            Call::Backward { .. } => self.backward(call, names, writer),
        }
    }

    /// Parameters, scratch, state and statistics, as far as the operation has them.
    fn shared_fields(&self, index: usize) -> String {
        let plan = &self.schedule.plan;
        let layer = self.operation(index).layer;
        let mut text = format!(
            ".with({}, scratch)",
            parameters_text(plan, &self.regions, layer)
        );
        if let Some(state) = state_text(plan, &self.regions, layer) {
            text += &format!(".state(&{state})");
        }
        if let Some(place) = self.coupled(index) {
            text += &format!(".statistics(&{})", self.statistics(index, place));
        }
        text
    }

    fn statistics(&self, index: usize, place: &CoupledPlace) -> String {
        let len = self
            .operation(index)
            .coupled()
            .map_or(0, |coupled| coupled.statistics);
        format!(
            "statistics[{}]",
            range(&place.statistics.into(), &len.into())
        )
    }

    fn backward(&self, call: &Call, names: &Names<'_>, writer: &mut Writer) {
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
        let block = names.open(call, writer);
        let constant = constant_name(operation);
        let targets: Vec<String> = input_cotangents
            .iter()
            .map(|cotangent| match cotangent {
                CotangentUse::Skip => "InputCotangent::Skip".to_string(),
                CotangentUse::Write(operand) => {
                    format!("InputCotangent::Write({})", names.exclusive_one(*operand))
                }
                CotangentUse::Add(operand) => {
                    format!("InputCotangent::Add({})", names.exclusive_one(*operand))
                }
                CotangentUse::InPlace => "InputCotangent::InPlace".to_string(),
            })
            .collect();
        let mut call = format!(
            "at.backward(&{}, &{}, &mut {}, &mut [{}])",
            names.shared(inputs),
            names.shared(outputs),
            names.exclusive(output_cotangents),
            targets.join(", ")
        );
        call += &self.shared_fields(*index);
        if !saved.is_empty() {
            call += &format!(".saved(&mut {})", names.exclusive(saved));
        }
        if let Some((_, place)) =
            (self.schedule.sharded.iter()).find(|(layer, _)| *layer == operation.layer)
            && operation
                .backward
                .as_ref()
                .is_some_and(|backward| backward.trains)
        {
            let len = self.schedule.plan.trainable_len(operation.layer);
            call += &format!(".gradients(part_mut(gradients, {place}, {len}))");
        }
        let callee = match tail_of(self.schedule, *index) {
            Some((output, tail)) => {
                writer.line(format!(
                    "let operation = if objective.fuses({output}, Tail::{tail:?}) {{ &{} }} else {{ &{constant} }};",
                    from_logits_name(operation)
                ));
                "operation".to_string()
            }
            None => constant,
        };
        match (half, self.coupled(*index)) {
            (Half::Gather, Some(place)) => {
                let len = operation
                    .coupled()
                    .map_or(0, |coupled| coupled.backward_sums);
                let sums = range(&place.backward_sums.into(), &len.into());
                writer.line(format!(
                    "{callee}.gather_backward({call}, &mut sums[{sums}]);"
                ));
            }
            _ => writer.line(format!("{callee}.backward({call});")),
        }
        if block {
            writer.line("}");
        }
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
                format!(
                    "Some(&mut gradients[{}])",
                    range(&self.regions.parameters[operation.layer].1, &len)
                )
            }
        } else {
            state_text(plan, &self.regions, operation.layer)
                .map_or("None".to_string(), |state| format!("Some(&mut {state})"))
        };
        let function = if backward {
            "settle_backward"
        } else {
            "settle"
        };
        writer.line(format!(
            "let in_order = collect_shards(sums, SUMS, {}, settled);",
            range(&start.into(), &len.into())
        ));
        writer.line(format!(
            "{constant}.{function}(batch, in_order, &mut {statistics}, {target});"
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
        writer.line("let mut late = Late { team, batch, gradients, accumulate, workers, worker };");
        for late in &self.schedule.late {
            let operation = self.operation(late.operation);
            let Some(start) = self.regions.parameters.get(operation.layer) else {
                continue;
            };
            writer.line(format!(
                "late.run(&{}, &{}, &{}, &{}, ({}, {}, {}), {});",
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
        let names = self.names(Tile::Literal(1));
        let texts: Vec<String> = operands
            .iter()
            .map(|&operand| match operand {
                Operand::Input(input) => {
                    let width = self.schedule.plan.len(self.schedule.plan.inputs[input]);
                    format!(
                        "whole({}, batch, 0, {})",
                        names.variable(operand),
                        digits(width)
                    )
                }
                Operand::Buffer(buffer) => match &self.schedule.buffers[buffer] {
                    Buffer {
                        place: Place::Batch(offset),
                        len,
                        ..
                    } => {
                        format!("whole(kept, batch, {offset}, {len})")
                    }
                    _ => "&[]".to_string(),
                },
                _ => "&[]".to_string(),
            })
            .collect();
        format!("[{}]", texts.join(", "))
    }
}
