//! Constants in the expressions that make layers of the user's own: those are Rust that is passed on as it is, but for the
//! macro's constants, which Rust doesn't know.

use super::Resolver;
use super::library::{Found, plain};
use super::value::Evaluated;
use crate::layers::constant::Value as Constant;
use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

impl Resolver<'_> {
    /// The tokens with literals in place of the names of constants.
    pub fn with_constants(&mut self, tokens: &TokenStream) -> TokenStream {
        self.replaced(tokens.clone(), false)
    }

    /// `fields` if these are a struct's fields or statements, in braces.
    fn replaced(&mut self, tokens: TokenStream, fields: bool) -> TokenStream {
        let trees: Vec<TokenTree> = tokens.into_iter().collect();
        let mut replaced = TokenStream::new();
        for (index, tree) in trees.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|index| trees.get(index));
            let after = trees.get(index + 1);
            match tree {
                TokenTree::Group(group) => {
                    let braces = group.delimiter() == Delimiter::Brace;
                    let inner = self.replaced(group.stream(), braces);
                    let mut inner = Group::new(group.delimiter(), inner);
                    inner.set_span(group.span());
                    replaced.extend([TokenTree::Group(inner)]);
                }
                TokenTree::Ident(name) if may_be_constant(&trees, index, fields) => {
                    let Some(literal) = self.literal_of(name) else {
                        replaced.extend([tree.clone()]);
                        continue;
                    };
                    // `Scale { gain }` is short for `Scale { gain: gain }`.
                    if fields && is_comma(before) && is_comma(after) {
                        let colon = Punct::new(':', Spacing::Alone);
                        replaced.extend([tree.clone(), TokenTree::Punct(colon)]);
                    }
                    replaced.extend(literal);
                }
                _ => replaced.extend([tree.clone()]),
            }
        }
        replaced
    }

    /// The value of a constant as tokens, if the name is that of one.
    fn literal_of(&mut self, name: &Ident) -> Option<TokenStream> {
        let value = match self.scope().read(name) {
            Some(Evaluated::Constant(value)) => value,
            Some(_) => return None,
            None => match self.library.find(self.module(), &plain(name))? {
                Found::Constant(module, constant) => self.declared_constant(module, &constant)?,
                _ => return None,
            },
        };
        tokens_of(&value, name.span())
    }
}

/// Whether the name at `index` stands where a value can: it isn't called, nor part of a path, nor a field.
fn may_be_constant(trees: &[TokenTree], index: usize, fields: bool) -> bool {
    let punct = |at: Option<usize>| match at.and_then(|at| trees.get(at)) {
        Some(TokenTree::Punct(punct)) => Some((punct.as_char(), punct.spacing())),
        _ => None,
    };
    let before = punct(index.checked_sub(1)).map(|(character, _)| character);
    let behind_path =
        before == Some(':') && punct(index.checked_sub(2)) == Some((':', Spacing::Joint));
    let after = punct(Some(index + 1));
    let in_path = after == Some((':', Spacing::Joint));
    let is_field = before == Some('.') || fields && matches!(after, Some((':', Spacing::Alone)));
    // `if FLAG { .. }` isn't a call.
    let is_called = match trees.get(index + 1) {
        Some(TokenTree::Group(group)) => group.delimiter() != Delimiter::Brace,
        _ => matches!(after, Some(('!', _))),
    };
    !behind_path && !in_path && !is_field && !is_called
}

/// A comma, or the end of the group.
fn is_comma(tree: Option<&TokenTree>) -> bool {
    match tree {
        None => true,
        Some(TokenTree::Punct(punct)) => punct.as_char() == ',',
        Some(_) => false,
    }
}

fn tokens_of(value: &Constant, span: Span) -> Option<TokenStream> {
    let negative = match value {
        Constant::Integer(value) => *value < 0,
        Constant::Float(value) => value.is_sign_negative(),
        _ => false,
    };
    let mut literal = match value {
        Constant::Integer(value) => Literal::u64_unsuffixed(value.unsigned_abs()),
        Constant::Float(value) => Literal::f64_unsuffixed(value.abs()),
        Constant::Text(text) => Literal::string(text),
        Constant::Flag(value) => {
            let word = if *value { "true" } else { "false" };
            return Some(TokenTree::Ident(Ident::new(word, span)).into());
        }
        Constant::Name(_)
        | Constant::Tuple(_)
        | Constant::Call(..)
        | Constant::Closure(_)
        | Constant::Rust(_) => {
            return None;
        }
    };
    literal.set_span(span);
    let mut tokens = TokenStream::new();
    if negative {
        let mut minus = Punct::new('-', Spacing::Alone);
        minus.set_span(span);
        tokens.extend([TokenTree::Punct(minus)]);
    }
    tokens.extend([TokenTree::Literal(literal)]);
    Some(tokens)
}
