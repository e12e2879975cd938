// errors: 1
//! A kernel that is longer than the sequence.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(4, 2),
        DepthwiseConv1D(5),
        Flatten(),
        Dense(10),
    }
}

fn main() {
    println!("{}", Net::init(1).trainable().len());
}
