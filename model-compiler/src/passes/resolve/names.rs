//! Names: explicit ones, those of `let`, and numbers for the rest.

use super::Resolver;
use crate::diagnostics::Diagnosis;
use proc_macro2::Span;
use std::collections::HashMap;

/// What a layer is to be called.
pub enum Wanted {
    /// `name = "encoder"`
    Explicit(String, Span),
    /// `let encoder = ..`; a second one of the same name gets a number.
    Hint(String),
    /// `dense_1`, by order of appearance.
    Number(&'static str),
    /// The same for a user's layer.
    Snake(String),
}

impl Resolver<'_> {
    /// Gives every layer and node its name. They are unique: layers among themselves, and nodes too.
    pub fn name_all(&mut self) {
        // Names with the line of what bears them.
        let mut taken: HashMap<String, usize> = HashMap::new();
        let graph = &mut self.resolved.graph;
        for (layer, wanted) in graph.layers.iter_mut().zip(&self.wanted) {
            if let Wanted::Hint(name) = wanted {
                layer.name = free(&taken, name);
                taken.insert(layer.name.clone(), layer.span.start().line);
            }
        }
        for (layer, wanted) in graph.layers.iter_mut().zip(&self.wanted) {
            if let Wanted::Explicit(name, span) = wanted {
                if let Some(&line) = taken.get(name) {
                    let name = name.clone();
                    self.diagnostics
                        .error(*span, Diagnosis::DuplicateName { name, line });
                }
                taken.insert(name.clone(), span.start().line);
                layer.name = name.clone();
            }
        }
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        for (layer, wanted) in graph.layers.iter_mut().zip(&self.wanted) {
            let base = match wanted {
                Wanted::Number(base) => *base,
                Wanted::Snake(base) => base,
                Wanted::Explicit(..) | Wanted::Hint(_) => continue,
            };
            {
                let number = numbers.entry(base).or_default();
                layer.name = loop {
                    *number += 1;
                    let name = format!("{base}_{number}");
                    if !taken.contains_key(&name) {
                        break name;
                    }
                };
                taken.insert(layer.name.clone(), 0);
            }
        }
        let mut uses = vec![0usize; graph.layers.len()];
        for node in &graph.nodes {
            uses[node.layer] += 1;
        }
        for (node, hint) in graph.nodes.iter_mut().zip(&self.node_hints) {
            let layer = &graph.layers[node.layer];
            node.name = match (uses[node.layer], hint) {
                (1, _) => layer.name.clone(),
                (_, Some(hint)) => free(&taken, hint),
                (_, None) => {
                    let first = format!("{}_1", layer.name);
                    match taken.contains_key(&first) {
                        true => free(&taken, &layer.name),
                        false => first,
                    }
                }
            };
            taken.entry(node.name.clone()).or_default();
        }
    }
}

/// The name itself, or with the first number from 2 that is free.
fn free(taken: &HashMap<String, usize>, name: &str) -> String {
    if !taken.contains_key(name) {
        return name.into();
    }
    let mut number = 2;
    loop {
        let numbered = format!("{name}_{number}");
        if !taken.contains_key(&numbered) {
            return numbered;
        }
        number += 1;
    }
}
