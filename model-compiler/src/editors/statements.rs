//! Bodies and their statements.

use super::place::Place;
use super::walk::Walker;
use super::words::{find, group, ident, inside, is, is_equals, is_name, is_word, pieces};
use crate::diagnostics::Counted;
use crate::layers::table;
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::quote;

impl Walker {
    /// A model's body.
    pub fn model(&mut self, name: &Ident, tokens: &[TokenTree]) {
        self.model = Some(name.clone());
        self.body(tokens);
        self.model = None;
    }

    /// The same, in either form.
    fn body(&mut self, tokens: &[TokenTree]) {
        let is_keyword = |at: &usize| is_word(tokens, *at, "let") || is_word(tokens, *at, "for");
        let has_statements = (0..tokens.len()).any(|at| is_keyword(&at)) || is_equals(tokens, 1);
        if has_statements {
            return self.statements(tokens, Place::Operand);
        }
        for link in pieces(tokens) {
            match link.is_empty() {
                true => self.nothing(Place::Link),
                false => self.expression(link, Place::Link),
            }
        }
    }

    /// Statements, and a value behind them.
    pub fn statements(&mut self, tokens: &[TokenTree], place: Place) {
        let begins = |at: usize| is_word(tokens, at, "let") || is_word(tokens, at, "for");
        let ends = |at: usize| is(tokens, at, ';') || begins(at);
        let mut at = 0;
        while at < tokens.len() {
            if is_word(tokens, at, "for") {
                let brace = find(tokens, at, |at| {
                    group(tokens, at, Delimiter::Brace).is_some()
                });
                self.repetition(&tokens[at + 1..brace], tokens.get(brace), place);
                at = brace + 1;
                continue;
            }
            let end = find(tokens, at + 1, ends);
            match is_word(tokens, at, "let") {
                true => self.declaration(&tokens[at + 1..end], place.of_values()),
                false => self.expression(&tokens[at..end], place),
            }
            at = match is(tokens, end, ';') {
                true => end + 1,
                false => end,
            };
        }
    }

    /// What follows `for`, and the group behind it.
    fn repetition(&mut self, head: &[TokenTree], body: Option<&TokenTree>, place: Place) {
        let split = find(head, 0, |at| is_word(head, at, "in"));
        let (pattern, range) = head.split_at(split);
        self.expression(range, Place::Operand);
        let body = match body {
            Some(TokenTree::Group(group)) => inside(group),
            _ => Vec::new(),
        };
        let model = self.model.take();
        self.scope(
            |walker| {
                for name in bound(pattern) {
                    walker.bind(&name, quote! { values::Number });
                }
                walker.statements(&body, place);
            },
            |output| quote! { { #output } },
        );
        self.model = model;
    }

    /// What follows `let`.
    fn declaration(&mut self, tokens: &[TokenTree], place: Place) {
        let equals = find(tokens, 0, |at| is_equals(tokens, at));
        let (left, value) = tokens.split_at(equals);
        let colon = find(left, 0, |at| is(left, at, ':'));
        let (pattern, written) = left.split_at(colon);
        let value = value.get(1..).unwrap_or_default();
        self.written(written.get(1..).unwrap_or_default());
        match value.is_empty() {
            // So that a word that is completed here isn't taken for what follows.
            true => self.emit(quote! { (); }),
            false => self.expression(value, place),
        }
        // `let encoder = Dense(64);` is a layer, which hasn't been applied.
        let kind = match (value, ident(value, 0)) {
            ([_, TokenTree::Group(_)], Some(keyword)) => table::find(&keyword.to_string()),
            _ => None,
        };
        let layer = kind.filter(|row| row.inputs != Counted::Exactly(0));
        for name in bound(pattern) {
            let kind = match (layer, &self.model) {
                _ if place != Place::Operand => quote! { closures::Element },
                (Some(row), _) => {
                    let keyword = Ident::new(row.keyword, Span::call_site());
                    quote! { layers::#keyword }
                }
                (None, Some(model)) => {
                    let value = self.values.add(model, &name);
                    self.names.bind(&name);
                    self.emit(quote! { let #name = #value; });
                    continue;
                }
                (None, None) => quote! { values::Value },
            };
            self.bind(&name, kind);
        }
    }

    /// A type that is written for a shape.
    pub fn written(&mut self, tokens: &[TokenTree]) {
        let tokens: TokenStream = tokens.iter().cloned().collect();
        if syn::parse2::<syn::Type>(tokens.clone()).is_ok() {
            self.emit(quote! { let _: #tokens; });
        }
    }
}

/// The names in a pattern.
pub fn bound(pattern: &[TokenTree]) -> Vec<Ident> {
    let mut names = Vec::new();
    for tree in pattern {
        match tree {
            TokenTree::Ident(ident) if is_name(ident) => names.push(ident.clone()),
            TokenTree::Group(group) => names.extend(bound(&inside(group))),
            _ => {}
        }
    }
    names
}
