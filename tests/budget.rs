//! What a budget is compared with are the constants of the model and of its deployed form: a limit of exactly that much is kept.

use formwork::prelude::*;
use formwork_compiler::compile;
use formwork_compiler::ir::graph::Cost;
use formwork_compiler::passes::budget::known;
use formwork_compiler::passes::front_end;

/// A module with the model, and its costs as the compiler knows them: weights, scratch, tape and MACs.
macro_rules! costs {
    ($module:ident { $($body:tt)* }) => {
        mod $module {
            use super::*;

            model! {
                pub struct Net { $($body)* }
            }

            #[test]
            fn costs() {
                let step = Net::STEP_MEMORY;
                let expected = [
                    size_of::<Deployed<Net>>() as u64,
                    <Deployed<Net> as DeployedModel>::SCRATCH_BYTES as u64,
                    4 * (step.worker + step.batch) as u64,
                    Net::MACS,
                ];
                let source = concat!("struct Net {", stringify!($($body)*), "}");
                let front = front_end(source.parse().unwrap());
                assert_eq!(front.diagnostics.errors(), 0);
                front.diagnostics.discard();
                let compiled = compile(front.graphs.into_iter().next().unwrap());
                let found = Cost::ALL.map(|cost| known(&compiled, cost).unwrap());
                assert_eq!(found, expected);
            }
        }
    };
}

costs!(dense {
    Input(37),
    Dense(24, activation = relu),
    Dropout(0.3),
    Dense(10, activation = softmax),
});

costs!(convolution {
    Input(9, 8, 2),
    Conv2D(6, 3, activation = gelu, trainable = false),
    MaxPooling2D(2, padding = same),
    Flatten(),
    Dense(10, activation = softmax),
});

costs!(coupled {
    Input(9, 8, 2),
    Conv2D(6, 3, use_bias = false),
    BatchNormalization(),
    ReLU(),
    GlobalAveragePooling2D(),
    Dense(10, activation = softmax),
});

costs!(recurrent {
    Input(5, 6),
    LSTM(12, return_sequences = true),
    LSTM(7),
    Dense(3),
});

/// A layer whose costs the macro can't see.
mod my {
    use formwork::layers::{Context, Layer};
    use formwork::tensor::Tensor1;

    /// A copy.
    pub struct Copy;

    impl Layer for Copy {
        type Input = Tensor1<64>;
        type Output = Tensor1<64>;

        fn forward(
            &self,
            _: Context<'_>,
            _: &[f32],
            input: &Tensor1<64>,
            output: &mut Tensor1<64>,
            _: &mut [f32],
        ) {
            output.clone_from(input);
        }

        fn backward(
            &self,
            _: Context<'_>,
            _: &[f32],
            _: &[f32],
            output_cotangent: &Tensor1<64>,
            input_cotangent: &mut Tensor1<64>,
            _: &mut [f32],
        ) {
            input_cotangent.clone_from(output_cotangent);
        }
    }
}

model! {
    /// Limits that are kept, one of them exactly, with costs that only `rustc` knows.
    #[budget(weights = 2600, scratch = "1 KiB", tape = "64 KiB", macs = "640")]
    pub struct Kept {
        let x = Input(64);
        let h: Tensor1<64> = my::Copy(x);
        Dense(10, activation = softmax)(h)
    }
}

#[test]
fn a_budget_with_a_users_layer_is_kept() {
    assert_eq!(size_of::<Kept>(), 2600);
    assert_eq!(Kept::MACS, 640);
}
