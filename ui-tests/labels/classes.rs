// errors: 1
//! Targets of seven classes for ten outputs.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(4),
        Dense(10, activation = softmax),
    }
}

fn main() {
    let mut model = Net::init(1);
    let mut training = model.compile(Sgd::default(), CategoricalCrossentropy::default(), ());
    let data = Dataset::new(vec![Tensor1::<4>::default()], vec![Tensor1::<7>::default()]).unwrap();
    let _ = training.fit(&data, Fit::default());
}
