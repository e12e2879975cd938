//! Adaptive gradient clipping, unit by unit.

use super::norms::AT_ONCE;
use super::{Clipping, Gradients, trained};
use crate::storage::TensorEntry;

/// `g ← g · λ max(‖w‖, ε) / max(‖g‖, 10⁻⁶)` for each unit whose `‖g‖` exceeds `λ max(‖w‖, ε)`.
///
/// w are the weights that come into a unit and g their gradients: a column of a dense or recurrent kernel, a filter of a
/// convolution, in one, two and three dimensions alike, and the whole of a tensor that has no such columns: biases, gains,
/// slopes. The table's `unit_axes` says over how many leading axes a unit's weights run.
///
/// Brock, De, Smith and Simonyan, "High-performance large-scale image recognition without normalization" (2021). The
/// layer that gives the scores, the *head*, isn't clipped. DeepMind's code leaves out its kernel alone, and clips its bias;
/// timm leaves out the last two parameters. Here the default leaves out all of the last layer that has parameters, which
/// is what timm does for a dense one; [`Head::Named`] says it otherwise: `Head::Named(&["dense_2.kernel"])` is DeepMind's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdaptiveClipping {
    /// λ, how large a gradient may be beside its weights.
    pub clipping: f32,
    /// ε, the least norm that is assumed of weights, so that those that start at 0 can grow.
    pub epsilon: f32,
    /// What isn't clipped.
    pub head: Head,
}

/// What [`AdaptiveClipping`] leaves as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// All tensors of the last layer of the declaration that has any.
    LastLayer,
    /// Nothing.
    None,
    /// Layers (`dense_2`) and tensors (`dense_2.kernel`) of these names.
    Named(&'static [&'static str]),
}

impl Default for AdaptiveClipping {
    /// λ 0.01 and ε 0.001, without the last layer.
    fn default() -> AdaptiveClipping {
        AdaptiveClipping {
            clipping: 0.01,
            epsilon: 1e-3,
            head: Head::LastLayer,
        }
    }
}

/// The least norm that a gradient is divided by.
const LEAST: f64 = 1e-6;
/// Units whose factors one thread finds at once.
const UNITS: usize = 64;

/// How many units a tensor has.
fn units(entry: &TensorEntry) -> usize {
    match entry.unit_axes {
        0 => 1,
        axes => entry.shape.dims().iter().skip(axes).product(),
    }
}

impl Head {
    fn includes(self, entry: &TensorEntry, last_layer: &str) -> bool {
        let named = |name: &str| {
            let rest = entry.name.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        match self {
            Head::LastLayer => named(last_layer),
            Head::None => false,
            Head::Named(names) => names.iter().any(|name| named(name)),
        }
    }
}

impl Clipping for AdaptiveClipping {
    fn room(&self, table: &'static [TensorEntry]) -> usize {
        trained(table).map(units).max().unwrap_or(0)
    }

    fn clip(&self, step: Gradients<'_>) {
        for entry in trained(step.table) {
            if self.head.includes(entry, step.last_layer) {
                continue;
            }
            let own = entry.offset..entry.offset + entry.len();
            let (weights, gradients) = (&step.parameters[own.clone()], &mut step.gradients[own]);
            let units = units(entry).max(1);
            let factors = &mut step.room[..units];
            let read = &*gradients;
            step.team
                .split_chunks([&mut *factors], UNITS, |first, [factors]| {
                    self.factors([weights, read], units, first, factors);
                });
            if factors.iter().all(|factor| *factor == 1.0) {
                continue;
            }
            let factors = &*factors;
            let at_once = units * (AT_ONCE / units).max(1);
            step.team
                .split_chunks([gradients], at_once, |_, [gradients]| {
                    for gradients in gradients.chunks_mut(units) {
                        for (gradient, factor) in gradients.iter_mut().zip(factors) {
                            *gradient *= factor;
                        }
                    }
                });
        }
    }
}

impl AdaptiveClipping {
    /// By what the gradients of at most [`UNITS`] units from `first` are multiplied. Norms are sums in double precision,
    /// in the order of the rows.
    fn factors(&self, values: [&[f32]; 2], units: usize, first: usize, factors: &mut [f32]) {
        let [weights, gradients] = values.map(|values| {
            let mut squares = [0.0; UNITS];
            for row in values.chunks_exact(units) {
                for (sum, value) in squares.iter_mut().zip(&row[first..first + factors.len()]) {
                    *sum += f64::from(*value) * f64::from(*value);
                }
            }
            squares.map(libm::sqrt)
        });
        let (clipping, epsilon) = (f64::from(self.clipping), f64::from(self.epsilon));
        for ((factor, weights), gradients) in factors.iter_mut().zip(weights).zip(gradients) {
            let limit = clipping * weights.max(epsilon);
            *factor = match gradients > limit {
                true => (limit / gradients.max(LEAST)) as f32,
                false => 1.0,
            };
        }
    }
}
