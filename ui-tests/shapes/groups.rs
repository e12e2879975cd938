// errors: 1
//! Groups that don't divide the channels.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(28, 28, 3),
        Conv2D(32, 3, groups = 2),
        Flatten(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
