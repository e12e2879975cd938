// errors: 1
//! An activation without a known gain.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(64),
        Dense(32),
        ScaledActivation(mish),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
