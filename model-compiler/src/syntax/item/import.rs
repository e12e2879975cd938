//! Names from other macros: `use path::{name, other as alias};`

use crate::diagnostics::{Diagnosis, Diagnostics, Unsupported};
use crate::syntax::ast::{Import, Item, Use};
use crate::syntax::cursor::Cursor;
use crate::syntax::reader::{DEPTH, Read};
use crate::syntax::user::without_spaces;
use crate::syntax::words::is_reserved;
use proc_macro2::{Delimiter, TokenStream};
use std::rc::Rc;

/// What follows `use`.
pub fn imports(cursor: &mut Cursor<'_>, diagnostics: &mut Diagnostics) -> Read<Item> {
    let mut imports = Vec::new();
    tree(cursor, &TokenStream::new(), 0, &mut imports)?;
    if cursor.eat(";").is_none() {
        let separator = ';';
        let found = cursor.found();
        let diagnosis = Diagnosis::MissingSeparator { separator, found };
        diagnostics.error(cursor.span(), diagnosis);
    }
    Ok(Item::Use(Rc::new(Use { imports })))
}

/// A path, or a path and a list of such in braces.
fn tree(
    cursor: &mut Cursor<'_>,
    prefix: &TokenStream,
    depth: usize,
    imports: &mut Vec<Import>,
) -> Read<()> {
    if depth > DEPTH {
        let diagnosis = Diagnosis::DeepExpression { limit: DEPTH };
        return Err((cursor.span(), diagnosis.into()));
    }
    let start = *cursor;
    cursor.eat("::");
    loop {
        let span = cursor.span();
        let whole = |cursor: &Cursor<'_>| {
            let mut path = prefix.clone();
            path.extend(start.until(cursor));
            path
        };
        let before = *cursor;
        if let Some(mut group) = cursor.group(Delimiter::Brace) {
            let prefix = whole(&before);
            while !group.is_empty() {
                tree(&mut group, &prefix, depth + 1, imports)?;
                if group.eat(",").is_none() && !group.is_empty() {
                    return group.expected("`,` or `}`");
                }
            }
            return Ok(());
        }
        if cursor.is("*") {
            return Err((span, Diagnosis::Unsupported(Unsupported::GlobUse).into()));
        }
        let Some(name) = cursor.take_ident() else {
            return cursor.expected("a path such as `crate::blocks::residual`");
        };
        if cursor.eat("::").is_some() {
            continue;
        }
        let path = whole(cursor);
        let mut local = name;
        if cursor.eat_ident("as") {
            match cursor.take_ident() {
                Some(alias) => local = alias,
                None => return cursor.expected("a name"),
            }
        }
        if is_reserved(&local.to_string()) {
            return Err((
                local.span(),
                Diagnosis::Unsupported(Unsupported::SelfUse).into(),
            ));
        }
        imports.push(Import {
            key: without_spaces(&path.to_string()),
            path,
            name: name.clone(),
            local: local.clone(),
        });
        return Ok(());
    }
}
