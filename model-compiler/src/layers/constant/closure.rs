//! Closures: elementwise functions written where they are used.

use super::Constant;
use crate::syntax::ast::{Expression, ExpressionKind, Functional, Statement};
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

/// The names in a closure's body that mean something around it, each once, in order: neither its parameters nor what its
/// own `let`s bind.
pub fn free_names(parameters: &[Ident], body: &Expression) -> Vec<Ident> {
    let mut names = Names {
        bound: parameters.to_vec(),
        free: Vec::new(),
    };
    names.expression(body);
    names.free
}

struct Names {
    bound: Vec<Ident>,
    free: Vec<Ident>,
}

impl Names {
    fn expression(&mut self, expression: &Expression) {
        match &expression.kind {
            ExpressionKind::Name(name) if self.bound.contains(name) || self.free.contains(name) => {
            }
            ExpressionKind::Name(name) => self.free.push(name.clone()),
            ExpressionKind::Apply { callee, arguments } => {
                self.expression(callee);
                for argument in arguments {
                    self.expression(&argument.value);
                }
            }
            ExpressionKind::Method {
                value, arguments, ..
            } => {
                self.expression(value);
                for argument in arguments {
                    self.expression(&argument.value);
                }
            }
            ExpressionKind::Negative(value) | ExpressionKind::Not(value) => self.expression(value),
            ExpressionKind::Chain { first, rest } => {
                self.expression(first);
                for (_, _, operand) in rest {
                    self.expression(operand);
                }
            }
            ExpressionKind::If {
                branches,
                otherwise,
            } => {
                for branch in branches {
                    self.expression(&branch.condition);
                    self.block(&branch.body);
                }
                if let Some(otherwise) = otherwise {
                    self.block(otherwise);
                }
            }
            ExpressionKind::Block(body) => self.block(body),
            // Everything else is refused in a closure, whatever is in it.
            _ => {}
        }
    }

    fn block(&mut self, body: &Functional) {
        let outer = self.bound.len();
        for statement in &body.statements {
            if let Statement::Bind(bind) = statement {
                if let Some(value) = &bind.value {
                    self.expression(value);
                }
                let bindings = bind.pattern.bindings().iter();
                self.bound
                    .extend(bindings.map(|binding| binding.name.clone()));
            }
        }
        if let Some(tail) = &body.tail {
            self.expression(tail);
        }
        self.bound.truncate(outer);
    }
}
