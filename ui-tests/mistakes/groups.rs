//! Groups that don't divide the channels.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(32, 32, 12),
        Conv2D(24, 3, groups = 5),
        Flatten(),
        Dense(10),
    }
}

fn main() {
    println!("{}", Net::summary());
}
