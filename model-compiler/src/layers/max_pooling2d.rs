//! MaxPooling2D: the largest element of each window.

use super::arguments::{Arguments, Default, Kind, Refusal, Specification};
use super::table::Row;
use super::{CHANNELS_LAST, Layer, refuse};
use crate::diagnostics::{Counted, Diagnosis, Warning};
use crate::ir::operation::{Lowered, Operation};
use formwork_shape_rules::pooling::{Pooling2d, PoolingError, pooling2d};
use formwork_shape_rules::{Padding, Shape};

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "MaxPooling2D",
    aliases: &["MaxPool2D"],
    name: "max_pooling2d",
    doc: "the largest element of each window of `[height, width]`, for each channel",
    arguments: &[
        Specification::optional(
            "pool_size",
            Kind::Sizes(2),
            Default::Sizes(2),
            "the height and width of the window",
        ),
        Specification::optional(
            "strides",
            Kind::Sizes(2),
            Default::Nothing,
            "how far the window moves: its size, if not given",
        ),
        Specification::optional(
            "padding",
            Kind::Padding,
            Default::Padding(Padding::Valid),
            "`valid` for none, `same` to cover every element",
        )
        .or(&["border_mode"]),
        Specification::refused("data_format", CHANNELS_LAST),
    ],
    variadic: None,
    inputs: Counted::Exactly(1),
    build,
};

fn build(arguments: &Arguments) -> Result<Box<dyn Layer>, Refusal> {
    let pool_size = arguments.sizes("pool_size").unwrap_or([2, 2]);
    Ok(Box::new(MaxPooling2D {
        pool_size,
        strides: arguments.sizes("strides").unwrap_or(pool_size),
        padding: arguments.padding("padding"),
    }))
}

/// Two-dimensional maximum pooling.
#[derive(Debug)]
pub struct MaxPooling2D {
    pool_size: [usize; 2],
    strides: [usize; 2],
    padding: Padding,
}

impl MaxPooling2D {
    fn rule(&self, input: Shape) -> Result<Pooling2d, PoolingError> {
        pooling2d(input, self.pool_size, self.strides, self.padding)
    }
}

impl Layer for MaxPooling2D {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        match self.rule(inputs[0]) {
            Ok(rule) => Ok(vec![rule.output]),
            Err(PoolingError::Window { axis, error }) => {
                Err(refuse::window("MaxPooling2D", "pool_size", axis, error))
            }
            // Causal padding is refused when arguments are bound.
            Err(PoolingError::Rank { .. } | PoolingError::Causal) => {
                Err(refuse::rank("MaxPooling2D", 0, refuse::IMAGE, inputs[0]))
            }
        }
    }

    fn remarks(&self, inputs: &[Shape]) -> Vec<(&'static str, Warning)> {
        if self.pool_size == [1, 1] && self.strides == [1, 1] {
            return vec![("pool_size", refuse::no_effect("MaxPooling2D", inputs[0]))];
        }
        let (sizes, strides) = (self.pool_size, self.strides);
        let dropped = refuse::dropped(
            "MaxPooling2D",
            inputs[0],
            sizes,
            strides,
            [1, 1],
            self.padding,
        );
        dropped.into_iter().collect()
    }

    fn lower(&self, inputs: &[Shape], _: bool) -> Lowered {
        // `outputs` has accepted the input.
        let Ok(rule) = self.rule(inputs[0]) else {
            return Lowered::View;
        };
        let pair = |values: [usize; 2]| format!("[{}, {}]", values[0], values[1]);
        let input = inputs[0].dims();
        let output = rule.output.dims();
        Lowered::Operation(Operation {
            keeps_inputs: vec![true],
            ..Operation::new(
                "MaxPooling2D",
                1,
                vec![
                    ("height", input[0].to_string()),
                    ("width", input[1].to_string()),
                    ("channels", input[2].to_string()),
                    ("output_height", output[0].to_string()),
                    ("output_width", output[1].to_string()),
                    ("pool_size", pair(self.pool_size)),
                    ("strides", pair(self.strides)),
                    ("top", rule.windows[0].before.to_string()),
                    ("left", rule.windows[1].before.to_string()),
                ],
            )
        })
    }
}
