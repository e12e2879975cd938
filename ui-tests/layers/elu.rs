// errors: 1
//! A flag where a number belongs.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(7),
        ELU(alpha = true),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
