// errors: 1
//! The macro can't look up a constant.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(CLASSES),
    }
}

const CLASSES: usize = 10;

fn main() {
    println!("{CLASSES} {}", Net::PARAMETERS);
}
