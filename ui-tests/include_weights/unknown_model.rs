// errors: 1
// The name is misspelled.
use formwork::prelude::*;

mod networks {
    formwork::model! {
        pub struct Mlp {
            Input(4),
            Dense(3, activation = relu),
            Dense(2),
        }
    }
}

use networks::Mlp;

static NET: Deployed<Mlp> = include_weights!(networks::Mpl, "weights/whole.safetensors");

fn main() {
    let mut output = Tensor1::default();
    NET.predict(&Tensor1::default(), &mut Deployed::<Mlp>::scratch(), &mut output);
}
