// errors: 1
// The path is that of a family.
use formwork::prelude::*;

model! {
    struct Net(units = 3) {
        Input(4),
        Dense(units, activation = relu),
        Dense(2),
    }

    pub struct Mlp = Net(units = 3);

    pub family Nets = Net(units in [3, 4]);
}

static NET: Deployed<Mlp> = include_weights!(Nets, "weights/whole.safetensors");

fn main() {
    let mut output = Tensor1::default();
    NET.predict(&Tensor1::default(), &mut Deployed::<Mlp>::scratch(), &mut output);
}
