//! The lecture's digit classifier.

use formwork::model;

model! {
    /// Tells handwritten digits apart by dense layers. `examples/mnist.rs` trains the same network.
    pub struct Mlp {
        Input(784),
        Dense(512, activation = relu),
        Dropout(0.3),
        Dense(128, activation = relu),
        Dropout(0.3),
        Dense(10, activation = softmax),
    }
}
