//! Written types: `Tensor1<64>`, `[f32; 64]`, `(Tensor1<3>, Tensor1<4>)`.

use super::ast::{Expression, Written, WrittenKind};
use super::cursor::{Cursor, Failure};
use super::expression::expression;
use crate::diagnostics::{Diagnosis, Diagnostics};
use proc_macro2::{Delimiter, Span};

const EXPECTED: &str = "the type of a tensor such as `Tensor1<64>` or `[f32; 64]`";

/// Reads a type.
pub fn written(cursor: &mut Cursor<'_>, diagnostics: &mut Diagnostics) -> Result<Written, Failure> {
    let span = cursor.span();
    if let Some(group) = cursor.group(Delimiter::Parenthesis) {
        let mut rest = group;
        let mut parts = Vec::new();
        let mut comma = false;
        while !rest.is_empty() {
            parts.push(written(&mut rest, diagnostics)?);
            if rest.eat(",").is_some() {
                comma = true;
            } else {
                end(&rest)?;
            }
        }
        if parts.len() == 1 && !comma {
            return Ok(parts.remove(0));
        }
        let kind = WrittenKind::Tuple(parts);
        return Ok(Written { span, kind });
    }
    if let Some(group) = cursor.group(Delimiter::Bracket) {
        let mut dims = Vec::new();
        array(group, &mut dims, diagnostics)?;
        // The outermost length stands last in the source.
        dims.reverse();
        let kind = WrittenKind::Tensor(dims);
        return Ok(Written { span, kind });
    }
    cursor.eat("::");
    loop {
        let Some(ident) = cursor.take_ident() else {
            return Err((span, expected(cursor)));
        };
        if cursor.eat("::").is_some() {
            continue;
        }
        let name = ident.to_string();
        if name == "f32" || name == "Tensor0" {
            let kind = WrittenKind::Tensor(Vec::new());
            return Ok(Written { span, kind });
        }
        let rank = name
            .strip_prefix("Tensor")
            .and_then(|rank| rank.parse::<usize>().ok());
        let Some(rank @ 1..=5) = rank else {
            let found = format!("`{name}`");
            return Err((
                ident.span(),
                Diagnosis::Expected {
                    expected: EXPECTED,
                    found,
                },
            ));
        };
        return tensor(cursor, rank, ident.span(), diagnostics);
    }
}

fn expected(cursor: &Cursor<'_>) -> Diagnosis {
    let found = cursor.found();
    Diagnosis::Expected {
        expected: EXPECTED,
        found,
    }
}

fn end(piece: &Cursor<'_>) -> Result<(), Failure> {
    match piece.is_empty() {
        true => Ok(()),
        false => piece.expected("`,` or the end of the type"),
    }
}

/// `<28, 28, {2 * 8}>`
fn tensor(
    cursor: &mut Cursor<'_>,
    rank: usize,
    span: Span,
    diagnostics: &mut Diagnostics,
) -> Result<Written, Failure> {
    if cursor.eat("<").is_none() {
        return cursor.expected("`<` and the dimensions");
    }
    let mut dims = Vec::new();
    while !cursor.is_empty() && !cursor.is(">") {
        dims.push(dimension(cursor, diagnostics)?);
        if cursor.eat(",").is_none() {
            break;
        }
    }
    if cursor.eat(">").is_none() {
        return cursor.expected("`,` or `>`");
    }
    if dims.len() != rank {
        let found = match dims.len() {
            1 => "one".into(),
            count => count.to_string(),
        };
        let expected = RANKS[rank];
        return Err((span, Diagnosis::Expected { expected, found }));
    }
    let kind = WrittenKind::Tensor(dims);
    Ok(Written { span, kind })
}

const RANKS: [&str; 6] = [
    "no dimensions",
    "one dimension",
    "two dimensions",
    "three dimensions",
    "four dimensions",
    "five dimensions",
];

fn dimension(
    cursor: &mut Cursor<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Expression, Failure> {
    let Some(mut group) = cursor.group(Delimiter::Brace) else {
        return expression(cursor, false, diagnostics);
    };
    let value = expression(&mut group, false, diagnostics)?;
    end(&group)?;
    Ok(value)
}

/// `[f32; 3]; 4`, innermost length first.
fn array(
    mut group: Cursor<'_>,
    dims: &mut Vec<Expression>,
    diagnostics: &mut Diagnostics,
) -> Result<(), Failure> {
    if let Some(inner) = group.group(Delimiter::Bracket) {
        array(inner, dims, diagnostics)?;
    } else if !group.eat_ident("f32") {
        return group.expected("`f32`");
    }
    if group.eat(";").is_none() {
        return group.expected("`;` and a length");
    }
    dims.push(dimension(&mut group, diagnostics)?);
    end(&group)
}
