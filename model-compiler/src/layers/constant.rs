//! Constants: what the arguments of layers are made of, and what loops and branches are decided by.

mod closure;
mod combine;
mod written;

pub use closure::{Closure, free_names};
pub use combine::{combine, equal, negate};
pub use written::conform;

use crate::diagnostics::{Diagnosis, Diagnostics};
use proc_macro2::{Span, TokenStream};
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
    /// `my::Smooth { strength: 0.1 }`, for an argument that takes a value of the user's own.
    Rust(Rc<Rust>),
}

/// A constant expression of Rust.
#[derive(Clone, Debug)]
pub struct Rust {
    /// Its tokens.
    pub tokens: TokenStream,
    /// The same as a text.
    pub text: String,
}

impl PartialEq for Rust {
    fn eq(&self, other: &Rust) -> bool {
        self.text == other.text
    }
}

/// How large a constant may be, so that copies of it stay cheap: its elements, and how deep they are nested.
pub const LARGEST: (usize, usize) = (4096, 16);

impl Value {
    /// How many elements it has in all, and how deep they are nested.
    pub fn extent(&self) -> (usize, usize) {
        let of = |items: &mut dyn Iterator<Item = &Value>| {
            items.fold((1, 1), |(count, depth): (usize, usize), item| {
                let (more, inner) = item.extent();
                (count.saturating_add(more), depth.max(inner + 1))
            })
        };
        match self {
            Value::Integer(_) | Value::Float(_) | Value::Flag(_) => (1, 1),
            // Long texts count for what it takes to copy them.
            Value::Name(text) | Value::Text(text) => (1 + text.len() / 64, 1),
            Value::Rust(_) => (1, 1),
            Value::Tuple(items) => of(&mut items.iter().map(|item| &item.value)),
            Value::Call(_, given) => of(&mut given.iter().map(|(_, item)| &item.value)),
            Value::Closure(closure) => {
                of(&mut closure.captured.iter().map(|(_, item)| &item.value))
            }
        }
    }

    /// What kind of constant it is, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Integer(_) => "an integer",
            Value::Float(_) => "a number",
            Value::Flag(_) => "`true` or `false`",
            Value::Name(_) => "a name",
            Value::Text(_) => "a text",
            Value::Tuple(_) => "a tuple",
            Value::Call(..) => "a function with its parameters",
            Value::Closure(_) => "a closure",
            Value::Rust(_) => "an expression of Rust",
        }
    }
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
            Value::Rust(_) => "an expression of Rust".into(),
        }
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
                suggestion: None,
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
