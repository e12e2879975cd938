//! Squeeze-and-excitation twice: as a block of built-in layers, and as a Rust type with its gradient written by hand.
//!
//! `cargo run --release --example squeeze_excitation`
//!
//! Hu, Shen and Sun, "Squeeze-and-Excitation Networks" (2018): each channel of an image is scaled by
//! `s = σ(W₂ · relu(W₁ · mean(x) + b₁) + b₂)`, where the mean is taken over height and width and the layer between is
//! narrower by a ratio. Both networks here start from the same weights, see the same images, and stay together up to
//! rounding. The block is shorter, and its parts are fused with what surrounds them; the type shows what a layer of
//! one's own can have: parameters, saved values, scratch, and its cost in multiply-accumulates.

use formwork::data::mnist;
use formwork::prelude::*;
use std::error::Error;
use std::path::Path;

/// Layers of this program.
pub mod my {
    use formwork::init::Initializer;
    use formwork::layers::{Context, Layer, ParameterEntry};
    use formwork::operation::Mode;
    use formwork::shape_rules::Shape;
    use formwork::tensor::Tensor3;

    /// Scales the `C` channels of an image of `H × W` by what `R` units make of their means.
    pub struct SqueezeExcitation<const H: usize, const W: usize, const C: usize, const R: usize>;

    /// The parameters: two dense layers, each a kernel of `inputs × units` and a bias.
    struct Weights<'a> {
        squeeze: &'a [f32],
        squeeze_bias: &'a [f32],
        excite: &'a [f32],
        excite_bias: &'a [f32],
    }

    impl<const H: usize, const W: usize, const C: usize, const R: usize> SqueezeExcitation<H, W, C, R> {
        fn weights(parameters: &[f32]) -> Weights<'_> {
            let (squeeze, rest) = parameters.split_at(C * R);
            let (squeeze_bias, rest) = rest.split_at(R);
            let (excite, excite_bias) = rest.split_at(R * C);
            Weights {
                squeeze,
                squeeze_bias,
                excite,
                excite_bias,
            }
        }
    }

    impl<const H: usize, const W: usize, const C: usize, const R: usize> Layer
        for SqueezeExcitation<H, W, C, R>
    {
        type Input = Tensor3<H, W, C>;
        type Output = Tensor3<H, W, C>;

        const PARAMETERS: &'static [ParameterEntry] = &[
            ParameterEntry {
                name: "squeeze.kernel",
                shape: Shape::of(&[C, R]),
                initializer: Initializer::GlorotUniform,
            },
            ParameterEntry {
                name: "squeeze.bias",
                shape: Shape::of(&[R]),
                initializer: Initializer::Zeros,
            },
            ParameterEntry {
                name: "excite.kernel",
                shape: Shape::of(&[R, C]),
                initializer: Initializer::GlorotUniform,
            },
            ParameterEntry {
                name: "excite.bias",
                shape: Shape::of(&[C]),
                initializer: Initializer::Zeros,
            },
        ];
        /// The image, then means, hidden units and scales.
        const SAVED: usize = H * W * C + C + R + C;
        /// Means, hidden units and scales, or their cotangents.
        const SCRATCH: usize = C + R + C;
        const MACS: u64 = (2 * C * R) as u64;

        fn forward(
            &self,
            context: Context<'_>,
            parameters: &[f32],
            input: &Self::Input,
            output: &mut Self::Output,
            saved: &mut [f32],
        ) {
            let weights = Self::weights(parameters);
            let (means, rest) = context.scratch.split_at_mut(C);
            let (hidden, scales) = rest.split_at_mut(R);
            means.fill(0.0);
            for pixel in input.as_slice().chunks_exact(C) {
                means.iter_mut().zip(pixel).for_each(|(sum, x)| *sum += x);
            }
            means.iter_mut().for_each(|sum| *sum /= (H * W) as f32);
            for (r, unit) in hidden.iter_mut().enumerate() {
                let column = weights.squeeze[r..].iter().step_by(R);
                let sum: f32 = means.iter().zip(column).map(|(m, w)| m * w).sum();
                *unit = (sum + weights.squeeze_bias[r]).max(0.0);
            }
            for (c, scale) in scales.iter_mut().enumerate() {
                let column = weights.excite[c..].iter().step_by(C);
                let sum: f32 = hidden.iter().zip(column).map(|(h, w)| h * w).sum();
                *scale = 1.0 / (1.0 + (-sum - weights.excite_bias[c]).exp());
            }
            let pixels = input.as_slice().chunks_exact(C);
            for (from, to) in pixels.zip(output.as_mut_slice().chunks_exact_mut(C)) {
                for ((y, x), scale) in to.iter_mut().zip(from).zip(&*scales) {
                    *y = x * scale;
                }
            }
            if context.mode == Mode::Training {
                let (image, units) = saved.split_at_mut(H * W * C);
                image.copy_from_slice(input.as_slice());
                units.copy_from_slice(context.scratch);
            }
        }

        fn backward(
            &self,
            context: Context<'_>,
            parameters: &[f32],
            saved: &[f32],
            output_cotangent: &Self::Output,
            input_cotangent: &mut Self::Input,
            gradients: &mut [f32],
        ) {
            let weights = Self::weights(parameters);
            let (image, units) = saved.split_at(H * W * C);
            let (means, rest) = units.split_at(C);
            let (hidden, scales) = rest.split_at(R);
            let (d_means, rest) = context.scratch.split_at_mut(C);
            let (d_hidden, d_sums) = rest.split_at_mut(R);
            let (squeeze, rest) = gradients.split_at_mut(C * R);
            let (squeeze_bias, rest) = rest.split_at_mut(R);
            let (excite, excite_bias) = rest.split_at_mut(R * C);

            d_sums.fill(0.0);
            let cotangent = output_cotangent.as_slice();
            for (dy, x) in cotangent.chunks_exact(C).zip(image.chunks_exact(C)) {
                for ((sum, dy), x) in d_sums.iter_mut().zip(dy).zip(x) {
                    *sum += dy * x;
                }
            }
            for (sum, scale) in d_sums.iter_mut().zip(scales) {
                *sum *= scale * (1.0 - scale);
            }
            for (r, unit) in hidden.iter().enumerate() {
                let row = &weights.excite[r * C..][..C];
                let sum: f32 = row.iter().zip(&*d_sums).map(|(w, d)| w * d).sum();
                d_hidden[r] = if *unit > 0.0 { sum } else { 0.0 };
                for (gradient, d) in excite[r * C..][..C].iter_mut().zip(&*d_sums) {
                    *gradient += unit * d;
                }
            }
            excite_bias
                .iter_mut()
                .zip(&*d_sums)
                .for_each(|(g, d)| *g += d);
            for (c, mean) in means.iter().enumerate() {
                let row = &weights.squeeze[c * R..][..R];
                let sum: f32 = row.iter().zip(&*d_hidden).map(|(w, d)| w * d).sum();
                d_means[c] = sum / (H * W) as f32;
                for (gradient, d) in squeeze[c * R..][..R].iter_mut().zip(&*d_hidden) {
                    *gradient += mean * d;
                }
            }
            squeeze_bias
                .iter_mut()
                .zip(&*d_hidden)
                .for_each(|(g, d)| *g += d);
            let pixels = cotangent.chunks_exact(C);
            for (dy, dx) in pixels.zip(input_cotangent.as_mut_slice().chunks_exact_mut(C)) {
                for (((dx, dy), scale), d_mean) in dx.iter_mut().zip(dy).zip(scales).zip(&*d_means)
                {
                    *dx = dy * scale + d_mean;
                }
            }
        }
    }
}

model! {
    /// The block: four layers and a product.
    fn squeeze_excitation(x, ratio) {
        let means = GlobalAveragePooling2D()(x);
        let hidden = Dense(x.channels() / ratio, activation = relu)(means);
        let scales = Dense(x.channels(), activation = sigmoid)(hidden);
        x * Reshape(1, 1, x.channels())(scales)
    }

    /// With the block.
    pub struct OfLayers {
        let image = Input(28, 28, 1);
        let features = MaxPooling2D(2)(Conv2D(16, 3, padding = same, activation = relu)(image));
        let scaled = squeeze_excitation(features, 4);
        let last = Conv2D(16, 3, padding = same, activation = relu)(scaled);
        Dense(10, activation = softmax)(GlobalAveragePooling2D()(last))
    }

    /// With the type.
    pub struct OfOneType {
        let image = Input(28, 28, 1);
        let features = MaxPooling2D(2)(Conv2D(16, 3, padding = same, activation = relu)(image));
        let scaled: Tensor3<14, 14, 16> = my::SqueezeExcitation::<14, 14, 16, 4>(features);
        let last = Conv2D(16, 3, padding = same, activation = relu)(scaled);
        Dense(10, activation = softmax)(GlobalAveragePooling2D()(last))
    }
}

type Images = Dataset<Tensor3<28, 28, 1>, u8>;

/// The same weights for the second network, whose layers have other names.
pub fn same_weights(layers: &OfLayers) -> Box<OfOneType> {
    let mut one_type = OfOneType::init(0);
    let part = |name: &str| {
        let entry = OfLayers::TABLE.iter().find(|entry| entry.name == name);
        let entry = entry.unwrap_or_else(|| panic!("there is no tensor `{name}`"));
        &layers.trainable()[entry.offset..entry.offset + entry.len()]
    };
    for entry in OfOneType::TABLE {
        let name = entry
            .name
            .replace("scaled.squeeze", "scaled/hidden")
            .replace("scaled.excite", "scaled/scales");
        one_type.trainable_mut()[entry.offset..entry.offset + entry.len()]
            .copy_from_slice(part(&name));
    }
    one_type
}

fn main() -> Result<(), Box<dyn Error>> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/mnist");
    let (train, test): (Images, Images) = mnist::load_dir(data)?;
    println!("{}\n\n{}\n", OfLayers::summary(), OfOneType::summary());
    let mut of_layers = OfLayers::init(7);
    let mut of_one_type = same_weights(&of_layers);
    let fit = || Fit {
        epochs: 6,
        batch_size: 32,
        seed: 7,
        verbose: Verbose::Silent,
        ..Fit::default()
    };
    let loss = SparseCategoricalCrossentropy::default;
    let adam = Adam {
        learning_rate: 5e-3,
        ..Adam::default()
    };
    let mut first = of_layers.compile(adam, loss(), (Accuracy,));
    let mut second = of_one_type.compile(adam, loss(), (Accuracy,));
    for (name, prediction) in [
        ("as layers:  ", first.predict(&test.inputs()[0]).to_string()),
        (
            "as one type:",
            second.predict(&test.inputs()[0]).to_string(),
        ),
    ] {
        println!("before training, {name} {prediction}");
    }
    println!("\nas layers\n{}", first.fit(&train, fit())?);
    println!("\nas one type\n{}\n", second.fit(&train, fit())?);
    println!(
        "test accuracy as layers:   {:.4}",
        first.evaluate(&test)?.metrics.0
    );
    println!(
        "test accuracy as one type: {:.4}",
        second.evaluate(&test)?.metrics.0
    );
    Ok(())
}
