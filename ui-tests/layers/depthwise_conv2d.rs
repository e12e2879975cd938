// errors: 2
//! No kernels, and `filters`, which the layer doesn't have.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(28, 28, 3),
        DepthwiseConv2D(3, depth_multiplier = 0),
        DepthwiseConv2D(3, filters = 8),
        Flatten(),
        Dense(10),
    }
}

fn main() {
    println!("{}", Net::init(1).trainable().len());
}
