// errors: 1
//! A shape with six axes.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(1, 2, 3, 4, 5, 6),
        Flatten(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
