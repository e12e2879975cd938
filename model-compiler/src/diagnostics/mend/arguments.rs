//! Mends of arguments.

use super::source::{Piece, Source};
use super::{AUTHOR, ELSEWHERE, Edit, Mend, Proposal, VALUE};
use crate::diagnostics::{Counted, closest};
use crate::layers::arguments::{Default, Kind, Specification};
use crate::layers::table;
use formwork_shape_rules::Shape;
use proc_macro2::Delimiter;

/// What arguments of axes are called.
const AXES: [&str; 3] = ["axis", "axes", "shared_axes"];

/// The argument that a token belongs to, name and value.
fn around(source: &Source<'_>, at: usize) -> Option<Piece> {
    source.piece(at, ',')
}

/// Without the argument.
pub fn remove(source: &Source<'_>, at: usize, help: &str) -> Option<Mend> {
    let edit = source.remove(around(source, at)?)?;
    Some(Mend::from(edit).saying(help))
}

/// Whether a layer can be made without some of what is written: all that is required is there.
fn complete(layer: &str, source: &Source<'_>, own: usize) -> bool {
    let Some(row) = table::find(layer) else {
        return true;
    };
    let pieces = source.pieces(own, ',');
    let unnamed = pieces
        .iter()
        .filter(|piece| source.name(**piece).is_none())
        .count();
    row.arguments.iter().enumerate().all(|(index, one)| {
        let named = || {
            let mut names = pieces.iter().filter_map(|piece| source.name(*piece));
            names.any(|name| one.answers_to(&name))
        };
        one.default != Default::Required || index < unnamed || named()
    })
}

/// An argument that the layer doesn't have: another was meant, or it has none like it.
pub fn unknown(
    source: &Source<'_>,
    at: usize,
    layer: &str,
    suggestion: Option<&str>,
    known: &[&str],
) -> Proposal {
    let own = source.parent(at).ok_or(ELSEWHERE)?;
    if suggestion.is_some() {
        return super::names::meant(source, at, suggestion);
    }
    if let [only] = known
        && source.argument(own, &[only]).is_none()
        && source.pieces(own, ',').len() == 1
    {
        let edit = source.replace_token(at, *only);
        return edit.map(Mend::from).ok_or(ELSEWHERE);
    }
    if !complete(layer, source, own) {
        return Err("no argument is like it, and a required one is missing");
    }
    let edit = source
        .remove(around(source, at).ok_or(ELSEWHERE)?)
        .ok_or(ELSEWHERE)?;
    let help = match known {
        [] => "remove it: there are no arguments".into(),
        [only] => format!("remove it: the only argument is `{only}`"),
        _ => format!(
            "remove it: its arguments are {}",
            crate::diagnostics::help::list(known)
        ),
    };
    Ok(Mend::from(edit).saying(help))
}

/// `Flatten()` for `Flatten`, and `Flatten()(x)` for `Flatten(x)`.
pub fn parentheses(source: &Source<'_>, at: usize, layer: &str) -> Proposal {
    if table::needs_arguments(layer) {
        return Err(VALUE);
    }
    let edit = source.insert_after(at, "()");
    edit.map(Mend::from).ok_or(ELSEWHERE)
}

/// An argument among the values that a layer is applied to: it belongs to the layer, or goes.
pub fn misplaced(source: &Source<'_>, at: usize, layer: &str) -> Option<Mend> {
    let piece = around(source, at)?;
    let values = source.parent(at)?;
    let removal = source.remove(piece)?;
    let name = source.name(piece)?;
    let takes =
        |one: &Specification| one.answers_to(&name) && !matches!(one.kind, Kind::Refused(_));
    let own = source.before(values).filter(|&own| {
        source.opens(own, Delimiter::Parenthesis)
            && table::find(layer).is_some_and(|row| row.arguments.iter().any(takes))
            && source.argument(own, &[&name]).is_none()
    });
    let Some(own) = own else {
        let help = format!(
            "remove it: training and prediction are told apart by what is called, and `{layer}` has no such argument"
        );
        return Some(Mend::from(removal).saying(help));
    };
    let text = source.text(source.value(piece))?;
    let insertion = source.set(own, &[&name], &text)?;
    let help = format!("write it in the layer's own parentheses: `{layer}(.., {name} = {text})`");
    Some(Mend::from(vec![removal, insertion]).saying(help))
}

/// Without the unnamed arguments from this one on.
pub fn surplus(source: &Source<'_>, at: usize) -> Option<Mend> {
    let own = source.parent(at)?;
    let pieces = source.pieces(own, ',');
    let surplus: Vec<&Piece> = pieces
        .iter()
        .filter(|piece| piece.end > at && source.name(**piece).is_none())
        .collect();
    let last = surplus.last()?;
    let first = surplus.first()?.first;
    let edit = source.remove(Piece {
        first,
        end: last.end,
    })?;
    // Named arguments between them would go, too.
    let named = pieces
        .iter()
        .any(|piece| (first..last.end).contains(&piece.first) && source.name(*piece).is_some());
    let help = match surplus.len() {
        1 => "remove it: the values that the layer is applied to stand in parentheses of their own",
        _ => {
            "remove them: the values that the layer is applied to stand in parentheses of their own"
        }
    };
    (!named).then(|| Mend::from(edit).saying(help))
}

/// The name of an argument that stands behind one with a name: the one of its position.
pub fn unnamed(source: &Source<'_>, at: usize) -> Proposal {
    const NAME: &str = "which argument is meant can't be told";
    let own = source.parent(at).ok_or(ELSEWHERE)?;
    let keyword = own.checked_sub(1).and_then(|at| source.ident(at));
    let row = keyword.and_then(|name| table::find(&name)).ok_or(NAME)?;
    let pieces = source.pieces(own, ',');
    let position = pieces
        .iter()
        .position(|piece| piece.first <= at && at < piece.end);
    let argument = position
        .and_then(|index| row.arguments.get(index))
        .ok_or(NAME)?;
    let taken = pieces
        .iter()
        .filter_map(|piece| source.name(*piece))
        .any(|name| argument.answers_to(&name));
    if taken || matches!(argument.kind, Kind::Refused(_)) {
        return Err(NAME);
    }
    let piece = around(source, at).ok_or(ELSEWHERE)?;
    let edit = source
        .insert_before(piece.first, format!("{} = ", argument.name))
        .ok_or(ELSEWHERE)?;
    let text = source.text(piece).unwrap_or_default();
    let help = format!("give it by name: `{} = {text}`", argument.name);
    Ok(Mend::from(edit).saying(help))
}

/// A value of another type or range, where one is nearest.
pub fn value(source: &Source<'_>, at: usize, expected: &str) -> Proposal {
    let negative = source.is(at, '-');
    let first = if negative { at + 1 } else { at };
    let piece = Piece {
        first: at,
        end: source.after(first),
    };
    // A number within a sum isn't the value.
    if around(source, at).is_none_or(|whole| source.value(whole) != piece) {
        return Err(VALUE);
    }
    let literal = source.literal(first);
    let number = literal
        .as_deref()
        .map(|text| text.replace('_', ""))
        .and_then(|text| text.trim_matches('"').parse::<f64>().ok())
        .map(|number| if negative { -number } else { number });
    let whole =
        |number: f64| (number.fract() == 0.0 && number.abs() < 1e9).then_some(number as i64);
    let text = match expected {
        "`true` or `false`" => match (
            number,
            literal.as_deref().map(|text| text.trim_matches('"')),
        ) {
            (Some(1.0), _) | (_, Some("true" | "True")) => Some("true".into()),
            (Some(0.0), _) | (_, Some("false" | "False")) => Some("false".into()),
            _ => None,
        },
        "an integer" => number.and_then(whole).map(|number| number.to_string()),
        "a number" => number.map(|number| number.to_string()),
        "at least 1" => {
            let flipped = number.and_then(whole).filter(|&number| number < 0);
            flipped.map(|number| (-number).to_string())
        }
        "at least 0" => number
            .filter(|&number| number < 0.0)
            .map(|number| (-number).to_string()),
        "between 0 and 1" => number
            .filter(|number| (2.0..=100.0).contains(number))
            .map(|number| (number / 100.0).to_string()),
        "`valid` or `same`" | "`nearest` or `bilinear`" => {
            let found = literal
                .clone()
                .or_else(|| source.ident(first))
                .unwrap_or_default();
            let words = ["valid", "same", "nearest", "bilinear"];
            let known = words.into_iter().filter(|word| expected.contains(word));
            closest(found.trim_matches('"'), known).map(Into::into)
        }
        "an integer or a pair such as `(2, 2)`" => same_items(source, at),
        _ => None,
    };
    let edit = source.replace(piece, text.clone().ok_or(VALUE)?);
    let help = argument_text(source, at, &text.unwrap_or_default());
    Ok(Mend::from(edit.ok_or(ELSEWHERE)?).saying(help))
}

/// "write `units = 64`", or without the name if there is none.
fn argument_text(source: &Source<'_>, at: usize, value: &str) -> String {
    let name = around(source, at).and_then(|piece| source.name(piece));
    match name {
        Some(name) => format!("write `{name} = {value}`"),
        None => format!("write `{value}`"),
    }
}

/// The number that all items of a tuple are.
fn same_items(source: &Source<'_>, at: usize) -> Option<String> {
    let pieces = source.pieces(at, ',');
    let mut texts = pieces.iter().map(|piece| source.text(*piece));
    let first = texts.next()??;
    let same = texts.all(|text| text.as_ref() == Some(&first));
    (same && source.opens(at, Delimiter::Parenthesis)).then_some(first)
}

/// Without an argument that Keras has; not where that changes what the layer computes.
pub fn refused(source: &Source<'_>, at: usize) -> Proposal {
    let piece = around(source, at).ok_or(ELSEWHERE)?;
    let value = source.text(source.value(piece)).unwrap_or_default();
    if value.contains("channels_first") {
        return Err("the shape of the input has to be changed, too");
    }
    let unnamed = |piece: &Piece| source.name(*piece).is_none();
    let pieces = source.parent(at).map(|own| source.pieces(own, ','));
    let last = pieces.unwrap_or_default().into_iter().rfind(unnamed);
    if unnamed(&piece) && last != Some(piece) {
        return Err("what follows would take its place");
    }
    source.remove(piece).map(Mend::from).ok_or(AUTHOR)
}

/// The activation as a layer behind.
pub fn activation_layer(source: &Source<'_>, at: usize, activation: &str) -> Option<Mend> {
    let piece = around(source, at)?;
    let removal = source.remove(piece)?;
    let own = source.parent(at)?;
    let keyword = source.before(own)?;
    let layer = format!("Activation({activation})");
    let help = format!("make it a layer of its own: `{layer}`");
    let edits = match source.in_chain(keyword) {
        true => vec![removal, source.insert_after(own, format!(", {layer}"))?],
        false => {
            let mut wrap = source.wrap(source.operand(keyword), &layer)?.edits;
            wrap.push(removal);
            wrap
        }
    };
    Some(Mend::from(edits).saying(help))
}

/// Several values joined for a layer that takes one.
pub fn inputs(
    source: &Source<'_>,
    at: usize,
    layer: &str,
    expected: Counted,
    found: usize,
) -> Proposal {
    const WHICH: &str = "which values are meant can't be told";
    if expected != Counted::Exactly(1) || found < 2 {
        return Err(WHICH);
    }
    let values = source.call(at).values.ok_or(WHICH)?;
    let inputs = source.inputs(values);
    let (Some(first), Some(last)) = (inputs.first(), inputs.last()) else {
        return Err(WHICH);
    };
    let piece = Piece {
        first: first.first,
        end: last.end,
    };
    let mend = source.wrap(piece, "concat").ok_or(ELSEWHERE)?;
    let text = source.text(piece).unwrap_or_default();
    Ok(mend.saying(format!("join them: `{layer}(..)(concat({text}))`")))
}

/// A recurrent layer that gives its output alone.
pub fn one_output(source: &Source<'_>, at: usize) -> Option<Mend> {
    let own = source.call(at).own?;
    let piece = source.argument(own, &["return_state"])?;
    let help = "remove `return_state = true`, or name the values: `let (y, h, c) = ...;`";
    Some(Mend::from(source.remove(piece)?).saying(help))
}

/// Another axis.
pub fn axis(source: &Source<'_>, at: usize, value: &str, help: &str) -> Option<Mend> {
    let edit = match around(source, at).filter(|piece| {
        source
            .name(*piece)
            .is_some_and(|name| AXES.contains(&&*name))
    }) {
        Some(piece) => source.replace(source.value(piece), value)?,
        None => {
            // The layer's keyword: the axis stands somewhere in its parentheses.
            let whole = source.operand(at);
            let names = |index: &usize| {
                let is_axis = AXES.iter().any(|name| source.is_ident(*index, name));
                is_axis && source.is(index + 1, '=')
            };
            match (whole.first..whole.end).find(names) {
                Some(name) => source.replace(source.value(source.piece(name, ',')?), value)?,
                None => source.replace(around(source, at)?, value)?,
            }
        }
    };
    Some(Mend::from(edit).saying(help))
}

/// Axes that were counted from 0.
pub fn permutation(source: &Source<'_>, at: usize, dims: &[i64], input: Shape) -> Proposal {
    let mut sorted = dims.to_vec();
    sorted.sort_unstable();
    let from_zero = sorted.iter().copied().eq(0..input.rank() as i64);
    if !from_zero || !source.opens(at, Delimiter::Parenthesis) {
        return Err("which order is meant can't be told");
    }
    let axes: Vec<String> = dims.iter().map(|axis| (axis + 1).to_string()).collect();
    let text = format!("({})", axes.join(", "));
    let edit = source.replace_token(at, text.clone()).ok_or(ELSEWHERE)?;
    Ok(Mend::from(edit).saying(format!(
        "count axes from 1, the batch being axis 0: `{text}`"
    )))
}

/// One axis in place of the same one twice.
pub fn axis_once(source: &Source<'_>, at: usize, axis: i64) -> Option<Mend> {
    let edit: Edit = {
        let whole = source.operand(at);
        let names = |index: &usize| source.is_ident(*index, "axis") && source.is(index + 1, '=');
        let tuple = match source.opens(at, Delimiter::Parenthesis) {
            true => Some(at),
            false => (whole.first..whole.end).find(names).map(|name| name + 2),
        }
        .or_else(|| source.parent(at))?;
        (source.pieces(tuple, ',').len() == 2).then_some(())?;
        source.replace_token(tuple, axis.to_string())?
    };
    Some(Mend::from(edit).saying(format!("name each axis once: `{axis}`")))
}
