// errors: 1
//! A user's layer is given another shape than it takes: the types disagree.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(9);
        let h: Tensor1<8> = my::Scale { factor: 2.0 }(x);
        Dense(2)(h)
    }
}

mod my {
    use formwork::layers::{Context, Layer};
    use formwork::tensor::Tensor1;

    /// Scales eight elements.
    pub struct Scale {
        pub factor: f32,
    }

    impl Layer for Scale {
        type Input = Tensor1<8>;
        type Output = Tensor1<8>;

        fn forward(
            &self,
            _: Context<'_>,
            _: &[f32],
            input: &Tensor1<8>,
            output: &mut Tensor1<8>,
            _: &mut [f32],
        ) {
            for i in 0..8 {
                output[i] = self.factor * input[i];
            }
        }

        fn backward(
            &self,
            _: Context<'_>,
            _: &[f32],
            _: &[f32],
            output_cotangent: &Tensor1<8>,
            input_cotangent: &mut Tensor1<8>,
            _: &mut [f32],
        ) {
            for i in 0..8 {
                input_cotangent[i] = self.factor * output_cotangent[i];
            }
        }
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
