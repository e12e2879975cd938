// errors: 3
//! Constraints: an axis that the kernel doesn't have, a misspelled one, and bounds in the wrong order.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(28, 28, 1),
        Conv2D(8, 3, kernel_constraint = unit_norm(axis = 4)),
        Conv2D(8, 3, kernel_constraint = max_norn(2)),
        Flatten(),
        Dense(10, kernel_constraint = min_max_norm(1.5, 1.0)),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
