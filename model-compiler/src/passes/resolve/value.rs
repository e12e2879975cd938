//! Expressions where values are needed: names, operators and applications.

use super::scope::{Meaning, plain};
use super::{Callable, Resolver};
use crate::diagnostics::Diagnosis;
use crate::ir::graph::Value;
use crate::layers::table;
use crate::syntax::ast::{Expression, ExpressionKind, Operator};
use formwork_shape_rules::Shape;
use proc_macro2::Span;

/// What the statement around an expression says of its value.
#[derive(Clone, Copy, Default)]
pub struct Context<'c> {
    /// The name that it is bound to.
    pub hint: Option<&'c str>,
    /// The shape that is written.
    pub written: Option<(Shape, Span)>,
    /// A shape is written but can't be had, which has been reported.
    pub written_unknown: bool,
}

/// What an expression is.
#[derive(Clone, Copy)]
pub enum Evaluated {
    Value(Value),
    /// A node, all of whose outputs can still be bound.
    Node(usize),
    Layer(Callable),
    Unknown,
}

impl Resolver<'_> {
    /// An expression where one value is needed.
    pub fn value(&mut self, expression: &Expression, context: Context<'_>) -> Option<Value> {
        match self.evaluate(expression, context) {
            Evaluated::Value(value) => Some(value),
            Evaluated::Node(node) => {
                self.bound(node, 1, expression.span);
                Some(Value { node, output: 0 })
            }
            Evaluated::Layer(callable) => {
                let name = match (&expression.kind, callable) {
                    (ExpressionKind::Name(name), _) => plain(name),
                    (_, Callable::BuiltIn(layer, _)) => {
                        format!("{}(..)", self.resolved.graph.layers[layer].keyword)
                    }
                    (_, Callable::User(user)) => format!("{}(..)", self.users[user].name),
                };
                self.diagnostics
                    .error(expression.span, Diagnosis::LayerAsValue { name });
                None
            }
            Evaluated::Unknown => None,
        }
    }

    /// What an expression is.
    pub fn evaluate(&mut self, expression: &Expression, context: Context<'_>) -> Evaluated {
        let span = expression.span;
        match &expression.kind {
            ExpressionKind::Unreadable => Evaluated::Unknown,
            ExpressionKind::Name(name) => match self.scope.read(name) {
                Some(Meaning::Value(value)) => Evaluated::Value(value),
                Some(Meaning::Layer(layer)) => Evaluated::Layer(layer),
                Some(Meaning::Unknown) => Evaluated::Unknown,
                None if table::find(&plain(name)).is_some() => {
                    let layer = plain(name);
                    self.diagnostics
                        .error(span, Diagnosis::MissingParentheses { layer });
                    Evaluated::Unknown
                }
                None => {
                    self.unknown(&plain(name), span);
                    Evaluated::Unknown
                }
            },
            ExpressionKind::Apply { callee, arguments } => {
                self.call(callee, arguments, span, context)
            }
            ExpressionKind::User(user) => self.user_expression(user, span, context),
            ExpressionKind::Chain { first, rest } => self.operators(first, rest, context),
            ExpressionKind::Negative(operand) => {
                self.value(operand, Context::default());
                self.diagnostics
                    .error(span, Diagnosis::Operator { symbol: "-" });
                Evaluated::Unknown
            }
            ExpressionKind::Tuple(items) => {
                for item in items {
                    self.value(item, Context::default());
                }
                let name = "this tuple".to_string();
                let count = items.len();
                self.diagnostics
                    .error(span, Diagnosis::SeveralAsOne { name, count });
                Evaluated::Unknown
            }
            ExpressionKind::Not(_)
            | ExpressionKind::If { .. }
            | ExpressionKind::Block(_)
            | ExpressionKind::Range { .. }
            | ExpressionKind::Field { .. }
            | ExpressionKind::Method { .. }
            | ExpressionKind::Closure { .. } => {
                self.later(span);
                Evaluated::Unknown
            }
            ExpressionKind::Integer(_)
            | ExpressionKind::Float(_)
            | ExpressionKind::Flag(_)
            | ExpressionKind::Text(_)
            | ExpressionKind::Array(_) => {
                self.diagnostics.error(span, Diagnosis::ConstantAsValue);
                Evaluated::Unknown
            }
        }
    }

    /// Reports a name that nothing is bound to.
    pub fn unknown(&mut self, found: &str, span: Span) {
        if self.scope.incomplete {
            return;
        }
        let suggestion = self.scope.suggest(found);
        let found = found.to_string();
        self.diagnostics
            .error(span, Diagnosis::UnknownVariable { found, suggestion });
        self.misspelled = true;
    }

    /// `a + b - c`: two at a time, from the left.
    fn operators(
        &mut self,
        first: &Expression,
        rest: &[(Operator, Span, Expression)],
        context: Context<'_>,
    ) -> Evaluated {
        let mut left = self.value(first, Context::default());
        let mut left_span = first.span;
        let mut result = Evaluated::Unknown;
        for (index, (operator, span, operand)) in rest.iter().enumerate() {
            let right = self.value(operand, Context::default());
            let keyword = match operator {
                Operator::Add => "Add",
                Operator::Subtract => "Subtract",
                Operator::Multiply => "Multiply",
                _ => {
                    let symbol = operator.symbol();
                    self.diagnostics
                        .error(*span, Diagnosis::Operator { symbol });
                    return Evaluated::Unknown;
                }
            };
            let hint = context.hint.filter(|_| index + 1 == rest.len());
            let inputs = left.zip(right);
            let layer = self.row(keyword, *span).and_then(|row| {
                let arguments = self.arguments(row, *span, &[])?;
                self.build(row, *span, arguments, hint)
            });
            let (Some((a, b)), Some(layer)) = (inputs, layer) else {
                left = None;
                result = Evaluated::Unknown;
                continue;
            };
            let spans = vec![left_span, operand.span];
            let node = self.add_node(layer, vec![a, b], *span, spans, hint);
            left = Some(Value { node, output: 0 });
            left_span = *span;
            result = Evaluated::Node(node);
        }
        result
    }

    /// The values of some expressions with their places; `None` if one of them is unknown.
    pub fn values(&mut self, expressions: &[&Expression]) -> Option<Vec<(Value, Span)>> {
        let mut values = Some(Vec::with_capacity(expressions.len()));
        for expression in expressions {
            let value = self.value(expression, Context::default());
            values = match (values, value) {
                (Some(mut values), Some(value)) => {
                    values.push((value, expression.span));
                    Some(values)
                }
                _ => None,
            };
        }
        values
    }
}
