// errors: 1
//! A type of the user's own that isn't a regularizer.

use formwork::prelude::*;

pub struct Smooth {
    pub strength: f32,
}

model! {
    pub struct Net {
        Input(784),
        Dense(10, kernel_regularizer = crate::Smooth { strength: 0.1 }),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
