//! Activations: value and derivative side by side, over slices.
//!
//! [`forward`] and [`backward`] work in place. What backward is given, the input or the output, is what
//! [`Activation::backward_needs`] says. At a kink the derivative is the one from the left, so that it is 0 for a
//! ReLU at 0.

mod closure;
mod parametric;
mod piecewise;
mod rows;
mod smooth;

use crate::kernels::level::for_each_level;
pub use closure::{Closure, activation};
pub use formwork_shape_rules::{Activation, BackwardNeeds};
pub use parametric::Parametric;
pub(crate) use parametric::above;
use piecewise::{
    ClippedRelu, HardShrink, HardSigmoid, HardSilu, HardTanh, LeakyRelu, Relu, SoftShrink,
    SparsePlus, SparseSigmoid, Threshold,
};
pub use rows::{Rows, row_backward, row_forward, row_infer};
use smooth::{
    Elu, EluFromOutput, Exponential, Gelu, GeluTanh, LogSigmoid, Mish, Sigmoid, Silu, Softplus,
    Softsign, Squareplus, Tanh, TanhShrink,
};

/// Keras's λ of `selu`.
const SELU_SCALE: f32 = 1.050_701;
/// Keras's α of `selu`.
const SELU_ALPHA: f32 = 1.673_263_2;

/// An elementwise activation with its parameters.
trait Elementwise {
    /// f(x).
    fn value(&self, x: f32) -> f32;
    /// f′, from x or from f(x).
    fn derivative(&self, kept: f32) -> f32;
}

#[inline(always)]
fn map(function: impl Elementwise, values: &mut [f32]) {
    for value in values {
        *value = function.value(*value);
    }
}

/// [`map`], of which a program holds one copy for each kind of function.
#[inline(never)]
fn map_once(function: impl Elementwise, values: &mut [f32]) {
    map(function, values);
}

#[inline(always)]
fn map_derivative(function: impl Elementwise, kept: &[f32], cotangent: &mut [f32]) {
    for (cotangent, kept) in cotangent.iter_mut().zip(kept) {
        *cotangent *= function.derivative(*kept);
    }
}

/// Calls one of the two maps with the elementwise activation that `$activation` stands for.
macro_rules! dispatch {
    ($activation:expr, $map:ident, $($argument:expr),*) => {
        match $activation {
            Activation::Relu => $map(Relu, $($argument),*),
            Activation::ClippedRelu { negative_slope, max_value, threshold }
                if max_value == f32::INFINITY && threshold == 0.0 && negative_slope > 0.0 =>
            {
                $map(LeakyRelu { negative_slope }, $($argument),*)
            }
            Activation::ClippedRelu { negative_slope, max_value, threshold } => {
                $map(ClippedRelu { negative_slope, max_value, threshold }, $($argument),*)
            }
            Activation::Elu { alpha } if alpha > 0.0 => {
                $map(EluFromOutput { scale: 1.0, alpha, width: 1.0 }, $($argument),*)
            }
            Activation::Elu { alpha } => $map(Elu { alpha }, $($argument),*),
            Activation::Selu => {
                $map(EluFromOutput { scale: SELU_SCALE, alpha: SELU_ALPHA, width: 1.0 }, $($argument),*)
            }
            Activation::Celu { alpha } if alpha > 0.0 => {
                $map(EluFromOutput { scale: 1.0, alpha, width: alpha }, $($argument),*)
            }
            Activation::Celu { alpha } => $map(smooth::Celu { alpha }, $($argument),*),
            Activation::Exponential => $map(Exponential, $($argument),*),
            Activation::Gelu => $map(Gelu, $($argument),*),
            Activation::GeluTanh => $map(GeluTanh, $($argument),*),
            Activation::HardShrink { threshold } => $map(HardShrink { threshold }, $($argument),*),
            Activation::HardSigmoid => $map(HardSigmoid, $($argument),*),
            Activation::HardSilu => $map(HardSilu, $($argument),*),
            Activation::HardTanh => $map(HardTanh, $($argument),*),
            Activation::LogSigmoid => $map(LogSigmoid, $($argument),*),
            Activation::Mish => $map(Mish, $($argument),*),
            Activation::Sigmoid => $map(Sigmoid, $($argument),*),
            Activation::Silu => $map(Silu, $($argument),*),
            Activation::SoftShrink { threshold } => $map(SoftShrink { threshold }, $($argument),*),
            Activation::Softplus => $map(Softplus, $($argument),*),
            Activation::Softsign => $map(Softsign, $($argument),*),
            Activation::SparsePlus => $map(SparsePlus, $($argument),*),
            Activation::SparseSigmoid => $map(SparseSigmoid, $($argument),*),
            Activation::Squareplus { b } => $map(Squareplus { b }, $($argument),*),
            Activation::Tanh => $map(Tanh, $($argument),*),
            Activation::TanhShrink => $map(TanhShrink, $($argument),*),
            Activation::Threshold { threshold, default_value } => {
                $map(Threshold { threshold, default_value }, $($argument),*)
            }
            Activation::Linear
            | Activation::Softmax
            | Activation::LogSoftmax
            | Activation::Sparsemax
            | Activation::Custom(_) => {}
        }
    };
}

for_each_level! {
    fn elementwise_forward(activation: Activation, values: &mut [f32]) {
        dispatch!(activation, map, values)
    }
}

for_each_level! {
    fn elementwise_backward(activation: Activation, kept: &[f32], cotangent: &mut [f32]) {
        dispatch!(activation, map_derivative, kept, cotangent)
    }
}

/// Applies `activation` in place. `width` is the length of the last axis, along which softmax and its like act.
pub fn forward(activation: Activation, width: usize, values: &mut [f32]) {
    if let Activation::Custom(custom) = activation {
        return (custom.forward)(values);
    }
    match Rows::of(activation) {
        Some(rows) => row_forward(rows, width, values),
        None => elementwise_forward(activation, values),
    }
}

/// Applies `activation` in place to one sample, without a panic path and without code for other activations: the bits of
/// [`forward`].
#[inline(always)]
pub fn infer(activation: Activation, width: usize, values: &mut [f32]) {
    if let Activation::Custom(custom) = activation {
        return (custom.forward)(values);
    }
    match Rows::of(activation) {
        Some(rows) => row_infer(rows, width, values),
        None => dispatch!(activation, map_once, values),
    }
}

/// Turns the output's cotangent into the input's: `cotangent *= f′`, or the transposed Jacobian's product along
/// each row of `width`.
///
/// `kept` is the output or the input of forward, whichever [`Activation::backward_needs`] asks for.
///
/// # Panics
/// If `kept` is needed and its length differs from the cotangent's.
pub fn backward(activation: Activation, width: usize, kept: &[f32], cotangent: &mut [f32]) {
    let needs_nothing = activation.backward_needs() == BackwardNeeds::Nothing;
    assert!(
        needs_nothing || kept.len() == cotangent.len(),
        "activation: lengths of the kept values and the cotangent differ"
    );
    if let Activation::Custom(custom) = activation {
        return (custom.backward)(kept, cotangent);
    }
    if needs_nothing {
        return;
    }
    match Rows::of(activation) {
        Some(rows) => row_backward(rows, width, kept, cotangent),
        None => elementwise_backward(activation, kept, cotangent),
    }
}

#[cfg(test)]
mod tests;
