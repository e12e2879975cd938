//! What GlobalMaxPooling and GlobalAveragePooling share, along one to three axes.

use super::arguments::{Default, Kind, Specification};
use super::pooling::global_maximum;
use super::{CHANNELS_LAST, Layer, refuse, space};
use crate::diagnostics::Diagnosis;
use crate::ir::operation::{Lowered, Operation};
use formwork_shape_rules::{Shape, pooling};

pub use super::pooling::Taken;

/// The arguments of a global pooling.
pub static ARGUMENTS: &[Specification] = &[
    Specification::refused("data_format", CHANNELS_LAST),
    Specification::optional(
        "keepdims",
        Kind::Flag,
        Default::Flag(false),
        "whether the axes that are pooled stay, with length 1",
    ),
];

/// A global pooling.
#[derive(Debug)]
pub struct GlobalPooling {
    /// The layer's keyword.
    pub keyword: &'static str,
    /// Number of axes that are pooled.
    pub rank: usize,
    /// What is taken of each channel.
    pub taken: Taken,
    /// Whether these axes stay, with length 1.
    pub keepdims: bool,
}

impl Layer for GlobalPooling {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        match pooling::global_pooling(inputs[0], self.rank, self.keepdims) {
            Ok(shape) => Ok(vec![shape]),
            Err(_) => {
                let expected = space::expected(self.rank);
                Err(refuse::rank(self.keyword, 0, expected, inputs[0]))
            }
        }
    }

    fn lower(&self, inputs: &[Shape], _: bool) -> Lowered {
        let channels = inputs[0].last();
        match self.taken {
            // `outputs` has accepted the input.
            Taken::Maximum => {
                global_maximum(inputs[0], self.rank).map_or(Lowered::View, Lowered::Operation)
            }
            Taken::Mean => Lowered::Operation(Operation::new(
                "GlobalAveragePooling",
                1,
                vec![
                    ("positions", (inputs[0].len() / channels).to_string()),
                    ("channels", channels.to_string()),
                ],
            )),
        }
    }
}
