// errors: 1
//! Padding after the output that the stride leaves no room for.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8, 3),
        Conv1DTranspose(8, 3, strides = 2, output_padding = 2),
        Flatten(),
        Dense(10),
    }
}

fn main() {
    println!("{}", Net::init(1).trainable().len());
}
