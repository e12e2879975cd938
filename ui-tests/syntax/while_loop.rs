// errors: 1
//! Every loop ends: there is `for`, and no `while`.

use formwork::prelude::*;

model! {
    pub struct Net {
        let mut x = Input(64);
        while true {
            x = Dense(64)(x);
        }
        x
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
