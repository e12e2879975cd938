//! Operators: arithmetic and comparisons of constants, and sums, differences and products of tensors.

use super::Resolver;
use super::value::{Context, Evaluated};
use crate::diagnostics::Diagnosis;
use crate::ir::graph::Value;
use crate::layers::constant::{Value as Constant, combine, negate};
use crate::syntax::ast::{Expression, Operator};
use proc_macro2::Span;

/// One side of an operator.
struct Operand<'e> {
    evaluated: Evaluated,
    expression: &'e Expression,
    /// Its place: of what several operators give, that of the last.
    span: Span,
}

impl Resolver<'_> {
    /// `a + b - c`: two at a time, from the left.
    pub fn operators(
        &mut self,
        first: &Expression,
        rest: &[(Operator, Span, Expression)],
        context: Context<'_>,
    ) -> Evaluated {
        if let Some((operator @ (Operator::And | Operator::Or), _, _)) = rest.first() {
            return self.logic(first, *operator, rest);
        }
        let mut left = Operand {
            evaluated: self.evaluate(first, Context::default()),
            expression: first,
            span: first.span,
        };
        for (index, (operator, span, expression)) in rest.iter().enumerate() {
            let right = Operand {
                evaluated: self.evaluate(expression, Context::default()),
                expression,
                span: expression.span,
            };
            let hint = context.hint.filter(|_| index + 1 == rest.len());
            left = Operand {
                evaluated: self.operator(left, *operator, *span, right, hint),
                expression: first,
                span: *span,
            };
        }
        left.evaluated
    }

    fn operator(
        &mut self,
        left: Operand<'_>,
        operator: Operator,
        span: Span,
        right: Operand<'_>,
        hint: Option<&str>,
    ) -> Evaluated {
        use Evaluated::{Constant, Unknown};
        match (&left.evaluated, &right.evaluated) {
            (Constant(one), Constant(other)) => {
                return match combine(one, operator, other) {
                    Ok(value) => Constant(value),
                    Err(reason) => {
                        self.diagnostics
                            .error(span, Diagnosis::Arithmetic { reason });
                        Unknown
                    }
                };
            }
            // It may be that the other one is a constant, or a tensor.
            (Unknown, _) | (_, Unknown) => return Unknown,
            _ => {}
        }
        if operator.compares() {
            let symbol = operator.symbol();
            self.diagnostics
                .error(span, Diagnosis::TensorCompared { symbol });
            return Unknown;
        }
        let keyword = match operator {
            Operator::Add => "Add",
            Operator::Subtract => "Subtract",
            Operator::Multiply => "Multiply",
            _ => {
                let symbol = operator.symbol();
                self.diagnostics.error(span, Diagnosis::Operator { symbol });
                return Unknown;
            }
        };
        let spans = vec![left.span, right.span];
        let one = self.as_value(left.evaluated, left.expression);
        let other = self.as_value(right.evaluated, right.expression);
        match one.zip(other) {
            Some((one, other)) => self.merge(keyword, vec![one, other], span, spans, hint),
            None => Unknown,
        }
    }

    fn merge(
        &mut self,
        keyword: &str,
        inputs: Vec<Value>,
        span: Span,
        spans: Vec<Span>,
        hint: Option<&str>,
    ) -> Evaluated {
        let layer = self.row(keyword, span).and_then(|row| {
            let arguments = self.arguments(row, span, &[])?;
            self.build(row, span, arguments, hint)
        });
        let node = layer.and_then(|layer| self.add_node(layer, inputs, span, spans, hint));
        node.map_or(Evaluated::Unknown, Evaluated::Node)
    }

    /// `a && b`: what follows isn't evaluated if it doesn't matter.
    fn logic(
        &mut self,
        first: &Expression,
        operator: Operator,
        rest: &[(Operator, Span, Expression)],
    ) -> Evaluated {
        let decides = operator == Operator::Or;
        let mut known = true;
        let mut decided = false;
        let mut operands = vec![first];
        operands.extend(rest.iter().map(|(_, _, operand)| operand));
        for operand in operands {
            if decided {
                self.skip(operand);
                continue;
            }
            match self.condition(operand) {
                Some(value) => decided = known && value == decides,
                None => known = false,
            }
        }
        match known {
            true => Evaluated::Constant(Constant::Flag(decided == decides)),
            false => Evaluated::Unknown,
        }
    }

    /// An expression that must be `true` or `false`; `None` if that isn't known, which has been reported.
    pub fn condition(&mut self, expression: &Expression) -> Option<bool> {
        match self.evaluate(expression, Context::default()) {
            Evaluated::Constant(Constant::Flag(value)) => Some(value),
            Evaluated::Unknown => None,
            Evaluated::Constant(other) => {
                let found = other.kind();
                self.diagnostics
                    .error(expression.span, Diagnosis::ConditionType { found });
                None
            }
            Evaluated::Tensor(_)
            | Evaluated::Node(_)
            | Evaluated::Layer(_)
            | Evaluated::Tuple(_) => {
                self.diagnostics
                    .error(expression.span, Diagnosis::TensorAsCondition);
                None
            }
        }
    }

    /// `-x`
    pub fn negative(&mut self, operand: &Expression, span: Span) -> Evaluated {
        let evaluated = self.evaluate(operand, Context::default());
        match evaluated {
            Evaluated::Constant(value) => match negate(&value) {
                Ok(value) => Evaluated::Constant(value),
                Err(reason) => {
                    self.diagnostics
                        .error(operand.span, Diagnosis::Arithmetic { reason });
                    Evaluated::Unknown
                }
            },
            Evaluated::Unknown => Evaluated::Unknown,
            other => {
                if self.as_value(other, operand).is_some() {
                    let symbol = "-";
                    self.diagnostics.error(span, Diagnosis::Operator { symbol });
                }
                Evaluated::Unknown
            }
        }
    }

    /// `!x`
    pub fn not(&mut self, operand: &Expression) -> Evaluated {
        match self.condition(operand) {
            Some(value) => Evaluated::Constant(Constant::Flag(!value)),
            None => Evaluated::Unknown,
        }
    }
}
