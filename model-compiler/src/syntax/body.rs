//! The body of a model: a comma list, or statements and a value.

use super::ast::{Body, Link};
use super::cursor::Cursor;
use super::expression::leftover;
use super::reader::{Read, Reader, is_comma};
use super::statement::attribute;
use crate::diagnostics::{Diagnosis, Diagnostics};
use proc_macro2::{Delimiter, TokenTree};

/// Reads a body. `None` if nothing of it can be used.
pub fn body(group: Cursor<'_>, diagnostics: &mut Diagnostics) -> Option<Body> {
    if group.is_empty() {
        diagnostics.error(group.span(), Diagnosis::EmptyBody);
        return None;
    }
    let mut reader = Reader::new(diagnostics);
    if has_statements(&group) {
        return Some(Body::Functional(reader.functional(group)));
    }
    Some(Body::Chain(reader.links(group)))
}

/// Whether the body is of the functional form.
fn has_statements(group: &Cursor<'_>) -> bool {
    let has = |word: &str| {
        group.contains(|tree| matches!(tree, TokenTree::Ident(ident) if ident == word))
    };
    // `x = Input(3);` lacks a `let`, but is meant as a statement.
    let begins_with_assignment = group.ident().is_some() && group.nth_is(1, "=");
    // A `for` among layers with commas between them is a mistake in a chain.
    has("let") || has("const") || begins_with_assignment || has("for") && !group.contains(is_comma)
}

fn is_separator(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Punct(punct) if matches!(punct.as_char(), ',' | ';'))
}

/// `Dense(3)`, and not a stray name or number.
fn begins_layer(rest: &Cursor<'_>) -> bool {
    rest.ident().is_some() && (rest.nth_is_group(1, Delimiter::Parenthesis) || rest.nth_is(1, "::"))
}

impl Reader<'_> {
    fn links(&mut self, group: Cursor<'_>) -> Vec<Link> {
        let mut rest = group;
        let mut links = Vec::new();
        let mut semicolons = false;
        while !rest.is_empty() {
            match self.link(&mut rest) {
                Ok(link) => links.push(link),
                Err((span, diagnosis)) => {
                    self.diagnostics.error(span, *diagnosis);
                    links.push(Link::Unreadable);
                    rest.skip_to(is_separator);
                }
            }
            if rest.is_empty() || rest.eat(",").is_some() {
                continue;
            }
            let span = rest.span();
            if rest.eat(";").is_some() {
                if !semicolons {
                    self.diagnostics.error(span, Diagnosis::SemicolonInChain);
                }
                semicolons = true;
                continue;
            }
            // Layers that aren't separated are one mistake: what follows is read nevertheless.
            let (span, diagnosis) = leftover(&rest, ',');
            self.diagnostics.error(span, *diagnosis);
            if !begins_layer(&rest) {
                rest.skip_to(is_separator);
                rest.next();
            }
        }
        links
    }

    fn link(&mut self, rest: &mut Cursor<'_>) -> Read<Link> {
        attribute(rest)?;
        let layer = self.placed(rest, (true, false), Self::values)?;
        let written = match rest.eat("->") {
            Some(_) => Some(self.written(rest)?),
            None => None,
        };
        Ok(Link::Layer { layer, written })
    }
}
