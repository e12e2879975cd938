// errors: 1
//! A user's layer gives two values, and one is written.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(8);
        let h: Tensor1<8> = my::Split(x);
        Dense(2)(h)
    }
}

mod my {
    use formwork::layers::{Bundle, Context, Layer};
    use formwork::tensor::Tensor1;

    pub struct Split;

    impl Layer for Split {
        type Input = Tensor1<8>;
        type Output = (Tensor1<4>, Tensor1<4>);

        fn forward(
            &self,
            _: Context<'_>,
            _: &[f32],
            _: <Self::Input as Bundle>::Ref<'_>,
            _: <Self::Output as Bundle>::Mut<'_>,
            _: &mut [f32],
        ) {
        }

        fn backward(
            &self,
            _: Context<'_>,
            _: &[f32],
            _: &[f32],
            _: <Self::Output as Bundle>::Ref<'_>,
            _: <Self::Input as Bundle>::Mut<'_>,
            _: &mut [f32],
        ) {
        }
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
