//! The body of a closure, read as an expression of numbers.

mod block;
mod call;
#[cfg(test)]
mod tests;

use super::functions;
use super::graph::{Comparison, Symbol, Symbols};
use super::limits::{OPERATIONS, PARAMETERS, STEPS};
use crate::diagnostics::{ClosureMistake, Diagnosis, Diagnostics, closest};
use crate::layers::constant::{Constant, Value, number};
use crate::syntax::ast::{Expression, ExpressionKind, Operator};
use proc_macro2::{Ident, Span};

/// A name without `r#`.
fn plain(name: &Ident) -> String {
    name.to_string().trim_start_matches("r#").to_string()
}

/// The place of an expression's kind: the first operator of several operands.
fn place(expression: &Expression) -> Span {
    match &expression.kind {
        ExpressionKind::Chain { rest, .. } => {
            rest.first().map_or(expression.span, |(_, span, _)| *span)
        }
        _ => expression.span,
    }
}

/// The expression that `body` is of its parameters, which are the variables from 0 on. Names of `captured` are constants.
/// What is wrong is reported, each mistake once.
pub fn read(
    parameters: &[Ident],
    body: &Expression,
    captured: &[(String, Constant)],
    diagnostics: &mut Diagnostics,
) -> Option<(Symbols, Symbol)> {
    let mut reader = Reader {
        symbols: Symbols::new(),
        names: Vec::new(),
        captured,
        diagnostics,
        steps: 0,
        depth: 0,
        full: false,
    };
    if let Some(first) = parameters.get(PARAMETERS) {
        let mistake = ClosureMistake::TooLarge {
            what: "parameters",
            limit: PARAMETERS,
        };
        return reader.refuse(first.span(), Diagnosis::Closure(mistake));
    }
    let mut distinct = true;
    for (index, parameter) in parameters.iter().enumerate() {
        let name = plain(parameter);
        if name != "_" && reader.names.iter().any(|(known, _)| *known == name) {
            let mistake = ClosureMistake::ParameterTwice { name };
            let diagnosis = Diagnosis::Closure(mistake);
            reader.diagnostics.error(parameter.span(), diagnosis);
            distinct = false;
            continue;
        }
        let variable = reader.symbols.variable(index);
        reader.names.push((name, Some(variable)));
    }
    let value = reader.number(body);
    let symbols = reader.symbols;
    value.filter(|_| distinct).map(|value| (symbols, value))
}

struct Reader<'r> {
    symbols: Symbols,
    /// Names with what they mean, later ones first; `None` if that has been reported.
    names: Vec<(String, Option<Symbol>)>,
    captured: &'r [(String, Constant)],
    diagnostics: &'r mut Diagnostics,
    /// How many expressions have been read, those of closures that are called several times each time.
    steps: usize,
    /// How many closures this one is within.
    depth: usize,
    /// The closure is too large, which has been reported.
    full: bool,
}

impl<'r> Reader<'r> {
    fn refuse<T>(&mut self, span: Span, diagnosis: Diagnosis) -> Option<T> {
        self.diagnostics.error(span, diagnosis);
        None
    }

    fn misplaced<T>(&mut self, span: Span, what: &'static str) -> Option<T> {
        self.refuse(span, Diagnosis::Closure(ClosureMistake::Misplaced { what }))
    }

    /// An expression where a number is needed.
    fn number(&mut self, expression: &Expression) -> Option<Symbol> {
        let symbol = self.any(expression)?;
        match self.symbols.is_condition(symbol) {
            true => self.refuse(
                place(expression),
                Diagnosis::Closure(ClosureMistake::ConditionAsNumber),
            ),
            false => Some(symbol),
        }
    }

    /// An expression where a condition is needed.
    fn condition(&mut self, expression: &Expression) -> Option<Symbol> {
        let symbol = self.any(expression)?;
        match self.symbols.is_condition(symbol) {
            true => Some(symbol),
            false => self.refuse(
                place(expression),
                Diagnosis::Closure(ClosureMistake::NumberAsCondition),
            ),
        }
    }

    fn any(&mut self, expression: &Expression) -> Option<Symbol> {
        if self.full {
            return None;
        }
        self.steps += 1;
        if self.symbols.len() > OPERATIONS || self.steps > STEPS {
            self.full = true;
            let mistake = ClosureMistake::TooLarge {
                what: "operations",
                limit: OPERATIONS,
            };
            return self.refuse(expression.span, Diagnosis::Closure(mistake));
        }
        let span = expression.span;
        match &expression.kind {
            ExpressionKind::Unreadable => None,
            ExpressionKind::Integer(value) => self.constant(*value as f64, span),
            ExpressionKind::Float(value) => self.constant(*value, span),
            ExpressionKind::Flag(value) => Some(self.symbols.truth(*value)),
            ExpressionKind::Name(name) => self.name(&plain(name), span),
            ExpressionKind::Negative(value) => {
                let value = self.number(value)?;
                Some(self.symbols.negate(value))
            }
            ExpressionKind::Not(value) => {
                let value = self.condition(value)?;
                Some(self.symbols.not(value))
            }
            ExpressionKind::Chain { first, rest } => self.chain(first, rest),
            ExpressionKind::If {
                branches,
                otherwise,
            } => self.branches(branches, otherwise.as_deref(), span),
            ExpressionKind::Block(body) => self.block(body),
            ExpressionKind::Apply { callee, arguments } => match &callee.kind {
                ExpressionKind::Name(name) => {
                    self.function(&plain(name), callee.span, None, arguments)
                }
                ExpressionKind::Unreadable => None,
                _ => self.misplaced(callee.span, "a call of something without a name"),
            },
            ExpressionKind::Method {
                value,
                name,
                arguments,
            } => self.function(&plain(name), span, Some(value), arguments),
            ExpressionKind::Tuple(_) | ExpressionKind::Array(_) => {
                self.misplaced(span, "a tuple or an array")
            }
            ExpressionKind::Text(_) => self.misplaced(span, "a text"),
            ExpressionKind::User(_) => self.misplaced(span, "a path"),
            ExpressionKind::Range { .. } => self.misplaced(span, "a range"),
            ExpressionKind::Field { .. } => self.misplaced(span, "a field"),
            ExpressionKind::Closure { .. } => self.misplaced(span, "another closure"),
        }
    }

    /// A number that is written.
    fn constant(&mut self, value: f64, span: Span) -> Option<Symbol> {
        if !(value as f32).is_finite() {
            return self.refuse(span, Diagnosis::Closure(ClosureMistake::NumberTooLarge));
        }
        Some(self.symbols.number(value))
    }

    fn name(&mut self, name: &str, span: Span) -> Option<Symbol> {
        let local = self.names.iter().rev().find(|(known, _)| known == name);
        if let Some((_, symbol)) = local {
            return *symbol;
        }
        if let Some((_, constant)) = self.captured.iter().find(|(known, _)| known == name) {
            return match (&constant.value, number(&constant.value)) {
                (_, Some(value)) => self.constant(value, span),
                (Value::Flag(value), _) => Some(self.symbols.truth(*value)),
                _ => self.misplaced(span, "a constant that isn't a number"),
            };
        }
        if name == "PI" {
            return Some(self.symbols.number(std::f64::consts::PI));
        }
        let known = self.names.iter().map(|(known, _)| known.as_str());
        let known = known.chain(self.captured.iter().map(|(known, _)| known.as_str()));
        let mistake = ClosureMistake::UnknownName {
            found: name.to_string(),
            suggestion: closest(name, known).map(str::to_string),
            function: functions::find(name).is_some(),
        };
        self.refuse(span, Diagnosis::Closure(mistake))
    }

    /// Operators of one precedence.
    fn chain(
        &mut self,
        first: &Expression,
        rest: &[(Operator, Span, Expression)],
    ) -> Option<Symbol> {
        let joins = |operator: Operator| matches!(operator, Operator::And | Operator::Or);
        let logical = rest.iter().any(|(operator, _, _)| joins(*operator));
        let operand = |reader: &mut Self, expression: &Expression| match logical {
            true => reader.condition(expression),
            false => reader.number(expression),
        };
        let mut left = operand(self, first);
        for (operator, span, expression) in rest {
            let right = operand(self, expression);
            let (Some(a), Some(b)) = (left, right) else {
                left = None;
                continue;
            };
            let comparison = match operator {
                Operator::Equal => Some(Comparison::Equal),
                Operator::NotEqual => Some(Comparison::NotEqual),
                Operator::Less => Some(Comparison::Less),
                Operator::LessEqual => Some(Comparison::LessEqual),
                Operator::Greater => Some(Comparison::Greater),
                Operator::GreaterEqual => Some(Comparison::GreaterEqual),
                _ => None,
            };
            let result = match (operator, comparison) {
                (_, Some(comparison)) => self.symbols.compare(comparison, a, b),
                (Operator::Add, _) => self.symbols.add(a, b),
                (Operator::Subtract, _) => self.symbols.subtract(a, b),
                (Operator::Multiply, _) => self.symbols.multiply(a, b),
                (Operator::Divide, _) if self.symbols.number_of(b) == Some(0.0) => {
                    left = self.refuse(*span, Diagnosis::Closure(ClosureMistake::NotFinite));
                    continue;
                }
                (Operator::Divide, _) => self.symbols.divide(a, b),
                (Operator::And, _) => self.symbols.and(a, b),
                (Operator::Or, _) => self.symbols.or(a, b),
                _ => {
                    left = self.misplaced(*span, "`%`");
                    continue;
                }
            };
            left = self.finite(&[a, b], result, *span);
        }
        left
    }

    /// What numbers lead to must be a number.
    fn finite(&mut self, operands: &[Symbol], result: Symbol, span: Span) -> Option<Symbol> {
        let known = |symbol: &Symbol| self.symbols.number_of(*symbol).is_some();
        let lost = operands.iter().all(known) && !known(&result);
        if lost && !self.symbols.is_condition(result) {
            return self.refuse(span, Diagnosis::Closure(ClosureMistake::NotFinite));
        }
        Some(result)
    }
}
