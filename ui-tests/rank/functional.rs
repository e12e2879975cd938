// errors: 1
//! The mend goes around the value.

use formwork::prelude::*;

model! {
    pub struct Net {
        let image = Input(28, 28);
        let pooled = MaxPooling2D(2)(image);
        Dense(10)(Flatten()(pooled))
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
