// errors: 1
//! A layer under the name that another library gives it.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Linear(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
