//! The tokens of a declaration as mends see them: where each stands, what is around it, what a call consists of.

use super::{Edit, Mend};
use crate::layers::table;
use crate::syntax::scan::{End, Token};
use proc_macro2::{Delimiter, LineColumn, Span, TokenTree};
use std::collections::{HashMap, HashSet};

/// A declaration's tokens with their places.
pub struct Source<'t> {
    tokens: &'t [Token],
    /// For each token the opening of the group that it lies in.
    parents: Vec<Option<usize>>,
    /// For each end of a group the other.
    partners: Vec<usize>,
    places: HashMap<(usize, usize), usize>,
}

/// An argument in parentheses, or another part between separators: the tokens from `first` to before `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its first token.
    pub first: usize,
    /// The token behind its last.
    pub end: usize,
}

/// The application of a layer.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// The parentheses with the layer's own arguments.
    pub own: Option<usize>,
    /// The parentheses with the values that it is applied to.
    pub values: Option<usize>,
}

impl<'t> Source<'t> {
    /// Sorts out the groups.
    pub fn new(tokens: &'t [Token]) -> Source<'t> {
        let mut parents = Vec::with_capacity(tokens.len());
        let mut partners: Vec<usize> = (0..tokens.len()).collect();
        let mut places = HashMap::with_capacity(tokens.len());
        let mut open: Vec<usize> = Vec::new();
        for (index, token) in tokens.iter().enumerate() {
            if token.end == End::Close {
                open.pop();
            }
            parents.push(open.last().copied());
            if let End::Open(close) = token.end {
                partners[index] = close;
                if let Some(partner) = partners.get_mut(close) {
                    *partner = index;
                }
                open.push(index);
            }
            let start = token.span.start();
            if start.line > 0 {
                places.entry((start.line, start.column)).or_insert(index);
            }
        }
        Source {
            tokens,
            parents,
            partners,
            places,
        }
    }

    /// The token at a place.
    pub fn at(&self, span: Span) -> Option<usize> {
        let start = span.start();
        self.places.get(&(start.line, start.column)).copied()
    }

    fn tree(&self, index: usize) -> Option<&'t TokenTree> {
        self.tokens.get(index).map(|token| &token.tree)
    }

    /// The name or keyword that a token is.
    pub fn ident(&self, index: usize) -> Option<String> {
        match self.tree(index)? {
            TokenTree::Ident(ident) => Some(ident.to_string()),
            _ => None,
        }
    }

    /// Whether a token is this name or keyword.
    pub fn is_ident(&self, index: usize, text: &str) -> bool {
        matches!(self.tree(index), Some(TokenTree::Ident(ident)) if ident == text)
    }

    /// Whether a token is a literal.
    pub fn literal(&self, index: usize) -> Option<String> {
        match self.tree(index)? {
            TokenTree::Literal(literal) => Some(literal.to_string()),
            _ => None,
        }
    }

    /// Whether a token is this character.
    pub fn is(&self, index: usize, character: char) -> bool {
        matches!(self.tree(index), Some(TokenTree::Punct(punct)) if punct.as_char() == character)
    }

    /// Whether a token is an operator or another single character.
    pub fn is_punct(&self, index: usize) -> bool {
        matches!(self.tree(index), Some(TokenTree::Punct(_)))
    }

    /// Whether a group with this delimiter opens here.
    pub fn opens(&self, index: usize, delimiter: Delimiter) -> bool {
        match (self.tree(index), self.tokens.get(index).map(|one| one.end)) {
            (Some(TokenTree::Group(group)), Some(End::Open(_))) => group.delimiter() == delimiter,
            _ => false,
        }
    }

    /// The end of the group that opens here, or the token itself.
    pub fn close(&self, index: usize) -> usize {
        self.partners.get(index).copied().unwrap_or(index)
    }

    /// The token behind this token or group.
    pub fn after(&self, index: usize) -> usize {
        match self.tokens.get(index).map(|token| token.end) {
            Some(End::Open(close)) => close + 1,
            _ => index + 1,
        }
    }

    /// The token or group before, in the same group.
    pub fn before(&self, index: usize) -> Option<usize> {
        let before = index.checked_sub(1)?;
        match self.tokens.get(before)?.end {
            End::Leaf => Some(before),
            End::Close => Some(self.close(before)),
            End::Open(_) => None,
        }
    }

    /// The opening of the group around a token.
    pub fn parent(&self, index: usize) -> Option<usize> {
        self.parents.get(index).copied().flatten()
    }

    /// The parts of a group between separators, empty ones left out.
    pub fn pieces(&self, open: usize, separator: char) -> Vec<Piece> {
        let close = self.close(open);
        let mut pieces = Vec::new();
        let mut first = open + 1;
        let mut at = first;
        while at < close {
            if self.is(at, separator) {
                if at > first {
                    pieces.push(Piece { first, end: at });
                }
                first = at + 1;
            }
            at = self.after(at);
        }
        if close > first {
            pieces.push(Piece { first, end: close });
        }
        pieces
    }

    /// The part of the group around a token that it lies in.
    pub fn piece(&self, index: usize, separator: char) -> Option<Piece> {
        let pieces = self.pieces(self.parent(index)?, separator);
        let around = |piece: &Piece| piece.first <= index && index < piece.end;
        pieces.into_iter().find(around)
    }

    /// The name of the argument `name = value`.
    pub fn name(&self, piece: Piece) -> Option<String> {
        let name = self.ident(piece.first)?;
        let named = self.is(piece.first + 1, '=') && !self.is(piece.first + 2, '=');
        named.then_some(name)
    }

    /// The argument of this name in a group.
    pub fn argument(&self, open: usize, names: &[&str]) -> Option<Piece> {
        let pieces = self.pieces(open, ',');
        let wanted = |piece: &Piece| {
            self.name(*piece)
                .is_some_and(|name| names.contains(&&*name))
        };
        pieces.into_iter().find(wanted)
    }

    /// The value of an argument.
    pub fn value(&self, piece: Piece) -> Piece {
        match self.name(piece) {
            Some(_) => Piece {
                first: piece.first + 2,
                ..piece
            },
            None => piece,
        }
    }

    /// The tokens of an expression that begins with this name: its path, and what it is applied to.
    pub fn operand(&self, index: usize) -> Piece {
        let mut first = index;
        let mut path = false;
        while let Some(colon) = self.before(first)
            && self.is(colon, ':')
            && let Some(name) = colon.checked_sub(2)
            && self.ident(name).is_some()
        {
            first = name;
            path = true;
        }
        let mut end = self.after(index);
        loop {
            let call = self.opens(end, Delimiter::Parenthesis);
            let fields = path && self.opens(end, Delimiter::Brace);
            if call || fields {
                end = self.after(end);
            } else if self.is(end, ':') && self.ident(end + 2).is_some() {
                end += 3;
                path = true;
            } else if self.is(end, '.') && !self.is(end + 1, '.') {
                end += 2;
            } else {
                return Piece { first, end };
            }
        }
    }

    /// The operand that ends before this operator.
    pub fn operand_before(&self, operator: usize) -> Option<Piece> {
        let mut first = self.before(operator)?;
        while self.opens(first, Delimiter::Parenthesis)
            && let Some(before) = self.before(first)
            && (self.ident(before).is_some() || self.opens(before, Delimiter::Parenthesis))
        {
            first = before;
        }
        let piece = Piece {
            first,
            end: operator,
        };
        // With an operator before it, it may belong to what stands there.
        match self.before(first) {
            None => Some(piece),
            Some(before) if self.is(before, '=') || self.is(before, ',') => Some(piece),
            Some(before) if self.is(before, ';') => Some(piece),
            Some(_) => None,
        }
    }

    /// The layer whose keyword, or name, stands here.
    pub fn call(&self, index: usize) -> Call {
        let parentheses = |at: usize| Some(at).filter(|&at| self.opens(at, Delimiter::Parenthesis));
        let first = parentheses(index + 1);
        let second = first.and_then(|open| parentheses(self.after(open)));
        let Some(name) = self.ident(index) else {
            return Call {
                own: None,
                values: None,
            };
        };
        if table::function(&name).is_some() {
            return Call {
                own: first,
                values: first,
            };
        }
        if name.starts_with(char::is_uppercase) {
            return Call {
                own: first,
                values: second,
            };
        }
        // A layer that a name stands for: it was made where the name was bound.
        let made = (0..index).rev().find(|&at| {
            self.is_ident(at, &name)
                && self.is(at + 1, '=')
                && at.checked_sub(1).is_some_and(|at| self.is_ident(at, "let"))
        });
        let keyword = made.map(|at| at + 2);
        Call {
            own: keyword.and_then(|at| parentheses(at + 1)),
            values: first,
        }
    }

    /// The values that a call is applied to, each a part of its own.
    pub fn inputs(&self, values: usize) -> Vec<Piece> {
        let mut pieces = self.pieces(values, ',');
        pieces.retain(|&piece| self.name(piece).is_none());
        if let [only] = &*pieces
            && self.after(only.first) == only.end
            && (self.opens(only.first, Delimiter::Bracket)
                || self.opens(only.first, Delimiter::Parenthesis))
        {
            return self.pieces(only.first, ',');
        }
        pieces
    }

    /// Whether a layer is a link of a chain.
    pub fn in_chain(&self, keyword: usize) -> bool {
        let begins = self
            .before(keyword)
            .is_none_or(|before| self.is(before, ',') || self.is(before, ';'));
        let Some(parent) = self.parent(keyword) else {
            return false;
        };
        let statements = (parent..self.close(parent)).any(|at| self.is_ident(at, "let"));
        begins && self.opens(parent, Delimiter::Brace) && !statements
    }

    /// Where a token begins.
    pub fn start(&self, index: usize) -> Option<LineColumn> {
        let start = self.tokens.get(index)?.span.start();
        (start.line > 0).then_some(start)
    }

    /// Where a token or group ends.
    pub fn end(&self, index: usize) -> Option<LineColumn> {
        let end = self.tokens.get(self.close_of(index))?.span.end();
        (end.line > 0).then_some(end)
    }

    fn close_of(&self, index: usize) -> usize {
        match self.tokens.get(index).map(|token| token.end) {
            Some(End::Open(close)) => close,
            _ => index,
        }
    }

    /// The tokens of a part as they can be written again.
    pub fn text(&self, piece: Piece) -> Option<String> {
        let mut text = String::new();
        let mut last: Option<LineColumn> = None;
        for index in piece.first..piece.end {
            let token = self.tokens.get(index)?;
            let start = self.start(index)?;
            if last.is_some_and(|last| last != start) {
                text.push(' ');
            }
            let written = match (&token.tree, token.end) {
                (TokenTree::Group(group), end) => {
                    let opens = end != End::Close;
                    match group.delimiter() {
                        Delimiter::Parenthesis => if opens { "(" } else { ")" }.into(),
                        Delimiter::Bracket => if opens { "[" } else { "]" }.into(),
                        Delimiter::Brace => if opens { "{" } else { "}" }.into(),
                        Delimiter::None => String::new(),
                    }
                }
                (tree, _) => tree.to_string(),
            };
            text.push_str(&written);
            last = Some(token.span.end());
        }
        Some(text)
    }

    /// Replaces the tokens of a part.
    pub fn replace(&self, piece: Piece, text: impl Into<String>) -> Option<Edit> {
        let last = piece.end.checked_sub(1)?;
        Some(Edit {
            from: self.start(piece.first)?,
            to: self.end(last)?,
            text: text.into(),
        })
    }

    /// Replaces one token.
    pub fn replace_token(&self, index: usize, text: impl Into<String>) -> Option<Edit> {
        let end = self.after(index);
        self.replace(Piece { first: index, end }, text)
    }

    /// Inserts text before a token.
    pub fn insert_before(&self, index: usize, text: impl Into<String>) -> Option<Edit> {
        let at = self.start(index)?;
        let text = text.into();
        Some(Edit {
            from: at,
            to: at,
            text,
        })
    }

    /// Inserts text behind a token or group.
    pub fn insert_after(&self, index: usize, text: impl Into<String>) -> Option<Edit> {
        let at = self.end(index)?;
        let text = text.into();
        Some(Edit {
            from: at,
            to: at,
            text,
        })
    }

    /// Removes a part and the comma that goes with it.
    pub fn remove(&self, piece: Piece) -> Option<Edit> {
        let text = String::new();
        if self.is(piece.end, ',') {
            let next = piece.end + 1;
            let closes = self.tokens.get(next).map(|token| token.end) == Some(End::Close);
            if !closes || self.before(piece.first).is_none() {
                return Some(Edit {
                    from: self.start(piece.first)?,
                    to: if closes {
                        self.end(piece.end)?
                    } else {
                        self.start(next)?
                    },
                    text,
                });
            }
        }
        let first = match self.before(piece.first) {
            Some(comma) if self.is(comma, ',') => comma,
            _ => piece.first,
        };
        let end = piece.end;
        self.replace(Piece { first, end }, text)
    }

    /// Puts a layer around a part: `Dense(64)(part)`.
    pub fn wrap(&self, piece: Piece, layer: &str) -> Option<Mend> {
        let last = piece.end.checked_sub(1)?;
        Some(Mend::from(vec![
            self.insert_before(piece.first, format!("{layer}("))?,
            self.insert_after(last, ")")?,
        ]))
    }

    /// Gives an argument of a layer a value, whether it is written or not.
    pub fn set(&self, own: usize, names: &[&str], value: &str) -> Option<Edit> {
        if let Some(piece) = self.argument(own, names) {
            return self.replace(self.value(piece), value);
        }
        let name = names.first()?;
        match self.pieces(own, ',').last() {
            Some(last) => {
                self.insert_after(last.end.checked_sub(1)?, format!(", {name} = {value}"))
            }
            None => self.insert_after(own, "").map(|mut edit| {
                edit.text = format!("{name} = {value}");
                // Between the parentheses.
                edit.to.column = edit.to.column.saturating_sub(1);
                edit.from = edit.to;
                edit
            }),
        }
    }

    /// Every token from `first` on that is this name.
    pub fn uses(&self, name: &str) -> impl Iterator<Item = usize> {
        (0..self.tokens.len()).filter(move |&index| self.is_ident(index, name))
    }

    /// All names and texts.
    pub fn words(&self) -> HashSet<String> {
        let word = |index: usize| {
            let text = || {
                self.literal(index)
                    .map(|text| text.trim_matches('"').into())
            };
            self.ident(index).or_else(text)
        };
        (0..self.tokens.len()).filter_map(word).collect()
    }

    /// The number of tokens.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }
}
