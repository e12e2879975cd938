//! Mends of what is legal and probably not what was meant.

use super::source::{Piece, Source};
use super::{AUTHOR, Mend, Proposal, arguments, shapes, statements};
use crate::diagnostics::Warning;

/// The edit that the help names first.
pub fn warning(source: &Source<'_>, at: usize, warning: &Warning) -> Proposal {
    let mend = match warning {
        Warning::DroppedPixels { .. } => shapes::same_padding(source, at),
        Warning::UnusedLayer { .. } => return statements::unused(source, at),
        Warning::ClippedScores { .. } => match source.call(at).own {
            // The activation is a layer of its own.
            Some(_)
                if source
                    .ident(at)
                    .is_some_and(|name| name.starts_with(char::is_uppercase)) =>
            {
                without_layer(source, at)
            }
            _ => argument(source, at),
        },
        Warning::SoftmaxOfOne { .. } => sigmoid(source, at),
        Warning::UselessBias { .. } => {
            let own = source.call(at).own.or_else(|| source.parent(at));
            own.and_then(|own| source.set(own, &["use_bias", "bias"], "false"))
                .map(Mend::from)
        }
        Warning::DropoutRate { rate: 0.0 } | Warning::NoEffect { .. } => without_layer(source, at),
        Warning::OneElement {
            layer: "FilterResponseNormalization",
            ..
        } => {
            let own = source.call(at).own;
            own.and_then(|own| source.set(own, &["learned_epsilon"], "true"))
                .map(Mend::from)
        }
        Warning::RepeatedActivation { .. } => {
            return Err("which of the activations is meant can't be told");
        }
        Warning::DropoutRate { .. }
        | Warning::LinearLayers { .. }
        | Warning::DropoutAtOutput { .. }
        | Warning::DropoutBeforeNormalization { .. }
        | Warning::BatchCoupling { .. }
        | Warning::OneElement { .. } => return Err(AUTHOR),
    };
    // The sentence of the warning says what the edit does.
    mend.map(|mend| Mend { help: None, ..mend })
        .ok_or(super::ELSEWHERE)
}

fn argument(source: &Source<'_>, at: usize) -> Option<Mend> {
    arguments::remove(source, at, "")
}

/// The values that a layer is applied to, without the layer. In a functional body they keep their parentheses.
fn without_layer(source: &Source<'_>, at: usize) -> Option<Mend> {
    // The mistake may stand at one of the layer's arguments.
    let at = match source.call(at).own {
        Some(_) => at,
        None => source.before(source.parent(at)?)?,
    };
    if source.in_chain(at) {
        return source.remove(source.piece(at, ',')?).map(Mend::from);
    }
    let call = source.call(at);
    call.values?;
    let end = source.after(call.own?);
    let edit = source.replace(Piece { first: at, end }, "")?;
    Some(Mend::from(edit))
}

/// `sigmoid` for `softmax`, as an argument or as a layer.
fn sigmoid(source: &Source<'_>, at: usize) -> Option<Mend> {
    let edit = match source.is_ident(at, "Softmax") {
        true => {
            let end = source.after(source.call(at).own?);
            source.replace(Piece { first: at, end }, "Activation(sigmoid)")?
        }
        false => source.replace_token(at, "sigmoid")?,
    };
    Some(Mend::from(edit))
}
