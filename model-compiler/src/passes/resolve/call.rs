//! Calls of blocks: what is given is bound to the parameters, and the body is expanded.

use super::Resolver;
use super::limits::{CALL_STEPS, CALLS};
use super::names::Wanted;
use super::scope::{Origin, plain};
use super::value::{Context, Evaluated, describe};
use crate::diagnostics::{self, CallKind, Diagnosis, Limit, closest};
use crate::layers::constant::Value as ConstantValue;
use crate::syntax::ast::{Argument, Block, ExpressionKind, Parameter};
use proc_macro2::{Ident, Span};
use std::rc::Rc;

/// What is given to a block or model.
pub struct Passed {
    pub name: Option<Ident>,
    pub span: Span,
    pub value: Evaluated,
    /// As messages name it.
    pub text: String,
}

/// What is called, for messages.
#[derive(Clone, Copy)]
pub struct Callee<'c> {
    /// `block` or `model`
    pub kind: &'static str,
    pub name: &'c str,
    pub parameters: &'c [Parameter],
}

impl Callee<'_> {
    fn described(self) -> Box<diagnostics::Callee> {
        Box::new(diagnostics::Callee {
            kind: self.kind,
            name: self.name.into(),
            parameters: signature(self.parameters),
        })
    }
}

/// What is given, in the order of the parameters.
#[derive(Default)]
pub struct Arguments {
    /// For each parameter what is given for it.
    pub values: Vec<Option<Evaluated>>,
    /// `name = ".."`
    pub name: Option<(String, Span)>,
    /// `trainable = false`
    pub frozen: bool,
    /// `coupled = true`, of a user's layer.
    pub coupled: bool,
}

/// The parameters as they are written, for messages.
pub fn signature(parameters: &[Parameter]) -> String {
    let parameters: Vec<String> = parameters
        .iter()
        .map(|parameter| {
            let name = plain(&parameter.name);
            match parameter.default.as_ref().map(|default| &default.kind) {
                None => name,
                Some(ExpressionKind::Integer(value)) => format!("{name} = {value}"),
                Some(ExpressionKind::Float(value)) => format!("{name} = {value:?}"),
                Some(ExpressionKind::Flag(value)) => format!("{name} = {value}"),
                Some(ExpressionKind::Name(value)) => format!("{name} = {value}"),
                Some(_) => format!("{name} = .."),
            }
        })
        .collect();
    parameters.join(", ")
}

impl Resolver<'_> {
    /// What stands in the parentheses of a call.
    pub fn passed<'a>(&mut self, arguments: impl IntoIterator<Item = &'a Argument>) -> Vec<Passed> {
        let mut passed = Vec::new();
        for argument in arguments {
            let span = argument.value.span;
            let evaluated = self.evaluate(&argument.value, Context::default());
            passed.push(Passed {
                name: argument.name.clone(),
                span,
                value: self.single(evaluated, span),
                text: describe(&argument.value),
            });
        }
        passed
    }

    /// Binds what is given to parameters. Mistakes are reported; `None` if there was one.
    pub fn arguments_of(
        &mut self,
        callee: Callee<'_>,
        passed: Vec<Passed>,
        span: Span,
    ) -> Option<Arguments> {
        let mut arguments = Arguments {
            values: vec![None; callee.parameters.len()],
            name: None,
            frozen: false,
            coupled: false,
        };
        let mut right = true;
        let mut position = 0;
        let mut named = false;
        let unnamed = passed.iter().filter(|one| one.name.is_none()).count();
        for one in passed {
            let index = match &one.name {
                None if named => {
                    self.diagnostics
                        .error(one.span, Diagnosis::PositionalAfterNamed);
                    right = false;
                    continue;
                }
                None => {
                    position += 1;
                    if position > callee.parameters.len() {
                        if position == callee.parameters.len() + 1 {
                            self.too_many(callee, unnamed, one.span);
                        }
                        right = false;
                        continue;
                    }
                    position - 1
                }
                Some(name) => {
                    named = true;
                    let text = plain(name);
                    let is = |parameter: &Parameter| plain(&parameter.name) == text;
                    match callee.parameters.iter().position(is) {
                        Some(index) => index,
                        None if matches!(&*text, "name" | "trainable") => {
                            right &= self.common(&mut arguments, &text, one);
                            continue;
                        }
                        None => {
                            self.unknown_parameter(callee, &text, name.span());
                            right = false;
                            continue;
                        }
                    }
                }
            };
            if arguments.values[index].is_some() {
                let argument = plain(&callee.parameters[index].name);
                self.diagnostics
                    .error(one.span, Diagnosis::DuplicateArgument { argument });
                right = false;
                continue;
            }
            arguments.values[index] = Some(one.value);
        }
        let missing: Vec<String> = callee
            .parameters
            .iter()
            .zip(&arguments.values)
            .filter(|(parameter, value)| parameter.default.is_none() && value.is_none())
            .map(|(parameter, _)| plain(&parameter.name))
            .collect();
        // That a model's parameter has no default has been reported.
        if right && !missing.is_empty() && callee.kind == "block" {
            let diagnosis = Diagnosis::MissingParameters {
                callee: callee.described(),
                missing,
            };
            self.diagnostics.error(span, diagnosis);
            right = false;
        }
        right.then_some(arguments)
    }

    /// `name = ".."` and `trainable = ..`, which every call takes, and `coupled = ..`, which a user's layer takes.
    pub fn common(&mut self, arguments: &mut Arguments, name: &str, one: Passed) -> bool {
        let diagnosis = match (name, one.value) {
            (_, Evaluated::Unknown) => return false,
            ("trainable", Evaluated::Constant(ConstantValue::Flag(value))) => {
                arguments.frozen = !value;
                return true;
            }
            ("coupled", Evaluated::Constant(ConstantValue::Flag(value))) => {
                arguments.coupled = value;
                return true;
            }
            (
                "name",
                Evaluated::Constant(ConstantValue::Text(text) | ConstantValue::Name(text)),
            ) => {
                if crate::layers::arguments::is_name(&text) {
                    arguments.name = Some((text, one.span));
                    return true;
                }
                Diagnosis::BadName { found: text }
            }
            (_, value) => Diagnosis::ArgumentType {
                argument: name.into(),
                expected: match name {
                    "name" => "a name such as `\"encoder\"`",
                    _ => "`true` or `false`",
                },
                found: match value {
                    Evaluated::Constant(value) => value.kind(),
                    Evaluated::Layer(_) => "a layer",
                    _ => "a tensor",
                }
                .into(),
            },
        };
        self.diagnostics.error(one.span, diagnosis);
        false
    }

    fn too_many(&mut self, callee: Callee<'_>, found: usize, span: Span) {
        let diagnosis = Diagnosis::TooManyParameters {
            callee: callee.described(),
            allowed: callee.parameters.len(),
            found,
        };
        self.diagnostics.error(span, diagnosis);
    }

    fn unknown_parameter(&mut self, callee: Callee<'_>, found: &str, span: Span) {
        let names: Vec<String> = callee
            .parameters
            .iter()
            .map(|parameter| plain(&parameter.name))
            .collect();
        let diagnosis = Diagnosis::UnknownParameter {
            callee: callee.described(),
            found: found.into(),
            suggestion: closest(found, names.iter().map(String::as_str)).map(Into::into),
        };
        self.diagnostics.error(span, diagnosis);
    }

    /// Begins a call. Whether it can be made: it isn't one of itself, and not too deep.
    pub fn enter_call(&mut self, address: usize, name: &str, span: Span) -> bool {
        if let Some(first) = self.calls.iter().position(|(other, _)| *other == address) {
            let mut cycle: Vec<String> = self.calls[first..]
                .iter()
                .map(|(_, name)| name.clone())
                .collect();
            cycle.push(name.into());
            self.diagnostics.error(span, Diagnosis::Recursion { cycle });
            return false;
        }
        if self.calls.len() >= CALLS {
            self.exhausted(span, Limit::Calls(CALLS));
            return false;
        }
        if !self.step(CALL_STEPS, span) {
            return false;
        }
        self.calls.push((address, name.into()));
        self.begin(format!("`{name}`"), span);
        self.round();
        true
    }

    /// Ends a call.
    pub fn leave_call(&mut self) {
        self.calls.pop();
        self.end();
    }

    /// Expands a block.
    pub fn call_block(
        &mut self,
        module: usize,
        block: &Rc<Block>,
        passed: Vec<Passed>,
        span: Span,
        context: Context<'_>,
    ) -> Evaluated {
        let name = plain(&block.name);
        let callee = Callee {
            kind: "block",
            name: &name,
            parameters: &block.parameters,
        };
        let Some(arguments) = self.arguments_of(callee, passed, span) else {
            return Evaluated::Unknown;
        };
        if block.faulty {
            self.diagnostics.fail();
        }
        let address = Rc::as_ptr(block) as usize;
        if !self.enter_call(address, &name, span) {
            return Evaluated::Unknown;
        }
        self.library.expand(block);
        let wanted = match (arguments.name, context.hint) {
            (Some((name, place)), _) => Wanted::Explicit(name, place),
            (None, Some(hint)) => Wanted::Hint(hint.into()),
            (None, None) => Wanted::Snake(name.clone()),
        };
        let group = self.add_group(wanted, span);
        let expansion = self.diagnostics.expand();
        self.diagnostics.called(name, CallKind::Call, span);
        self.push(module, group, arguments.frozen);
        self.scope().misspelled = block.faulty;
        self.parameters(&block.parameters, arguments.values);
        let value = self.block_value(block);
        self.pop();
        self.diagnostics.returned();
        self.diagnostics.return_to(expansion);
        self.leave_call();
        match block.faulty {
            // What it would give isn't what it gives.
            true => Evaluated::Unknown,
            false => value,
        }
    }

    fn block_value(&mut self, block: &Block) -> Evaluated {
        let Some(body) = &block.body else {
            return Evaluated::Unknown;
        };
        let (value, discarded) = self.run(body, Context::default());
        if value.is_none() && !discarded && !body.incomplete {
            let name = plain(&block.name);
            let suggestion = self.scope().last_value();
            self.diagnostics
                .error(body.end, Diagnosis::BlockWithoutValue { name, suggestion });
            // What is unused is then no mistake of its own.
            self.scope().misspelled = true;
        }
        value.unwrap_or(Evaluated::Unknown)
    }

    /// Binds parameters to what is given, or to their defaults, in order.
    pub fn parameters(&mut self, parameters: &[Parameter], values: Vec<Option<Evaluated>>) {
        let mut values = values.into_iter();
        for parameter in parameters {
            let value = match (values.next().flatten(), &parameter.default) {
                (Some(value), _) => value,
                (None, Some(default)) => {
                    let evaluated = self.evaluate(default, Context::default());
                    self.single(evaluated, default.span)
                }
                (None, None) => Evaluated::Unknown,
            };
            self.scope()
                .bind(&parameter.name, parameter.mutable, Origin::Parameter, value);
        }
    }

    /// Looks at a block that nothing calls: nothing is known of its parameters.
    pub fn sketch_block(&mut self, module: usize, block: &Rc<Block>) {
        let address = Rc::as_ptr(block) as usize;
        let span = block.name.span();
        if !self.enter_call(address, &plain(&block.name), span) {
            return;
        }
        self.push(module, 0, false);
        self.scope().misspelled = block.faulty;
        let unknown = |parameter: &Parameter| match parameter.default {
            // Defaults are looked at, too.
            Some(_) => None,
            None => Some(Evaluated::Unknown),
        };
        let defaults = block.parameters.iter().map(unknown).collect();
        self.parameters(&block.parameters, defaults);
        for parameter in &block.parameters {
            self.scope().assign(&parameter.name, Evaluated::Unknown);
        }
        self.block_value(block);
        self.pop();
        self.leave_call();
    }
}
