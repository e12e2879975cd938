//! Models, blocks and constants of a declaration.

use super::callee::word_of;
use super::names::{Callable, Names};
use super::place::Place;
use super::shapes::Values;
use super::walk::Walker;
use super::words::{find, group, inside, is, is_equals, is_word, name, pieces, unplaced};
use crate::layers::arguments::COMMON;
use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::quote;
use std::collections::BTreeSet;
use syn::UseTree;

/// An item of which at least the name is there.
enum Item<'t> {
    Constant {
        name: &'t Ident,
        /// What follows the name, up to the semicolon.
        rest: &'t [TokenTree],
    },
    /// A model or a block.
    Body {
        docs: TokenStream,
        is_block: bool,
        name: &'t Ident,
        parameters: Vec<Parameter>,
        body: Vec<TokenTree>,
    },
    /// `struct Wide = Network(width = 64);`: what follows the equals sign.
    Member {
        name: &'t Ident,
        rest: &'t [TokenTree],
    },
    /// `use blocks::{residual, dense as simple};`: what is imported.
    Use { tree: UseTree },
}

/// How many parameters of one block or model are known to its callers.
const MOST: usize = 64;

/// How many tokens of a `use` are read: its parts are within each other.
const MOST_OF_USE: usize = 500;

struct Parameter {
    name: Ident,
    /// Its default, if it has one.
    default: Vec<TokenTree>,
}

/// The words of a declaration, and the values that they name.
pub fn items(tokens: &[TokenTree], values: Values) -> (TokenStream, Values) {
    let items = read(tokens);
    let mut names = Names::default();
    let mut arguments = TokenStream::new();
    for item in &items {
        match item {
            Item::Constant { name, .. } => names.constant(name),
            Item::Body {
                name,
                parameters,
                is_block,
                ..
            } => {
                let words = parameters.iter().take(MOST).map(|one| &one.name);
                let words: Vec<&Ident> = words.collect();
                arguments.extend(callable(&mut names, name, *is_block, &words));
            }
            Item::Member { name, .. } => {
                arguments.extend(callable(&mut names, name, false, &[]));
            }
            Item::Use { tree, .. } => names.import(tree),
        }
    }
    let mut walker = Walker::new(names, values);
    for item in items {
        write(item, &mut walker);
    }
    let (items, values) = walker.finish();
    if items.is_empty() {
        return (items, values);
    }
    let items = quote! {
        mod arguments { use ::formwork::language::values; #arguments }
        #items
    };
    (items, values)
}

/// A struct with the arguments of a block or a model, for its callers.
fn callable(names: &mut Names, name: &Ident, is_block: bool, words: &[&Ident]) -> TokenStream {
    // What every call takes, unless a parameter has that name.
    let common = [("name", "Text"), ("trainable", "Flag")].into_iter();
    let common = common.filter(|(other, _)| words.iter().all(|word| *word != other));
    let mut parameters: Vec<Ident> = words.iter().map(|word| unplaced(word)).collect();
    let mut fields = quote! { #(pub #words: values::Value,)* };
    for (word, kind) in common {
        let doc = COMMON.iter().find(|one| one.name == word);
        let doc = doc.map_or("", |one| one.doc);
        let (word, kind) = (word_of(word), word_of(kind));
        fields.extend(quote! { #[doc = #doc] pub #word: values::#kind, });
        parameters.push(word);
    }
    let callable = Callable {
        is_block,
        parameters,
        positional: words.len(),
    };
    names.declare(name, callable);
    let name = unplaced(name);
    quote! { pub struct #name { #fields } }
}

fn read(tokens: &[TokenTree]) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    let mut docs = TokenStream::new();
    let mut at = 0;
    while at < tokens.len() {
        if is(tokens, at, '#')
            && let Some(attribute) = group(tokens, at + 1, Delimiter::Bracket)
        {
            // `#[doc = ".."]` and nothing else: what is wrong with an attribute isn't for rustc to say.
            let inner = inside(attribute);
            let is_text = matches!(inner.get(2), Some(TokenTree::Literal(_)));
            if is_word(&inner, 0, "doc") && is(&inner, 1, '=') && is_text && inner.len() == 3 {
                docs.extend(tokens[at..at + 2].iter().cloned());
            }
            at += 2;
            continue;
        }
        if is_word(tokens, at, "use") {
            let end = find(tokens, at, |at| is(tokens, at, ';'));
            let tree: TokenStream = tokens[at + 1..end].iter().cloned().collect();
            if end - at < MOST_OF_USE
                && let Ok(tree) = syn::parse2(tree)
            {
                items.push(Item::Use { tree });
                at = end + 1;
                continue;
            }
        }
        let is_struct = is_word(tokens, at, "struct") || is_word(tokens, at, "family");
        let is_block = is_word(tokens, at, "fn");
        let is_constant = is_word(tokens, at, "const");
        let named = match is_struct || is_block || is_constant {
            true => name(tokens, at + 1),
            false => None,
        };
        let Some(name) = named else {
            at += 1;
            continue;
        };
        at += 2;
        let docs = std::mem::take(&mut docs);
        if is_constant || is_equals(tokens, at) {
            let end = find(tokens, at, |at| is(tokens, at, ';'));
            let rest = &tokens[at..end];
            items.push(match is_constant {
                true => Item::Constant { name, rest },
                false => Item::Member {
                    name,
                    rest: &rest[1..],
                },
            });
            at = end + 1;
            continue;
        }
        let mut parameters = Vec::new();
        if let Some(group) = group(tokens, at, Delimiter::Parenthesis) {
            parameters = self::parameters(&inside(group));
            at += 1;
        }
        // Behind a piece that can't be read the braces may still come, unless another item begins.
        let begins = |at| {
            ["struct", "fn", "const", "family", "pub"]
                .iter()
                .any(|word| is_word(tokens, at, word))
        };
        let brace = |at| group(tokens, at, Delimiter::Brace).is_some();
        at = find(tokens, at, |at| begins(at) || brace(at));
        let body = group(tokens, at, Delimiter::Brace).map_or_else(Vec::new, inside);
        items.push(Item::Body {
            docs,
            is_block,
            name,
            parameters,
            body,
        });
    }
    items
}

/// `x, filters, stride = 1`
fn parameters(tokens: &[TokenTree]) -> Vec<Parameter> {
    let mut parameters: Vec<Parameter> = Vec::new();
    let mut known = BTreeSet::new();
    for piece in pieces(tokens) {
        let Some(name) = name(piece, 0) else {
            continue;
        };
        if known.insert(name.to_string()) {
            parameters.push(Parameter {
                name: name.clone(),
                default: match is_equals(piece, 1) {
                    true => piece[2..].to_vec(),
                    false => Vec::new(),
                },
            });
        }
    }
    parameters
}

fn write(item: Item<'_>, walker: &mut Walker) {
    match item {
        Item::Constant { name, rest } => {
            let equals = find(rest, 0, |at| is_equals(rest, at));
            let (kind, value) = rest.split_at(equals);
            let kind: TokenStream = kind.iter().skip(1).cloned().collect();
            let kind = match syn::parse2::<syn::Type>(kind.clone()) {
                Ok(_) => kind,
                Err(_) => quote! { values::Number },
            };
            let literal = match value {
                [_, TokenTree::Literal(literal)] => quote! { #literal },
                _ => quote! { loop {} },
            };
            walker.emit(quote! { const #name: #kind = #literal; });
            let value = value.get(1..).unwrap_or_default();
            apart(walker, |walker| walker.expression(value, Place::Operand));
        }
        Item::Body {
            docs,
            is_block: true,
            name,
            parameters,
            body,
        } => walker.scope(
            |walker| {
                for parameter in &parameters {
                    walker.names.bind(&parameter.name);
                    walker.expression(&parameter.default, Place::Operand);
                }
                walker.statements(&body, Place::Operand);
            },
            |output| {
                let parameters = parameters.iter().map(|one| &one.name);
                quote! { #docs fn #name(#(#parameters: Value),*) { #output } }
            },
        ),
        Item::Body {
            name,
            parameters,
            body,
            ..
        } => apart(walker, |walker| {
            for parameter in &parameters {
                walker.expression(&parameter.default, Place::Operand);
                walker.bind(&parameter.name, quote! { values::Number });
            }
            walker.model(name, &body);
        }),
        Item::Use { tree } => walker.emit(quote! { use #tree; }),
        Item::Member { rest, .. } => {
            apart(walker, |walker| walker.expression(rest, Place::Operand))
        }
    }
}

/// Writes statements where only items stand.
fn apart(walker: &mut Walker, write: impl FnOnce(&mut Walker)) {
    walker.scope(write, |output| quote! { const _: () = { #output }; });
}
