// errors: 2
//! Two values that nothing reads.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(784);
        let a = Dense(10)(x);
        let b = Dense(10)(x);
        Dense(10)(x)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
