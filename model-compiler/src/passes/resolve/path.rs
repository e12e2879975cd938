//! Paths: layers of the user's own, and what comes from other macros.

use super::Resolver;
use super::construct::is_setting;
use super::library::Found;
use super::scope::plain;
use super::value::{Context, Evaluated};
use crate::diagnostics::Diagnosis;
use crate::layers::table;
use crate::syntax::ast::{Argument, Expression, ExpressionKind, User};
use proc_macro2::{Ident, Span};

impl Resolver<'_> {
    /// A user's layer, its application, or something from another macro by its path.
    pub fn user_expression(&mut self, user: &User, span: Span, context: Context<'_>) -> Evaluated {
        if let Some(found) = self.library.find(self.module(), &user.key) {
            return self.imported(found, user, span, context);
        }
        if user.key.contains("::")
            && user.key.starts_with(user.name.as_str())
            && let Some(Found::Model(..)) = self.library.find(self.module(), &user.name)
        {
            let model = user.name.clone();
            self.diagnostics
                .error(span, Diagnosis::ModelAsType { model });
            return Evaluated::Unknown;
        }
        let Some((whole, arguments)) = &user.call else {
            return match self.user(user, &user.value, span, context.hint) {
                Some(layer) => Evaluated::Layer(layer),
                None => Evaluated::Unknown,
            };
        };
        // `my::Layer(x)` applies a layer without fields, `my::Layer(3)` makes one with fields.
        let mut inputs = arguments.iter();
        let is_application = arguments.first().is_some_and(|first| first.name.is_none())
            && inputs.all(|argument| match &argument.name {
                Some(name) => is_setting(&plain(name)),
                None => self.is_tensor(&argument.value),
            });
        let value = if is_application { &user.value } else { whole };
        let Some(layer) = self.user(user, value, span, context.hint) else {
            return Evaluated::Unknown;
        };
        match is_application {
            true => self.apply(layer, arguments, span, context),
            false => Evaluated::Layer(layer),
        }
    }

    /// `blocks::residual(x, 16)`
    fn imported(
        &mut self,
        found: Found,
        user: &User,
        span: Span,
        context: Context<'_>,
    ) -> Evaluated {
        match self.imported_arguments(user) {
            Some(arguments) => self.found_call(found, &user.name, arguments, span, context),
            None if user.failures.is_empty() => {
                if let Found::Constant(module, constant) = found {
                    let value = self.declared_constant(module, &constant);
                    return value.map_or(Evaluated::Unknown, |value| self.sized(value, span));
                }
                let layer = user.name.clone();
                self.diagnostics
                    .error(span, Diagnosis::MissingParentheses { layer });
                Evaluated::Unknown
            }
            None => Evaluated::Unknown,
        }
    }

    /// What follows a path, if that can be read as arguments. What can't be read is reported.
    pub fn imported_arguments<'u>(&mut self, user: &'u User) -> Option<&'u [Argument]> {
        for (span, diagnosis) in &user.failures {
            self.diagnostics.error(*span, (**diagnosis).clone());
        }
        let call = user.call.as_ref().map(|(_, arguments)| arguments);
        call.or(user.made_with.as_ref()).map(Vec::as_slice)
    }

    /// Whether an expression can only be a value. Names that aren't known are taken for values: a constant from
    /// outside is more often written in capitals.
    fn is_tensor(&self, expression: &Expression) -> bool {
        match &expression.kind {
            ExpressionKind::Name(name) => {
                match self.frames.last().and_then(|frame| frame.scope.peek(name)) {
                    Some(Evaluated::Constant(_)) => return false,
                    Some(_) => return true,
                    None => {}
                }
                !plain(name).starts_with(|first: char| first.is_uppercase())
            }
            ExpressionKind::Apply { callee, .. } => {
                matches!(callee.kind, ExpressionKind::Apply { .. })
                    || matches!(&callee.kind, ExpressionKind::Name(name)
                        if self.is_bound(name) || table::function(&plain(name)).is_some())
            }
            ExpressionKind::Chain { first, rest } => {
                self.is_tensor(first) && rest.iter().all(|(_, _, operand)| self.is_tensor(operand))
            }
            _ => false,
        }
    }

    fn is_bound(&self, name: &Ident) -> bool {
        let frame = self.frames.last();
        let is_block = || {
            let module = self.library.modules.get(self.module());
            module.is_some_and(|module| module.blocks.contains_key(&plain(name)))
        };
        frame.is_some_and(|frame| frame.scope.peek(name).is_some()) || is_block()
    }
}
