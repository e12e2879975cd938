// errors: 1
//! Maps of different sizes.

use formwork::prelude::*;

model! {
    pub struct Net {
        let before = Input(8, 8, 3);
        let after = Input(8, 6, 3);
        Flatten()(Subtract()([before, after]))
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
