//! Values that are made of others: tuples, arrays, and closures with the constants that they mention.

use super::Resolver;
use super::library::Found;
use super::scope::plain;
use super::value::{Context, Evaluated, is_unknown};
use crate::diagnostics::Diagnosis;
use crate::ir::graph::Value;
use crate::layers::constant::{
    Closure, Constant, LARGEST, Place, Value as ConstantValue, free_names,
};
use crate::syntax::ast::Expression;
use proc_macro2::{Ident, Span};
use std::rc::Rc;

impl Resolver<'_> {
    /// A constant, unless it is too large; what it takes to copy it is counted.
    pub fn sized(&mut self, value: ConstantValue, span: Span) -> Evaluated {
        let (count, depth) = value.extent();
        if count > LARGEST.0 || depth > LARGEST.1 {
            let diagnosis = Diagnosis::LargeConstant { limit: LARGEST };
            self.diagnostics.error(span, diagnosis);
            return Evaluated::Unknown;
        }
        match self.step(count - 1, span) {
            true => Evaluated::Constant(value),
            false => Evaluated::Unknown,
        }
    }

    /// `(a, b)` or `[a, b]`
    pub fn tuple(&mut self, items: &[Expression], span: Span, context: Context<'_>) -> Evaluated {
        let inner = Context {
            argument: context.argument,
            ..Context::default()
        };
        let mut parts = Vec::with_capacity(items.len());
        for item in items {
            let evaluated = self.evaluate(item, inner);
            parts.push(self.single(evaluated, item.span));
        }
        self.joined(parts, items, span)
    }

    /// Several as one: a constant if all of them are.
    fn joined(&mut self, parts: Vec<Evaluated>, items: &[Expression], span: Span) -> Evaluated {
        if !parts
            .iter()
            .all(|part| matches!(part, Evaluated::Constant(_)))
        {
            let (count, depth) = extent(&parts);
            if count > LARGEST.0 || depth > LARGEST.1 {
                let diagnosis = Diagnosis::LargeConstant { limit: LARGEST };
                self.diagnostics.error(span, diagnosis);
                return Evaluated::Unknown;
            }
            self.step(count, span);
            return Evaluated::Tuple(parts);
        }
        let mut constants = Vec::with_capacity(parts.len());
        for (part, item) in parts.into_iter().zip(items) {
            if let Evaluated::Constant(value) = part {
                let span = Place(item.span);
                constants.push(Constant { span, value });
            }
        }
        self.sized(ConstantValue::Tuple(constants), span)
    }

    /// `|x| a * x` with the value of `a`.
    pub fn closure(
        &mut self,
        parameters: &[Ident],
        body: &Rc<Expression>,
        span: Span,
    ) -> Evaluated {
        let names = free_names(parameters, body);
        if !self.step(names.len(), span) {
            return Evaluated::Unknown;
        }
        let mut captured = Vec::new();
        for name in names {
            let value = match self.scope().read(&name) {
                Some(value) => value,
                None => match self.library.find(self.module(), &plain(&name)) {
                    Some(Found::Constant(module, constant)) => {
                        match self.declared_constant(module, &constant) {
                            Some(value) => Evaluated::Constant(value),
                            None => Evaluated::Unknown,
                        }
                    }
                    Some(Found::Missing) => self.broken(),
                    _ => continue,
                },
            };
            match value {
                Evaluated::Constant(value) => captured.push((
                    plain(&name),
                    Constant {
                        span: Place(name.span()),
                        value,
                    },
                )),
                Evaluated::Unknown => return Evaluated::Unknown,
                Evaluated::Tensor(_)
                | Evaluated::Node(_)
                | Evaluated::Layer(_)
                | Evaluated::Tuple(_) => {
                    let found = plain(&name);
                    let span = name.span();
                    self.diagnostics
                        .error(span, Diagnosis::TensorInClosure { name: found });
                    return Evaluated::Unknown;
                }
            }
        }
        let closure = Closure {
            span,
            parameters: parameters.to_vec(),
            body: body.clone(),
            captured,
        };
        self.sized(ConstantValue::Closure(Rc::new(closure)), span)
    }

    /// The values of some expressions with their places; `None` if one of them is unknown.
    pub fn values(&mut self, expressions: &[&Expression]) -> Option<Vec<(Value, Span)>> {
        let mut values = Some(Vec::with_capacity(expressions.len()));
        for expression in expressions {
            let evaluated = self.evaluate(expression, Context::default());
            let several = match evaluated {
                // The outputs of a block or model, which are given on as they are.
                Evaluated::Tuple(items) if expressions.len() == 1 => {
                    self.tensors(items, expression.span)
                }
                other => self.as_value(other, expression).map(|value| vec![value]),
            };
            values = values.zip(several).map(|(mut values, several)| {
                values.extend(several.into_iter().map(|value| (value, expression.span)));
                values
            });
        }
        values
    }

    /// Tensors alone.
    fn tensors(&mut self, items: Vec<Evaluated>, span: Span) -> Option<Vec<Value>> {
        let unknown = items.iter().any(is_unknown);
        let tensors = items.into_iter().map(|item| match item {
            Evaluated::Tensor(value) => Some(value),
            _ => None,
        });
        let tensors: Option<Vec<Value>> = tensors.collect();
        if tensors.is_none() && !unknown {
            self.diagnostics.error(span, Diagnosis::ConstantAsValue);
        }
        tensors
    }
}

/// As [`ConstantValue::extent`].
fn extent(items: &[Evaluated]) -> (usize, usize) {
    items
        .iter()
        .fold((1, 1), |(count, depth): (usize, usize), item| {
            let (more, inner) = match item {
                Evaluated::Tuple(items) => extent(items),
                Evaluated::Constant(value) => value.extent(),
                _ => (1, 1),
            };
            (count.saturating_add(more), depth.max(inner + 1))
        })
}
