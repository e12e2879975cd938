// errors: 1
//! A model without layers.

use formwork::prelude::*;

model! {
    pub struct Net {}
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
