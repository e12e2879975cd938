// errors: 1
//! A unit that nobody knows.

use formwork::prelude::*;

model! {
    #[budget(weights = "64 kilobytes")]
    pub struct Net {
        Input(784),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
