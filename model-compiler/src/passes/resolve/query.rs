//! Queries: what is asked of a tensor's shape, functions of constants, and elements of tuples.

use super::Resolver;
use super::value::{Context, Evaluated};
use crate::diagnostics::{Diagnosis, closest};
use crate::ir::graph::Value;
use crate::layers::constant::{Constant, Place, Value as ConstantValue, combine, number};
use crate::layers::refuse;
use crate::syntax::ast::{Argument, Expression, Operator};
use formwork_shape_rules::{Shape, axis};
use proc_macro2::{Ident, Span};

/// What can be asked of a tensor: the name, how many arguments it takes, and what it gives.
pub static QUERIES: [(&str, usize, &str); 8] = [
    ("channels", 0, "the length of the last axis"),
    ("height", 0, "the height of an image"),
    ("width", 0, "the width of an image"),
    ("depth", 0, "the depth of a volume"),
    ("len", 0, "the number of elements"),
    ("rank", 0, "the number of axes, without the batch"),
    ("dim", 1, "the length of an axis, the batch being axis 0"),
    ("shape", 0, "all lengths as a tuple"),
];

/// What can be asked of a constant, in the same form.
pub static CONSTANT_METHODS: [(&str, usize, &str); 9] = [
    ("min", 1, "the smaller of two numbers"),
    ("max", 1, "the larger of two numbers"),
    ("pow", 1, "a power"),
    ("abs", 0, "the absolute value"),
    ("sqrt", 0, "the square root"),
    ("round", 0, "the nearest integer, halves away from 0"),
    ("floor", 0, "the largest integer that isn't above"),
    ("ceil", 0, "the smallest integer that isn't below"),
    ("len", 0, "the number of elements of a tuple"),
];

impl Resolver<'_> {
    /// `x.channels()`, `n.min(8)`
    pub fn method(
        &mut self,
        value: &Expression,
        name: &Ident,
        arguments: &[Argument],
    ) -> Evaluated {
        let evaluated = self.evaluate(value, Context::default());
        let evaluated = self.single(evaluated, value.span);
        let given = self.method_arguments(arguments);
        let span = name.span();
        let text = name.to_string();
        match evaluated {
            Evaluated::Unknown => Evaluated::Unknown,
            Evaluated::Tensor(tensor) => {
                if !self.known(&text, &QUERIES, "tensor", given.as_ref(), span) {
                    return Evaluated::Unknown;
                }
                self.query(tensor, &text, given.unwrap_or_default(), span)
            }
            Evaluated::Constant(constant) => {
                if !self.known(&text, &CONSTANT_METHODS, "constant", given.as_ref(), span) {
                    return Evaluated::Unknown;
                }
                let Some(given) = given else {
                    return Evaluated::Unknown;
                };
                match function(&constant, &text, &given) {
                    Ok(value) => Evaluated::Constant(value),
                    Err(reason) => {
                        self.diagnostics
                            .error(span, Diagnosis::Arithmetic { reason });
                        Evaluated::Unknown
                    }
                }
            }
            Evaluated::Tuple(items) if text == "len" => {
                Evaluated::Constant(ConstantValue::Integer(items.len() as i64))
            }
            other @ (Evaluated::Layer(_) | Evaluated::Tuple(_) | Evaluated::Node(_)) => {
                self.as_value(other, value);
                Evaluated::Unknown
            }
        }
    }

    /// `None` if one of them has no value.
    fn method_arguments(&mut self, arguments: &[Argument]) -> Option<Vec<ConstantValue>> {
        let mut given = Some(Vec::with_capacity(arguments.len()));
        for argument in arguments {
            if let Some(name) = &argument.name {
                self.diagnostics.error(name.span(), Diagnosis::NamedInQuery);
                given = None;
            }
            let value = self.constant(&argument.value, Context::default());
            given = given.zip(value).map(|(mut given, value)| {
                given.push(value);
                given
            });
        }
        given
    }

    /// Whether a table has the name, with as many arguments.
    fn known(
        &mut self,
        name: &str,
        table: &'static [(&'static str, usize, &'static str)],
        of: &'static str,
        given: Option<&Vec<ConstantValue>>,
        span: Span,
    ) -> bool {
        let Some((name, expected, _)) = table.iter().find(|(known, _, _)| *known == name) else {
            let diagnosis = unknown(name, table, of);
            self.diagnostics.error(span, diagnosis);
            return false;
        };
        match given {
            Some(given) if given.len() != *expected => {
                let diagnosis = Diagnosis::QueryArguments {
                    query: name,
                    expected: *expected,
                    found: given.len(),
                };
                self.diagnostics.error(span, diagnosis);
                false
            }
            given => given.is_some(),
        }
    }

    /// What is asked of a tensor. Nothing is known of one that depends on a mistake.
    fn query(
        &mut self,
        tensor: Value,
        name: &str,
        given: Vec<ConstantValue>,
        span: Span,
    ) -> Evaluated {
        let Some(shape) = self.shape(tensor) else {
            return Evaluated::Unknown;
        };
        match of_shape(shape, name, given.first()) {
            Ok(ConstantValue::Tuple(mut items)) => {
                for item in &mut items {
                    item.span = Place(span);
                }
                Evaluated::Constant(ConstantValue::Tuple(items))
            }
            Ok(value) => Evaluated::Constant(value),
            Err(diagnosis) => {
                self.diagnostics.error(span, diagnosis);
                Evaluated::Unknown
            }
        }
    }

    /// `t.0`
    pub fn field(&mut self, value: &Expression, name: &str, span: Span) -> Evaluated {
        let evaluated = self.evaluate(value, Context::default());
        let index: Option<usize> = name.parse().ok();
        let len = match &evaluated {
            Evaluated::Unknown => return Evaluated::Unknown,
            Evaluated::Constant(ConstantValue::Tuple(items)) => items.len(),
            Evaluated::Tuple(items) => items.len(),
            Evaluated::Node(node) => match self.resolved.graph.nodes[*node].shapes.len() {
                0 => return Evaluated::Unknown,
                len => len,
            },
            Evaluated::Tensor(_) | Evaluated::Layer(_) | Evaluated::Constant(_) => 0,
        };
        let element = match (index, evaluated) {
            (Some(index), Evaluated::Constant(ConstantValue::Tuple(items))) => {
                let item = items.into_iter().nth(index);
                item.map(|item| Evaluated::Constant(item.value))
            }
            (Some(index), Evaluated::Tuple(items)) => items.into_iter().nth(index),
            (Some(output), Evaluated::Node(node)) if len > 1 && output < len => {
                Some(Evaluated::Tensor(Value { node, output }))
            }
            (None, evaluated) => {
                self.no_field(&evaluated, name, span);
                return Evaluated::Unknown;
            }
            _ => None,
        };
        element.unwrap_or_else(|| {
            let field = name.to_string();
            self.diagnostics
                .error(span, Diagnosis::NoField { field, len });
            Evaluated::Unknown
        })
    }

    /// A name behind a dot, without the parentheses of a query.
    fn no_field(&mut self, evaluated: &Evaluated, name: &str, span: Span) {
        let (table, of): (&'static [_], _) = match evaluated {
            Evaluated::Constant(_) => (&CONSTANT_METHODS, "constant"),
            _ => (&QUERIES, "tensor"),
        };
        let diagnosis = match table.iter().find(|(known, _, _)| *known == name) {
            Some((query, _, _)) => Diagnosis::QueryWithoutParentheses { query },
            None => unknown(name, table, of),
        };
        self.diagnostics.error(span, diagnosis);
    }
}

fn unknown(
    name: &str,
    table: &'static [(&'static str, usize, &'static str)],
    of: &'static str,
) -> Diagnosis {
    Diagnosis::UnknownQuery {
        found: name.into(),
        of,
        suggestion: closest(name, table.iter().map(|(known, _, _)| *known)),
        known: table.iter().map(|(known, _, _)| *known).collect(),
    }
}

fn integer(value: usize) -> ConstantValue {
    ConstantValue::Integer(i64::try_from(value).unwrap_or(i64::MAX))
}

/// The table's queries. Images are [height, width, channels], volumes [depth, height, width, channels].
fn of_shape(
    shape: Shape,
    name: &str,
    argument: Option<&ConstantValue>,
) -> Result<ConstantValue, Diagnosis> {
    let dims = shape.dims();
    let rank = dims.len();
    let refused = |query: &'static str, expected: &'static str| {
        Err(Diagnosis::QueryRank {
            query,
            expected,
            found: shape,
        })
    };
    let index = match name {
        "channels" if rank == 0 => return refused("channels", "at least one axis"),
        "channels" => rank - 1,
        "height" | "width" if !(3..=4).contains(&rank) => {
            let query = if name == "height" { "height" } else { "width" };
            return refused(query, "the shape [height, width, channels]");
        }
        "height" => rank - 3,
        "width" => rank - 2,
        "depth" if rank != 4 => {
            return refused("depth", "the shape [depth, height, width, channels]");
        }
        "depth" => 0,
        "len" => return Ok(integer(shape.len())),
        "rank" => return Ok(integer(rank)),
        "dim" => {
            let Some(ConstantValue::Integer(number)) = argument else {
                return Err(Diagnosis::ArgumentType {
                    argument: "axis".into(),
                    expected: "an integer",
                    found: argument.map_or("nothing", ConstantValue::kind).into(),
                });
            };
            match axis::axis(shape, *number) {
                Ok(index) => index,
                Err(error) => return Err(refuse::axis("dim", error)),
            }
        }
        _ => {
            let items = dims.iter().map(|&dim| Constant {
                span: Place(Span::call_site()),
                value: integer(dim),
            });
            return Ok(ConstantValue::Tuple(items.collect()));
        }
    };
    Ok(integer(dims[index]))
}

/// The table's functions of constants.
fn function(
    value: &ConstantValue,
    name: &str,
    given: &[ConstantValue],
) -> Result<ConstantValue, &'static str> {
    use ConstantValue::{Flag, Float, Integer, Tuple};
    if name == "len" {
        return match value {
            Tuple(items) => Ok(integer(items.len())),
            _ => Err("only tuples and arrays have a length"),
        };
    }
    let Some(float) = number(value) else {
        return Err("only numbers have this");
    };
    let finite = |result: f64| match result.is_finite() {
        true => Ok(Float(result)),
        false => Err("the result isn't finite"),
    };
    let whole = |result: f64| match result.abs() < 9e15 {
        true => Ok(Integer(result as i64)),
        false => Err("the result is too large"),
    };
    match (name, value, given.first()) {
        ("min" | "max", _, Some(other)) => {
            let operator = match name {
                "min" => Operator::Less,
                _ => Operator::Greater,
            };
            match combine(value, operator, other)? {
                Flag(true) => Ok(value.clone()),
                _ => Ok(other.clone()),
            }
        }
        ("pow", Integer(base), Some(Integer(exponent))) if *exponent >= 0 => {
            let power = u32::try_from(*exponent)
                .ok()
                .and_then(|exponent| base.checked_pow(exponent));
            power.map(Integer).ok_or("the result is too large")
        }
        ("pow", _, Some(other)) => match number(other) {
            Some(exponent) => finite(float.powf(exponent)),
            None => Err("an exponent is a number"),
        },
        ("abs", Integer(value), _) => value
            .checked_abs()
            .map(Integer)
            .ok_or("the result is too large"),
        ("abs", _, _) => Ok(Float(float.abs())),
        ("sqrt", _, _) => finite(float.sqrt()),
        ("round" | "floor" | "ceil", Integer(value), _) => Ok(Integer(*value)),
        ("round", _, _) => whole(float.round()),
        ("floor", _, _) => whole(float.floor()),
        ("ceil", _, _) => whole(float.ceil()),
        _ => Err("only numbers have this"),
    }
}
