//! Mermaid: a flowchart that renders in Markdown.

use super::{Drawing, Role, kind, parameters, shape};
use std::fmt::Write;

/// Nodes are called by their numbers, since names may contain what Mermaid reads as its own.
pub fn mermaid(drawing: Drawing<'_>) -> String {
    // Writing to a string can't fail.
    let mut text = String::new();
    let _ = writeln!(text, "---\ntitle: {}\n---\nflowchart TD", drawing.name);
    for (index, layer) in drawing.layers.iter().enumerate() {
        let mut label = format!(
            "<b>{}</b><br/>{}",
            quoted(&layer.name),
            quoted(&kind(layer))
        );
        if let Some(parameters) = parameters(layer) {
            let _ = write!(label, "<br/>{parameters}");
        }
        let class = drawing.role(index).name();
        let _ = writeln!(text, "    n{index}[\"{label}\"]:::{class}");
    }
    for (index, layer) in drawing.layers.iter().enumerate() {
        for read in &layer.reads {
            let dims = &drawing.layers[read.layer].outputs[read.output];
            let _ = writeln!(
                text,
                "    n{} -->|\"{}\"| n{index}",
                read.layer,
                shape(dims)
            );
        }
    }
    for (number, &output) in drawing.outputs.iter().enumerate() {
        let layer = &drawing.layers[output];
        let dims = layer.outputs.first().map_or(&[][..], Vec::as_slice);
        let _ = writeln!(text, "    out{number}([output])");
        let _ = writeln!(text, "    n{output} -->|\"{}\"| out{number}", shape(dims));
    }
    for role in Role::ALL {
        let (area, border) = role.colors();
        let name = role.name();
        let _ = writeln!(
            text,
            "    classDef {name} fill:{area},stroke:{border},color:#222"
        );
    }
    text
}

/// Mermaid's own escapes.
fn quoted(text: &str) -> String {
    text.replace('"', "#quot;").replace('<', "#lt;")
}
