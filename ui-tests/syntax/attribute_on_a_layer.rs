// errors: 1
//! Attributes belong to models.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        #[frozen]
        Dense(64, activation = relu),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
