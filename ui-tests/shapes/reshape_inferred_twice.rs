// errors: 1
//! Two dimensions that are to be inferred.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Reshape(-1, -1),
        Flatten(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
