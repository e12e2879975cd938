//! Expressions, word by word.

use super::names::Names;
use super::place::Place;
use super::shapes::Values;
use super::statements::bound;
use super::words::{find, group, ident, inside, is, is_name, is_path, name};
use crate::layers::table;
use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::quote;

/// Writes statements while it goes through a declaration.
pub struct Walker {
    /// The names so far.
    pub names: Names,
    /// The values of models.
    pub values: Values,
    /// The model whose statements these are: none in a block, or where they are repeated.
    pub model: Option<Ident>,
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
                        _ => self.expression(&within, place.inside()),
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
