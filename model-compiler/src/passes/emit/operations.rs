//! One constant for each operation: the runtime's struct with literal dimensions.

use super::writer::Writer;
use crate::ir::operation::{ActivationFunction, Epilogue, Kind};
use crate::ir::plan::{Plan, PlanOperation, Tail};
use crate::ir::schedule::Schedule;
use crate::passes::schedule::identifier;

/// Constants that generated code uses for itself.
const RESERVED: &[&str] = &[
    "ALL",
    "BUILT_IN",
    "FROZEN",
    "INPUTS",
    "MACS",
    "NAME",
    "NAMES",
    "NAMES_LEN",
    "OUTPUTS",
    "OWN",
    "ROWS",
    "SHARD",
    "SHARDS",
    "STATE",
    "SUMS",
    "TABLE",
    "TRAINABLE",
];

/// The constant's name: the operation's in capitals.
pub fn constant_name(operation: &PlanOperation) -> String {
    let plain = identifier(&operation.name);
    let name = plain.to_uppercase();
    let has_capitals = plain.chars().any(char::is_uppercase);
    if has_capitals || RESERVED.contains(&name.as_str()) {
        // `a` and `A` are different names of the user's.
        return format!("{name}_{}", operation.layer);
    }
    name
}

/// The name of the constant without its tail's activation, for a loss that fuses with it.
pub fn from_logits_name(operation: &PlanOperation) -> String {
    format!("{}_FROM_LOGITS", constant_name(operation))
}

/// `dense_1 + dropout_1: [784] → [512]`
pub fn comment(plan: &Plan, operation: &PlanOperation) -> String {
    let shapes = |values: &[usize]| {
        let shapes: Vec<String> = values
            .iter()
            .map(|&value| plan.values[value].shape.to_string())
            .collect();
        shapes.join(", ")
    };
    let inputs: Vec<String> = operation
        .input_shapes
        .iter()
        .map(ToString::to_string)
        .collect();
    format!(
        "{}: {} → {}",
        operation.fused.join(" + "),
        inputs.join(", "),
        shapes(&operation.outputs)
    )
}

/// Whether the operation makes an output whose activation a loss may fuse with.
pub fn tail_of(schedule: &Schedule, index: usize) -> Option<(usize, Tail)> {
    let outputs = &schedule.plan.operations[index].outputs;
    schedule
        .plan
        .outputs
        .iter()
        .enumerate()
        .find(|(_, output)| output.tail != Tail::Other && outputs.contains(&output.value))
        .map(|(place, output)| (place, output.tail))
}

/// All constants.
pub fn constants(schedule: &Schedule, writer: &mut Writer) {
    let plan = &schedule.plan;
    for (index, operation) in plan.operations.iter().enumerate() {
        writer.line(format!("// {}", comment(plan, operation)));
        let name = constant_name(operation);
        constant(plan, operation, &name, writer);
        if tail_of(schedule, index).is_some()
            && let Kind::BuiltIn(kind) = &operation.operation.kind
        {
            writer.line(format!(
                "const {}: {kind} = {kind} {{ epilogue: Epilogue {{ activation: Activation::Linear, ..{name}.epilogue }}, ..{name} }};",
                from_logits_name(operation)
            ));
        }
        writer.line("");
    }
}

/// The constant of one operation, under this name.
pub fn constant(plan: &Plan, operation: &PlanOperation, name: &str, writer: &mut Writer) {
    let (kind, of) = match &operation.operation.kind {
        Kind::User { .. } => {
            let alias = plan.user_alias(operation.layer).unwrap_or_default();
            writer.line(format!("const {name}: UserLayer<{alias}> = UserLayer {{"));
            writer.line(format!("layer: {alias}Constant,"));
            for (field, value) in &operation.operation.fields {
                writer.line(format!("{field}: {value},"));
            }
            writer.line("};");
            return;
        }
        Kind::Lambda(closure) => {
            let inputs = closure.kept.inputs.len();
            (
                "Lambda",
                format!("Lambda<{}, {inputs}>", closure.placeholder()),
            )
        }
        Kind::BuiltIn(kind) => (*kind, kind.to_string()),
    };
    writer.line(format!("const {name}: {of} = {kind} {{"));
    for (field, value) in &operation.operation.fields {
        writer.line(format!("{field}: {value},"));
    }
    if let Some(epilogue) = &operation.operation.epilogue {
        let saves = operation
            .backward
            .as_ref()
            .is_some_and(|backward| backward.saves_activation_input);
        writer.line(format!("epilogue: {},", epilogue_text(epilogue, saves)));
    }
    writer.line("};");
}

fn epilogue_text(epilogue: &Epilogue, save_input: bool) -> String {
    if *epilogue == Epilogue::default() && !save_input {
        return "Epilogue::NONE".to_string();
    }
    let mut fields = Vec::new();
    if epilogue.residual {
        fields.push("residual: true".to_string());
    }
    if let Some(activation) = &epilogue.activation {
        let source = activation.source();
        fields.push(match activation {
            ActivationFunction::Parametric(_) => format!("parametric: Some({source})"),
            _ => format!("activation: {source}"),
        });
    }
    if let Some((rate, node)) = epilogue.dropout {
        fields.push(format!(
            "dropout: Some(DropoutMask {{ rate: {}, node: {node} }})",
            float_text(rate)
        ));
    }
    if save_input {
        fields.push("save_input: true".to_string());
    }
    format!("Epilogue {{ {}, ..Epilogue::NONE }}", fields.join(", "))
}

/// A float as Rust source that reads back as the same number.
pub fn float_text(value: f64) -> String {
    format!("{value:?}").replace("inf", "f32::INFINITY")
}
