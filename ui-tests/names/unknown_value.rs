// errors: 1
//! A misspelt value.

use formwork::prelude::*;

model! {
    pub struct Net {
        let image = Input(784);
        Dense(10)(imgae)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
