//! GlobalAveragePooling2D: the mean of each channel.

use super::arguments::{Arguments, Default, Kind, Refusal, Specification};
use super::table::Row;
use super::{CHANNELS_LAST, Layer, refuse};
use crate::diagnostics::{Counted, Diagnosis};
use crate::ir::operation::{Lowered, Operation};
use formwork_shape_rules::{Shape, pooling};

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "GlobalAveragePooling2D",
    aliases: &["GlobalAvgPool2D"],
    name: "global_average_pooling2d",
    doc: "the mean of each channel of `[height, width, channels]`",
    arguments: &[
        Specification::refused("data_format", CHANNELS_LAST),
        Specification::optional(
            "keepdims",
            Kind::Flag,
            Default::Flag(false),
            "whether height and width stay as axes of length 1",
        ),
    ],
    variadic: None,
    inputs: Counted::Exactly(1),
    build,
};

fn build(arguments: &Arguments) -> Result<Box<dyn Layer>, Refusal> {
    let keepdims = arguments.flag("keepdims");
    Ok(Box::new(GlobalAveragePooling2D { keepdims }))
}

/// Global average pooling.
#[derive(Debug)]
pub struct GlobalAveragePooling2D {
    keepdims: bool,
}

impl Layer for GlobalAveragePooling2D {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        match pooling::global_pooling2d(inputs[0], self.keepdims) {
            Ok(shape) => Ok(vec![shape]),
            Err(_) => Err(refuse::rank(
                "GlobalAveragePooling2D",
                0,
                refuse::IMAGE,
                inputs[0],
            )),
        }
    }

    fn lower(&self, inputs: &[Shape], _: bool) -> Lowered {
        let channels = inputs[0].last();
        Lowered::Operation(Operation::new(
            "GlobalAveragePooling2D",
            1,
            vec![
                ("positions", (inputs[0].len() / channels).to_string()),
                ("channels", channels.to_string()),
            ],
        ))
    }
}
