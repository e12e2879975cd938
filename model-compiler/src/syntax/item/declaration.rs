//! Items without a body: constants, members and families.

use super::{base, name};
use crate::diagnostics::{Diagnosis, Diagnostics};
use crate::ir::graph::Header;
use crate::syntax::ast::{
    Argument, Axis, Constant, Expression, ExpressionKind, Family, Item, Member, WrittenConstant,
};
use crate::syntax::cursor::{Cursor, Failure};
use crate::syntax::expression::leftover;
use crate::syntax::reader::{Read, Reader, is_comma};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::rc::Rc;

/// What follows `const`: `NAME: usize = 3;`
pub fn constant(
    cursor: &mut Cursor<'_>,
    visibility: TokenStream,
    docs: Vec<String>,
    diagnostics: &mut Diagnostics,
) -> Read<Item> {
    let name = name(cursor, "the name of the constant")?.clone();
    let (written, value) = match initialized(cursor, diagnostics) {
        Ok((written, value)) => (written, Some(value)),
        Err((span, diagnosis)) => {
            diagnostics.error(span, *diagnosis);
            cursor.skip_to(is_semicolon);
            (None, None)
        }
    };
    cursor.eat(";");
    Ok(Item::Constant(Rc::new(Constant {
        name,
        visibility,
        docs,
        written,
        value,
    })))
}

fn is_semicolon(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ';')
}

fn initialized(
    cursor: &mut Cursor<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<(Option<WrittenConstant>, Expression), Failure> {
    let mut reader = Reader::new(diagnostics);
    let written = match cursor.eat(":") {
        Some(_) => Some(reader.constant_type(cursor)?),
        None => None,
    };
    if cursor.eat("=").is_none() {
        return cursor.expected("`=` and a value");
    }
    let value = reader.expression(cursor)?;
    ended(cursor)?;
    Ok((written, value))
}

/// The semicolon that ends an item must come next.
fn ended(cursor: &Cursor<'_>) -> Result<(), Failure> {
    match cursor.is(";") {
        true => Ok(()),
        false => Err(leftover(cursor, ';')),
    }
}

/// What follows `pub struct Name =`: `Base(width = 64);`
pub fn member(
    cursor: &mut Cursor<'_>,
    header: Header,
    diagnostics: &mut Diagnostics,
) -> Read<Item> {
    let base = base(cursor)?;
    let arguments = match cursor.group(Delimiter::Parenthesis) {
        Some(group) => Reader::new(diagnostics).arguments(group),
        None => return cursor.expected("`(` and the model's constants"),
    };
    close(cursor, diagnostics);
    Ok(Item::Member(Rc::new(Member {
        header,
        base,
        arguments,
    })))
}

/// Takes the semicolon; what stands in its place is reported.
fn close(cursor: &mut Cursor<'_>, diagnostics: &mut Diagnostics) {
    if let Err((span, diagnosis)) = ended(cursor) {
        diagnostics.error(span, *diagnosis);
        if !cursor.is_ident("pub") && !cursor.is("#") {
            cursor.skip_to(is_semicolon);
        }
    }
    cursor.eat(";");
}

/// What follows `pub family Name`: `= Base(width in [16, 32], depth = 2);`
pub fn family(
    cursor: &mut Cursor<'_>,
    header: Header,
    diagnostics: &mut Diagnostics,
) -> Read<Item> {
    if cursor.eat("=").is_none() {
        return cursor.expected("`=` and a model: `= Network(width in [16, 32]);`");
    }
    let base = base(cursor)?;
    let Some(mut rest) = cursor.group(Delimiter::Parenthesis) else {
        return cursor.expected("`(` and the model's constants: `(width in [16, 32])`");
    };
    let mut axes: Vec<Axis> = Vec::new();
    let mut fixed: Vec<Argument> = Vec::new();
    while !rest.is_empty() {
        let span = rest.span();
        match axis(&mut rest, diagnostics) {
            Ok(Constants::Axis(axis)) => axes.push(axis),
            Ok(Constants::Fixed(argument)) => fixed.push(argument),
            Err((span, diagnosis)) => {
                diagnostics.error(span, *diagnosis);
                rest.skip_to(is_comma);
                // A family that lacks a constant would be another one.
                let kind = ExpressionKind::Unreadable;
                let value = Expression { span, kind };
                fixed.push(Argument { name: None, value });
            }
        }
        if rest.eat(",").is_none() && !rest.is_empty() {
            let (place, diagnosis) = leftover(&rest, ',');
            if place.start() != span.start() {
                diagnostics.error(place, *diagnosis);
            }
            rest.skip_to(is_comma);
            rest.eat(",");
        }
    }
    if axes.is_empty() && diagnostics.errors_of_current() == 0 {
        diagnostics.error(rest.end_span(), Diagnosis::FamilyWithoutAxes);
    }
    close(cursor, diagnostics);
    Ok(Item::Family(Rc::new(Family {
        header,
        base,
        axes,
        fixed,
    })))
}

enum Constants {
    Axis(Axis),
    Fixed(Argument),
}

/// `width in [16, 32]` or `depth = 2`
fn axis(rest: &mut Cursor<'_>, diagnostics: &mut Diagnostics) -> Read<Constants> {
    let name = name(rest, "the name of a constant of the model")?.clone();
    let mut reader = Reader::new(diagnostics);
    if rest.eat("=").is_some() {
        let value = reader.expression(rest)?;
        let name = Some(name);
        return Ok(Constants::Fixed(Argument { name, value }));
    }
    if !rest.eat_ident("in") {
        return rest.expected("`in` and values: `width in [16, 32]`");
    }
    let values = reader.expression(rest)?;
    Ok(Constants::Axis(Axis { name, values }))
}
