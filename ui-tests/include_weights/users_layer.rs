// errors: 1
// The shape of a user's layer, which only `rustc` knows.
use formwork::prelude::*;

/// A layer with a factor for each element.
struct Slope;

impl formwork::layers::Layer for Slope {
    type Input = Tensor1<2>;
    type Output = Tensor1<2>;

    const PARAMETERS: &'static [formwork::layers::ParameterEntry] = &[formwork::layers::ParameterEntry {
        name: "beta",
        shape: formwork::shape_rules::Shape::of(&[2]),
        initializer: formwork::init::Initializer::Ones,
    }];
    const SAVED: usize = 0;

    fn forward(
        &self,
        _: formwork::layers::Context<'_>,
        _: &[f32],
        _: &Tensor1<2>,
        _: &mut Tensor1<2>,
        _: &mut [f32],
    ) {
    }

    fn backward(
        &self,
        _: formwork::layers::Context<'_>,
        _: &[f32],
        _: &[f32],
        _: &Tensor1<2>,
        _: &mut Tensor1<2>,
        _: &mut [f32],
    ) {
    }
}

model! {
    pub struct Mlp {
        let x = Input(4);
        let hidden = Dense(2)(x);
        let slope: Tensor1<2> = crate::Slope(hidden);
        slope
    }
}

static NET: Deployed<Mlp> = include_weights!(Mlp, "weights/users.safetensors");

fn main() {
    let mut output = Tensor1::default();
    NET.predict(&Tensor1::default(), &mut Deployed::<Mlp>::scratch(), &mut output);
}
