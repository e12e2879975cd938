//! Mends of shapes: a layer in between, or an argument.

use super::source::{Piece, Source};
use super::{ELSEWHERE, Mend, Proposal};
use crate::diagnostics::Operand;
use crate::diagnostics::help::reshape_for;
use crate::layers::refuse::SEQUENCE;
use crate::layers::table;
use formwork_shape_rules::Shape;
use proc_macro2::Delimiter;

/// A layer before an input of the layer whose keyword, name or operand stands here.
pub fn before_input(source: &Source<'_>, at: usize, input: usize, layer: &str) -> Option<Mend> {
    if source.in_chain(at) {
        let edit = source.insert_before(at, format!("{layer}, "))?;
        return Some(Mend::from(edit));
    }
    let call = source.call(at);
    match call.values {
        Some(values) if input == 0 => source.wrap(*source.inputs(values).first()?, layer),
        // The mistake stands at the input itself.
        _ => source.wrap(operand(source, at), layer),
    }
}

/// What an operator or a comma ends: a factor with the factors behind it.
fn operand(source: &Source<'_>, at: usize) -> Piece {
    let mut piece = source.operand(at);
    let factor = source.before(piece.first).is_some_and(|before| {
        source.is(before, '*') || source.is(before, '/') || source.is(before, '%')
    });
    while !factor && source.is(piece.end, '*') {
        piece.end = source.operand(piece.end + 1).end;
    }
    piece
}

/// An input of another rank.
pub fn rank(
    source: &Source<'_>,
    at: usize,
    input: usize,
    (expected, found): (&str, Shape),
    operands: &[Operand],
) -> Proposal {
    if expected == SEQUENCE
        && found.rank() == 1
        && let Some(mend) = operands.first().and_then(|one| sequences(source, one))
    {
        return Ok(mend);
    }
    let layer =
        reshape_for(expected, found).ok_or("no other shape of the same length suggests itself")?;
    before_input(source, at, input, &layer).ok_or(ELSEWHERE)
}

/// The argument of recurrent layers that makes their output a sequence.
const ALL: &str = "return_sequences";

/// A recurrent layer before gives its last output alone: it shall give all of them.
fn sequences(source: &Source<'_>, producer: &Operand) -> Option<Mend> {
    let keyword = source.at(producer.span)?;
    let own = source.after(keyword);
    let row = table::find(&source.ident(keyword)?)?;
    let has = |name| row.arguments.iter().any(|argument| argument.name == name);
    if !has(ALL) || !source.opens(own, Delimiter::Parenthesis) {
        return None;
    }
    let edit = source.set(own, &[ALL], "true")?;
    let help = "let the layer before give all steps: `return_sequences = true`";
    Some(Mend::from(edit).saying(help))
}

/// The two inputs that disagree: where each stands.
fn inputs(
    source: &Source<'_>,
    at: usize,
    (left, right): (usize, usize),
) -> Option<(Option<Piece>, Piece)> {
    let own = operand(source, at);
    if let Some(operator) = source.before(own.first)
        && ['+', '-', '*']
            .iter()
            .any(|&symbol| source.is(operator, symbol))
    {
        return Some((source.operand_before(operator), own));
    }
    // The parentheses around, or the brackets in them.
    let parent = source.parent(at)?;
    let pieces = source.inputs(parent);
    Some((pieces.get(left).copied(), *pieces.get(right)?))
}

/// A layer that brings one of two inputs to the shape of the other.
pub fn mismatch(
    source: &Source<'_>,
    at: usize,
    layer: &str,
    (left, right): (usize, usize),
    operands: &[Operand],
) -> Proposal {
    let [first, second] = operands else {
        return Err(ELSEWHERE);
    };
    if layer == "Concatenate" {
        return join(source, at, first.shape, second.shape);
    }
    let (left, right) = inputs(source, at, (left, right)).ok_or(ELSEWHERE)?;
    // The second is changed if it can be; otherwise the first.
    let (layer, piece, name, shape) = match projection(second.shape, first.shape) {
        Some(layer) => (layer, Some(right), &second.name, first.shape),
        None => match projection(first.shape, second.shape) {
            Some(layer) => (layer, left, &first.name, second.shape),
            None => return padded(source, first, second),
        },
    };
    let piece = piece.ok_or(ELSEWHERE)?;
    let mend = source.wrap(piece, &layer).ok_or(ELSEWHERE)?;
    let text = source.text(piece).filter(|text| text.len() <= 30);
    let text = text.unwrap_or_else(|| name.clone());
    Ok(mend.saying(format!("bring `{text}` to {shape}: `{layer}({text})`")))
}

/// `padding = same` at the convolution that takes away the border by which two images differ.
fn padded(source: &Source<'_>, first: &Operand, second: &Operand) -> Proposal {
    const NONE: &str = "no layer brings one of the shapes to the other";
    for (small, large) in [(first, second), (second, first)] {
        let ([h, w, c], [height, width, channels]) = (small.shape.dims(), large.shape.dims())
        else {
            return Err(NONE);
        };
        let Some(own) = source.at(small.span).and_then(|at| source.call(at).own) else {
            continue;
        };
        let pieces = source.pieces(own, ',');
        let unnamed = pieces.iter().filter(|piece| source.name(**piece).is_none());
        let kernel = match source.argument(own, &["kernel_size"]) {
            Some(piece) => Some(piece),
            None => unnamed.clone().nth(1).copied(),
        };
        let text = kernel.and_then(|piece| source.text(source.value(piece)));
        let Some(kernel) = text.and_then(|text| text.parse::<usize>().ok()) else {
            continue;
        };
        let strides = source.argument(own, &["strides", "subsample", "stride"]);
        let border = h + kernel == height + 1 && w + kernel == width + 1 && c == channels;
        if border && strides.is_none() && unnamed.count() <= 2 {
            let edit = source.set(own, &["padding", "border_mode"], "same");
            let help = format!(
                "keep the height and width of `{}`: `padding = same`",
                small.name
            );
            return Ok(Mend::from(edit.ok_or(ELSEWHERE)?).saying(help));
        }
    }
    Err(NONE)
}

/// `Dense(64)`, or `Conv2D(64, 1, strides = 2)`: what makes `to` of `from`.
pub fn projection(from: Shape, to: Shape) -> Option<String> {
    if from.rank() != to.rank() || from.rank() == 0 {
        return None;
    }
    let (from, to) = (from.dims(), to.dims());
    let last = to.len() - 1;
    if from[..last] == to[..last] {
        return Some(match last {
            2 => format!("Conv2D({}, 1)", to[last]),
            _ => format!("Dense({})", to[last]),
        });
    }
    if last != 2 {
        return None;
    }
    let stride =
        |axis: usize| (1..=from[axis]).find(|stride| from[axis].div_ceil(*stride) == to[axis]);
    let (height, width) = (stride(0)?, stride(1)?);
    Some(match height == width {
        true => format!("Conv2D({}, 1, strides = {height})", to[2]),
        false => format!("Conv2D({}, 1, strides = ({height}, {width}))", to[2]),
    })
}

/// The axis along which two shapes can be joined: the only one where they differ.
fn join(source: &Source<'_>, at: usize, first: Shape, second: Shape) -> Proposal {
    const APART: &str = "the shapes differ along more than one axis";
    let dims = first.dims().iter().zip(second.dims());
    let differing: Vec<usize> = dims
        .enumerate()
        .filter(|(_, (one, other))| one != other)
        .map(|(axis, _)| axis + 1)
        .collect();
    let [axis] = *differing else {
        return Err(APART);
    };
    // `concat(a, b)` or `Concatenate()([a, b])`: the error stands at one of the inputs.
    let mut group = source.parent(at).ok_or(ELSEWHERE)?;
    if source.opens(group, proc_macro2::Delimiter::Bracket) {
        group = source.parent(group).ok_or(ELSEWHERE)?;
    }
    let before = source.before(group).ok_or(ELSEWHERE)?;
    let own = match source.ident(before) {
        Some(_) => group,
        None => before,
    };
    let edit = source
        .set(own, &["axis"], &axis.to_string())
        .ok_or(ELSEWHERE)?;
    let help = format!("join them along the axis where they differ: `axis = {axis}`");
    Ok(Mend::from(edit).saying(help))
}

/// Vectors of inputs with different numbers of axes.
pub fn mismatched_rank(
    source: &Source<'_>,
    at: usize,
    layer: &str,
    order: (usize, usize),
    operands: &[Operand],
) -> Proposal {
    let [first, second] = operands else {
        return Err(ELSEWHERE);
    };
    if layer != "Concatenate" && first.shape.len() != second.shape.len() {
        return Err("flattened, they would have different lengths");
    }
    let (left, right) = inputs(source, at, order).ok_or(ELSEWHERE)?;
    let mut edits = Vec::new();
    let mut names = Vec::new();
    for (operand, piece) in [(first, left), (second, Some(right))] {
        if operand.shape.rank() > 1 {
            let piece = piece.ok_or(ELSEWHERE)?;
            edits.extend(source.wrap(piece, "Flatten()").ok_or(ELSEWHERE)?.edits);
            names.push(format!("`Flatten()({})`", operand.name));
        }
    }
    if names.len() != 1 {
        return Err("no single rank suggests itself");
    }
    Ok(Mend::from(edits).saying(format!("make both vectors: {}", names.join(" and "))))
}

/// `padding = same` at the layer.
pub fn same_padding(source: &Source<'_>, at: usize) -> Option<Mend> {
    // At the layer's keyword or name, or at the argument in its parentheses.
    let own = source.call(at).own.or_else(|| source.parent(at))?;
    let edit = source.set(own, &["padding", "border_mode"], "same")?;
    Some(Mend::from(edit))
}

/// The largest number of groups below what is written that divides channels and filters.
pub fn groups(
    source: &Source<'_>,
    at: usize,
    (groups, what, count): (usize, &str, usize),
    operands: &[Operand],
) -> Option<Mend> {
    let other = match what {
        "filters" => operands.first().map(|operand| operand.shape.last()),
        _ => {
            let own = source.parent(at)?;
            let first = *source.pieces(own, ',').first()?;
            let piece = source.argument(own, &["filters"]).unwrap_or(first);
            source
                .text(source.value(piece))
                .and_then(|text| text.parse().ok())
        }
    };
    let divides = |number: &usize| {
        count.is_multiple_of(*number) && other.is_none_or(|other| other.is_multiple_of(*number))
    };
    let number = (1..groups)
        .rev()
        .find(divides)
        .filter(|&number| other.is_some() || number == 1)?;
    let piece = source.piece(at, ',')?;
    let edit = source.replace(source.value(piece), number.to_string())?;
    Some(Mend::from(edit).saying(format!(
        "write `groups = {number}`: the number must divide channels and filters"
    )))
}

/// The largest number of groups below the written one that can share the channels of a normalization.
pub fn groups_of_channels(
    source: &Source<'_>,
    at: usize,
    groups: usize,
    channels: usize,
) -> Option<Mend> {
    let number = (1..groups)
        .rev()
        .find(|&number| channels.is_multiple_of(number))?;
    let share = match channels / number {
        1 => "1 channel".to_string(),
        share => format!("{share} channels"),
    };
    let piece = source.piece(at, ',')?;
    let edit = source.replace(source.value(piece), number.to_string())?;
    Some(Mend::from(edit).saying(format!(
        "write `groups = {number}`: each group then has {share} of {channels}"
    )))
}

/// One dimension of a target changed so that the product is right, the last that can be.
pub fn reshape(source: &Source<'_>, at: usize, input: Shape, target: &[i64]) -> Proposal {
    const NONE: &str = "no single dimension makes the product right";
    if target.contains(&-1) || target.is_empty() {
        return Err(NONE);
    }
    let len = input.len() as i64;
    let quotient = |index: &usize| {
        let others: i64 = target
            .iter()
            .enumerate()
            .filter(|(other, _)| other != index)
            .fold(1, |product: i64, (_, dim)| product.saturating_mul(*dim));
        others <= len && len % others == 0
    };
    let index = (0..target.len()).rev().find(quotient).ok_or(NONE)?;
    let others: i64 = target
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != index)
        .map(|(_, dim)| dim)
        .product();
    // The error stands at the first dimension, or at the tuple of all.
    let group = match source.opens(at, proc_macro2::Delimiter::Parenthesis)
        || source.opens(at, proc_macro2::Delimiter::Bracket)
    {
        true => at,
        false => source.parent(at).ok_or(ELSEWHERE)?,
    };
    let pieces = source.pieces(group, ',');
    let piece = pieces.get(index).copied().ok_or(ELSEWHERE)?;
    let mut dims = target.to_vec();
    dims[index] = len / others;
    let edit = source
        .replace(piece, dims[index].to_string())
        .ok_or(ELSEWHERE)?;
    let written: Vec<String> = dims.iter().map(i64::to_string).collect();
    let written = match dims.len() {
        1 => format!("({},)", written.join("")),
        _ => format!("({})", written.join(", ")),
    };
    Ok(Mend::from(edit).saying(format!(
        "the product must be {len}: `Reshape({written})`, for instance"
    )))
}
