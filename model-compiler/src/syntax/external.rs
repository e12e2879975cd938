//! What a macro may need from others: its imports, and paths that are called.

use super::ast::{
    Base, Body, Expression, ExpressionKind, Functional, Item, Link, Statement, User, WrittenKind,
};
use proc_macro2::{Span, TokenStream};

/// A path in a macro that may lead to a declaration in another one.
#[derive(Clone, Debug)]
pub struct ExternalPath {
    /// As written; for an import the whole path.
    pub path: TokenStream,
    /// By what it is looked up in the imports of a module: the local name of an import, else the path's text without
    /// spaces.
    pub key: String,
    /// The place of the path's last segment.
    pub span: Span,
    /// Whether it stands in a `use`, or is what a member or family is made of: it can't be anything but a declaration.
    pub declared: bool,
    /// Whether it can only be a layer of the user's own: a struct literal, generic arguments, a constructor or a
    /// written shape say so.
    pub users_layer: bool,
    /// Whether it is called like a model: `my::Net()`, `my::Net(width = 3)`.
    pub called_as_model: bool,
}

impl ExternalPath {
    /// Whether it is taken for a declaration of another macro: what else isn't a layer in Rust. Blocks are
    /// recognised by their small letters.
    pub fn is_declaration(&self) -> bool {
        if self.declared || self.users_layer {
            return self.declared;
        }
        let last = self.key.rsplit("::").next().unwrap_or_default();
        let is_type = last
            .trim_start_matches("r#")
            .starts_with(char::is_uppercase);
        !is_type || self.called_as_model
    }
}

/// All such paths, in the order of the source.
pub fn external_paths(items: &[Item]) -> Vec<ExternalPath> {
    let mut paths = Vec::new();
    for item in items {
        match item {
            Item::Use(one) => paths.extend(one.imports.iter().map(|import| ExternalPath {
                path: import.path.clone(),
                key: super::user::without_spaces(&import.local.to_string()),
                span: import.name.span(),
                declared: true,
                users_layer: false,
                called_as_model: false,
            })),
            Item::Member(member) => paths.extend(of_base(&member.base)),
            Item::Family(family) => paths.extend(of_base(&family.base)),
            Item::Model(_) | Item::Block(_) | Item::Constant(_) => {}
        }
        let mut written = Vec::new();
        with_shapes(item, &mut written);
        item.visit(&mut |expression| {
            if let ExpressionKind::User(user) = &expression.kind {
                let has_shape = written.iter().any(|one| std::ptr::eq(*one, &**user));
                paths.push(ExternalPath {
                    path: user.whole.clone(),
                    key: user.key.clone(),
                    span: expression.span,
                    declared: false,
                    users_layer: user.certain || has_shape,
                    called_as_model: called_as_model(user),
                });
            }
        });
    }
    paths
}

fn of_base(base: &Base) -> Option<ExternalPath> {
    base.key.contains("::").then(|| ExternalPath {
        path: base.path.clone(),
        key: base.key.clone(),
        span: base.span,
        declared: true,
        users_layer: false,
        called_as_model: false,
    })
}

fn called_as_model(user: &User) -> bool {
    let call = || user.call.as_ref().map(|(_, arguments)| arguments);
    let arguments = user.made_with.as_ref().or_else(call);
    arguments.is_some_and(|arguments| arguments.iter().all(|argument| argument.name.is_some()))
}

/// The paths whose values have a written shape.
fn with_shapes<'i>(item: &'i Item, found: &mut Vec<&'i User>) {
    match item {
        Item::Model(model) => match &model.body {
            Some(Body::Chain(links)) => {
                for link in links {
                    if let Link::Layer {
                        layer,
                        written: Some(_),
                    } = link
                    {
                        found.extend(user(layer));
                    }
                }
            }
            Some(Body::Functional(functional)) => in_statements(functional, found),
            None => {}
        },
        Item::Block(block) => {
            if let Some(body) = &block.body {
                in_statements(body, found);
            }
        }
        Item::Constant(_) | Item::Member(_) | Item::Family(_) | Item::Use(_) => {}
    }
}

fn in_statements<'i>(functional: &'i Functional, found: &mut Vec<&'i User>) {
    for statement in &functional.statements {
        match statement {
            Statement::Bind(bind) => {
                let is_tensor = bind
                    .written
                    .as_ref()
                    .is_some_and(|written| matches!(written.kind, WrittenKind::Tensor(_)));
                if is_tensor {
                    found.extend(bind.value.as_ref().and_then(user));
                }
            }
            Statement::For(one) => in_statements(&one.body, found),
            Statement::Value { value, .. } => in_expression(value, found),
        }
    }
    if let Some(tail) = &functional.tail {
        in_expression(tail, found);
    }
}

/// Bodies in an expression that stands as a statement.
fn in_expression<'i>(expression: &'i Expression, found: &mut Vec<&'i User>) {
    match &expression.kind {
        ExpressionKind::If {
            branches,
            otherwise,
        } => {
            for branch in branches {
                in_statements(&branch.body, found);
            }
            if let Some(otherwise) = otherwise {
                in_statements(otherwise, found);
            }
        }
        ExpressionKind::Block(body) => in_statements(body, found),
        _ => {}
    }
}

/// The path that an expression applies, or is.
fn user(expression: &Expression) -> Option<&User> {
    match &expression.kind {
        ExpressionKind::User(user) => Some(user),
        ExpressionKind::Apply { callee, .. } => user(callee),
        _ => None,
    }
}
