// errors: 1
//! One mistake in a block that is called twice.

use formwork::prelude::*;

model! {
    fn hidden(x, units) {
        Dropout(0.2)(Dens(units, activation = relu)(x))
    }

    pub struct Net {
        let x = Input(784);
        Dense(10)(hidden(hidden(x, 64), 32))
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
