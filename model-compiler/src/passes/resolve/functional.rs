//! Form 2: statements, names, operators, and a value at the end.

use super::scope::{Meaning, plain};
use super::{Bound, Callable, Resolver, UserLayer};
use crate::diagnostics::{Counted, Diagnosis};
use crate::ir::graph::Value;
use crate::layers::arguments::Arguments;
use crate::layers::table::{self, Row};
use crate::syntax::ast::{
    Argument, Expression, ExpressionKind, Functional, Operator, Pattern, Statement, User,
};
use formwork_shape_rules::Shape;
use proc_macro2::Span;

/// What the statement around an expression says of its value.
#[derive(Clone, Copy, Default)]
struct Context<'c> {
    /// The name that it is bound to.
    hint: Option<&'c str>,
    /// The shape that is written.
    written: Option<(Shape, Span)>,
    /// A shape is written but can't be had, which has been reported.
    written_unknown: bool,
}

/// What an expression is.
#[derive(Clone, Copy)]
enum Evaluated {
    Value(Value),
    /// A node, all of whose outputs can still be bound.
    Node(usize),
    Layer(Callable),
    Unknown,
}

/// Functions that apply a layer without arguments of its own: `concat(a, b)`.
const FUNCTIONS: [(&str, &str); 5] = [
    ("concat", "Concatenate"),
    ("concatenate", "Concatenate"),
    ("add", "Add"),
    ("subtract", "Subtract"),
    ("multiply", "Multiply"),
];

impl Resolver<'_> {
    pub fn functional(&mut self, functional: &Functional) {
        self.scope.incomplete = functional.incomplete;
        // A statement without a readable value may be what uses a name.
        let unreadable = |statement: &Statement| statement.value.is_none();
        self.misspelled = functional.statements.iter().any(unreadable);
        let last = functional.statements.len().saturating_sub(1);
        let mut discarded = false;
        for (index, statement) in functional.statements.iter().enumerate() {
            let is_last = index == last && functional.tail.is_none();
            discarded |= self.statement(statement) && is_last;
        }
        match &functional.tail {
            Some(tail) => self.tail(tail),
            None if functional.incomplete || discarded => {}
            None => {
                let suggestion = self.scope.last_value();
                self.diagnostics
                    .error(functional.end, Diagnosis::MissingOutput { suggestion });
                // What is unused is then no mistake of its own.
                return;
            }
        }
        if !self.scope.incomplete && !self.misspelled && !discarded {
            self.resolved.unused = self.scope.unused().collect();
        }
    }

    /// The model's outputs.
    fn tail(&mut self, tail: &Expression) {
        let outputs = match &tail.kind {
            ExpressionKind::Tuple(items) | ExpressionKind::Array(items) if !items.is_empty() => {
                &**items
            }
            _ => std::slice::from_ref(tail),
        };
        for output in outputs {
            if let Some(value) = self.value(output, Context::default()) {
                self.resolved.graph.outputs.push(value);
                self.resolved.output_spans.push(output.span);
            }
        }
    }

    /// Whether the statement's value is discarded, and that has been reported.
    fn statement(&mut self, statement: &Statement) -> bool {
        let mut context = Context::default();
        if let Some(written) = &statement.written {
            match self.written(written) {
                Some(shape) => context.written = Some((shape, written.span)),
                None => context.written_unknown = true,
            }
        }
        let hint = match &statement.pattern {
            Pattern::One(binding) => {
                Some(plain(&binding.name)).filter(|name| !name.starts_with('_'))
            }
            _ => None,
        };
        context.hint = hint.as_deref();
        let evaluated = match &statement.value {
            Some(value) => self.evaluate(value, context),
            None => Evaluated::Unknown,
        };
        if let (Evaluated::Value(_) | Evaluated::Node(_), Some((shape, span))) =
            (evaluated, context.written)
        {
            let value = match evaluated {
                Evaluated::Node(node) => Value { node, output: 0 },
                Evaluated::Value(value) => value,
                Evaluated::Layer(_) | Evaluated::Unknown => return false,
            };
            // What is written at a user's layer is its shape.
            let layer = self.resolved.graph.nodes[value.node].layer;
            let is_users =
                |user: &UserLayer| user.instance.is_some_and(|(instance, _)| instance == layer);
            if !self.users.iter().any(is_users) {
                self.resolved.written.push((value, shape, span));
            }
        }
        match &statement.pattern {
            Pattern::Nothing { reported } => {
                let Some(value) = &statement.value else {
                    return true;
                };
                if !reported && !matches!(evaluated, Evaluated::Unknown) {
                    self.diagnostics.error(value.span, Diagnosis::Discarded);
                }
                true
            }
            Pattern::One(binding) => {
                if !statement.declares {
                    let name = &binding.name;
                    match self.scope.is_mutable(name) {
                        Some(true) => {}
                        Some(false) => {
                            let diagnosis = Diagnosis::NotMutable { name: plain(name) };
                            self.diagnostics.error(name.span(), diagnosis);
                        }
                        None => self.unknown(&plain(name), name.span()),
                    }
                }
                let meaning = match evaluated {
                    Evaluated::Node(node) => {
                        self.bound(node, 1, binding.name.span());
                        Meaning::Value(Value { node, output: 0 })
                    }
                    Evaluated::Value(value) => Meaning::Value(value),
                    Evaluated::Layer(layer) => Meaning::Layer(layer),
                    Evaluated::Unknown => Meaning::Unknown,
                };
                self.scope
                    .bind(&binding.name, binding.mutable, false, meaning);
                false
            }
            Pattern::Several(bindings, span) => {
                match evaluated {
                    Evaluated::Node(node) => self.bound(node, bindings.len(), *span),
                    Evaluated::Value(_) | Evaluated::Layer(_) => {
                        let diagnosis = Diagnosis::WrongNumberOfOutputs {
                            layer: "this".into(),
                            outputs: 1,
                            bound: bindings.len(),
                        };
                        self.diagnostics.error(*span, diagnosis);
                    }
                    Evaluated::Unknown => {}
                }
                let mut seen: Vec<String> = Vec::with_capacity(bindings.len());
                for (output, binding) in bindings.iter().enumerate() {
                    let name = plain(&binding.name);
                    if name != "_" && seen.contains(&name) {
                        let diagnosis = Diagnosis::DuplicateBinding { name: name.clone() };
                        self.diagnostics.error(binding.name.span(), diagnosis);
                        continue;
                    }
                    seen.push(name);
                    let meaning = match evaluated {
                        Evaluated::Node(node) => Meaning::Value(Value { node, output }),
                        _ => Meaning::Unknown,
                    };
                    self.scope
                        .bind(&binding.name, binding.mutable, true, meaning);
                }
                false
            }
        }
    }

    fn bound(&mut self, node: usize, count: usize, span: Span) {
        let chain = false;
        self.resolved.bound.push(Bound {
            node,
            count,
            chain,
            span,
        });
    }

    /// An expression where one value is needed.
    fn value(&mut self, expression: &Expression, context: Context<'_>) -> Option<Value> {
        match self.evaluate(expression, context) {
            Evaluated::Value(value) => Some(value),
            Evaluated::Node(node) => {
                self.bound(node, 1, expression.span);
                Some(Value { node, output: 0 })
            }
            Evaluated::Layer(callable) => {
                let name = match (&expression.kind, callable) {
                    (ExpressionKind::Name(name), _) => plain(name),
                    (_, Callable::BuiltIn(layer, _)) => {
                        format!("{}(..)", self.resolved.graph.layers[layer].keyword)
                    }
                    (_, Callable::User(user)) => format!("{}(..)", self.users[user].name),
                };
                self.diagnostics
                    .error(expression.span, Diagnosis::LayerAsValue { name });
                None
            }
            Evaluated::Unknown => None,
        }
    }

    fn evaluate(&mut self, expression: &Expression, context: Context<'_>) -> Evaluated {
        let span = expression.span;
        match &expression.kind {
            ExpressionKind::Unreadable => Evaluated::Unknown,
            ExpressionKind::Name(name) => match self.scope.read(name) {
                Some(Meaning::Value(value)) => Evaluated::Value(value),
                Some(Meaning::Layer(layer)) => Evaluated::Layer(layer),
                Some(Meaning::Unknown) => Evaluated::Unknown,
                None if table::find(&plain(name)).is_some() => {
                    let layer = plain(name);
                    self.diagnostics
                        .error(span, Diagnosis::MissingParentheses { layer });
                    Evaluated::Unknown
                }
                None => {
                    self.unknown(&plain(name), span);
                    Evaluated::Unknown
                }
            },
            ExpressionKind::Apply { callee, arguments } => {
                self.call(callee, arguments, span, context)
            }
            ExpressionKind::User(user) => self.user_expression(user, span, context),
            ExpressionKind::Chain { first, rest } => self.operators(first, rest, context),
            ExpressionKind::Negative(operand) => {
                self.value(operand, Context::default());
                self.diagnostics
                    .error(span, Diagnosis::Operator { symbol: '-' });
                Evaluated::Unknown
            }
            ExpressionKind::Tuple(items) => {
                for item in items {
                    self.value(item, Context::default());
                }
                let name = "this tuple".to_string();
                let count = items.len();
                self.diagnostics
                    .error(span, Diagnosis::SeveralAsOne { name, count });
                Evaluated::Unknown
            }
            ExpressionKind::Integer(_)
            | ExpressionKind::Float(_)
            | ExpressionKind::Flag(_)
            | ExpressionKind::Text(_)
            | ExpressionKind::Array(_) => {
                self.diagnostics.error(span, Diagnosis::ConstantAsValue);
                Evaluated::Unknown
            }
        }
    }

    fn unknown(&mut self, found: &str, span: Span) {
        if self.scope.incomplete {
            return;
        }
        let suggestion = self.scope.suggest(found);
        let found = found.to_string();
        self.diagnostics
            .error(span, Diagnosis::UnknownVariable { found, suggestion });
        self.misspelled = true;
    }

    /// `a + b - c`: two at a time, from the left.
    fn operators(
        &mut self,
        first: &Expression,
        rest: &[(Operator, Span, Expression)],
        context: Context<'_>,
    ) -> Evaluated {
        let mut left = self.value(first, Context::default());
        let mut left_span = first.span;
        let mut result = Evaluated::Unknown;
        for (index, (operator, span, operand)) in rest.iter().enumerate() {
            let right = self.value(operand, Context::default());
            let keyword = match operator {
                Operator::Add => "Add",
                Operator::Subtract => "Subtract",
                Operator::Multiply => "Multiply",
                Operator::Divide | Operator::Remainder => {
                    let symbol = operator.symbol();
                    self.diagnostics
                        .error(*span, Diagnosis::Operator { symbol });
                    return Evaluated::Unknown;
                }
            };
            let hint = context.hint.filter(|_| index + 1 == rest.len());
            let inputs = left.zip(right);
            let layer = self.row(keyword, *span).and_then(|row| {
                let arguments = self.arguments(row, *span, &[])?;
                self.build(row, *span, arguments, hint)
            });
            let (Some((a, b)), Some(layer)) = (inputs, layer) else {
                left = None;
                result = Evaluated::Unknown;
                continue;
            };
            let spans = vec![left_span, operand.span];
            let node = self.add_node(layer, vec![a, b], *span, spans, hint);
            left = Some(Value { node, output: 0 });
            left_span = *span;
            result = Evaluated::Node(node);
        }
        result
    }

    /// `callee(arguments)`: a layer is made, or applied.
    fn call(
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
            if table::suggest(keyword).is_none() && suggestion.is_some() {
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
        let arguments = crate::layers::arguments::bind_all(row, span, &named, self.diagnostics);
        let Some(arguments) = arguments else {
            return Evaluated::Unknown;
        };
        let Some(layer) = self.build(row, span, arguments, context.hint) else {
            return Evaluated::Unknown;
        };
        self.node(layer, row.inputs, inputs, span, context)
    }

    fn user_expression(&mut self, user: &User, span: Span, context: Context<'_>) -> Evaluated {
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

    /// The values of some expressions with their places; `None` if one of them is unknown.
    fn values(&mut self, expressions: &[&Expression]) -> Option<Vec<(Value, Span)>> {
        let mut values = Some(Vec::with_capacity(expressions.len()));
        for expression in expressions {
            let value = self.value(expression, Context::default());
            values = match (values, value) {
                (Some(mut values), Some(value)) => {
                    values.push((value, expression.span));
                    Some(values)
                }
                _ => None,
            };
        }
        values
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
