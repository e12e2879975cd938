//! The names that a declaration gives, and where each is known.

use proc_macro2::Ident;
use std::collections::{BTreeMap, BTreeSet};
use syn::UseTree;

/// A block or a model of the declaration.
#[derive(Debug)]
pub struct Callable {
    /// Whether it is a block.
    pub is_block: bool,
    /// The names of its parameters.
    pub parameters: Vec<Ident>,
}

/// Names in scopes within each other.
#[derive(Debug, Default)]
pub struct Names {
    callables: BTreeMap<String, Callable>,
    constants: BTreeSet<String>,
    imports: BTreeSet<String>,
    scopes: Vec<BTreeSet<String>>,
}

impl Names {
    /// A block or a model.
    pub fn declare(&mut self, name: &Ident, callable: Callable) {
        self.callables.insert(name.to_string(), callable);
    }

    /// A constant.
    pub fn constant(&mut self, name: &Ident) {
        self.constants.insert(name.to_string());
    }

    /// The names that this brings.
    pub fn import(&mut self, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => self.import(&path.tree),
            UseTree::Group(group) => group.items.iter().for_each(|one| self.import(one)),
            UseTree::Name(name) => {
                self.imports.insert(name.ident.to_string());
            }
            UseTree::Rename(rename) => {
                self.imports.insert(rename.rename.to_string());
            }
            UseTree::Glob(_) => {}
        }
    }

    /// Whether it comes from another module, unless a value hides it.
    pub fn is_imported(&self, name: &str) -> bool {
        !self.is_bound(name) && self.imports.contains(name)
    }

    /// The block or model of this name, unless a value hides it.
    pub fn callable(&self, name: &str) -> Option<&Callable> {
        match self.is_bound(name) {
            true => None,
            false => self.callables.get(name),
        }
    }

    /// Begins a scope.
    pub fn enter(&mut self) {
        self.scopes.push(BTreeSet::new());
    }

    /// Ends the innermost scope.
    pub fn leave(&mut self) {
        self.scopes.pop();
    }

    /// A value, a layer or a parameter.
    pub fn bind(&mut self, name: &Ident) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.insert(name.to_string());
        }
    }

    /// Whether it is a constant that no value hides.
    pub fn is_constant(&self, name: &str) -> bool {
        let is_hidden = self.scopes.iter().any(|scope| scope.contains(name));
        self.constants.contains(name) && !is_hidden
    }

    /// Whether it is a value, a layer, a parameter or a constant.
    pub fn is_bound(&self, name: &str) -> bool {
        self.constants.contains(name) || self.scopes.iter().any(|scope| scope.contains(name))
    }
}
