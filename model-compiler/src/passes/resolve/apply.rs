//! Layers that are made and applied in expressions.

use super::scope::{Meaning, plain};
use super::value::{Context, Evaluated};
use super::{Callable, Resolver};
use crate::diagnostics::{Counted, Diagnosis};
use crate::ir::graph::Value;
use crate::layers::arguments::{Arguments, bind_all};
use crate::layers::table::{self, Row};
use crate::syntax::ast::{Argument, Expression, ExpressionKind, User};
use proc_macro2::Span;

/// Functions that apply a layer without arguments of its own: `concat(a, b)`.
const FUNCTIONS: [(&str, &str); 5] = [
    ("concat", "Concatenate"),
    ("concatenate", "Concatenate"),
    ("add", "Add"),
    ("subtract", "Subtract"),
    ("multiply", "Multiply"),
];

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
            return match self.scope.read(name) {
                Some(Meaning::Layer(layer)) => self.apply(layer, arguments, span, context),
                Some(Meaning::Value(_)) => {
                    let name = plain(name);
                    self.diagnostics
                        .error(span, Diagnosis::ValueAsLayer { name });
                    self.inputs(arguments, "");
                    Evaluated::Unknown
                }
                Some(Meaning::Unknown) => {
                    self.inputs(arguments, "");
                    Evaluated::Unknown
                }
                None => self.keyword(&plain(name), arguments, span, context),
            };
        }
        let inner = Context {
            hint: context.hint,
            ..Context::default()
        };
        match self.evaluate(callee, inner) {
            Evaluated::Layer(layer) => self.apply(layer, arguments, span, context),
            Evaluated::Unknown => {
                self.inputs(arguments, "");
                Evaluated::Unknown
            }
            Evaluated::Value(_) | Evaluated::Node(_) => {
                let diagnosis = match &callee.kind {
                    ExpressionKind::Apply { callee, .. } if is_input(callee) => {
                        Diagnosis::InputApplied
                    }
                    _ => Diagnosis::ValueAsLayer {
                        name: "this".into(),
                    },
                };
                self.diagnostics.error(span, diagnosis);
                self.inputs(arguments, "");
                Evaluated::Unknown
            }
        }
    }

    /// `Dense(64)`, `Input(784)`, `concat(a, b)`
    fn keyword(
        &mut self,
        keyword: &str,
        given: &[Argument],
        span: Span,
        context: Context<'_>,
    ) -> Evaluated {
        if let Some((_, layer)) = FUNCTIONS.iter().find(|(function, _)| *function == keyword) {
            return self.function(layer, given, span, context);
        }
        let Some(row) = table::find(keyword) else {
            if self.scope.incomplete && keyword.starts_with(char::is_lowercase) {
                return Evaluated::Unknown;
            }
            let suggestion = self.scope.suggest(keyword);
            if table::suggest(keyword).is_none()
                && !table::is_later(keyword)
                && suggestion.is_some()
            {
                let found = keyword.to_string();
                self.diagnostics
                    .error(span, Diagnosis::UnknownVariable { found, suggestion });
                self.misspelled = true;
            } else {
                self.row(keyword, span);
            }
            return Evaluated::Unknown;
        };
        if let Some(value) = self.misplaced_value(given) {
            let layer = row.keyword.to_string();
            self.diagnostics
                .error(span, Diagnosis::MissingArguments { layer, value });
            return Evaluated::Unknown;
        }
        let Some(layer) = self.construct(row, span, given, context.hint) else {
            return Evaluated::Unknown;
        };
        match row.inputs {
            Counted::Exactly(0) => Evaluated::Value(self.add_input(layer, span, context.hint)),
            inputs => Evaluated::Layer(Callable::BuiltIn(layer, inputs)),
        }
    }

    /// `x` in `Flatten(x)`.
    fn misplaced_value(&mut self, given: &[Argument]) -> Option<String> {
        let first = given.iter().find(|argument| argument.name.is_none())?;
        let ExpressionKind::Name(name) = &first.value.kind else {
            return None;
        };
        match self.scope.peek(name)? {
            Meaning::Value(_) | Meaning::Unknown => {
                self.scope.read(name);
                Some(plain(name))
            }
            Meaning::Layer(_) => None,
        }
    }

    fn construct(
        &mut self,
        row: &'static Row,
        span: Span,
        given: &[Argument],
        hint: Option<&str>,
    ) -> Option<usize> {
        let arguments: Arguments = self.arguments(row, span, given)?;
        if let Some((argument, _, place)) = arguments.input_shape {
            self.diagnostics
                .error(place, Diagnosis::InputShapeApplied { argument });
            return None;
        }
        self.build(row, span, arguments, hint)
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
        let inputs = self.values(
            &unnamed
                .iter()
                .map(|argument| &argument.value)
                .collect::<Vec<_>>(),
        );
        let arguments = bind_all(row, span, &named, self.diagnostics);
        let Some(arguments) = arguments else {
            return Evaluated::Unknown;
        };
        let Some(layer) = self.build(row, span, arguments, context.hint) else {
            return Evaluated::Unknown;
        };
        self.node(layer, row.inputs, inputs, span, context)
    }

    /// A user's layer, or its application.
    pub fn user_expression(&mut self, user: &User, span: Span, context: Context<'_>) -> Evaluated {
        let Some((whole, arguments)) = &user.call else {
            return match self.user(user, &user.value, span, context.hint) {
                Some(layer) => Evaluated::Layer(layer),
                None => Evaluated::Unknown,
            };
        };
        // `my::Layer(x)` applies a layer without fields, `my::Layer(3)` makes one with fields.
        let is_application = !arguments.is_empty()
            && arguments
                .iter()
                .all(|argument| argument.name.is_none() && self.is_tensor(&argument.value));
        let value = if is_application { &user.value } else { whole };
        let Some(layer) = self.user(user, value, span, context.hint) else {
            return Evaluated::Unknown;
        };
        match is_application {
            true => self.apply(layer, arguments, span, context),
            false => Evaluated::Layer(layer),
        }
    }

    /// Whether an expression can only be a value. Names that aren't known are taken for values: a constant from
    /// outside is more often written in capitals.
    fn is_tensor(&self, expression: &Expression) -> bool {
        match &expression.kind {
            ExpressionKind::Name(name) => {
                self.scope.peek(name).is_some()
                    || !plain(name).starts_with(|first: char| first.is_uppercase())
            }
            ExpressionKind::Apply { callee, .. } => {
                matches!(callee.kind, ExpressionKind::Apply { .. })
                    || matches!(&callee.kind, ExpressionKind::Name(name)
                        if self.scope.peek(name).is_some() || FUNCTIONS.iter().any(|(f, _)| name == f))
            }
            ExpressionKind::Chain { first, rest } => {
                self.is_tensor(first) && rest.iter().all(|(_, _, operand)| self.is_tensor(operand))
            }
            _ => false,
        }
    }

    /// The inputs of an application: `(x)`, `(a, b)`, `([a, b])`, `(x, initial_state = [h, c])`.
    fn inputs(&mut self, given: &[Argument], layer: &str) -> Option<Vec<(Value, Span)>> {
        let mut expressions: Vec<&Expression> = Vec::with_capacity(given.len());
        let mut known = true;
        for argument in given {
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
    fn apply(
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
            Callable::User(user) => {
                let name = self.users[user].name.clone();
                let values = self.inputs(given, &name);
                let Some((shape, written)) = context.written else {
                    if !context.written_unknown {
                        let chain = false;
                        let diagnosis = Diagnosis::UserLayerWithoutShape { name, chain };
                        self.diagnostics.error(span, diagnosis);
                    }
                    return Evaluated::Unknown;
                };
                let Some(layer) = self.user_instance(user, shape, written, context.hint) else {
                    return Evaluated::Unknown;
                };
                self.node(layer, Counted::Exactly(1), values, span, context)
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
        Evaluated::Node(self.add_node(layer, values, span, spans, context.hint))
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
