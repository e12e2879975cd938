//! Mermaid: a flowchart that renders in Markdown.

use super::groups::{Group, groups, own_name};
use super::{Drawing, Role, kind, parameters, shape};
use std::fmt::Write;

/// Nodes are called by their numbers, since names may contain what Mermaid reads as its own.
pub fn mermaid(drawing: Drawing<'_>) -> String {
    // Writing to a string can't fail.
    let mut text = String::new();
    let _ = writeln!(text, "---\ntitle: {}\n---\nflowchart TD", drawing.name);
    nodes(drawing, &groups(drawing.layers), "    ", &mut 0, &mut text);
    for (from, to, shape) in drawing.edges() {
        let _ = writeln!(text, "    n{from} -->|\"{shape}\"| n{to}");
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

/// The layers of a group, then the groups in it.
fn nodes(drawing: Drawing<'_>, group: &Group, indent: &str, number: &mut usize, text: &mut String) {
    for &index in &group.layers {
        let layer = &drawing.layers[index];
        let name = quoted(own_name(layer));
        let mut label = format!("<b>{name}</b><br/>{}", quoted(&kind(layer)));
        if let Some(parameters) = parameters(layer) {
            let _ = write!(label, "<br/>{parameters}");
        }
        let class = drawing.role(index).name();
        let _ = writeln!(text, "{indent}n{index}[\"{label}\"]:::{class}");
    }
    for inner in &group.groups {
        let name = quoted(&inner.name);
        let _ = writeln!(text, "{indent}subgraph g{number} [\"{name}\"]");
        *number += 1;
        nodes(drawing, inner, &format!("{indent}    "), number, text);
        let _ = writeln!(text, "{indent}end");
    }
}

/// Mermaid's own escapes.
fn quoted(text: &str) -> String {
    text.replace('"', "#quot;").replace('<', "#lt;")
}
