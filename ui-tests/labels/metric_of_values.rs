// errors: 1
//! A metric on class indices, for targets that are values.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(4),
        Dense(3),
    }
}

fn main() {
    let mut model = Net::init(1);
    let metrics = (SparseTopKCategoricalAccuracy::default(),);
    let mut training = model.compile(Sgd::default(), MeanSquaredError, metrics);
    let data = Dataset::new(vec![Tensor1::<4>::default()], vec![Tensor1::<3>::default()]).unwrap();
    let _ = training.fit(&data, Fit::default());
}
