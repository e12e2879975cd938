// errors: 2
//! Strides together with a dilation, and groups that don't share the channels.

use formwork::prelude::*;

model! {
    pub struct Strided {
        Input(9, 9, 9, 1),
        Conv3D(4, 3, strides = (1, 2, 2), dilation_rate = 2),
        Flatten(),
        Dense(10),
    }

    pub struct Grouped {
        Input(9, 9, 9, 6),
        Conv3D(8, 3, groups = 4),
        Flatten(),
        Dense(10),
    }
}

fn main() {
    println!("{}", Strided::init(1).trainable().len());
    println!("{}", Grouped::init(1).trainable().len());
}
