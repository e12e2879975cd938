// errors: 1
//! One of the members is wrong.

use formwork::prelude::*;

model! {
    pub struct Network(width = 16, depth = 1) {
        let mut x = Input(32);
        for _ in 0..depth {
            x = Dense(width, activation = relu)(x);
        }
        Dense(4)(x)
    }

    pub family Nets = Network(width in [16, 0]);
}

fn main() {}
