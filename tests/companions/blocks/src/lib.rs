//! Blocks, models and a family that other crates use.

/// Blocks, one of which uses another and a constant.
pub mod dense {
    use formwork::prelude::*;

    model! {
        const SLOPE: f32 = 0.1;

        fn normalized(x, units) {
            BatchNormalization()(Dense(units, use_bias = false)(x))
        }

        /// A dense layer with batch normalization and its activation.
        pub fn dense_block(x, units, activation = leaky_relu(negative_slope = SLOPE)) {
            Activation(activation)(normalized(x, units))
        }
    }
}

/// A block that uses one of another module, and models.
pub mod networks {
    use formwork::prelude::*;

    model! {
        use crate::dense::dense_block as block;

        /// Two blocks around a shortcut.
        pub fn residual(x) {
            x + block(block(x, 8), x.len())
        }

        /// A layer of this crate, which others don't see by the same path.
        pub fn doubled(x) {
            let y: Tensor1<6> = crate::layers::Double(x);
            y
        }

        /// An encoder.
        pub struct Encoder(width = 4) {
            Input(6),
            block(width, activation = tanh),
            Dense(3),
        }

        /// All encoders.
        pub family Encoders = Encoder(width in [2, 4]);
    }
}

/// Layers in Rust.
pub mod layers {
    use formwork::layers::{Context, Layer};
    use formwork::tensor::Tensor1;

    /// y = 2x
    pub struct Double;

    impl Layer for Double {
        type Input = Tensor1<6>;
        type Output = Tensor1<6>;

        fn forward(
            &self,
            _: Context<'_>,
            _: &[f32],
            input: &Tensor1<6>,
            output: &mut Tensor1<6>,
            _: &mut [f32],
        ) {
            for i in 0..6 {
                output[i] = 2.0 * input[i];
            }
        }

        fn backward(
            &self,
            _: Context<'_>,
            _: &[f32],
            _: &[f32],
            output_cotangent: &Tensor1<6>,
            input_cotangent: &mut Tensor1<6>,
            _: &mut [f32],
        ) {
            for i in 0..6 {
                input_cotangent[i] = 2.0 * output_cotangent[i];
            }
        }
    }
}

pub use networks::Encoder;
