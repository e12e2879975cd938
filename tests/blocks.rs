//! Constants, blocks, branches, loops, and models as layers of others: what they expand to is what one would write out,
//! with names that say where it comes from.

mod common;

use common::run::step;
use formwork::data::Dataset;
use formwork::kernels::team::Team;
use formwork::plain;
use formwork::prelude::*;
use formwork::random::Stream;
use formwork::storage::Region;

/// Names and shapes of a model's tensors.
fn tensors<M: Model>() -> Vec<(&'static str, Vec<usize>)> {
    M::TABLE
        .iter()
        .map(|entry| (entry.name, entry.shape.dims().to_vec()))
        .collect()
}

fn names<M: Model>() -> Vec<&'static str> {
    M::TABLE.iter().map(|entry| entry.name).collect()
}

fn noise(seed: u64, len: usize) -> Vec<f32> {
    let mut stream = Stream::new(seed, 0);
    (0..len).map(|_| stream.uniform() - 0.5).collect()
}

/// Predictions and gradients of one step from the same seed, on the same data.
fn gradients<M: Model>(batch: usize) -> (Vec<Vec<f32>>, Vec<f32>) {
    let inputs: Vec<Vec<f32>> = M::INPUTS
        .iter()
        .enumerate()
        .map(|(index, port)| noise(3 + index as u64, batch * port.shape.len()))
        .collect();
    let inputs: Vec<&[f32]> = inputs.iter().map(Vec::as_slice).collect();
    let cotangents = M::OUTPUTS
        .iter()
        .map(|port| noise(17, batch * port.shape.len()))
        .collect();
    let mut model = M::init(5);
    let outcome = step(
        &mut *model,
        &Team::alone(),
        batch,
        &inputs,
        cotangents,
        false,
    );
    assert!(outcome.gradients.iter().any(|&value| value != 0.0));
    (outcome.predictions, outcome.gradients)
}

mod residual {
    use formwork::prelude::*;

    model! {
        const CLASSES: usize = 10;

        /// A block is a function of tensors, expanded wherever it is called.
        pub fn residual(x, filters, stride = 1) {
            let y = Conv2D(filters, 3, strides = stride, padding = same, use_bias = false)(x);
            let y = BatchNormalization()(y);
            let y = ReLU()(y);
            let y = Conv2D(filters, 3, padding = same, use_bias = false)(y);
            let shortcut = if stride == 1 && x.channels() == filters { x }
                           else { Conv2D(filters, 1, strides = stride)(x) };
            ReLU()(y + shortcut)
        }

        /// The functional form.
        pub struct SmallResNet(width = 4) {
            let image = Input(12, 12, 3);
            let mut h = Conv2D(width, 3, padding = same)(image);
            for (filters, stride) in [(width, 1), (2 * width, 2), (4 * width, 2)] {
                for i in 0..2 {
                    h = residual(h, filters, stride = if i == 0 { stride } else { 1 });
                }
            }
            let features = GlobalAveragePooling2D()(h);
            Dense(CLASSES, activation = softmax)(features)
        }

        /// A member of the family, compiled to code of its own.
        pub struct WideResNet = SmallResNet(width = 8);
    }
}

/// The parameters of the residual network, by its formulas.
fn residual_parameters(width: usize) -> usize {
    let block = |input: usize, filters: usize, shortcut: bool| {
        let kernels = 9 * input * filters + 9 * filters * filters;
        let shortcut = if shortcut {
            input * filters + filters
        } else {
            0
        };
        kernels + 4 * filters + shortcut
    };
    let stem = 27 * width + width;
    let first = 2 * block(width, width, false);
    let second = block(width, 2 * width, true) + block(2 * width, 2 * width, false);
    let third = block(2 * width, 4 * width, true) + block(4 * width, 4 * width, false);
    stem + first + second + third + 4 * width * 10 + 10
}

#[test]
fn a_residual_network_trains() {
    use residual::{SmallResNet, WideResNet};
    assert_eq!(SmallResNet::PARAMETERS, residual_parameters(4));
    assert_eq!(WideResNet::PARAMETERS, residual_parameters(8));
    assert_eq!(names::<SmallResNet>(), names::<WideResNet>());
    let names = names::<SmallResNet>();
    assert_eq!(names[..3], ["h.kernel", "h.bias", "residual_1/y.kernel"]);
    let shortcuts = names.iter().filter(|name| name.contains("shortcut"));
    assert_eq!(
        shortcuts.collect::<Vec<_>>(),
        [
            &"residual_3/shortcut.kernel",
            &"residual_3/shortcut.bias",
            &"residual_5/shortcut.kernel",
            &"residual_5/shortcut.bias"
        ]
    );
    let mut images: Vec<Tensor3<12, 12, 3>> = plain::zeroed_vec(16);
    plain::mut_slice_of(&mut images).copy_from_slice(&noise(1, 16 * 432));
    let labels: Vec<u8> = (0..16).map(|index| index % 10).collect();
    let data = Dataset::new(images, labels).expect("as many labels as images");
    let mut model = SmallResNet::init(7);
    let mut training = model.compile(
        Adam::default(),
        SparseCategoricalCrossentropy::default(),
        (),
    );
    let mut losses = Vec::new();
    for _ in 0..30 {
        let report = training.train_on_batch(&data).expect("the data fits");
        losses.push(report.loss);
    }
    assert!(losses[29] < losses[0] / 2.0, "{losses:?}");
}

mod expanded {
    use formwork::prelude::*;

    model! {
        const WIDTHS: [usize; 3] = [5, HALF * 2 + 1, 5];
        const HALF = 3;
        const SLOPE: f64 = 1;

        fn unit(x, units, act = tanh) {
            let mut y = Dense(units, activation = act)(x);
            y = Dense(x.channels())(y);
            y + x
        }

        fn stage(x, widths, deep = true) {
            let mut h = x;
            for width in widths {
                h = unit(h, width);
            }
            if deep && widths.len() > 2 {
                h = unit(h, 2, act = leaky_relu(negative_slope = SLOPE / 4));
            } else {
                h = Dropout(0.5)(h);
            }
            h
        }

        pub struct Blocks {
            let x = Input(6);
            let h = stage(x, WIDTHS);
            Dense(3)(h)
        }

        pub struct Chain { Input(6), stage(WIDTHS), Dense(3) }

        pub struct WrittenOut {
            let x = Input(6);
            let a = Dense(5, activation = tanh)(x);
            let b = Dense(6)(a) + x;
            let c = Dense(7, activation = tanh)(b);
            let d = Dense(6)(c) + b;
            let e = Dense(5, activation = tanh)(d);
            let f = Dense(6)(e) + d;
            let g = Dense(2, activation = leaky_relu(negative_slope = 0.25))(f);
            let h = Dense(6)(g) + f;
            Dense(3)(h)
        }
    }
}

#[test]
fn blocks_and_loops_are_what_they_expand_to() {
    use expanded::{Blocks, Chain, WrittenOut};
    let written_out = gradients::<WrittenOut>(9);
    assert_eq!(gradients::<Blocks>(9), written_out);
    assert_eq!(gradients::<Chain>(9), written_out);
    let parts = |names: Vec<&'static str>| -> Vec<&'static str> {
        let kernels = names.iter().filter_map(|name| name.strip_suffix(".kernel"));
        kernels.collect()
    };
    assert_eq!(
        parts(names::<Blocks>()),
        [
            "h/unit_1/y",
            "h/unit_1/dense_1",
            "h/unit_2/y",
            "h/unit_2/dense_1",
            "h/unit_3/y",
            "h/unit_3/dense_1",
            "h/unit_4/y",
            "h/unit_4/dense_1",
            "dense_1"
        ]
    );
    assert_eq!(parts(names::<Chain>())[1], "stage_1/unit_1/dense_1");
    // In fields a slash is an underscore.
    let mut model = Chain::init(1);
    model.stage_1_unit_2_y_bias[6] = 0.5;
    let entry = Chain::TABLE
        .iter()
        .find(|entry| entry.name == "stage_1/unit_2/y.bias")
        .expect("a tensor of this name");
    assert_eq!(model.trainable()[entry.offset + 6], 0.5);
}

#[allow(deprecated)] // linear layers are easier to compare
mod shared {
    use formwork::prelude::*;

    model! {
        pub struct Encoder(width = 3, out = 2) {
            let x = Input(4);
            let h = Dense(width, activation = tanh)(x);
            let y = scaled(h);
            Dense(out)(y)
        }

        fn scaled(x) { Dense(x.len(), use_bias = false)(x) }

        pub struct Twins {
            let left = Input(4);
            let right = Input(4);
            let encoder = Encoder(width = 5);
            let a = encoder(left);
            let b = encoder(right);
            let other = Encoder()(left);
            a * b + other
        }

        pub struct TwinsWrittenOut {
            let left = Input(4);
            let right = Input(4);
            let first = Dense(5, activation = tanh);
            let second = Dense(5, use_bias = false);
            let third = Dense(2);
            let a = third(second(first(left)));
            let b = third(second(first(right)));
            let h = Dense(3, activation = tanh)(left);
            let scaled = Dense(3, use_bias = false)(h);
            let other = Dense(2)(scaled);
            a * b + other
        }

        pub struct Split {
            let x = Input(4);
            let (mean, spread) = halves(x, name = "latent");
            (mean, Dense(1)(spread))
        }

        fn halves(x) { (Dense(2)(x), Dense(2, activation = exponential)(x)) }

        pub struct Nested {
            let x = Input(4);
            let y = Input(4);
            let split = Split(trainable = false);
            let twins = Twins(name = "pair");
            let (mean, spread) = split(x);
            let t = split(y);
            twins(x, y) + mean * t.0 + spread * t.1
        }
    }
}

#[test]
fn models_are_layers_whose_gradients_are_summed() {
    use shared::*;
    assert_eq!(gradients::<Twins>(7), gradients::<TwinsWrittenOut>(7));
    assert_eq!(
        tensors::<Twins>()[..4],
        [
            ("encoder/h.kernel", vec![4, 5]),
            ("encoder/h.bias", vec![5]),
            ("encoder/y/dense_1.kernel", vec![5, 5]),
            ("encoder/dense_1.kernel", vec![5, 2])
        ]
    );
    assert_eq!(tensors::<Twins>()[5], ("other/h.kernel", vec![4, 3]));
    let of_region = |region| -> Vec<&str> {
        let entries = Nested::TABLE.iter().filter(|entry| entry.region == region);
        entries.map(|entry| entry.name).collect()
    };
    assert_eq!(
        of_region(Region::Frozen),
        [
            "split/latent/dense_1.kernel",
            "split/latent/dense_1.bias",
            "split/latent/dense_2.kernel",
            "split/latent/dense_2.bias",
            "split/dense_1.kernel",
            "split/dense_1.bias"
        ]
    );
    assert_eq!(Nested::FROZEN, 2 * 10 + 3);
    assert_eq!(Nested::TRAINABLE, Twins::TRAINABLE);
    assert_eq!(of_region(Region::Trainable)[0], "pair/encoder/h.kernel");
    assert_eq!(Split::OUTPUTS.len(), 2);
    gradients::<Nested>(3);
}

#[allow(deprecated)] // the values count, not what the layers compute
mod constants {
    use formwork::prelude::*;

    model! {
        const SIZES: (usize, usize) = (8, 6);
        const FLAGS: [bool; 2] = [true, false];
        const NAME: &str = "relu";
        const LARGE: usize = 2.pow(3).max(5).min(100);

        fn pick(x) {
            if x.rank() == 3 && x.height() == SIZES.0 && x.width() == SIZES.1 {
                Conv2D(x.channels() + 1, 3, padding = same, activation = NAME)(x)
            } else if x.len() > 100 {
                Flatten()(x)
            } else {
                x
            }
        }

        pub struct Queries {
            let image = Input(SIZES.0, SIZES.1, 2);
            let mut x = pick(image);
            let (rows, columns, channels) = x.shape();
            x = Reshape(rows * columns, channels)(x);
            x = pick(x);
            let units = if !FLAGS.1 && FLAGS.0 { x.dim(1) / (3 * LARGE) } else { 1 };
            const RATE: f64 = 1 - 0.5;
            let mut sum = 0;
            for i in 1..=units { sum += i; }
            let layers = [Dense(sum), Dense(units, activation = NAME)];
            for layer in layers { x = layer(x); }
            let rate = { let half = RATE / 2; half.max(0.1) };
            Dropout(rate)(x)
        }
    }
}

#[test]
fn constants_and_shapes_decide_what_is_built() {
    use constants::Queries;
    // 8 · 6 · 3 = 144 elements, 144 / 24 = 6 units, 1 + … + 6 = 21.
    let shapes: Vec<Vec<usize>> = tensors::<Queries>()
        .into_iter()
        .map(|(_, shape)| shape)
        .collect();
    let expected: [&[usize]; 6] = [&[3, 3, 2, 3], &[3], &[144, 21], &[21], &[21, 6], &[6]];
    assert_eq!(shapes, expected);
}
