//! Calls: of the functions that closures have, and of other closures.

use super::{Reader, plain};
use crate::diagnostics::{ClosureMistake, Diagnosis, closest};
use crate::layers::activations;
use crate::layers::constant::{Closure, Constant, Value};
use crate::symbolic::functions::{self, Row};
use crate::symbolic::graph::Symbol;
use crate::symbolic::limits::CALLS;
use crate::syntax::ast::{Argument, Expression};
use proc_macro2::{Ident, Span};

impl<'r> Reader<'r> {
    /// `tanh(x)` or `x.tanh()`
    pub(super) fn function(
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
        if self.depth == CALLS {
            let mistake = ClosureMistake::TooLarge {
                what: "closures within closures",
                limit: CALLS,
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
