//! Names of generated variables: apart from each other, from what generated code calls its own, and from Rust's words.

use crate::ir::plan::Plan;
use std::collections::BTreeSet;

/// Identifiers that generated code uses for itself.
const RESERVED: &[&str] = &[
    "accumulate",
    "arena",
    "at",
    "batch",
    "capacity",
    "first_sample",
    "frozen",
    "gradients",
    "in_order",
    "inputs",
    "kept",
    "late",
    "objective",
    "objective_sums",
    "operation",
    "outputs",
    "private",
    "random",
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
    "tiles",
    "trainable",
    "visited",
    "worker",
    "workers",
    "call",
    "self",
    "whole",
    "part",
    "part_mut",
    "pass",
    "parameters",
    "parameters_and_state",
    "parameters_and_state_mut",
    "phases",
    "larger",
    "memory",
    "buffers",
    "visit",
    "regions",
    "regions_mut",
    "input_slices",
    "input_slices_mut",
    "collect_shards",
];

/// Words that Rust keeps for itself, which a raw identifier of the user's may be.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "Self", "static", "struct", "super", "trait", "true", "try", "type",
    "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Names of buffers: each a Rust identifier, each once, and none that generated code uses otherwise.
pub struct BufferNames(BTreeSet<String>);

impl BufferNames {
    /// None are taken but those that generated code uses itself.
    pub fn new(plan: &Plan) -> BufferNames {
        let mut taken: BTreeSet<String> = RESERVED
            .iter()
            .chain(KEYWORDS)
            .map(ToString::to_string)
            .collect();
        // A pattern with a constant's name binds nothing.
        taken.extend(["SHARD", "SHARDS", "SUMS"].map(String::from));
        taken.extend(
            plan.operations
                .iter()
                .map(|operation| identifier(&operation.name).to_uppercase()),
        );
        for &input in &plan.inputs {
            let name = input_variable(&plan.values[input].name);
            taken.extend([format!("d_{name}"), name]);
        }
        taken.extend(
            plan.outputs
                .iter()
                .map(|output| format!("output_{}", identifier(&output.name))),
        );
        BufferNames(taken)
    }

    /// A name of its own for a buffer.
    pub fn give(&mut self, name: &str) -> String {
        let mut plain = identifier(name);
        // So are the parts of what is kept for backward.
        if plain.starts_with("kept_") {
            plain += "_value";
        }
        let mut free = plain.clone();
        let mut number = 1;
        while !self.0.insert(free.clone()) {
            free = match number {
                1 => format!("{plain}_value"),
                number => format!("{plain}_value_{number}"),
            };
            number += 1;
        }
        free
    }
}

/// The variable of an input: its name behind `input_`, which names that weren't chosen have already.
pub fn input_variable(name: &str) -> String {
    let name = identifier(name);
    let number = name.strip_prefix("input_").unwrap_or_default();
    match !number.is_empty() && number.chars().all(|letter| letter.is_ascii_digit()) {
        true => name,
        false => format!("input_{name}"),
    }
}

/// A name as a Rust identifier.
pub fn identifier(name: &str) -> String {
    name.trim_start_matches("r#")
        .chars()
        .map(|letter| {
            if letter.is_alphanumeric() {
                letter
            } else {
                '_'
            }
        })
        .collect()
}
