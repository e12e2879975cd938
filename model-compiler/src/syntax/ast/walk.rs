//! Walks over the tree: each calls a function with every expression in it, outer ones before inner ones.

use super::{Body, Expression, ExpressionKind, Functional, Item, Link, Parameter, Statement};

type Visit<'v> = &'v mut dyn FnMut(&Expression);

impl Item {
    /// Every expression of the item.
    pub fn visit(&self, visit: Visit<'_>) {
        match self {
            Item::Model(model) => {
                parameters(&model.parameters, visit);
                match &model.body {
                    Some(Body::Chain(links)) => {
                        for link in links {
                            if let Link::Layer { layer, .. } = link {
                                layer.visit(visit);
                            }
                        }
                    }
                    Some(Body::Functional(functional)) => functional.visit(visit),
                    None => {}
                }
            }
            Item::Block(block) => {
                parameters(&block.parameters, visit);
                if let Some(body) = &block.body {
                    body.visit(visit);
                }
            }
            Item::Constant(constant) => {
                if let Some(value) = &constant.value {
                    value.visit(visit);
                }
            }
            Item::Member(member) => {
                for argument in &member.arguments {
                    argument.value.visit(visit);
                }
            }
            Item::Family(family) => {
                for axis in &family.axes {
                    axis.values.visit(visit);
                }
                for argument in &family.fixed {
                    argument.value.visit(visit);
                }
            }
            Item::Use(_) => {}
        }
    }
}

fn parameters(parameters: &[Parameter], visit: Visit<'_>) {
    for default in parameters
        .iter()
        .filter_map(|parameter| parameter.default.as_ref())
    {
        default.visit(visit);
    }
}

impl Functional {
    /// Every expression in the statements and the value.
    pub fn visit(&self, visit: Visit<'_>) {
        for statement in &self.statements {
            match statement {
                Statement::Bind(bind) => {
                    if let Some(value) = &bind.value {
                        value.visit(visit);
                    }
                }
                Statement::For(one) => {
                    one.values.visit(visit);
                    one.body.visit(visit);
                }
                Statement::Value { value, .. } => value.visit(visit),
            }
        }
        if let Some(tail) = &self.tail {
            tail.visit(visit);
        }
    }
}

impl Expression {
    /// This expression and every one inside of it. Dimensions of written types are left out.
    pub fn visit(&self, visit: Visit<'_>) {
        visit(self);
        match &self.kind {
            ExpressionKind::Unreadable
            | ExpressionKind::Integer(_)
            | ExpressionKind::Float(_)
            | ExpressionKind::Flag(_)
            | ExpressionKind::Text(_)
            | ExpressionKind::Name(_) => {}
            ExpressionKind::Apply { callee, arguments } => {
                callee.visit(visit);
                for argument in arguments {
                    argument.value.visit(visit);
                }
            }
            ExpressionKind::User(user) => {
                let call = user.call.iter().flat_map(|(_, arguments)| arguments);
                let made_with = user.made_with.iter().flatten();
                for argument in call.chain(made_with).chain(&user.settings) {
                    argument.value.visit(visit);
                }
            }
            ExpressionKind::Tuple(items) | ExpressionKind::Array(items) => {
                for item in items {
                    item.visit(visit);
                }
            }
            ExpressionKind::Negative(value) | ExpressionKind::Not(value) => value.visit(visit),
            ExpressionKind::Chain { first, rest } => {
                first.visit(visit);
                for (_, _, operand) in rest {
                    operand.visit(visit);
                }
            }
            ExpressionKind::If {
                branches,
                otherwise,
            } => {
                for branch in branches {
                    branch.condition.visit(visit);
                    branch.body.visit(visit);
                }
                if let Some(otherwise) = otherwise {
                    otherwise.visit(visit);
                }
            }
            ExpressionKind::Block(body) => body.visit(visit),
            ExpressionKind::Range { start, end, .. } => {
                start.visit(visit);
                end.visit(visit);
            }
            ExpressionKind::Field { value, .. } => value.visit(visit),
            ExpressionKind::Method {
                value, arguments, ..
            } => {
                value.visit(visit);
                for argument in arguments {
                    argument.value.visit(visit);
                }
            }
            ExpressionKind::Closure { body, .. } => body.visit(visit),
        }
    }
}
