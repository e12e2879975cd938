//! The networks that are measured, and random data for them.

use formwork::data::Dataset;
use formwork::losses::SparseCategoricalCrossentropy;
use formwork::optimizers::Adam;
use formwork::prelude::*;
use formwork::random::Stream;
use formwork::train::{Predictor, Training};

model! {
    /// The lecture's digit classifier without its dropout.
    pub struct Mlp {
        Input(784),
        Dense(512, activation = relu),
        Dense(128, activation = relu),
        Dense(10, activation = softmax),
    }

    /// Two convolutions with pooling.
    pub struct Cnn {
        Input(28, 28, 1),
        Conv2D(32, 3, activation = relu),
        MaxPooling2D(2),
        Conv2D(64, 3, activation = relu),
        MaxPooling2D(2, allow = dropped_pixels),
        Flatten(),
        Dense(10, activation = softmax),
    }

    /// Three convolutions, each with filter response normalization and a thresholded linear unit.
    pub struct Frn {
        Input(28, 28, 1),
        Conv2D(32, 3, padding = same, use_bias = false),
        FilterResponseNormalization(),
        ThresholdedLinearUnit(),
        MaxPooling2D(2),
        Conv2D(64, 3, padding = same, use_bias = false),
        FilterResponseNormalization(),
        ThresholdedLinearUnit(),
        MaxPooling2D(2),
        Conv2D(64, 3, padding = same, use_bias = false),
        FilterResponseNormalization(),
        ThresholdedLinearUnit(),
        GlobalAveragePooling2D(),
        Dense(10, activation = softmax),
    }

    /// An image read row by row.
    pub struct Lstm {
        Input(28, 28),
        LSTM(128),
        Dense(10, activation = softmax),
    }

    /// The CIFAR network of MLPerf Tiny, with the biases that it has: a stem and three residual stacks of 16, 32 and 64
    /// filters.
    pub struct ResNet8 {
        let image = Input(32, 32, 3);
        let stem = Conv2D(16, 3, padding = same)(image);
        let stem = BatchNormalization(allow = useless_bias)(stem);
        let stem = Activation(relu)(stem);

        let a = Conv2D(16, 3, padding = same)(stem);
        let a = BatchNormalization(allow = useless_bias)(a);
        let a = Activation(relu)(a);
        let a = Conv2D(16, 3, padding = same)(a);
        let a = BatchNormalization(allow = useless_bias)(a);
        let a = Activation(relu)(a + stem);

        let b = Conv2D(32, 3, strides = 2, padding = same)(a);
        let b = BatchNormalization(allow = useless_bias)(b);
        let b = Activation(relu)(b);
        let b = Conv2D(32, 3, padding = same)(b);
        let b = BatchNormalization(allow = useless_bias)(b);
        let b = Activation(relu)(b + Conv2D(32, 1, strides = 2)(a));

        let c = Conv2D(64, 3, strides = 2, padding = same)(b);
        let c = BatchNormalization(allow = useless_bias)(c);
        let c = Activation(relu)(c);
        let c = Conv2D(64, 3, padding = same)(c);
        let c = BatchNormalization(allow = useless_bias)(c);
        let c = Activation(relu)(c + Conv2D(64, 1, strides = 2)(b));

        Dense(10, activation = softmax)(GlobalAveragePooling2D()(c))
    }
}

/// The optimizer and loss of every workload.
type Trained<'m, M> = Training<'m, M, Adam, SparseCategoricalCrossentropy, ()>;

/// A network with one image and ten classes.
pub trait Classifier: Model {
    /// Images and classes.
    type Data;
    /// So many random images and classes.
    fn data(batch: usize) -> Self::Data;
    /// One training step.
    fn train(training: &mut Trained<'_, Self>, data: &Self::Data);
    /// A prediction of the first image.
    fn predict_one(predictor: &mut Predictor<'_, Self>, data: &Self::Data);
    /// A prediction of all images.
    fn predict_all(predictor: &mut Predictor<'_, Self>, data: &Self::Data);
}

macro_rules! classifiers {
    ($($model:ty),*) => {
        $(
            impl Classifier for $model {
                type Data = Dataset<<$model as Model>::Input, u8>;

                fn data(batch: usize) -> Self::Data {
                    let mut stream = Stream::new(1, 0);
                    let mut images: Vec<<$model as Model>::Input> = formwork::plain::zeroed_vec(batch);
                    for image in &mut images {
                        image.as_mut_slice().fill_with(|| stream.uniform());
                    }
                    let classes = (0..batch).map(|_| stream.below(10) as u8).collect();
                    Dataset::new(images, classes).expect("as many classes as images")
                }

                fn train(training: &mut Trained<'_, Self>, data: &Self::Data) {
                    training.train_on_batch(data).expect("the classes are below ten");
                }

                fn predict_one(predictor: &mut Predictor<'_, Self>, data: &Self::Data) {
                    std::hint::black_box(predictor.predict(&data.inputs()[0]));
                }

                fn predict_all(predictor: &mut Predictor<'_, Self>, data: &Self::Data) {
                    std::hint::black_box(predictor.predict_batch(data.inputs()));
                }
            }
        )*
    };
}

classifiers!(Mlp, Cnn, Frn, Lstm, ResNet8);
