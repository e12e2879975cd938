//! Minimum: the least of its inputs, element by element, with broadcasting.

use crate::epilogue::Epilogue;
use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::kernels::portable;
use crate::layers::extremum;
use crate::operation::{Backward, Forward, Operation};
use formwork_shape_rules::Shape;

/// `y = minᵢ xᵢ`, each input repeated along the axes where its dimension is 1. A NaN stays one.
///
/// Backward gives `dy` to the first input that has the least value, summed over what was repeated. It needs all inputs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Minimum {
    /// The inputs' shapes for one sample.
    pub inputs: &'static [Shape],
    /// The output's shape: what the inputs are broadcast to.
    pub output: Shape,
    /// What is fused; no residual lies in the output.
    pub epilogue: Epilogue,
}

#[inline(always)]
fn better(x: f32, y: f32) -> bool {
    x < y
}

impl Operation for Minimum {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        extremum::forward(better, self.inputs, self.output, self.epilogue, call);
    }

    fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        extremum::backward(better, self.inputs, self.output, self.epilogue, call);
    }
}

impl Inference for Minimum {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        let [output] = call.outputs else { return };
        let (residual, in_place) = inference::residual(self.epilogue.residual, call.inputs);
        portable::merge(
            self.inputs,
            &self.output,
            call.inputs,
            in_place,
            output,
            |input, y, x| match input {
                0 => x,
                _ => extremum::choose(y, x, better),
            },
        );
        self.epilogue.infer(self.output.last(), residual, output);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::merge::tests::{check, check_kinds, check_reference, leak};

    #[test]
    fn gradients_are_those_of_the_output() {
        check_kinds(true, |inputs, output, epilogue| Minimum {
            inputs,
            output,
            epilogue,
        });
    }

    #[test]
    fn ties_go_to_the_first() {
        let inputs = leak(&[&[3], &[3]]);
        let layer = Minimum {
            inputs,
            output: inputs[0],
            epilogue: Epilogue::NONE,
        };
        let values = [vec![1.0, 2.0, f32::NAN], vec![1.0, 5.0, 1.0]];
        let pass = check(layer, inputs, inputs[0], true).pass(1, &values, &[], &[vec![1.0; 3]]);
        assert_eq!(pass.outputs[0][..2], [1.0, 2.0]);
        assert!(pass.outputs[0][2].is_nan());
        assert_eq!(pass.input_cotangents[0], [1.0, 1.0, 1.0]);
        assert_eq!(pass.input_cotangents[1], [0.0; 3]);
    }

    #[test]
    fn keras_agrees() {
        check_reference("Minimum", true, |inputs, output| Minimum {
            inputs,
            output,
            epilogue: Epilogue::NONE,
        });
    }
}
