// errors: 1
//! What a user's layer costs is known to `rustc` alone.

use formwork::prelude::*;

model! {
    #[budget(weights = "1 KiB")]
    pub struct Net {
        let x = Input(64);
        let h: Tensor1<64> = my::Copy(x);
        Dense(10)(h)
    }
}

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
            for i in 0..64 {
                output[i] = input[i];
            }
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
            for i in 0..64 {
                input_cotangent[i] = output_cotangent[i];
            }
        }
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
