//! AdamW.

use super::{Adam, Made, Optimizer, OptimizerExt, Settings, Update, WeightDecay};

/// [`Adam`] with [`WeightDecay`]: `AdamW::default()` is `Adam::default().weight_decay(0.004)`.
///
/// Loshchilov and Hutter, "Decoupled weight decay regularization" (2019). PyTorch's weight decay is 0.01.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdamW {
    /// Everything but the decay.
    pub adam: Adam,
    /// The decay.
    pub weight_decay: WeightDecay,
}

impl Default for AdamW {
    /// Adam's defaults, and a weight decay of 0.004 for all parameters.
    fn default() -> AdamW {
        AdamW {
            adam: Adam::default(),
            weight_decay: WeightDecay::from(0.004),
        }
    }
}

impl OptimizerExt for AdamW {
    const MADE: Made = Made::WEIGHT_DECAY;
}

impl Optimizer for AdamW {
    fn learning_rate(&self, step: u64) -> f64 {
        self.adam.learning_rate(step)
    }

    fn set_learning_rate(&mut self, learning_rate: f64) -> bool {
        self.adam.set_learning_rate(learning_rate)
    }

    fn slots(&self) -> &'static [&'static str] {
        self.adam.slots()
    }

    fn update(&self, update: Update<'_>) {
        self.adam.update(update);
    }

    fn settings(&self) -> Settings<'_> {
        Settings {
            weight_decay: Some(self.weight_decay),
            ..self.adam.settings()
        }
    }
}
