// errors: 1
//! A shortcut with too few channels.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(32, 32, 16);
        let h = Conv2D(32, 3, padding = same)(x);
        GlobalAveragePooling2D()(Activation(relu)(Add()([h, x])))
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
