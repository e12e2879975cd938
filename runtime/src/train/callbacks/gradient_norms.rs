//! How long the gradients are.

use super::{Callback, CallbackError, Control};
use crate::io::pieces::{Reader, Writer};

/// Puts the norms of the gradients into the history: `gradient_norm`, their mean over the updates of an epoch, and
/// `greatest_gradient_norm`.
///
/// The norm of an update is the square root of the sum of squares over the gradients of all trained tensors, with the penalties'
/// and after accumulation, before they are clipped. It stands before the callbacks that read the history. An epoch without an update has NaN.
#[derive(Clone, Debug, Default)]
pub struct GradientNorms {
    sum: f64,
    greatest: f32,
    updates: u64,
}

impl Callback for GradientNorms {
    fn train_begin(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        control.measure_gradients(true);
        Ok(())
    }

    fn epoch_begin(&mut self, _: &mut Control<'_>) -> Result<(), CallbackError> {
        *self = GradientNorms::default();
        Ok(())
    }

    fn batch_end(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        if let Some(norm) = control.gradient_norm() {
            self.sum += f64::from(norm);
            // A norm that isn't a number stays the greatest.
            if self.greatest <= norm || norm.is_nan() {
                self.greatest = norm;
            }
            self.updates += 1;
        }
        Ok(())
    }

    fn epoch_end(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        let (mean, greatest) = match self.updates {
            0 => (f32::NAN, f32::NAN),
            updates => ((self.sum / updates as f64) as f32, self.greatest),
        };
        control.record("gradient_norm", mean);
        control.record("greatest_gradient_norm", greatest);
        Ok(())
    }

    fn train_end(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        control.measure_gradients(false);
        Ok(())
    }

    fn save(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.doubles(&[self.sum]);
        writer.floats(&[self.greatest]);
        writer.number(self.updates);
        writer.bytes()
    }

    fn restore(&mut self, saved: &[u8]) -> Result<(), CallbackError> {
        let mut reader = Reader::new(saved);
        let (sums, greatest, updates) = (reader.doubles()?, reader.floats()?, reader.number()?);
        reader.end()?;
        let ([sum], [greatest]) = (&sums[..], &greatest[..]) else {
            return Err(
                "it keeps a sum and the greatest norm, but the checkpoint has something else"
                    .into(),
            );
        };
        *self = GradientNorms {
            sum: *sum,
            greatest: *greatest,
            updates,
        };
        Ok(())
    }
}
