//! Layers that are made and applied in expressions.

use super::library::Found;
use super::scope::plain;
use super::value::{Context, Evaluated, describe};
use super::{Callable, Resolver};
use crate::diagnostics::{Counted, Diagnosis};
use crate::ir::graph::Value;
use crate::layers::arguments::Arguments;
use crate::layers::constant::{Constant, Place, Value as ConstantValue};
use crate::layers::table::{self, Row};
use crate::layers::{activations, constraints, initializers, regularizers};
use crate::syntax::ast::{Argument, Expression, ExpressionKind};
use proc_macro2::Span;

impl Resolver<'_> {
    /// `callee(arguments)`: a layer is made, or applied.
    pub fn call(
        &mut self,
        callee: &Expression,
        arguments: &[Argument],
        span: Span,
        context: Context<'_>,
    ) -> Evaluated {
        if let ExpressionKind::Name(name) = &callee.kind {
            return match self.scope().read(name) {
                Some(meaning) => self.apply_meaning(meaning, callee, arguments, span, context),
                None => self.declared_call(&plain(name), arguments, span, context),
            };
        }
        let inner = Context {
            hint: context.hint,
            applied: true,
            ..Context::default()
        };
        let meaning = self.evaluate(callee, inner);
        self.apply_meaning(meaning, callee, arguments, span, context)
    }

    /// Something that has been evaluated is called.
    fn apply_meaning(
        &mut self,
        meaning: Evaluated,
        callee: &Expression,
        arguments: &[Argument],
        span: Span,
        context: Context<'_>,
    ) -> Evaluated {
        let diagnosis = match meaning {
            Evaluated::Layer(layer) => return self.apply(layer, arguments, span, context),
            Evaluated::Unknown => {
                self.inputs(arguments, "");
                return Evaluated::Unknown;
            }
            Evaluated::Constant(ConstantValue::Closure(closure)) => {
                return self.apply_closure(closure, callee.span, arguments, span, context);
            }
            Evaluated::Constant(_) => Diagnosis::ConstantCalled {
                name: describe(callee),
            },
            Evaluated::Tensor(_) | Evaluated::Node(_) | Evaluated::Tuple(_) => match &callee.kind {
                ExpressionKind::Apply { callee, .. } if is_input(callee) => Diagnosis::InputApplied,
                ExpressionKind::Name(name) => Diagnosis::ValueAsLayer { name: plain(name) },
                _ => Diagnosis::ValueAsLayer {
                    name: "this".into(),
                },
            },
        };
        self.diagnostics.error(span, diagnosis);
        self.inputs(arguments, "");
        Evaluated::Unknown
    }

    /// A call of something that no statement has bound: a block, a model, a layer, a function.
    pub fn declared_call(
        &mut self,
        name: &str,
        arguments: &[Argument],
        span: Span,
        context: Context<'_>,
    ) -> Evaluated {
        match self.library.find(self.module(), name) {
            Some(found) => self.found_call(found, name, arguments, span, context),
            None => self.keyword(name, arguments, span, context),
        }
    }

    /// A call of a declaration of this macro or another one.
    pub fn found_call(
        &mut self,
        found: Found,
        name: &str,
        arguments: &[Argument],
        span: Span,
        context: Context<'_>,
    ) -> Evaluated {
        let name = name.to_string();
        let diagnosis = match found {
            Found::Block(module, block) => {
                let passed = self.passed(arguments);
                return self.call_block(module, &block, passed, span, context);
            }
            Found::Model(module, declared) => {
                return self.instance(module, declared, arguments, span, context.hint);
            }
            Found::Missing => {
                self.inputs(arguments, "");
                return self.broken();
            }
            Found::Constant(..) => Diagnosis::ConstantCalled { name },
            Found::Family(..) => Diagnosis::FamilyAsLayer { name },
        };
        self.diagnostics.error(span, diagnosis);
        Evaluated::Unknown
    }

    /// `Dense(64)`, `Input(784)`, `concat(a, b)`
    fn keyword(
        &mut self,
        keyword: &str,
        given: &[Argument],
        span: Span,
        context: Context<'_>,
    ) -> Evaluated {
        if let Some(layer) = table::function(keyword) {
            return self.function(layer, given, span, context);
        }
        let Some(row) = table::find(keyword) else {
            return self.no_layer(keyword, given, span, context);
        };
        if !context.applied
            && let Some(value) = self.misplaced_value(given)
        {
            let layer = row.keyword.to_string();
            self.diagnostics
                .error(span, Diagnosis::MissingArguments { layer, value });
            return Evaluated::Unknown;
        }
        let Some(arguments) = self.own_arguments(row, span, given) else {
            return Evaluated::Unknown;
        };
        if row.inputs == Counted::Exactly(0) {
            return self.input(row, span, arguments, context.hint);
        }
        match self.build(row, span, arguments, context.hint) {
            Some(layer) => Evaluated::Layer(Callable::BuiltIn(layer, row.inputs)),
            None => Evaluated::Unknown,
        }
    }

    /// An input of the model, or what the model is applied to.
    pub fn input(
        &mut self,
        row: &'static Row,
        span: Span,
        arguments: Arguments,
        hint: Option<&str>,
    ) -> Evaluated {
        if !self.applications.is_empty() {
            let Some(layer) = self.make(row, span, &arguments) else {
                return Evaluated::Unknown;
            };
            let shape = layer
                .outputs(&[])
                .ok()
                .and_then(|shapes| shapes.first().copied());
            let name = arguments.name.as_ref().map(|(name, _)| name.as_str());
            let name = name.or(hint).unwrap_or("");
            let given = shape.and_then(|shape| self.given_input(shape, name));
            return given.unwrap_or(Evaluated::Unknown);
        }
        let layer = self.build(row, span, arguments, hint);
        let value = layer.and_then(|layer| self.add_input(layer, span, hint));
        value.map_or(Evaluated::Unknown, Evaluated::Tensor)
    }

    /// A call of a name that is neither declared nor that of a layer.
    fn no_layer(
        &mut self,
        name: &str,
        given: &[Argument],
        span: Span,
        context: Context<'_>,
    ) -> Evaluated {
        let is_activation = is_activation(name);
        if context.argument || is_activation || is_initializer(name) || is_hook(name) {
            return self.named_function(name, given, span, is_activation);
        }
        self.passed(given);
        if self.scope().incomplete && name.starts_with(char::is_lowercase) {
            return Evaluated::Unknown;
        }
        let suggestion = self.suggest(name);
        if table::suggest(name).is_none() && !table::is_later(name) {
            let found = name.to_string();
            let is_value = self.scope().suggest(name).is_some();
            let diagnosis = match (is_value, name.starts_with(char::is_lowercase)) {
                (true, _) => Diagnosis::UnknownVariable { found, suggestion },
                (false, true) => Diagnosis::UnknownBlock { found, suggestion },
                (false, false) if suggestion.is_some() => {
                    Diagnosis::UnknownBlock { found, suggestion }
                }
                (false, false) => {
                    self.row(name, span);
                    return Evaluated::Unknown;
                }
            };
            self.diagnostics.error(span, diagnosis);
            self.scope().misspelled = true;
        } else {
            self.row(name, span);
        }
        Evaluated::Unknown
    }

    /// `leaky_relu(negative_slope = 0.3)`: a constant that arguments of layers take.
    fn named_function(
        &mut self,
        name: &str,
        given: &[Argument],
        span: Span,
        is_activation: bool,
    ) -> Evaluated {
        let mut values = Vec::with_capacity(given.len());
        for argument in given {
            let place = argument.value.span;
            let inner = Context {
                argument: true,
                ..Context::default()
            };
            let evaluated = self.evaluate(&argument.value, inner);
            if is_activation && let Evaluated::Tensor(_) | Evaluated::Node(_) = evaluated {
                let name = name.to_string();
                let value = describe(&argument.value);
                self.diagnostics
                    .error(span, Diagnosis::ActivationApplied { name, value });
                return Evaluated::Unknown;
            }
            let Some(value) = self.as_constant(evaluated, &argument.value) else {
                return Evaluated::Unknown;
            };
            let name = argument.name.as_ref();
            let name = name.map(|name| (name.to_string(), Place(name.span())));
            let span = Place(place);
            values.push((name, Constant { span, value }));
        }
        self.sized(ConstantValue::Call(name.into(), values), span)
    }

    /// `x` in `Flatten(x)`.
    fn misplaced_value(&mut self, given: &[Argument]) -> Option<String> {
        let first = given.iter().find(|argument| argument.name.is_none())?;
        let ExpressionKind::Name(name) = &first.value.kind else {
            return None;
        };
        match self.scope().peek(name)? {
            Evaluated::Tensor(_) => {
                self.scope().read(name);
                Some(plain(name))
            }
            _ => None,
        }
    }

    fn own_arguments(
        &mut self,
        row: &'static Row,
        span: Span,
        given: &[Argument],
    ) -> Option<Arguments> {
        let arguments: Arguments = self.arguments(row, span, given)?;
        if let Some((argument, _, place)) = arguments.input_shape {
            self.diagnostics
                .error(place, Diagnosis::InputShapeApplied { argument });
            return None;
        }
        Some(arguments)
    }

    /// `concat(a, b, axis = 1)`: the arguments without a name are the inputs.
    fn function(
        &mut self,
        keyword: &str,
        given: &[Argument],
        span: Span,
        context: Context<'_>,
    ) -> Evaluated {
        let Some(row) = self.row(keyword, span) else {
            return Evaluated::Unknown;
        };
        let (named, unnamed): (Vec<&Argument>, Vec<&Argument>) =
            given.iter().partition(|argument| argument.name.is_some());
        let unnamed: Vec<&Expression> = unnamed.iter().map(|argument| &argument.value).collect();
        let inputs = self.values(&unnamed);
        let arguments = self.arguments_among(row, span, &named);
        let Some(arguments) = arguments else {
            return Evaluated::Unknown;
        };
        let Some(layer) = self.build(row, span, arguments, context.hint) else {
            return Evaluated::Unknown;
        };
        self.node(layer, row.inputs, inputs, span, context)
    }

    /// The inputs of an application: `(x)`, `(a, b)`, `([a, b])`, `(x, initial_state = [h, c])`.
    pub fn inputs<'g>(
        &mut self,
        given: impl IntoIterator<Item = &'g Argument>,
        layer: &str,
    ) -> Option<Vec<(Value, Span)>> {
        let given: Vec<&Argument> = given.into_iter().collect();
        let mut expressions: Vec<&Expression> = Vec::with_capacity(given.len());
        let mut known = true;
        for argument in &given {
            match &argument.name {
                None if given.iter().filter(|one| one.name.is_none()).count() == 1 => {
                    match items(&argument.value.kind) {
                        Some(items) => expressions.extend(items),
                        None => expressions.push(&argument.value),
                    }
                }
                None => expressions.push(&argument.value),
                Some(name) if layer == "LSTM" && name == "initial_state" => {
                    match items(&argument.value.kind) {
                        Some(items) => expressions.extend(items),
                        None => expressions.push(&argument.value),
                    }
                }
                Some(name) => {
                    known = false;
                    if !layer.is_empty() {
                        let diagnosis = Diagnosis::ApplicationArgument {
                            layer: layer.into(),
                            found: name.to_string(),
                        };
                        self.diagnostics.error(name.span(), diagnosis);
                    }
                }
            }
        }
        self.values(&expressions).filter(|_| known)
    }

    /// Applies a layer.
    pub fn apply(
        &mut self,
        callable: Callable,
        given: &[Argument],
        span: Span,
        context: Context<'_>,
    ) -> Evaluated {
        match callable {
            Callable::BuiltIn(layer, inputs) => {
                let keyword = self.resolved.graph.layers[layer].keyword.clone();
                let values = self.inputs(given, &keyword);
                self.node(layer, inputs, values, span, context)
            }
            Callable::Model(instance) => {
                let name = self.instances[instance].name.clone();
                let values = self.inputs(given, &name);
                self.apply_instance(instance, values, span)
            }
            Callable::User(user) => {
                let name = self.users[user].name.clone();
                let (settings, inputs): (Vec<&Argument>, Vec<&Argument>) =
                    given.iter().partition(|argument| argument.name.is_some());
                let settled = self.user_settings(user, &settings);
                let values = self.inputs(inputs, &name).filter(|_| settled);
                let Some((shapes, written)) = context.written else {
                    if !context.written_unknown {
                        let chain = false;
                        let diagnosis = Diagnosis::UserLayerWithoutShape { name, chain };
                        self.diagnostics.error(span, diagnosis);
                    }
                    return Evaluated::Unknown;
                };
                let Some(layer) = self.user_instance(user, shapes, written, context.hint) else {
                    return Evaluated::Unknown;
                };
                self.node(layer, Counted::AtLeast(1), values, span, context)
            }
        }
    }

    fn node(
        &mut self,
        layer: usize,
        expected: Counted,
        inputs: Option<Vec<(Value, Span)>>,
        span: Span,
        context: Context<'_>,
    ) -> Evaluated {
        let Some(inputs) = inputs else {
            return Evaluated::Unknown;
        };
        let found = inputs.len();
        if !expected.allows(found) {
            let layer = self.resolved.graph.layers[layer].keyword.clone();
            let diagnosis = Diagnosis::WrongNumberOfInputs {
                layer,
                expected,
                found,
            };
            self.diagnostics.error(span, diagnosis);
            return Evaluated::Unknown;
        }
        let (values, spans) = inputs.into_iter().unzip();
        let node = self.add_node(layer, values, span, spans, context.hint);
        node.map_or(Evaluated::Unknown, Evaluated::Node)
    }
}

/// The parts of `[a, b]` and `(a, b)`.
fn items(kind: &ExpressionKind) -> Option<&[Expression]> {
    match kind {
        ExpressionKind::Array(items) | ExpressionKind::Tuple(items) => Some(items),
        _ => None,
    }
}

fn is_input(callee: &Expression) -> bool {
    matches!(&callee.kind, ExpressionKind::Name(name) if name == "Input" || name == "InputLayer")
}

pub fn is_activation(name: &str) -> bool {
    let named = |row: &activations::Row| row.name == name || row.aliases.contains(&name);
    activations::TABLE.iter().any(named)
}

pub fn is_initializer(name: &str) -> bool {
    initializers::TABLE.iter().any(|row| row.answers_to(name))
}

/// Whether it is a regularizer or a constraint.
fn is_hook(name: &str) -> bool {
    let mut rows = regularizers::TABLE.iter().chain(constraints::TABLE);
    rows.any(|row| row.answers_to(name))
}
