//! Permute: the axes in another order.

use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::operation::{Backward, Forward, InputCotangent, Operation};
use formwork_shape_rules::shape::MAX_RANK;

/// `y[i₁, i₂, …] = x[Σ iₖ · strideₖ]`.
///
/// `x` and `y` have the same elements. Backward hands each cotangent to its element; it needs nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permute {
    /// The output's dimensions for one sample, 1 for those that it lacks at the front.
    pub dims: [usize; MAX_RANK],
    /// How far apart neighbours along each of them lie in the input.
    pub strides: [usize; MAX_RANK],
}

impl Permute {
    const fn len(&self) -> usize {
        let [a, b, c, d, e] = self.dims;
        a * b * c * d * e
    }

    /// Calls `visit` for each element of the output, in order, with its index in the input.
    #[inline(always)]
    fn each(&self, mut visit: impl FnMut(usize)) {
        let [a, b, c, d, e] = self.dims;
        let [stride_a, stride_b, stride_c, stride_d, stride_e] = self.strides;
        for a in 0..a {
            for b in 0..b {
                for c in 0..c {
                    for d in 0..d {
                        let first = a * stride_a + b * stride_b + c * stride_c + d * stride_d;
                        for e in 0..e {
                            visit(first + e * stride_e);
                        }
                    }
                }
            }
        }
    }
}

impl Operation for Permute {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        let samples = call.inputs[0].chunks_exact(self.len());
        for (x, y) in samples.zip(call.outputs[0].chunks_exact_mut(self.len())) {
            permute(self, x, y);
        }
    }

    fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        let (to, add) = match &mut call.input_cotangents[0] {
            InputCotangent::Write(to) => (to, false),
            InputCotangent::Add(to) => (to, true),
            InputCotangent::Skip => return,
            InputCotangent::InPlace => panic!("permute: elements would overwrite each other"),
        };
        let samples = to.chunks_exact_mut(self.len());
        for (dy, dx) in call.output_cotangents[0]
            .chunks_exact(self.len())
            .zip(samples)
        {
            let mut elements = dy.iter();
            self.each(|from| {
                if let Some(dy) = elements.next() {
                    dx[from] = if add { dx[from] + dy } else { *dy };
                }
            });
        }
    }
}

impl Inference for Permute {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        if let ([x], [y]) = (call.inputs, call.outputs) {
            permute(self, x, y);
        }
    }
}

/// One sample.
#[inline(never)]
fn permute(layer: &Permute, x: &[f32], y: &mut [f32]) {
    let mut elements = y.iter_mut();
    layer.each(|from| {
        if let (Some(y), Some(x)) = (elements.next(), x.get(from)) {
            *y = *x;
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::check::Check;
    use crate::layers::reference::Reference;
    use formwork_shape_rules::{Shape, permute as rule};

    fn check(input: &[usize], order: &[i64]) -> Check<Permute> {
        let input = Shape::of(input);
        let output = rule::permute(input, order).unwrap();
        let mut dims = [1; MAX_RANK];
        dims[MAX_RANK - output.rank()..].copy_from_slice(output.dims());
        let strides = rule::strides(input, order);
        let mut check = Check::new(Permute { dims, strides });
        check.inputs = vec![input.len()];
        check.keep_inputs = vec![false];
        check.outputs = vec![input.len()];
        check.keep_outputs = vec![false];
        check
    }

    #[test]
    fn gradients_are_those_of_the_output() {
        for check in [
            check(&[5, 3], &[2, 1]),
            check(&[2, 3, 5], &[2, 3, 1]),
            check(&[2, 3, 1, 2, 3], &[4, 2, 5, 1, 3]),
        ] {
            check.run();
            check.run_inference();
        }
    }

    #[test]
    fn a_matrix_is_transposed() {
        let x = vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let found = check(&[2, 3], &[2, 1]).forward(1, &[x], &[]);
        assert_eq!(found[0], [1.0, 4.0, 2.0, 5.0, 3.0, 6.0]);
    }

    #[test]
    fn keras_agrees() {
        let reference = Reference::open("layers_merge");
        let case = reference.case("permute");
        let check = check(&[3, 4, 5], &[3, 1, 2]);
        let pass = check.pass(2, &[case.values("x")], &[], &[case.values("dy")]);
        case.check("y", &pass.outputs[0], (0.0, 0.0));
        case.check("dx", &pass.input_cotangents[0], (0.0, 0.0));
    }
}
