//! Arguments: what a layer accepts, and how what is written becomes settings.

use super::activations::{self, Choice, integers};
use super::constant::{Constant, Value, evaluate, number};
use super::initializers;
use super::table::Row;
use crate::diagnostics::{Diagnosis, Diagnostics, closest};
use crate::syntax::ast::Argument;
use formwork_shape_rules::shape::MAX_RANK;
use formwork_shape_rules::{Activation, Padding};
use proc_macro2::Span;

/// An argument that a layer accepts.
#[derive(Clone, Copy, Debug)]
pub struct Specification {
    /// Its name in Keras 3.
    pub name: &'static str,
    /// Names that earlier versions of Keras gave it.
    pub aliases: &'static [&'static str],
    /// What it takes.
    pub kind: Kind,
    /// What it is if it isn't given.
    pub default: Default,
    /// What it means.
    pub doc: &'static str,
}

/// What an argument takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An integer of at least 1.
    Count,
    /// A number from 0 to 1.
    Rate,
    /// A finite number.
    Number,
    /// A number of at least 0.
    NonNegative,
    /// `true` or `false`.
    Flag,
    /// An activation.
    Activation,
    /// An initializer.
    Initializer,
    /// A shape without the batch, each dimension at least 1.
    Dimensions,
    /// A shape in which -1 is inferred.
    Target,
    /// An integer of at least 1, or a pair of them.
    Pair,
    /// An axis or some axes, the batch being axis 0.
    Axes,
    /// `valid` or `same`.
    Padding,
    /// A name for the layer.
    Name,
    /// It is refused unless it is given its default, with this advice.
    Refused(&'static str),
}

/// What an argument is if it isn't given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Default {
    /// It must be given.
    Required,
    /// Keras's `None`.
    Nothing,
    /// An integer.
    Count(usize),
    /// A number.
    Number(f64),
    /// A bool.
    Flag(bool),
    /// An activation.
    Activation(Activation),
    /// An initializer as Rust source.
    Initializer(&'static str),
    /// Two integers.
    Pair([usize; 2]),
    /// An axis.
    Axis(i64),
    /// A padding.
    Padding(Padding),
}

/// An argument's value.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // as in `Kind`
pub enum Setting {
    Nothing,
    Count(usize),
    Number(f64),
    Flag(bool),
    Activation(Choice),
    Initializer(String),
    Dimensions(Vec<usize>),
    Target(Vec<i64>),
    Pair([usize; 2]),
    Axes(Vec<i64>),
    Padding(Padding),
    Name(String),
}

impl Specification {
    /// A required argument.
    pub const fn required(name: &'static str, kind: Kind, doc: &'static str) -> Specification {
        Specification::optional(name, kind, Default::Required, doc)
    }

    /// An argument with a default.
    pub const fn optional(
        name: &'static str,
        kind: Kind,
        default: Default,
        doc: &'static str,
    ) -> Specification {
        Specification {
            name,
            aliases: &[],
            kind,
            default,
            doc,
        }
    }

    /// An argument of Keras that isn't available.
    pub const fn refused(name: &'static str, advice: &'static str) -> Specification {
        Specification::optional(name, Kind::Refused(advice), Default::Nothing, advice)
    }

    /// The same under other names too.
    pub const fn or(mut self, aliases: &'static [&'static str]) -> Specification {
        self.aliases = aliases;
        self
    }

    fn answers_to(&self, name: &str) -> bool {
        self.name == name || self.aliases.contains(&name)
    }
}

/// Arguments that every layer accepts, by name alone.
pub static COMMON: &[Specification] = &[
    Specification::optional(
        "name",
        Kind::Name,
        Default::Nothing,
        "the layer's name in weights files",
    ),
    Specification::optional(
        "trainable",
        Kind::Flag,
        Default::Flag(true),
        "whether training changes the layer's parameters",
    ),
    Specification::optional(
        "input_shape",
        Kind::Dimensions,
        Default::Nothing,
        "on the first layer of a chain: the shape of the model's input, without the batch",
    ),
    Specification::optional(
        "input_dim",
        Kind::Count,
        Default::Nothing,
        "on the first layer of a chain: the length of the model's input",
    ),
    Specification::refused("dtype", "all values are f32"),
    Specification::refused(
        "batch_input_shape",
        "the batch isn't part of a shape: use `input_shape`",
    ),
    Specification::refused(
        "batch_size",
        "a batch may have any length when the model runs",
    ),
];

/// A layer's arguments after binding: each has a value of its kind.
#[derive(Clone, Debug)]
pub struct Arguments {
    specifications: &'static [Specification],
    settings: Vec<Setting>,
    /// `name = ..`
    pub name: Option<(String, Span)>,
    /// `trainable = ..`
    pub trainable: bool,
    /// `input_shape = ..` or `input_dim = ..`: which, its value and place.
    pub input_shape: Option<(&'static str, Vec<usize>, Span)>,
    /// The places of the arguments that are written.
    pub places: Vec<(&'static str, Span)>,
}

impl Arguments {
    /// The value of an argument of this layer.
    pub fn get(&self, name: &str) -> &Setting {
        let index = self.specifications.iter().position(|one| one.name == name);
        match index {
            Some(index) => &self.settings[index],
            None => &Setting::Nothing,
        }
    }

    /// An argument of kind [`Kind::Count`].
    pub fn count(&self, name: &str) -> usize {
        match self.get(name) {
            Setting::Count(value) => *value,
            _ => 1,
        }
    }

    /// An argument that is a number.
    pub fn number(&self, name: &str) -> f64 {
        match self.get(name) {
            Setting::Number(value) => *value,
            _ => 0.0,
        }
    }

    /// An argument of kind [`Kind::Flag`].
    pub fn flag(&self, name: &str) -> bool {
        *self.get(name) == Setting::Flag(true)
    }

    /// An argument of kind [`Kind::Activation`] that can't act along other axes than the last.
    pub fn activation(&self, name: &'static str) -> Result<Activation, Refusal> {
        match self.get(name) {
            Setting::Activation(Choice::Plain(activation)) => Ok(*activation),
            Setting::Activation(Choice::Along { function, axes }) => {
                let axes: Vec<String> = axes.iter().map(i64::to_string).collect();
                let activation = match &*axes {
                    [one] => format!("{}(axis = {one})", function.name()),
                    _ => format!("{}(axis = ({}))", function.name(), axes.join(", ")),
                };
                let diagnosis = Diagnosis::AxisActivationAsArgument { activation };
                Err((Some(name), diagnosis))
            }
            _ => Ok(Activation::Linear),
        }
    }

    /// An argument of kind [`Kind::Activation`].
    pub fn choice(&self, name: &str) -> Choice {
        match self.get(name) {
            Setting::Activation(choice) => choice.clone(),
            _ => Choice::Plain(Activation::Linear),
        }
    }

    /// An argument of kind [`Kind::Initializer`].
    pub fn initializer(&self, name: &str) -> String {
        match self.get(name) {
            Setting::Initializer(source) => source.clone(),
            _ => initializers::ZEROS.into(),
        }
    }

    /// An argument of kind [`Kind::Pair`]; `None` if it isn't given and has no default.
    pub fn pair(&self, name: &str) -> Option<[usize; 2]> {
        match self.get(name) {
            Setting::Pair(value) => Some(*value),
            _ => None,
        }
    }

    /// An argument of kind [`Kind::Axes`].
    pub fn axes(&self, name: &str) -> Vec<i64> {
        match self.get(name) {
            Setting::Axes(axes) => axes.clone(),
            _ => vec![-1],
        }
    }

    /// An argument of kind [`Kind::Padding`].
    pub fn padding(&self, name: &str) -> Padding {
        match self.get(name) {
            Setting::Padding(padding) => *padding,
            _ => Padding::Valid,
        }
    }
}

/// Why a layer can't be made from its arguments, and which of them is wrong.
pub type Refusal = (Option<&'static str>, Diagnosis);

/// Binds what is written to what the layer accepts. Every mistake is reported; `None` if there was one.
pub fn bind(
    row: &Row,
    span: Span,
    given: &[Argument],
    diagnostics: &mut Diagnostics,
) -> Option<Arguments> {
    bind_all(row, span, &given.iter().collect::<Vec<_>>(), diagnostics)
}

/// The same for arguments picked from a list.
pub fn bind_all(
    row: &Row,
    span: Span,
    given: &[&Argument],
    diagnostics: &mut Diagnostics,
) -> Option<Arguments> {
    let before = diagnostics.errors();
    let mut binder = Binder {
        row,
        settings: vec![None; row.arguments.len()],
        common: vec![None; COMMON.len()],
        arguments: Arguments {
            specifications: row.arguments,
            settings: Vec::new(),
            name: None,
            trainable: true,
            input_shape: None,
            places: Vec::new(),
        },
        readable: true,
        diagnostics,
    };
    match row.variadic {
        Some(name) if given.iter().any(|argument| argument.name.is_none()) => {
            binder.variadic(name, given)
        }
        _ => binder.ordinary(given),
    }
    binder.complete(span);
    let readable = binder.readable;
    let arguments = binder.arguments;
    (readable && diagnostics.errors() == before).then_some(arguments)
}

struct Binder<'a> {
    row: &'a Row,
    settings: Vec<Option<Setting>>,
    common: Vec<Option<Setting>>,
    arguments: Arguments,
    /// No argument has failed in a way that was reported before.
    readable: bool,
    diagnostics: &'a mut Diagnostics,
}

/// Index into a row's arguments, or into those that are common.
#[derive(Clone, Copy)]
enum Slot {
    Own(usize),
    Common(usize),
}

impl Binder<'_> {
    fn ordinary(&mut self, given: &[&Argument]) {
        let mut position = 0;
        let mut named = false;
        let unnamed = given
            .iter()
            .filter(|argument| argument.name.is_none())
            .count();
        for argument in given {
            let slot = match &argument.name {
                Some(name) => {
                    named = true;
                    match self.find(&name.to_string()) {
                        Some(slot) => slot,
                        None => {
                            self.unknown(&name.to_string(), name.span());
                            continue;
                        }
                    }
                }
                None if named => {
                    self.diagnostics
                        .error(argument.value.span, Diagnosis::PositionalAfterNamed);
                    continue;
                }
                None => {
                    position += 1;
                    if position > self.row.arguments.len() {
                        if position == self.row.arguments.len() + 1 {
                            let available =
                                |one: &&Specification| !matches!(one.kind, Kind::Refused(_));
                            let diagnosis = Diagnosis::TooManyArguments {
                                layer: self.row.keyword.into(),
                                allowed: self.row.arguments.iter().filter(available).count(),
                                found: unnamed,
                            };
                            self.diagnostics.error(argument.value.span, diagnosis);
                        }
                        continue;
                    }
                    Slot::Own(position - 1)
                }
            };
            self.put(slot, argument);
        }
    }

    /// `Input(28, 28, 1)`: all arguments without a name are one tuple.
    fn variadic(&mut self, name: &str, given: &[&Argument]) {
        let Some(Slot::Own(index)) = self.find(name) else {
            return;
        };
        let mut items = Vec::new();
        let mut place = None;
        for argument in given {
            if argument.name.is_some() {
                continue;
            }
            place = place.or(Some(argument.value.span));
            match evaluate(&argument.value, self.diagnostics) {
                Some(constant) => items.push(constant),
                None => self.readable = false,
            }
        }
        let Some(place) = place else {
            return;
        };
        let constant = match &mut *items {
            [only] if matches!(only.value, Value::Tuple(_)) => items.remove(0),
            _ => Constant {
                span: super::constant::Place(place),
                value: Value::Tuple(items),
            },
        };
        let specification = &self.row.arguments[index];
        self.arguments.places.push((specification.name, place));
        if self.readable {
            self.settings[index] = Some(
                setting(specification, &constant, self.diagnostics).unwrap_or(Setting::Nothing),
            );
        }
        for argument in given {
            if let Some(name) = &argument.name {
                match self.find(&name.to_string()) {
                    Some(slot) => self.put(slot, argument),
                    None => self.unknown(&name.to_string(), name.span()),
                }
            }
        }
    }

    fn find(&self, name: &str) -> Option<Slot> {
        let own = self
            .row
            .arguments
            .iter()
            .position(|one| one.answers_to(name));
        let common = || {
            COMMON
                .iter()
                .position(|one| one.answers_to(name))
                .map(Slot::Common)
        };
        own.map(Slot::Own).or_else(common)
    }

    fn unknown(&mut self, name: &str, span: Span) {
        let available = |one: &&Specification| !matches!(one.kind, Kind::Refused(_));
        let own: Vec<&'static str> = self
            .row
            .arguments
            .iter()
            .filter(available)
            .map(|one| one.name)
            .collect();
        let common = COMMON.iter().filter(available).map(|one| one.name);
        let diagnosis = Diagnosis::UnknownArgument {
            layer: self.row.keyword.into(),
            found: name.into(),
            suggestion: closest(name, own.iter().copied().chain(common)),
            known: own,
        };
        self.diagnostics.error(span, diagnosis);
    }

    fn put(&mut self, slot: Slot, argument: &Argument) {
        let (specification, target) = match slot {
            Slot::Own(index) => (&self.row.arguments[index], &mut self.settings[index]),
            Slot::Common(index) => (&COMMON[index], &mut self.common[index]),
        };
        let span = argument.value.span;
        if target.is_some() {
            let argument = specification.name.to_string();
            self.diagnostics
                .error(span, Diagnosis::DuplicateArgument { argument });
            return;
        }
        self.arguments.places.push((specification.name, span));
        let constant = evaluate(&argument.value, self.diagnostics);
        self.readable &= constant.is_some();
        let value =
            constant.and_then(|constant| setting(specification, &constant, self.diagnostics));
        *target = Some(value.unwrap_or(Setting::Nothing));
    }

    fn complete(&mut self, span: Span) {
        for (index, specification) in self.row.arguments.iter().enumerate() {
            let given = self.settings[index].take();
            let value = match (given, specification.default) {
                (Some(value), _) => value,
                (None, Default::Required) => {
                    let diagnosis = Diagnosis::MissingArgument {
                        layer: self.row.keyword.into(),
                        argument: specification.name,
                        meaning: specification.doc,
                    };
                    self.diagnostics.error(span, diagnosis);
                    Setting::Nothing
                }
                (None, default) => default.setting(),
            };
            self.arguments.settings.push(value);
        }
        for (specification, value) in COMMON.iter().zip(std::mem::take(&mut self.common)) {
            let place = self
                .arguments
                .places
                .iter()
                .find(|(name, _)| *name == specification.name);
            let place = place.map_or(span, |(_, span)| *span);
            match (specification.name, value) {
                ("name", Some(Setting::Name(name))) => self.arguments.name = Some((name, place)),
                ("trainable", Some(Setting::Flag(flag))) => self.arguments.trainable = flag,
                ("input_shape", Some(Setting::Dimensions(dims))) => {
                    self.arguments.input_shape = Some(("input_shape", dims, place));
                }
                ("input_dim", Some(Setting::Count(count))) => {
                    if self.arguments.input_shape.is_some() {
                        let argument = "input_shape".to_string();
                        self.diagnostics
                            .error(place, Diagnosis::DuplicateArgument { argument });
                    }
                    self.arguments.input_shape = Some(("input_dim", vec![count], place));
                }
                _ => {}
            }
        }
    }
}

impl Default {
    fn setting(self) -> Setting {
        match self {
            Default::Required | Default::Nothing => Setting::Nothing,
            Default::Count(value) => Setting::Count(value),
            Default::Number(value) => Setting::Number(value),
            Default::Flag(value) => Setting::Flag(value),
            Default::Activation(value) => Setting::Activation(Choice::Plain(value)),
            Default::Initializer(source) => Setting::Initializer(source.into()),
            Default::Pair(value) => Setting::Pair(value),
            Default::Axis(value) => Setting::Axes(vec![value]),
            Default::Padding(value) => Setting::Padding(value),
        }
    }
}

/// The largest count or dimension: products of two of them don't overflow.
const LARGEST: i64 = i32::MAX as i64;
const AT_MOST: &str = "at most 2147483647";

/// The value of a constant for an argument, or a report of what is wrong with it.
fn setting(
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
            Some(value) => Some(Setting::Number(value)),
            None => wrong_type("a number", diagnostics),
        },
        Kind::NonNegative => match number(&constant.value) {
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
        Kind::Initializer => {
            initializers::find(specification.name, constant, diagnostics).map(Setting::Initializer)
        }
        Kind::Dimensions => {
            let dims = dimensions(specification.name, constant, false, diagnostics)?;
            Some(Setting::Dimensions(
                dims.into_iter().map(|dim| dim as usize).collect(),
            ))
        }
        Kind::Target => {
            dimensions(specification.name, constant, true, diagnostics).map(Setting::Target)
        }
        Kind::Pair => {
            let values = match &constant.value {
                Value::Integer(_) | Value::Tuple(_) => {
                    integers(specification.name, constant, diagnostics)?
                }
                _ => return wrong_type("an integer or a pair such as `(2, 2)`", diagnostics),
            };
            let pair = match *values {
                [both] => [both; 2],
                [first, second] => [first, second],
                _ => return wrong_type("an integer or a pair such as `(2, 2)`", diagnostics),
            };
            if pair.iter().any(|&value| value > LARGEST) {
                return out_of_range(AT_MOST, diagnostics);
            }
            match pair.iter().all(|&value| value >= 1) {
                true => Some(Setting::Pair([pair[0] as usize, pair[1] as usize])),
                false => out_of_range("at least 1", diagnostics),
            }
        }
        Kind::Axes => match &constant.value {
            Value::Integer(_) | Value::Tuple(_) => {
                integers(specification.name, constant, diagnostics).map(Setting::Axes)
            }
            _ => wrong_type("an axis such as `-1`", diagnostics),
        },
        Kind::Padding => match &constant.value {
            Value::Name(name) | Value::Text(name) => match &**name {
                "valid" => Some(Setting::Padding(Padding::Valid)),
                "same" => Some(Setting::Padding(Padding::Same)),
                _ => out_of_range("`valid` or `same`", diagnostics),
            },
            _ => {
                let diagnosis = Diagnosis::ArgumentType {
                    argument: argument(),
                    expected: "`valid` or `same`",
                    found: constant.found(),
                };
                diagnostics.error(span, diagnosis);
                None
            }
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
        Kind::Refused(advice) => {
            let argument = argument();
            diagnostics.error(span, Diagnosis::RefusedArgument { argument, advice });
            None
        }
    }
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
fn is_name(name: &str) -> bool {
    let mut characters = name.chars();
    characters
        .next()
        .is_some_and(|first| first.is_alphabetic() || first == '_')
        && characters.all(|character| character.is_alphanumeric() || character == '_')
        && syn::parse_str::<syn::Ident>(name).is_ok()
}
