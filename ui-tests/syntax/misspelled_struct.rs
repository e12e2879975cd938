// errors: 1
//! A keyword with a typing error.

use formwork::prelude::*;

model! {
    pub strukt Net {
        Input(784),
        Dense(10),
    }
}

fn main() {}
