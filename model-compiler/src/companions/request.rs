//! Which paths a macro asks for, and what it does with the answers.

use super::state::{Carried, Key, Path};
use crate::diagnostics::Diagnostics;
use crate::passes::parse::{Parsed, parse};
use crate::passes::resolve::library::{Foreign, Imported, Imports};
use crate::syntax::ast::Item;
use crate::syntax::external_paths;
use proc_macro2::{TokenStream, TokenTree};
use std::collections::HashMap;

/// The paths of a macro that need declarations from elsewhere, each once.
pub fn wanted(tokens: &TokenStream) -> Vec<Path> {
    if !mentions(tokens) {
        return Vec::new();
    }
    let mut paths: Vec<Path> = Vec::new();
    for path in external_paths(&items(tokens.clone())) {
        let known = |one: &Path| one.key == path.key;
        if !path.is_declaration() || paths.iter().any(known) {
            continue;
        }
        let name = path.path.clone().into_iter().last();
        if let Some(TokenTree::Ident(name)) = name {
            paths.push(Path {
                key: path.key,
                tokens: path.path,
                name,
            });
        }
    }
    paths
}

/// Whether there is a path or a `use` at all: most macros have neither.
fn mentions(tokens: &TokenStream) -> bool {
    let mut stack = vec![tokens.clone().into_iter()];
    let mut colon = false;
    while let Some(rest) = stack.last_mut() {
        let Some(tree) = rest.next() else {
            stack.pop();
            continue;
        };
        match tree {
            TokenTree::Ident(word) if word == "use" => return true,
            TokenTree::Punct(punct) if punct.as_char() == ':' => {
                if colon {
                    return true;
                }
                colon = true;
                continue;
            }
            TokenTree::Group(group) => stack.push(group.stream().into_iter()),
            _ => {}
        }
        colon = false;
    }
    false
}

/// The items of a macro. Mistakes in them are reported where they are expanded.
fn items(tokens: TokenStream) -> Vec<Item> {
    let mut unread = Diagnostics::new();
    let parsed = parse(tokens, &mut unread);
    unread.discard();
    match parsed {
        Parsed::Items(items) => items,
        Parsed::Unreadable(_) => Vec::new(),
    }
}

/// What the front end needs of the answers.
pub fn imports(keys: &[Key], modules: &[Carried]) -> Imports {
    let names = |keys: &[Key]| -> HashMap<String, Imported> {
        let imported = keys.iter().filter_map(|key| {
            let module = modules.iter().position(|one| one.identity == key.module)?;
            let imported = Imported {
                // Module 0 is the macro itself.
                module: module + 1,
                name: key.name.clone(),
            };
            Some((key.key.clone(), imported))
        });
        imported.collect()
    };
    let foreign = modules.iter().map(|module| Foreign {
        items: items(module.declarations.clone()),
        names: names(&module.keys),
    });
    Imports {
        modules: foreign.collect(),
        names: names(keys),
    }
}
