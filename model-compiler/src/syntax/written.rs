//! Written types: `Tensor1<64>`, `[f32; 64]`, `(Tensor1<3>, Tensor1<4>)`, and those of constants: `usize`, `[bool; 2]`.

use super::ast::{ConstantType, Expression, Written, WrittenConstant, WrittenKind};
use super::cursor::Cursor;
use super::reader::{Read, Reader};
use crate::diagnostics::Diagnosis;
use proc_macro2::{Delimiter, Span};

const EXPECTED: &str = "the type of a tensor such as `Tensor1<64>` or `[f32; 64]`";
const EXPECTED_CONSTANT: &str =
    "the type of a constant such as `usize`, `f64`, `bool` or `(usize, usize)`";

/// What a word says of a constant.
fn scalar(word: &str) -> Option<ConstantType> {
    Some(match word {
        "usize" | "u8" | "u16" | "u32" | "u64" => ConstantType::Unsigned,
        "isize" | "i8" | "i16" | "i32" | "i64" => ConstantType::Integer,
        "f32" | "f64" => ConstantType::Float,
        "bool" => ConstantType::Flag,
        _ => return None,
    })
}

/// Whether the type that comes next can only be that of a constant. `f32` alone may be a tensor without axes.
fn is_constant(cursor: &Cursor<'_>) -> bool {
    let mut inner = *cursor;
    while let Some(group) = inner.group(Delimiter::Bracket) {
        inner = group;
    }
    let word = inner.ident().map(ToString::to_string);
    inner.is("&") || word.is_some_and(|word| word != "f32" && scalar(&word).is_some())
}

impl Reader<'_> {
    /// The type of a constant.
    pub fn constant_type(&mut self, cursor: &mut Cursor<'_>) -> Read<WrittenConstant> {
        let span = cursor.span();
        let kind = self.nested(cursor, 1, Self::constant_kind)?;
        Ok(WrittenConstant { span, kind })
    }

    fn constant_kind(&mut self, cursor: &mut Cursor<'_>) -> Read<ConstantType> {
        if let Some(mut group) = cursor.group(Delimiter::Parenthesis) {
            let mut parts = Vec::new();
            while !group.is_empty() {
                parts.push(self.nested(&mut group, 1, Self::constant_kind)?);
                if group.eat(",").is_none() {
                    end(&group)?;
                }
            }
            return Ok(ConstantType::Tuple(parts));
        }
        if let Some(mut group) = cursor.group(Delimiter::Bracket) {
            let part = self.nested(&mut group, 1, Self::constant_kind)?;
            if group.eat(";").is_none() {
                return group.expected("`;` and a length");
            }
            let len = self.dimension(&mut group)?;
            end(&group)?;
            return Ok(ConstantType::Array(Box::new(part), Box::new(len)));
        }
        let mut rest = *cursor;
        if rest.eat("&").is_some() {
            if rest.eat("'").is_some() {
                rest.take_ident();
            }
            if rest.eat_ident("str") {
                *cursor = rest;
                return Ok(ConstantType::Text);
            }
        }
        let kind = cursor.ident().and_then(|word| scalar(&word.to_string()));
        match kind {
            Some(kind) => {
                cursor.next();
                Ok(kind)
            }
            None => cursor.expected(EXPECTED_CONSTANT),
        }
    }

    /// Reads the type of a value.
    pub fn written(&mut self, cursor: &mut Cursor<'_>) -> Read<Written> {
        self.nested(cursor, 1, Self::any)
    }

    fn any(&mut self, cursor: &mut Cursor<'_>) -> Read<Written> {
        let span = cursor.span();
        if is_constant(cursor) {
            let kind = WrittenKind::Constant(self.constant_type(cursor)?.kind);
            return Ok(Written { span, kind });
        }
        if let Some(group) = cursor.group(Delimiter::Parenthesis) {
            let mut rest = group;
            let mut parts = Vec::new();
            let mut comma = false;
            while !rest.is_empty() {
                parts.push(self.written(&mut rest)?);
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
            self.array(group, &mut dims)?;
            // The outermost length stands last in the source.
            dims.reverse();
            let kind = WrittenKind::Tensor(dims);
            return Ok(Written { span, kind });
        }
        cursor.eat("::");
        loop {
            let Some(ident) = cursor.take_ident() else {
                return Err((span, expected(cursor).into()));
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
                    }
                    .into(),
                ));
            };
            return self.tensor(cursor, rank, ident.span());
        }
    }

    /// `<28, 28, {2 * 8}>`
    fn tensor(&mut self, cursor: &mut Cursor<'_>, rank: usize, span: Span) -> Read<Written> {
        if cursor.eat("<").is_none() {
            return cursor.expected("`<` and the dimensions");
        }
        let mut dims = Vec::new();
        while !cursor.is_empty() && !cursor.is(">") {
            dims.push(self.dimension(cursor)?);
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
            return Err((span, Diagnosis::Expected { expected, found }.into()));
        }
        let kind = WrittenKind::Tensor(dims);
        Ok(Written { span, kind })
    }

    /// `28`, `2 * 8` or `{2 * 8}`; outside of braces `>` ends the type.
    fn dimension(&mut self, cursor: &mut Cursor<'_>) -> Read<Expression> {
        let Some(mut group) = cursor.group(Delimiter::Brace) else {
            return self.placed(cursor, (false, false), Self::sum);
        };
        let value = self.expression(&mut group)?;
        end(&group)?;
        Ok(value)
    }

    /// `[f32; 3]; 4`, innermost length first.
    fn array(&mut self, mut group: Cursor<'_>, dims: &mut Vec<Expression>) -> Read<()> {
        if let Some(inner) = group.group(Delimiter::Bracket) {
            self.array(inner, dims)?;
        } else if !group.eat_ident("f32") {
            return group.expected("`f32`");
        }
        if group.eat(";").is_none() {
            return group.expected("`;` and a length");
        }
        dims.push(self.dimension(&mut group)?);
        end(&group)
    }
}

const RANKS: [&str; 6] = [
    "no dimensions",
    "one dimension",
    "two dimensions",
    "three dimensions",
    "four dimensions",
    "five dimensions",
];

fn expected(cursor: &Cursor<'_>) -> Diagnosis {
    let found = cursor.found();
    Diagnosis::Expected {
        expected: EXPECTED,
        found,
    }
}

fn end(piece: &Cursor<'_>) -> Read<()> {
    match piece.is_empty() {
        true => Ok(()),
        false => piece.expected("`,` or the end of the type"),
    }
}
