//! The shape rules' errors as diagnoses, and what the rules leave out as warnings.

use super::space;
use crate::diagnostics::{Diagnosis, Warning};
use formwork_shape_rules::Padding;
use formwork_shape_rules::Shape;
use formwork_shape_rules::axis::AxisError;
use formwork_shape_rules::merge::MergeError;
use formwork_shape_rules::window::{self, WindowError};

/// A rank that `layer` doesn't take. `input` is which input.
pub fn rank(layer: &'static str, input: usize, expected: &'static str, found: Shape) -> Diagnosis {
    Diagnosis::Rank {
        layer,
        input,
        expected,
        found,
    }
}

/// `[height, width, channels]`, which images need.
pub const IMAGE: &str = "an input of shape [height, width, channels]";

/// At least the axis of the channels.
pub const CHANNELS: &str = "an input of at least one axis";

/// `[steps, features]`, which recurrent layers need.
pub const SEQUENCE: &str = "a sequence of shape [steps, features]";

/// `[depth, height, width, channels]`, which volumes have.
pub const VOLUME: &str = "a volume of shape [depth, height, width, channels]";

/// `[features]`.
pub const VECTOR: &str = "a vector of shape [features]";

/// A window that doesn't fit along an axis of an image.
pub fn window(
    layer: &'static str,
    argument: &'static str,
    axis: usize,
    error: WindowError,
) -> Diagnosis {
    window_along(layer, argument, space::along(2, axis), error)
}

/// A window that doesn't fit along an axis of this name.
pub fn window_along(
    layer: &'static str,
    argument: &'static str,
    along: &'static str,
    error: WindowError,
) -> Diagnosis {
    let (extent, input) = match error {
        WindowError::TooLarge { input, extent } => (extent, input),
        // Sizes, strides and dilations of 0 are refused when arguments are bound.
        WindowError::ZeroKernel | WindowError::ZeroStride | WindowError::ZeroDilation => (0, 0),
    };
    Diagnosis::Window {
        layer,
        argument,
        along,
        extent,
        input,
        most: input,
    }
}

/// Inputs that don't go together. Axes are counted as Keras does.
pub fn merge(layer: &'static str, inputs: &[Shape], error: MergeError) -> Diagnosis {
    match error {
        MergeError::TooFew { found } => Diagnosis::WrongNumberOfInputs {
            layer: layer.into(),
            expected: crate::diagnostics::Counted::AtLeast(2),
            found,
        },
        MergeError::Axis(error) => axis(layer, error),
        MergeError::Rank { input, left, right } => Diagnosis::MismatchedRank {
            layer,
            left: 0,
            right: input,
            ranks: (left, right),
        },
        MergeError::Dimension {
            input,
            axis,
            left,
            right,
        } => {
            // The first input with that size along the axis, counted from the end as broadcasting does.
            let rank = inputs.iter().map(Shape::rank).max().unwrap_or(0);
            let has = |shape: &Shape| {
                let missing = rank - shape.rank();
                axis >= missing && shape.dims()[axis - missing] == left
            };
            Diagnosis::Mismatch {
                layer,
                left: inputs[..input].iter().position(has).unwrap_or(0),
                right: input,
                axis: axis + 1,
                rank,
                sizes: (left, right),
            }
        }
    }
}

/// An axis that the input doesn't have.
pub fn axis(layer: &'static str, error: AxisError) -> Diagnosis {
    match error {
        AxisError::Batch => Diagnosis::BatchAxis { layer },
        AxisError::OutOfRange { axis, rank } => Diagnosis::Axis { layer, axis, rank },
    }
}

/// What a window leaves out of an image, along the height or else the width.
pub fn dropped(
    layer: &'static str,
    input: Shape,
    sizes: [usize; 2],
    strides: [usize; 2],
    dilation: [usize; 2],
    padding: Padding,
) -> Option<(&'static str, Warning)> {
    dropped_along(layer, input, &sizes, &strides, &dilation, padding)
}

/// The same along as many axes as there are sizes.
pub fn dropped_along(
    layer: &'static str,
    input: Shape,
    sizes: &[usize],
    strides: &[usize],
    dilation: &[usize],
    padding: Padding,
) -> Option<(&'static str, Warning)> {
    for (axis, &input) in input.dims().iter().take(sizes.len()).enumerate() {
        let along = space::along(sizes.len(), axis);
        let dropped = window::dropped(input, sizes[axis], strides[axis], dilation[axis], padding);
        if dropped > 0 {
            let warning = Warning::DroppedPixels {
                layer,
                along,
                dropped,
                input,
            };
            return Some(("strides", warning));
        }
    }
    None
}

/// A layer that gives its input.
pub fn no_effect(layer: &'static str, input: Shape) -> Warning {
    let shape = input.to_string();
    Warning::NoEffect { layer, shape }
}
