//! Clipping by a threshold that follows the norms of the gradients.

use super::norms::{self, norm, scale};
use super::{Clipping, Gradients, trained};
use crate::kernels::team::Team;
use crate::storage::TensorEntry;

/// `g ← min(1, cₜ / ‖g‖) g`, with `cₜ = α · mean ‖gₜ₋₁‖ + β`: the mean of the norms of the last updates' gradients as they were before they were
/// clipped. The first update isn't clipped.
///
/// The norms that are kept are the unclipped ones: with those that have been clipped, α < 1 and β = 0 would take the threshold to 0 step by step.
/// With [`accumulate`](crate::optimizers::OptimizerExt::accumulate) they are the norms of the mean gradients.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DynamicClip {
    /// α, how large a gradient may be beside the mean.
    pub alpha: f64,
    /// β, how much larger in any case.
    pub beta: f64,
    /// Over how many updates the mean is taken, at least 1.
    pub window: usize,
    /// Of what norms are taken.
    pub scope: Scope,
}

/// What a norm is taken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All gradients together.
    Global,
    /// Each tensor's.
    PerTensor,
}

impl Default for DynamicClip {
    /// The norm of the last update alone, of all gradients: α 1, β 0.
    fn default() -> DynamicClip {
        DynamicClip {
            alpha: 1.0,
            beta: 0.0,
            window: 1,
            scope: Scope::Global,
        }
    }
}

impl DynamicClip {
    /// Clips gradients whose last norms are in `past`, and puts their norm there.
    fn clip_by(&self, past: &mut [f32], gradients: &mut [f32], step: &mut Rest<'_>) {
        let norm = norm(step.team, gradients, step.room);
        let earlier = (step.number - 1).min(past.len() as u64) as usize;
        if earlier > 0 {
            let sum: f64 = past[..earlier].iter().map(|&norm| f64::from(norm)).sum();
            let limit = self.alpha * (sum / earlier as f64) + self.beta;
            if norm > limit {
                scale(step.team, (limit / norm) as f32, gradients);
            }
        }
        let place = (step.number - 1) % past.len() as u64;
        past[place as usize] = norm as f32;
    }

    fn window(&self) -> usize {
        self.window.max(1)
    }
}

/// [`Gradients`] without gradients.
struct Rest<'a> {
    number: u64,
    room: &'a mut [f32],
    team: &'a Team,
}

impl Clipping for DynamicClip {
    fn room(&self, table: &'static [TensorEntry]) -> usize {
        norms::room(trained(table).map(TensorEntry::len).sum())
    }

    fn kept(&self, table: &'static [TensorEntry]) -> usize {
        match self.scope {
            Scope::Global => self.window(),
            Scope::PerTensor => self.window() * trained(table).count(),
        }
    }

    fn clip(&self, step: Gradients<'_>) {
        let mut rest = Rest {
            number: step.step,
            room: step.room,
            team: step.team,
        };
        match self.scope {
            Scope::Global => self.clip_by(step.kept, step.gradients, &mut rest),
            Scope::PerTensor => {
                let windows = step.kept.chunks_exact_mut(self.window());
                for (entry, past) in trained(step.table).zip(windows) {
                    let gradients = &mut step.gradients[entry.offset..][..entry.len()];
                    self.clip_by(past, gradients, &mut rest);
                }
            }
        }
    }
}
