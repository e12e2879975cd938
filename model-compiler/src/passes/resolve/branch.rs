//! Branches, loops and blocks in braces. Where a condition isn't known because of a mistake, all branches are looked at,
//! and a loop's body once, so that other mistakes are found.

use super::Resolver;
use super::scope::Origin;
use super::value::{Context, Evaluated, describe};
use crate::diagnostics::Diagnosis;
use crate::layers::constant::{Constant, Value as ConstantValue};
use crate::syntax::ast::{Branch, Expression, ExpressionKind, For, Functional};
use proc_macro2::Span;

/// What a loop runs over.
enum Items {
    Integers(i64, i64),
    Several(Vec<Evaluated>),
}

impl Resolver<'_> {
    /// `{ let y = ..; y }`
    pub fn block(&mut self, body: &Functional, context: Context<'_>) -> Evaluated {
        let mark = self.scope().open();
        let (value, discarded) = self.run(body, context);
        if value.is_none() && !discarded && !body.incomplete {
            self.diagnostics
                .error(body.end, Diagnosis::BodyWithoutValue);
            self.scope().misspelled = true;
        }
        self.scope().close(mark);
        value.unwrap_or(Evaluated::Unknown)
    }

    /// A body that stands for what it assigns.
    fn effects(&mut self, body: &Functional) {
        let mark = self.scope().open();
        self.statements(body);
        if let Some(tail) = &body.tail {
            self.effect(tail, false);
        }
        self.scope().close(mark);
    }

    /// An expression that stands for what it assigns. Whether there was a value, which has been reported.
    pub fn effect(&mut self, expression: &Expression, reported: bool) -> bool {
        match &expression.kind {
            ExpressionKind::If {
                branches,
                otherwise,
            } => {
                self.branch_effects(branches, otherwise.as_deref());
                false
            }
            ExpressionKind::Block(body) => {
                self.effects(body);
                false
            }
            _ => {
                let evaluated = self.evaluate(expression, Context::default());
                if !reported && !matches!(evaluated, Evaluated::Unknown) {
                    self.diagnostics
                        .error(expression.span, Diagnosis::Discarded);
                }
                true
            }
        }
    }

    fn branch_effects(&mut self, branches: &[Branch], otherwise: Option<&Functional>) {
        let mut taken = false;
        let mut unknown = false;
        for branch in branches {
            if taken {
                self.skip(&branch.condition);
                self.skip_body(&branch.body);
                continue;
            }
            match self.condition(&branch.condition) {
                Some(false) => self.skip_body(&branch.body),
                Some(true) if !unknown => {
                    taken = true;
                    self.effects(&branch.body);
                }
                known => {
                    unknown |= known.is_none();
                    self.effects(&branch.body);
                }
            }
        }
        match otherwise {
            Some(otherwise) if taken => self.skip_body(otherwise),
            Some(otherwise) => self.effects(otherwise),
            None => {}
        }
    }

    /// An `if` whose value is needed.
    pub fn conditional(
        &mut self,
        branches: &[Branch],
        otherwise: Option<&Functional>,
        span: Span,
        context: Context<'_>,
    ) -> Evaluated {
        let Some(otherwise) = otherwise else {
            self.diagnostics.error(span, Diagnosis::IfWithoutElse);
            self.scope().misspelled = true;
            return Evaluated::Unknown;
        };
        let mut value: Option<Evaluated> = None;
        let mut unknown = false;
        for branch in branches {
            if value.is_some() {
                self.skip(&branch.condition);
                self.untaken(&branch.body);
                continue;
            }
            match self.condition(&branch.condition) {
                Some(false) => self.untaken(&branch.body),
                Some(true) if !unknown => value = Some(self.block(&branch.body, context)),
                known => {
                    unknown |= known.is_none();
                    self.block(&branch.body, context);
                }
            }
        }
        match value {
            Some(value) => {
                self.untaken(otherwise);
                value
            }
            None => {
                let value = self.block(otherwise, context);
                match unknown {
                    true => Evaluated::Unknown,
                    false => value,
                }
            }
        }
    }

    /// A branch whose value isn't needed this time must have one nevertheless.
    fn untaken(&mut self, body: &Functional) {
        if body.tail.is_none() && !body.incomplete {
            self.diagnostics
                .error(body.end, Diagnosis::BodyWithoutValue);
        }
        self.skip_body(body);
    }

    /// Names in what isn't evaluated are used nevertheless.
    pub fn skip(&mut self, expression: &Expression) {
        let mut count = 0;
        let module = self.module();
        expression.visit(&mut |inner| {
            count += 1;
            self.touch(inner, module);
        });
        self.step(count, expression.span);
    }

    fn skip_body(&mut self, body: &Functional) {
        let mut count = 0;
        let module = self.module();
        body.visit(&mut |inner| {
            count += 1;
            self.touch(inner, module);
        });
        self.step(count, body.end);
    }

    fn touch(&mut self, expression: &Expression, module: usize) {
        match &expression.kind {
            ExpressionKind::Name(name) if self.scope().read(name).is_none() => {
                self.library.find(module, &super::scope::plain(name));
            }
            ExpressionKind::User(user) => {
                self.library.find(module, &user.key);
            }
            _ => {}
        }
    }

    /// `for i in 0..3 { .. }`
    pub fn repeat(&mut self, one: &For) {
        self.begin("this loop".into(), one.span);
        match self.items(&one.values) {
            None => self.round_of(one, Evaluated::Unknown),
            Some(Items::Integers(first, end)) => {
                if first >= end {
                    self.skip_body(&one.body);
                }
                for value in first..end {
                    if !self.step(1, one.span) {
                        break;
                    }
                    self.round_of(one, Evaluated::Constant(ConstantValue::Integer(value)));
                }
            }
            Some(Items::Several(items)) => {
                if items.is_empty() {
                    self.skip_body(&one.body);
                }
                for item in items {
                    if !self.step(1, one.span) {
                        break;
                    }
                    self.round_of(one, item);
                }
            }
        }
        self.end();
    }

    fn round_of(&mut self, one: &For, item: Evaluated) {
        self.round();
        let expansion = self.diagnostics.expand();
        let mark = self.scope().open();
        self.bind_pattern(&one.pattern, item, Origin::Loop);
        self.effects(&one.body);
        self.scope().close(mark);
        self.diagnostics.return_to(expansion);
    }

    /// What a loop runs over; `None` if that isn't known, which has been reported.
    fn items(&mut self, values: &Expression) -> Option<Items> {
        if let ExpressionKind::Range {
            start,
            end,
            inclusive,
        } = &values.kind
        {
            let (start, end) = self.range(start, end, *inclusive)?;
            return Some(Items::Integers(start, end));
        }
        // The elements of a literal array may be layers or tensors as well.
        match self.evaluate(values, Context::default()) {
            Evaluated::Constant(ConstantValue::Tuple(items)) => {
                let constant = |item: Constant| Evaluated::Constant(item.value);
                Some(Items::Several(items.into_iter().map(constant).collect()))
            }
            Evaluated::Tuple(items) => Some(Items::Several(items)),
            Evaluated::Unknown => None,
            other => {
                let found = match &other {
                    Evaluated::Constant(value) => value.kind(),
                    Evaluated::Layer(_) => "a layer",
                    _ => "a tensor",
                };
                let integer = match &other {
                    Evaluated::Constant(ConstantValue::Integer(_)) => Some(match &values.kind {
                        ExpressionKind::Integer(value) => value.to_string(),
                        _ => describe(values),
                    }),
                    _ => None,
                };
                self.diagnostics
                    .error(values.span, Diagnosis::LoopOver { found, integer });
                None
            }
        }
    }

    /// The first value of a range, and the one after the last.
    pub fn range(
        &mut self,
        start: &Expression,
        end: &Expression,
        inclusive: bool,
    ) -> Option<(i64, i64)> {
        let start = self.bound_of_range(start);
        let end = self.bound_of_range(end);
        let (start, end) = start.zip(end)?;
        Some((start, end.saturating_add(i64::from(inclusive))))
    }

    fn bound_of_range(&mut self, expression: &Expression) -> Option<i64> {
        match self.constant(expression, Context::default())? {
            ConstantValue::Integer(value) => Some(value),
            other => {
                let found = other.kind();
                self.diagnostics
                    .error(expression.span, Diagnosis::RangeBound { found });
                None
            }
        }
    }
}
