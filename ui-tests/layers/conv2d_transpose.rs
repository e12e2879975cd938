// errors: 2
//! Causal padding, and an output without rows.

use formwork::prelude::*;

model! {
    pub struct Causal {
        Input(8, 8, 3),
        Conv2DTranspose(8, 3, padding = causal),
        Flatten(),
        Dense(10),
    }

    pub struct Nothing {
        Input(1, 8, 3),
        Conv2DTranspose(8, 2, strides = 2, padding = same, output_padding = 0),
        Flatten(),
        Dense(10),
    }
}

fn main() {
    println!("{}", Causal::init(1).trainable().len());
    println!("{}", Nothing::init(1).trainable().len());
}
