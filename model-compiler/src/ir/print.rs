//! The graph as text: one line for each node.

use super::graph::{Graph, Role, Value};
use std::fmt;

impl fmt::Display for Graph {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "graph {}", self.header.name)?;
        let width = self
            .nodes
            .iter()
            .map(|node| node.name.len())
            .max()
            .unwrap_or(0);
        for (index, node) in self.nodes.iter().enumerate() {
            let layer = &self.layers[node.layer];
            write!(formatter, "  {:width$} = {}", node.name, layer.keyword)?;
            if layer.name != node.name {
                write!(formatter, " {}", layer.name)?;
            }
            let inputs: Vec<String> = node
                .inputs
                .iter()
                .map(|&input| self.value_name(input))
                .collect();
            if !inputs.is_empty() {
                write!(formatter, "({})", inputs.join(", "))?;
            }
            let shapes: Vec<String> = node.shapes.iter().map(ToString::to_string).collect();
            write!(formatter, ": {}", shapes.join(", "))?;
            // A layer's parameters stand where it is first applied.
            let first = self
                .nodes
                .iter()
                .position(|other| other.layer == node.layer);
            if first == Some(index) && !layer.parameters.is_empty() {
                let parameters: Vec<String> = layer
                    .parameters
                    .iter()
                    .map(|parameter| {
                        let role = match parameter.role {
                            Role::State => " state",
                            Role::Trainable if layer.trainable => "",
                            Role::Trainable => " frozen",
                        };
                        format!("{} {}{role}", parameter.name, parameter.shape)
                    })
                    .collect();
                write!(formatter, " with {}", parameters.join(", "))?;
            }
            writeln!(formatter)?;
        }
        let outputs: Vec<String> = self
            .outputs
            .iter()
            .map(|&output| self.value_name(output))
            .collect();
        writeln!(formatter, "  outputs {}", outputs.join(", "))
    }
}

impl Graph {
    /// The node's name, with the output's number if it has several.
    pub fn value_name(&self, value: Value) -> String {
        let node = &self.nodes[value.node];
        match node.shapes.len() {
            0 | 1 => node.name.clone(),
            _ => format!("{}.{}", node.name, value.output),
        }
    }
}
