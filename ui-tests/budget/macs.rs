// errors: 1
//! Too many multiplications.

use formwork::prelude::*;

model! {
    #[budget(macs = "1M", weights = "1 MiB")]
    pub struct Net {
        Input(28, 28, 1),
        Conv2D(32, 3, activation = relu),
        MaxPooling2D(2),
        Conv2D(64, 2, activation = relu),
        MaxPooling2D(2),
        Flatten(),
        Dense(10, activation = softmax),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
