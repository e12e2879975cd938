// errors: 1
//! A macro can't see what a user's layer gives.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(8);
        let h = my::Scale { factor: 2.0 }(x);
        Dense(2)(h)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
