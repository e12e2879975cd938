// errors: 3
//! A factor below 0, a regularizer that isn't a sum over elements, and an argument that an LSTM doesn't have.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8),
        ActivityRegularization(l1 = -0.1),
        Dense(3),
    }

    pub struct Between {
        Input(8),
        Dense(3, activity_regularizer = orthogonal(0.1)),
    }

    pub struct Sequence {
        Input(8, 2),
        LSTM(3, activity_regularizer = l2(0.1)),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
