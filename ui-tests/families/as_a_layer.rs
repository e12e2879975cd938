// errors: 1
//! A family where one model is needed.

use formwork::prelude::*;

model! {
    pub struct Network(width = 16, depth = 1) {
        let mut x = Input(32);
        for _ in 0..depth {
            x = Dense(width, activation = relu)(x);
        }
        Dense(4)(x)
    }

    pub family Nets = Network(width in [16, 32]);

    pub struct Net {
        Input(32),
        Nets(),
    }
}

fn main() {}
