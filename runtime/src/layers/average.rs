//! Average: the mean of its inputs, element by element, with broadcasting.

use crate::epilogue::Epilogue;
use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::kernels::portable;
use crate::layers::merge;
use crate::operation::{Backward, Forward, Operation};
use formwork_shape_rules::Shape;

/// `y = Σᵢ xᵢ / n` over n inputs, each repeated along the axes where its dimension is 1.
///
/// Backward: `dxᵢ` is `dy / n` summed over what was repeated; it needs nothing. The first input may lie in the output
/// if it isn't repeated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Average {
    /// The inputs' shapes for one sample.
    pub inputs: &'static [Shape],
    /// The output's shape: what the inputs are broadcast to.
    pub output: Shape,
    /// What is fused.
    pub epilogue: Epilogue,
}

impl Average {
    fn share(&self) -> f32 {
        1.0 / self.inputs.len() as f32
    }
}

impl Operation for Average {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        let factors = [self.share(); 2];
        merge::sum(factors, self.inputs, self.output, self.epilogue, call);
    }

    fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        let factors = [self.share(); 2];
        merge::sum_backward(factors, self.inputs, self.output, self.epilogue, call);
    }
}

impl Inference for Average {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        let [output] = call.outputs else { return };
        let (residual, in_place) = inference::residual(self.epilogue.residual, call.inputs);
        let share = self.share();
        portable::merge(
            self.inputs,
            &self.output,
            call.inputs,
            in_place,
            output,
            |input, sum, x| match input {
                0 => share * x,
                _ => sum + share * x,
            },
        );
        self.epilogue.infer(self.output.last(), residual, output);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::merge::tests::{check_kinds, check_reference};

    #[test]
    fn gradients_are_those_of_the_output() {
        check_kinds(false, |inputs, output, epilogue| Average {
            inputs,
            output,
            epilogue,
        });
    }

    #[test]
    fn keras_agrees() {
        check_reference("Average", false, |inputs, output| Average {
            inputs,
            output,
            epilogue: Epilogue::NONE,
        });
    }
}
