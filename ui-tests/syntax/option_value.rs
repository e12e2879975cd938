// errors: 1
//! An option with a value that it doesn't take.

use formwork::prelude::*;

model! {
    #[model(debug = "grph")]
    pub struct Net {
        Input(784),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
