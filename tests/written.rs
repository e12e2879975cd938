//! The code in `tests/generated` is Rust of its own: it compiles without the macro and computes the same bits.

mod common;

use common::run::{infer, step};
use formwork::kernels::team::Team;
use formwork::prelude::*;
use formwork::random::Stream;

#[macro_use]
#[path = "generated/declarations.rs"]
mod declarations;

macro_rules! declared {
    ($module:ident { $($tokens:tt)* }) => {
        mod $module {
            use formwork::prelude::*;

            model! { $($tokens)* }
        }
    };
}

declarations!(declared);

#[allow(unused_parens, clippy::double_parens)] // sizes that a layer of one's own takes part in are sums in parentheses
mod written {
    pub mod classifier {
        include!("generated/classifier.rs");
    }
    pub mod twins {
        include!("generated/twins.rs");
    }
    pub mod closures {
        include!("generated/closures.rs");
    }
}

/// A layer of the user's own.
pub mod my {
    use formwork::layers::{Context, Layer};
    use formwork::tensor::Tensor1;

    /// Half of its input.
    pub struct Halve<const N: usize> {}

    impl<const N: usize> Layer for Halve<N> {
        type Input = Tensor1<N>;
        type Output = Tensor1<N>;

        fn forward(
            &self,
            _: Context<'_>,
            _: &[f32],
            input: &Tensor1<N>,
            output: &mut Tensor1<N>,
            _: &mut [f32],
        ) {
            for i in 0..N {
                output[i] = 0.5 * input[i];
            }
        }

        fn backward(
            &self,
            _: Context<'_>,
            _: &[f32],
            _: &[f32],
            output_cotangent: &Tensor1<N>,
            input_cotangent: &mut Tensor1<N>,
            _: &mut [f32],
        ) {
            for i in 0..N {
                input_cotangent[i] = 0.5 * output_cotangent[i];
            }
        }
    }
}

/// Bits of a prediction and of a training step.
fn bits<M: Model>(want_input_gradients: bool) -> Vec<u32> {
    let mut stream = Stream::new(3, 1);
    let mut model = M::init(11);
    let batch = 13;
    let mut random =
        |len: usize| -> Vec<f32> { (0..len).map(|_| stream.uniform() - 0.5).collect() };
    let inputs: Vec<Vec<f32>> = M::INPUTS
        .iter()
        .map(|port| random(port.shape.len() * batch))
        .collect();
    let cotangents = M::OUTPUTS
        .iter()
        .map(|port| random(port.shape.len() * batch))
        .collect();
    let inputs: Vec<&[f32]> = inputs.iter().map(Vec::as_slice).collect();
    let team = Team::new(2);
    let predictions = infer(&*model, &team, batch, &inputs);
    let outcome = step(
        &mut *model,
        &team,
        batch,
        &inputs,
        cotangents,
        want_input_gradients,
    );
    let values = predictions
        .iter()
        .chain(&outcome.predictions)
        .chain(&outcome.input_gradients)
        .chain([&outcome.gradients]);
    let bits: Vec<u32> = values.flatten().map(|value| value.to_bits()).collect();
    bits.into_iter()
        .chain(model.state().iter().map(|value| value.to_bits()))
        .collect()
}

#[test]
fn what_is_written_computes_what_is_declared() {
    assert_eq!(
        bits::<written::classifier::Classifier>(false),
        bits::<classifier::Classifier>(false)
    );
    assert_eq!(
        bits::<written::twins::Twins>(true),
        bits::<twins::Twins>(true)
    );
    assert_eq!(
        bits::<written::closures::Closures>(false),
        bits::<closures::Closures>(false)
    );
    assert_eq!(
        written::twins::Twins::summary().to_string(),
        twins::Twins::summary().to_string()
    );
}
