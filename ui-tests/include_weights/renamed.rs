// errors: 1
// The model has another name here than in its declaration.
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

use networks::Mlp as Classifier;

static NET: Deployed<Classifier> = include_weights!(Classifier, "weights/whole.safetensors");

fn main() {
    let mut output = Tensor1::default();
    NET.predict(&Tensor1::default(), &mut Deployed::<Classifier>::scratch(), &mut output);
}
