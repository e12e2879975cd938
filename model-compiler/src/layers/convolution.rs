//! What all convolutions share: their arguments, what can be wrong with them, and how their kernels slide.

mod separable;
mod sliding;
mod transposed;

pub use separable::Separable;
pub use sliding::Sliding;
pub use transposed::Transposed;

use super::arguments::{Arguments, Default, Kind, Refusal, Specification};
use super::{CHANNELS_LAST, refuse, space};
use crate::diagnostics::{Diagnosis, Warning};
use crate::ir::graph::{Parameter, Role};
use crate::ir::operation::ActivationFunction;
use formwork_shape_rules::convolution::ConvolutionError;
use formwork_shape_rules::window::Window;
use formwork_shape_rules::{Padding, Shape};

/// The number of output channels.
pub const FILTERS: Specification =
    Specification::required("filters", Kind::Count, "the number of output channels")
        .or(&["nb_filter"]);

/// The size of the kernel along so many axes.
pub const fn kernel_size(axes: usize) -> Specification {
    let (doc, aliases): (_, &[&str]) = match axes {
        1 => ("the length of the kernel", &["filter_length"]),
        2 => ("the height and width of the kernel", &[]),
        _ => ("the depth, height and width of the kernel", &[]),
    };
    Specification::required("kernel_size", Kind::Sizes(axes), doc).or(aliases)
}

/// How far the kernel moves.
pub const fn strides(axes: usize) -> Specification {
    let doc = "how far the kernel moves";
    Specification::optional("strides", Kind::Sizes(axes), Default::Sizes(1), doc).or(match axes {
        1 => &["subsample_length", "stride"],
        _ => &["subsample", "stride"],
    })
}

/// What happens at the ends of a transposed convolution.
pub const SAME_PADDING: Specification = Specification::optional(
    "padding",
    Kind::Padding,
    Default::Padding(Padding::Valid),
    "`valid` for the whole result, `same` for the input's size times the stride",
)
.or(&["border_mode"]);

/// What happens at the ends.
pub const fn padding(axes: usize) -> Specification {
    let (kind, doc) = match axes {
        1 => (
            Kind::CausalPadding,
            "`valid` for none, `same` for as much as keeps the length at stride 1, `causal` for all of that before the start",
        ),
        _ => (
            Kind::Padding,
            "`valid` for none, `same` for as much as keeps the size at stride 1",
        ),
    };
    let default = Default::Padding(Padding::Valid);
    Specification::optional("padding", kind, default, doc).or(&["border_mode"])
}

/// Channels come last.
pub const DATA_FORMAT: Specification = Specification::refused("data_format", CHANNELS_LAST);

/// How far apart the kernel's elements are.
pub const fn dilation_rate(axes: usize) -> Specification {
    let doc = "the distance of the kernel's elements";
    Specification::optional("dilation_rate", Kind::Sizes(axes), Default::Sizes(1), doc)
        .or(&["dilation", "atrous_rate"])
}

/// Into how many groups channels and filters are split.
pub const GROUPS: Specification = Specification::optional(
    "groups",
    Kind::Count,
    Default::Count(1),
    "into how many groups channels and filters are split",
);

/// How many kernels each channel has.
pub const DEPTH_MULTIPLIER: Specification = Specification::optional(
    "depth_multiplier",
    Kind::Count,
    Default::Count(1),
    "the number of kernels of each channel",
);

/// How the kernels of the channels start.
pub const DEPTHWISE_INITIALIZER: Specification = Specification {
    name: "depthwise_initializer",
    aliases: &[],
    doc: "how the kernels of the channels start",
    ..Specification::KERNEL_INITIALIZER
};

/// How the mixture of the channels starts.
pub const POINTWISE_INITIALIZER: Specification = Specification {
    name: "pointwise_initializer",
    aliases: &[],
    doc: "how the mixture of the channels starts",
    ..Specification::KERNEL_INITIALIZER
};

/// How much longer than the shortest the output of a transposed convolution is.
pub const fn output_padding(axes: usize) -> Specification {
    Specification::optional(
        "output_padding",
        Kind::Amounts(axes),
        Default::Nothing,
        "how much is added to the shortest output, less than the stride; as much as makes the output the input times the stride, if not given",
    )
}

/// What the kernels of the channels cost.
pub const DEPTHWISE_REGULARIZER: Specification = Specification::regularizer(
    "depthwise_regularizer",
    "what the kernels of the channels cost",
);

/// What the kernels of the channels keep to.
pub const DEPTHWISE_CONSTRAINT: Specification = Specification::constraint(
    "depthwise_constraint",
    "what the kernels of the channels keep to",
);

/// What the mixture of the channels costs.
pub const POINTWISE_REGULARIZER: Specification = Specification::regularizer(
    "pointwise_regularizer",
    "what the mixture of the channels costs",
);

/// What the mixture of the channels keeps to.
pub const POINTWISE_CONSTRAINT: Specification = Specification::constraint(
    "pointwise_constraint",
    "what the mixture of the channels keeps to",
);

/// How a kernel lies along the axes of a sequence, an image or a volume.
#[derive(Debug)]
pub struct Along<const N: usize> {
    /// The layer.
    pub keyword: &'static str,
    /// Elements of the kernel.
    pub kernel_size: [usize; N],
    /// By how much it moves.
    pub strides: [usize; N],
    /// What happens at the ends.
    pub padding: Padding,
    /// How far apart its elements are.
    pub dilation: [usize; N],
}

impl<const N: usize> Along<N> {
    /// As it is written.
    pub fn new(keyword: &'static str, arguments: &Arguments) -> Along<N> {
        Along {
            keyword,
            kernel_size: arguments.sizes("kernel_size").unwrap_or([1; N]),
            strides: arguments.sizes("strides").unwrap_or([1; N]),
            padding: arguments.padding("padding"),
            dilation: arguments.sizes("dilation_rate").unwrap_or([1; N]),
        }
    }

    /// What is wrong with an input.
    pub fn refuse(&self, error: ConvolutionError, input: Shape) -> Diagnosis {
        match error {
            ConvolutionError::StridesWithDilation { strides, dilation } => {
                Diagnosis::StridesWithDilation { strides, dilation }
            }
            ConvolutionError::Channels { channels, groups } => Diagnosis::Groups {
                groups,
                what: "channels",
                count: channels,
                alone: false,
            },
            ConvolutionError::Filters { filters, groups } => Diagnosis::Groups {
                groups,
                what: "filters",
                count: filters,
                alone: false,
            },
            ConvolutionError::Window { axis, error } => {
                let along = space::along(N, axis);
                let mut diagnosis = refuse::window_along(self.keyword, "kernel_size", along, error);
                if let Diagnosis::Window { input, most, .. } = &mut diagnosis {
                    // Elements that are further apart reach further.
                    *most = input.saturating_sub(1) / self.dilation[axis].max(1) + 1;
                }
                diagnosis
            }
            ConvolutionError::OutputPadding {
                axis,
                output_padding,
                stride,
            } => Diagnosis::OutputPadding {
                along: space::along(N, axis),
                output_padding,
                stride,
            },
            ConvolutionError::Nothing { axis } => Diagnosis::NothingLeft {
                layer: self.keyword,
                along: space::along(N, axis),
            },
            // Counts of 0 and causal padding of images are refused when arguments are bound.
            ConvolutionError::Rank { .. }
            | ConvolutionError::ZeroFilters
            | ConvolutionError::ZeroGroups
            | ConvolutionError::Causal => refuse::rank(self.keyword, 0, space::expected(N), input),
        }
    }

    /// What the kernel leaves out of an input.
    pub fn remarks(&self, input: Shape) -> Vec<(&'static str, Warning)> {
        let dropped = refuse::dropped_along(
            self.keyword,
            input,
            &self.kernel_size,
            &self.strides,
            &self.dilation,
            self.padding,
        );
        dropped.into_iter().collect()
    }

    /// The fields of the runtime's struct that say how the kernel slides.
    pub fn fields(
        &self,
        input: Shape,
        output: Shape,
        windows: &[Window; N],
    ) -> Vec<(&'static str, String)> {
        let names: [&[&'static str]; 3] = match N {
            1 => [&["length"], &["output_length"], &["before"]],
            2 => [
                &["height", "width"],
                &["output_height", "output_width"],
                &["top", "left"],
            ],
            _ => [
                &["depth", "height", "width"],
                &["output_depth", "output_height", "output_width"],
                &["front", "top", "left"],
            ],
        };
        let before = windows.map(|window| window.before);
        let mut fields = Vec::new();
        for (names, values) in names
            .into_iter()
            .zip([input.dims(), output.dims(), &before])
        {
            let named = names.iter().zip(values);
            fields.extend(named.map(|(name, value)| (*name, value.to_string())));
        }
        for (name, values) in [
            ("kernel_size", &self.kernel_size),
            ("strides", &self.strides),
            ("dilation", &self.dilation),
        ] {
            let value = match values.as_slice() {
                [value] => value.to_string(),
                _ => format!("{values:?}"),
            };
            fields.push((name, value));
        }
        fields
    }
}

/// What is done with the products.
#[derive(Debug)]
pub struct Completion {
    /// Applied last.
    pub activation: ActivationFunction,
    /// Whether a bias is added.
    pub use_bias: bool,
    bias_initializer: String,
}

impl Completion {
    /// As it is written.
    pub fn new(arguments: &Arguments) -> Result<Completion, Refusal> {
        Ok(Completion {
            activation: arguments.activation("activation")?,
            use_bias: arguments.flag("use_bias"),
            bias_initializer: arguments.initializer("bias_initializer"),
        })
    }

    /// The bias of so many filters, if there is one.
    pub fn bias(&self, filters: usize) -> Option<Parameter> {
        self.use_bias.then(|| Parameter {
            name: "bias",
            shape: Shape::of(&[filters]),
            role: Role::Trainable,
            initializer: self.bias_initializer.clone(),
            unit_axes: 0,
        })
    }
}

/// A kernel, whose units lie along the axes behind the first `unit_axes`.
pub fn kernel(name: &'static str, shape: Shape, initializer: &str, unit_axes: usize) -> Parameter {
    Parameter {
        name,
        shape,
        role: Role::Trainable,
        initializer: initializer.into(),
        unit_axes,
    }
}
