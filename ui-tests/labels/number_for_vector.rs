// errors: 1
//! One number for two outputs: it would be broadcast elsewhere.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(4),
        Dense(2),
    }
}

fn main() {
    let mut model = Net::init(1);
    let mut training = model.compile(Sgd::default(), MeanSquaredError, ());
    let data = Dataset::new(vec![Tensor1::<4>::default()], vec![0.5_f32]).unwrap();
    let _ = training.fit(&data, Fit::default());
}
