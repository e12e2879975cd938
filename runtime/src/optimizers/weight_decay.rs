//! Weight decay.

/// `w ← w − η λ w` before each update, with the learning rate η of that update; Keras's `weight_decay = λ`.
///
/// This is the decoupled form of Loshchilov and Hutter, "Decoupled weight decay regularization" (2019), which moments and
/// divisors of the update rule don't see, unlike an `l2` regularizer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightDecay {
    /// λ.
    pub rate: f64,
    /// What doesn't decay: tensors (`dense_2.kernel`), layers and blocks with all that they have (`dense_2`), or tensors of that name in every layer
    /// (`bias`, `gamma`).
    pub exclude: &'static [&'static str],
}

impl From<f64> for WeightDecay {
    /// Everything decays at this rate.
    fn from(rate: f64) -> WeightDecay {
        WeightDecay { rate, exclude: &[] }
    }
}

impl WeightDecay {
    /// Whether a tensor decays.
    pub fn includes(&self, tensor: &str) -> bool {
        let at_start = |name: &str| {
            let rest = tensor.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '/']))
        };
        let at_end = |name: &str| {
            let rest = tensor.strip_suffix(name);
            rest.is_some_and(|rest| rest.ends_with(['.', '/']))
        };
        !self
            .exclude
            .iter()
            .any(|name| at_start(name) || at_end(name))
    }
}
