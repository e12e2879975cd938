//! Expressions, word by word.

use super::callee::word_of;
use super::names::Names;
use super::place::{Choice, Place};
use super::shapes::Values;
use super::statements::bound;
use super::words::{begins_closure, find, group, ident, inside, is, is_name, is_path, name};
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
    pub fn new(names: Names, values: Values) -> Walker {
        Walker {
            names,
            values,
            model: None,
            output: TokenStream::new(),
        }
    }

    /// What has been written, and the values of the models in it.
    pub fn finish(self) -> (TokenStream, Values) {
        (self.output, self.values)
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
        let mut place = place;
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
                    '|' if begins_closure(tokens, at) => {
                        place = Place::Choice(Choice::Function);
                        self.parameters(tokens, at + 1)
                    }
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
            self.bind(&name, quote! { closures::Element });
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
        if is_member && place == Place::Choice(Choice::Function) && is_name(word) {
            let name = Choice::Function.canonical(word);
            self.emit(quote! { let closures::Element { #name: _, .. }; });
            return at + 1;
        }
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
            let value = match self.names.is_constant(&text) {
                // Rust's constants can be asked more than a declaration's.
                true => {
                    self.emit(quote! { #word; let constant: values::Number; });
                    word_of("constant")
                }
                false => word.clone(),
            };
            let Some(member) = name(tokens, at + 2) else {
                self.emit(quote! { #value; });
                return at + 2;
            };
            let member = match place {
                Place::Choice(Choice::Function) => Choice::Function.canonical(member),
                _ => member.clone(),
            };
            self.emit(quote! { #value.#member; });
            return at + 3;
        }
        self.emit(quote! { #word; });
        at + 1
    }

    /// A word alone that isn't a name of the declaration's own.
    fn unbound(&mut self, word: &Ident, place: Place) {
        let text = word.to_string();
        let item = match (place, table::find(&text)) {
            (Place::Link | Place::Operand, _) if self.names.is_imported(&text) => {
                quote! { let _: #word; }
            }
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
                if let Some(arguments) = group(tokens, end, Delimiter::Parenthesis) {
                    self.unknown(&inside(arguments));
                    return end + 1;
                }
                end
            }
        }
    }
}

/// Whether a name is spelled as a type's.
fn is_type(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase)
}
