//! The body of a model: a comma list, or statements and a value.

use super::ast::{Binding, Body, Expression, Functional, Link, Pattern, Statement};
use super::cursor::{Cursor, Failure};
use super::expression::{expression, is_reserved, leftover};
use super::written::written;
use crate::diagnostics::{Diagnosis, Diagnostics, Unsupported};
use proc_macro2::{Delimiter, TokenTree};

/// Reads a body. `None` if nothing of it can be used.
pub fn body(group: Cursor<'_>, diagnostics: &mut Diagnostics) -> Option<Body> {
    if group.is_empty() {
        diagnostics.error(group.span(), Diagnosis::EmptyBody);
        return None;
    }
    let has_let = group.contains(|tree| matches!(tree, TokenTree::Ident(ident) if ident == "let"));
    // `x = Input(3);` lacks a `let`, but is meant as a statement.
    let begins_with_assignment = group.ident().is_some() && group.nth_is(1, "=");
    if has_let || begins_with_assignment {
        return Some(Body::Functional(functional(group, diagnostics)));
    }
    Some(Body::Chain(chain(group, diagnostics)))
}

fn chain(group: Cursor<'_>, diagnostics: &mut Diagnostics) -> Vec<Link> {
    let mut rest = group;
    let mut links = Vec::new();
    let mut semicolons = false;
    while !rest.is_empty() {
        match link(&mut rest, diagnostics) {
            Ok(link) => links.push(link),
            Err((span, diagnosis)) => {
                diagnostics.error(span, diagnosis);
                links.push(Link::Unreadable);
                rest.skip_to(is_separator);
            }
        }
        if rest.is_empty() || rest.eat(",").is_some() {
            continue;
        }
        let span = rest.span();
        if rest.eat(";").is_some() {
            if !semicolons {
                diagnostics.error(span, Diagnosis::SemicolonInChain);
            }
            semicolons = true;
            continue;
        }
        // Layers that aren't separated are one mistake: what follows is read nevertheless.
        let (span, diagnosis) = leftover(&rest, ',');
        diagnostics.error(span, diagnosis);
        if !begins_layer(&rest) {
            rest.skip_to(is_separator);
            rest.next();
        }
    }
    links
}

fn is_separator(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Punct(punct) if matches!(punct.as_char(), ',' | ';'))
}

/// `Dense(3)`, and not a stray name or number.
fn begins_layer(rest: &Cursor<'_>) -> bool {
    rest.ident().is_some() && (rest.nth_is_group(1, Delimiter::Parenthesis) || rest.nth_is(1, "::"))
}

fn link(rest: &mut Cursor<'_>, diagnostics: &mut Diagnostics) -> Result<Link, Failure> {
    attribute(rest)?;
    let layer = expression(rest, true, diagnostics)?;
    let written = match rest.eat("->") {
        Some(_) => Some(written(rest, diagnostics)?),
        None => None,
    };
    Ok(Link::Layer { layer, written })
}

/// Refuses an attribute or a doc comment.
fn attribute(rest: &mut Cursor<'_>) -> Result<(), Failure> {
    let span = rest.span();
    if rest.eat("#").is_none() {
        return Ok(());
    }
    let group = rest.group(Delimiter::Bracket);
    let what = match group.is_some_and(|group| group.is_ident("doc")) {
        true => Unsupported::Documentation,
        false => Unsupported::Attribute,
    };
    Err((span, Diagnosis::Unsupported(what)))
}

fn functional(group: Cursor<'_>, diagnostics: &mut Diagnostics) -> Functional {
    let mut rest = group;
    let mut functional = Functional {
        statements: Vec::new(),
        tail: None,
        end: group.end_span(),
        incomplete: false,
    };
    while !rest.is_empty() {
        if rest.eat(";").is_some() {
            continue;
        }
        match statement(&mut rest, diagnostics) {
            Ok(Read::Statement(statement)) => functional.statements.push(statement),
            Ok(Read::Value(value)) if rest.is_empty() => {
                functional.tail = Some(value);
                break;
            }
            Ok(Read::Value(value)) => {
                let reported = !rest.is(";");
                functional.statements.push(Statement {
                    pattern: Pattern::Nothing { reported },
                    declares: false,
                    written: None,
                    value: Some(value),
                });
            }
            Err((span, diagnosis)) => {
                diagnostics.error(span, diagnosis);
                functional.incomplete = true;
                rest.skip_to(ends_statement);
                continue;
            }
        }
        if rest.is_empty() || rest.eat(";").is_some() {
            continue;
        }
        // Statements that aren't separated are one mistake: what follows is read nevertheless.
        let (span, diagnosis) = match rest.is(",") {
            true => {
                let found = "`,`".into();
                let separator = ';';
                (
                    rest.span(),
                    Diagnosis::MissingSeparator { separator, found },
                )
            }
            false => leftover(&rest, ';'),
        };
        diagnostics.error(span, diagnosis);
        if !rest.is_ident("let") && rest.eat(",").is_none() {
            functional.incomplete = true;
            rest.skip_to(ends_statement);
        }
    }
    functional
}

fn ends_statement(tree: &TokenTree) -> bool {
    match tree {
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Ident(ident) => ident == "let",
        _ => false,
    }
}

enum Read {
    Statement(Statement),
    Value(Expression),
}

/// Reads a statement up to its `;`, or a value.
fn statement(rest: &mut Cursor<'_>, diagnostics: &mut Diagnostics) -> Result<Read, Failure> {
    attribute(rest)?;
    if rest.eat_ident("let") {
        return declaration(rest, diagnostics).map(Read::Statement);
    }
    if let Some(name) = rest.ident()
        && rest.nth_is(1, "=")
    {
        rest.next();
        rest.next();
        let value = expression(rest, false, diagnostics)?;
        return Ok(Read::Statement(Statement {
            pattern: Pattern::One(Binding {
                name: name.clone(),
                mutable: true,
            }),
            declares: false,
            written: None,
            value: Some(value),
        }));
    }
    expression(rest, false, diagnostics).map(Read::Value)
}

/// What follows `let`.
fn declaration(rest: &mut Cursor<'_>, diagnostics: &mut Diagnostics) -> Result<Statement, Failure> {
    let pattern = pattern(rest)?;
    let mut value = || {
        let written = match rest.eat(":") {
            Some(_) => Some(written(rest, diagnostics)?),
            None => None,
        };
        if rest.eat("=").is_none() {
            return rest.expected("`=` and a value");
        }
        Ok((written, expression(rest, false, diagnostics)?))
    };
    let (written, value) = match value() {
        Ok((written, value)) => (written, Some(value)),
        Err((span, diagnosis)) => {
            // The names are known; what they stand for isn't.
            diagnostics.error(span, diagnosis);
            rest.skip_to(ends_statement);
            (None, None)
        }
    };
    Ok(Statement {
        pattern,
        declares: true,
        written,
        value,
    })
}

fn pattern(rest: &mut Cursor<'_>) -> Result<Pattern, Failure> {
    let span = rest.span();
    let Some(mut group) = rest.group(Delimiter::Parenthesis) else {
        return binding(rest).map(Pattern::One);
    };
    let mut bindings = Vec::new();
    let mut comma = false;
    while !group.is_empty() {
        bindings.push(binding(&mut group)?);
        if group.eat(",").is_some() {
            comma = true;
        } else if !group.is_empty() {
            return Err((group.span(), Diagnosis::Unsupported(Unsupported::Pattern)));
        }
    }
    if bindings.len() == 1 && !comma {
        return Ok(Pattern::One(bindings.remove(0)));
    }
    Ok(Pattern::Several(bindings, span))
}

fn binding(rest: &mut Cursor<'_>) -> Result<Binding, Failure> {
    let mutable = rest.eat_ident("mut");
    let span = rest.span();
    let plain = rest
        .ident()
        .filter(|name| !is_reserved(&name.to_string()) && !rest.nth_is_group(1, Delimiter::Brace));
    match plain {
        Some(name) => {
            rest.next();
            let name = name.clone();
            Ok(Binding { name, mutable })
        }
        None if rest.is_empty() || rest.is("=") || rest.is(";") => rest.expected("a name"),
        None => Err((span, Diagnosis::Unsupported(Unsupported::Pattern))),
    }
}
