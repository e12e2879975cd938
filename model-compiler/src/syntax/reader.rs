//! What all functions that read expressions and statements share: where mistakes go, and how deep the piece is nested.

use super::cursor::{Cursor, Failure};
use crate::diagnostics::{Diagnosis, Diagnostics};
use proc_macro2::TokenTree;

/// How deep an expression may be nested, its operators and calls counted: the tree is read, evaluated and dropped by
/// recursion.
pub const DEPTH: usize = 96;

/// How many levels a body in braces is.
pub const BODY: usize = 2;

pub type Read<T> = Result<T, Failure>;

/// Reads expressions and statements.
pub struct Reader<'d> {
    pub diagnostics: &'d mut Diagnostics,
    /// How deep the expression at hand is nested.
    pub depth: usize,
    /// In a chain a user's layer isn't applied: all that follows its path makes the layer.
    pub chain: bool,
    /// Before a brace that opens a body: `name {` is no struct literal.
    pub condition: bool,
}

impl<'d> Reader<'d> {
    pub fn new(diagnostics: &'d mut Diagnostics) -> Reader<'d> {
        Reader {
            diagnostics,
            depth: 0,
            chain: false,
            condition: false,
        }
    }

    /// Reads something that is nested `by` levels deeper.
    pub fn nested<T>(
        &mut self,
        cursor: &mut Cursor<'_>,
        by: usize,
        read: impl FnOnce(&mut Self, &mut Cursor<'_>) -> Read<T>,
    ) -> Read<T> {
        let depth = self.depth;
        if depth + by > DEPTH {
            let diagnosis = Diagnosis::DeepExpression { limit: DEPTH };
            return Err((cursor.span(), diagnosis.into()));
        }
        self.depth += by;
        let result = read(self, cursor);
        self.depth = depth;
        result
    }

    /// Reads something in another place: a chain's link, a condition, or anywhere else.
    pub fn placed<T>(
        &mut self,
        cursor: &mut Cursor<'_>,
        (chain, condition): (bool, bool),
        read: impl FnOnce(&mut Self, &mut Cursor<'_>) -> T,
    ) -> T {
        let before = (self.chain, self.condition);
        (self.chain, self.condition) = (chain, condition);
        let result = read(self, cursor);
        (self.chain, self.condition) = before;
        result
    }
}

/// Whether a token is a comma.
pub fn is_comma(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ',')
}
