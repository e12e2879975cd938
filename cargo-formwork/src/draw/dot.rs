//! Graphviz.

use super::groups::{Group, groups, own_name};
use super::{Drawing, kind, parameters};
use std::fmt::Write;

/// A directed graph from top to bottom.
pub fn dot(drawing: Drawing<'_>) -> String {
    // Writing to a string can't fail.
    let mut text = String::new();
    let _ = writeln!(text, "digraph \"{}\" {{", quoted(drawing.name));
    let _ = writeln!(text, "    rankdir = TB;");
    let _ = writeln!(
        text,
        "    node [shape = box, style = \"rounded,filled\", fontname = \"sans-serif\", fontsize = 11];"
    );
    let _ = writeln!(
        text,
        "    edge [fontname = \"sans-serif\", fontsize = 9, color = \"#777777\"];"
    );
    nodes(drawing, &groups(drawing.layers), "    ", &mut 0, &mut text);
    for (from, to, shape) in drawing.edges() {
        let _ = writeln!(text, "    n{from} -> n{to} [label = \" {shape}\"];");
    }
    for (number, &output) in drawing.outputs.iter().enumerate() {
        let _ = writeln!(text, "    out{number} [label = \"output\", shape = plain];");
        let _ = writeln!(text, "    n{output} -> out{number};");
    }
    let _ = writeln!(text, "}}");
    text
}

/// The layers of a group, then the groups in it.
fn nodes(drawing: Drawing<'_>, group: &Group, indent: &str, number: &mut usize, text: &mut String) {
    for &index in &group.layers {
        let layer = &drawing.layers[index];
        let name = quoted(own_name(layer));
        let mut label = format!("{name}\\n{}", quoted(&kind(layer)));
        if let Some(parameters) = parameters(layer) {
            let _ = write!(label, "\\n{parameters}");
        }
        let (area, border) = drawing.role(index).colors();
        let _ = writeln!(
            text,
            "{indent}n{index} [label = \"{label}\", fillcolor = \"{area}\", color = \"{border}\"];"
        );
    }
    for inner in &group.groups {
        let name = quoted(&inner.name);
        let _ = writeln!(text, "{indent}subgraph cluster_{number} {{");
        let _ = writeln!(
            text,
            "{indent}    label = \"{name}\"; fontname = \"sans-serif\"; fontsize = 10; color = \"#bbbbbb\";"
        );
        *number += 1;
        nodes(drawing, inner, &format!("{indent}    "), number, text);
        let _ = writeln!(text, "{indent}}}");
    }
}

fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
