// errors: 1
//! Two layers of one name.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(128, name = "hidden"),
        Dense(64, name = "hidden"),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
