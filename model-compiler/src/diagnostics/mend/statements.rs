//! Mends of statements, separators and types.

use super::source::{Piece, Source};
use super::{AUTHOR, ELSEWHERE, Edit, LANGUAGE, Mend, Proposal};
use crate::diagnostics::help::tensor;
use crate::diagnostics::{Unsupported, closest};
use formwork_shape_rules::Shape;
use proc_macro2::Delimiter;
use std::collections::{HashMap, HashSet};

/// A comma or semicolon behind what stands before this token, or in its place.
pub fn separator(source: &Source<'_>, at: usize, separator: char) -> Proposal {
    let text = separator.to_string();
    let other = if separator == ';' { ',' } else { ';' };
    if source.is(at, other) {
        if separator == ';' && !is_bound(source, at) {
            return Err("what binds the values of a list of layers isn't known");
        }
        let edit = source.replace_token(at, text);
        return edit.map(Mend::from).ok_or(ELSEWHERE);
    }
    let before = source.before(at).ok_or(ELSEWHERE)?;
    if source.literal(before).is_some() && source.literal(at).is_some() {
        return Err("two literals in a row may be one, or two");
    }
    // `lte x = ..` and `activation activation = relu`: the word before is misspelled, or one too many.
    if let Some(word) = source.ident(before) {
        if source.is_ident(at, &word) {
            let (from, to) = source
                .start(before)
                .zip(source.start(at))
                .ok_or(ELSEWHERE)?;
            let text = String::new();
            let help = format!("write `{word}` once");
            return Ok(Mend::from(Edit { from, to, text }).saying(help));
        }
        let first = source.before(before);
        let alone = first.is_none_or(|first| source.is(first, ',') || source.is(first, ';'));
        if alone && separator == ';' && closest(&word, ["let"]).is_some() {
            let edit = source.replace_token(before, "let").ok_or(ELSEWHERE)?;
            return Ok(Mend::from(edit).saying("did you mean `let`?"));
        }
        if alone {
            return Err("which of the words is meant can't be told");
        }
    }
    let edit = source.insert_after(before, text);
    edit.map(Mend::from).ok_or(ELSEWHERE)
}

/// Whether the statement that ends here begins with `let`.
fn is_bound(source: &Source<'_>, end: usize) -> bool {
    let mut at = end;
    while let Some(before) = source.before(at) {
        if source.is_ident(before, "let") {
            return true;
        }
        if source.is(before, ';') {
            return false;
        }
        at = before;
    }
    false
}

/// What types of tensors have, by rank.
const RANKS: [&str; 5] = [
    "one dimension",
    "two dimensions",
    "three dimensions",
    "four dimensions",
    "five dimensions",
];

/// What was expected, where it can be told.
pub fn expected(source: &Source<'_>, at: usize, expected: &str, found: &str) -> Proposal {
    let word = source.ident(at).unwrap_or_default();
    let mend = if expected.starts_with("`struct`") && closest(&word, ["struct"]).is_some() {
        let edit = source.replace_token(at, "struct");
        edit.map(|edit| Mend::from(edit).saying("write `struct`"))
    } else if expected == "`=` and a value" {
        source.insert_before(at, "= ").map(Mend::from)
    } else if expected == "a value or a layer" && source.is_punct(at) {
        stray(source, at)
    } else if RANKS.contains(&expected) {
        let count = if found == "one" { "1" } else { found };
        let edit = source.replace_token(at, format!("Tensor{count}"));
        edit.map(|edit| Mend::from(edit).saying(format!("write `Tensor{count}`")))
    } else {
        return Err(AUTHOR);
    };
    mend.ok_or(ELSEWHERE)
}

/// Without a character that nothing needs.
fn stray(source: &Source<'_>, at: usize) -> Option<Mend> {
    let piece = source.piece(at, ',')?;
    let edit = match piece
        == (Piece {
            first: at,
            end: at + 1,
        }) {
        true => source.remove(piece)?,
        false => {
            let (from, to) = (source.start(at)?, source.start(at + 1)?);
            let text = String::new();
            Edit { from, to, text }
        }
    };
    Some(Mend::from(edit).saying("remove it"))
}

/// Commas in place of a chain's semicolons.
pub fn semicolons(source: &Source<'_>, at: usize) -> Option<Mend> {
    let body = source.parent(at)?;
    let close = source.close(body);
    let mut edits = Vec::new();
    let mut index = body + 1;
    while index < close {
        if source.is(index, ';') {
            edits.push(source.replace_token(index, ",")?);
        }
        index = source.after(index);
    }
    Some(Mend::from(edits))
}

/// What the language doesn't have: some of it can be left out.
pub fn unsupported(source: &Source<'_>, at: usize, what: Unsupported) -> Proposal {
    let mend = match what {
        Unsupported::ParameterType | Unsupported::ClosureType => {
            super::language::without_type(source, at)
        }
        Unsupported::AssignmentAsCondition if source.is(at, '=') => {
            source.replace_token(at, "==").map(Mend::from)
        }
        Unsupported::PublicUse if source.is_ident(at, "pub") => {
            let places = source.start(at).zip(source.start(at + 1));
            places.map(|(from, to)| {
                let text = String::new();
                Mend::from(Edit { from, to, text })
            })
        }
        Unsupported::Attribute | Unsupported::AttributeOfBlock => {
            let group = if source.is(at + 1, '!') {
                at + 2
            } else {
                at + 1
            };
            let next = source.after(group);
            source.start(at).zip(source.start(next)).map(|(from, to)| {
                let text = String::new();
                Mend::from(Edit { from, to, text })
            })
        }
        Unsupported::Documentation => documentation(source, at),
        Unsupported::Where | Unsupported::ResultType => {
            let mut end = at;
            while source.start(end).is_some() && !source.opens(end, Delimiter::Brace) {
                end = source.after(end);
            }
            source.start(at).zip(source.start(end)).map(|(from, to)| {
                Mend::from(Edit {
                    from,
                    to,
                    text: String::new(),
                })
            })
        }
        _ => return Err(LANGUAGE),
    };
    mend.ok_or(ELSEWHERE)
}

/// A doc comment as an ordinary one. All its tokens stand where the comment stands.
fn documentation(source: &Source<'_>, at: usize) -> Option<Mend> {
    let from = source.start(at)?;
    if source.start(at + 1)? != from {
        // It was written as an attribute.
        let to = source.start(source.after(at + 1))?;
        let text = String::new();
        return Some(Mend::from(Edit { from, to, text }));
    }
    let end = source.end(at)?;
    let text = source.literal(at + 4).unwrap_or_default();
    let len = syn::parse_str::<syn::LitStr>(&text).map_or(0, |text| text.value().chars().count());
    let is_line = end.line == from.line && end.column == from.column + 3 + len;
    let mut to = from;
    to.column += 3;
    let text = if is_line { "//" } else { "/*" }.to_string();
    Some(Mend::from(Edit { from, to, text }))
}

/// The value at the end of the body.
pub fn output(source: &Source<'_>, close: usize, name: &str) -> Option<Mend> {
    let last = close.checked_sub(1)?;
    let separator = if source.is(last, ';') { " " } else { "; " };
    let edit = source.insert_after(last, format!("{separator}{name}"))?;
    Some(Mend::from(edit))
}

/// The whole option of `#[model(..)]`, as the help writes it.
pub fn option(source: &Source<'_>, at: usize, option: &str) -> Option<Mend> {
    let text = match option {
        "debug" => "debug = \"graph\"",
        "write" => "write = \"src/generated.rs\"",
        "without" => "without(fuse)",
        alone => alone,
    };
    // The value may lie in parentheses of its own.
    let piece = source.piece(at, ',')?;
    let piece = match source.is_ident(piece.first, option) {
        true => piece,
        false => source.piece(source.parent(at)?, ',')?,
    };
    source.replace(piece, text).map(Mend::from)
}

/// The statement around a token: from its first token to its semicolon.
fn statement(source: &Source<'_>, at: usize) -> Option<Piece> {
    let mut at = at;
    loop {
        let parent = source.parent(at)?;
        if source.opens(parent, Delimiter::Brace) {
            let piece = source.piece(at, ';')?;
            return source.is(piece.end, ';').then_some(piece);
        }
        at = parent;
    }
}

/// Without the statement that makes what nothing reads.
pub fn unused(source: &Source<'_>, at: usize) -> Proposal {
    let Some(statement) = statement(source, at) else {
        return Err("it isn't a statement of its own");
    };
    if !source.is_ident(statement.first, "let") {
        return Err("it isn't a statement of its own");
    }
    // What it alone reads would be unused in its turn.
    let names: HashSet<String> = (statement.first + 1..statement.end)
        .filter_map(|index| source.ident(index))
        .collect();
    // For each of its names, how often it stands outside, and whether one of these places binds it.
    let mut outside: HashMap<String, (usize, bool)> = HashMap::with_capacity(names.len());
    let around = (0..statement.first).chain(statement.end..source.len());
    for index in around {
        if let Some(name) = source.ident(index).filter(|name| names.contains(name)) {
            let binds = binds(source, index);
            let (uses, bound) = outside.entry(name).or_default();
            *uses += 1;
            *bound |= binds;
        }
    }
    if outside.values().any(|&(uses, bound)| bound && uses < 2) {
        return Err("what it is made from would be unused in its turn");
    }
    let from = source.start(statement.first).ok_or(ELSEWHERE)?;
    let to = source.start(statement.end + 1).ok_or(ELSEWHERE)?;
    let text = String::new();
    Ok(Mend::from(Edit { from, to, text }))
}

/// Whether a name stands in the pattern of a `let`.
fn binds(source: &Source<'_>, index: usize) -> bool {
    let is_let = |at: usize| source.is_ident(at, "let") || source.is_ident(at, "mut");
    let parent = source
        .parent(index)
        .and_then(|parent| parent.checked_sub(1));
    index.checked_sub(1).is_some_and(is_let) || parent.is_some_and(is_let)
}

/// Without the semicolon behind the last value.
pub fn discarded(source: &Source<'_>, at: usize) -> Proposal {
    let statement = statement(source, at).ok_or(ELSEWHERE)?;
    let last = source.parent(at).map(|parent| source.close(parent));
    if last != Some(statement.end + 1) {
        return Err("what was to be done with the value can't be told");
    }
    let edit = source.replace_token(statement.end, "").ok_or(ELSEWHERE)?;
    let help = "remove the `;`: the value at the end is the model's output";
    Ok(Mend::from(edit).saying(help))
}

/// The layer of a chain alone.
pub fn application(source: &Source<'_>, at: usize) -> Option<Mend> {
    let whole = source.operand(at);
    let own = source.call(at).own?;
    let first = source.after(own);
    if first >= whole.end {
        return None;
    }
    let end = whole.end;
    let edit = source.replace(Piece { first, end }, "")?;
    let help = "write the layer alone: it is applied to the layer before";
    Some(Mend::from(edit).saying(help))
}

/// As many names as there are outputs.
pub fn outputs(source: &Source<'_>, at: usize, outputs: usize, bound: usize) -> Proposal {
    if outputs < bound {
        return Err("which of the names is meant can't be told");
    }
    let before = source.before(at);
    let is_pattern = before
        .is_some_and(|before| source.is_ident(before, "let") || source.is_ident(before, "mut"));
    if !is_pattern {
        return super::arguments::one_output(source, at).ok_or(ELSEWHERE);
    }
    let more = ", _".repeat(outputs - bound);
    let mend = match source.opens(at, Delimiter::Parenthesis) {
        true => {
            let last = source.pieces(at, ',').last().map(|piece| piece.end);
            last.and_then(|end| source.insert_after(end.checked_sub(1)?, more))
        }
        false => source
            .ident(at)
            .and_then(|name| source.replace_token(at, format!("({name}{more})"))),
    };
    mend.map(Mend::from).ok_or(ELSEWHERE)
}

/// The type that the value has.
pub fn written(source: &Source<'_>, at: usize, found: Shape) -> Option<Mend> {
    let mut end = source.after(at);
    if source.is(end, '<') {
        while !source.is(end, '>') {
            source.start(end)?;
            end = source.after(end);
        }
        end += 1;
    }
    let edit = source.replace(Piece { first: at, end }, tensor(found))?;
    Some(Mend::from(edit))
}

/// The outputs without this one.
pub fn tuple_item(source: &Source<'_>, at: usize) -> Proposal {
    const ALONE: &str = "it is the only output";
    let parent = source.parent(at).ok_or(ALONE)?;
    if !source.opens(parent, Delimiter::Parenthesis) && !source.opens(parent, Delimiter::Bracket) {
        return Err(ALONE);
    }
    let pieces = source.pieces(parent, ',');
    let piece = source.piece(at, ',').ok_or(ALONE)?;
    if pieces.len() < 2 {
        return Err(ALONE);
    }
    let edit = source.remove(piece).ok_or(AUTHOR)?;
    Ok(Mend::from(edit).saying("remove it from the outputs"))
}
