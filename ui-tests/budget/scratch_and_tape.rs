// errors: 2
//! A prediction and a training step that don't fit.

use formwork::prelude::*;

model! {
    #[budget(scratch = "16 KiB", tape = 65_536)]
    pub struct Net {
        Input(28, 28, 1),
        Conv2D(32, 3, activation = relu),
        MaxPooling2D(2),
        Flatten(),
        Dense(10, activation = softmax),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
