// errors: 1
// The mistake in the model is reported, and only there.
use formwork::prelude::*;

model! {
    pub struct Mlp {
        Input(4),
        Dense(3, activation = rely),
        Dense(2),
    }
}

static NET: Deployed<Mlp> = include_weights!(Mlp, "weights/whole.safetensors");

fn main() {
    let mut output = Tensor1::default();
    NET.predict(&Tensor1::default(), &mut Deployed::<Mlp>::scratch(), &mut output);
}
