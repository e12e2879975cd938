// errors: 1
//! Samples of another shape than the model reads.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(5),
        Dense(2),
    }
}

fn main() {
    let mut model = Net::init(1);
    let mut training = model.compile(Sgd::default(), MeanSquaredError, ());
    let data = Dataset::new(vec![Tensor1::<4>::default()], vec![Tensor1::<2>::default()]).unwrap();
    let _ = training.fit(&data, Fit::default());
}
