//! Where declarations are: every `model! { .. }` among a file's tokens, also in functions, modules and other macros.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree, token_stream};

/// A use of `model!`.
#[derive(Debug)]
pub struct Invocation {
    /// The word `model`.
    pub name: Span,
    /// The tokens in it.
    pub tokens: TokenStream,
    /// Whether it has `$fragments`, which only the macro around it can fill in.
    pub fragments: bool,
}

/// All uses of `model!`, in the order of the file. `path::to::model!` is one too. Groups aren't visited by recursion, so
/// that no nesting is too deep.
pub fn invocations(tokens: TokenStream) -> Vec<Invocation> {
    let mut found = Vec::new();
    let mut open = vec![Level::of(tokens)];
    while let Some(level) = open.last_mut() {
        let Some(token) = level.rest.next() else {
            open.pop();
            continue;
        };
        let model = level.model.take();
        match token {
            TokenTree::Ident(ident) if ident == "model" => {
                level.model = Some((ident.span(), false));
            }
            TokenTree::Punct(punct) if punct.as_char() == '!' => {
                level.model = match model {
                    Some((name, false)) => Some((name, true)),
                    _ => None,
                };
            }
            TokenTree::Group(group) => match model {
                Some((name, true)) if group.delimiter() != Delimiter::None => {
                    found.push(invocation(name, &group));
                }
                _ => open.push(Level::of(group.stream())),
            },
            _ => {}
        }
    }
    found
}

/// A group that is being read.
struct Level {
    rest: token_stream::IntoIter,
    /// The word `model` right before, and whether `!` followed.
    model: Option<(Span, bool)>,
}

impl Level {
    fn of(tokens: TokenStream) -> Level {
        Level {
            rest: tokens.into_iter(),
            model: None,
        }
    }
}

fn invocation(name: Span, group: &Group) -> Invocation {
    Invocation {
        name,
        fragments: has_fragments(group.stream()),
        tokens: group.stream(),
    }
}

/// Whether a `$` stands somewhere.
fn has_fragments(tokens: TokenStream) -> bool {
    let mut open = vec![tokens.into_iter()];
    while let Some(level) = open.last_mut() {
        match level.next() {
            None => {
                open.pop();
            }
            Some(TokenTree::Punct(punct)) if punct.as_char() == '$' => return true,
            Some(TokenTree::Group(group)) => open.push(group.stream().into_iter()),
            Some(_) => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(source: &str) -> Vec<(usize, bool)> {
        invocations(source.parse().expect("tokens"))
            .iter()
            .map(|found| (found.name.start().line, found.fragments))
            .collect()
    }

    #[test]
    fn finds_declarations_wherever_they_are() {
        let source = "model! { a }
            mod inner { fn f() { formwork::model!(b); if model != 1 { x[model![c]] } } }
            other! { x => { ::formwork::model! { d } } }
            macro_rules! make { ($n:ident) => { model! { struct $n { Dense(1) } } } }
            macro_rules! model { () => { model ! { e } } }
            let model = !{ f }; my_model! { g } model! name { h }";
        let expected = [
            (1, false),
            (2, false),
            (2, false),
            (3, false),
            (4, true),
            (5, false),
        ];
        assert_eq!(lines(source), expected);
    }

    #[test]
    fn no_nesting_is_too_deep() {
        let depth = 100_000;
        let source = format!("{}model!{{a}}{}", "(".repeat(depth), ")".repeat(depth));
        assert_eq!(lines(&source), [(1, false)]);
    }
}
