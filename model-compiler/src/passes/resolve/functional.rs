//! Form 2: statements, names, and a value at the end.

use super::scope::{Meaning, plain};
use super::value::{Context, Evaluated};
use super::{Bound, Resolver, UserLayer};
use crate::diagnostics::Diagnosis;
use crate::ir::graph::Value;
use crate::syntax::ast::{Expression, ExpressionKind, Functional, Pattern, Statement};
use proc_macro2::Span;

impl Resolver<'_> {
    pub fn functional(&mut self, functional: &Functional) {
        self.scope.incomplete = functional.incomplete;
        // A statement without a readable value may be what uses a name.
        let unreadable = |statement: &Statement| matches!(statement, Statement::Bind(bind) if bind.value.is_none());
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
    pub fn tail(&mut self, tail: &Expression) {
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
        let statement = match statement {
            Statement::Bind(bind) => bind,
            Statement::For(one) => {
                self.later(one.span);
                return false;
            }
            Statement::Value { value, reported } => {
                let evaluated = self.evaluate(value, Context::default());
                if !reported && !matches!(evaluated, Evaluated::Unknown) {
                    self.diagnostics.error(value.span, Diagnosis::Discarded);
                }
                return true;
            }
        };
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

    /// Reports what the passes don't know yet.
    pub fn later(&mut self, span: Span) {
        let diagnosis = Diagnosis::Unsupported(crate::diagnostics::Unsupported::Later);
        self.diagnostics.error(span, diagnosis);
    }

    /// Notes how many names a node's outputs are bound to.
    pub fn bound(&mut self, node: usize, count: usize, span: Span) {
        let chain = false;
        self.resolved.bound.push(Bound {
            node,
            count,
            chain,
            span,
        });
    }
}
