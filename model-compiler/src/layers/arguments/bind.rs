//! What is written, bound to what a layer accepts.

use super::setting::setting;
use super::{Arguments, COMMON, Default, Kind, Setting, Specification};
use crate::diagnostics::{Diagnosis, Diagnostics, closest};
use crate::layers::constant::{Constant, Place, Value, evaluate};
use crate::layers::table::Row;
use crate::syntax::ast::Argument;
use proc_macro2::Span;

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
            allow: Vec::new(),
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
                    let available = |one: &&Specification| !matches!(one.kind, Kind::Refused(_));
                    let allowed = self.row.arguments.iter().filter(available).count();
                    // What a layer without arguments refuses is only known by name.
                    let taken = match allowed {
                        0 => 0,
                        _ => self.row.arguments.len(),
                    };
                    if position > taken {
                        if position == taken + 1 {
                            let diagnosis = Diagnosis::TooManyArguments {
                                layer: self.row.keyword.into(),
                                allowed,
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
                span: Place(place),
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
                ("allow", Some(Setting::Warnings(names))) => self.arguments.allow = names,
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
