// errors: 2
//! An image, and a kernel that is longer than the sequence.

use formwork::prelude::*;

model! {
    pub struct Image {
        Input(28, 28, 1),
        Conv1D(8, 3),
        Flatten(),
        Dense(10),
    }

    pub struct Short {
        Input(6, 2),
        Conv1D(8, 4, dilation_rate = 2),
        Flatten(),
        Dense(10),
    }
}

fn main() {
    println!("{}", Image::init(1).trainable().len());
    println!("{}", Short::init(1).trainable().len());
}
