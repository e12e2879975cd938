// errors: 1
//! A path that leads nowhere.

use formwork::prelude::*;

model! {
    use crate::blocks::hiden;

    pub struct Net {
        Input(64),
        hiden(32),
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

fn main() {}
