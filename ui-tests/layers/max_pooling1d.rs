// errors: 1
//! A window longer than the sequence.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(4, 2),
        MaxPooling1D(5),
        Flatten(),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
