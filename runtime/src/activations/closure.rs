//! Closures of a declaration as code: what the compiler writes for `|x| x * tanh(softplus(x))`.

use super::{Activation, BackwardNeeds};
use crate::kernels::level::for_each_level;
use formwork_shape_rules::Custom;

/// An elementwise function of `N` numbers with its derivatives.
///
/// Both functions should be `#[inline(always)]`, so that loops over them are compiled for each kind of processor.
pub trait Closure<const N: usize> {
    /// Which inputs the derivatives read.
    const KEEPS: [bool; N];
    /// Whether the derivatives read the output.
    const KEEPS_OUTPUT: bool;

    /// f(x₀, x₁ …).
    fn value(inputs: [f32; N]) -> f32;

    /// ∂f/∂x₀, ∂f/∂x₁ …, of what is kept; the other arguments are 0.
    fn derivatives(inputs: [f32; N], output: f32) -> [f32; N];
}

/// A closure of one number as an activation, which can be fused.
///
/// It keeps its input or its output, not both.
pub const fn activation<F: Closure<1>>() -> Activation {
    let needs = match (F::KEEPS[0], F::KEEPS_OUTPUT) {
        (true, true) => panic!("an activation keeps its input or its output"),
        (true, false) => BackwardNeeds::Input,
        (false, true) => BackwardNeeds::Output,
        (false, false) => BackwardNeeds::Nothing,
    };
    Activation::Custom(Custom {
        forward: map::<F>,
        backward: map_derivative::<F>,
        needs,
    })
}

for_each_level! {
    fn map<F: Closure<1>>(values: &mut [f32]) {
        for value in values {
            *value = F::value([*value]);
        }
    }
}

for_each_level! {
    fn map_derivative<F: Closure<1>>(kept: &[f32], cotangent: &mut [f32]) {
        if F::KEEPS[0] {
            for (cotangent, kept) in cotangent.iter_mut().zip(kept) {
                *cotangent *= F::derivatives([*kept], 0.0)[0];
            }
        } else if F::KEEPS_OUTPUT {
            for (cotangent, kept) in cotangent.iter_mut().zip(kept) {
                *cotangent *= F::derivatives([0.0], *kept)[0];
            }
        } else {
            let [derivative] = F::derivatives([0.0], 0.0);
            for cotangent in cotangent {
                *cotangent *= derivative;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activations::{backward, forward};
    use crate::kernels::math::{softplus, tanh};

    struct Mish;

    impl Closure<1> for Mish {
        const KEEPS: [bool; 1] = [true];
        const KEEPS_OUTPUT: bool = false;

        fn value([x]: [f32; 1]) -> f32 {
            x * tanh(softplus(x))
        }

        fn derivatives([x]: [f32; 1], _: f32) -> [f32; 1] {
            let t = tanh(softplus(x));
            [t + x * ((1.0 - t * t) / (1.0 + crate::kernels::math::exp(-x)))]
        }
    }

    struct Squashed;

    impl Closure<1> for Squashed {
        const KEEPS: [bool; 1] = [false];
        const KEEPS_OUTPUT: bool = true;

        fn value([x]: [f32; 1]) -> f32 {
            tanh(x)
        }

        fn derivatives(_: [f32; 1], y: f32) -> [f32; 1] {
            [(1.0 - y) * (1.0 + y)]
        }
    }

    struct Line;

    impl Closure<1> for Line {
        const KEEPS: [bool; 1] = [false];
        const KEEPS_OUTPUT: bool = false;

        fn value([x]: [f32; 1]) -> f32 {
            1.0 - 3.0 * x
        }

        fn derivatives(_: [f32; 1], _: f32) -> [f32; 1] {
            [-3.0]
        }
    }

    #[test]
    fn closures_are_activations() {
        let inputs: Vec<f32> = (-40..40).map(|step| step as f32 * 0.1).collect();
        for (own, built_in) in [
            (activation::<Mish>(), Activation::Mish),
            (activation::<Squashed>(), Activation::Tanh),
        ] {
            assert_eq!(own.backward_needs(), built_in.backward_needs());
            let (mut y, mut expected) = (inputs.clone(), inputs.clone());
            forward(own, 1, &mut y);
            forward(built_in, 1, &mut expected);
            assert_eq!(y, expected);
            let kept = match own.backward_needs() {
                BackwardNeeds::Input => &inputs,
                _ => &y,
            };
            let (mut dx, mut expected) = (vec![0.5; 80], vec![0.5; 80]);
            backward(own, 1, kept, &mut dx);
            backward(built_in, 1, kept, &mut expected);
            for (found, expected) in dx.iter().zip(&expected) {
                assert!((found - expected).abs() < 1e-6, "{found} is not {expected}");
            }
        }
    }

    #[test]
    fn a_constant_derivative_needs_nothing_and_counts() {
        let line = activation::<Line>();
        assert_eq!(line.backward_needs(), BackwardNeeds::Nothing);
        let mut cotangent = [1.0, -0.5];
        backward(line, 1, &[], &mut cotangent);
        assert_eq!(cotangent, [-3.0, 1.5]);
        assert_eq!(line, activation::<Line>());
        assert_ne!(line, activation::<Squashed>());
    }
}
