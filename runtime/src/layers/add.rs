//! Add: the sum of its inputs, with broadcasting.

use crate::epilogue::Epilogue;
use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::kernels::portable;
use crate::layers::merge;
use crate::operation::{Backward, Forward, Operation};
use formwork_shape_rules::Shape;

/// `y = Σᵢ xᵢ`, each input repeated along the axes where its dimension is 1.
///
/// Backward: `dxᵢ` is `dy` summed over what was repeated; it needs nothing. The first input may lie in the output if
/// it isn't repeated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Add {
    /// The inputs' shapes for one sample.
    pub inputs: &'static [Shape],
    /// The output's shape: what the inputs are broadcast to.
    pub output: Shape,
    /// What is fused.
    pub epilogue: Epilogue,
}

impl Operation for Add {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        merge::sum([1.0, 1.0], self.inputs, self.output, self.epilogue, call);
    }

    fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        merge::sum_backward([1.0, 1.0], self.inputs, self.output, self.epilogue, call);
    }
}

impl Inference for Add {
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
            |input, sum, x| if input == 0 { x } else { sum + x },
        );
        self.epilogue.infer(self.output.last(), residual, output);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activations::Activation;
    use crate::layers::merge::tests::{CASES, check, leak};
    use crate::layers::reference::Reference;

    #[test]
    fn gradients_are_those_of_the_output() {
        for (inputs, output) in CASES {
            let (inputs, output) = (leak(inputs), Shape::of(output));
            check(
                Add {
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
                activation: Activation::Tanh,
                residual: true,
                ..Epilogue::NONE
            };
            let mut fused = check(
                Add {
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
            fused.keep_outputs = vec![true];
            fused.residual_in_place = true;
            fused.run();
        }
    }

    #[test]
    fn keras_agrees() {
        let reference = Reference::open("layers_merge");
        for case in reference.cases().filter(|case| case.layer() == "Add") {
            let names: Vec<&str> = ["a", "b", "c"]
                .into_iter()
                .filter(|name| case.has(name))
                .collect();
            let shapes: Vec<Vec<usize>> = names
                .iter()
                .map(|name| case.shape(name)[1..].to_vec())
                .collect();
            let inputs = leak(&shapes.iter().map(|shape| &shape[..]).collect::<Vec<_>>());
            let output = Shape::of(&case.shape("y")[1..]);
            let layer = check(
                Add {
                    inputs,
                    output,
                    epilogue: Epilogue::NONE,
                },
                inputs,
                output,
                false,
            );
            let values: Vec<Vec<f32>> = names.iter().map(|name| case.values(name)).collect();
            let pass = layer.pass(case.shape("y")[0], &values, &[], &[case.values("dy")]);
            case.check("y", &pass.outputs[0], (2e-6, 1e-6));
            for (name, found) in names.iter().zip(&pass.input_cotangents) {
                case.check(&format!("d{name}"), found, (2e-6, 1e-6));
            }
        }
    }
}
