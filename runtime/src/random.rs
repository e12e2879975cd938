//! Counter-based randomness: a number depends on (seed, step, node, sample, element) alone.

/// The source of random numbers of one training step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Random {
    /// The training's seed.
    pub seed: u64,
    /// Number of optimizer steps done before.
    pub step: u64,
}
