//! The portable kernels give the same bits everywhere: this prints checksums of outputs, gradients and trained parameters of
//! small networks, to be compared between profiles and machines.
//!
//! `diff <(cargo run --example portable_bits) <(cargo run --release --example portable_bits)`

use formwork::kernels::level::{Level, force};
use formwork::optimizers::{Optimizer, Update};
use formwork::plain;
use formwork::prelude::*;
use formwork::random::Stream;
use formwork::tensor::{Elements, Tensor};
use std::error::Error;

model! {
    /// Products, activations with exponentials, dropout.
    pub struct Perceptron {
        Input(83),
        Dense(61, activation = relu),
        Dropout(0.3),
        Dense(47, activation = gelu),
        Dense(33, activation = tanh),
        Dense(10, activation = softmax),
    }

    /// Convolutions, statistics over the batch, pooling and a residual.
    pub struct Convolutional {
        let x = Input(13, 11, 3);
        let x = Conv2D(12, 3, padding = same, use_bias = false)(x);
        let x = Activation(relu)(BatchNormalization()(x));
        let y = Conv2D(12, 3, padding = same, activation = swish)(x);
        let y = BatchNormalization()(y);
        let y = MaxPooling2D(2, allow = dropped_pixels)(y + x);
        let y = Conv2D(18, 2, strides = 2, activation = softplus, allow = dropped_pixels)(Dropout(0.2)(y));
        Dense(10, activation = softmax)(Flatten()(y))
    }

    /// Two recurrent layers.
    pub struct Recurrent {
        Input(9, 14),
        LSTM(21, return_sequences = true),
        Dropout(0.25),
        LSTM(17),
        Dense(10, activation = softmax),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    force(Level::Portable);
    print::<_, Perceptron>()?;
    print::<_, Convolutional>()?;
    print::<_, Recurrent>()?;
    Ok(())
}

/// Puts the gradient where the parameter was.
struct Reveal;

impl Optimizer for Reveal {
    fn learning_rate(&self, _step: u64) -> f64 {
        1.0
    }

    fn set_learning_rate(&mut self, _learning_rate: f64) -> bool {
        false
    }

    fn slots(&self) -> &'static [&'static str] {
        &[]
    }

    fn update(&self, update: Update<'_>) {
        update.parameters.copy_from_slice(update.gradients);
    }
}

/// Random inputs and classes.
fn samples<D: Elements>(count: usize) -> Dataset<Tensor<D>, u8> {
    let mut stream = Stream::new(2017, 0);
    let mut inputs: Vec<Tensor<D>> = plain::zeroed_vec(count);
    plain::mut_slice_of(&mut inputs).fill_with(|| 2.0 * stream.uniform() - 1.0);
    let labels = (0..count).map(|_| stream.below(10) as u8).collect();
    Dataset::new(inputs, labels).expect("as many labels as inputs")
}

/// Checksums of a network: with its initial values, and after some steps.
fn print<D, M>() -> Result<(), Box<dyn Error>>
where
    D: Elements,
    M: Model<Input = Tensor<D>, Output = Tensor1<10>>,
{
    let data = samples::<D>(45);
    let loss = SparseCategoricalCrossentropy::default();
    let line = |what: &str, values: &[f32]| {
        println!("{:<13} {what:<18} {:016x}", M::NAME, checksum(values));
    };

    let mut model = M::init(1);
    line("initial values", model.trainable());
    line(
        "outputs",
        plain::slice_of(&model.predictor(1).predict_batch(data.inputs())),
    );

    let mut training = model.compile(Reveal, loss, ());
    let before = training.train_on_batch(&data)?.loss;
    line("gradients", model.trainable());

    let mut model = M::init(1);
    let mut training = model.compile(Adam::default(), loss, (Accuracy,));
    let fit = Fit {
        epochs: 2,
        batch_size: 16,
        threads: 2,
        verbose: Verbose::Silent,
        ..Fit::default()
    };
    training.fit(&data, fit)?;
    let after = training.evaluate(&data)?.loss;
    line("losses", &[before, after]);
    line("trained values", model.trainable());
    if M::STATE > 0 {
        line("state", model.state());
    }
    line(
        "outputs after it",
        plain::slice_of(&model.predictor(1).predict_batch(data.inputs())),
    );
    Ok(())
}

/// FNV-1a over the bits of the values.
fn checksum(values: &[f32]) -> u64 {
    let bytes = values
        .iter()
        .flat_map(|value| value.to_bits().to_le_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
