// errors: 1
//! A model of another module reads another shape.

use formwork::prelude::*;

model! {
    use crate::blocks::Encoder;

    pub struct Net {
        let x = Input(32);
        Dense(10)(Encoder()(x))
    }
}

mod blocks {
    use formwork::model;

    model! {
        /// A hidden layer.
        pub fn hidden(x, units) {
            Dense(units, activation = relu)(x)
        }

        /// A block whose shortcut has the width of its input.
        pub fn residual(x, units) {
            x + Dense(units, activation = tanh)(x)
        }

        /// A vector to a vector.
        pub struct Encoder(code = 8) {
            Input(64),
            Dense(code, activation = tanh),
        }
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
