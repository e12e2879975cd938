//! A position in the flat buffer of tokens.

use super::scan::{End, Token};
use crate::diagnostics::Diagnosis;
use proc_macro2::{Delimiter, Ident, Spacing, Span, TokenStream, TokenTree};

/// Operators of two characters.
const PAIRS: [[char; 2]; 17] = [
    [':', ':'],
    ['-', '>'],
    ['=', '>'],
    ['=', '='],
    ['!', '='],
    ['<', '='],
    ['>', '='],
    ['&', '&'],
    ['|', '|'],
    ['.', '.'],
    ['<', '<'],
    ['>', '>'],
    ['+', '='],
    ['-', '='],
    ['*', '='],
    ['/', '='],
    ['%', '='],
];

/// An error that hasn't been reported yet.
pub type Failure = (Span, Box<Diagnosis>);

/// Reads tokens from `at` to `end`, which lie in one group.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'t> {
    tokens: &'t [Token],
    at: usize,
    end: usize,
    /// The place to name when nothing is left.
    last: Span,
}

impl<'t> Cursor<'t> {
    /// The whole buffer.
    pub fn new(tokens: &'t [Token]) -> Cursor<'t> {
        Cursor {
            tokens,
            at: 0,
            end: tokens.len(),
            last: Span::call_site(),
        }
    }

    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        self.at >= self.end
    }

    /// The place of the next token, or of what ends the piece.
    pub fn span(&self) -> Span {
        match self.peek() {
            Some(token) => token.span,
            None => self.last,
        }
    }

    /// The next token.
    pub fn peek(&self) -> Option<&'t Token> {
        self.nth(0)
    }

    /// The token after `skip` others, a group's opening counted as one.
    fn nth(&self, skip: usize) -> Option<&'t Token> {
        let mut at = self.at;
        for _ in 0..skip {
            at = self.after(at);
        }
        match at < self.end {
            true => self.tokens.get(at),
            false => None,
        }
    }

    /// The index after the token or group at `at`.
    fn after(&self, at: usize) -> usize {
        match self.tokens.get(at).map(|token| token.end) {
            Some(End::Open(close)) => close + 1,
            _ => at + 1,
        }
    }

    /// Takes the next token, or the next group as a whole.
    pub fn next(&mut self) -> Option<&'t Token> {
        let token = self.peek()?;
        self.at = self.after(self.at);
        Some(token)
    }

    /// The next token if it is a name or keyword.
    pub fn ident(&self) -> Option<&'t Ident> {
        self.nth_ident(0)
    }

    /// The token after `skip` others if it is a name or keyword.
    pub fn nth_ident(&self, skip: usize) -> Option<&'t Ident> {
        match self.nth(skip).map(|token| &token.tree) {
            Some(TokenTree::Ident(ident)) => Some(ident),
            _ => None,
        }
    }

    /// Whether the next token is this name or keyword.
    pub fn is_ident(&self, text: &str) -> bool {
        self.ident().is_some_and(|ident| ident == text)
    }

    /// Takes the next token if it is a name or keyword.
    pub fn take_ident(&mut self) -> Option<&'t Ident> {
        let ident = self.ident()?;
        self.at += 1;
        Some(ident)
    }

    /// Takes the next token if it is this name or keyword.
    pub fn eat_ident(&mut self, text: &str) -> bool {
        let found = self.is_ident(text);
        self.at += usize::from(found);
        found
    }

    /// Whether the tokens after `skip` others are these operator characters, joined, and nothing joins them.
    pub fn nth_is(&self, skip: usize, operator: &str) -> bool {
        let mut skip = skip;
        let mut rest = operator.chars().peekable();
        while let Some(expected) = rest.next() {
            let Some(TokenTree::Punct(punct)) = self.nth(skip).map(|token| &token.tree) else {
                return false;
            };
            if punct.as_char() != expected {
                return false;
            }
            let joined = punct.spacing() == Spacing::Joint;
            match rest.peek() {
                Some(_) if !joined => return false,
                None if joined && self.continues(skip, expected) => return false,
                _ => {}
            }
            skip += 1;
        }
        true
    }

    /// Whether the joined token after makes another operator: `=` before `=` or `>`, `-` before `>` …
    fn continues(&self, skip: usize, character: char) -> bool {
        let Some(TokenTree::Punct(next)) = self.nth(skip + 1).map(|token| &token.tree) else {
            return false;
        };
        matches!(
            (character, next.as_char()),
            ('=', '=' | '>')
                | ('-', '>' | '=')
                | ('+' | '*' | '/' | '%', '=')
                | (':', ':')
                | ('.', '.')
        )
    }

    /// Whether these operator characters come next.
    pub fn is(&self, operator: &str) -> bool {
        self.nth_is(0, operator)
    }

    /// Takes these operator characters if they come next.
    pub fn eat(&mut self, operator: &str) -> Option<Span> {
        let span = self.span();
        if !self.is(operator) {
            return None;
        }
        self.at += operator.len();
        Some(span)
    }

    /// Whether a group with this delimiter comes next. Invisible groups count as parentheses.
    pub fn is_group(&self, delimiter: Delimiter) -> bool {
        self.nth_is_group(0, delimiter)
    }

    /// The same for the token after `skip` others.
    pub fn nth_is_group(&self, skip: usize, delimiter: Delimiter) -> bool {
        let Some(token) = self.nth(skip) else {
            return false;
        };
        match (&token.tree, token.end) {
            (TokenTree::Group(group), End::Open(_)) => {
                let found = group.delimiter();
                found == delimiter
                    || (found == Delimiter::None && delimiter == Delimiter::Parenthesis)
            }
            _ => false,
        }
    }

    /// Takes a group with this delimiter if it comes next: a cursor over its contents, which names the closing
    /// delimiter when nothing is left.
    pub fn group(&mut self, delimiter: Delimiter) -> Option<Cursor<'t>> {
        if !self.is_group(delimiter) {
            return None;
        }
        let open = self.at;
        self.at = self.after(open);
        Some(Cursor {
            tokens: self.tokens,
            at: open + 1,
            end: self.at - 1,
            last: self.tokens[self.at - 1].span,
        })
    }

    /// Skips to the next of these tokens, outside of groups.
    pub fn skip_to(&mut self, wanted: impl Fn(&TokenTree) -> bool) {
        while let Some(token) = self.peek() {
            if wanted(&token.tree) {
                return;
            }
            self.at = self.after(self.at);
        }
    }

    /// The place of what ends this piece: the closing delimiter.
    pub fn end_span(&self) -> Span {
        self.last
    }

    /// Whether one of these tokens stands outside of groups.
    pub fn contains(&self, mut wanted: impl FnMut(&TokenTree) -> bool) -> bool {
        let mut rest = *self;
        while let Some(token) = rest.next() {
            if wanted(&token.tree) {
                return true;
            }
        }
        false
    }

    /// The tokens between this position and a later one of the same piece, as they were.
    pub fn until(&self, later: &Cursor<'t>) -> TokenStream {
        let mut rest = Cursor {
            end: later.at.max(self.at),
            ..*self
        };
        let mut stream = TokenStream::new();
        while let Some(token) = rest.next() {
            stream.extend([token.tree.clone()]);
        }
        stream
    }

    /// How the next token is called in a message.
    pub fn found(&self) -> String {
        let Some(token) = self.peek() else {
            return match self
                .tokens
                .get(self.end)
                .map(|token| (token.end, &token.tree))
            {
                Some((End::Close, TokenTree::Group(group))) => match group.delimiter() {
                    Delimiter::Parenthesis => "`)`".into(),
                    Delimiter::Bracket => "`]`".into(),
                    Delimiter::Brace => "`}`".into(),
                    Delimiter::None => "the end".into(),
                },
                Some((_, tree)) => format!("`{tree}`"),
                None => "the end".into(),
            };
        };
        match &token.tree {
            TokenTree::Group(group) => match group.delimiter() {
                Delimiter::Parenthesis | Delimiter::None => "`(`".into(),
                Delimiter::Bracket => "`[`".into(),
                Delimiter::Brace => "`{`".into(),
            },
            TokenTree::Ident(ident) => format!("`{ident}`"),
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                match text.chars().count() {
                    0..=30 => format!("`{text}`"),
                    _ => "a long literal".into(),
                }
            }
            TokenTree::Punct(punct) => {
                let mut text = String::from(punct.as_char());
                if punct.spacing() == Spacing::Joint
                    && let Some(TokenTree::Punct(next)) = self.nth(1).map(|token| &token.tree)
                {
                    let pair = [punct.as_char(), next.as_char()];
                    if PAIRS.contains(&pair) {
                        text.push(next.as_char());
                    }
                }
                format!("`{text}`")
            }
        }
    }

    /// An error at the next token.
    pub fn expected<T>(&self, expected: &'static str) -> Result<T, Failure> {
        let found = self.found();
        Err((self.span(), Diagnosis::Expected { expected, found }.into()))
    }
}
