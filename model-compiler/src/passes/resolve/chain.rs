//! Form 1: each layer is applied to the one before.

use super::{Bound, Callable, Resolver};
use crate::diagnostics::{Counted, Diagnosis};
use crate::ir::graph::Value;
use crate::layers::table;
use crate::syntax::ast::{Expression, ExpressionKind, Link, User, Written};
use proc_macro2::Span;

/// The value so far: `None` before the first layer, `Some(None)` after a mistake.
type Current = Option<Option<Value>>;

impl Resolver<'_> {
    pub fn chain(&mut self, links: &[Link]) {
        let mut current: Current = None;
        let mut last = Span::call_site();
        for link in links {
            let Link::Layer { layer, written } = link else {
                current = Some(None);
                continue;
            };
            last = layer.span;
            let value = self.link(layer, written.as_ref(), current);
            current = Some(value);
        }
        if let Some(Some(value)) = current {
            self.resolved.graph.outputs.push(value);
            self.resolved.output_spans.push(last);
        }
    }

    fn link(
        &mut self,
        layer: &Expression,
        written: Option<&Written>,
        current: Current,
    ) -> Option<Value> {
        let span = layer.span;
        match &layer.kind {
            ExpressionKind::Unreadable => None,
            ExpressionKind::User(user) => self.user_link(user, span, written, current),
            ExpressionKind::Apply { callee, arguments } => match &callee.kind {
                ExpressionKind::Name(name) => {
                    let keyword = name.to_string();
                    let row = self.row(&keyword, span)?;
                    let arguments = self.arguments(row, span, arguments)?;
                    if row.inputs == Counted::Exactly(0) {
                        let value = self.input_link(row, span, arguments, current)?;
                        self.expect(value, written);
                        return Some(value);
                    }
                    let input = match (current, &arguments.input_shape) {
                        (None, Some((_, dims, place))) => self.implicit_input(dims, *place),
                        (None, None) => {
                            self.diagnostics
                                .error(span, Diagnosis::MissingInput { layer: keyword });
                            None
                        }
                        (Some(input), Some((argument, _, place))) => {
                            self.diagnostics
                                .error(*place, Diagnosis::InputShapeNotFirst { argument });
                            input
                        }
                        (Some(input), None) => input,
                    };
                    if !row.inputs.allows(1) {
                        let diagnosis = Diagnosis::WrongNumberOfInputs {
                            layer: row.keyword.into(),
                            expected: row.inputs,
                            found: 1,
                        };
                        self.diagnostics.error(span, diagnosis);
                        return None;
                    }
                    let layer = self.build(row, span, arguments, None)?;
                    let value = self.apply_link(layer, input?, span);
                    self.expect(value, written);
                    Some(value)
                }
                ExpressionKind::Apply { .. } | ExpressionKind::User(_) => {
                    let layer = match &callee.kind {
                        ExpressionKind::User(user) => user.name.clone(),
                        ExpressionKind::Apply { callee, .. } => match &callee.kind {
                            ExpressionKind::Name(name) => name.to_string(),
                            _ => "this layer".into(),
                        },
                        _ => "this layer".into(),
                    };
                    self.diagnostics
                        .error(span, Diagnosis::ApplicationInChain { layer });
                    None
                }
                _ => {
                    self.diagnostics.error(span, Diagnosis::NotALayer);
                    None
                }
            },
            ExpressionKind::Name(name) if table::find(&name.to_string()).is_some() => {
                let layer = name.to_string();
                self.diagnostics
                    .error(span, Diagnosis::MissingParentheses { layer });
                None
            }
            ExpressionKind::Name(name) => {
                self.row(&name.to_string(), span);
                None
            }
            _ => {
                self.diagnostics.error(span, Diagnosis::NotALayer);
                None
            }
        }
    }

    /// A written shape is compared with the value's when that is known.
    fn expect(&mut self, value: Value, written: Option<&Written>) {
        if let Some(written) = written
            && let Some(shape) = self.written(written)
        {
            self.resolved.written.push((value, shape, written.span));
        }
    }

    fn input_link(
        &mut self,
        row: &'static table::Row,
        span: Span,
        arguments: crate::layers::arguments::Arguments,
        current: Current,
    ) -> Option<Value> {
        if current.is_some() {
            self.diagnostics.error(span, Diagnosis::InputInChain);
            return None;
        }
        if let Some((argument, _, place)) = arguments.input_shape {
            self.diagnostics
                .error(place, Diagnosis::InputShapeNotFirst { argument });
            return None;
        }
        let layer = self.build(row, span, arguments, None)?;
        Some(self.add_input(layer, span, None))
    }

    fn user_link(
        &mut self,
        user: &User,
        span: Span,
        written: Option<&Written>,
        current: Current,
    ) -> Option<Value> {
        let callable = self.user(user, &user.value, span, None);
        let Some(written) = written else {
            let name = user.name.clone();
            let chain = true;
            self.diagnostics
                .error(span, Diagnosis::UserLayerWithoutShape { name, chain });
            return None;
        };
        let shape = self.written(written)?;
        let Callable::User(index) = callable? else {
            return None;
        };
        let Some(input) = current else {
            let layer = user.name.clone();
            self.diagnostics
                .error(span, Diagnosis::MissingInput { layer });
            return None;
        };
        let layer = self.user_instance(index, shape, span, None)?;
        Some(self.apply_link(layer, input?, span))
    }

    fn apply_link(&mut self, layer: usize, input: Value, span: Span) -> Value {
        let node = self.add_node(layer, vec![input], span, vec![span], None);
        self.resolved.bound.push(Bound {
            node,
            count: 1,
            chain: true,
            span,
        });
        Value { node, output: 0 }
    }
}
