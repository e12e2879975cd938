// errors: 1
//! Three sizes of a window with two.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(28, 28, 1),
        MaxPooling2D((2, 2, 2)),
        Flatten(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
