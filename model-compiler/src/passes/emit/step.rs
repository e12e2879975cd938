//! The training step: one pass of all samples through each phase, the barriers between them, and the late products.

mod backward;
mod gradients;

use super::operands::Names;
use super::operations::{comment, constant_name};
use super::regions::{self, Regions, parameters_text, tensors_text};
use super::{Writer, range};
use crate::ir::operation::Kind;
use crate::ir::plan::PlanOperation;
use crate::ir::schedule::{Call, GatheredPlace, Operand, PhaseGrid, Schedule};
use crate::ir::size::digits;
use std::collections::BTreeSet;

/// `fn step`.
pub fn step(schedule: &Schedule, writer: &mut Writer) {
    let emitter = StepEmitter {
        schedule,
        regions: regions::regions(&schedule.plan),
    };
    let mut body = Writer::default();
    emitter.start(&mut body);
    emitter.phases(&mut body);
    for index in 0..schedule.phases.len() {
        body.line("");
        emitter.phase(index, &mut body);
    }
    emitter.observed(&mut body);
    emitter.shards(&mut body);
    emitter.late(&mut body);
    writer.line("// A pair of numbers says where something begins and how long it is: parameters and state in");
    writer
        .line("// their regions, statistics and sums in theirs, values in the memory of a sample.");
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

    fn gathered(&self, index: usize) -> Option<&GatheredPlace> {
        self.schedule
            .gathered
            .iter()
            .find(|place| place.operation == index)
    }

    /// Takes the arguments apart, as far as the body uses them.
    fn prologue(&self, body: &Writer, writer: &mut Writer) {
        let memory = &self.schedule.memory;
        let plan = &self.schedule.plan;
        let names = self.names();
        writer.line(format!("const SUMS: usize = {};", memory.sums));
        writer.line(format!("const SHARD: usize = {};", memory.shard));
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
        if !self.schedule.memory.sums.is_zero() {
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
                writer.line(format!("// {}", comment(&self.schedule.plan, operation)));
                names.declare(call, declared, writer);
                let constant = constant_name(operation);
                let (inputs, outputs) = (names.list(inputs), names.list(outputs));
                let parameters = self.parameters(*index);
                writer.line(match self.tensors(*index, None) {
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
                let Some(place) = self.gathered(*index) else {
                    return;
                };
                let operation = self.operation(*index);
                let sums = format!("({}, {})", place.sums, place.sizes.sums);
                names.declare(call, declared, writer);
                let (constant, inputs) = (constant_name(operation), names.list(inputs));
                writer.line(match operation.operation.kind {
                    Kind::User { .. } => {
                        let plan = &self.schedule.plan;
                        let tensors = tensors_text(plan, &self.regions, operation, None, None);
                        let tensors = tensors
                            .unwrap_or_else(|| format!("Tensors::of({})", self.parameters(*index)));
                        format!("pass.gather_with({constant}, {inputs}, {tensors}, {sums});")
                    }
                    _ => format!("pass.gather({constant}, {inputs}, {sums});"),
                });
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

    /// Parameters, state, statistics and what is absorbed, if it isn't parameters alone.
    fn tensors(&self, index: usize, absorbed_gradients: Option<String>) -> Option<String> {
        let statistics = (self.operation(index).coupled())
            .and_then(|_| self.gathered(index))
            .map(statistics_text);
        tensors_text(
            &self.schedule.plan,
            &self.regions,
            self.operation(index),
            statistics,
            absorbed_gradients,
        )
    }

    /// `Some((0, 64))`: where the gradients of a layer lie in a shard's, if they are summed there.
    fn shard_gradients(&self, layer: usize) -> Option<String> {
        let (_, place) = (self.schedule.sharded.iter()).find(|(sharded, _)| *sharded == layer)?;
        let len = self.schedule.plan.trainable_len(layer);
        Some(format!("Some(({place}, {len}))"))
    }

    /// After the last phase, sums that couple no samples become state.
    fn observed(&self, writer: &mut Writer) {
        for &index in &self.schedule.observed {
            self.settle(index, false, writer);
        }
    }
}

/// Where an operation's statistics lie.
fn statistics_text(place: &GatheredPlace) -> String {
    format!("({}, {})", place.statistics, place.sizes.statistics)
}
