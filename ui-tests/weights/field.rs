// errors: 1
//! A field that the model doesn't have: fields are named by layer and tensor.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.dense_1_weights[0][0]);
}
