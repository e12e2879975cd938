//! The prediction: tiles of samples through all operations, in inference mode.

use super::Writer;
use super::items::{self, parameters_text, state_text};
use super::operands::{Names, Tile};
use super::operations::{comment, constant_name};
use crate::ir::schedule::{Call, Operand, Schedule};
use crate::ir::size::digits;

/// `fn infer`.
pub fn infer(schedule: &Schedule, writer: &mut Writer) {
    let plan = &schedule.plan;
    let names = Names {
        schedule,
        buffers: &schedule.predict_buffers,
        tile: Tile::Variable,
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
    let regions = ["trainable", "frozen", "state"]
        .map(|region| if body.mentions(region) { region } else { "_" });
    if regions != ["_"; 3] {
        writer.line(format!("let [{}] = regions(self);", regions.join(", ")));
    }
    writer.line("let (capacity, arena) = if samples == 1 {");
    writer.line("(1, Self::PREDICT_MEMORY.single)");
    writer.line("} else {");
    writer.line(format!("({tile}, Self::PREDICT_MEMORY.worker)"));
    writer.line("};");
    writer.line("let rows = [");
    for (place, output) in plan.outputs.iter().enumerate() {
        writer.line(format!(
            "Rows {{ values: {}, width: {} }},",
            names.variable(Operand::Output(place)),
            digits(output.shape.len())
        ));
    }
    writer.line("];");
    writer.line(format!(
        "team.segment(samples, Grid::Blocks(capacity), rows, Private::arenas(workers, arena), |tile, [{}]| {{",
        outputs.join(", ")
    ));
    if body.mentions("samples") {
        writer.line("let samples = tile.samples;");
    }
    writer.line("let at = At::inference(tile.samples);");
    for input in names.inputs(schedule.predict.iter()) {
        let variable = names.variable(Operand::Input(input));
        writer.line(format!(
            "let {variable} = tile.rows({variable}, {});",
            digits(plan.len(plan.inputs[input]))
        ));
    }
    if body.mentions("scratch") {
        let arena = if body.mentions("buffers") {
            "arena"
        } else {
            "_"
        };
        let end = match schedule.memory.predict_arena.known() {
            Some(0) => "0".to_string(),
            Some(1) => "capacity".to_string(),
            _ => format!("{} * capacity", schedule.memory.predict_arena),
        };
        writer.line(format!(
            "let ({arena}, scratch) = tile.arena.split_at_mut({end});"
        ));
    }
    writer.line(body.finish());
    writer.line("});");
    writer.line("}");
}

/// The calls on one tile.
fn calls(schedule: &Schedule, names: &Names<'_>, writer: &mut Writer) {
    let plan = &schedule.plan;
    let regions = items::regions(plan);
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
        writer.line(format!("// {}", comment(schedule, operation)));
        let block = names.open(call, writer);
        let mut text = format!(
            "{}.forward(at.forward(&{}, &mut {}).with({}, scratch)",
            constant_name(operation),
            names.shared(inputs),
            names.exclusive(outputs),
            parameters_text(plan, &regions, operation.layer)
        );
        if let Some(state) = state_text(plan, &regions, operation.layer) {
            text += &format!(".state(&{state})");
        }
        writer.line(text + ");");
        if block {
            writer.line("}");
        }
    }
}
