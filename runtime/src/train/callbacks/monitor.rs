//! A value that is watched, and which way it gets better.

use super::{CallbackError, Control};

/// Which way a watched value gets better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Upward for accuracies, areas under curves, precision, recall, F-scores, R², intersections and similarities; downward for everything else.
    #[default]
    Auto,
    /// Downward.
    Min,
    /// Upward.
    Max,
}

/// What the key of a value that is to grow has in it.
const GROWING: [&str; 10] = [
    "acc",
    "auc",
    "precision",
    "recall",
    "f1",
    "fbeta",
    "r2",
    "iou",
    "io_u",
    "similarity",
];

impl Mode {
    /// Whether a value of that key is better if it is greater.
    pub fn grows(self, key: &str) -> bool {
        match self {
            Mode::Min => false,
            Mode::Max => true,
            Mode::Auto => !key.ends_with("loss") && GROWING.iter().any(|word| key.contains(word)),
        }
    }

    /// Whether `current` is better than `best` by more than `min_delta`.
    pub(super) fn improves(self, key: &str, current: f32, best: f32, min_delta: f32) -> bool {
        if self.grows(key) {
            current - min_delta > best
        } else {
            current + min_delta < best
        }
    }

    /// What every value is better than.
    pub(super) fn worst(self, key: &str) -> f32 {
        if self.grows(key) {
            f32::NEG_INFINITY
        } else {
            f32::INFINITY
        }
    }
}

/// The value of a key at the end of an epoch.
///
/// # Errors
/// If there is none: the message lists those that there are.
pub(super) fn watched(control: &mut Control<'_>, key: &str) -> Result<f32, CallbackError> {
    if let Some(value) = control.value(key) {
        return Ok(value);
    }
    let keys: Vec<String> = control
        .values()
        .iter()
        .map(|(key, _)| format!("`{key}`"))
        .collect();
    Err(format!(
        "there is no value `{key}` to be watched: there are {}{}",
        keys.join(", "),
        if key.starts_with("val_") && !keys.iter().any(|key| key.starts_with("`val_")) {
            ", and no validation data, so give `validation_data` or `validation_split`"
        } else {
            ""
        }
    )
    .into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_shrink_and_scores_grow() {
        for key in [
            "loss",
            "val_loss",
            "val_mean_squared_error",
            "out_cosine_similarity_loss",
        ] {
            assert!(!Mode::Auto.grows(key), "{key}");
        }
        for key in [
            "accuracy",
            "val_auc",
            "val_top_k_accuracy",
            "f1_score",
            "r2_score",
        ] {
            assert!(Mode::Auto.grows(key), "{key}");
        }
        assert!(Mode::Max.grows("loss") && !Mode::Min.grows("accuracy"));
    }

    #[test]
    fn an_improvement_exceeds_the_least_difference() {
        assert!(Mode::Min.improves("loss", 0.5, 1.0, 0.25));
        assert!(!Mode::Min.improves("loss", 0.75, 1.0, 0.25));
        assert!(Mode::Max.improves("loss", 1.5, 1.0, 0.25));
        assert!(!Mode::Max.improves("loss", f32::NAN, 1.0, 0.0));
        assert!(!Mode::Min.improves("loss", 1.0, 1.0, 0.0));
    }
}
