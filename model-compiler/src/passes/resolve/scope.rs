//! What names stand for, in one expansion of a body.

use super::value::Evaluated;
use super::{Unused, UnusedKind};
use crate::diagnostics::closest;
use proc_macro2::{Ident, Span};
use std::collections::HashMap;

pub use super::library::plain;

/// What bound a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// `let`
    Declared,
    /// `let (a, b)`
    Part,
    /// `for`
    Loop,
    /// The parentheses of a block or model.
    Parameter,
}

/// A bound name.
#[derive(Debug)]
struct Binding {
    name: String,
    span: Span,
    /// Where the name stands in memory: the same in each round of a loop.
    address: usize,
    mutable: bool,
    origin: Origin,
    used: bool,
    meaning: Evaluated,
}

/// The names that can be seen, and those that they hide.
#[derive(Debug, Default)]
pub struct Scope {
    bindings: Vec<Binding>,
    visible: HashMap<String, usize>,
    /// What names stood for before they were bound, to be restored.
    hidden: Vec<(String, Option<usize>)>,
    /// Some statement couldn't be read, so that unknown names are no mistakes of their own.
    pub incomplete: bool,
    /// Some name or statement couldn't be understood: a name that nothing reads is then no mistake of its own.
    pub misspelled: bool,
    /// Names that nothing has read.
    pub unused: Vec<Unused>,
}

/// Where an inner scope begins.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    bindings: usize,
    hidden: usize,
}

impl Scope {
    /// Begins an inner scope.
    pub fn open(&self) -> Mark {
        Mark {
            bindings: self.bindings.len(),
            hidden: self.hidden.len(),
        }
    }

    /// Ends an inner scope: its names are gone, and those that nothing has read are noted.
    pub fn close(&mut self, mark: Mark) {
        for binding in self.bindings.drain(mark.bindings..) {
            let again = |one: &Unused| one.address == binding.address;
            if !binding.used && !self.unused.iter().any(again) {
                self.unused.extend(binding.unused());
            }
        }
        while self.hidden.len() > mark.hidden {
            match self.hidden.pop() {
                Some((name, Some(index))) => self.visible.insert(name, index),
                Some((name, None)) => self.visible.remove(&name),
                None => return,
            };
        }
    }

    /// Binds a name, and hides an earlier one.
    pub fn bind(&mut self, name: &Ident, mutable: bool, origin: Origin, meaning: Evaluated) {
        let text = plain(name);
        if text == "_" {
            return;
        }
        let before = self.visible.insert(text.clone(), self.bindings.len());
        self.hidden.push((text.clone(), before));
        self.bindings.push(Binding {
            name: text,
            span: name.span(),
            address: std::ptr::from_ref(name) as usize,
            mutable,
            origin,
            used: false,
            meaning,
        });
    }

    /// Lets a name stand for something else.
    pub fn assign(&mut self, name: &Ident, meaning: Evaluated) {
        if let Some(binding) = self.binding(&plain(name)) {
            binding.meaning = meaning;
        }
    }

    fn binding(&mut self, name: &str) -> Option<&mut Binding> {
        let index = *self.visible.get(name)?;
        self.bindings.get_mut(index)
    }

    /// What a name stands for; from now on it is used.
    pub fn read(&mut self, name: &Ident) -> Option<Evaluated> {
        let binding = self.binding(&plain(name))?;
        binding.used = true;
        Some(binding.meaning.clone())
    }

    /// What a name stands for, without using it.
    pub fn peek(&self, name: &Ident) -> Option<&Evaluated> {
        let index = *self.visible.get(&plain(name))?;
        self.bindings.get(index).map(|binding| &binding.meaning)
    }

    /// Whether a name can be assigned, and what bound it; `None` if there is no such name.
    pub fn is_mutable(&self, name: &Ident) -> Option<(bool, Origin)> {
        let index = *self.visible.get(&plain(name))?;
        let binding = self.bindings.get(index)?;
        Some((binding.mutable, binding.origin))
    }

    /// The name that was probably meant.
    pub fn suggest(&self, name: &str) -> Option<String> {
        let mut known: Vec<&str> = self.visible.keys().map(String::as_str).collect();
        // The map's order changes from run to run.
        known.sort_unstable();
        closest(name, known).map(Into::into)
    }

    /// The last tensor that was bound.
    pub fn last_value(&self) -> Option<String> {
        let is_value = |binding: &&Binding| matches!(binding.meaning, Evaluated::Tensor(_));
        self.bindings
            .iter()
            .rev()
            .find(is_value)
            .map(|binding| binding.name.clone())
    }
}

impl Binding {
    /// What to say of it if nothing reads it.
    fn unused(self) -> Option<Unused> {
        let hidden = self.name.starts_with('_');
        let kind = match (&self.meaning, self.origin) {
            (_, Origin::Parameter) if !hidden => UnusedKind::Parameter,
            (_, Origin::Loop) if !hidden => UnusedKind::Loop,
            (_, Origin::Parameter | Origin::Loop) => return None,
            (Evaluated::Tensor(_), Origin::Part) if hidden => return None,
            (Evaluated::Tensor(_), Origin::Part) => UnusedKind::Part,
            (Evaluated::Tensor(_), _) => UnusedKind::Value,
            (Evaluated::Layer(_), _) => UnusedKind::Layer,
            (Evaluated::Constant(_) | Evaluated::Tuple(_), _) if !hidden => UnusedKind::Constant,
            _ => return None,
        };
        Some(Unused {
            name: self.name,
            span: self.span,
            address: self.address,
            kind,
        })
    }
}
