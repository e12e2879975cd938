//! Names in generated code: those of the declaration, as far as nothing else has them.

use crate::ir::plan::Plan;
use crate::ir::schedule::Buffer;
use std::collections::BTreeSet;

/// What generated code calls by these names itself.
const TAKEN: &[&str] = &[
    "accumulate",
    "arena",
    "at",
    "batch",
    "buffers",
    "call",
    "capacity",
    "collect_shards",
    "first_sample",
    "frozen",
    "gradients",
    "in_order",
    "input_slices",
    "input_slices_mut",
    "inputs",
    "join_names",
    "join_tables",
    "joined_len",
    "kept",
    "larger",
    "late",
    "memory",
    "names_len",
    "objective",
    "objective_sums",
    "operation",
    "outputs",
    "part",
    "part_mut",
    "pass",
    "private",
    "random",
    "regions",
    "regions_mut",
    "rows",
    "samples",
    "scratch",
    "settled",
    "shards",
    "state",
    "statistics",
    "step",
    "sums",
    "team",
    "tile",
    "trainable",
    "visit",
    "visited",
    "whole",
    "worker",
    "workers",
    "SHARD",
    "SHARDS",
    "SUMS",
];

/// A name with `_` for everything that can't be in an identifier.
pub fn identifier(name: &str) -> String {
    name.replace(
        |letter: char| !letter.is_alphanumeric() && letter != '_',
        "_",
    )
}

/// The name of an operation's constant: the operation's in capitals. One that has capitals already could meet another.
pub fn constant(operation: &str) -> String {
    let name = identifier(operation);
    let capitals = name.to_ascii_uppercase();
    if is_snake_case(&name) && !TAKEN.contains(&capitals.as_str()) {
        capitals
    } else {
        format!("{name}_CONSTANT")
    }
}

/// Whether a name consists of small letters, digits and `_`.
pub fn is_snake_case(name: &str) -> bool {
    let fits =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    name.chars().all(fits)
}

/// Gives each buffer a name that neither another one has, nor an input, an output, a constant or the code around it.
pub fn distinct(plan: &Plan, buffers: &mut [Buffer]) {
    let mut taken: BTreeSet<String> = TAKEN.iter().map(ToString::to_string).collect();
    for operation in &plan.operations {
        let name = constant(&operation.name);
        taken.extend([format!("{name}_FROM_LOGITS"), name]);
    }
    for &input in &plan.inputs {
        let name = identifier(&plan.values[input].name);
        taken.extend([format!("input_{name}"), format!("d_input_{name}")]);
    }
    for output in &plan.outputs {
        taken.insert(format!("output_{}", identifier(&output.name)));
    }
    for buffer in buffers {
        // So are the parts of what is kept for backward.
        if buffer.name.starts_with("kept_") {
            buffer.name.push('_');
        }
        while !taken.insert(buffer.name.clone()) {
            buffer.name.push('_');
        }
    }
}
