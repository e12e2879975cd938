//! Initializers, with Keras 3's distributions.

/// How a tensor starts. Fans are computed from the stored shape, as Keras does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Initializer {
    /// All 0.
    Zeros,
    /// All 1.
    Ones,
    /// All the same.
    Constant(f32),
    /// Uniform in ±√(6 / (fan_in + fan_out)).
    GlorotUniform,
    /// Q of a QR decomposition of normal numbers, times the gain.
    Orthogonal {
        /// Factor.
        gain: f32,
    },
    /// The bias of an LSTM: 0, but 1 for the forget gate's block (the second quarter).
    UnitForgetBias,
}
