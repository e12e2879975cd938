// errors: 1
//! What acts along an axis can't act on single numbers.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(7),
        Dense(5, activation = |x| x * softmax(x)),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
