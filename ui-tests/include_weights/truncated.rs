// errors: 1
// The last bytes are missing.
use formwork::prelude::*;

model! {
    pub struct Mlp {
        Input(4),
        Dense(3, activation = relu),
        Dense(2),
    }
}

static NET: Deployed<Mlp> = include_weights!(Mlp, "weights/truncated.safetensors");

fn main() {
    let mut output = Tensor1::default();
    NET.predict(&Tensor1::default(), &mut Deployed::<Mlp>::scratch(), &mut output);
}
