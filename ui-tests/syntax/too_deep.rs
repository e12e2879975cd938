// errors: 1
//! Parentheses without end.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((784))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
