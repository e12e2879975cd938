// errors: 1
//! A rate in hundredths.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8, 2),
        SpatialDropout1D(20),
        Flatten(),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
