//! What editors see of a declaration. rust-analyzer answers questions about a word in a macro by looking for that word, with
//! its place, in the macro's expansion. So the expansion repeats the declaration's words where they name documented items:
//! `Dense` as `layers::Dense`, `units` as one of its fields, `relu` as `activations::relu`, the names of values as variables.
//!
//! This works on tokens alone, not on syntax that has been read, since a declaration is broken most of the time that somebody types it.
//! The items are there for rust-analyzer only, by `#[cfg(rust_analyzer)]`, and `rustc` drops them.
//!
//! To complete a word, rust-analyzer puts a name of its own in the place of the cursor, expands the declaration again,
//! looks at what stands around that name, and takes types and scopes from the same place in the first expansion. Therefore
//! everything is emitted in the order of the declaration, and places where a word can be added leave the same tokens around
//! it whether the word is there or not.
//!
//! A declaration that needs those of other modules is expanded in several steps. The words are in the first one, which
//! is there even if the others can't be found; the shapes come with the last.

mod call;
mod callee;
mod items;
mod names;
mod place;
mod shapes;
mod statements;
#[cfg(test)]
mod tests;
mod walk;
mod words;

use crate::ir::graph::Graph;
use crate::syntax::scan;
use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use shapes::Values;

/// How many tokens a declaration may have: more are written by programs.
const TOKENS: usize = 20_000;

/// What editors see of a declaration.
#[derive(Debug)]
pub struct Editors {
    /// Items with its words. None for a declaration that is too long to be read.
    pub words: TokenStream,
    values: Values,
}

/// The words of a declaration, good or broken. The number, in hexadecimal digits, is that of no other declaration.
pub fn editors(tokens: &TokenStream, declaration: &str) -> Editors {
    let mut values = Values::new(declaration);
    let mut words = TokenStream::new();
    if words::are_few(tokens, TOKENS, scan::DEPTH) {
        let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
        (words, values) = items::items(&tokens, values);
    }
    if !words.is_empty() {
        words = for_editors(quote! {
            use ::formwork::language::{activations, closures, constraints, initializers, padding, regularizers, warnings};
            use ::formwork::language::{functions, functions::*, layers, layers::*};
            use ::formwork::language::{values, values::Value, values::Known};
            #words
        });
    }
    Editors { words, values }
}

impl Editors {
    /// Items with the shapes of the values, from its models without mistakes.
    pub fn shapes(&self, graphs: &[Graph]) -> TokenStream {
        let types = self.values.types(graphs);
        if types.is_empty() {
            return types;
        }
        for_editors(quote! {
            use ::formwork::language::values;
            struct Here;
            #types
        })
    }
}

/// Items that `rustc` drops.
fn for_editors(items: TokenStream) -> TokenStream {
    quote! {
        #[allow(unexpected_cfgs)]
        const _: () = {
            #[cfg(rust_analyzer)]
            #[allow(unused, nonstandard_style)]
            const _: () = { #items };
        };
    }
}
