// errors: 1
//! A misspelt option of the model.

use formwork::prelude::*;

model! {
    #[model(save_memroy)]
    pub struct Net {
        Input(784),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
