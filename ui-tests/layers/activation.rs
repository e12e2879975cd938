// errors: 1
//! `glu` halves an axis.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(7),
        Activation(glu),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
