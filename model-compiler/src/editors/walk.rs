//! Bodies and expressions, word by word.

use super::names::Names;
use super::shapes::Values;
use super::words::{
    find, group, ident, inside, is, is_equals, is_name, is_path, is_word, name, pieces,
};
use crate::diagnostics::Counted;
use crate::layers::{activations, initializers, table};
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::quote;

/// What a word that isn't a name of the declaration's own would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A link of a chain: a layer.
    Link,
    /// An operand: a value, a layer, a function or a number.
    Operand,
    /// The value of an argument: an activation, for instance.
    Choice(Choice),
}

/// Modules of words that arguments take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    Activation,
    Initializer,
    Padding,
}

impl Choice {
    /// The word as its table has it, if it is another spelling.
    pub fn canonical(self, word: &Ident) -> Ident {
        let text = word.to_string();
        let name = match self {
            Choice::Activation => activations::TABLE
                .iter()
                .find(|row| row.aliases.contains(&&*text))
                .map(|row| row.name),
            Choice::Initializer => initializers::TABLE
                .iter()
                .find(|row| row.aliases.contains(&&*text))
                .map(|row| row.name),
            Choice::Padding => None,
        };
        name.map_or_else(|| word.clone(), |name| Ident::new(name, word.span()))
    }

    /// The module's name.
    pub fn module(self) -> TokenStream {
        match self {
            Choice::Activation => quote! { activations },
            Choice::Initializer => quote! { initializers },
            Choice::Padding => quote! { padding },
        }
    }
}

/// Writes statements while it goes through a declaration.
pub struct Walker {
    /// The names so far.
    pub names: Names,
    /// The values of models.
    pub values: Values,
    /// The model whose statements these are: none in a block, or where they are repeated.
    model: Option<Ident>,
    output: TokenStream,
}

impl Walker {
    /// At the beginning of a declaration whose items have these names.
    pub fn new(names: Names) -> Walker {
        Walker {
            names,
            values: Values::default(),
            model: None,
            output: TokenStream::new(),
        }
    }

    /// What has been written.
    pub fn finish(self) -> TokenStream {
        self.output
    }

    /// Writes this.
    pub fn emit(&mut self, tokens: TokenStream) {
        self.output.extend(tokens);
    }

    /// Writes what `write` writes inside of something, with a scope of its own.
    pub fn scope(
        &mut self,
        write: impl FnOnce(&mut Walker),
        wrap: impl FnOnce(TokenStream) -> TokenStream,
    ) {
        let outer = std::mem::take(&mut self.output);
        self.names.enter();
        write(self);
        self.names.leave();
        let inner = std::mem::replace(&mut self.output, outer);
        self.output.extend(wrap(inner));
    }

    /// A variable of this name.
    pub fn bind(&mut self, name: &Ident, kind: TokenStream) {
        self.names.bind(name);
        self.emit(quote! { let #name: #kind; });
    }

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
                true => self.declaration(&tokens[at + 1..end]),
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
    fn declaration(&mut self, tokens: &[TokenTree]) {
        let equals = find(tokens, 0, |at| is_equals(tokens, at));
        let (left, value) = tokens.split_at(equals);
        let colon = find(left, 0, |at| is(left, at, ':'));
        let (pattern, written) = left.split_at(colon);
        let value = value.get(1..).unwrap_or_default();
        self.written(written.get(1..).unwrap_or_default());
        match value.is_empty() {
            // So that a word that is completed here isn't taken for what follows.
            true => self.emit(quote! { (); }),
            false => self.expression(value, Place::Operand),
        }
        // `let encoder = Dense(64);` is a layer, which hasn't been applied.
        let kind = match (value, ident(value, 0)) {
            ([_, TokenTree::Group(_)], Some(keyword)) => table::find(&keyword.to_string()),
            _ => None,
        };
        let layer = kind.filter(|row| row.inputs != Counted::Exactly(0));
        for name in bound(pattern) {
            let kind = match (layer, &self.model) {
                (Some(row), _) => {
                    let keyword = Ident::new(row.keyword, Span::call_site());
                    quote! { layers::#keyword }
                }
                (None, Some(model)) => self.values.add(model, &name),
                (None, None) => quote! { values::Value },
            };
            self.bind(&name, kind);
        }
    }

    /// A type that is written for a shape.
    fn written(&mut self, tokens: &[TokenTree]) {
        let tokens: TokenStream = tokens.iter().cloned().collect();
        if syn::parse2::<syn::Type>(tokens.clone()).is_ok() {
            self.emit(quote! { let _: #tokens; });
        }
    }

    /// An expression in the largest sense: words are looked at one after the other.
    pub fn expression(&mut self, tokens: &[TokenTree], place: Place) {
        let mut at = 0;
        while at < tokens.len() {
            at = match &tokens[at] {
                TokenTree::Ident(ident) => self.word(ident, tokens, at, place),
                TokenTree::Group(group) => {
                    let within = inside(group);
                    match group.delimiter() {
                        Delimiter::Brace => self.scope(
                            |walker| walker.statements(&within, place),
                            |output| quote! { { #output } },
                        ),
                        _ => self.expression(&within, applied(place)),
                    }
                    at + 1
                }
                TokenTree::Punct(punct) => match punct.as_char() {
                    '|' if begins_closure(tokens, at) => self.parameters(tokens, at + 1),
                    '-' if is(tokens, at + 1, '>') => {
                        self.written(&tokens[at + 2..]);
                        tokens.len()
                    }
                    _ => at + 1,
                },
                TokenTree::Literal(_) => at + 1,
            };
        }
    }

    /// `x, y|` of a closure; gives the position behind it.
    fn parameters(&mut self, tokens: &[TokenTree], start: usize) -> usize {
        let end = find(tokens, start, |at| is(tokens, at, '|'));
        for name in bound(&tokens[start..end]) {
            self.bind(&name, quote! { values::Value });
        }
        end + 1
    }

    /// The word at this position with what belongs to it; gives the position behind it.
    fn word(&mut self, word: &Ident, tokens: &[TokenTree], at: usize, place: Place) -> usize {
        if is_path(tokens, at + 1) {
            return self.path(tokens, at);
        }
        let is_member = at > 0 && is(tokens, at - 1, '.');
        let text = word.to_string();
        if !is_name(word) || is_member || matches!(&*text, "True" | "False" | "None" | "none") {
            return at + 1;
        }
        if let Some(arguments) = group(tokens, at + 1, Delimiter::Parenthesis) {
            self.call(word, &inside(arguments), place);
            return at + 2;
        }
        if let Some(fields) = group(tokens, at + 1, Delimiter::Brace)
            && is_type(&text)
            && !self.names.is_bound(&text)
        {
            self.fields(&quote! { #word }, &inside(fields));
            return at + 2;
        }
        if !self.names.is_bound(&text) {
            self.unbound(word, place);
            return at + 1;
        }
        // `x.channels()`, but not `n..2 * n`.
        if is(tokens, at + 1, '.') && !is(tokens, at + 2, '.') {
            match name(tokens, at + 2) {
                Some(member) => self.emit(quote! { #word.#member; }),
                None => self.emit(quote! { #word; }),
            }
            return at + 2;
        }
        self.emit(quote! { #word; });
        at + 1
    }

    /// A word alone that isn't a name of the declaration's own.
    fn unbound(&mut self, word: &Ident, place: Place) {
        let text = word.to_string();
        let item = match (place, table::find(&text)) {
            (Place::Choice(choice), _) => {
                let module = choice.module();
                let name = choice.canonical(word);
                quote! { let _: #module::#name; }
            }
            (_, Some(row)) => {
                let keyword = Ident::new(row.keyword, word.span());
                quote! { let _: layers::#keyword; }
            }
            (Place::Link, None) => quote! { let _: layers::#word; },
            (Place::Operand, None) => quote! { #word; },
        };
        self.emit(item);
    }

    /// A place where a word is missing.
    pub fn nothing(&mut self, place: Place) {
        match place {
            Place::Link => self.emit(quote! { let _: layers; }),
            Place::Choice(choice) => {
                let module = choice.module();
                self.emit(quote! { let _: #module; });
            }
            Place::Operand => {}
        }
    }

    /// `my::Swish { beta: 1.5 }`; gives the position behind it.
    fn path(&mut self, tokens: &[TokenTree], start: usize) -> usize {
        let mut at = start;
        while ident(tokens, at).is_some() && is_path(tokens, at + 1) {
            at += 3;
        }
        let end = match ident(tokens, at) {
            Some(_) => at + 1,
            None => at - 2,
        };
        let path: TokenStream = tokens[start..end].iter().cloned().collect();
        if syn::parse2::<syn::Path>(path.clone()).is_err() {
            return end;
        }
        match group(tokens, end, Delimiter::Brace) {
            Some(fields) => {
                self.fields(&path, &inside(fields));
                end + 1
            }
            None => {
                self.emit(quote! { let _: #path; });
                end
            }
        }
    }
}

/// What stands in a call behind such a place.
fn applied(place: Place) -> Place {
    match place {
        Place::Link => Place::Operand,
        other => other,
    }
}

/// The names in a pattern.
fn bound(pattern: &[TokenTree]) -> Vec<Ident> {
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

/// Whether a bar at this position is the first of a closure's and no operator.
fn begins_closure(tokens: &[TokenTree], at: usize) -> bool {
    match at.checked_sub(1).and_then(|before| tokens.get(before)) {
        None => true,
        Some(TokenTree::Punct(punct)) => matches!(punct.as_char(), '=' | ','),
        Some(_) => false,
    }
}

/// Whether a name is spelled as a type's.
fn is_type(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase)
}
