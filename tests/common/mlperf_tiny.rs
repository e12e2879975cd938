//! Two reference networks of MLPerf Tiny, declared. The layers have the names of the files in `tests/data/mlperf-tiny`, into
//! whose kernels batch normalization is folded.

use formwork::prelude::*;

model! {
    /// Finds machines that sound wrong: a window of a spectrogram is pressed through eight numbers, and what comes out
    /// differs from what went in the more, the stranger the sound.
    pub struct AnomalyDetection {
        let window = Input(640);
        let dense = Dense(128, activation = relu)(window);
        let dense_1 = Dense(128, activation = relu)(dense);
        let dense_2 = Dense(128, activation = relu)(dense_1);
        let dense_3 = Dense(128, activation = relu)(dense_2);
        let dense_4 = Dense(8, activation = relu)(dense_3);
        let dense_5 = Dense(128, activation = relu)(dense_4);
        let dense_6 = Dense(128, activation = relu)(dense_5);
        let dense_7 = Dense(128, activation = relu)(dense_6);
        let dense_8 = Dense(128, activation = relu)(dense_7);
        let dense_9 = Dense(640)(dense_8);
        dense_9
    }
}

model! {
    /// Tells the ten kinds of things in CIFAR-10's images, whose channels are numbers from 0 to 255: three residual
    /// stacks, of which the second and the third halve the image.
    pub struct ImageClassification {
        let image = Input(32, 32, 3);
        let conv2d = Conv2D(16, 3, padding = same, activation = relu)(image);

        let conv2d_1 = Conv2D(16, 3, padding = same, activation = relu)(conv2d);
        let conv2d_2 = Conv2D(16, 3, padding = same)(conv2d_1);
        let first = Activation(relu)(conv2d + conv2d_2);

        let conv2d_3 = Conv2D(32, 3, strides = 2, padding = same, activation = relu)(first);
        let conv2d_4 = Conv2D(32, 3, padding = same)(conv2d_3);
        let conv2d_5 = Conv2D(32, 1, strides = 2, padding = same)(first);
        let second = Activation(relu)(conv2d_5 + conv2d_4);

        let conv2d_6 = Conv2D(64, 3, strides = 2, padding = same, activation = relu)(second);
        let conv2d_7 = Conv2D(64, 3, padding = same)(conv2d_6);
        let conv2d_8 = Conv2D(64, 1, strides = 2, padding = same)(second);
        let third = Activation(relu)(conv2d_8 + conv2d_7);

        let dense = Dense(10, activation = softmax)(GlobalAveragePooling2D()(third));
        dense
    }
}
