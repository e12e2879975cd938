//! The body of a closure, read as an expression of numbers.

use super::functions::{self, Row};
use super::graph::{Comparison, Symbol, Symbols};
use crate::diagnostics::{ClosureMistake, Diagnosis, Diagnostics, closest};
use crate::layers::activations;
use crate::layers::constant::{Closure, Constant, Value, number};
use crate::syntax::ast::{
    Argument, Bind, Branch, Expression, ExpressionKind, Functional, Operator, Pattern, Statement,
};
use proc_macro2::{Ident, Span};

/// The most nodes that a closure may have.
const LARGEST: usize = 1000;
/// How many expressions may be read: equal ones are one node.
const STEPS: usize = 20 * LARGEST;
/// How deep closures may be called within closures.
const DEPTH: usize = 8;
/// The most parameters.
const PARAMETERS: usize = 16;

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
        if self.symbols.len() > LARGEST || self.steps > STEPS {
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
        let name = plain(&binding.name);
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
        if of.is_none()
            && let Some(closure) = self.captured_closure(name)
        {
            return self.inlined(closure, span, arguments);
        }
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
                    let place = argument.map_or(span, Ident::span);
                    let argument = argument.map_or_else(String::new, ToString::to_string);
                    let diagnosis = Diagnosis::DuplicateArgument { argument };
                    return self.refuse(place, diagnosis);
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

    /// A closure from around this one.
    fn captured_closure(&self, name: &str) -> Option<&'r Closure> {
        if self.names.iter().any(|(known, _)| known == name) {
            return None;
        }
        let captured: &'r [(String, Constant)] = self.captured;
        captured
            .iter()
            .find_map(|(known, constant)| match &constant.value {
                Value::Closure(closure) if known == name => Some(&**closure),
                _ => None,
            })
    }

    /// `swish(x)` of a closure `swish`: its body with these values.
    fn inlined(
        &mut self,
        closure: &'r Closure,
        span: Span,
        arguments: &[Argument],
    ) -> Option<Symbol> {
        let values: Option<Vec<Symbol>> = arguments
            .iter()
            .map(|argument| self.number(&argument.value))
            .collect();
        let values = values?;
        let (parameters, inputs) = (closure.parameters.len(), values.len());
        if parameters != inputs || arguments.iter().any(|argument| argument.name.is_some()) {
            let mistake = ClosureMistake::Inputs { parameters, inputs };
            return self.refuse(span, Diagnosis::Closure(mistake));
        }
        if self.depth == DEPTH {
            let mistake = ClosureMistake::TooLarge {
                what: "closures within closures",
                limit: DEPTH,
            };
            return self.refuse(span, Diagnosis::Closure(mistake));
        }
        let names = closure.parameters.iter().map(plain);
        let names = names.zip(values.into_iter().map(Some)).collect();
        let outer_names = std::mem::replace(&mut self.names, names);
        let outer_captured = std::mem::replace(&mut self.captured, &closure.captured);
        self.depth += 1;
        let value = self.number(&closure.body);
        self.depth -= 1;
        self.captured = outer_captured;
        self.names = outer_names;
        value
    }

    /// The place of a parameter by its name.
    fn parameter(&mut self, row: &Row, argument: &Ident) -> Option<usize> {
        let name = plain(argument);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::front_end;
    use std::fmt::Write;

    /// The mistakes in a closure that is an activation.
    fn mistakes(closure: &str) -> Vec<Diagnosis> {
        let source = format!("struct A {{ Input(3), Activation({closure}) }}");
        let entries = front_end(source.parse().expect("tokens")).diagnostics;
        let entries = entries.into_entries().into_iter();
        entries.map(|entry| entry.diagnosis).collect()
    }

    #[test]
    fn large_closures_are_refused_once() {
        // Each line has three operations on what the line before gives.
        let nested = |lines: usize| {
            let mut body = "let y0 = x;".to_string();
            for line in 0..lines {
                let _ = write!(body, "let y{} = sin(y{line}) + cos(y{line});", line + 1);
            }
            format!("|x| {{ {body} y{lines} }}")
        };
        assert_eq!(mistakes(&nested(300)), []);
        let too_large = |what, limit| {
            let mistake = ClosureMistake::TooLarge { what, limit };
            vec![Diagnosis::Closure(mistake)]
        };
        assert_eq!(mistakes(&nested(400)), too_large("operations", LARGEST));
        let sums = vec!["x"; 60].join(" + ");
        let sums = vec![format!("({sums})"); 60].join(" + ");
        assert_eq!(mistakes(&format!("|x| {sums}")), []);
        let many: Vec<String> = (0..17).map(|index| format!("x{index}")).collect();
        let closure = format!("|{}| x0", many.join(", "));
        assert_eq!(mistakes(&closure), too_large("parameters", PARAMETERS));
    }

    #[test]
    fn closures_in_closures_end() {
        let nested = |count: usize| {
            let mut lets = "let f0 = |x| x;".to_string();
            for index in 0..count {
                let (open, close) = ("{ ".repeat(45), " }".repeat(45));
                let _ = write!(lets, "let f{} = |x| {open}f{index}(x){close};", index + 1);
            }
            let source = format!("struct A {{ let x = Input(3); {lets} f{count}(Dense(3)(x)) }}");
            let entries = front_end(source.parse().expect("tokens")).diagnostics;
            let entries = entries.into_entries().into_iter();
            entries.map(|entry| entry.diagnosis).collect::<Vec<_>>()
        };
        assert_eq!(nested(8), []);
        let limit = DEPTH;
        let what = "closures within closures";
        let mistake = ClosureMistake::TooLarge { what, limit };
        assert_eq!(nested(9), [Diagnosis::Closure(mistake)]);
    }

    #[test]
    fn a_derivative_grows_no_faster_than_its_function() {
        // The same part again and again: it stands once.
        let mut body = "let y0 = x;".to_string();
        for line in 0..60 {
            let next = line + 1;
            let _ = write!(
                body,
                "let y{next} = if y{line} > 0 {{ y{line} * tanh(y{line}) }} else {{ -y{line} / (1 + y{line} * y{line}) }};"
            );
        }
        let start = std::time::Instant::now();
        assert_eq!(mistakes(&format!("|x| {{ {body} y60 }}")), []);
        assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    }
}
