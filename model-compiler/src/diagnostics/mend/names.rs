//! Mends of names.

use super::source::{Piece, Source};
use super::{AUTHOR, Mend, Proposal};
use crate::diagnostics::help::first_on;

/// The name that was probably meant.
pub fn meant(source: &Source<'_>, at: usize, suggestion: Option<&str>) -> Proposal {
    let Some(name) = suggestion else {
        return Err("no known name is like it");
    };
    let edit = source.replace_token(at, name);
    edit.map(Mend::from).ok_or(AUTHOR)
}

/// A value that nobody knows: another was meant, or a `let` is missing.
pub fn variable(source: &Source<'_>, at: usize, found: &str, suggestion: Option<&str>) -> Proposal {
    let assigned = source.is(at + 1, '=') && !source.is(at + 2, '=');
    if suggestion.is_none() && assigned {
        let edit = source.insert_before(at, "let ").ok_or(AUTHOR)?;
        let help = format!("declare it where it gets its first value: `let {found} = ...;`");
        return Ok(Mend::from(edit).saying(help));
    }
    meant(source, at, suggestion)
}

/// Another name made from one that is taken: `a_2`, or `Net2` for a type.
pub fn numbered(
    source: &Source<'_>,
    at: usize,
    name: &str,
    joint: &str,
    line: usize,
) -> Option<Mend> {
    let taken = source.words();
    let free = (2..)
        .map(|number| format!("{name}{joint}{number}"))
        .find(|candidate| !taken.contains(candidate))?;
    let text = match source.literal(at) {
        Some(_) => format!("{free:?}"),
        None => free.clone(),
    };
    let help = format!("{}choose another, such as `{free}`", first_on(line));
    Some(Mend::from(source.replace_token(at, text)?).saying(help))
}

/// A name that a layer can have, from one that it can't.
pub fn sanitized(source: &Source<'_>, at: usize, found: &str) -> Proposal {
    let mut name: String = found
        .chars()
        .map(|character| match character.is_alphanumeric() {
            true => character,
            false => '_',
        })
        .collect();
    if !name.starts_with(|first: char| first.is_alphabetic() || first == '_') {
        name.insert(0, '_');
    }
    if syn::parse_str::<syn::Ident>(&name).is_err() {
        return Err("no name is like it");
    }
    let edit = source
        .replace_token(at, format!("{name:?}"))
        .ok_or(AUTHOR)?;
    let help = format!(
        "use letters, digits and `_`, with a letter first, since it becomes the name of a field: `{name:?}`"
    );
    Ok(Mend::from(edit).saying(help))
}

/// `mut` where the name is bound.
pub fn mutable(source: &Source<'_>, at: usize, name: &str) -> Option<Mend> {
    let binds = |index: &usize| {
        let before = index.checked_sub(1);
        *index < at && before.is_some_and(|before| source.is_ident(before, "let"))
    };
    let bound = source.uses(name).filter(binds).last()?;
    let piece = Piece {
        first: bound,
        end: bound + 1,
    };
    Some(Mend::from(source.replace(piece, format!("mut {name}"))?))
}
