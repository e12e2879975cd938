//! A small convolutional network for handwritten digits.

use formwork::model;

model! {
    /// Tells handwritten digits apart: 28 × 28 grey values in 0.0…1.0, white on black and centred by mass as MNIST's are,
    /// to ten probabilities.
    ///
    /// `cargo run --release -p formwork-networks --example digits` trains it.
    #[budget(weights = "100 KB", macs = "300k")]
    pub struct Digits {
        Input(28, 28, 1),
        Conv2D(8, 5, use_bias = false),
        BatchNormalization(),
        Activation(relu),
        MaxPooling2D(2),
        Conv2D(16, 3, use_bias = false),
        BatchNormalization(),
        Activation(relu),
        MaxPooling2D(2),
        Conv2D(32, 3, use_bias = false),
        BatchNormalization(),
        Activation(relu),
        Flatten(),
        Dropout(0.2),
        Dense(10, activation = softmax),
    }
}
