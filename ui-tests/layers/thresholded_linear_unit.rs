// errors: 1
//! A number has no channels.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(),
        ThresholdedLinearUnit(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
