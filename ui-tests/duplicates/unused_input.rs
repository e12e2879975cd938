// errors: 1
//! An input that nothing reads.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(784);
        let y = Input(10);
        Dense(10)(x)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
