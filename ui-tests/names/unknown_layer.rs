// errors: 1
//! A misspelt layer.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Desne(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
