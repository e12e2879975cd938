//! Constant expressions: what the arguments of layers are made of.

mod closure;

pub use closure::Closure;

use crate::diagnostics::{Diagnosis, Diagnostics};
use crate::syntax::ast::{Expression, ExpressionKind, Operator};
use proc_macro2::Span;
use std::rc::Rc;

/// A constant with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Constant {
    /// Its place.
    pub span: Place,
    /// Its value.
    pub value: Value,
}

/// A place that is equal to all others, so that constants can be compared.
#[derive(Clone, Copy, Debug)]
pub struct Place(pub Span);

impl PartialEq for Place {
    fn eq(&self, _: &Place) -> bool {
        true
    }
}

/// The value of a constant.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `512`
    Integer(i64),
    /// `0.2`
    Float(f64),
    /// `true`
    Flag(bool),
    /// `relu`
    Name(String),
    /// `"relu"`
    Text(String),
    /// `(28, 28)` or `[28, 28]`
    Tuple(Vec<Constant>),
    /// `leaky_relu(negative_slope = 0.3)`
    Call(String, Vec<(Option<(String, Place)>, Constant)>),
    /// `|x| x * tanh(x)`
    Closure(Rc<Closure>),
}

impl Constant {
    /// How it is called in a message.
    pub fn found(&self) -> String {
        match &self.value {
            Value::Integer(value) => format!("`{value}`"),
            Value::Float(value) => format!("`{value:?}`"),
            Value::Flag(value) => format!("`{value}`"),
            Value::Name(name) => format!("`{name}`"),
            Value::Text(text) => match text.chars().count() {
                0..=30 => format!("{text:?}"),
                _ => "a long text".into(),
            },
            Value::Tuple(items) => match items.len() {
                1 => "a tuple of one element".into(),
                count => format!("a tuple of {count} elements"),
            },
            Value::Call(name, _) => format!("`{name}(..)`"),
            Value::Closure(_) => "a closure".into(),
        }
    }
}

/// The value of an expression. What has none is reported.
pub fn evaluate(expression: &Expression, diagnostics: &mut Diagnostics) -> Option<Constant> {
    let value = match &expression.kind {
        ExpressionKind::Unreadable => return None,
        ExpressionKind::Integer(value) => Value::Integer(*value),
        ExpressionKind::Float(value) => Value::Float(*value),
        ExpressionKind::Flag(value) => Value::Flag(*value),
        ExpressionKind::Text(text) => Value::Text(text.clone()),
        ExpressionKind::Name(name) => Value::Name(name.to_string()),
        ExpressionKind::Tuple(items) | ExpressionKind::Array(items) => {
            let mut values = Vec::with_capacity(items.len());
            for item in items {
                values.push(evaluate(item, diagnostics)?);
            }
            Value::Tuple(values)
        }
        ExpressionKind::Apply { callee, arguments } => {
            let ExpressionKind::Name(name) = &callee.kind else {
                return refuse(
                    expression.span,
                    "only a function with a name can be called",
                    diagnostics,
                );
            };
            let mut values = Vec::with_capacity(arguments.len());
            for argument in arguments {
                let name = argument.name.as_ref();
                let name = name.map(|name| (name.to_string(), Place(name.span())));
                values.push((name, evaluate(&argument.value, diagnostics)?));
            }
            Value::Call(name.to_string(), values)
        }
        ExpressionKind::Negative(value) => match evaluate(value, diagnostics)?.value {
            Value::Integer(value) => Value::Integer(-value),
            Value::Float(value) => Value::Float(-value),
            _ => return refuse(value.span, "only a number can be negated", diagnostics),
        },
        ExpressionKind::Chain { first, rest } => {
            let mut value = evaluate(first, diagnostics)?.value;
            for (operator, span, operand) in rest {
                let operand = evaluate(operand, diagnostics)?.value;
                match combine(&value, *operator, &operand) {
                    Ok(result) => value = result,
                    Err(reason) => return refuse(*span, reason, diagnostics),
                }
            }
            value
        }
        ExpressionKind::Closure { parameters, body } => Value::Closure(Rc::new(Closure {
            span: expression.span,
            parameters: parameters.clone(),
            body: Rc::clone(body),
            captured: Vec::new(),
        })),
        ExpressionKind::Not(_)
        | ExpressionKind::If { .. }
        | ExpressionKind::Block(_)
        | ExpressionKind::Range { .. }
        | ExpressionKind::Field { .. }
        | ExpressionKind::Method { .. } => {
            let later = crate::diagnostics::Unsupported::Later;
            diagnostics.error(expression.span, Diagnosis::Unsupported(later));
            return None;
        }
        ExpressionKind::User(user) => {
            let name = user.name.clone();
            let expected = "a constant";
            diagnostics.error(
                expression.span,
                Diagnosis::OutsideConstant { name, expected },
            );
            return None;
        }
    };
    let span = Place(expression.span);
    Some(Constant { span, value })
}

fn refuse<T>(span: Span, reason: &'static str, diagnostics: &mut Diagnostics) -> Option<T> {
    diagnostics.error(span, Diagnosis::Arithmetic { reason });
    None
}

fn combine(left: &Value, operator: Operator, right: &Value) -> Result<Value, &'static str> {
    if let (Value::Integer(left), Value::Integer(right)) = (left, right) {
        let value = match operator {
            Operator::Add => left.checked_add(*right),
            Operator::Subtract => left.checked_sub(*right),
            Operator::Multiply => left.checked_mul(*right),
            Operator::Divide | Operator::Remainder if *right == 0 => {
                return Err("division by zero");
            }
            Operator::Divide => left.checked_div(*right),
            Operator::Remainder => left.checked_rem(*right),
            _ => return Err("it isn't a number"),
        };
        return value.map(Value::Integer).ok_or("the result is too large");
    }
    let (Some(left), Some(right)) = (number(left), number(right)) else {
        return Err("operators combine numbers");
    };
    let value = match operator {
        Operator::Add => left + right,
        Operator::Subtract => left - right,
        Operator::Multiply => left * right,
        Operator::Divide => left / right,
        Operator::Remainder => left % right,
        _ => return Err("it isn't a number"),
    };
    match value.is_finite() {
        true => Ok(Value::Float(value)),
        false => Err("the result isn't finite"),
    }
}

/// The value as a number.
pub fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(value) => Some(*value as f64),
        Value::Float(value) => Some(*value),
        _ => None,
    }
}

/// An integer or a tuple of integers.
pub fn integers(
    argument: &str,
    constant: &Constant,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<i64>> {
    let items = match &constant.value {
        Value::Tuple(items) if !items.is_empty() => &**items,
        _ => std::slice::from_ref(constant),
    };
    let mut values = Vec::with_capacity(items.len());
    for item in items {
        if let Value::Integer(value) = item.value {
            values.push(value);
            continue;
        }
        let diagnosis = match &item.value {
            Value::Name(name) => Diagnosis::OutsideConstant {
                name: name.clone(),
                expected: "an integer",
            },
            _ => Diagnosis::ArgumentType {
                argument: argument.into(),
                expected: if items.len() > 1 {
                    "integers"
                } else {
                    "an integer or a tuple of integers"
                },
                found: item.found(),
            },
        };
        diagnostics.error(item.span.0, diagnosis);
        return None;
    }
    Some(values)
}
