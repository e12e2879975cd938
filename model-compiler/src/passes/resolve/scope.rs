//! What names stand for.

use super::{Callable, Unused, UnusedKind};
use crate::diagnostics::closest;
use crate::ir::graph::Value;
use proc_macro2::{Ident, Span};
use std::collections::HashMap;

/// What a name stands for.
#[derive(Clone, Copy, Debug)]
pub enum Meaning {
    /// A value.
    Value(Value),
    /// A layer to be applied.
    Layer(Callable),
    /// Something that couldn't be made, which has been reported.
    Unknown,
}

/// A bound name.
#[derive(Debug)]
struct Binding {
    name: String,
    span: Span,
    mutable: bool,
    /// One of several outputs.
    part: bool,
    used: bool,
    meaning: Meaning,
}

/// All names, the hidden ones too.
#[derive(Debug, Default)]
pub struct Scope {
    bindings: Vec<Binding>,
    visible: HashMap<String, usize>,
    /// Some statement couldn't be read, so that unknown names are no mistakes of their own.
    pub incomplete: bool,
}

impl Scope {
    /// Binds a name, and hides an earlier one.
    pub fn bind(&mut self, name: &Ident, mutable: bool, part: bool, meaning: Meaning) {
        let text = plain(name);
        if text == "_" {
            return;
        }
        self.visible.insert(text.clone(), self.bindings.len());
        self.bindings.push(Binding {
            name: text,
            span: name.span(),
            mutable,
            part,
            used: false,
            meaning,
        });
    }

    /// What a name stands for; from now on it is used.
    pub fn read(&mut self, name: &Ident) -> Option<Meaning> {
        let binding = &mut self.bindings[*self.visible.get(&plain(name))?];
        binding.used = true;
        Some(binding.meaning)
    }

    /// What a name stands for, without using it.
    pub fn peek(&self, name: &Ident) -> Option<Meaning> {
        let binding = &self.bindings[*self.visible.get(&plain(name))?];
        Some(binding.meaning)
    }

    /// Whether a name can be assigned; `None` if there is no such name.
    pub fn is_mutable(&self, name: &Ident) -> Option<bool> {
        let binding = &self.bindings[*self.visible.get(&plain(name))?];
        Some(binding.mutable)
    }

    /// The name that was probably meant.
    pub fn suggest(&self, name: &str) -> Option<String> {
        let mut known: Vec<&str> = self.visible.keys().map(String::as_str).collect();
        // The map's order changes from run to run.
        known.sort_unstable();
        closest(name, known).map(Into::into)
    }

    /// The last value that was bound.
    pub fn last_value(&self) -> Option<String> {
        let is_value = |binding: &&Binding| matches!(binding.meaning, Meaning::Value(_));
        self.bindings
            .iter()
            .rev()
            .find(is_value)
            .map(|binding| binding.name.clone())
    }

    /// Names that nothing has read, in order.
    pub fn unused(&self) -> impl Iterator<Item = Unused> {
        let unused = self.bindings.iter().filter(|binding| !binding.used);
        unused.filter_map(|binding| {
            let kind = match binding.meaning {
                Meaning::Value(_) if binding.part && binding.name.starts_with('_') => return None,
                Meaning::Value(_) if binding.part => UnusedKind::Part,
                Meaning::Value(_) => UnusedKind::Value,
                Meaning::Layer(_) => UnusedKind::Layer,
                Meaning::Unknown => return None,
            };
            let name = binding.name.clone();
            let span = binding.span;
            Some(Unused { name, span, kind })
        })
    }
}

/// A name without `r#`.
pub fn plain(name: &Ident) -> String {
    let text = name.to_string();
    match text.strip_prefix("r#") {
        Some(plain) => plain.into(),
        None => text,
    }
}
