//! Expressions: constants, names, layers and their application, operators.

use super::ast::{Argument, Expression, ExpressionKind, Operator, User};
use super::cursor::{Cursor, Failure};
use crate::diagnostics::{Diagnosis, Diagnostics, Unsupported};
use proc_macro2::{Delimiter, Span, TokenTree};

type Read<T> = Result<T, Failure>;

/// Reads an expression. What is left after it is the caller's. Mistakes inside of arguments are reported one by
/// one, and stand as unreadable arguments in the result.
///
/// In a chain a user's layer isn't applied: all that follows its path makes the layer.
pub fn expression(
    cursor: &mut Cursor<'_>,
    chain: bool,
    diagnostics: &mut Diagnostics,
) -> Read<Expression> {
    let mut reader = Reader { chain, diagnostics };
    reader.sum(cursor)
}

/// The arguments in a group: `2, rate = 0.5`.
fn arguments(group: Cursor<'_>, diagnostics: &mut Diagnostics) -> Vec<Argument> {
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
        let value = expression(&mut rest, false, diagnostics).and_then(|value| {
            match separated(&mut rest) {
                true => Ok(value),
                false => Err(leftover(&rest, ',')),
            }
        });
        let value = value.unwrap_or_else(|(span, diagnosis)| {
            diagnostics.error(span, diagnosis);
            rest.skip_to(is_comma);
            rest.eat(",");
            let kind = ExpressionKind::Unreadable;
            Expression { span, kind }
        });
        arguments.push(Argument { name, value });
    }
    arguments
}

/// Takes a comma; the end will do.
fn separated(cursor: &mut Cursor<'_>) -> bool {
    cursor.eat(",").is_some() || cursor.is_empty()
}

fn is_comma(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ',')
}

/// What is wrong with a token that stands after a whole expression.
pub fn leftover(cursor: &Cursor<'_>, separator: char) -> Failure {
    let span = cursor.span();
    let what = |what| (span, Diagnosis::Unsupported(what));
    let operators = [
        "==", "!=", "<=", ">=", "&&", "||", "..", "<<", ">>", "<", ">", "&", "|", "^", "?",
    ];
    if operators.iter().any(|operator| cursor.is(operator)) || cursor.is_ident("as") {
        return what(Unsupported::Operator);
    }
    if cursor.is(".") {
        return what(Unsupported::Field);
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
    (span, diagnosis)
}

struct Reader<'d> {
    chain: bool,
    diagnostics: &'d mut Diagnostics,
}

impl Reader<'_> {
    fn sum(&mut self, cursor: &mut Cursor<'_>) -> Read<Expression> {
        let operators = [("+", Operator::Add), ("-", Operator::Subtract)];
        self.operators(cursor, &operators, Self::product)
    }

    fn product(&mut self, cursor: &mut Cursor<'_>) -> Read<Expression> {
        let operators = [
            ("*", Operator::Multiply),
            ("/", Operator::Divide),
            ("%", Operator::Remainder),
        ];
        self.operators(cursor, &operators, Self::negation)
    }

    fn operators(
        &mut self,
        cursor: &mut Cursor<'_>,
        operators: &[(&str, Operator)],
        operand: fn(&mut Self, &mut Cursor<'_>) -> Read<Expression>,
    ) -> Read<Expression> {
        let first = operand(self, cursor)?;
        let mut rest = Vec::new();
        'more: loop {
            for &(symbol, operator) in operators {
                if let Some(span) = cursor.eat(symbol) {
                    rest.push((operator, span, operand(self, cursor)?));
                    continue 'more;
                }
            }
            break;
        }
        if rest.is_empty() {
            return Ok(first);
        }
        Ok(Expression {
            span: first.span,
            kind: ExpressionKind::Chain {
                first: Box::new(first),
                rest,
            },
        })
    }

    fn negation(&mut self, cursor: &mut Cursor<'_>) -> Read<Expression> {
        let Some(span) = cursor.eat("-") else {
            return self.postfix(cursor);
        };
        let mut odd = true;
        while cursor.eat("-").is_some() {
            odd = !odd;
        }
        let value = self.postfix(cursor)?;
        if !odd {
            return Ok(value);
        }
        Ok(Expression {
            span,
            kind: ExpressionKind::Negative(Box::new(value)),
        })
    }

    fn postfix(&mut self, cursor: &mut Cursor<'_>) -> Read<Expression> {
        let mut value = self.primary(cursor)?;
        while let Some(group) = cursor.group(Delimiter::Parenthesis) {
            let arguments = arguments(group, self.diagnostics);
            value = Expression {
                span: value.span,
                kind: ExpressionKind::Apply {
                    callee: Box::new(value),
                    arguments,
                },
            };
        }
        Ok(value)
    }

    fn primary(&mut self, cursor: &mut Cursor<'_>) -> Read<Expression> {
        let start = *cursor;
        let span = cursor.span();
        let simple = |kind| Ok(Expression { span, kind });
        let what = |what| Err((span, Diagnosis::Unsupported(what)));
        if let Some(group) = cursor.group(Delimiter::Parenthesis) {
            return self.parentheses(group, span);
        }
        if let Some(group) = cursor.group(Delimiter::Bracket) {
            let (items, _) = self.items(group)?;
            return simple(ExpressionKind::Array(items));
        }
        if cursor.is("|") || cursor.is("||") || cursor.is_ident("move") {
            return what(Unsupported::Closure);
        }
        if cursor.is("&") || cursor.is("!") || cursor.is("..") || (cursor.is("*")) {
            return what(Unsupported::Operator);
        }
        if cursor.is("::") {
            return self.user(cursor, start);
        }
        match cursor.peek().map(|token| &token.tree) {
            Some(TokenTree::Literal(literal)) => {
                let kind = self::literal(&literal.to_string(), span)?;
                cursor.next();
                simple(kind)
            }
            Some(TokenTree::Ident(ident)) => {
                let unsupported = match ident.to_string().as_str() {
                    "true" => {
                        cursor.next();
                        return simple(ExpressionKind::Flag(true));
                    }
                    "false" => {
                        cursor.next();
                        return simple(ExpressionKind::Flag(false));
                    }
                    "if" => Some(Unsupported::If),
                    "for" | "while" | "loop" => Some(Unsupported::Loop),
                    "match" => Some(Unsupported::Match),
                    _ => None,
                };
                if let Some(unsupported) = unsupported {
                    return what(unsupported);
                }
                if is_reserved(&ident.to_string()) && !cursor.nth_is(1, "::") {
                    return cursor.expected("a value or a layer");
                }
                if cursor.nth_is(1, "::") || cursor.nth_is_group(1, Delimiter::Brace) {
                    return self.user(cursor, start);
                }
                cursor.next();
                simple(ExpressionKind::Name(ident.clone()))
            }
            _ => cursor.expected("a value or a layer"),
        }
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
            items.push(expression(&mut rest, false, self.diagnostics)?);
            if rest.eat(",").is_some() {
                comma = true;
            } else if !rest.is_empty() {
                return Err(leftover(&rest, ','));
            }
        }
        Ok((items, comma))
    }

    /// `my::Layer`, `my::Layer::<3>`, `my::Layer { field: value }`, `my::Layer(..)`, and its application.
    fn user(&mut self, cursor: &mut Cursor<'_>, start: Cursor<'_>) -> Read<Expression> {
        cursor.eat("::");
        let mut segments: Vec<String> = Vec::new();
        let mut span = cursor.span();
        // The path that ends before the last segment names the type of `my::Layer::new(3)`.
        let mut before_last;
        let mut after_last = start;
        loop {
            let Some(ident) = cursor.take_ident() else {
                return cursor.expected("a name");
            };
            span = if segments.is_empty() {
                span
            } else {
                ident.span()
            };
            segments.push(ident.to_string());
            before_last = after_last;
            after_last = *cursor;
            if cursor.eat("::").is_none() {
                break;
            }
            if cursor.is("<") {
                generics(cursor)?;
                after_last = *cursor;
                if cursor.eat("::").is_none() {
                    break;
                }
            }
        }
        let is_type = |segment: &str| segment.starts_with(|first: char| first.is_uppercase());
        let last = segments.last().map_or("", String::as_str);
        let previous = match segments.len() {
            0 | 1 => "",
            count => &segments[count - 2],
        };
        let (name, path) = if is_type(last) || !is_type(previous) {
            let path = is_type(last).then(|| start.until(&after_last));
            (last.to_string(), path)
        } else {
            (previous.to_string(), Some(start.until(&before_last)))
        };
        let literal = cursor.group(Delimiter::Brace).is_some();
        let mut user = User {
            value: start.until(cursor),
            path,
            name,
            call: None,
        };
        let mut calls = 0;
        let mut ahead = *cursor;
        while ahead.group(Delimiter::Parenthesis).is_some() {
            calls += 1;
        }
        if self.chain {
            user.value = start.until(&ahead);
            *cursor = ahead;
        } else if !literal && calls == 1 {
            // Constructor or application? Read it as the latter, and keep it only if that works.
            let mut attempt = Diagnostics::new();
            if let Some(group) = cursor.group(Delimiter::Parenthesis) {
                let arguments = arguments(group, &mut attempt);
                let whole = start.until(cursor);
                if attempt.errors() == 0 {
                    user.call = Some((whole, arguments));
                } else {
                    user.value = whole;
                }
            }
            attempt.discard();
        } else if !literal && calls > 1 {
            for _ in 1..calls {
                cursor.group(Delimiter::Parenthesis);
            }
            user.value = start.until(cursor);
        }
        let kind = ExpressionKind::User(user);
        Ok(Expression { span, kind })
    }
}

/// Skips `<..>`.
fn generics(cursor: &mut Cursor<'_>) -> Read<()> {
    let mut depth = 0usize;
    loop {
        if cursor.eat("<").is_some() {
            depth += 1;
        } else if cursor.eat(">").is_some() {
            depth -= 1;
            if depth == 0 {
                return Ok(());
            }
        } else if cursor.next().is_none() {
            return cursor.expected("`>`");
        }
    }
}

fn literal(text: &str, span: Span) -> Read<ExpressionKind> {
    let digits: String = text.chars().filter(|&c| c != '_').collect();
    if let Ok(value) = digits.parse::<i64>() {
        return Ok(ExpressionKind::Integer(value));
    }
    let found = || match text.chars().count() {
        0..=30 => format!("`{text}`"),
        _ => "this literal".to_string(),
    };
    let failure = || (span, Diagnosis::Literal { found: found() });
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(failure());
    }
    if digits.starts_with(|first: char| first.is_ascii_digit())
        && let Ok(value) = digits.parse::<f64>()
    {
        return match value.is_finite() {
            true => Ok(ExpressionKind::Float(value)),
            false => Err(failure()),
        };
    }
    match syn::parse_str::<syn::Lit>(text) {
        Ok(syn::Lit::Int(literal)) => match literal.base10_parse::<i64>() {
            Ok(value) => Ok(ExpressionKind::Integer(value)),
            Err(_) => Err(failure()),
        },
        Ok(syn::Lit::Float(literal)) => match literal.base10_parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(ExpressionKind::Float(value)),
            _ => Err(failure()),
        },
        Ok(syn::Lit::Str(literal)) => Ok(ExpressionKind::Text(literal.value())),
        _ => Err(failure()),
    }
}

/// Keywords that can't be names.
pub fn is_reserved(word: &str) -> bool {
    matches!(
        word,
        "as" | "async"
            | "await"
            | "break"
            | "const"
            | "continue"
            | "dyn"
            | "else"
            | "enum"
            | "extern"
            | "fn"
            | "impl"
            | "in"
            | "let"
            | "mod"
            | "move"
            | "mut"
            | "pub"
            | "ref"
            | "return"
            | "static"
            | "struct"
            | "super"
            | "trait"
            | "type"
            | "unsafe"
            | "use"
            | "where"
            | "yield"
            | "if"
            | "for"
            | "while"
            | "loop"
            | "match"
            | "true"
            | "false"
            | "self"
            | "Self"
            | "crate"
    )
}
