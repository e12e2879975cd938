// errors: 1
//! A way of standardizing that nobody has given a name.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8, 8, 3),
        WeightStandardizedConv2D(4, 3, standardization = keras),
        Flatten(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
