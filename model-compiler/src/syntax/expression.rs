//! Expressions: operators, calls and queries.

use super::ast::{Argument, Expression, ExpressionKind, Operator};
use super::cursor::{Cursor, Failure};
use super::reader::{Read, Reader, is_comma};
use super::scan::Token;
use crate::diagnostics::{Diagnosis, Diagnostics, Unsupported};
use proc_macro2::{Delimiter, Span, TokenTree};

/// Operators with what they are and how tightly they bind. Those that others begin with stand behind them.
const OPERATORS: [(&str, Operator, u8); 13] = [
    ("||", Operator::Or, 0),
    ("&&", Operator::And, 1),
    ("==", Operator::Equal, 2),
    ("!=", Operator::NotEqual, 2),
    ("<=", Operator::LessEqual, 2),
    (">=", Operator::GreaterEqual, 2),
    ("<", Operator::Less, 2),
    (">", Operator::Greater, 2),
    ("+", Operator::Add, 3),
    ("-", Operator::Subtract, 3),
    ("*", Operator::Multiply, 4),
    ("/", Operator::Divide, 4),
    ("%", Operator::Remainder, 4),
];

/// The operator that comes next, with how it is written and how tightly it binds.
fn operator(cursor: &Cursor<'_>) -> Option<(&'static str, Operator, u8)> {
    if cursor.is("<<") || cursor.is(">>") {
        return None;
    }
    OPERATORS
        .iter()
        .find(|(symbol, _, _)| cursor.is(symbol))
        .copied()
}

/// What is wrong with a token that stands after a whole expression.
pub fn leftover(cursor: &Cursor<'_>, separator: char) -> Failure {
    let span = cursor.span();
    let what = |what| (span, Diagnosis::Unsupported(what).into());
    let operators = ["<<", ">>", "&", "|", "^", "?"];
    if operators.iter().any(|operator| cursor.is(operator)) || cursor.is_ident("as") {
        return what(Unsupported::Operator);
    }
    if cursor.is("!") {
        return what(Unsupported::MacroCall);
    }
    if cursor.is_ident("else") {
        return what(Unsupported::LetElse);
    }
    let begins = match cursor.peek().map(|token| &token.tree) {
        Some(TokenTree::Ident(_) | TokenTree::Literal(_) | TokenTree::Group(_)) => true,
        Some(TokenTree::Punct(_)) | None => false,
    };
    let found = cursor.found();
    let diagnosis = match (begins, separator) {
        (true, _) => Diagnosis::MissingSeparator { separator, found },
        (false, ';') => Diagnosis::Expected {
            expected: "`;` or an operator",
            found,
        },
        (false, _) => Diagnosis::Expected {
            expected: "`,` or an operator",
            found,
        },
    };
    (span, diagnosis.into())
}

/// The expression that all of these tokens are, perhaps with a semicolon behind it; what is wrong is reported.
pub fn whole_expression(tokens: &[Token], diagnostics: &mut Diagnostics) -> Option<Expression> {
    let mut cursor = Cursor::new(tokens);
    let read = Reader::new(diagnostics).expression(&mut cursor);
    let whole = read.and_then(|expression| {
        cursor.eat(";");
        match cursor.is_empty() {
            true => Ok(expression),
            false => Err(leftover(&cursor, ';')),
        }
    });
    match whole {
        Ok(expression) => Some(expression),
        Err((span, diagnosis)) => {
            diagnostics.error(span, *diagnosis);
            None
        }
    }
}

impl Reader<'_> {
    /// Reads an expression. What is left after it is the caller's. Mistakes inside of arguments are reported one by
    /// one, and stand as unreadable arguments in the result.
    pub fn expression(&mut self, cursor: &mut Cursor<'_>) -> Read<Expression> {
        self.placed(cursor, (false, false), Self::values)
    }

    /// The arguments in a group: `2, rate = 0.5`.
    pub fn arguments(&mut self, group: Cursor<'_>) -> Vec<Argument> {
        let mut rest = group;
        let mut arguments = Vec::new();
        while !rest.is_empty() {
            let mut name = None;
            if let Some(ident) = rest.ident()
                && rest.nth_is(1, "=")
            {
                rest.next();
                rest.next();
                name = Some(ident.clone());
            }
            let value = self.argument(&mut rest);
            arguments.push(Argument { name, value });
        }
        arguments
    }

    /// One value up to its comma.
    fn argument(&mut self, rest: &mut Cursor<'_>) -> Expression {
        let value = self.expression(rest).and_then(|value| {
            match rest.eat(",").is_some() || rest.is_empty() {
                true => Ok(value),
                false => Err(leftover(rest, ',')),
            }
        });
        value.unwrap_or_else(|(span, diagnosis)| {
            self.diagnostics.error(span, *diagnosis);
            rest.skip_to(is_comma);
            rest.eat(",");
            let kind = ExpressionKind::Unreadable;
            Expression { span, kind }
        })
    }

    /// An expression, or a range of them.
    pub fn values(&mut self, cursor: &mut Cursor<'_>) -> Read<Expression> {
        let span = cursor.span();
        if cursor.is("..") {
            return Err((span, Diagnosis::Unsupported(Unsupported::OpenRange).into()));
        }
        let start = self.operators(cursor, 0)?;
        if cursor.eat("..").is_none() {
            return Ok(start);
        }
        let inclusive = cursor.eat("=").is_some();
        let ends = cursor.is_empty()
            || cursor.is(",")
            || cursor.is(";")
            || cursor.is_group(Delimiter::Brace);
        if ends {
            return Err((span, Diagnosis::Unsupported(Unsupported::OpenRange).into()));
        }
        let end = self.operators(cursor, 0)?;
        let kind = ExpressionKind::Range {
            start: Box::new(start),
            end: Box::new(end),
            inclusive,
        };
        Ok(Expression { span, kind })
    }

    /// A sum: what may stand between the `<` and `>` of a type.
    pub fn sum(&mut self, cursor: &mut Cursor<'_>) -> Read<Expression> {
        self.operators(cursor, 3)
    }

    /// Operands joined by operators that bind at least so tightly.
    pub fn operators(&mut self, cursor: &mut Cursor<'_>, least: u8) -> Read<Expression> {
        self.nested(cursor, 1, |reader, cursor| {
            let mut left = reader.prefixed(cursor)?;
            while let Some((_, _, level)) = operator(cursor).filter(|(_, _, level)| *level >= least)
            {
                let mut rest = Vec::new();
                while let Some((symbol, operator, _)) =
                    operator(cursor).filter(|(_, _, next)| *next == level)
                {
                    let span = cursor.span();
                    if operator.compares() && !rest.is_empty() {
                        let what = Unsupported::ChainedComparison;
                        return Err((span, Diagnosis::Unsupported(what).into()));
                    }
                    cursor.eat(symbol);
                    rest.push((operator, span, reader.operators(cursor, level + 1)?));
                }
                left = Expression {
                    span: left.span,
                    kind: ExpressionKind::Chain {
                        first: Box::new(left),
                        rest,
                    },
                };
            }
            Ok(left)
        })
    }

    /// `-x`, `!x`
    fn prefixed(&mut self, cursor: &mut Cursor<'_>) -> Read<Expression> {
        let mut prefixes: Vec<(bool, Span)> = Vec::new();
        loop {
            let span = cursor.span();
            if cursor.eat("-").is_some() {
                prefixes.push((true, span));
            } else if cursor.is("!") && !cursor.is("!=") {
                cursor.eat("!");
                prefixes.push((false, span));
            } else {
                break;
            }
        }
        if prefixes.is_empty() {
            return self.postfixed(cursor);
        }
        let mut value = self.nested(cursor, prefixes.len(), Self::postfixed)?;
        for (negative, span) in prefixes.into_iter().rev() {
            let inner = Box::new(value);
            let kind = match negative {
                true => ExpressionKind::Negative(inner),
                false => ExpressionKind::Not(inner),
            };
            value = Expression { span, kind };
        }
        Ok(value)
    }

    /// `f(a)(b)`, `x.channels()`, `t.0`
    fn postfixed(&mut self, cursor: &mut Cursor<'_>) -> Read<Expression> {
        let mut value = self.nested(cursor, postfixes(*cursor), Self::primary)?;
        let is_body = matches!(
            value.kind,
            ExpressionKind::If { .. } | ExpressionKind::Block(_)
        );
        if is_body && (cursor.is_group(Delimiter::Parenthesis) || cursor.is(".")) {
            let what = Unsupported::AppliedBody;
            return Err((value.span, Diagnosis::Unsupported(what).into()));
        }
        loop {
            if let Some(group) = cursor.group(Delimiter::Parenthesis) {
                let arguments = self.arguments(group);
                value = Expression {
                    span: value.span,
                    kind: ExpressionKind::Apply {
                        callee: Box::new(value),
                        arguments,
                    },
                };
            } else if cursor.eat(".").is_some() {
                value = self.member(cursor, value)?;
            } else if cursor.is_group(Delimiter::Bracket) && !self.chain {
                let what = Unsupported::Index;
                return Err((cursor.span(), Diagnosis::Unsupported(what).into()));
            } else {
                return Ok(value);
            }
        }
    }

    /// What follows the dot.
    fn member(&mut self, cursor: &mut Cursor<'_>, value: Expression) -> Read<Expression> {
        let span = cursor.span();
        if let Some(name) = cursor.take_ident() {
            let value = Box::new(value);
            let kind = match cursor.group(Delimiter::Parenthesis) {
                Some(group) => ExpressionKind::Method {
                    value,
                    name: name.clone(),
                    arguments: self.arguments(group),
                },
                None => ExpressionKind::Field {
                    value,
                    name: name.to_string(),
                },
            };
            return Ok(Expression { span, kind });
        }
        let Some(TokenTree::Literal(literal)) = cursor.peek().map(|token| &token.tree) else {
            return cursor.expected("a query such as `channels()`, or the number of a field");
        };
        let text = literal.to_string();
        let mut value = value;
        // `t.0.1` has one literal, `0.1`.
        for name in text.splitn(2, '.') {
            if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_digit()) {
                return cursor.expected("a query such as `channels()`, or the number of a field");
            }
            let kind = ExpressionKind::Field {
                value: Box::new(value),
                name: name.into(),
            };
            value = Expression { span, kind };
        }
        cursor.next();
        Ok(value)
    }
}

/// How many calls and dots follow a group: what is in it is nested so much deeper.
fn postfixes(mut cursor: Cursor<'_>) -> usize {
    let opens = [Delimiter::Parenthesis, Delimiter::Bracket];
    if !opens.iter().any(|delimiter| cursor.is_group(*delimiter)) {
        return 0;
    }
    cursor.next();
    let mut count = 0;
    loop {
        if cursor.group(Delimiter::Parenthesis).is_some() {
            count += 1;
        } else if cursor.eat(".").is_some() {
            cursor.next();
            count += 1;
        } else {
            return count;
        }
    }
}
