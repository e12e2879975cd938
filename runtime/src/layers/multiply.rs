//! Multiply: the product of its inputs, element by element, with broadcasting.

use crate::epilogue::Epilogue;
use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::kernels::portable;
use crate::layers::merge::{Broadcast, site, undo_epilogue};
use crate::operation::{Backward, Forward, InputCotangent, Operation};
use formwork_shape_rules::Shape;

/// `y = Πᵢ xᵢ`, each input repeated along the axes where its dimension is 1.
///
/// Backward: `dxᵢ = dy · Πⱼ xⱼ` over the others, summed over what was repeated. It needs all inputs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Multiply {
    /// The inputs' shapes for one sample.
    pub inputs: &'static [Shape],
    /// The output's shape: what the inputs are broadcast to.
    pub output: Shape,
    /// What is fused; no residual lies in the output.
    pub epilogue: Epilogue,
}

impl Multiply {
    /// Floats of scratch: one sample of the output.
    pub const fn scratch(&self) -> usize {
        self.output.len()
    }
}

impl Operation for Multiply {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        let output = &mut *call.outputs[0];
        output.fill(1.0);
        for (shape, input) in self.inputs.iter().zip(call.inputs) {
            Broadcast::new(*shape, self.output).multiply(input, output);
        }
        let site = site(self.output, call.first_sample, call.random);
        let residual = call.inputs.get(self.inputs.len()).copied();
        self.epilogue.forward(
            site,
            call.mode,
            None,
            residual,
            output,
            self.epilogue.saved(call.saved),
        );
    }

    fn backward(&self, mut call: Backward<'_, '_>) {
        count(Call::Backward);
        let (samples, values) = (call.samples, call.inputs);
        let scratch = core::mem::take(&mut call.scratch);
        let (cotangent, inputs) =
            undo_epilogue(self.epilogue, self.inputs.len(), self.output, call);
        let len = self.output.len();
        let scratch = &mut scratch[..len];
        for (index, (shape, to)) in self.inputs.iter().zip(inputs).enumerate() {
            let broadcast = Broadcast::new(*shape, self.output);
            for sample in 0..samples {
                scratch.copy_from_slice(&cotangent[sample * len..][..len]);
                for (other, (shape, values)) in self.inputs.iter().zip(values).enumerate() {
                    if other != index {
                        let values = &values[sample * shape.len()..][..shape.len()];
                        Broadcast::new(*shape, self.output).multiply(values, scratch);
                    }
                }
                let own = sample * shape.len()..(sample + 1) * shape.len();
                let mut part = match to {
                    InputCotangent::Write(to) => InputCotangent::Write(&mut to[own]),
                    InputCotangent::Add(to) => InputCotangent::Add(&mut to[own]),
                    InputCotangent::Skip => break,
                    InputCotangent::InPlace => {
                        panic!("multiply: the others still need the output's cotangent")
                    }
                };
                broadcast.reduce(1.0, scratch, &mut part);
            }
        }
    }
}

impl Inference for Multiply {
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
            |input, product, x| if input == 0 { x } else { product * x },
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
                Multiply {
                    inputs,
                    output,
                    epilogue: Epilogue::NONE,
                },
                inputs,
                output,
                true,
            )
            .run();
            let epilogue = Epilogue {
                activation: Activation::Tanh,
                ..Epilogue::NONE
            };
            let mut fused = check(
                Multiply {
                    inputs,
                    output,
                    epilogue,
                },
                inputs,
                output,
                true,
            );
            fused.keep_outputs = vec![true];
            fused.run();
        }
    }

    #[test]
    fn keras_agrees() {
        let reference = Reference::open("layers_merge");
        for case in reference.cases().filter(|case| case.layer() == "Multiply") {
            let names: Vec<&str> = ["a", "b", "c"]
                .into_iter()
                .filter(|name| case.has(name))
                .collect();
            let shape = case.shape("y");
            let inputs = leak(&vec![&shape[1..]; names.len()]);
            let output = Shape::of(&shape[1..]);
            let layer = check(
                Multiply {
                    inputs,
                    output,
                    epilogue: Epilogue::NONE,
                },
                inputs,
                output,
                true,
            );
            let values: Vec<Vec<f32>> = names.iter().map(|name| case.values(name)).collect();
            let pass = layer.pass(shape[0], &values, &[], &[case.values("dy")]);
            case.check("y", &pass.outputs[0], (2e-6, 1e-6));
            for (name, found) in names.iter().zip(&pass.input_cotangents) {
                case.check(&format!("d{name}"), found, (2e-6, 1e-6));
            }
        }
    }
}
