//! Lambda: a closure of the declaration, applied to the elements of several values of one shape.

use crate::activations::Closure;
use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::kernels::level::for_each_level;
use crate::kernels::{portable, vector};
use crate::layers::activation::copy_unless_in_place;
use crate::operation::{Backward, Forward, InputCotangent, Operation};

/// `y = f(x₀, x₁ …)` for each element, with a function that the compiler has written.
///
/// `xᵢ` and `y`: `[len]` for each sample. Backward: `dxᵢ = dy · ∂f/∂xᵢ`. It reads what the function says, and works in
/// place if that isn't the first input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lambda<F, const N: usize> {
    /// Elements of one sample.
    pub len: usize,
    /// The function.
    pub function: F,
}

/// Elements whose derivatives are computed together.
const BLOCK: usize = 64;

impl<F: Closure<N> + Sync, const N: usize> Operation for Lambda<F, N> {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        let output = &mut *call.outputs[0];
        copy_unless_in_place(call.inputs[0], output);
        let others: [&[f32]; N] =
            core::array::from_fn(|index| if index == 0 { &[] } else { call.inputs[index] });
        apply::<F, N>(others, output);
    }

    fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        let cotangent = &mut *call.output_cotangents[0];
        let mut products = [[0.0; BLOCK]; N];
        for first in (0..cotangent.len()).step_by(BLOCK) {
            let end = (first + BLOCK).min(cotangent.len());
            let part = |kept: bool| if kept { first..end } else { 0..0 };
            let inputs: [&[f32]; N] =
                core::array::from_fn(|index| &call.inputs[index][part(F::KEEPS[index])]);
            let output = &call.outputs[0][part(F::KEEPS_OUTPUT)];
            let cotangent = &mut cotangent[first..end];
            multiply::<F, N>(inputs, output, cotangent, &mut products);
            for (product, to) in products.iter().zip(call.input_cotangents.iter_mut()) {
                let product = &product[..end - first];
                match to {
                    InputCotangent::Write(to) => to[first..end].copy_from_slice(product),
                    InputCotangent::Add(to) => vector::add(product, &mut to[first..end]),
                    InputCotangent::InPlace => cotangent.copy_from_slice(product),
                    InputCotangent::Skip => {}
                }
            }
        }
    }
}

impl<F: Closure<N>, const N: usize> Inference for Lambda<F, N> {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        let ([first, ..], [output]) = (call.inputs, call.outputs) else {
            return;
        };
        let Some(inputs) = call.inputs.first_chunk::<N>() else {
            return;
        };
        portable::copy(first, output);
        for (index, value) in output.iter_mut().enumerate() {
            let mut numbers = inputs.map(|input| input.get(index).copied().unwrap_or(0.0));
            if let Some(first) = numbers.first_mut() {
                *first = *value;
            }
            *value = F::value(numbers);
        }
    }
}

for_each_level! {
    /// The function of the first input, which lies in `values`, and of the others.
    fn apply<F: Closure<N>, const N: usize>(others: [&[f32]; N], values: &mut [f32]) {
        let len = values.len();
        let others: [&[f32]; N] =
            core::array::from_fn(|input| if input == 0 { &[] as &[f32] } else { &others[input][..len] });
        for index in 0..len {
            let inputs = core::array::from_fn(|input| {
                if input == 0 { values[index] } else { others[input][index] }
            });
            values[index] = F::value(inputs);
        }
    }
}

for_each_level! {
    /// The cotangent times each derivative. What isn't kept is empty.
    fn multiply<F: Closure<N>, const N: usize>(
        inputs: [&[f32]; N],
        output: &[f32],
        cotangent: &[f32],
        products: &mut [[f32; BLOCK]; N],
    ) {
        let len = cotangent.len().min(BLOCK);
        for index in 0..len {
            let inputs = core::array::from_fn(|input| {
                if F::KEEPS[input] { inputs[input][index] } else { 0.0 }
            });
            let output = if F::KEEPS_OUTPUT { output[index] } else { 0.0 };
            let derivatives = F::derivatives(inputs, output);
            for (product, derivative) in products.iter_mut().zip(derivatives) {
                product[index] = cotangent[index] * derivative;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::math::{exp, sigmoid, tanh};
    use crate::layers::check::Check;

    fn check<F: Closure<N> + Sync, const N: usize>(function: F, len: usize) -> Check<Lambda<F, N>> {
        let mut check = Check::new(Lambda { len, function });
        check.inputs = vec![len; N];
        check.outputs = vec![len];
        check.keep_inputs = F::KEEPS.to_vec();
        check.keep_outputs = vec![F::KEEPS_OUTPUT];
        check
    }

    /// a · sigmoid(b)
    struct Gate;

    impl Closure<2> for Gate {
        const KEEPS: [bool; 2] = [true, true];
        const KEEPS_OUTPUT: bool = false;

        fn value([a, b]: [f32; 2]) -> f32 {
            a * sigmoid(b)
        }

        fn derivatives([a, b]: [f32; 2], _: f32) -> [f32; 2] {
            let s = sigmoid(b);
            [s, a * (s * (1.0 - s))]
        }
    }

    /// tanh(a − 2 b + c), from its output
    struct Mixed;

    impl Closure<3> for Mixed {
        const KEEPS: [bool; 3] = [false; 3];
        const KEEPS_OUTPUT: bool = true;

        fn value([a, b, c]: [f32; 3]) -> f32 {
            tanh(a - 2.0 * b + c)
        }

        fn derivatives(_: [f32; 3], y: f32) -> [f32; 3] {
            let slope = (1.0 - y) * (1.0 + y);
            [slope, -2.0 * slope, slope]
        }
    }

    /// a e^b, from the output and the first input alone
    struct Scaled;

    impl Closure<2> for Scaled {
        const KEEPS: [bool; 2] = [false, true];
        const KEEPS_OUTPUT: bool = true;

        fn value([a, b]: [f32; 2]) -> f32 {
            a * exp(b)
        }

        fn derivatives([_, b]: [f32; 2], y: f32) -> [f32; 2] {
            [exp(b), y]
        }
    }

    #[test]
    fn gradients_are_those_of_the_output() {
        // Lengths on both sides of a block.
        for len in [1, 15, 77] {
            check(Gate, len).run();
            check(Mixed, len).run();
            check(Scaled, len).run();
        }
    }

    #[test]
    fn the_first_input_may_lie_in_the_output() {
        let a = [0.5, -1.0, 2.0];
        let b = [0.1, 0.2, -0.3];
        let lambda = Lambda {
            len: 3,
            function: Scaled,
        };
        let at = crate::operation::At::inference(1);
        let (mut apart, mut together) = ([0.0; 3], a);
        lambda.forward(at.forward(&[&a, &b], &mut [&mut apart]));
        lambda.forward(at.forward(&[&[], &b], &mut [&mut together]));
        assert_eq!(apart, together);
        assert_eq!(apart[0], 0.5 * exp(0.1));
        let (mut cotangent, mut db) = ([1.0, 2.0, 3.0], [0.0; 3]);
        lambda.backward(at.backward(
            &[&[], &b],
            &[&together],
            &mut [&mut cotangent],
            &mut [InputCotangent::InPlace, InputCotangent::Write(&mut db)],
        ));
        assert_eq!(cotangent, [exp(0.1), 2.0 * exp(0.2), 3.0 * exp(-0.3)]);
        assert_eq!(db, [together[0], 2.0 * together[1], 3.0 * together[2]]);
    }
}
