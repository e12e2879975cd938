//! Closures: elementwise functions written where they are used.

use super::Constant;
use crate::syntax::ast::Expression;
use proc_macro2::{Ident, Span};
use std::rc::Rc;

/// A closure with the constants that it mentions.
#[derive(Clone, Debug)]
pub struct Closure {
    /// Its place.
    pub span: Span,
    /// The names before the body.
    pub parameters: Vec<Ident>,
    /// What it computes.
    pub body: Rc<Expression>,
    /// The constants around it that its body mentions, by name, in the order in which it does.
    pub captured: Vec<(String, Constant)>,
}

impl PartialEq for Closure {
    /// Whether both are the same text with the same constants.
    fn eq(&self, other: &Closure) -> bool {
        Rc::ptr_eq(&self.body, &other.body) && self.captured == other.captured
    }
}
