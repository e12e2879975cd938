// errors: 1
//! An attribute with a typing error.

use formwork::prelude::*;

model! {
    #[buget(macs = "2M")]
    pub struct Net {
        Input(784),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
