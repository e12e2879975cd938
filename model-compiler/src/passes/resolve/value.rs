//! Expressions: what they are, and what is needed of them.

use super::library::Found;
use super::limits::DEPTH;
use super::scope::plain;
use super::{Callable, Resolver};
use crate::diagnostics::{Diagnosis, Limit, closest};
use crate::ir::graph::Value;
use crate::layers::constant::Value as ConstantValue;
use crate::layers::{activations, initializers, table};
use crate::syntax::ast::{Expression, ExpressionKind};
use formwork_shape_rules::Shape;
use proc_macro2::{Ident, Span};

/// What the statement or call around an expression says of its value.
#[derive(Clone, Copy, Default)]
pub struct Context<'c> {
    /// The name that it is bound to.
    pub hint: Option<&'c str>,
    /// The shapes that are written, of which a tuple has several.
    pub written: Option<(&'c [Shape], Span)>,
    /// A shape is written but can't be had, which has been reported.
    pub written_unknown: bool,
    /// It is applied to something: what stands in its own parentheses isn't that.
    pub applied: bool,
    /// It is an argument of a layer: a name that nothing is bound to may be that of an activation or the like.
    pub argument: bool,
}

/// What an expression is.
#[derive(Clone, Debug)]
pub enum Evaluated {
    /// A tensor.
    Tensor(Value),
    /// A node, all of whose outputs can still be bound.
    Node(usize),
    /// A layer to be applied.
    Layer(Callable),
    /// Something that is known when the macro runs.
    Constant(ConstantValue),
    /// Several of which some are tensors or layers.
    Tuple(Vec<Evaluated>),
    /// Something that couldn't be made, which has been reported.
    Unknown,
}

/// An expression as messages name it.
pub fn describe(expression: &Expression) -> String {
    match &expression.kind {
        ExpressionKind::Name(name) => plain(name),
        ExpressionKind::Apply { callee, .. } => match &callee.kind {
            ExpressionKind::Name(name) => format!("{}(..)", plain(name)),
            ExpressionKind::User(user) => format!("{}(..)", user.name),
            _ => "this".into(),
        },
        ExpressionKind::User(user) => format!("{}(..)", user.name),
        _ => "this".into(),
    }
}

impl Resolver<'_> {
    /// What is evaluated, where one tensor is needed.
    pub fn as_value(&mut self, evaluated: Evaluated, expression: &Expression) -> Option<Value> {
        let span = expression.span;
        let diagnosis = match evaluated {
            Evaluated::Tensor(value) => return Some(value),
            Evaluated::Node(node) => {
                self.bound(node, 1, span);
                return Some(Value { node, output: 0 });
            }
            Evaluated::Unknown => return None,
            Evaluated::Layer(callable) => Diagnosis::LayerAsValue {
                name: match (&expression.kind, callable) {
                    (ExpressionKind::Name(name), _) => plain(name),
                    (_, Callable::BuiltIn(layer, _)) => {
                        format!("{}(..)", self.resolved.graph.layers[layer].keyword)
                    }
                    (_, Callable::User(user)) => format!("{}(..)", self.users[user].name),
                    (_, Callable::Model(one)) => format!("{}(..)", self.instances[one].name),
                },
            },
            Evaluated::Tuple(items) => Diagnosis::SeveralAsOne {
                name: match &expression.kind {
                    ExpressionKind::Tuple(_) | ExpressionKind::Array(_) => "this tuple".into(),
                    _ => describe(expression),
                },
                count: items.len(),
            },
            Evaluated::Constant(_) => Diagnosis::ConstantAsValue,
        };
        self.diagnostics.error(span, diagnosis);
        None
    }

    /// An expression where a constant is needed.
    pub fn constant(
        &mut self,
        expression: &Expression,
        context: Context<'_>,
    ) -> Option<ConstantValue> {
        let evaluated = self.evaluate(expression, context);
        self.as_constant(evaluated, expression)
    }

    /// What is evaluated, where a constant is needed.
    pub fn as_constant(
        &mut self,
        evaluated: Evaluated,
        expression: &Expression,
    ) -> Option<ConstantValue> {
        let name = || describe(expression);
        let diagnosis = match evaluated {
            Evaluated::Constant(value) => return Some(value),
            Evaluated::Unknown => return None,
            Evaluated::Tuple(items) if items.iter().any(is_unknown) => return None,
            // `limits::CLASSES` is no layer but a constant of Rust's.
            Evaluated::Layer(_) if outside_constant(expression).is_some() => {
                Diagnosis::OutsideConstant {
                    name: outside_constant(expression).unwrap_or_default(),
                    expected: "a constant",
                    suggestion: None,
                }
            }
            Evaluated::Layer(_) => Diagnosis::LayerAsConstant { name: name() },
            Evaluated::Tensor(_) | Evaluated::Node(_) | Evaluated::Tuple(_) => {
                Diagnosis::TensorAsConstant { name: name() }
            }
        };
        self.diagnostics.error(expression.span, diagnosis);
        None
    }

    /// What an expression is.
    pub fn evaluate(&mut self, expression: &Expression, context: Context<'_>) -> Evaluated {
        if !self.step(1, expression.span) {
            return Evaluated::Unknown;
        }
        if self.budget.depth >= DEPTH {
            self.exhausted(expression.span, Limit::Depth(DEPTH));
            return Evaluated::Unknown;
        }
        self.budget.depth += 1;
        let evaluated = self.dispatch(expression, context);
        self.budget.depth -= 1;
        evaluated
    }

    fn dispatch(&mut self, expression: &Expression, context: Context<'_>) -> Evaluated {
        let span = expression.span;
        match &expression.kind {
            ExpressionKind::Unreadable => Evaluated::Unknown,
            ExpressionKind::Integer(_)
            | ExpressionKind::Float(_)
            | ExpressionKind::Flag(_)
            | ExpressionKind::Text(_) => self.literal(expression),
            ExpressionKind::Name(name) => self.name(name, span, context),
            ExpressionKind::Apply { callee, arguments } => {
                self.call(callee, arguments, span, context)
            }
            ExpressionKind::User(user) => self.user_expression(user, span, context),
            ExpressionKind::Chain { first, rest } => self.operators(first, rest, context),
            ExpressionKind::Negative(operand) => self.negative(operand, span),
            ExpressionKind::Not(operand) => self.not(operand),
            ExpressionKind::Tuple(items) | ExpressionKind::Array(items) => {
                self.tuple(items, span, context)
            }
            ExpressionKind::If {
                branches,
                otherwise,
            } => self.conditional(branches, otherwise.as_deref(), span, context),
            ExpressionKind::Block(body) => self.block(body, context),
            ExpressionKind::Range { .. } => {
                self.diagnostics.error(span, Diagnosis::RangeAsValue);
                Evaluated::Unknown
            }
            ExpressionKind::Field { value, name } => self.field(value, name, span),
            ExpressionKind::Method {
                value,
                name,
                arguments,
            } => self.method(value, name, arguments),
            ExpressionKind::Closure { parameters, body } => self.closure(parameters, body, span),
        }
    }

    fn literal(&mut self, expression: &Expression) -> Evaluated {
        let value = match &expression.kind {
            ExpressionKind::Integer(value) => ConstantValue::Integer(*value),
            ExpressionKind::Float(value) => ConstantValue::Float(*value),
            ExpressionKind::Flag(value) => ConstantValue::Flag(*value),
            ExpressionKind::Text(text) => ConstantValue::Text(text.clone()),
            _ => return Evaluated::Unknown,
        };
        self.sized(value, expression.span)
    }

    fn name(&mut self, name: &Ident, span: Span, context: Context<'_>) -> Evaluated {
        match self.scope().read(name) {
            Some(Evaluated::Constant(value)) => self.sized(value, span),
            Some(Evaluated::Tuple(items)) => match self.step(items.len(), span) {
                true => Evaluated::Tuple(items),
                false => Evaluated::Unknown,
            },
            Some(meaning) => meaning,
            None => self.declared(&plain(name), span, context),
        }
    }

    /// What a name stands for that no statement has bound.
    fn declared(&mut self, name: &str, span: Span, context: Context<'_>) -> Evaluated {
        match self.library.find(self.module(), name) {
            Some(Found::Constant(module, constant)) => {
                return match self.declared_constant(module, &constant) {
                    Some(value) => self.sized(value, span),
                    None => Evaluated::Unknown,
                };
            }
            Some(Found::Missing) => return self.broken(),
            Some(Found::Block(_, block)) => {
                let parameters = super::call::signature(&block.parameters);
                let name = name.to_string();
                self.diagnostics
                    .error(span, Diagnosis::BlockWithoutCall { name, parameters });
                return Evaluated::Unknown;
            }
            Some(Found::Model(..)) => {
                let layer = name.to_string();
                self.diagnostics
                    .error(span, Diagnosis::MissingParentheses { layer });
                return Evaluated::Unknown;
            }
            Some(Found::Family(..)) => {
                let name = name.to_string();
                self.diagnostics
                    .error(span, Diagnosis::FamilyAsLayer { name });
                return Evaluated::Unknown;
            }
            None => {}
        }
        if table::find(name).is_some() {
            let layer = name.to_string();
            self.diagnostics
                .error(span, Diagnosis::MissingParentheses { layer });
            return Evaluated::Unknown;
        }
        if context.argument || is_word(name) {
            return Evaluated::Constant(ConstantValue::Name(name.into()));
        }
        self.unknown(name, span);
        Evaluated::Unknown
    }

    /// Something that depends on a mistake elsewhere, which makes this model wrong, too.
    pub fn broken(&mut self) -> Evaluated {
        self.diagnostics.fail();
        Evaluated::Unknown
    }

    /// Reports a name that nothing is bound to.
    pub fn unknown(&mut self, found: &str, span: Span) {
        if self.scope().incomplete {
            return;
        }
        self.scope().misspelled = true;
        let suggestion = self.suggest(found);
        let name = found.to_string();
        let is_capital = !found.contains(char::is_lowercase) && found.len() > 1;
        let diagnosis = match is_capital {
            true => Diagnosis::OutsideConstant {
                name,
                expected: "a constant",
                suggestion,
            },
            false => Diagnosis::UnknownVariable {
                found: name,
                suggestion,
            },
        };
        self.diagnostics.error(span, diagnosis);
    }

    /// What is declared in sight and was probably meant.
    pub fn suggest_declared(&mut self, found: &str) -> Option<String> {
        let near = self.scope().suggest(found);
        near.or_else(|| self.library.suggest(self.module(), found))
    }

    /// The same among all that a name may be.
    pub fn suggest(&mut self, found: &str) -> Option<String> {
        let declared = self.suggest_declared(found);
        let words = || {
            let rows = activations::TABLE.iter().map(|row| row.name);
            let rows = rows.chain(initializers::TABLE.iter().map(|row| row.name));
            let meant = closest(found, rows).filter(|&meant| meant != found);
            meant.map(Into::into)
        };
        declared.or_else(words)
    }

    /// A node as its one output.
    pub fn single(&mut self, evaluated: Evaluated, span: Span) -> Evaluated {
        match evaluated {
            Evaluated::Node(node) => {
                self.bound(node, 1, span);
                Evaluated::Tensor(Value { node, output: 0 })
            }
            other => other,
        }
    }
}

pub fn is_unknown(item: &Evaluated) -> bool {
    matches!(item, Evaluated::Unknown)
}

/// Names that arguments of layers take, and that need no quotes.
pub fn is_word(name: &str) -> bool {
    let words = ["same", "valid", "None", "none", "True", "False"];
    words.contains(&name) || super::apply::is_activation(name) || super::apply::is_initializer(name)
}

/// The name in capitals at the end of a path, which Rust's constants have.
fn outside_constant(expression: &Expression) -> Option<String> {
    let ExpressionKind::User(user) = &expression.kind else {
        return None;
    };
    let is_constant = user.name.len() > 1
        && user.call.is_none()
        && user.name.chars().all(|letter| !letter.is_lowercase());
    is_constant.then(|| user.name.clone())
}
