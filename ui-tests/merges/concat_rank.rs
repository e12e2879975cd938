// errors: 1
//! Values of different ranks.

use formwork::prelude::*;

model! {
    pub struct Net {
        let a = Input(4, 3);
        let b = Input(3);
        concat(a, b)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
