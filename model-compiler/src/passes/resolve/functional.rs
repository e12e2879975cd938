//! Statements: what they bind, and what stands at the end.

use super::construct::Expected;
use super::scope::{Origin, plain};
use super::value::{Context, Evaluated};
use super::{Bound, Resolver, UserLayer};
use crate::diagnostics::Diagnosis;
use crate::ir::graph::Value;
use crate::layers::constant::{Value as ConstantValue, number};
use crate::passes::infer_shapes;
use crate::syntax::ast::{
    Bind, Binding, Expression, ExpressionKind, Functional, Pattern, Statement,
};
use formwork_shape_rules::Shape;
use proc_macro2::{Ident, Span};

impl Resolver<'_> {
    /// The statements of a body, then its value, if it has one; and whether the last statement is a value that isn't
    /// used, which has been reported.
    pub fn run(&mut self, body: &Functional, context: Context<'_>) -> (Option<Evaluated>, bool) {
        let discarded = self.statements(body);
        let value = body.tail.as_ref().map(|tail| self.evaluate(tail, context));
        (value, discarded)
    }

    /// Whether the last statement is a value that isn't used, which has been reported.
    pub fn statements(&mut self, body: &Functional) -> bool {
        self.scope().incomplete |= body.incomplete;
        // A statement without a readable value may be what uses a name.
        let unreadable = |statement: &Statement| matches!(statement, Statement::Bind(bind) if bind.value.is_none());
        self.scope().misspelled |= body.statements.iter().any(unreadable);
        let last = body.statements.len().saturating_sub(1);
        let mut discarded = false;
        for (index, statement) in body.statements.iter().enumerate() {
            if self.budget.stopped {
                return true;
            }
            let is_last = index == last && body.tail.is_none();
            match statement {
                Statement::Bind(bind) => self.bind(bind),
                Statement::For(one) => self.repeat(one),
                Statement::Value { value, reported } => {
                    let value = self.effect(value, *reported);
                    self.scope().misspelled |= value;
                    discarded |= value && is_last;
                }
            }
        }
        discarded
    }

    /// The values that a model gives, with their places. Mistakes are reported.
    pub fn outputs(&mut self, tail: &Expression) -> Option<Vec<(Value, Span)>> {
        let outputs = match &tail.kind {
            ExpressionKind::Tuple(items) | ExpressionKind::Array(items) if !items.is_empty() => {
                items.iter().collect()
            }
            _ => vec![tail],
        };
        self.values(&outputs)
    }

    /// `let pattern = value;` or `name = value;`
    fn bind(&mut self, bind: &Bind) {
        let mut context = Context::default();
        let expected = match &bind.written {
            Some(written) => self.expected(written),
            None => Expected::Nothing,
        };
        let shapes: Vec<Shape>;
        match &expected {
            Expected::Shape(shape, span) => {
                shapes = vec![*shape];
                context.written = Some((&shapes, *span));
            }
            Expected::Shapes(parts) => {
                shapes = parts.iter().map(|(shape, _)| *shape).collect();
                context.written = parts.first().map(|(_, span)| (&*shapes, *span));
            }
            Expected::Unknown => context.written_unknown = true,
            Expected::Constant(..) | Expected::Nothing => {}
        }
        let hint = match &bind.pattern {
            // What is assigned again and again has no name of its own.
            Pattern::One(binding) if bind.declares => {
                Some(plain(&binding.name)).filter(|name| !name.starts_with('_'))
            }
            _ => None,
        };
        context.hint = hint.as_deref();
        let evaluated = match &bind.value {
            Some(value) => self.evaluate(value, context),
            None => Evaluated::Unknown,
        };
        let evaluated = self.compare(evaluated, expected);
        if bind.declares {
            self.bind_pattern(&bind.pattern, evaluated, Origin::Declared);
        } else if let Pattern::One(binding) = &bind.pattern {
            self.assign(&binding.name, evaluated);
        }
    }

    /// Compares a value with the type that is written at it. Gives the value as one of that type.
    fn compare(&mut self, evaluated: Evaluated, expected: Expected<'_>) -> Evaluated {
        let value = match &evaluated {
            Evaluated::Node(node) => Some(Value {
                node: *node,
                output: 0,
            }),
            Evaluated::Tensor(value) => Some(*value),
            _ => None,
        };
        match (expected, value, &evaluated) {
            (Expected::Shape(shape, span), Some(value), _) => {
                self.compare_shape(value, shape, span)
            }
            (Expected::Shapes(parts), Some(value), Evaluated::Node(_)) => {
                for (output, (shape, span)) in parts.into_iter().enumerate() {
                    self.compare_shape(Value { output, ..value }, shape, span);
                }
            }
            (Expected::Shapes(parts), _, Evaluated::Tuple(items)) => {
                for ((shape, span), item) in parts.into_iter().zip(items) {
                    if let Evaluated::Tensor(value) = item {
                        self.compare_shape(*value, shape, span);
                    }
                }
            }
            // `f32` is the type of a number, too.
            (Expected::Shape(shape, _), None, Evaluated::Constant(value))
                if shape.rank() == 0 && number(value).is_some() =>
            {
                let value = number(value).unwrap_or_default();
                return Evaluated::Constant(ConstantValue::Float(value));
            }
            (Expected::Shape(_, span), None, Evaluated::Constant(value)) => {
                let found = value.kind();
                self.diagnostics
                    .error(span, Diagnosis::WrittenKind { found });
            }
            (Expected::Constant(kind, span), _, Evaluated::Constant(value)) => {
                let conformed = self.conform(value.clone(), kind, span);
                return conformed.map_or(Evaluated::Unknown, Evaluated::Constant);
            }
            (Expected::Constant(_, span), Some(_), _) => {
                let found = "a tensor";
                self.diagnostics
                    .error(span, Diagnosis::WrittenKind { found });
            }
            _ => {}
        }
        evaluated
    }

    /// A written shape must be that of the value; at a user's layer it makes it so.
    fn compare_shape(&mut self, value: Value, shape: Shape, span: Span) {
        let layer = self.resolved.graph.nodes[value.node].layer;
        let is_users = |user: &UserLayer| {
            let instance = user.instance.as_ref();
            instance.is_some_and(|(instance, _)| *instance == layer)
        };
        if !self.users.iter().any(is_users) {
            infer_shapes::written(&self.resolved, value, shape, span, self.diagnostics);
        }
    }

    /// `name = value;`
    fn assign(&mut self, name: &Ident, evaluated: Evaluated) {
        let evaluated = self.single(evaluated, name.span());
        match self.scope().is_mutable(name) {
            Some((true, _)) => {}
            Some((false, origin)) => {
                let diagnosis = Diagnosis::NotMutable {
                    name: plain(name),
                    declared: origin == Origin::Declared || origin == Origin::Part,
                };
                self.diagnostics.error(name.span(), diagnosis);
            }
            None => {
                let text = plain(name);
                if self.library.find(self.module(), &text).is_some() {
                    self.diagnostics
                        .error(name.span(), Diagnosis::DeclaredAssigned { name: text });
                } else {
                    self.unknown(&text, name.span());
                }
                // From now on it is known, so that this is one mistake.
                self.scope()
                    .bind(name, true, Origin::Declared, Evaluated::Unknown);
            }
        }
        self.scope().assign(name, evaluated);
    }

    /// Binds names to a value or to its parts.
    pub fn bind_pattern(&mut self, pattern: &Pattern, evaluated: Evaluated, origin: Origin) {
        let (bindings, span) = match pattern {
            Pattern::One(binding) => {
                let evaluated = self.single(evaluated, binding.name.span());
                self.note(binding, &evaluated);
                self.scope()
                    .bind(&binding.name, binding.mutable, origin, evaluated);
                return;
            }
            Pattern::Several(bindings, span) => (bindings, *span),
        };
        let parts = self.parts(evaluated, bindings.len(), span);
        let origin = match origin {
            Origin::Declared => Origin::Part,
            other => other,
        };
        self.bind_parts(bindings, parts, origin);
    }

    fn bind_parts(&mut self, bindings: &[Binding], parts: Vec<Evaluated>, origin: Origin) {
        let mut parts = parts.into_iter();
        let mut seen: Vec<String> = Vec::with_capacity(bindings.len());
        for binding in bindings {
            let part = parts.next().unwrap_or(Evaluated::Unknown);
            let name = plain(&binding.name);
            if name != "_" && seen.contains(&name) {
                let diagnosis = Diagnosis::DuplicateBinding { name: name.clone() };
                self.diagnostics.error(binding.name.span(), diagnosis);
                continue;
            }
            seen.push(name);
            self.note(binding, &part);
            self.scope()
                .bind(&binding.name, binding.mutable, origin, part);
        }
    }

    /// Notes a value's name in the graph, unless it may stand for another one later.
    fn note(&mut self, binding: &Binding, evaluated: &Evaluated) {
        if let Evaluated::Tensor(value) = evaluated
            && !binding.mutable
        {
            let name = (plain(&binding.name), *value);
            self.resolved.graph.names.push(name);
        }
    }

    /// What a value consists of, as many as names are to be bound to it. Nothing if it doesn't, which is reported.
    fn parts(&mut self, evaluated: Evaluated, count: usize, span: Span) -> Vec<Evaluated> {
        let parts: Vec<Evaluated> = match evaluated {
            Evaluated::Node(node) => {
                self.bound(node, count, span);
                let output = |output| Evaluated::Tensor(Value { node, output });
                return (0..count).map(output).collect();
            }
            Evaluated::Unknown => return Vec::new(),
            Evaluated::Constant(ConstantValue::Tuple(items)) => items
                .into_iter()
                .map(|item| Evaluated::Constant(item.value))
                .collect(),
            Evaluated::Tuple(items) => items,
            Evaluated::Constant(value) => {
                let found = value.kind();
                self.diagnostics.error(span, Diagnosis::NotATuple { found });
                return Vec::new();
            }
            Evaluated::Tensor(_) | Evaluated::Layer(_) => {
                let diagnosis = Diagnosis::WrongNumberOfOutputs {
                    layer: "this".into(),
                    outputs: 1,
                    bound: count,
                };
                self.diagnostics.error(span, diagnosis);
                return Vec::new();
            }
        };
        if parts.len() != count {
            let diagnosis = Diagnosis::TupleLength {
                found: parts.len(),
                bound: count,
            };
            self.diagnostics.error(span, diagnosis);
            return Vec::new();
        }
        parts
    }

    /// Checks how many names a node's outputs are bound to.
    pub fn bound(&mut self, node: usize, count: usize, span: Span) {
        let bound = Bound {
            node,
            count,
            chain: false,
            span,
        };
        infer_shapes::bound(&self.resolved, bound, self.diagnostics);
    }
}
