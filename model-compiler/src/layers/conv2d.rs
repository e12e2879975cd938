//! Conv2D: cross-correlation of an image with filters.

use super::arguments::{Arguments, Default, Kind, Refusal, Specification};
use super::table::Row;
use super::{CHANNELS_LAST, Layer, Linear, fused, macs, refuse};
use crate::diagnostics::{Counted, Diagnosis, Warning};
use crate::ir::graph::{Parameter, Role};
use crate::ir::operation::{ActivationFunction, Character, Lowered, Operation, WeightGradient};
use formwork_shape_rules::convolution::{self, Convolution2d, ConvolutionError, convolution2d};
use formwork_shape_rules::{Padding, Shape};
use std::num::NonZeroUsize;

/// Its arguments, in the order of Keras.
pub(super) const ARGUMENTS: &[Specification] = &[
    Specification::required("filters", Kind::Count, "the number of output channels")
        .or(&["nb_filter"]),
    Specification::required(
        "kernel_size",
        Kind::Sizes(2),
        "the height and width of the kernel",
    ),
    Specification::optional(
        "strides",
        Kind::Sizes(2),
        Default::Sizes(1),
        "how far the kernel moves",
    )
    .or(&["subsample", "stride"]),
    Specification::optional(
        "padding",
        Kind::Padding,
        Default::Padding(Padding::Valid),
        "`valid` for none, `same` for as much as keeps the size at stride 1",
    )
    .or(&["border_mode"]),
    Specification::refused("data_format", CHANNELS_LAST),
    Specification::optional(
        "dilation_rate",
        Kind::Sizes(2),
        Default::Sizes(1),
        "the distance of the kernel's elements",
    )
    .or(&["dilation"]),
    Specification::optional(
        "groups",
        Kind::Count,
        Default::Count(1),
        "into how many groups channels and filters are split",
    ),
    Specification::ACTIVATION,
    Specification::USE_BIAS,
    Specification::KERNEL_INITIALIZER,
    Specification::BIAS_INITIALIZER,
    Specification::KERNEL_REGULARIZER,
    Specification::BIAS_REGULARIZER,
    Specification::ACTIVITY_REGULARIZER,
    Specification::KERNEL_CONSTRAINT,
    Specification::BIAS_CONSTRAINT,
];

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "Conv2D",
    aliases: &["Convolution2D"],
    name: "conv2d",
    doc: "cross-correlation of `[height, width, channels]` with `filters` kernels",
    arguments: ARGUMENTS,
    variadic: None,
    inputs: Counted::Exactly(1),
    build,
};

fn build(arguments: &Arguments) -> Result<Box<dyn Layer>, Refusal> {
    Ok(Box::new(Conv2D {
        filters: arguments.count("filters"),
        kernel_size: arguments.sizes("kernel_size").unwrap_or([1, 1]),
        strides: arguments.sizes("strides").unwrap_or([1, 1]),
        padding: arguments.padding("padding"),
        dilation: arguments.sizes("dilation_rate").unwrap_or([1, 1]),
        groups: arguments.count("groups"),
        activation: arguments.activation("activation")?,
        use_bias: arguments.flag("use_bias"),
        kernel_initializer: arguments.initializer("kernel_initializer"),
        bias_initializer: arguments.initializer("bias_initializer"),
    }))
}

/// A two-dimensional convolution.
#[derive(Debug)]
pub struct Conv2D {
    filters: usize,
    kernel_size: [usize; 2],
    strides: [usize; 2],
    padding: Padding,
    dilation: [usize; 2],
    groups: usize,
    activation: ActivationFunction,
    use_bias: bool,
    kernel_initializer: String,
    bias_initializer: String,
}

impl Conv2D {
    fn rule(&self, input: Shape) -> Result<Convolution2d, ConvolutionError> {
        convolution2d(
            input,
            self.filters,
            self.kernel_size,
            self.strides,
            self.padding,
            self.dilation,
            self.groups,
        )
    }
}

impl Layer for Conv2D {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        match self.rule(inputs[0]) {
            Ok(rule) => Ok(vec![rule.output]),
            Err(ConvolutionError::StridesWithDilation { strides, dilation }) => {
                Err(Diagnosis::StridesWithDilation { strides, dilation })
            }
            Err(ConvolutionError::Channels { channels, groups }) => Err(Diagnosis::Groups {
                groups,
                what: "channels",
                count: channels,
            }),
            Err(ConvolutionError::Filters { filters, groups }) => Err(Diagnosis::Groups {
                groups,
                what: "filters",
                count: filters,
            }),
            Err(ConvolutionError::Window { axis, error }) => {
                Err(refuse::window("Conv2D", "kernel_size", axis, error))
            }
            // Counts of 0 and causal padding are refused when arguments are bound.
            Err(
                ConvolutionError::Rank { .. }
                | ConvolutionError::ZeroFilters
                | ConvolutionError::ZeroGroups
                | ConvolutionError::Causal,
            ) => Err(refuse::rank("Conv2D", 0, refuse::IMAGE, inputs[0])),
        }
    }

    fn parameters(&self, inputs: &[Shape]) -> Vec<Parameter> {
        let Ok(rule) = self.rule(inputs[0]) else {
            return Vec::new();
        };
        let mut parameters = vec![Parameter {
            name: "kernel",
            shape: rule.kernel,
            role: Role::Trainable,
            initializer: self.kernel_initializer.clone(),
            unit_axes: 3,
        }];
        if self.use_bias {
            parameters.push(Parameter {
                name: "bias",
                shape: Shape::of(&[self.filters]),
                role: Role::Trainable,
                initializer: self.bias_initializer.clone(),
                unit_axes: 0,
            });
        }
        parameters
    }

    fn lower(&self, inputs: &[Shape], trainable: bool) -> Lowered {
        // `outputs` has accepted the input.
        let Ok(rule) = self.rule(inputs[0]) else {
            return Lowered::View;
        };
        let patch = rule.kernel.len() / self.filters;
        let weight_gradient = match trainable {
            true => WeightGradient::Late {
                rows: patch + usize::from(self.use_bias),
                width: self.filters,
                cotangents: true,
            },
            false => WeightGradient::None,
        };
        let pair = |values: [usize; 2]| format!("[{}, {}]", values[0], values[1]);
        let input = inputs[0].dims();
        let output = rule.output.dims();
        Lowered::Operation(Operation {
            epilogue: Some(fused(&self.activation)),
            keeps_inputs: vec![trainable],
            weight_gradient,
            character: Character::Convolution,
            macs: macs(&[output[0], output[1], rule.kernel.len()]),
            ..Operation::new(
                "Conv2D",
                1,
                vec![
                    ("height", input[0].to_string()),
                    ("width", input[1].to_string()),
                    ("channels", input[2].to_string()),
                    ("output_height", output[0].to_string()),
                    ("output_width", output[1].to_string()),
                    ("filters", self.filters.to_string()),
                    ("kernel_size", pair(self.kernel_size)),
                    ("strides", pair(self.strides)),
                    ("dilation", pair(self.dilation)),
                    ("groups", self.groups.to_string()),
                    ("top", rule.windows[0].before.to_string()),
                    ("left", rule.windows[1].before.to_string()),
                    ("use_bias", self.use_bias.to_string()),
                ],
            )
        })
    }

    fn remarks(&self, inputs: &[Shape]) -> Vec<(&'static str, Warning)> {
        let (sizes, strides) = (self.kernel_size, self.strides);
        let dropped = refuse::dropped(
            "Conv2D",
            inputs[0],
            sizes,
            strides,
            self.dilation,
            self.padding,
        );
        dropped.into_iter().collect()
    }

    fn scratch(&self, inputs: &[Shape], samples: usize) -> usize {
        self.rule(inputs[0]).map_or(0, |rule| {
            convolution::scratch(rule.output, rule.kernel, self.groups, samples)
        })
    }

    fn linear(&self) -> Option<Linear> {
        Some(Linear {
            kernel: "kernel",
            bias: "bias",
            inner: NonZeroUsize::MIN,
        })
    }

    fn late_scratch(&self, inputs: &[Shape]) -> usize {
        self.rule(inputs[0]).map_or(0, |rule| {
            convolution::late_scratch(rule.output, rule.kernel, self.groups)
        })
    }
}
