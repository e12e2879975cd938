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

/// How many tokens a declaration may have: more are written by programs.
const TOKENS: usize = 20_000;

/// The items for a declaration's tokens, good or broken, of whose models these are without mistakes. None for a declaration that
/// is too long to be read.
pub fn editors(tokens: TokenStream, graphs: &[Graph]) -> TokenStream {
    let tokens: Vec<TokenTree> = match words::are_few(&tokens, TOKENS, scan::DEPTH) {
        true => tokens.into_iter().collect(),
        false => return TokenStream::new(),
    };
    let items = items::items(&tokens, graphs);
    if items.is_empty() {
        return items;
    }
    quote! {
        #[allow(unexpected_cfgs)]
        const _: () = {
            #[cfg(rust_analyzer)]
            #[allow(unused, nonstandard_style)]
            const _: () = {
                use ::formwork::language::{activations, initializers, padding, values, values::Value};
                use ::formwork::language::{functions, functions::*, layers, layers::*};
                #items
            };
        };
    }
}
