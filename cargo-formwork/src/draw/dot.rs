//! Graphviz.

use super::{Drawing, kind, parameters, shape};
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
    for (index, layer) in drawing.layers.iter().enumerate() {
        let mut label = format!("{}\\n{}", quoted(&layer.name), quoted(&kind(layer)));
        if let Some(parameters) = parameters(layer) {
            let _ = write!(label, "\\n{parameters}");
        }
        let (area, border) = drawing.role(index).colors();
        let _ = writeln!(
            text,
            "    n{index} [label = \"{label}\", fillcolor = \"{area}\", color = \"{border}\"];"
        );
    }
    for (index, layer) in drawing.layers.iter().enumerate() {
        for read in &layer.reads {
            let dims = &drawing.layers[read.layer].outputs[read.output];
            let _ = writeln!(
                text,
                "    n{} -> n{index} [label = \" {}\"];",
                read.layer,
                shape(dims)
            );
        }
    }
    for (number, &output) in drawing.outputs.iter().enumerate() {
        let _ = writeln!(text, "    out{number} [label = \"output\", shape = plain];");
        let _ = writeln!(text, "    n{output} -> out{number};");
    }
    let _ = writeln!(text, "}}");
    text
}

fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
