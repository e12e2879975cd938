// errors: 1
//! A member with an unknown constant.

use formwork::prelude::*;

model! {
    pub struct Network(width = 16, depth = 1) {
        let mut x = Input(32);
        for _ in 0..depth {
            x = Dense(width, activation = relu)(x);
        }
        Dense(4)(x)
    }

    pub struct Wide = Network(wide = 64);
}

fn main() {}
