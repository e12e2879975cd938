// errors: 1
//! A model inside a function is explained as others are.

use formwork::prelude::*;

fn parameters() -> usize {
    model! {
        struct Net {
            let x = Input(12);
            let y = Dense(5)(x);
            Add()(x, y)
        }
    }
    Net::PARAMETERS
}

fn main() {
    println!("{}", parameters());
}
