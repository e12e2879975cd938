//! Statements: declarations, assignments, loops, branches, and the value at the end.

use super::ast::{
    Bind, Binding, Branch, Expression, ExpressionKind, For, Functional, Operator, Pattern,
    Statement, Written, WrittenKind,
};
use super::cursor::{Cursor, Failure};
use super::expression::leftover;
use super::reader::{BODY, Read, Reader};
use super::words::is_reserved;
use crate::diagnostics::{Diagnosis, Unsupported};
use proc_macro2::{Delimiter, TokenTree};

const ASSIGNMENTS: [(&str, Operator); 5] = [
    ("+=", Operator::Add),
    ("-=", Operator::Subtract),
    ("*=", Operator::Multiply),
    ("/=", Operator::Divide),
    ("%=", Operator::Remainder),
];

fn ends_statement(tree: &TokenTree) -> bool {
    match tree {
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Ident(ident) => ident == "let" || ident == "for" || ident == "const",
        _ => false,
    }
}

fn begins_statement(rest: &Cursor<'_>) -> bool {
    ["let", "for", "const"]
        .iter()
        .any(|word| rest.is_ident(word))
}

enum Line {
    Statement(Statement),
    /// `for`, `if` and blocks need no `;`.
    Closed(Statement),
    Value(Expression),
}

impl Reader<'_> {
    /// The statements and the value in a group. Mistakes are reported one by one.
    pub fn functional(&mut self, group: Cursor<'_>) -> Functional {
        self.placed(&mut { group }, (false, false), |reader, group| {
            reader.statements(*group)
        })
    }

    fn statements(&mut self, group: Cursor<'_>) -> Functional {
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
            match self.line(&mut rest) {
                Ok(Line::Statement(statement)) => functional.statements.push(statement),
                Ok(Line::Closed(statement)) => {
                    functional.statements.push(statement);
                    continue;
                }
                Ok(Line::Value(value)) if rest.is_empty() => {
                    functional.tail = Some(value);
                    break;
                }
                Ok(Line::Value(value)) => {
                    let reported = !rest.is(";");
                    functional
                        .statements
                        .push(Statement::Value { value, reported });
                }
                Err((span, diagnosis)) => {
                    self.diagnostics.error(span, *diagnosis);
                    functional.incomplete = true;
                    // The mistake may stand at the word that would end the search.
                    if begins_statement(&rest) && rest.span().start() == span.start() {
                        rest.next();
                    }
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
                        Diagnosis::MissingSeparator { separator, found }.into(),
                    )
                }
                false => leftover(&rest, ';'),
            };
            self.diagnostics.error(span, *diagnosis);
            if !begins_statement(&rest) && rest.eat(",").is_none() {
                functional.incomplete = true;
                rest.skip_to(ends_statement);
            }
        }
        functional
    }

    /// Reads a statement up to its `;`, or a value.
    fn line(&mut self, rest: &mut Cursor<'_>) -> Read<Line> {
        attribute(rest)?;
        if rest.eat_ident("let") {
            let bind = self.declaration(rest)?;
            return Ok(Line::Statement(Statement::Bind(bind)));
        }
        if rest.is_ident("const") {
            rest.next();
            let bind = self.constant(rest)?;
            return Ok(Line::Statement(Statement::Bind(bind)));
        }
        if rest.is_ident("for") {
            return self.repeat(rest).map(Line::Closed);
        }
        if rest.is_ident("if") || rest.is_group(Delimiter::Brace) {
            let value = self.nested(rest, BODY, |reader, rest| match rest.is_ident("if") {
                true => reader.conditional(rest),
                false => reader.block(rest),
            })?;
            if rest.is_group(Delimiter::Parenthesis) || rest.is(".") {
                let what = Unsupported::AppliedBody;
                return Err((value.span, Diagnosis::Unsupported(what).into()));
            }
            if rest.is_empty() {
                return Ok(Line::Value(value));
            }
            let reported = false;
            return Ok(Line::Closed(Statement::Value { value, reported }));
        }
        if let Some(bind) = self.assignment(rest)? {
            return Ok(Line::Statement(Statement::Bind(bind)));
        }
        self.expression(rest).map(Line::Value)
    }

    /// `name = value` or `name += value`
    fn assignment(&mut self, rest: &mut Cursor<'_>) -> Read<Option<Bind>> {
        let Some(name) = rest.ident() else {
            return Ok(None);
        };
        let combined = ASSIGNMENTS
            .iter()
            .find(|(symbol, _)| rest.nth_is(1, symbol));
        if !rest.nth_is(1, "=") && combined.is_none() {
            return Ok(None);
        }
        rest.next();
        let place = rest.span();
        rest.eat(combined.map_or("=", |(symbol, _)| symbol));
        let mut value = self.expression(rest)?;
        if let Some((_, operator)) = combined {
            let span = name.span();
            let kind = ExpressionKind::Name(name.clone());
            let first = Box::new(Expression { span, kind });
            let rest = vec![(*operator, place, value)];
            let kind = ExpressionKind::Chain { first, rest };
            value = Expression { span, kind };
        }
        let binding = Binding {
            name: name.clone(),
            mutable: true,
        };
        Ok(Some(Bind {
            pattern: Pattern::One(binding),
            declares: false,
            written: None,
            value: Some(value),
        }))
    }

    /// What follows `let`.
    fn declaration(&mut self, rest: &mut Cursor<'_>) -> Read<Bind> {
        let pattern = pattern(rest)?;
        let written = match rest.eat(":") {
            Some(_) => self.written(rest).map(Some),
            None => Ok(None),
        };
        Ok(self.initialized(rest, pattern, written))
    }

    /// What follows `const` in a body: another way to write `let`.
    fn constant(&mut self, rest: &mut Cursor<'_>) -> Read<Bind> {
        let name = binding(rest)?;
        let written = match rest.eat(":") {
            Some(_) => self.constant_type(rest).map(|written| {
                Some(Written {
                    span: written.span,
                    kind: WrittenKind::Constant(written.kind),
                })
            }),
            None => Ok(None),
        };
        Ok(self.initialized(rest, Pattern::One(name), written))
    }

    fn initialized(
        &mut self,
        rest: &mut Cursor<'_>,
        pattern: Pattern,
        written: Read<Option<Written>>,
    ) -> Bind {
        let value = written.and_then(|written| {
            if rest.eat("=").is_none() {
                return rest.expected("`=` and a value");
            }
            Ok((written, self.expression(rest)?))
        });
        let (written, value) = match value {
            Ok((written, value)) => (written, Some(value)),
            Err((span, diagnosis)) => {
                // The names are known; what they stand for isn't.
                self.diagnostics.error(span, *diagnosis);
                rest.skip_to(ends_statement);
                (None, None)
            }
        };
        Bind {
            pattern,
            declares: true,
            written,
            value,
        }
    }

    /// `for i in 0..3 { .. }`
    fn repeat(&mut self, rest: &mut Cursor<'_>) -> Read<Statement> {
        let span = rest.span();
        rest.next();
        let pattern = pattern(rest)?;
        if !rest.eat_ident("in") {
            return rest.expected("`in` and a range or an array");
        }
        let values = self.placed(rest, (false, true), Self::values)?;
        let Some(group) = rest.group(Delimiter::Brace) else {
            return rest.expected("`{` and what is repeated");
        };
        let body = self.nested(rest, BODY, |reader, _| Ok(reader.functional(group)))?;
        Ok(Statement::For(For {
            span,
            pattern,
            values,
            body,
        }))
    }

    fn block(&mut self, rest: &mut Cursor<'_>) -> Read<Expression> {
        let span = rest.span();
        let Some(group) = rest.group(Delimiter::Brace) else {
            return rest.expected("`{`");
        };
        let kind = ExpressionKind::Block(Box::new(self.functional(group)));
        Ok(Expression { span, kind })
    }

    /// `if a { .. } else if b { .. } else { .. }`
    pub fn conditional(&mut self, rest: &mut Cursor<'_>) -> Read<Expression> {
        let span = rest.span();
        let mut branches = Vec::new();
        let mut otherwise = None;
        while rest.eat_ident("if") {
            if rest.is_ident("let") {
                let what = Unsupported::IfLet;
                return Err((rest.span(), Diagnosis::Unsupported(what).into()));
            }
            let condition = self.placed(rest, (false, true), Self::values)?;
            if rest.is("=") {
                let what = Unsupported::AssignmentAsCondition;
                return Err((rest.span(), Diagnosis::Unsupported(what).into()));
            }
            let Some(group) = rest.group(Delimiter::Brace) else {
                return rest.expected("`{` and what happens then, or an operator");
            };
            let body = self.functional(group);
            branches.push(Branch { condition, body });
            if !rest.eat_ident("else") {
                break;
            }
            if let Some(group) = rest.group(Delimiter::Brace) {
                otherwise = Some(Box::new(self.functional(group)));
                break;
            }
            if !rest.is_ident("if") {
                return rest.expected("`{` or `if`");
            }
        }
        let kind = ExpressionKind::If {
            branches,
            otherwise,
        };
        Ok(Expression { span, kind })
    }
}

/// Refuses an attribute or a doc comment.
pub fn attribute(rest: &mut Cursor<'_>) -> Result<(), Failure> {
    let span = rest.span();
    if rest.eat("#").is_none() {
        return Ok(());
    }
    let group = rest.group(Delimiter::Bracket);
    let what = match group.is_some_and(|group| group.is_ident("doc")) {
        true => Unsupported::Documentation,
        false => Unsupported::Attribute,
    };
    Err((span, Diagnosis::Unsupported(what).into()))
}

fn pattern(rest: &mut Cursor<'_>) -> Read<Pattern> {
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
            return Err((
                group.span(),
                Diagnosis::Unsupported(Unsupported::Pattern).into(),
            ));
        }
    }
    if bindings.len() == 1 && !comma {
        return Ok(Pattern::One(bindings.remove(0)));
    }
    Ok(Pattern::Several(bindings, span))
}

fn binding(rest: &mut Cursor<'_>) -> Read<Binding> {
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
        None => Err((span, Diagnosis::Unsupported(Unsupported::Pattern).into())),
    }
}
