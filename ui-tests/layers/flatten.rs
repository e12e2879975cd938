// errors: 1
//! The layer is applied in its own parentheses.

use formwork::prelude::*;

model! {
    pub struct Net {
        let image = Input(28, 28);
        let x = Flatten(image);
        Dense(10)(x)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
