//! The deployed form: a struct of its own, its table with the origins of its tensors, and one straight call for each
//! operation.

use super::Writer;
use super::items::{distinct, sample_type, self_alias, table_of, tensor_type};
use super::operations::{comment, constant, constant_name};
use crate::ir::deployed::{Deployed, DeployedTensor};
use crate::ir::operation::Operation;
use crate::ir::plan::Plan;
use crate::ir::schedule::{Call, Operand};
use crate::ir::size::{Size, digits};
use formwork_shape_rules::Shape;
use formwork_shape_rules::fold::{FoldedNormalization, Origin};
use std::collections::{BTreeMap, BTreeSet};

/// What the struct is called in the scope of the generated code.
pub fn name(plan: &Plan) -> String {
    format!("Deployed{}", plan.bare_name())
}

/// The struct with its implementation. `trained` is the plan of the form that is trained, whose constants are used again
/// where they are the same.
pub fn deployed(deployed: &Deployed, trained: &Plan, writer: &mut Writer) {
    structure(deployed, writer);
    let plan = &deployed.plan;
    // The trait by its path: a model may be called `Model`.
    writer.line(format!(
        "impl ::formwork::deployed::DeployedModel for {} {{",
        name(plan)
    ));
    items(deployed, writer);
    run(deployed, trained, writer);
    writer.line("}");
}

/// One field for each tensor.
fn structure(deployed: &Deployed, writer: &mut Writer) {
    let plan = &deployed.plan;
    let model = plan.bare_name();
    let name = name(plan);
    writer.line("");
    writer.line(format!(
        "/// `{model}` as it is deployed: the tensors that inference needs."
    ));
    if model.starts_with(|first: char| !first.is_uppercase()) || model.contains('_') {
        writer.line("#[allow(non_camel_case_types)] // made from the model's name");
    }
    writer.line("#[repr(C)]");
    // As visible as the model: its type is part of this one's interface, and the other way round.
    let visibility = &plan.graph.header.visibility;
    writer.line(format!("{visibility} struct {name} {{").trim_start());
    let mut taken = BTreeSet::new();
    let mut field = |text: String, words: String, kind: String, writer: &mut Writer| {
        let plain = text.replace(|c: char| !c.is_alphanumeric(), "_");
        let field = distinct(&plain, &mut taken);
        writer.line(format!("/// {words}"));
        writer.line(format!("pub {field}: {kind},"));
    };
    let mut is_empty = true;
    for tensor in &deployed.tensors {
        is_empty = false;
        let full = deployed.tensor_name(tensor);
        let words = format!("`{full}`, of shape {}.", tensor.shape);
        field(full, words, tensor_type("", tensor.shape), writer);
    }
    for (layer, alias) in users(plan) {
        is_empty = false;
        let layer = &plan.graph.layers[layer].name;
        let words = format!("The tensors of `{layer}`, one after the other.");
        let kind =
            format!("[f32; <{alias} as Layer>::PARAMETERS_LEN + <{alias} as Layer>::STATE_LEN]");
        field(layer.clone(), words, kind, writer);
    }
    if is_empty {
        writer.line("/// Nothing was trained.");
        writer.line("pub nothing: [f32; 0],");
    }
    writer.line("}");
    writer.line("");
    writer.line("#[allow(unsafe_code)] // nothing but tensors, one after the other");
    writer.line(format!(
        "unsafe impl ::formwork::plain::Plain for {name} {{}}"
    ));
    writer.line("");
}

/// The users' layers, with the names of their types.
fn users(plan: &Plan) -> impl Iterator<Item = (usize, String)> {
    (0..plan.graph.layers.len()).filter_map(|layer| Some((layer, plan.user_alias(layer)?)))
}

/// Whether two operations are the same in inference.
fn same(one: &Operation, other: &Operation) -> bool {
    let inferring = |operation: &Operation| {
        operation.epilogue.as_ref().map(|epilogue| {
            let activation = epilogue.activation.clone();
            (epilogue.residual, activation)
        })
    };
    one.fields == other.fields && inferring(one) == inferring(other)
}

/// The constants that the trained form doesn't have, or has otherwise.
fn constants(deployed: &Deployed, trained: &Plan, writer: &mut Writer) {
    let trained = trained.operations.iter();
    let trained: BTreeMap<&str, &Operation> = trained
        .map(|operation| (&*operation.name, &operation.operation))
        .collect();
    for operation in &deployed.plan.operations {
        let other = trained.get(&*operation.name);
        if !other.is_some_and(|other| same(&operation.operation, other)) {
            let name = constant_name(operation);
            constant(&deployed.plan, operation, &name, writer);
        }
    }
}

/// Everything but the function that computes.
fn items(deployed: &Deployed, writer: &mut Writer) {
    let plan = &deployed.plan;
    let inputs = plan.inputs.iter();
    let inputs: Vec<Shape> = inputs.map(|&input| plan.values[input].shape).collect();
    let outputs: Vec<Shape> = plan.outputs.iter().map(|output| output.shape).collect();
    let scratch = Size::Known(deployed.arena).plus(&deployed.scratch);
    writer.line(format!("type Trained = {};", self_alias(plan)));
    writer.line(format!("type Input = {};", sample_type("", &inputs)));
    writer.line(format!("type Output = {};", sample_type("", &outputs)));
    writer.line(match scratch.known() {
        Some(_) => format!("type Scratch = Scratch<{scratch}>;"),
        None => format!("type Scratch = Scratch<{{ {scratch} }}>;"),
    });
    writer.line("");
    tables(deployed, writer);
    writer.line(format!("const MACS: u64 = {};", super::items::macs(plan)));
    writer.line(format!("const SCRATCH: usize = {scratch};"));
    let buffers = deployed.buffers.iter().map(|buffer| {
        format!(
            "buffer({:?}, ({}, {}), ({}, {}))",
            deployed.buffer_name(buffer),
            digits(buffer.offset),
            digits(buffer.len),
            buffer.first,
            buffer.last
        )
    });
    table_of(
        "const BUFFERS: &'static [Buffer]",
        buffers.collect(),
        writer,
    );
    let calls = plan.operations.iter();
    let calls = calls.map(|operation| format!("{:?}", operation.fused.join(" + ")));
    table_of(
        "const CALLS: &'static [&'static str]",
        calls.collect(),
        writer,
    );
    writer.line("");
}

/// `TABLE` and `ORIGINS`.
fn tables(deployed: &Deployed, writer: &mut Writer) {
    let plan = &deployed.plan;
    let trained = self_alias(plan);
    let layers = plan.graph.layers.iter();
    let built_in: usize = layers.map(|layer| layer.parameters.len()).sum();
    let is_as_trained = built_in == deployed.tensors.len()
        && (deployed.tensors.iter().enumerate())
            .all(|(place, tensor)| tensor.origin == Origin::Copied { tensor: place });
    if is_as_trained {
        for line in [
            "const TABLE: &'static [TensorEntry] = {",
            &format!("const ALL: &[TensorEntry] = {trained}::TABLE;"),
            "&deployed_table::<{ ALL.len() }>(ALL)",
            "};",
            &format!(
                "const ORIGINS: &'static [Origin] = &copies::<{{ {trained}::TABLE.len() }}>(0);"
            ),
        ] {
            writer.line(line);
        }
        return;
    }
    let tensors = deployed.tensors.iter().map(|tensor| {
        let name = deployed.tensor_name(tensor);
        let offset = digits(tensor.offset);
        format!("deployed({name:?}, &{}, {offset})", tensor.shape)
    });
    let tensors = tensors.collect();
    let has_users = users(plan).next().is_some();
    if has_users {
        let behind = deployed.tensors.len();
        writer.line("const TABLE: &'static [TensorEntry] = {");
        table_of("const BUILT_IN: &[TensorEntry]", tensors, writer);
        writer.line(format!("const ALL: &[TensorEntry] = {trained}::TABLE;"));
        writer.line(format!(
            "&deployed_table_with::<{{ ALL.len() - {built_in} + {behind} }}>(BUILT_IN, ALL, {built_in})"
        ));
        writer.line("};");
    } else {
        table_of("const TABLE: &'static [TensorEntry]", tensors, writer);
    }
    let normalizations = normalizations(deployed);
    writer.line("const ORIGINS: &'static [Origin] = {");
    for (place, normalization) in normalizations.iter().enumerate() {
        let FoldedNormalization {
            gamma,
            beta,
            mean,
            variance,
            epsilon,
        } = normalization;
        writer.line(format!(
            "const NORMALIZATION_{}: FoldedNormalization = FoldedNormalization {{ gamma: {gamma:?}, beta: {beta:?}, mean: {mean}, variance: {variance}, epsilon: {epsilon:?} }};",
            place + 1
        ));
    }
    let origins = deployed
        .tensors
        .iter()
        .map(|tensor| origin(tensor, &normalizations));
    table_of("const ALL: &[Origin]", origins.collect(), writer);
    writer.line(match has_users {
        true => format!("&origins_with::<{{ Self::TABLE.len() }}>(ALL, {built_in})"),
        false => "ALL".to_string(),
    });
    writer.line("};");
}

/// The normalizations that tensors are made with, each once.
fn normalizations(deployed: &Deployed) -> Vec<FoldedNormalization> {
    let mut found = Vec::new();
    for tensor in &deployed.tensors {
        let (Origin::Scaled { normalization, .. }
        | Origin::Bias { normalization, .. }
        | Origin::Scale { normalization }
        | Origin::Shift { normalization }) = tensor.origin
        else {
            continue;
        };
        if !found.contains(&normalization) {
            found.push(normalization);
        }
    }
    found
}

/// A tensor's origin as Rust source.
fn origin(tensor: &DeployedTensor, normalizations: &[FoldedNormalization]) -> String {
    let name = |normalization: &FoldedNormalization| {
        let place = normalizations
            .iter()
            .position(|other| other == normalization);
        format!("NORMALIZATION_{}", place.map_or(0, |place| place + 1))
    };
    match &tensor.origin {
        Origin::Copied { tensor } => format!("copied({tensor})"),
        Origin::Scaled {
            kernel,
            inner,
            normalization,
        } => format!("scaled({kernel}, {inner}, {})", name(normalization)),
        Origin::Bias {
            bias,
            normalization,
        } => format!(
            "Origin::Bias {{ bias: {bias:?}, normalization: {} }}",
            name(normalization)
        ),
        Origin::Scale { normalization } => {
            format!("Origin::Scale {{ normalization: {} }}", name(normalization))
        }
        Origin::Shift { normalization } => {
            format!("Origin::Shift {{ normalization: {} }}", name(normalization))
        }
    }
}

/// The calls.
fn run(deployed: &Deployed, trained: &Plan, writer: &mut Writer) {
    let plan = &deployed.plan;
    let lens = |shapes: &mut dyn Iterator<Item = Shape>| {
        let lens: Vec<String> = shapes.map(|shape| digits(shape.len())).collect();
        lens.join(", ")
    };
    let inputs = lens(&mut plan.inputs.iter().map(|&input| plan.values[input].shape));
    let outputs = lens(&mut plan.outputs.iter().map(|output| output.shape));
    writer.line("#[inline]");
    writer.line(
        "fn run(&self, inputs: &[&[f32]], scratch: &mut [f32], outputs: &mut [&mut [f32]]) {",
    );
    constants(deployed, trained, writer);
    writer.line(format!("let scratch = (scratch, {});", deployed.scratch));
    writer.line(format!("let lens = ([{inputs}], [{outputs}]);"));
    writer.line(format!(
        "let pass = Inferring::<{}, {}, {}>::new(self, inputs, scratch, outputs, lens);",
        plan.inputs.len(),
        plan.outputs.len(),
        digits(deployed.arena)
    ));
    writer.line("let Some(mut pass) = pass else {");
    writer.line("return;");
    writer.line("};");
    for call in &deployed.calls {
        let Call::Forward {
            operation,
            inputs,
            outputs,
            ..
        } = call
        else {
            continue;
        };
        let described = &plan.operations[*operation];
        writer.line(format!("// {}", comment(plan, described)));
        let parameters = |layer: usize| {
            let (start, len) = &deployed.parameters[layer];
            let start = if len.is_zero() { &Size::ZERO } else { start };
            format!("({start}, {len})")
        };
        let mut arguments = vec![
            constant_name(described),
            operands(deployed, inputs),
            operands(deployed, outputs),
            parameters(described.layer),
        ];
        arguments.extend(described.absorbed.map(parameters));
        let function = match described.absorbed {
            Some(_) => "infer_absorbed",
            None => "infer",
        };
        writer.line(format!("pass.{function}({});", arguments.join(", ")));
    }
    writer.line("}");
}

/// `[Operand::At(0, 512)]`
fn operands(deployed: &Deployed, operands: &[Operand]) -> String {
    let text = |operand: &Operand| match *operand {
        Operand::Input(input) => format!("Operand::Input({input})"),
        Operand::Output(output) => format!("Operand::Output({output})"),
        Operand::Buffer(buffer) => {
            let buffer = &deployed.buffers[buffer];
            format!(
                "Operand::At({}, {})",
                digits(buffer.offset),
                digits(buffer.len)
            )
        }
        Operand::InputGradient(_) | Operand::None => "Operand::InPlace".to_string(),
    };
    let texts: Vec<String> = operands.iter().map(text).collect();
    format!("[{}]", texts.join(", "))
}
