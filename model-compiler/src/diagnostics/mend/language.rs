//! Mends of items, calls of blocks, loops, shape queries and closures.

use super::source::{Piece, Source};
use super::{AUTHOR, ELSEWHERE, Edit, LANGUAGE, Mend, Proposal, VALUE, names, shapes};
use crate::diagnostics::ClosureMistake;
use formwork_shape_rules::Shape;
use proc_macro2::Delimiter;

/// `0..3` for `3`.
pub fn range(source: &Source<'_>, at: usize) -> Option<Mend> {
    source.insert_before(at, "0..").map(Mend::from)
}

/// A constant without the parentheses behind it.
pub fn called_constant(source: &Source<'_>, at: usize) -> Proposal {
    let open = at + 1;
    let empty = source.opens(open, Delimiter::Parenthesis) && source.close(open) == open + 1;
    if !empty || source.opens(source.after(open), Delimiter::Parenthesis) {
        return Err("what is in the parentheses was meant for something else");
    }
    let edit = source.replace_token(open, "");
    edit.map(Mend::from).ok_or(ELSEWHERE)
}

/// `Activation(relu)(x)` for `relu(x)`.
pub fn activation(source: &Source<'_>, at: usize, name: &str) -> Option<Mend> {
    let edit = source.replace_token(at, format!("Activation({name})"))?;
    Some(Mend::from(edit))
}

/// The parentheses of a query, or what they have to hold.
pub fn query_parentheses(source: &Source<'_>, at: usize) -> Option<Mend> {
    source.insert_after(at, "()").map(Mend::from)
}

/// A query without arguments.
pub fn query_arguments(source: &Source<'_>, at: usize, expected: usize) -> Proposal {
    let open = [at + 1, at]
        .into_iter()
        .find(|&open| source.opens(open, Delimiter::Parenthesis))
        .or_else(|| source.parent(at));
    match (expected, open) {
        (0, Some(open)) => {
            let edit = source.replace_token(open, "()");
            edit.map(Mend::from).ok_or(ELSEWHERE)
        }
        _ => Err(VALUE),
    }
}

/// An argument without its name.
pub fn named_in_query(source: &Source<'_>, at: usize) -> Option<Mend> {
    let piece = source.piece(at, ',')?;
    let (from, to) = source
        .start(piece.first)
        .zip(source.start(source.value(piece).first))?;
    let text = String::new();
    Some(Mend::from(Edit { from, to, text }))
}

/// The axis that a query asks for: the last.
pub fn query_axis(source: &Source<'_>, at: usize) -> Option<Mend> {
    let open = Some(at + 1).filter(|&open| source.opens(open, Delimiter::Parenthesis))?;
    let close = source.close(open);
    let piece = Piece {
        first: open + 1,
        end: close,
    };
    source.replace(piece, "-1").map(Mend::from)
}

/// What a model is applied to, brought to the shape of its input.
pub fn model_input(source: &Source<'_>, at: usize, declared: Shape, found: Shape) -> Proposal {
    let dims: Vec<String> = declared.dims().iter().map(ToString::to_string).collect();
    let layer = match (declared.len() == found.len(), declared.rank()) {
        (true, 1) => "Flatten()".into(),
        (true, _) => format!("Reshape(({}))", dims.join(", ")),
        (false, _) => shapes::projection(found, declared)
            .ok_or("no layer brings one of the shapes to the other")?,
    };
    let mend = shapes::before_input(source, at, 0, &layer).ok_or(ELSEWHERE)?;
    Ok(mend.saying(format!("bring it to {declared}: `{layer}(..)`")))
}

/// `_name`.
pub fn underscore(source: &Source<'_>, at: usize, name: &str) -> Option<Mend> {
    let edit = source.replace_token(at, format!("_{name}"))?;
    Some(Mend::from(edit))
}

/// Without the item that nothing uses: from its keyword, or what stands before it, to its end.
pub fn unused_item(source: &Source<'_>, at: usize) -> Proposal {
    const PART: &str = "only a part of the item is unused";
    let mut first = at;
    while let Some(before) = source.before(first)
        && (source.ident(before).is_some() || source.opens(before, Delimiter::Parenthesis))
    {
        first = before;
    }
    // Only what is written in one piece can go: `use a::{b, c};` may still need its other names.
    let keyword = source.ident(first).unwrap_or_default();
    if source.parent(at).is_some() || !matches!(&*keyword, "const" | "fn" | "pub") {
        return Err(PART);
    }
    let mut last = at;
    while !source.is(last, ';') && !source.opens(last, Delimiter::Brace) {
        last = source.after(last);
        if source.start(last).is_none() {
            return Err(PART);
        }
    }
    let end = source.after(last);
    let edit = source.replace(Piece { first, end }, "");
    edit.map(Mend::from).ok_or(ELSEWHERE)
}

/// Without the type behind a name; of a block's parameters, without the types of all.
pub fn without_type(source: &Source<'_>, at: usize) -> Option<Mend> {
    let group = source
        .parent(at)
        .filter(|&group| source.opens(group, Delimiter::Parenthesis));
    let colons: Vec<usize> = match group {
        Some(group) => source
            .pieces(group, ',')
            .iter()
            .filter_map(|piece| (piece.first..piece.end).find(|&index| source.is(index, ':')))
            .collect(),
        None => [at.checked_sub(1)?, at]
            .into_iter()
            .filter(|&colon| source.is(colon, ':'))
            .collect(),
    };
    let mut edits = Vec::with_capacity(colons.len());
    for colon in colons {
        let ends = |end: usize| {
            ['=', ',', '|'].iter().any(|&mark| source.is(end, mark))
                || source.parent(end) != source.parent(colon)
        };
        let mut end = colon + 1;
        while source.start(end).is_some() && !ends(end) {
            end = source.after(end);
        }
        let (to, text) = match source.is(end, '=') {
            true => (source.start(end)?, " "),
            false => (source.end(end.checked_sub(1)?)?, ""),
        };
        edits.push(Edit {
            from: source.start(colon)?,
            to,
            text: text.into(),
        });
    }
    (!edits.is_empty()).then(|| Mend::from(edits))
}

/// A mistake in a closure.
pub fn closure(source: &Source<'_>, at: usize, mistake: &ClosureMistake) -> Proposal {
    let mend = match mistake {
        ClosureMistake::UnknownName {
            suggestion: Some(name),
            ..
        } => return names::meant(source, at, Some(name)),
        ClosureMistake::UnknownFunction {
            suggestion: Some(name),
            along_axis: false,
            ..
        } => return names::meant(source, at, Some(*name)),
        ClosureMistake::UnknownName { .. } | ClosureMistake::UnknownFunction { .. } => {
            return Err("no known name is like it");
        }
        ClosureMistake::NumberAsCondition => {
            // A name alone; a longer expression would need parentheses.
            let whole = source.operand(at);
            let edit = source.insert_after(whole.end.saturating_sub(1), " > 0");
            let is_whole = source.opens(whole.end, Delimiter::Brace);
            edit.filter(|_| is_whole).map(Mend::from)
        }
        ClosureMistake::Misplaced { .. } => return Err(LANGUAGE),
        ClosureMistake::Arguments { .. }
        | ClosureMistake::NumberTooLarge
        | ClosureMistake::NotFinite => return Err(VALUE),
        ClosureMistake::ConditionAsNumber
        | ClosureMistake::ParameterTwice { .. }
        | ClosureMistake::Inputs { .. }
        | ClosureMistake::TooLarge { .. } => return Err(AUTHOR),
    };
    mend.ok_or(AUTHOR)
}
