// errors: 1
//! An axis that the input doesn't have.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8, 4),
        PReLU(shared_axes = 3),
        Flatten(),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
