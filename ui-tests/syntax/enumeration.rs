// errors: 1
//! Only models can be declared.

use formwork::prelude::*;

model! {
    pub enum Net {
        Input(784),
    }
}

fn main() {}
