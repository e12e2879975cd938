// errors: 1
//! Channels come last.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(1, 28, 28),
        Conv2D(32, 3, data_format = "channels_first"),
        Flatten(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
