//! A layer of one's own beside built-in ones: swish with a trained slope for each element.
//!
//! `cargo run --release --example custom_layer`

use formwork::prelude::*;
use formwork::random::Stream;
use std::error::Error;

/// Layers of this program.
mod my {
    use formwork::init::Initializer;
    use formwork::layers::{Context, Layer, ParameterEntry};
    use formwork::shape_rules::Shape;
    use formwork::tensor::Tensor1;

    /// `y = x · σ(βx)` with a trained β for each of `N` elements, which starts at 1.
    pub struct TrainedSwish<const N: usize> {
        /// Scales the output.
        pub gain: f32,
    }

    fn sigmoid(x: f32) -> f32 {
        1.0 / (1.0 + (-x).exp())
    }

    impl<const N: usize> Layer for TrainedSwish<N> {
        type Input = Tensor1<N>;
        type Output = Tensor1<N>;

        const PARAMETERS: &'static [ParameterEntry] = &[ParameterEntry {
            name: "beta",
            shape: Shape::of(&[N]),
            initializer: Initializer::Ones,
        }];
        /// Backward needs the input.
        const SAVED: usize = N;

        fn forward(
            &self,
            _: Context<'_>,
            beta: &[f32],
            input: &Tensor1<N>,
            output: &mut Tensor1<N>,
            saved: &mut [f32],
        ) {
            for i in 0..N {
                output[i] = self.gain * input[i] * sigmoid(beta[i] * input[i]);
            }
            if !saved.is_empty() {
                saved.copy_from_slice(input.as_slice());
            }
        }

        fn backward(
            &self,
            _: Context<'_>,
            beta: &[f32],
            saved: &[f32],
            output_cotangent: &Tensor1<N>,
            input_cotangent: &mut Tensor1<N>,
            beta_gradient: &mut [f32],
        ) {
            for i in 0..N {
                let (x, d) = (saved[i], self.gain * output_cotangent[i]);
                let s = sigmoid(beta[i] * x);
                input_cotangent[i] = d * (s + beta[i] * x * s * (1.0 - s));
                beta_gradient[i] += d * x * x * s * (1.0 - s);
            }
        }
    }
}

model! {
    /// Tells two interleaved spirals apart.
    pub struct Spirals {
        let point = Input(2);
        let a = Dense(32)(point);
        let b: Tensor1<32> = my::TrainedSwish::<32> { gain: 1.0 }(a);
        let c = Dense(32)(b);
        let d: Tensor1<32> = my::TrainedSwish::<32> { gain: 1.0 }(c);
        Dense(1, activation = sigmoid)(d)
    }
}

/// Points on two spirals with a little noise, and which spiral each is on.
fn spirals(count: usize, seed: u64) -> Result<Dataset<Tensor1<2>, f32>, Box<dyn Error>> {
    let mut stream = Stream::new(seed, 0);
    let (mut points, mut labels) = (Vec::new(), Vec::new());
    for index in 0..count {
        let side = index % 2;
        let t = 0.3 + 3.0 * stream.uniform();
        let angle = 2.5 * t + side as f32 * std::f32::consts::PI;
        let noise = [0.04 * stream.normal(), 0.04 * stream.normal()];
        points.push(Tensor1::from([
            t / 2.0 * angle.cos() + noise[0],
            t / 2.0 * angle.sin() + noise[1],
        ]));
        labels.push(side as f32);
    }
    Ok(Dataset::new(points, labels)?)
}

fn main() -> Result<(), Box<dyn Error>> {
    println!("{}\n", Spirals::summary());
    let (train, test) = (spirals(2000, 1)?, spirals(500, 2)?);
    let mut model = Spirals::init(3);
    let mut training = model.compile(
        Adam {
            learning_rate: 0.01,
            ..Adam::default()
        },
        BinaryCrossentropy::default(),
        (Accuracy,),
    );
    training.fit(
        &train,
        Fit {
            epochs: 60,
            verbose: Verbose::Silent,
            ..Fit::default()
        },
    )?;
    println!(
        "test accuracy: {:.4}\n",
        training.evaluate(&test)?.metrics.0
    );

    // What the network thinks of the plane: # and . for the two spirals.
    for row in 0..21 {
        let line: String = (0..43)
            .map(|column| {
                let point =
                    Tensor1::from([(column as f32 - 21.0) / 12.0, (10.0 - row as f32) / 6.0]);
                if training.predict(&point)[0] > 0.5 {
                    '#'
                } else {
                    '.'
                }
            })
            .collect();
        println!("{line}");
    }
    drop(training);
    let betas = Spirals::TABLE
        .iter()
        .find(|entry| entry.name == "b.beta")
        .expect("the layer's tensor is in the table");
    let betas = &model.trainable()[betas.offset..betas.offset + betas.len()];
    let (least, most) = betas
        .iter()
        .fold((f32::MAX, f32::MIN), |(low, high), &beta| {
            (low.min(beta), high.max(beta))
        });
    println!("\nthe trained slopes of the first layer lie between {least:.2} and {most:.2}");
    Ok(())
}
