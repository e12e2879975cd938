//! What expressions are made of: names, literals, paths, groups, branches and closures.

use super::ast::{Expression, ExpressionKind};
use super::cursor::Cursor;
use super::expression::leftover;
use super::reader::{BODY, Read, Reader};
use super::words::is_reserved;
use crate::diagnostics::{Diagnosis, Unsupported};
use proc_macro2::{Delimiter, Ident, Span, TokenTree};
use std::rc::Rc;

impl Reader<'_> {
    /// The first part of an expression, before calls and dots.
    pub fn primary(&mut self, cursor: &mut Cursor<'_>) -> Read<Expression> {
        let start = *cursor;
        let span = cursor.span();
        let simple = |kind| Ok(Expression { span, kind });
        let what = |what| Err((span, Diagnosis::Unsupported(what).into()));
        if let Some(group) = cursor.group(Delimiter::Parenthesis) {
            return self.parentheses(group, span);
        }
        if let Some(group) = cursor.group(Delimiter::Bracket) {
            let (items, _) = self.items(group)?;
            return simple(ExpressionKind::Array(items));
        }
        if let Some(group) = cursor.group(Delimiter::Brace) {
            let body = self.nested(cursor, BODY, |reader, _| Ok(reader.functional(group)))?;
            return simple(ExpressionKind::Block(Box::new(body)));
        }
        if cursor.is("|") || cursor.is("||") || cursor.is_ident("move") {
            return self.closure(cursor);
        }
        if cursor.is("&") || cursor.is("*") {
            return what(Unsupported::Operator);
        }
        if cursor.is("::") {
            return self.user(cursor, start);
        }
        match cursor.peek().map(|token| &token.tree) {
            Some(TokenTree::Literal(literal)) => {
                let kind = super::literal::literal(&literal.to_string(), span)?;
                cursor.next();
                simple(kind)
            }
            Some(TokenTree::Ident(ident)) => self.word(cursor, ident),
            _ => cursor.expected("a value or a layer"),
        }
    }

    /// A name, a path, or one of the words that begin something else.
    fn word(&mut self, cursor: &mut Cursor<'_>, ident: &Ident) -> Read<Expression> {
        let start = *cursor;
        let span = ident.span();
        let text = ident.to_string();
        let unsupported = match text.as_str() {
            "true" | "false" => {
                cursor.next();
                let kind = ExpressionKind::Flag(text == "true");
                return Ok(Expression { span, kind });
            }
            "if" => return self.nested(cursor, BODY, Self::conditional),
            "for" => Some(Unsupported::LoopAsValue),
            "while" | "loop" => Some(Unsupported::While),
            "match" => Some(Unsupported::Match),
            "return" => Some(Unsupported::Return),
            "break" | "continue" => Some(Unsupported::Break),
            _ => None,
        };
        if let Some(what) = unsupported {
            return Err((span, Diagnosis::Unsupported(what).into()));
        }
        if is_reserved(&text) && !cursor.nth_is(1, "::") {
            return cursor.expected("a value or a layer");
        }
        let is_literal = cursor.nth_is_group(1, Delimiter::Brace) && !self.condition;
        if cursor.nth_is(1, "::") || is_literal {
            return self.user(cursor, start);
        }
        cursor.next();
        let kind = ExpressionKind::Name(ident.clone());
        Ok(Expression { span, kind })
    }

    /// `|x, y| x * y`
    fn closure(&mut self, cursor: &mut Cursor<'_>) -> Read<Expression> {
        cursor.eat_ident("move");
        let span = cursor.span();
        let mut parameters: Vec<Ident> = Vec::new();
        if cursor.eat("||").is_none() {
            if cursor.eat("|").is_none() {
                return cursor.expected("`|` and the names of the closure");
            }
            while cursor.eat("|").is_none() {
                let name = cursor
                    .ident()
                    .filter(|name| !is_reserved(&name.to_string()));
                let Some(name) = name else {
                    return cursor.expected("a name, or `|` and what the closure computes");
                };
                cursor.next();
                parameters.push(name.clone());
                if cursor.is(":") {
                    let what = Unsupported::ClosureType;
                    return Err((cursor.span(), Diagnosis::Unsupported(what).into()));
                }
                if cursor.eat(",").is_none() && !cursor.is("|") {
                    return cursor.expected("`,` or `|`");
                }
            }
        }
        let body = Rc::new(self.operators(cursor, 0)?);
        let kind = ExpressionKind::Closure { parameters, body };
        Ok(Expression { span, kind })
    }

    /// `(x)` is x, `(x,)` and `(x, y)` are tuples.
    fn parentheses(&mut self, group: Cursor<'_>, span: Span) -> Read<Expression> {
        let (mut items, comma) = self.items(group)?;
        if items.len() == 1 && !comma {
            return Ok(items.remove(0));
        }
        let kind = ExpressionKind::Tuple(items);
        Ok(Expression { span, kind })
    }

    /// Expressions with commas between them, and whether there was a comma.
    fn items(&mut self, group: Cursor<'_>) -> Read<(Vec<Expression>, bool)> {
        let mut rest = group;
        let mut items = Vec::new();
        let mut comma = false;
        while !rest.is_empty() {
            items.push(self.expression(&mut rest)?);
            if rest.eat(",").is_some() {
                comma = true;
            } else if rest.is(";") {
                return Err((
                    rest.span(),
                    Diagnosis::Unsupported(Unsupported::Repeat).into(),
                ));
            } else if !rest.is_empty() {
                return Err(leftover(&rest, ','));
            }
        }
        Ok((items, comma))
    }
}
