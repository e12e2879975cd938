//! Form 1: each layer is applied to the one before. Blocks and models among them, too: what is before is their first
//! parameter, or their input.

use super::call::Passed;
use super::library::{Found, plain};
use super::value::{Context, Evaluated};
use super::{Bound, Callable, Resolver};
use crate::diagnostics::{Counted, Diagnosis};
use crate::ir::graph::Value;
use crate::layers::arguments::Arguments;
use crate::layers::table::{self, Row};
use crate::passes::infer_shapes;
use crate::syntax::ast::{Argument, Expression, ExpressionKind, Link, User, Written};
use proc_macro2::{Ident, Span};

/// The value so far: `None` before the first layer, `Some(None)` after a mistake.
type Current = Option<Option<Value>>;

/// `Dense(10)(Input(784))` is the functional form without statements.
pub fn one_application(links: &[Link]) -> Option<&Expression> {
    let is_value = |layer: &Expression| match &layer.kind {
        ExpressionKind::Apply { callee, .. } => matches!(callee.kind, ExpressionKind::Apply { .. }),
        ExpressionKind::Chain { .. } | ExpressionKind::Tuple(_) => true,
        _ => false,
    };
    match links {
        [
            Link::Layer {
                layer,
                written: None,
            },
        ] if is_value(layer) => Some(layer),
        _ => None,
    }
}

impl Resolver<'_> {
    /// What the chain gives, with the place of its last layer.
    pub fn chain(&mut self, links: &[Link]) -> Option<(Value, Span)> {
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
        current.flatten().map(|value| (value, last))
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
            ExpressionKind::User(user) => match self.library.find(self.module(), &user.key) {
                Some(found) => {
                    let arguments = self.imported_arguments(user);
                    if arguments.is_none() && user.failures.is_empty() {
                        let layer = user.name.clone();
                        self.diagnostics
                            .error(span, Diagnosis::MissingParentheses { layer });
                    }
                    let value = self.declared_link(found, &user.name, arguments?, span, current)?;
                    self.expect(value, written);
                    Some(value)
                }
                None => self.user_link(user, span, written, current),
            },
            ExpressionKind::Apply { callee, arguments } => match &callee.kind {
                ExpressionKind::Name(name) => {
                    let value = self.named_link(name, arguments, span, current)?;
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
            ExpressionKind::Name(name) => {
                self.bare_link(&plain(name), span);
                None
            }
            ExpressionKind::If { .. } | ExpressionKind::Block(_) => {
                let value = self.chosen_link(layer, current)?;
                self.expect(value, written);
                Some(value)
            }
            _ => {
                self.diagnostics.error(span, Diagnosis::NotALayer);
                None
            }
        }
    }

    /// A name without parentheses.
    fn bare_link(&mut self, name: &str, span: Span) {
        let declared = matches!(
            self.library.find(self.module(), name),
            Some(Found::Block(..) | Found::Model(..))
        );
        if declared || table::find(name).is_some() {
            let layer = name.to_string();
            self.diagnostics
                .error(span, Diagnosis::MissingParentheses { layer });
        } else {
            self.row(name, span);
        }
    }

    /// `if DEEP { Dense(64) } else { Dense(8) }`: the layer that is chosen is applied.
    fn chosen_link(&mut self, layer: &Expression, current: Current) -> Option<Value> {
        let span = layer.span;
        let evaluated = self.evaluate(layer, Context::default());
        let input = self.before(current, "this", span);
        match evaluated {
            Evaluated::Layer(Callable::BuiltIn(layer, inputs)) if inputs.allows(1) => {
                self.apply_link(layer, input?, span)
            }
            Evaluated::Layer(Callable::Model(instance)) => {
                let applied =
                    self.apply_instance(instance, input.map(|input| vec![(input, span)]), span);
                self.passed_on(applied, layer, span)
            }
            Evaluated::Unknown => None,
            _ => {
                self.diagnostics.error(span, Diagnosis::NotALayer);
                None
            }
        }
    }

    /// `Dense(64)`, `residual(16)`, `Encoder(width = 3)`
    fn named_link(
        &mut self,
        name: &Ident,
        arguments: &[Argument],
        span: Span,
        current: Current,
    ) -> Option<Value> {
        let text = plain(name);
        match self.library.find(self.module(), &text) {
            Some(found) => self.declared_link(found, &text, arguments, span, current),
            None => self.layer_link(&text, arguments, span, current),
        }
    }

    fn layer_link(
        &mut self,
        keyword: &str,
        arguments: &[Argument],
        span: Span,
        current: Current,
    ) -> Option<Value> {
        let Some(row) = table::find(keyword) else {
            match self.library.suggest(self.module(), keyword) {
                Some(suggestion)
                    if table::suggest(keyword).is_none() && !table::is_later(keyword) =>
                {
                    let diagnosis = Diagnosis::UnknownBlock {
                        found: keyword.into(),
                        suggestion: Some(suggestion),
                    };
                    self.diagnostics.error(span, diagnosis);
                }
                _ => {
                    self.row(keyword, span);
                }
            }
            return None;
        };
        let arguments = self.arguments(row, span, arguments)?;
        if row.inputs == Counted::Exactly(0) {
            return self.input_link(row, span, arguments, current);
        }
        let input = match (current, &arguments.input_shape) {
            (None, Some((_, dims, place))) => match self.implicit_input(dims, *place) {
                Evaluated::Tensor(value) => Some(value),
                _ => None,
            },
            (None, None) => {
                let layer = keyword.into();
                self.diagnostics
                    .error(span, Diagnosis::MissingInput { layer });
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
        self.apply_link(layer, input?, span)
    }

    /// What a layer is applied to: there must be something before it.
    fn before(&mut self, current: Current, layer: &str, span: Span) -> Option<Value> {
        if current.is_none() {
            let layer = layer.into();
            self.diagnostics
                .error(span, Diagnosis::MissingInput { layer });
        }
        current.flatten()
    }

    /// A block, whose first parameter is what is before it, or a model.
    fn declared_link(
        &mut self,
        found: Found,
        name: &str,
        arguments: &[Argument],
        span: Span,
        current: Current,
    ) -> Option<Value> {
        if let Found::Block(_, block) = &found
            && block.parameters.is_empty()
        {
            let name = name.into();
            self.diagnostics
                .error(span, Diagnosis::BlockWithoutInput { name });
            return None;
        }
        let input = self.before(current, name, span);
        let evaluated = match found {
            Found::Block(module, block) => {
                let mut passed = vec![Passed {
                    name: None,
                    span,
                    value: input.map_or(Evaluated::Unknown, Evaluated::Tensor),
                    text: "this".into(),
                }];
                passed.extend(self.passed(arguments));
                self.call_block(module, &block, passed, span, Context::default())
            }
            Found::Model(module, declared) => {
                match self.instance(module, declared, arguments, span, None) {
                    Evaluated::Layer(Callable::Model(instance)) => {
                        let input = input.map(|input| vec![(input, span)]);
                        self.apply_instance(instance, input, span)
                    }
                    _ => Evaluated::Unknown,
                }
            }
            Found::Missing => self.broken(),
            Found::Constant(..) => {
                let name = name.into();
                self.diagnostics
                    .error(span, Diagnosis::ConstantCalled { name });
                Evaluated::Unknown
            }
            Found::Family(..) => {
                let name = name.into();
                self.diagnostics
                    .error(span, Diagnosis::FamilyAsLayer { name });
                Evaluated::Unknown
            }
        };
        match evaluated {
            Evaluated::Tuple(items) => {
                let diagnosis = Diagnosis::SeveralOutputsInChain {
                    layer: name.into(),
                    outputs: items.len(),
                };
                self.diagnostics.error(span, diagnosis);
                None
            }
            Evaluated::Node(node) => {
                self.bound_link(node, span);
                Some(Value { node, output: 0 })
            }
            Evaluated::Tensor(value) => Some(value),
            Evaluated::Unknown => None,
            Evaluated::Layer(_) => {
                let name = format!("{name}(..)");
                self.diagnostics
                    .error(span, Diagnosis::LayerAsValue { name });
                None
            }
            Evaluated::Constant(_) => {
                self.diagnostics.error(span, Diagnosis::ConstantAsValue);
                None
            }
        }
    }

    fn passed_on(&mut self, evaluated: Evaluated, layer: &Expression, span: Span) -> Option<Value> {
        let evaluated = self.single(evaluated, span);
        self.as_value(evaluated, layer)
    }

    /// A written shape is compared with the value's.
    fn expect(&mut self, value: Value, written: Option<&Written>) {
        if let Some(written) = written
            && let Some(shape) = self.written(written)
        {
            infer_shapes::written(&self.resolved, value, shape, written.span, self.diagnostics);
        }
    }

    fn input_link(
        &mut self,
        row: &'static Row,
        span: Span,
        arguments: Arguments,
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
        match self.input(row, span, arguments, None) {
            Evaluated::Tensor(value) => Some(value),
            _ => None,
        }
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
        let settings: Vec<&Argument> = user.settings.iter().collect();
        let settled = self.user_settings(index, &settings);
        let input = self.before(current, &user.name, span)?;
        let layer = self.user_instance(index, &[shape], span, None)?;
        if !settled {
            return None;
        }
        self.apply_link(layer, input, span)
    }

    fn apply_link(&mut self, layer: usize, input: Value, span: Span) -> Option<Value> {
        let node = self.add_node(layer, vec![input], span, vec![span], None)?;
        self.bound_link(node, span);
        Some(Value { node, output: 0 })
    }

    fn bound_link(&mut self, node: usize, span: Span) {
        let bound = Bound {
            node,
            count: 1,
            chain: true,
            span,
        };
        infer_shapes::bound(&self.resolved, bound, self.diagnostics);
    }
}
