// errors: 1
//! The axes beside the joined one differ.

use formwork::prelude::*;

model! {
    pub struct Net {
        let a = Input(4, 3);
        let b = Input(5, 3);
        Concatenate()([a, b])
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
