// errors: 1
//! An axis that a vector doesn't have.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(64),
        RMSNormalization(axis = 2),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
