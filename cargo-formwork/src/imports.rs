//! What a macro needs of others: the declarations behind its paths, and behind theirs in turn.

use crate::modules::{Found, Modules};
use formwork_compiler::diagnostics::Diagnostics;
use formwork_compiler::passes::parse::{Parsed, parse};
use formwork_compiler::passes::resolve::library::{Foreign, Imported, Imports};
use formwork_compiler::syntax::ast::Item;
use formwork_compiler::syntax::{ExternalPath, external_paths};
use proc_macro2::{TokenStream, TokenTree};
use std::collections::HashMap;
use std::path::Path;

/// The path of a declaration in a crate that can't be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere(pub String);

/// Collects what the macro at a place of a file imports.
pub fn imports(
    modules: &mut Modules,
    file: &Path,
    byte: usize,
    tokens: &TokenStream,
) -> Result<Imports, Elsewhere> {
    let own = items(tokens);
    if external_paths(&own).is_empty() {
        return Ok(Imports::default());
    }
    let module = modules.at(file, byte);
    let mut macros = Macros::default();
    let names = macros.names(modules, module, &own)?;
    let mut foreign = Vec::new();
    while let Some(&next) = macros.0.get(foreign.len()) {
        let declared = modules.declared(next);
        let module = declared.module;
        let items = items(&declared.tokens);
        let names = macros.names(modules, module, &items)?;
        foreign.push(Foreign { items, names });
    }
    Ok(Imports {
        modules: foreign,
        names,
    })
}

/// A macro's items. What is wrong with them is reported where they are checked.
fn items(tokens: &TokenStream) -> Vec<Item> {
    let mut diagnostics = Diagnostics::new();
    let parsed = parse(tokens.clone(), &mut diagnostics);
    diagnostics.discard();
    match parsed {
        Parsed::Items(items) => items,
        Parsed::Unreadable(_) => Vec::new(),
    }
}

/// The macros that are imported from, each once: the first is module 1.
#[derive(Default)]
struct Macros(Vec<usize>);

impl Macros {
    fn number(&mut self, place: usize) -> usize {
        match self.0.iter().position(|known| *known == place) {
            Some(index) => index + 1,
            None => {
                self.0.push(place);
                self.0.len()
            }
        }
    }

    /// What the paths of some items mean.
    fn names(
        &mut self,
        modules: &mut Modules,
        module: usize,
        items: &[Item],
    ) -> Result<HashMap<String, Imported>, Elsewhere> {
        let mut names = HashMap::new();
        for path in external_paths(items) {
            if path.users_layer {
                continue;
            }
            match modules.find(module, &segments(&path)) {
                Found::Declared { place, name } => {
                    let module = self.number(place);
                    names.insert(path.key, Imported { module, name });
                }
                // The compiler says that it leads nowhere, or takes it for a layer of the user's own.
                Found::Nothing => {}
                Found::Elsewhere => {
                    return Err(Elsewhere(path.path.to_string().replace(' ', "")));
                }
            }
        }
        Ok(names)
    }
}

/// The words of a path; the first is empty if it begins with `::`.
fn segments(path: &ExternalPath) -> Vec<String> {
    let mut segments = Vec::new();
    for token in path.path.clone() {
        match token {
            TokenTree::Ident(word) => {
                segments.push(word.to_string().trim_start_matches("r#").into())
            }
            _ if segments.is_empty() => segments.push(String::new()),
            _ => {}
        }
    }
    segments
}
