// errors: 1
//! A layer without neurons; the model is used in many ways, none of which is a mistake.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(0, activation = relu),
        Dense(10, activation = softmax),
    }
}

fn main() {
    let mut model = Net::init(1);
    println!("{}, {} parameters", Net::summary(), Net::PARAMETERS);
    let training = model.compile(Sgd::default(), MeanSquaredError, ());
    drop(training);
}
