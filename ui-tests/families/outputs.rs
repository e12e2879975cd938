// errors: 1
//! Members that give vectors of different lengths.

use formwork::prelude::*;

model! {
    pub struct Network(classes = 10) {
        Input(32),
        Dense(classes),
    }

    pub family Nets = Network(classes in [10, 100]);
}

fn main() {}
