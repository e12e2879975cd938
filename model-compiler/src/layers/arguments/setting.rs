//! One argument's value from a constant.

use super::{Default, Kind, Setting, Specification};
use crate::diagnostics::warnings::WARNINGS;
use crate::diagnostics::{Diagnosis, Diagnostics, closest};
use crate::layers::constant::{Constant, Value, integers, number};
use crate::layers::named::Chosen;
use crate::layers::{activations, constraints, initializers, regularizers};
use crate::symbolic::functions;
use formwork_shape_rules::Padding;
use formwork_shape_rules::shape::MAX_RANK;
use formwork_shape_rules::volume::SPACE;
use std::rc::Rc;

/// The largest count or dimension: products of two of them don't overflow.
const LARGEST: i64 = i32::MAX as i64;
const FITS: &str = "a number that fits into `f32`";
const AT_MOST: &str = "at most 2147483647";

/// The value of a constant for an argument, or a report of what is wrong with it.
pub fn setting(
    specification: &Specification,
    constant: &Constant,
    diagnostics: &mut Diagnostics,
) -> Option<Setting> {
    let span = constant.span.0;
    let argument = || specification.name.to_string();
    let is_none = matches!(
        &constant.value,
        Value::Name(name) | Value::Text(name) if matches!(&**name, "None" | "none")
    );
    if is_none && specification.default == Default::Nothing {
        return Some(Setting::Nothing);
    }
    let wrong_type = |expected: &'static str, diagnostics: &mut Diagnostics| {
        let diagnosis = match &constant.value {
            Value::Name(name) if !is_none => Diagnosis::OutsideConstant {
                name: name.clone(),
                expected,
                suggestion: None,
            },
            _ => Diagnosis::ArgumentType {
                argument: argument(),
                expected,
                found: constant.found(),
            },
        };
        diagnostics.error(span, diagnosis);
        None
    };
    let out_of_range = |expected: &'static str, diagnostics: &mut Diagnostics| {
        let diagnosis = Diagnosis::ArgumentRange {
            argument: argument(),
            expected,
            found: constant.found(),
        };
        diagnostics.error(span, diagnosis);
        None
    };
    match specification.kind {
        Kind::Count => match constant.value {
            Value::Integer(value) if value > LARGEST => out_of_range(AT_MOST, diagnostics),
            Value::Integer(value) if value >= 1 => Some(Setting::Count(value as usize)),
            Value::Integer(_) => out_of_range("at least 1", diagnostics),
            _ => wrong_type("an integer", diagnostics),
        },
        Kind::Rate => match number(&constant.value) {
            Some(value) if (0.0..=1.0).contains(&value) => Some(Setting::Number(value)),
            Some(_) => out_of_range("between 0 and 1", diagnostics),
            None => wrong_type("a number", diagnostics),
        },
        Kind::Number => match number(&constant.value) {
            Some(value) if !(value as f32).is_finite() => out_of_range(FITS, diagnostics),
            Some(value) => Some(Setting::Number(value)),
            None => wrong_type("a number", diagnostics),
        },
        Kind::NonNegative => match number(&constant.value) {
            Some(value) if !(value as f32).is_finite() => out_of_range(FITS, diagnostics),
            Some(value) if value >= 0.0 => Some(Setting::Number(value)),
            Some(_) => out_of_range("at least 0", diagnostics),
            None => wrong_type("a number", diagnostics),
        },
        Kind::Flag => match constant.value {
            Value::Flag(value) => Some(Setting::Flag(value)),
            _ => match &constant.value {
                // Python's spelling.
                Value::Name(name) if name == "True" => Some(Setting::Flag(true)),
                Value::Name(name) if name == "False" => Some(Setting::Flag(false)),
                _ => wrong_type("`true` or `false`", diagnostics),
            },
        },
        Kind::Activation => {
            activations::find(specification.name, constant, diagnostics).map(Setting::Activation)
        }
        Kind::Closure => match &constant.value {
            Value::Closure(closure) => activations::closure(closure, diagnostics)
                .map(|closure| Setting::Closure(Rc::new(closure))),
            Value::Name(name) | Value::Text(name) if functions::find(name).is_some() => {
                let diagnosis = Diagnosis::ArgumentType {
                    argument: argument(),
                    expected: "a closure such as `|x| x * sigmoid(x)`",
                    found: constant.found(),
                };
                diagnostics.error(span, diagnosis);
                None
            }
            _ => wrong_type("a closure such as `|x| x * sigmoid(x)`", diagnostics),
        },
        Kind::Initializer => {
            let chosen = initializers::find(specification.name, constant, diagnostics)?;
            Some(match chosen {
                Chosen::Source(source) => Setting::Initializer(source),
                Chosen::Own(rust) => Setting::OwnInitializer(rust),
            })
        }
        Kind::Regularizer => {
            regularizers::find(specification.name, constant, diagnostics).map(Setting::Regularizer)
        }
        Kind::ActivityRegularizer => {
            regularizers::find_activity(specification.name, constant, diagnostics)
                .map(Setting::Activity)
        }
        Kind::Constraint => constraints::find(specification.name, constant, diagnostics)
            .map(|(chosen, axes)| Setting::Constraint(chosen, axes)),
        Kind::Dimensions => {
            let dims = dimensions(specification.name, constant, false, diagnostics)?;
            Some(Setting::Dimensions(
                dims.into_iter().map(|dim| dim as usize).collect(),
            ))
        }
        Kind::Target => {
            dimensions(specification.name, constant, true, diagnostics).map(Setting::Target)
        }
        Kind::Sizes(axes) | Kind::Amounts(axes) => {
            let expected = match axes {
                1 => "an integer",
                2 => "an integer or a pair such as `(2, 2)`",
                _ => "an integer or three such as `(2, 2, 2)`",
            };
            let values = match &constant.value {
                Value::Integer(_) | Value::Tuple(_) => {
                    integers(specification.name, constant, diagnostics)?
                }
                _ => return wrong_type(expected, diagnostics),
            };
            if values.len() != 1 && values.len() != axes {
                return wrong_type(expected, diagnostics);
            }
            if values.iter().any(|&value| value > LARGEST) {
                return out_of_range(AT_MOST, diagnostics);
            }
            let (least, at_least) = match specification.kind {
                Kind::Amounts(_) => (0, "at least 0"),
                _ => (1, "at least 1"),
            };
            match values.iter().all(|&value| value >= least) {
                true => Some(Setting::Sizes(
                    values.into_iter().map(|value| value as usize).collect(),
                )),
                false => out_of_range(at_least, diagnostics),
            }
        }
        Kind::Margins(axes) => {
            let expected = match axes {
                1 => "an integer, or how much before and after as in `(1, 2)`",
                2 => {
                    "an integer, one for height and width, or a pair for each as in `((1, 2), (0, 3))`"
                }
                _ => {
                    "an integer, one for each axis, or a pair for each as in `((1, 1), (1, 2), (0, 3))`"
                }
            };
            match margins(&constant.value, axes) {
                // What the padding of a convolution may be.
                None if matches!(&constant.value, Value::Name(name) if matches!(&**name, "same" | "valid")) =>
                {
                    let diagnosis = Diagnosis::ArgumentType {
                        argument: argument(),
                        expected,
                        found: constant.found(),
                    };
                    diagnostics.error(span, diagnosis);
                    None
                }
                None => wrong_type(expected, diagnostics),
                Some(margins) if margins.as_flattened().iter().any(|&one| one > LARGEST) => {
                    out_of_range(AT_MOST, diagnostics)
                }
                Some(margins) if margins.as_flattened().iter().any(|&one| one < 0) => {
                    out_of_range("at least 0 on each side", diagnostics)
                }
                Some(margins) => Some(Setting::Margins(
                    margins.map(|both| both.map(|one| one as usize)),
                )),
            }
        }
        Kind::Order => match &constant.value {
            Value::Integer(_) | Value::Tuple(_) => {
                integers(specification.name, constant, diagnostics).map(Setting::Axes)
            }
            _ => wrong_type("axes in an order such as `(2, 1)`", diagnostics),
        },
        Kind::Axes => match &constant.value {
            Value::Integer(_) | Value::Tuple(_) => {
                integers(specification.name, constant, diagnostics).map(Setting::Axes)
            }
            _ => wrong_type("an axis such as `-1`", diagnostics),
        },
        Kind::CountOrAll => match constant.value {
            Value::Integer(value) if value > LARGEST => out_of_range(AT_MOST, diagnostics),
            Value::Integer(value) if value >= 1 => Some(Setting::Count(value as usize)),
            Value::Integer(-1) => Some(Setting::Nothing),
            Value::Integer(_) => out_of_range("at least 1, or -1", diagnostics),
            _ => wrong_type("an integer", diagnostics),
        },
        Kind::Padding | Kind::CausalPadding => {
            let causal = specification.kind == Kind::CausalPadding;
            let expected = match causal {
                true => "`valid`, `same` or `causal`",
                false => "`valid` or `same`",
            };
            match &constant.value {
                Value::Name(name) | Value::Text(name) => match &**name {
                    "valid" => Some(Setting::Padding(Padding::Valid)),
                    "same" => Some(Setting::Padding(Padding::Same)),
                    "causal" if causal => Some(Setting::Padding(Padding::Causal)),
                    _ => out_of_range(expected, diagnostics),
                },
                _ => {
                    let diagnosis = Diagnosis::ArgumentType {
                        argument: argument(),
                        expected,
                        found: constant.found(),
                    };
                    diagnostics.error(span, diagnosis);
                    None
                }
            }
        }
        Kind::Word(words, expected) => match &constant.value {
            Value::Name(name) | Value::Text(name) => {
                match words.iter().find(|word| **word == name.as_str()) {
                    Some(word) => Some(Setting::Word(word)),
                    None => out_of_range(expected, diagnostics),
                }
            }
            _ => wrong_type(expected, diagnostics),
        },
        Kind::Name => match &constant.value {
            Value::Name(name) | Value::Text(name) if is_name(name) => {
                Some(Setting::Name(name.clone()))
            }
            Value::Name(name) | Value::Text(name) => {
                let found = name.clone();
                diagnostics.error(span, Diagnosis::BadName { found });
                None
            }
            _ => {
                let diagnosis = Diagnosis::ArgumentType {
                    argument: argument(),
                    expected: "a name such as `\"encoder\"`",
                    found: constant.found(),
                };
                diagnostics.error(span, diagnosis);
                None
            }
        },
        Kind::Warnings => warnings(constant, diagnostics).map(Setting::Warnings),
        Kind::Refused(advice) => {
            let argument = argument();
            diagnostics.error(span, Diagnosis::RefusedArgument { argument, advice });
            None
        }
    }
}

/// Two margins for each axis of space, as those of a volume: 0 for the axes that the input lacks.
fn margins(value: &Value, axes: usize) -> Option<[[i64; 2]; SPACE]> {
    let integer = |value: &Value| match value {
        Value::Integer(value) => Some(*value),
        _ => None,
    };
    let both = |value: &Value| match value {
        Value::Integer(value) => Some([*value; 2]),
        Value::Tuple(items) => match &**items {
            [before, after] => Some([integer(&before.value)?, integer(&after.value)?]),
            _ => None,
        },
        _ => None,
    };
    let mut margins = [[0; 2]; SPACE];
    let of = margins.get_mut(SPACE - axes..)?;
    match (value, axes) {
        (Value::Integer(value), _) => of.fill([*value; 2]),
        (_, 1) => of.fill(both(value)?),
        (Value::Tuple(items), _) if items.len() == axes => {
            for (margins, item) in of.iter_mut().zip(items) {
                *margins = both(&item.value)?;
            }
        }
        _ => return None,
    }
    Some(margins)
}

/// The names of warnings.
fn warnings(constant: &Constant, diagnostics: &mut Diagnostics) -> Option<Vec<&'static str>> {
    let items = match &constant.value {
        Value::Tuple(items) => &**items,
        _ => std::slice::from_ref(constant),
    };
    let mut names = Vec::with_capacity(items.len());
    for item in items {
        let span = item.span.0;
        let (Value::Name(found) | Value::Text(found)) = &item.value else {
            let diagnosis = Diagnosis::ArgumentType {
                argument: "allow".into(),
                expected: "the name of a warning",
                found: item.found(),
            };
            diagnostics.error(span, diagnosis);
            return None;
        };
        let Some(lint) = WARNINGS.iter().find(|lint| lint.name == *found) else {
            let suggestion = closest(found, WARNINGS.iter().map(|lint| lint.name));
            let found = found.clone();
            diagnostics.error(span, Diagnosis::UnknownWarning { found, suggestion });
            return None;
        };
        names.push(lint.name);
    }
    Some(names)
}

/// A shape without the batch: integers of at least 1, or -1 if that may be inferred.
fn dimensions(
    argument: &str,
    constant: &Constant,
    inferred: bool,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<i64>> {
    let dims = match &constant.value {
        Value::Tuple(items) if items.is_empty() => Vec::new(),
        _ => integers(argument, constant, diagnostics)?,
    };
    if dims.len() > MAX_RANK {
        let found = dims.len();
        let limit = MAX_RANK;
        diagnostics.error(constant.span.0, Diagnosis::TooManyAxes { found, limit });
        return None;
    }
    let allowed = |dim: i64| (1..=LARGEST).contains(&dim) || inferred && dim == -1;
    let Some(wrong) = dims.iter().position(|&dim| !allowed(dim)) else {
        return Some(dims);
    };
    let place = match &constant.value {
        Value::Tuple(items) => items[wrong].span.0,
        _ => constant.span.0,
    };
    let diagnosis = Diagnosis::ArgumentRange {
        argument: argument.into(),
        expected: match (dims[wrong] > LARGEST, inferred) {
            (true, _) => AT_MOST,
            (false, true) => "made of dimensions of at least 1, or -1 for what is left",
            (false, false) => "made of dimensions of at least 1",
        },
        found: format!("`{}`", dims[wrong]),
    };
    diagnostics.error(place, diagnosis);
    None
}

/// Whether a layer can be called so: it becomes part of the names in weights files, and of fields.
pub fn is_name(name: &str) -> bool {
    let mut characters = name.chars();
    characters
        .next()
        .is_some_and(|first| first.is_alphabetic() || first == '_')
        && characters.all(|character| character.is_alphanumeric() || character == '_')
        && syn::parse_str::<syn::Ident>(name).is_ok()
}
