//! The struct and the constants of its `Model` implementation.

use super::Writer;
use super::deployed;
use super::regions::{Regions, TensorPlace, regions};
use crate::ir::plan::{Plan, Tail};
use crate::ir::schedule::{Call, Schedule};
use crate::ir::size::{Size, digits};
use crate::layers::hooks::{Hook, Purpose};
use crate::layers::initializers::OWN;
use crate::layers::named::Chosen;
use formwork_shape_rules::Shape;
use std::collections::BTreeSet;

/// `Tensor3<28, 28, 1>` behind a path prefix.
pub fn tensor_type(prefix: &str, shape: Shape) -> String {
    if shape.rank() == 0 {
        return format!("{prefix}Tensor0");
    }
    let dims: Vec<String> = shape.dims().iter().map(ToString::to_string).collect();
    format!("{prefix}Tensor{}<{}>", shape.rank(), dims.join(", "))
}

/// The type of what a model takes or gives: a tensor, or a tuple of tensors.
pub fn sample_type(prefix: &str, shapes: &[Shape]) -> String {
    let types: Vec<String> = shapes
        .iter()
        .map(|&shape| tensor_type(prefix, shape))
        .collect();
    match &*types {
        [only] => only.clone(),
        several => format!("({})", several.join(", ")),
    }
}

/// The struct with its documentation.
pub fn structure(schedule: &Schedule, writer: &mut Writer) {
    let plan = &schedule.plan;
    let header = &plan.graph.header;
    let name = &header.name;
    for (layer, _) in plan.graph.layers.iter().enumerate() {
        if let Some(alias) = plan.user_alias(layer) {
            writer.line("#[doc(hidden)]");
            writer
                .line("#[allow(non_camel_case_types)] // made from the model's name and a number");
            writer.line(format!("type {alias} = {alias}Path;"));
            writer.line("#[doc(hidden)]");
            writer.line("#[allow(non_upper_case_globals)] // the same");
            writer.line(format!("const {alias}Constant: {alias} = {alias}Value;"));
        }
    }
    for text in &header.docs {
        // Four slashes are no documentation.
        let is_plain = |line: &str| !line.starts_with('/') && !line.contains('\r');
        match text.split('\n').all(is_plain) {
            true => (text.split('\n')).for_each(|line| writer.line(format!("///{line}"))),
            false => writer.line(format!("#[doc = {text:?}]")),
        }
    }
    if !header.docs.is_empty() {
        writer.line("///");
    }
    for line in summary_lines(plan) {
        writer.line(format!("/// {line}").trim_end());
    }
    if !header.attributes.is_empty() {
        writer.line(header.attributes.to_string());
    }
    let visibility = header.visibility.to_string().replace("pub (", "pub(");
    let visibility = if visibility.is_empty() {
        visibility
    } else {
        format!("{visibility} ")
    };
    writer.line("#[repr(C)]");
    writer.line(format!("{visibility}struct {name} {{"));
    fields(plan, &visibility, writer);
    writer.line("}");
    writer.line("");
    // In the scope of the code below, the runtime's names come before the user's.
    writer.line("#[doc(hidden)]");
    writer.line("#[allow(non_camel_case_types)] // made from the model's name");
    writer.line(format!("type {} = {name};", self_alias(plan)));
    writer.line("");
    writer.line("#[allow(unsafe_code)] // nothing but tensors, one after the other");
    writer.line(format!(
        "unsafe impl ::formwork::plain::Plain for {name} {{}}"
    ));
    writer.line("");
}

/// One field for each tensor, in the order of the regions: trained, frozen, state.
fn fields(plan: &Plan, visibility: &str, writer: &mut Writer) {
    let regions = regions(plan);
    let mut fields: Vec<(usize, &Size, String, String, String)> = Vec::new();
    let place = |region: &str| {
        ["Trainable", "Frozen", "State"]
            .iter()
            .position(|&name| name == region)
            .unwrap_or(0)
    };
    for tensor in &regions.tensors {
        let parameter = &tensor.instance.parameters[tensor.parameter];
        let layer = &tensor.instance.name;
        let field =
            format!("{layer}_{}", parameter.name).replace(|c: char| !c.is_alphanumeric(), "_");
        let words = format!(
            "`{layer}.{}`, of shape {}.",
            parameter.name, parameter.shape
        );
        let kind = tensor_type("::formwork::tensor::", parameter.shape);
        fields.push((place(tensor.region), &tensor.offset, field, words, kind));
    }
    for (layer, instance) in plan.graph.layers.iter().enumerate() {
        if let Some(alias) = plan.user_alias(layer) {
            let (region, offset) = &regions.parameters[layer];
            let field = instance.name.replace(|c: char| !c.is_alphanumeric(), "_");
            let words = format!("The tensors of `{}`, one after the other.", instance.name);
            let kind = format!("[f32; <{alias} as ::formwork::layers::Layer>::PARAMETERS_LEN]");
            fields.push((place(region), offset, field.clone(), words, kind));
            let words = format!(
                "The state of `{}`, one tensor after the other.",
                instance.name
            );
            let kind = format!("[f32; <{alias} as ::formwork::layers::Layer>::STATE_LEN]");
            let state = &regions.state[layer];
            fields.push((place("State"), state, format!("{field}_state"), words, kind));
        }
    }
    // Within a region known offsets ascend, and users' layers, which follow, are in order already.
    fields.sort_by_key(|(region, offset, ..)| (*region, offset.known().unwrap_or(usize::MAX)));
    let mut taken = BTreeSet::new();
    for (.., field, words, kind) in &fields {
        let field = distinct(field, &mut taken);
        writer.line(format!("/// {words}"));
        writer.line(format!("{visibility}{field}: {kind},"));
    }
    if fields.is_empty() {
        writer.line("/// There is nothing to train.");
        writer.line("nothing: [f32; 0],");
    }
}

/// The name itself, or with the first number from 2 that is free: `a/b` and `a_b` are written alike in a field.
pub(super) fn distinct(field: &str, taken: &mut BTreeSet<String>) -> String {
    let mut name = field.to_string();
    let mut number = 1;
    while !taken.insert(name.clone()) {
        number += 1;
        name = format!("{field}_{number}");
    }
    name
}

/// The name of the struct in the scope of the runtime's names.
pub fn self_alias(plan: &Plan) -> String {
    format!("__{}Model", plan.bare_name())
}

/// The summary as a table in Markdown, for the struct's documentation.
fn summary_lines(plan: &Plan) -> Vec<String> {
    let mut lines = vec![
        "| layer | output | parameters | reads |".to_string(),
        "| --- | --- | ---: | --- |".to_string(),
    ];
    for node in &plan.graph.nodes {
        let instance = &plan.graph.layers[node.layer];
        let shapes: Vec<String> = node
            .shapes
            .iter()
            .map(|shape| format!("`{shape}`"))
            .collect();
        let reads: Vec<String> = node
            .inputs
            .iter()
            .map(|input| format!("`{}`", plan.graph.nodes[input.node].name))
            .collect();
        let parameters = match plan.user_alias(node.layer) {
            Some(_) => "its own".to_string(),
            None => instance
                .parameters
                .iter()
                .map(|parameter| parameter.shape.len())
                .sum::<usize>()
                .to_string(),
        };
        lines.push(format!(
            "| `{}` ({}) | {} | {parameters} | {} |",
            node.name,
            instance.keyword,
            shapes.join(", "),
            reads.join(", ")
        ));
    }
    let totals = regions(plan).totals;
    if let [
        Size::Known(trainable),
        Size::Known(frozen),
        Size::Known(state),
    ] = totals
    {
        lines.push(String::new());
        lines.push(format!(
            "{} parameters: {trainable} trained, {frozen} frozen, {state} state.",
            trainable + frozen + state
        ));
    }
    lines
}

/// Everything in `impl Model` but the functions that compute.
pub fn model_items(schedule: &Schedule, writer: &mut Writer) {
    let plan = &schedule.plan;
    let graph = &plan.graph;
    let regions = regions(plan);
    let input_shapes: Vec<Shape> = plan
        .inputs
        .iter()
        .map(|&input| plan.values[input].shape)
        .collect();
    let output_shapes: Vec<Shape> = plan.outputs.iter().map(|output| output.shape).collect();
    writer.line(format!("type Input = {};", sample_type("", &input_shapes)));
    writer.line(format!(
        "type Output = {};",
        sample_type("", &output_shapes)
    ));
    writer.line(format!("type Deployed = {};", deployed::name(plan)));
    writer.line("");
    writer.line(format!(
        "const NAME: &'static str = {:?};",
        graph.header.name.to_string()
    ));
    table(&regions, plan, writer);
    hooks(&regions, plan, Purpose::Regularizer, writer);
    hooks(&regions, plan, Purpose::Constraint, writer);
    let inputs = plan.inputs.iter().map(|&input| {
        let value = &plan.values[input];
        port(&value.name, value.shape, Tail::Other)
    });
    list("const INPUTS: &'static [Port]", inputs.collect(), writer);
    let outputs = (plan.outputs.iter()).map(|output| port(&output.name, output.shape, output.tail));
    list("const OUTPUTS: &'static [Port]", outputs.collect(), writer);
    for (constant, total) in ["TRAINABLE", "FROZEN", "STATE"].iter().zip(&regions.totals) {
        writer.line(format!("const {constant}: usize = {total};"));
    }
    writer.line(format!("const MACS: u64 = {};", macs(plan)));
    let memory = &schedule.memory;
    writer.line("const STEP_MEMORY: StepMemory = StepMemory {");
    writer.line(format!("batch: {},", memory.batch));
    writer.line(format!("worker: {},", memory.arena.plus(&memory.scratch)));
    writer.line(format!("shard: {},", memory.shard));
    writer.line(format!("sums: {},", memory.sums.plus(&memory.largest_sums)));
    writer.line(format!("statistics: {},", memory.statistics));
    writer.line(format!("gradients: {},", memory.gradients));
    writer.line(match memory.largest_batch {
        Some(batch) => format!("largest_batch: {batch},"),
        None => "largest_batch: usize::MAX,".to_string(),
    });
    writer.line("};");
    writer.line("const PREDICT_MEMORY: PredictMemory = PredictMemory {");
    let tile = schedule.predict_tile;
    writer.line(format!(
        "worker: {},",
        memory
            .predict_arena
            .times(tile)
            .plus(&memory.predict_scratch)
    ));
    writer.line(format!(
        "single: {},",
        memory.predict_arena.plus(&memory.single_scratch)
    ));
    writer.line("};");
    computed(schedule, writer);
    writer.line("");
    summary(plan, writer);
    writer.line("");
}

/// What a prediction computes, in order.
fn computed(schedule: &Schedule, writer: &mut Writer) {
    let mut names = Vec::new();
    for call in &schedule.predict {
        if let Call::Forward { operation, .. } = call {
            let fused = schedule.plan.operations[*operation].fused.join(" + ");
            names.push(format!("{fused:?}"));
        }
    }
    table_of("const COMPUTED: &'static [&'static str]", names, writer);
}

/// A constant slice with a line for each element.
pub(super) fn table_of(constant: &str, rows: Vec<String>, writer: &mut Writer) {
    if rows.len() > 1 {
        writer.line("#[rustfmt::skip] // a table");
    }
    list(constant, rows, writer);
}

/// A constant slice.
fn list(constant: &str, elements: Vec<String>, writer: &mut Writer) {
    writer.line(format!("{constant} = &[{}];", elements.join(", ")));
}

fn port(name: &str, shape: Shape, tail: Tail) -> String {
    format!("port({name:?}, &{shape}, Tail::{tail:?})")
}

fn table(regions: &Regions<'_>, plan: &Plan, writer: &mut Writer) {
    let users: Vec<usize> = (0..plan.graph.layers.len())
        .filter(|&layer| plan.user_alias(layer).is_some())
        .collect();
    let tensors = regions.tensors.iter().map(|tensor| {
        let parameter = &tensor.instance.parameters[tensor.parameter];
        let name = &tensor.instance.name;
        let region = tensor.region.to_lowercase();
        format!(
            "{region}({:?}, &{}, {}, {}, {})",
            format!("{name}.{}", parameter.name),
            parameter.shape,
            tensor.offset,
            parameter.unit_axes,
            initializer(plan, tensor)
        )
    });
    let tensors: Vec<String> = tensors.collect();
    let own = own_values(regions, plan, Purpose::Initializer);
    if users.is_empty() && own.is_empty() {
        table_of("const TABLE: &'static [TensorEntry]", tensors, writer);
    } else if users.is_empty() {
        writer.line("const TABLE: &'static [TensorEntry] = {");
        own.iter().for_each(|line| writer.line(line));
        table_of("const ALL: &[TensorEntry]", tensors, writer);
        writer.line("ALL");
        writer.line("};");
    } else {
        writer.line("const TABLE: &'static [TensorEntry] = {");
        own.iter().for_each(|line| writer.line(line));
        table_of("const BUILT_IN: &[TensorEntry]", tensors, writer);
        let own = users.iter().flat_map(|&layer| {
            let alias = plan.user_alias(layer).unwrap_or_default();
            let (region, offset) = &regions.parameters[layer];
            let name = &plan.graph.layers[layer].name;
            [
                ("PARAMETERS", *region, offset),
                ("STATE", "State", &regions.state[layer]),
            ]
            .map(|(tensors, region, offset)| {
                format!(
                    "UserTensors {{ layer: {name:?}, tensors: <{alias} as Layer>::{tensors}, region: Region::{region}, offset: {offset} }}"
                )
            })
        });
        list("const OWN: &[UserTensors]", own.collect(), writer);
        writer.line("const NAMES_LEN: usize = names_len(OWN);");
        writer.line("const NAMES: &[u8] = &join_names::<NAMES_LEN>(OWN);");
        writer.line(
            "const ALL: [TensorEntry; joined_len(BUILT_IN, OWN)] = join_tables(BUILT_IN, OWN, NAMES);",
        );
        writer.line("&ALL");
        writer.line("};");
    }
}

/// How a tensor starts, as Rust source.
fn initializer(plan: &Plan, tensor: &TensorPlace<'_>) -> String {
    let parameter = &tensor.instance.parameters[tensor.parameter];
    match tensor.instance.hook(Purpose::Initializer, parameter) {
        Some((hook, _)) if parameter.initializer == OWN => {
            let name = own_name(plan, tensor.layer, hook);
            format!("Initializer::Custom(CustomInitializer({name}))")
        }
        _ => parameter.initializer.clone(),
    }
}

/// The constant that holds a value of the user's own.
fn own_name(plan: &Plan, layer: usize, hook: usize) -> String {
    own_alias(plan, layer, hook).to_uppercase()
}

/// The identifier that stands for the tokens of a value of the user's own.
pub(super) fn own_alias(plan: &Plan, layer: usize, hook: usize) -> String {
    format!("__{}Own{layer}_{hook}_", plan.bare_name())
}

/// The constants that hold the user's own values for a purpose.
fn own_values(regions: &Regions<'_>, plan: &Plan, purpose: Purpose) -> Vec<String> {
    let kind = match purpose {
        Purpose::Initializer => "::formwork::init::Initialize",
        Purpose::Regularizer => "penalties::Regularizer",
        Purpose::Constraint => "penalties::Constraint",
    };
    let tensors = regions.tensors.iter().filter_map(|tensor| {
        let parameter = &tensor.instance.parameters[tensor.parameter];
        let (hook, Hook { chosen, .. }) = tensor.instance.hook(purpose, parameter)?;
        let Chosen::Own(_) = chosen else { return None };
        let name = own_name(plan, tensor.layer, hook);
        let alias = own_alias(plan, tensor.layer, hook);
        Some(format!("const {name}: &dyn {kind} = {alias};"))
    });
    tensors.collect()
}

/// What the weights of trained tensors cost, or keep to. Frozen ones do neither.
fn hooks(regions: &Regions<'_>, plan: &Plan, purpose: Purpose, writer: &mut Writer) {
    let (constant, function) = match purpose {
        Purpose::Regularizer => ("const PENALTIES: &'static [Penalty]", "penalty"),
        _ => ("const CONSTRAINTS: &'static [Constrained]", "constrained"),
    };
    let tensors = regions.tensors.iter().enumerate();
    let trained = tensors.filter(|(_, tensor)| tensor.region == "Trainable");
    let rows = trained.filter_map(|(index, tensor)| {
        let parameter = &tensor.instance.parameters[tensor.parameter];
        let (hook, attached) = tensor.instance.hook(purpose, parameter)?;
        let value = match attached.source(parameter) {
            Some(source) => format!("&{source}"),
            None => own_name(plan, tensor.layer, hook),
        };
        Some(format!("{function}({index}, {value})"))
    });
    let rows: Vec<String> = rows.collect();
    let own = own_values(regions, plan, purpose);
    if rows.is_empty() {
        return;
    }
    if own.is_empty() {
        table_of(constant, rows, writer);
        return;
    }
    writer.line(format!("{constant} = {{"));
    own.iter().for_each(|line| writer.line(line));
    writer.line(format!("&[{}]", rows.join(", ")));
    writer.line("};");
}

/// The multiply-accumulates of all operations.
pub(super) fn macs(plan: &Plan) -> String {
    let known: u64 = plan
        .operations
        .iter()
        .map(|operation| operation.operation.macs)
        .sum();
    let mut text = digits(known as usize);
    for operation in &plan.operations {
        if let Some(alias) = plan.user_alias(operation.layer) {
            text += &format!(" + <{alias} as Layer>::MACS");
        }
    }
    text
}

fn summary(plan: &Plan, writer: &mut Writer) {
    let graph = &plan.graph;
    writer.line("fn summary() -> Summary {");
    let mut rows = Vec::new();
    let mut counted = vec![false; graph.layers.len()];
    for node in &graph.nodes {
        let instance = &graph.layers[node.layer];
        let parameters = if std::mem::replace(&mut counted[node.layer], true) {
            Size::ZERO
        } else {
            plan.parameter_len(node.layer)
                .plus(&plan.state_len(node.layer))
        };
        let reads: Vec<String> = node
            .inputs
            .iter()
            .map(|input| format!("{:?}", graph.nodes[input.node].name))
            .collect();
        rows.push(format!(
            "row({:?}, {:?}, &{}, {parameters}, &[{}])",
            node.name,
            instance.keyword,
            node.shapes[0],
            reads.join(", ")
        ));
    }
    table_of("const ROWS: &[SummaryRow]", rows, writer);
    writer.line("Summary {");
    writer.line("name: Self::NAME,");
    writer.line("rows: ROWS,");
    writer.line("trainable: Self::TRAINABLE,");
    writer.line("frozen: Self::FROZEN,");
    writer.line("state: Self::STATE,");
    writer.line("macs: Self::MACS,");
    writer.line("}");
    writer.line("}");
}
