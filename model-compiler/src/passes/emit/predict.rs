//! The prediction: tiles of samples through all operations, in inference mode.

use super::Writer;
use super::operands::Names;
use super::operations::{comment, constant_name};
use super::regions::{self, parameters_text, tensors_text};
use crate::ir::schedule::{Call, Operand, Schedule};
use crate::ir::size::digits;
use std::collections::BTreeSet;

/// `fn infer`.
pub fn infer(schedule: &Schedule, writer: &mut Writer) {
    let plan = &schedule.plan;
    let names = Names {
        schedule,
        buffers: &schedule.predict_buffers,
    };
    let tile = schedule.predict_tile;
    writer.line("fn infer(&self, call: Infer<'_>) {");
    writer.line("let Infer { team, samples, inputs, outputs, workers } = call;");
    let inputs: Vec<String> = (0..plan.inputs.len())
        .map(|input| names.variable(Operand::Input(input)))
        .collect();
    let outputs: Vec<String> = (0..plan.outputs.len())
        .map(|output| names.variable(Operand::Output(output)))
        .collect();
    writer.line(format!(
        "let [{}] = input_slices(inputs);",
        inputs.join(", ")
    ));
    writer.line(format!(
        "let [{}] = input_slices_mut(outputs);",
        outputs.join(", ")
    ));
    let mut body = Writer::default();
    calls(schedule, &names, &mut body);
    writer.line("let (parameters, state) = parameters_and_state(self);");
    writer.line("let (capacity, arena) = if samples == 1 {");
    writer.line("(1, Self::PREDICT_MEMORY.single)");
    writer.line("} else {");
    writer.line(format!("({tile}, Self::PREDICT_MEMORY.worker)"));
    writer.line("};");
    let inputs: Vec<String> = inputs
        .iter()
        .zip(&plan.inputs)
        .map(|(name, &value)| format!("({name}, {})", digits(plan.len(value))))
        .collect();
    let values = match schedule.memory.predict_arena.known() {
        Some(0) => "0".to_string(),
        Some(1) => "capacity".to_string(),
        _ => format!("{} * capacity", schedule.memory.predict_arena),
    };
    for line in [
        "let mut phases = Phases {",
        "team,",
        "at: At::inference(samples),",
        &format!("inputs: &[{}],", inputs.join(", ")),
        "parameters,",
        "state: State::Fixed(state),",
        "statistics: &mut [],",
        &format!("arena: {values},"),
        "private: Private::arenas(workers, arena),",
        "settled: &mut [],",
        "};",
    ] {
        writer.line(line);
    }
    names.inputs(schedule.predict.iter(), writer);
    let rows = plan.outputs.iter().zip(&outputs).map(|(output, name)| {
        let width = digits(output.shape.len());
        format!("Rows {{ values: {name}, width: {width} }}")
    });
    let rows: Vec<String> = rows.collect();
    writer.line(format!("let buffers = [{}];", rows.join(", ")));
    writer.line("phases.run(Grid::Blocks(capacity), buffers, &|pass| {");
    writer.line(format!("let [{}] = Place::rows();", outputs.join(", ")));
    writer.line(body.finish());
    writer.line("});");
    writer.line("}");
}

/// The calls on one tile.
fn calls(schedule: &Schedule, names: &Names<'_>, writer: &mut Writer) {
    let plan = &schedule.plan;
    let regions = regions::regions(plan);
    let mut declared = BTreeSet::new();
    for call in &schedule.predict {
        let Call::Forward {
            operation: index,
            inputs,
            outputs,
            ..
        } = call
        else {
            continue;
        };
        let operation = &plan.operations[*index];
        writer.line(format!("// {}", comment(plan, operation)));
        names.declare(call, &mut declared, writer);
        let constant = constant_name(operation);
        let (inputs, outputs) = (names.list(inputs), names.list(outputs));
        let parameters = parameters_text(plan, &regions, operation.layer);
        writer.line(match tensors_text(plan, &regions, operation, None, None) {
            None => format!("pass.forward({constant}, {inputs}, {outputs}, {parameters});"),
            Some(tensors) => {
                format!("pass.forward_with({constant}, {inputs}, {outputs}, [], {tensors});")
            }
        });
    }
}
