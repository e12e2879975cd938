// errors: 3
//! Constraints: a misspelled one, bounds in the wrong order, and an axis that the kernel doesn't have.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(28, 28, 1),
        Conv2D(8, 3, kernel_constraint = max_norn(2)),
        Conv2D(8, 3, kernel_constraint = min_max_norm(1.5, 1.0)),
        Flatten(),
        Dense(10, kernel_constraint = unit_norm(axis = 2)),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
