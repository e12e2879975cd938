// errors: 1
//! One layer on inputs of two widths.

use formwork::prelude::*;

model! {
    pub struct Net {
        let question = Input(30);
        let answer = Input(40);
        let encoder = Dense(16, activation = tanh);
        encoder(question) + encoder(answer)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
