// errors: 1
//! Maps that differ in height and width.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(28, 28, 3);
        let a = Conv2D(8, 3)(x);
        let b = Conv2D(8, 5)(x);
        GlobalAveragePooling2D()(concat(a, b, axis = 1))
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
