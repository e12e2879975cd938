//! The body of a closure, read as an expression of numbers.

use super::functions::{self, Row};
use super::graph::{Comparison, Symbol, Symbols};
use crate::diagnostics::{ClosureMistake, Diagnosis, Diagnostics, closest};
use crate::layers::activations;
use crate::layers::constant::{Constant, Value, number};
use crate::syntax::ast::{
    Argument, Bind, Branch, Expression, ExpressionKind, Functional, Operator, Pattern, Statement,
};
use proc_macro2::{Ident, Span};

/// The most nodes that a closure may have.
const LARGEST: usize = 1000;
/// The most parameters.
const PARAMETERS: usize = 16;

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
        let name = parameter.to_string();
        if name != "_" && reader.names.iter().any(|(known, _)| *known == name) {
            let diagnosis = Diagnosis::DuplicateBinding { name };
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

struct Reader<'a> {
    symbols: Symbols,
    /// Names with what they mean, later ones first; `None` if that has been reported.
    names: Vec<(String, Option<Symbol>)>,
    captured: &'a [(String, Constant)],
    diagnostics: &'a mut Diagnostics,
    /// The closure is too large, which has been reported.
    full: bool,
}

impl Reader<'_> {
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
                expression.span,
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
                expression.span,
                Diagnosis::Closure(ClosureMistake::NumberAsCondition),
            ),
        }
    }

    fn any(&mut self, expression: &Expression) -> Option<Symbol> {
        if self.full {
            return None;
        }
        if self.symbols.len() > LARGEST {
            self.full = true;
            let mistake = ClosureMistake::TooLarge {
                what: "operations",
                limit: LARGEST,
            };
            return self.refuse(expression.span, Diagnosis::Closure(mistake));
        }
        let span = expression.span;
        match &expression.kind {
            ExpressionKind::Unreadable => None,
            ExpressionKind::Integer(value) => self.constant(*value as f64, span),
            ExpressionKind::Float(value) => self.constant(*value, span),
            ExpressionKind::Flag(value) => Some(self.symbols.truth(*value)),
            ExpressionKind::Name(name) => self.name(&name.to_string(), span),
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
                    self.function(&name.to_string(), callee.span, None, arguments)
                }
                ExpressionKind::Unreadable => None,
                _ => self.misplaced(callee.span, "a call of something without a name"),
            },
            ExpressionKind::Method {
                value,
                name,
                arguments,
            } => self.function(&name.to_string(), span, Some(value), arguments),
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
            let reason = "this number doesn't fit into `f32`";
            return self.refuse(span, Diagnosis::Arithmetic { reason });
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
            let reason = "the result isn't a number that fits into `f32`";
            return self.refuse(span, Diagnosis::Arithmetic { reason });
        }
        Some(result)
    }

    fn branches(
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
    fn block(&mut self, body: &Functional) -> Option<Symbol> {
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
        let name = binding.name.to_string();
        if let Some(value) = value {
            self.symbols.call_it(value, &name);
        }
        self.names.push((name, value));
        value.map(|_| ())
    }

    /// `tanh(x)` or `x.tanh()`
    fn function(
        &mut self,
        name: &str,
        span: Span,
        of: Option<&Expression>,
        arguments: &[Argument],
    ) -> Option<Symbol> {
        let Some(row) = functions::find(name) else {
            let suggestion = closest(name, functions::names());
            let along_axis = activations::TABLE.iter().any(|row| row.name == name);
            let mistake = ClosureMistake::UnknownFunction {
                found: name.to_string(),
                suggestion,
                along_axis,
            };
            return self.refuse(span, Diagnosis::Closure(mistake));
        };
        let mut given: Vec<Option<Symbol>> = vec![None; row.parameters.len()];
        let mut readable = true;
        let mut count = 0;
        let all = of.map(|value| (None, value)).into_iter();
        let all = all.chain(arguments.iter().map(|one| (one.name.as_ref(), &one.value)));
        for (argument, value) in all {
            let place = match argument {
                None => Some(count),
                Some(argument) => self.parameter(row, argument),
            };
            count += 1;
            let value = self.number(value);
            readable &= value.is_some();
            match place.and_then(|place| given.get_mut(place)) {
                Some(slot) if slot.is_none() => *slot = value,
                Some(_) if value.is_some() => {
                    let argument = argument.map_or_else(String::new, ToString::to_string);
                    let diagnosis = Diagnosis::DuplicateArgument { argument };
                    return self.refuse(span, diagnosis);
                }
                _ => readable &= place.is_some(),
            }
        }
        if !readable {
            return None;
        }
        let values: Vec<Symbol> = given.iter().map_while(|value| *value).collect();
        let gap = given.iter().flatten().count() != values.len();
        if count > row.parameters.len() || values.len() < row.required || gap {
            let mistake = ClosureMistake::Arguments {
                function: row.name,
                parameters: row.parameters,
                required: row.required,
                found: count,
            };
            return self.refuse(span, Diagnosis::Closure(mistake));
        }
        let result = (row.build)(&mut self.symbols, &values);
        self.finite(&values, result, span)
    }

    /// The place of a parameter by its name.
    fn parameter(&mut self, row: &Row, argument: &Ident) -> Option<usize> {
        let name = argument.to_string();
        let place = row.parameters.iter().position(|one| *one == name);
        if place.is_none() {
            let diagnosis = Diagnosis::UnknownArgument {
                layer: row.name.to_string(),
                suggestion: closest(&name, row.parameters.iter().copied()),
                found: name,
                known: row.parameters.to_vec(),
            };
            return self.refuse(argument.span(), diagnosis);
        }
        place
    }
}
