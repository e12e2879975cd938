//! What ZeroPadding and Cropping share, along one to three axes.

use super::arguments::{Arguments, Default, Kind, Refusal, Specification};
use super::{CHANNELS_LAST, Layer, refuse, space};
use crate::diagnostics::{Diagnosis, Warning};
use crate::ir::operation::{Lowered, Operation};
use formwork_shape_rules::Shape;
use formwork_shape_rules::margins::{MarginError, Margins, cropped, padded};
use formwork_shape_rules::volume::{SPACE, Volume};

/// The arguments: the margins, called `name`, and what is refused.
pub const fn arguments(
    name: &'static str,
    rank: usize,
    margin: usize,
    doc: &'static str,
) -> [Specification; 2] {
    [
        Specification::optional(name, Kind::Margins(rank), Default::Margins(margin), doc),
        Specification::refused("data_format", CHANNELS_LAST),
    ]
}

/// Whether margins are added or taken away.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change {
    /// ZeroPadding.
    Padding,
    /// Cropping.
    Cropping,
}

/// A layer that adds margins or takes them away.
#[derive(Debug)]
pub struct Framed {
    keyword: &'static str,
    rank: usize,
    change: Change,
    margins: Margins,
}

/// Makes one from its arguments.
pub fn build(
    keyword: &'static str,
    rank: usize,
    change: Change,
    arguments: &Arguments,
) -> Result<Box<dyn Layer>, Refusal> {
    Ok(Box::new(Framed {
        keyword,
        rank,
        change,
        margins: space::margins(arguments, change.argument(), rank),
    }))
}

impl Change {
    fn argument(self) -> &'static str {
        match self {
            Change::Padding => "padding",
            Change::Cropping => "cropping",
        }
    }
}

impl Framed {
    fn rule(&self, input: Shape) -> Result<[Volume; 2], MarginError> {
        match self.change {
            Change::Padding => padded(input, self.rank, self.margins),
            Change::Cropping => cropped(input, self.rank, self.margins),
        }
    }
}

impl Layer for Framed {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        match self.rule(inputs[0]) {
            Ok([_, output]) => Ok(vec![output.shape(self.rank)]),
            Err(MarginError::Nothing {
                axis,
                input,
                cropped,
            }) => Err(Diagnosis::CroppedAway {
                layer: self.keyword,
                along: space::along(self.rank, axis),
                input,
                cropped,
            }),
            Err(MarginError::Rank { .. }) => {
                let expected = space::expected(self.rank);
                Err(refuse::rank(self.keyword, 0, expected, inputs[0]))
            }
        }
    }

    fn remarks(&self, inputs: &[Shape]) -> Vec<(&'static str, Warning)> {
        match self.margins == [[0, 0]; SPACE] {
            true => {
                let warning = refuse::no_effect(self.keyword, inputs[0]);
                vec![(self.change.argument(), warning)]
            }
            false => Vec::new(),
        }
    }

    fn lower(&self, inputs: &[Shape], _: bool) -> Lowered {
        // `outputs` has accepted the input.
        let Ok([input, output]) = self.rule(inputs[0]) else {
            return Lowered::View;
        };
        if input == output {
            return Lowered::View;
        }
        let (kind, inner, outer) = match self.change {
            Change::Padding => ("ZeroPadding", input.space, output.space),
            Change::Cropping => ("Cropping", output.space, input.space),
        };
        let before = self.margins.map(|[before, _]| before);
        let channels = input.channels;
        let frame = format!(
            "Frame {{ inner: {inner:?}, outer: {outer:?}, before: {before:?}, channels: {channels} }}"
        );
        Lowered::Operation(Operation::new(kind, 1, vec![("frame", frame)]))
    }
}
