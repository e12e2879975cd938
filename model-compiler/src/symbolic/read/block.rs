//! Blocks with their `let`s, and `if`.

use super::{Reader, plain};
use crate::symbolic::graph::Symbol;
use crate::syntax::ast::{Bind, Branch, Functional, Pattern, Statement};
use proc_macro2::Span;

impl Reader<'_> {
    pub(super) fn branches(
        &mut self,
        branches: &[Branch],
        otherwise: Option<&Functional>,
        span: Span,
    ) -> Option<Symbol> {
        let read: Vec<(Option<Symbol>, Option<Symbol>)> = branches
            .iter()
            .map(|branch| (self.condition(&branch.condition), self.block(&branch.body)))
            .collect();
        let Some(otherwise) = otherwise else {
            return self.misplaced(span, "an `if` without `else`");
        };
        let mut value = self.block(otherwise);
        for (condition, body) in read.into_iter().rev() {
            value = match (condition, body, value) {
                (Some(condition), Some(body), Some(rest)) => {
                    Some(self.symbols.select(condition, body, rest))
                }
                _ => None,
            };
        }
        value
    }

    /// `{ let t = tanh(x); t * t }`
    pub(super) fn block(&mut self, body: &Functional) -> Option<Symbol> {
        let outer = self.names.len();
        let mut readable = !body.incomplete;
        for statement in &body.statements {
            readable &= self.statement(statement).is_some();
        }
        let value = match &body.tail {
            Some(tail) => self.number(tail),
            None if readable => self.misplaced(body.end, "a block without a value"),
            None => None,
        };
        self.names.truncate(outer);
        value.filter(|_| readable)
    }

    fn statement(&mut self, statement: &Statement) -> Option<()> {
        let bind: &Bind = match statement {
            Statement::Bind(bind) => bind,
            Statement::For(one) => return self.misplaced(one.span, "a loop"),
            Statement::Value { reported: true, .. } => return None,
            Statement::Value { value, .. } => {
                return self.misplaced(value.span, "a value that nothing reads");
            }
        };
        let Pattern::One(binding) = &bind.pattern else {
            let span = bind.pattern.bindings().first();
            let span = span.map_or_else(Span::call_site, |binding| binding.name.span());
            return self.misplaced(span, "a pattern");
        };
        if !bind.declares {
            return self.misplaced(binding.name.span(), "an assignment");
        }
        let value = bind.value.as_ref().and_then(|value| self.any(value));
        let name = plain(&binding.name);
        if let Some(value) = value {
            self.symbols.call_it(value, &name);
        }
        self.names.push((name, value));
        value.map(|_| ())
    }
}
