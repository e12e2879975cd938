//! Parse: tokens to syntax. After it every token belongs to a part with a place, or has been reported.

use crate::diagnostics::Diagnostics;
use crate::ir::graph::Header;
use crate::syntax::ast::Item;
use crate::syntax::{items, names, scan};
use proc_macro2::TokenStream;

/// The items of a macro.
#[derive(Debug)]
pub enum Parsed {
    /// What could be read.
    Items(Vec<Item>),
    /// The tokens are too many or too deep to be read at all: the headers alone.
    Unreadable(Vec<Header>),
}

/// Reads a macro's tokens.
pub fn parse(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Parsed {
    match scan::scan(tokens.clone()) {
        Ok(buffer) => Parsed::Items(items(&buffer, diagnostics)),
        Err(overflow) => {
            diagnostics.error(overflow.span, overflow.diagnosis);
            Parsed::Unreadable(names(tokens))
        }
    }
}
