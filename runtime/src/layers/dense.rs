//! Dense: `y = activation(x · kernel + bias)` along the last axis.

use crate::epilogue::{Absorbed, Epilogue, Site};
use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::kernels::product::{Matrix, product};
use crate::kernels::{portable, vector};
use crate::layers::split_residual;
use crate::operation::{Backward, Forward, InputCotangent, Operation, WeightGradient};
use crate::random::Random;
use formwork_shape_rules::dense;

/// A dense layer.
///
/// `x: [rows, inputs]` for each sample, `kernel: [inputs, units]`, `bias: [units]`, `y: [rows, units]`.
/// Backward, with `dz` the cotangent before the epilogue: `dx = dz · kernelᵀ`, `dkernel = xᵀ · dz`,
/// `dbias = Σ dz` over samples and rows. Keeps its input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dense {
    /// Product of the input's dimensions but the last.
    pub rows: usize,
    /// The input's last dimension.
    pub inputs: usize,
    /// The output's last dimension.
    pub units: usize,
    /// Whether a bias is added.
    pub use_bias: bool,
    /// What is fused.
    pub epilogue: Epilogue,
}

impl Dense {
    /// Floats of scratch for a call with so many samples.
    pub const fn scratch(&self, samples: usize) -> usize {
        dense::scratch(self.rows, self.inputs, self.units, samples)
    }

    /// Floats of scratch for any block of rows of the late weight gradient.
    pub const fn late_scratch(&self) -> usize {
        dense::late_scratch(self.inputs, self.units)
    }

    fn site(&self, first_sample: usize, random: Random) -> Site {
        Site {
            width: self.units,
            sample_len: self.rows * self.units,
            first_sample,
            random,
        }
    }
}

impl Operation for Dense {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        let rows = call.samples * self.rows;
        let (kernel, bias) = call.parameters.split_at(self.inputs * self.units);
        let (residual, in_place) = split_residual(self.epilogue.residual, call.inputs);
        let output = &mut *call.outputs[0];
        product(
            rows,
            self.units,
            self.inputs,
            Matrix::rows(call.inputs[0], self.inputs),
            Matrix::rows(kernel, self.units),
            output,
            self.units,
            in_place,
            call.scratch,
        );
        let site = self.site(call.first_sample, call.random);
        let saved = self.epilogue.saved(call.saved);
        self.epilogue.forward_absorbed(
            site,
            call.mode,
            self.use_bias.then_some(bias),
            residual,
            call.absorbed,
            output,
            saved,
        );
    }

    fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        let rows = call.samples * self.rows;
        let (kernel, _) = call.parameters.split_at(self.inputs * self.units);
        let cotangent = &mut *call.output_cotangents[0];
        let (inputs, residual) = call.input_cotangents.split_at_mut(1);
        let site = self.site(call.first_sample, call.random);
        let saved = self.epilogue.saved(call.saved);
        let absorbed = Absorbed {
            parameters: call.absorbed,
            gradients: call.absorbed_gradients,
        };
        let residual = residual.last_mut();
        self.epilogue.backward_absorbed(
            site,
            call.outputs[0],
            saved,
            absorbed,
            cotangent,
            residual,
        );
        let (to, add) = match &mut inputs[0] {
            InputCotangent::Write(to) => (Some(to), false),
            InputCotangent::Add(to) => (Some(to), true),
            InputCotangent::Skip => (None, false),
            InputCotangent::InPlace => {
                panic!("dense: the input's cotangent doesn't fit in the output's")
            }
        };
        if let Some(to) = to {
            product(
                rows,
                self.inputs,
                self.units,
                Matrix::rows(cotangent, self.units),
                Matrix::rows(kernel, self.units).transposed(),
                to,
                self.inputs,
                add,
                call.scratch,
            );
        }
        if let Some(gradients) = call.gradients {
            let (kernel, bias) = gradients.split_at_mut(self.inputs * self.units);
            product(
                self.inputs,
                self.units,
                rows,
                Matrix::rows(call.inputs[0], self.inputs).transposed(),
                Matrix::rows(cotangent, self.units),
                kernel,
                self.units,
                true,
                call.scratch,
            );
            if self.use_bias {
                vector::add_rows(cotangent, bias);
            }
        }
    }

    /// Rows `0..inputs` are the kernel's; the one after them is the bias.
    fn weight_gradient(&self, call: WeightGradient<'_>) {
        count(Call::WeightGradient);
        let kernel_rows = call.rows.start.min(self.inputs)..call.rows.end.min(self.inputs);
        let (kernel, bias) = call.gradients.split_at_mut(kernel_rows.len() * self.units);
        let cotangent = call.output_cotangents[0];
        if !kernel_rows.is_empty() {
            product(
                kernel_rows.len(),
                self.units,
                call.samples * self.rows,
                Matrix::rows(
                    call.inputs[0].get(kernel_rows.start..).unwrap_or(&[]),
                    self.inputs,
                )
                .transposed(),
                Matrix::rows(cotangent, self.units),
                kernel,
                self.units,
                call.accumulate,
                call.scratch,
            );
        }
        if !bias.is_empty() {
            if !call.accumulate {
                bias.fill(0.0);
            }
            vector::add_rows(cotangent, bias);
        }
    }
}

impl Inference for Dense {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        let ([input, ..], [output]) = (call.inputs, call.outputs) else {
            return;
        };
        let (residual, in_place) = inference::residual(self.epilogue.residual, call.inputs);
        let (kernel, bias) =
            inference::weights(call.parameters, self.inputs * self.units, self.use_bias);
        portable::product(
            self.inputs,
            self.units,
            input,
            kernel,
            bias,
            in_place,
            output,
        );
        self.epilogue
            .infer_absorbed(self.units, residual, call.absorbed, output);
    }
}

/// The formula, element by element: the oracle of the product-based forms.
#[cfg(test)]
fn naive_forward(layer: &Dense, samples: usize, input: &[f32], parameters: &[f32]) -> Vec<f32> {
    let (kernel, bias) = parameters.split_at(layer.inputs * layer.units);
    let mut output = Vec::new();
    for row in 0..samples * layer.rows {
        for unit in 0..layer.units {
            let mut sum = if layer.use_bias {
                f64::from(bias[unit])
            } else {
                0.0
            };
            for index in 0..layer.inputs {
                sum += f64::from(input[row * layer.inputs + index])
                    * f64::from(kernel[index * layer.units + unit]);
            }
            output.push(sum as f32);
        }
    }
    output
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activations::{Activation, BackwardNeeds};
    use crate::epilogue::Dropout;
    use crate::layers::check::{Check, numbers};
    use crate::layers::reference::Reference;

    fn check(layer: Dense) -> Check<Dense> {
        let output = layer.rows * layer.units;
        let needs = layer.epilogue.activation.backward_needs();
        let mut check = Check::new(layer);
        check.inputs = vec![layer.rows * layer.inputs];
        check.keep_inputs = vec![true];
        if layer.epilogue.residual {
            check.inputs.push(output);
            check.keep_inputs.push(false);
            check.residual_in_place = true;
        }
        check.outputs = vec![output];
        check.keep_outputs = vec![needs == BackwardNeeds::Output && !layer.epilogue.save_input];
        check.parameters = (layer.inputs + usize::from(layer.use_bias)) * layer.units;
        check.late = Some((
            layer.inputs + usize::from(layer.use_bias),
            layer.units,
            layer.late_scratch(),
        ));
        check.saved = if layer.epilogue.save_input {
            vec![output]
        } else {
            vec![]
        };
        check.scratch = Box::new(move |samples| layer.scratch(samples));
        check
    }

    #[test]
    fn keras_agrees() {
        let reference = Reference::open("layers_dense");
        let mut compared = 0;
        for case in reference.cases().filter(|case| case.layer() == "Dense") {
            let activation = case
                .activation(case.argument("activation").as_str().unwrap_or("linear"))
                .unwrap();
            let shape = case.shape("x");
            let save_input = activation.backward_needs() == BackwardNeeds::Input;
            let layer = Dense {
                rows: shape[1..shape.len() - 1].iter().product(),
                inputs: *shape.last().unwrap(),
                units: *case.shape("y").last().unwrap(),
                use_bias: case.flag("use_bias", true),
                epilogue: Epilogue {
                    activation,
                    save_input,
                    ..Epilogue::NONE
                },
            };
            let mut parameters = case.values("kernel");
            if layer.use_bias {
                parameters.extend(case.values("bias"));
            }
            let pass = check(layer).pass(
                shape[0],
                &[case.values("x")],
                &parameters,
                &[case.values("dy")],
            );
            case.check("y", &pass.outputs[0], (1e-5, 2e-6));
            case.check("dx", &pass.input_cotangents[0], (5e-5, 1e-5));
            let (kernel, bias) = pass.gradients.split_at(layer.inputs * layer.units);
            case.check("dkernel", kernel, (5e-5, 1e-5));
            if layer.use_bias {
                case.check("dbias", bias, (5e-5, 1e-5));
            }
            compared += 1;
        }
        assert_eq!(compared, 14);
    }

    #[test]
    fn the_naive_form_agrees_and_gradients_are_those_of_the_output() {
        for (rows, inputs, units) in [(1, 7, 5), (3, 4, 1), (1, 1, 17), (1, 33, 49)] {
            let plain = Dense {
                rows,
                inputs,
                units,
                use_bias: true,
                epilogue: Epilogue::NONE,
            };
            let (x, parameters) = (
                numbers(5 * rows * inputs, 1),
                numbers((inputs + 1) * units, 2),
            );
            let expected = naive_forward(&plain, 5, &x, &parameters);
            let found = check(plain).forward(5, &[x], &parameters);
            assert!(
                found[0]
                    .iter()
                    .zip(&expected)
                    .all(|(a, b)| (a - b).abs() < 1e-5)
            );
            let dropout = Some(Dropout { rate: 0.3, node: 4 });
            for epilogue in [
                Epilogue::NONE,
                Epilogue {
                    activation: Activation::Tanh,
                    dropout,
                    ..Epilogue::NONE
                },
                Epilogue {
                    activation: Activation::Softmax,
                    dropout,
                    save_input: true,
                    residual: true,
                    ..Epilogue::NONE
                },
                Epilogue {
                    activation: Activation::Gelu,
                    dropout: None,
                    save_input: true,
                    residual: true,
                    ..Epilogue::NONE
                },
            ] {
                check(Dense { epilogue, ..plain }).run();
                check(Dense {
                    epilogue,
                    use_bias: false,
                    ..plain
                })
                .run();
            }
        }
    }
}
