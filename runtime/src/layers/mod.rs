//! Layers: one file each, formula and shapes first, forward and backward side by side.

pub mod activation;
pub mod dense;
mod user;

#[cfg(test)]
pub(crate) mod check;
#[cfg(test)]
pub(crate) mod reference;

pub use activation::{ActivationLayer, AxisActivation, GatedLinearUnit};
pub use dense::Dense;
pub use user::{Context, Layer, ParameterEntry, UserLayer};

/// The residual of an epilogue: the last input to be added, or `true` if it lies in the output already.
fn split_residual<'a>(residual: bool, inputs: &[&'a [f32]]) -> (Option<&'a [f32]>, bool) {
    match inputs.last() {
        Some(last) if residual && last.is_empty() => (None, true),
        Some(last) if residual => (Some(last), false),
        _ => (None, false),
    }
}
