//! Broadcasting, which Add, Subtract, Multiply, Average, Maximum and Minimum share.

use crate::epilogue::{Epilogue, Site};
use crate::kernels::vector;
use crate::layers::activation::copy_unless_in_place;
use crate::layers::split_residual;
use crate::operation::{Backward, Forward, InputCotangent};
use crate::random::Random;
use formwork_shape_rules::Shape;
use formwork_shape_rules::merge::broadcast_dims;
use formwork_shape_rules::shape::MAX_RANK;

/// The site of an epilogue on a merged value.
pub(super) fn site(output: Shape, first_sample: usize, random: Random) -> Site {
    Site {
        width: output.last(),
        sample_len: output.len(),
        first_sample,
        random,
    }
}

/// Undoes the epilogue in the output's cotangent, and writes the residual's. Returns that cotangent and where those of
/// the merged inputs go.
pub(super) fn undo_epilogue<'a, 'b>(
    epilogue: Epilogue,
    inputs: usize,
    output: Shape,
    call: Backward<'a, 'b>,
) -> (&'a mut [f32], &'a mut [InputCotangent<'b>]) {
    let cotangent = &mut *call.output_cotangents[0];
    let (inputs, residual) = call.input_cotangents.split_at_mut(inputs);
    let site = site(output, call.first_sample, call.random);
    let saved = epilogue.saved(call.saved);
    epilogue.backward(site, call.outputs[0], saved, cotangent, residual.last_mut());
    (cotangent, inputs)
}

/// `y = first · x₀ + others · Σᵢ xᵢ` over the other inputs, then the epilogue.
pub(super) fn sum(
    [first, factor]: [f32; 2],
    shapes: &[Shape],
    shape: Shape,
    epilogue: Epilogue,
    call: Forward<'_, '_>,
) {
    let output = &mut *call.outputs[0];
    let (residual, in_place) = split_residual(epilogue.residual, call.inputs);
    let mut others = shapes.iter().zip(call.inputs).enumerate();
    if !in_place {
        if Broadcast::new(shapes[0], shape).is_identity() {
            copy_unless_in_place(call.inputs[0], output);
        } else {
            Broadcast::new(shapes[0], shape).copy(call.inputs[0], output);
        }
        if first != 1.0 {
            vector::scale(first, output);
        }
        others.next();
    }
    for (index, (input_shape, input)) in others {
        let factor = if index == 0 { first } else { factor };
        Broadcast::new(*input_shape, shape).add(factor, input, output);
    }
    let site = site(shape, call.first_sample, call.random);
    let saved = epilogue.saved(call.saved);
    epilogue.forward(site, call.mode, None, residual, output, saved);
}

/// Backward of [`sum`]: `dx₀ = first · dy` and `dxᵢ = others · dy`, summed over what was repeated.
pub(super) fn sum_backward(
    [first, factor]: [f32; 2],
    shapes: &[Shape],
    shape: Shape,
    epilogue: Epilogue,
    call: Backward<'_, '_>,
) {
    let (cotangent, inputs) = undo_epilogue(epilogue, shapes.len(), shape, call);
    // The first input's cotangent may have to stay in the output's.
    if first != 1.0 {
        vector::scale(first, cotangent);
    }
    for (index, (input_shape, to)) in shapes.iter().zip(inputs).enumerate() {
        let factor = if index == 0 { 1.0 } else { factor / first };
        Broadcast::new(*input_shape, shape).reduce(factor, cotangent, to);
    }
}

/// Where the elements of one input are found for those of the output. A repeated axis has stride 0.
#[derive(Clone, Copy, Debug)]
pub(super) struct Broadcast {
    dims: [usize; MAX_RANK],
    strides: [usize; MAX_RANK],
    /// Elements of one sample of the input and of the output.
    input: usize,
    output: usize,
}

impl Broadcast {
    pub fn new(input: Shape, output: Shape) -> Broadcast {
        let [from, dims] = broadcast_dims(input, output);
        let mut strides = [0; MAX_RANK];
        let mut stride = 1;
        for axis in (0..MAX_RANK).rev() {
            strides[axis] = if from[axis] == 1 { 0 } else { stride };
            stride *= from[axis];
        }
        Broadcast {
            dims,
            strides,
            input: input.len(),
            output: output.len(),
        }
    }

    /// Whether nothing is repeated.
    pub fn is_identity(&self) -> bool {
        self.input == self.output
    }

    /// For each run along the last axis of one sample: the index of its first element in the input.
    fn runs(self) -> impl Iterator<Item = usize> {
        let runs = self.output / self.dims[MAX_RANK - 1].max(1);
        (0..runs).map(move |mut run| {
            let mut index = 0;
            for axis in (0..MAX_RANK - 1).rev() {
                index += run % self.dims[axis] * self.strides[axis];
                run /= self.dims[axis];
            }
            index
        })
    }

    /// Calls `f` with each element of the output and the input's element for it, in order.
    pub fn zip(self, input: &[f32], output: &mut [f32], f: impl Fn(&mut f32, f32)) {
        let step = self.strides[MAX_RANK - 1];
        for (input, output) in input
            .chunks_exact(self.input)
            .zip(output.chunks_exact_mut(self.output))
        {
            let rows = output.chunks_exact_mut(self.dims[MAX_RANK - 1]);
            for (row, first) in rows.zip(self.runs()) {
                for (index, value) in row.iter_mut().enumerate() {
                    f(value, input[first + index * step]);
                }
            }
        }
    }

    /// `output = input`, repeated.
    pub fn copy(self, input: &[f32], output: &mut [f32]) {
        self.zip(input, output, |output, input| *output = input);
    }

    /// `output += factor · input`, repeated.
    pub fn add(self, factor: f32, input: &[f32], output: &mut [f32]) {
        if self.is_identity() {
            vector::axpy(factor, input, output);
        } else {
            self.zip(input, output, |output, input| *output += factor * input);
        }
    }

    /// `output *= input`, repeated.
    pub fn multiply(self, input: &[f32], output: &mut [f32]) {
        if self.is_identity() {
            output
                .iter_mut()
                .zip(input)
                .for_each(|(output, input)| *output *= input);
        } else {
            self.zip(input, output, |output, input| *output *= input);
        }
    }

    /// The transpose of [`add`](Self::add): sums `factor · cotangent` over the repeated elements, in their order.
    pub fn reduce(self, factor: f32, cotangent: &[f32], to: &mut InputCotangent<'_>) {
        let to = match to {
            InputCotangent::Write(to) => {
                to.fill(0.0);
                to
            }
            InputCotangent::Add(to) => to,
            InputCotangent::Skip => return,
            InputCotangent::InPlace => {
                assert!(
                    self.is_identity() && factor == 1.0,
                    "merge: the cotangent isn't the output's"
                );
                return;
            }
        };
        if self.is_identity() {
            return vector::axpy(factor, cotangent, to);
        }
        let step = self.strides[MAX_RANK - 1];
        for (cotangent, to) in cotangent
            .chunks_exact(self.output)
            .zip(to.chunks_exact_mut(self.input))
        {
            for (row, first) in cotangent
                .chunks_exact(self.dims[MAX_RANK - 1])
                .zip(self.runs())
            {
                for (index, value) in row.iter().enumerate() {
                    to[first + index * step] += factor * value;
                }
            }
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use crate::activations::Activation;
    use crate::epilogue::Epilogue;
    use crate::inference::Inference;
    use crate::layers::check::Check;
    use crate::layers::reference::Reference;
    use crate::operation::Operation;
    use formwork_shape_rules::Shape;

    /// Shapes that exercise repetition along every axis.
    pub const CASES: [(&[&[usize]], &[usize]); 4] = [
        (&[&[3, 5], &[3, 5]], &[3, 5]),
        (&[&[3, 5], &[1, 5]], &[3, 5]),
        (&[&[2, 1, 3, 4], &[3, 1], &[2, 5, 1, 1]], &[2, 5, 3, 4]),
        (&[&[7], &[1]], &[7]),
    ];

    /// Shapes that live as long as a layer in generated code.
    pub fn leak(shapes: &[&[usize]]) -> &'static [Shape] {
        Box::leak(shapes.iter().map(|dims| Shape::of(dims)).collect())
    }

    pub fn check<O: Operation>(
        operation: O,
        inputs: &[Shape],
        output: Shape,
        keep: bool,
    ) -> Check<O> {
        let mut check = Check::new(operation);
        check.inputs = inputs.iter().map(Shape::len).collect();
        check.keep_inputs = vec![keep; inputs.len()];
        check.outputs = vec![output.len()];
        check.keep_outputs = vec![false];
        check.scratch = Box::new(move |_| 3 * output.len());
        check
    }

    /// The checks of a merge, alone and with what is fused. `keep` if backward needs the inputs.
    pub fn check_kinds<O: Operation + Inference>(
        keep: bool,
        layer: impl Fn(&'static [Shape], Shape, Epilogue) -> O,
    ) {
        for (inputs, output) in CASES {
            let (inputs, output) = (leak(inputs), Shape::of(output));
            let of = |epilogue| check(layer(inputs, output, epilogue), inputs, output, keep);
            let mut plain = of(Epilogue::NONE);
            // So far apart that no two come closer than a step of the differences.
            plain.adapt = |_, value| 64.0 * value;
            plain.run();
            plain.run_inference();
            // An activation would bring the values together again.
            let activation = match keep {
                true => Activation::Linear,
                false => Activation::Tanh,
            };
            let mut fused = of(Epilogue {
                activation,
                residual: true,
                ..Epilogue::NONE
            });
            fused.adapt = plain.adapt;
            if !keep {
                fused.adapt = |_, value| value;
            }
            fused.inputs.push(output.len());
            fused.keep_inputs.push(false);
            fused.keep_outputs = vec![!keep];
            fused.run();
            fused.run_inference();
        }
    }

    /// Compares a merge of values of one shape with Keras.
    pub fn check_reference<O: Operation>(
        name: &str,
        keep: bool,
        layer: impl Fn(&'static [Shape], Shape) -> O,
    ) {
        let reference = Reference::open("layers_merge");
        let mut compared = 0;
        for case in reference.cases().filter(|case| case.layer() == name) {
            let names: Vec<&str> = ["a", "b", "c"]
                .into_iter()
                .filter(|name| case.has(name))
                .collect();
            let shape = case.shape("y");
            let inputs = leak(&vec![&shape[1..]; names.len()]);
            let output = Shape::of(&shape[1..]);
            let check = check(layer(inputs, output), inputs, output, keep);
            let values: Vec<Vec<f32>> = names.iter().map(|name| case.values(name)).collect();
            let pass = check.pass(shape[0], &values, &[], &[case.values("dy")]);
            case.check("y", &pass.outputs[0], (2e-6, 1e-6));
            for (name, found) in names.iter().zip(&pass.input_cotangents) {
                case.check(&format!("d{name}"), found, (2e-6, 1e-6));
            }
            compared += 1;
        }
        assert!(compared > 0);
    }
}
