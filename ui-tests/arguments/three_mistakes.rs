// errors: 3
//! Three arguments, each explained.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(28, 28, 1),
        Conv2D(0, 3),
        Dropout(50),
        Flatten(data_format = "channels_first"),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
