//! Paths: layers of the user's own, and what comes from other macros.

use super::ast::{Argument, Expression, ExpressionKind, User};
use super::cursor::Cursor;
use super::reader::{Read, Reader};
use crate::diagnostics::Diagnostics;
use proc_macro2::Delimiter;

impl Reader<'_> {
    /// `my::Layer`, `my::Layer::<3>`, `my::Layer { field: value }`, `my::Layer(..)`, and its application.
    pub fn user(&mut self, cursor: &mut Cursor<'_>, start: Cursor<'_>) -> Read<Expression> {
        cursor.eat("::");
        let mut segments: Vec<String> = Vec::new();
        let mut span = cursor.span();
        // The path that ends before the last segment names the type of `my::Layer::new(3)`.
        let mut before_last;
        let mut after_last = start;
        let mut generic = false;
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
                generic = true;
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
        let by_function = !is_type(last) && is_type(previous);
        let (name, path) = if by_function {
            (previous.to_string(), Some(start.until(&before_last)))
        } else {
            let path = is_type(last).then(|| start.until(&after_last));
            (last.to_string(), path)
        };
        let whole = start.until(&after_last);
        let literal = cursor.group(Delimiter::Brace).is_some();
        let mut user = User {
            value: start.until(cursor),
            path,
            name,
            call: None,
            key: without_spaces(&whole.to_string()),
            whole,
            made_with: None,
            settings: Vec::new(),
            failures: Vec::new(),
            certain: literal || generic || by_function,
        };
        let mut calls = 0;
        let mut ahead = *cursor;
        while ahead.group(Delimiter::Parenthesis).is_some() {
            calls += 1;
        }
        if self.chain {
            let groups = *cursor;
            if calls == 1 && !literal {
                user.made_with = self.attempt(cursor, &mut user.failures);
            }
            self.settings(&groups, &ahead, &mut user, start);
            *cursor = ahead;
        } else if !literal && calls == 1 {
            // Constructor or application? Only names tell.
            let arguments = self.attempt(cursor, &mut user.failures);
            let whole = start.until(cursor);
            match arguments {
                Some(arguments) => user.call = Some((whole, arguments)),
                None => user.value = whole,
            }
        } else if !literal && calls > 1 {
            user.made_with = self.attempt(cursor, &mut user.failures);
            if calls > 2 {
                user.made_with = None;
            }
            for _ in 2..calls {
                cursor.group(Delimiter::Parenthesis);
            }
            user.value = start.until(cursor);
        }
        let kind = ExpressionKind::User(Box::new(user));
        Ok(Expression { span, kind })
    }

    /// In a chain, all groups make the layer but the last, if that has settings.
    fn settings(
        &mut self,
        cursor: &Cursor<'_>,
        end: &Cursor<'_>,
        user: &mut User,
        start: Cursor<'_>,
    ) {
        let mut ahead = *cursor;
        user.value = start.until(end);
        loop {
            let before = ahead;
            let Some(group) = ahead.group(Delimiter::Parenthesis) else {
                return;
            };
            let mut after = ahead;
            let is_last = after.group(Delimiter::Parenthesis).is_none();
            let is_setting = group.ident().is_some_and(|name| {
                let text = name.to_string();
                matches!(&*text, "name" | "trainable" | "coupled") && group.nth_is(1, "=")
            });
            if is_last && is_setting {
                user.settings = self.arguments(group);
                user.value = start.until(&before);
                return;
            }
        }
    }

    /// Reads a group as arguments, if that works: those of a user's layer may be any Rust. Otherwise the mistakes
    /// are kept.
    fn attempt(
        &mut self,
        cursor: &mut Cursor<'_>,
        failures: &mut Vec<super::cursor::Failure>,
    ) -> Option<Vec<Argument>> {
        let group = cursor.group(Delimiter::Parenthesis)?;
        let mut attempt = Diagnostics::new();
        let mut reader = Reader {
            diagnostics: &mut attempt,
            depth: self.depth,
            chain: false,
            condition: false,
        };
        let arguments = reader.arguments(group);
        let entries = attempt.into_entries();
        if entries.is_empty() {
            return Some(arguments);
        }
        failures.extend(
            entries
                .into_iter()
                .map(|entry| (entry.span, entry.diagnosis.into())),
        );
        None
    }
}

/// `my :: Layer` as `my::Layer`. In tokens from another macro a path from its crate begins with `$crate`.
pub fn without_spaces(text: &str) -> String {
    let text: String = text.split_whitespace().collect();
    match text.strip_prefix('$') {
        Some(path) => path.into(),
        None => text,
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
