// errors: 1
//! Two tensors of a user's layer have one name.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(8);
        let h: Tensor1<8> = my::Twice(x);
        Dense(2)(h)
    }
}

mod my {
    use formwork::layers::{Bundle, Context, Layer};
    use formwork::tensor::Tensor1;

    const SCALE: formwork::layers::ParameterEntry = formwork::layers::ParameterEntry {
        name: "scale",
        shape: formwork::shape_rules::Shape::of(&[1]),
        initializer: formwork::init::Initializer::Ones,
    };

    pub struct Twice;

    impl Layer for Twice {
        type Input = Tensor1<8>;
        type Output = Tensor1<8>;
        const STATE: &'static [formwork::layers::ParameterEntry] = &[SCALE, SCALE];

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
