// errors: 2
//! Two layers with inputs of other ranks.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(28, 28);
        let a = Flatten()(Conv2D(4, 3)(x));
        let y = Input(28);
        let b = LSTM(4)(y);
        Dense(10)(concat(a, b))
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
