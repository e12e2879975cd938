//! The prediction: tiles of samples through all operations, in inference mode.

use super::Writer;
use super::items::{self, parameters_text, state_text};
use super::operands::{Names, Tile};
use super::operations::{comment, constant_name};
use crate::ir::schedule::{Buffer, Call, Operand, Place, Schedule};
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
    let used: Vec<&str> = ["trainable", "frozen", "state"]
        .into_iter()
        .filter(|region| body.mentions(region))
        .collect();
    let rest = if used.len() < 3 { ", .." } else { "" };
    if !used.is_empty() {
        writer.line(format!(
            "let Regions {{ {}{rest} }} = regions(self);",
            used.join(", ")
        ));
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
    writer.line(
        "team.segment(samples, Grid::Blocks(capacity), rows, Private::arenas(workers, arena), |tile, rows| {",
    );
    let inputs: Vec<String> = (0..plan.inputs.len())
        .map(|input| {
            let width = plan.len(plan.inputs[input]);
            format!(
                "tile.rows({}, {})",
                names.variable(Operand::Input(input)),
                digits(width)
            )
        })
        .collect();
    writer.line(format!("let inputs = [{}];", inputs.join(", ")));
    let end = match schedule.memory.predict_arena.known() {
        Some(0) => "0".to_string(),
        Some(1) => "capacity".to_string(),
        _ => format!("{} * capacity", schedule.memory.predict_arena),
    };
    writer.line(format!(
        "let (arena, scratch) = tile.arena.split_at_mut({end});"
    ));
    writer.line("let at = At::inference(tile.samples);");
    writer.line("let buffers = Buffers::new(tile.samples, capacity, inputs, rows, arena);");
    writer.line("let mut pass = Pass { at, buffers, scratch };");
    writer.line(body.finish());
    writer.line("});");
    writer.line("}");
}

/// The calls on one tile. Each value is declared where it is made, with its place.
fn calls(schedule: &Schedule, names: &Names<'_>, writer: &mut Writer) {
    let plan = &schedule.plan;
    let regions = items::regions(plan);
    let variables = |operands: &[Operand]| {
        let texts: Vec<String> = operands
            .iter()
            .map(|&operand| match operand {
                Operand::None => "Place::None".to_string(),
                _ => names.variable(operand),
            })
            .collect();
        format!("[{}]", texts.join(", "))
    };
    for input in names.inputs(schedule.predict.iter()) {
        let variable = names.variable(Operand::Input(input));
        writer.line(format!("let {variable} = Place::Input({input});"));
    }
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
        for &output in outputs {
            let place = match output {
                Operand::Buffer(buffer) => match &names.buffers[buffer] {
                    Buffer {
                        place: Place::Arena(offset),
                        len,
                        ..
                    } => format!("Place::At({offset}, {len})"),
                    _ => continue,
                },
                Operand::Output(output) => format!("Place::Rows({output})"),
                _ => continue,
            };
            writer.line(format!("let {} = {place};", names.variable(output)));
        }
        let state = state_text(plan, &regions, operation.layer);
        writer.line(format!(
            "pass.forward(&{}, {}, {}, {}, {});",
            constant_name(operation),
            variables(inputs),
            variables(outputs),
            parameters_text(plan, &regions, operation.layer),
            state.unwrap_or_else(|| "&[]".to_string())
        ));
    }
}
