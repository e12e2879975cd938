// errors: 1
//! Nothing that -1 could be.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Reshape(-1, 5),
        Flatten(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
