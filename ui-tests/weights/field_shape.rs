// errors: 1
//! A bias of another length.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(10),
    }
}

fn main() {
    let mut model = Net::init(1);
    model.dense_1_bias = Tensor1::<12>::default();
}
