//! Subtract: the difference of two inputs, with broadcasting.

use crate::epilogue::Epilogue;
use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::kernels::portable;
use crate::layers::merge;
use crate::operation::{Backward, Forward, Operation};
use formwork_shape_rules::Shape;

/// `y = a − b`, each repeated along the axes where its dimension is 1.
///
/// Backward: `da` is `dy` and `db` is `−dy`, summed over what was repeated; it needs nothing. The first input may lie
/// in the output if it isn't repeated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Subtract {
    /// The inputs' shapes for one sample: two.
    pub inputs: &'static [Shape],
    /// The output's shape: what the inputs are broadcast to.
    pub output: Shape,
    /// What is fused.
    pub epilogue: Epilogue,
}

impl Operation for Subtract {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        merge::sum([1.0, -1.0], self.inputs, self.output, self.epilogue, call);
    }

    fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        merge::sum_backward([1.0, -1.0], self.inputs, self.output, self.epilogue, call);
    }
}

impl Inference for Subtract {
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
            |input, sum, x| if input == 0 { x } else { sum - x },
        );
        self.epilogue.infer(self.output.last(), residual, output);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::merge::tests::{CASES, check, leak};
    use crate::layers::reference::Reference;

    #[test]
    fn gradients_are_those_of_the_output() {
        for (inputs, output) in CASES.iter().filter(|case| case.0.len() == 2) {
            let (inputs, output) = (leak(inputs), Shape::of(output));
            check(
                Subtract {
                    inputs,
                    output,
                    epilogue: Epilogue::NONE,
                },
                inputs,
                output,
                false,
            )
            .run();
            let epilogue = Epilogue {
                residual: true,
                ..Epilogue::NONE
            };
            let mut fused = check(
                Subtract {
                    inputs,
                    output,
                    epilogue,
                },
                inputs,
                output,
                false,
            );
            fused.inputs.push(output.len());
            fused.keep_inputs.push(false);
            fused.residual_in_place = true;
            fused.run();
        }
    }

    #[test]
    fn keras_agrees() {
        let reference = Reference::open("layers_merge");
        let case = reference.case("subtract");
        let (inputs, output) = (leak(&[&[4], &[4]]), Shape::of(&[4]));
        let layer = check(
            Subtract {
                inputs,
                output,
                epilogue: Epilogue::NONE,
            },
            inputs,
            output,
            false,
        );
        let pass = layer.pass(
            3,
            &[case.values("a"), case.values("b")],
            &[],
            &[case.values("dy")],
        );
        case.check("y", &pass.outputs[0], (2e-6, 1e-6));
        case.check("da", &pass.input_cotangents[0], (2e-6, 1e-6));
        case.check("db", &pass.input_cotangents[1], (2e-6, 1e-6));
    }
}
