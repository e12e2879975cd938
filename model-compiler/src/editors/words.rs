//! Tokens, one by one: what they are and where lists of them are split.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

/// Whether there are at most so many tokens, in groups nested at most so deep. Without recursion, since nothing is known yet.
pub fn are_few(tokens: &TokenStream, most: usize, deepest: usize) -> bool {
    let mut levels = vec![tokens.clone().into_iter()];
    let mut count = 0;
    while let Some(level) = levels.last_mut() {
        match level.next() {
            None => {
                levels.pop();
            }
            Some(tree) => {
                count += 1;
                if count > most {
                    return false;
                }
                if let TokenTree::Group(group) = tree {
                    if levels.len() > deepest {
                        return false;
                    }
                    levels.push(group.stream().into_iter());
                }
            }
        }
    }
    true
}

/// The tokens of a group.
pub fn inside(group: &Group) -> Vec<TokenTree> {
    group.stream().into_iter().collect()
}

/// Whether a name can stand for an item or a variable.
pub fn is_name(ident: &Ident) -> bool {
    ident != "gen" && syn::parse2::<Ident>(TokenTree::from(ident.clone()).into()).is_ok()
}

/// The same name at no place of the declaration.
pub fn unplaced(ident: &Ident) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(Span::call_site());
    ident
}

/// The name at this position that isn't a keyword.
pub fn name(tokens: &[TokenTree], at: usize) -> Option<&Ident> {
    ident(tokens, at).filter(|ident| is_name(ident))
}

/// The identifier at this position.
pub fn ident(tokens: &[TokenTree], at: usize) -> Option<&Ident> {
    match tokens.get(at) {
        Some(TokenTree::Ident(ident)) => Some(ident),
        _ => None,
    }
}

/// Whether there is this word.
pub fn is_word(tokens: &[TokenTree], at: usize, word: &str) -> bool {
    ident(tokens, at).is_some_and(|ident| ident == word)
}

/// Whether there is this character.
pub fn is(tokens: &[TokenTree], at: usize, character: char) -> bool {
    matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == character)
}

/// Whether there is `::`.
pub fn is_path(tokens: &[TokenTree], at: usize) -> bool {
    is(tokens, at, ':') && is(tokens, at + 1, ':')
}

/// Whether there is `=` and not `==` or `=>`.
pub fn is_equals(tokens: &[TokenTree], at: usize) -> bool {
    is(tokens, at, '=') && !is(tokens, at + 1, '=') && !is(tokens, at + 1, '>')
}

/// The group with these delimiters at this position.
pub fn group(tokens: &[TokenTree], at: usize, delimiter: Delimiter) -> Option<&Group> {
    match tokens.get(at) {
        Some(TokenTree::Group(group)) if group.delimiter() == delimiter => Some(group),
        _ => None,
    }
}

/// The position of the first token from `start` on for which this holds, or the end.
pub fn find(tokens: &[TokenTree], start: usize, wanted: impl Fn(usize) -> bool) -> usize {
    (start..tokens.len())
        .find(|&at| wanted(at))
        .unwrap_or(tokens.len())
}

/// What is between commas that aren't in a closure's `|a, b|`; behind a last comma there is an empty piece.
pub fn pieces(tokens: &[TokenTree]) -> impl Iterator<Item = &[TokenTree]> {
    let mut pieces = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < tokens.len() {
        if is(tokens, at, '|') && begins_closure(tokens, at) {
            // A bar without its second one isn't taken for a closure's.
            let end = find(tokens, at + 1, |at| is(tokens, at, '|'));
            at = if end < tokens.len() { end } else { at };
        } else if is(tokens, at, ',') {
            pieces.push(&tokens[start..at]);
            start = at + 1;
        }
        at += 1;
    }
    pieces.push(&tokens[start..]);
    pieces.into_iter()
}

/// Whether a bar at this position is the first of a closure's and no operator.
pub fn begins_closure(tokens: &[TokenTree], at: usize) -> bool {
    match at.checked_sub(1).and_then(|before| tokens.get(before)) {
        None => true,
        Some(TokenTree::Punct(punct)) => matches!(punct.as_char(), '=' | ','),
        Some(_) => false,
    }
}
