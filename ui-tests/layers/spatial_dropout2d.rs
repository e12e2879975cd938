// errors: 1
//! Channels of what has none.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8, 8),
        SpatialDropout2D(0.2),
        Flatten(),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
