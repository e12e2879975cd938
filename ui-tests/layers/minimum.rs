// errors: 1
//! One value alone.

use formwork::prelude::*;

model! {
    pub struct Net {
        let a = Input(8);
        Dense(3)(Minimum()(a))
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
