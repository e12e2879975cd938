// errors: 1
//! No channels belong together.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8, 8, 3),
        LocalResponseNormalization(size = 0),
        Flatten(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
