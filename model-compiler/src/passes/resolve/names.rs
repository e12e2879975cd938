//! Names: explicit ones, those of `let`, and numbers for the rest. What a call of a block or model makes is a group
//! with names of its own, behind the group's: `residual_2/conv2d_1`.

use super::Resolver;
use crate::diagnostics::Diagnosis;
use proc_macro2::Span;
use std::collections::HashMap;

/// What a layer or group is to be called.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// `name = "encoder"`
    Explicit(String, Span),
    /// `let encoder = ..`; a second one of the same name gets a number.
    Hint(String),
    /// `dense_1`, by order of appearance.
    Number(&'static str),
    /// The same for a user's layer, a block or a model.
    Snake(String),
}

/// A member of a group.
#[derive(Clone, Copy, Debug)]
pub enum Member {
    /// A layer of the graph.
    Layer(usize),
    /// What another call makes.
    Group(usize),
}

/// What one call of a block or model makes.
#[derive(Debug)]
pub struct Group {
    wanted: Wanted,
    span: Span,
    members: Vec<Member>,
    /// Its name with those around it, and a `/`; empty for the model itself.
    prefix: String,
    names: Names,
}

impl Group {
    pub fn new(wanted: Wanted, span: Span) -> Group {
        Group {
            wanted,
            span,
            members: Vec::new(),
            prefix: String::new(),
            names: Names::default(),
        }
    }
}

/// Names that are given, with the line of what bears them.
#[derive(Debug, Default)]
struct Names {
    taken: HashMap<String, usize>,
    /// The last number behind a name.
    numbers: HashMap<String, usize>,
}

impl Names {
    /// `base_3`, with the next number that is free.
    fn numbered(&mut self, base: &str, first: usize) -> String {
        let number = self.numbers.entry(base.into()).or_insert(first - 1);
        loop {
            *number += 1;
            let name = format!("{base}_{number}");
            if !self.taken.contains_key(&name) {
                return name;
            }
        }
    }

    /// The name itself, or with the first number from 2 that is free.
    fn free(&mut self, name: &str) -> String {
        match self.taken.contains_key(name) {
            true => self.numbered(name, 2),
            false => name.into(),
        }
    }
}

impl Resolver<'_> {
    /// Notes that a layer or group belongs to a group.
    pub fn belongs(&mut self, group: usize, member: Member) {
        if let Some(group) = self.groups.get_mut(group) {
            group.members.push(member);
        }
    }

    fn wanted_by(&self, member: Member) -> (Wanted, Span) {
        match member {
            Member::Layer(layer) => {
                let span = self.resolved.graph.layers[layer].span;
                (self.wanted[layer].clone(), span)
            }
            Member::Group(group) => (self.groups[group].wanted.clone(), self.groups[group].span),
        }
    }

    /// Gives every layer and node its name. They are unique: layers among themselves, and nodes too.
    pub fn name_all(&mut self) {
        // A group stands behind the one that it belongs to.
        for group in 0..self.groups.len() {
            self.name_members(group);
        }
        self.name_nodes();
        let graph = &self.resolved.graph;
        self.diagnostics.name(self.first_entry, |node, layer| {
            let node = node.and_then(|node| graph.nodes.get(node));
            let layer = layer.and_then(|layer| graph.layers.get(layer));
            match (node, layer) {
                (Some(node), _) => Some(node.name.clone()),
                (None, Some(layer)) => Some(layer.name.clone()),
                (None, None) => None,
            }
        });
    }

    fn name_members(&mut self, group: usize) {
        let members = std::mem::take(&mut self.groups[group].members);
        let mut names = std::mem::take(&mut self.groups[group].names);
        let prefix = self.groups[group].prefix.clone();
        let wanted: Vec<(Wanted, Span)> = members
            .iter()
            .map(|&member| self.wanted_by(member))
            .collect();
        let mut given: Vec<String> = vec![String::new(); members.len()];
        for (name, (wanted, span)) in given.iter_mut().zip(&wanted) {
            if let Wanted::Hint(hint) = wanted {
                *name = names.free(hint);
                names.taken.insert(name.clone(), span.start().line);
            }
        }
        for (given, (wanted, _)) in given.iter_mut().zip(&wanted) {
            if let Wanted::Explicit(name, span) = wanted {
                if let Some(&line) = names.taken.get(name) {
                    let name = name.clone();
                    self.diagnostics
                        .error(*span, Diagnosis::DuplicateName { name, line });
                }
                names.taken.insert(name.clone(), span.start().line);
                *given = name.clone();
            }
        }
        for (name, (wanted, span)) in given.iter_mut().zip(&wanted) {
            let base = match wanted {
                Wanted::Number(base) => *base,
                Wanted::Snake(base) => base,
                Wanted::Explicit(..) | Wanted::Hint(_) => continue,
            };
            *name = names.numbered(base, 1);
            names.taken.insert(name.clone(), span.start().line);
        }
        for (member, name) in members.into_iter().zip(given) {
            match member {
                Member::Layer(layer) => {
                    self.resolved.graph.layers[layer].name = format!("{prefix}{name}");
                }
                Member::Group(inner) => self.groups[inner].prefix = format!("{prefix}{name}/"),
            }
        }
        self.groups[group].names = names;
    }

    fn name_nodes(&mut self) {
        let graph = &mut self.resolved.graph;
        let mut uses = vec![0usize; graph.layers.len()];
        for node in &graph.nodes {
            uses[node.layer] += 1;
        }
        let mut taken = Names::default();
        for layer in &graph.layers {
            taken.taken.insert(layer.name.clone(), 0);
        }
        for (node, (group, hint)) in graph.nodes.iter_mut().zip(&self.node_hints) {
            let layer = &graph.layers[node.layer];
            let prefix = &self.groups[*group].prefix;
            node.name = match (uses[node.layer], hint) {
                (1, _) => layer.name.clone(),
                (_, Some(hint)) => taken.free(&format!("{prefix}{hint}")),
                (_, None) => taken.numbered(&layer.name, 1),
            };
            taken.taken.entry(node.name.clone()).or_default();
        }
    }
}
