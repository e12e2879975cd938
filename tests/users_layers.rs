//! Layers of one's own with all that built-in ones have: several inputs and outputs, state, statistics over the batch, random
//! numbers, settings, and a deployed form beside folded normalizations.

mod common;

use common::run::{infer, step};
use formwork::kernels::team::Team;
use formwork::layers::{GradientCheck, GradientMismatch};
use formwork::model;
use formwork::prelude::*;
use formwork::storage::Region;

mod my {
    use formwork::init::Initializer;
    use formwork::layers::{Context, Layer, ParameterEntry, Sums};
    use formwork::operation::Mode;
    use formwork::shape_rules::Shape;
    use formwork::tensor::{Tensor1, Tensor2};

    const fn tensor<const N: usize>(
        name: &'static str,
        initializer: Initializer,
    ) -> ParameterEntry {
        ParameterEntry {
            name,
            shape: Shape::of(&[N]),
            initializer,
        }
    }

    /// Two values to two others: `(w · a + b, Σ rows of c · b)`.
    pub struct Mix;

    impl Layer for Mix {
        type Input = (Tensor1<4>, Tensor2<3, 4>);
        type Output = (Tensor1<4>, Tensor1<3>);
        const PARAMETERS: &'static [ParameterEntry] = &[tensor::<4>("w", Initializer::Ones)];
        const SAVED: usize = 4 + 12;

        fn forward(
            &self,
            _: Context<'_>,
            w: &[f32],
            (a, c): (&Tensor1<4>, &Tensor2<3, 4>),
            (first, second): (&mut Tensor1<4>, &mut Tensor1<3>),
            saved: &mut [f32],
        ) {
            for i in 0..4 {
                first[i] = w[i] * a[i] + c[(0, i)];
            }
            for row in 0..3 {
                second[row] = (0..4).map(|i| c[(row, i)] * a[i]).sum();
            }
            if !saved.is_empty() {
                saved[..4].copy_from_slice(a.as_slice());
                saved[4..].copy_from_slice(c.as_slice());
            }
        }

        fn backward(
            &self,
            _: Context<'_>,
            w: &[f32],
            saved: &[f32],
            (first, second): (&Tensor1<4>, &Tensor1<3>),
            (da, dc): (&mut Tensor1<4>, &mut Tensor2<3, 4>),
            gradients: &mut [f32],
        ) {
            let (a, c) = saved.split_at(4);
            for i in 0..4 {
                gradients[i] += first[i] * a[i];
                da[i] =
                    w[i] * first[i] + (0..3).map(|row| c[row * 4 + i] * second[row]).sum::<f32>();
                for row in 0..3 {
                    dc[(row, i)] = second[row] * a[i] + if row == 0 { first[i] } else { 0.0 };
                }
            }
        }
    }

    /// Divides by the largest absolute value seen so far on the average of batches: a state that couples no samples.
    pub struct Range {
        pub momentum: f32,
    }

    impl Layer for Range {
        type Input = Tensor1<4>;
        type Output = Tensor1<4>;
        const STATE: &'static [ParameterEntry] = &[tensor::<1>("scale", Initializer::Ones)];
        const SUMS: usize = 1;

        fn forward(
            &self,
            context: Context<'_>,
            _: &[f32],
            x: &Tensor1<4>,
            y: &mut Tensor1<4>,
            _: &mut [f32],
        ) {
            (0..4).for_each(|i| y[i] = x[i] / context.state[0]);
        }

        fn backward(
            &self,
            context: Context<'_>,
            _: &[f32],
            _: &[f32],
            dy: &Tensor1<4>,
            dx: &mut Tensor1<4>,
            _: &mut [f32],
        ) {
            (0..4).for_each(|i| dx[i] = dy[i] / context.state[0]);
        }

        fn gather(&self, _: Context<'_>, _: &[f32], x: &Tensor1<4>, sums: &mut [f64]) {
            let most = x
                .as_slice()
                .iter()
                .fold(0.0f32, |most, x| most.max(x.abs()));
            sums[0] += f64::from(most);
        }

        fn settle(&self, batch: usize, sums: Sums<'_>, _: &mut [f32], state: &mut [f32]) {
            let mean = (sums.get(0) / batch as f64) as f32;
            state[0] = self.momentum * state[0] + (1.0 - self.momentum) * mean;
        }
    }

    /// Batch normalization without scale: `y = (x − μ) / √(ν + ε) + β`.
    pub struct Standardize<const N: usize>;

    const EPSILON: f32 = 1e-3;

    impl<const N: usize> Layer for Standardize<N> {
        type Input = Tensor1<N>;
        type Output = Tensor1<N>;
        const PARAMETERS: &'static [ParameterEntry] = &[tensor::<N>("beta", Initializer::Zeros)];
        const STATE: &'static [ParameterEntry] = &[
            tensor::<N>("mean", Initializer::Zeros),
            tensor::<N>("variance", Initializer::Ones),
        ];
        const RULE: Result<(), &'static str> = match N {
            0 => Err("there are no channels"),
            _ => Ok(()),
        };
        const SAVED: usize = N;
        const SUMS: usize = 2 * N;
        const STATISTICS: usize = 4 * N;
        const BACKWARD_SUMS: usize = 2 * N;

        fn forward(
            &self,
            context: Context<'_>,
            beta: &[f32],
            x: &Tensor1<N>,
            y: &mut Tensor1<N>,
            saved: &mut [f32],
        ) {
            let from = match context.statistics.is_empty() {
                true => context.state,
                false => context.statistics,
            };
            for i in 0..N {
                let normal = (x[i] - from[i]) / (from[N + i] + EPSILON).sqrt();
                y[i] = normal + beta[i];
                if let Some(saved) = saved.get_mut(i) {
                    *saved = normal;
                }
            }
        }

        fn backward(
            &self,
            context: Context<'_>,
            _: &[f32],
            saved: &[f32],
            dy: &Tensor1<N>,
            dx: &mut Tensor1<N>,
            d_beta: &mut [f32],
        ) {
            for i in 0..N {
                d_beta[i] += dy[i];
                dx[i] = match context.statistics {
                    [] => dy[i] / (context.state[N + i] + EPSILON).sqrt(),
                    all => {
                        (dy[i] - all[2 * N + i] - saved[i] * all[3 * N + i])
                            / (all[N + i] + EPSILON).sqrt()
                    }
                };
            }
        }

        fn gather(&self, _: Context<'_>, _: &[f32], x: &Tensor1<N>, sums: &mut [f64]) {
            for i in 0..N {
                sums[i] += f64::from(x[i]);
                sums[N + i] += f64::from(x[i]) * f64::from(x[i]);
            }
        }

        fn settle(&self, batch: usize, sums: Sums<'_>, statistics: &mut [f32], state: &mut [f32]) {
            for i in 0..N {
                let mean = sums.get(i) / batch as f64;
                statistics[i] = mean as f32;
                statistics[N + i] = (sums.get(N + i) / batch as f64 - mean * mean) as f32;
            }
            for (state, new) in state.iter_mut().zip(statistics) {
                *state = 0.9 * *state + (1.0 - 0.9) * *new;
            }
        }

        fn gather_backward(
            &self,
            _: Context<'_>,
            _: &[f32],
            saved: &[f32],
            dy: &Tensor1<N>,
            sums: &mut [f64],
        ) {
            for i in 0..N {
                sums[i] += f64::from(dy[i]);
                sums[N + i] += f64::from(dy[i]) * f64::from(saved[i]);
            }
        }

        fn settle_backward(&self, batch: usize, sums: Sums<'_>, statistics: &mut [f32]) {
            for i in 0..2 * N {
                statistics[2 * N + i] = (sums.get(i) / batch as f64) as f32;
            }
        }
    }

    /// Doubles half of the elements in training, and drops the others.
    pub struct Drop;

    impl Layer for Drop {
        type Input = Tensor1<4>;
        type Output = Tensor1<4>;

        fn forward(
            &self,
            context: Context<'_>,
            _: &[f32],
            x: &Tensor1<4>,
            y: &mut Tensor1<4>,
            _: &mut [f32],
        ) {
            for i in 0..4 {
                y[i] = match context.mode {
                    Mode::Training if context.uniform(i) < 0.5 => 0.0,
                    Mode::Training => 2.0 * x[i],
                    Mode::Inference => x[i],
                };
            }
        }

        fn backward(
            &self,
            context: Context<'_>,
            _: &[f32],
            _: &[f32],
            dy: &Tensor1<4>,
            dx: &mut Tensor1<4>,
            _: &mut [f32],
        ) {
            for i in 0..4 {
                dx[i] = if context.uniform(i) < 0.5 {
                    0.0
                } else {
                    2.0 * dy[i]
                };
            }
        }
    }

    /// Its backward forgets a factor, or overwrites a gradient, or leaves out an element.
    pub struct Wrong(pub u8);

    impl Layer for Wrong {
        type Input = Tensor1<4>;
        type Output = Tensor1<4>;
        const PARAMETERS: &'static [ParameterEntry] = &[tensor::<4>("w", Initializer::Ones)];
        const SAVED: usize = 4;

        fn forward(
            &self,
            _: Context<'_>,
            w: &[f32],
            x: &Tensor1<4>,
            y: &mut Tensor1<4>,
            saved: &mut [f32],
        ) {
            for i in 0..4 {
                y[i] = w[i] * x[i];
            }
            saved.copy_from_slice(x.as_slice());
        }

        fn backward(
            &self,
            _: Context<'_>,
            w: &[f32],
            x: &[f32],
            dy: &Tensor1<4>,
            dx: &mut Tensor1<4>,
            dw: &mut [f32],
        ) {
            for i in 0..4 {
                match self.0 {
                    0 => dx[i] = dy[i],
                    1 => dx[i] = w[i] * dy[i],
                    _ if i == 2 => {}
                    _ => dx[i] = w[i] * dy[i],
                }
                match self.0 {
                    1 => dw[i] = x[i] * dy[i],
                    _ => dw[i] += x[i] * dy[i],
                }
            }
        }
    }
}

model! {
    struct Mixed {
        let a = Input(4);
        let c = Input(3, 4);
        let (first, second): (Tensor1<4>, Tensor1<3>) = my::Mix(Dense(4)(a), c);
        let (third, _): (Tensor1<4>, Tensor1<3>) = my::Mix(first, c);
        (third, second)
    }

    struct Ranged {
        Input(4),
        Dense(4),
        my::Range { momentum: 0.75 } -> Tensor1<4>,
        Dense(2),
    }

    struct Frozen {
        let x = Input(4);
        let y: Tensor1<4> = my::Range { momentum: 0.75 }(Dense(4)(x), trainable = false, name = "range");
        let z: Tensor1<4> = my::Standardize::<4>(y, coupled = true, trainable = false);
        Dense(2)(z)
    }

    struct InChain {
        Input(4),
        my::Standardize::<4>(trainable = false, coupled = true, name = "own") -> Tensor1<4>,
        Dense(2),
    }

    struct OfOwn {
        let x = Input(4);
        let h = Dense(3)(x);
        let n: Tensor1<3> = my::Standardize::<3>(h, coupled = true);
        Dense(2)(Activation(tanh)(n))
    }

    struct BuiltIn {
        let x = Input(4);
        let h = Dense(3, allow = useless_bias)(x);
        let n = BatchNormalization(momentum = 0.9, scale = false)(h);
        Dense(2)(Activation(tanh)(n))
    }

    struct Dropping {
        let x = Input(4);
        let a: Tensor1<4> = my::Drop(x);
        let b: Tensor1<4> = my::Drop(x);
        (a, b)
    }

    struct Folded {
        let x = Input(6, 6, 2);
        let h = BatchNormalization()(Conv2D(4, 3, use_bias = false)(x));
        let pooled = GlobalAveragePooling2D()(h);
        let r: Tensor1<4> = my::Range { momentum: 0.5 }(pooled);
        let (first, second): (Tensor1<4>, Tensor1<3>) = my::Mix(r, Reshape(3, 4)(Dense(12)(pooled)));
        let n = BatchNormalization()(concat(first, second));
        n
    }
}

/// Numbers in −1..1.
fn numbers(count: usize, seed: u64) -> Vec<f32> {
    let mut stream = formwork::random::Stream::new(seed, 5);
    (0..count).map(|_| 2.0 * stream.uniform() - 1.0).collect()
}

fn inputs<M: Model>(batch: usize, seed: u64) -> Vec<Vec<f32>> {
    let ports = M::INPUTS.iter();
    ports
        .map(|port| numbers(port.shape.len() * batch, seed))
        .collect()
}

fn cotangents<M: Model>(batch: usize) -> Vec<Vec<f32>> {
    let ports = M::OUTPUTS.iter();
    ports
        .map(|port| numbers(port.shape.len() * batch, 77))
        .collect()
}

fn slices(values: &[Vec<f32>]) -> Vec<&[f32]> {
    values.iter().map(Vec::as_slice).collect()
}

fn close(one: &[f32], other: &[f32], what: &str) {
    assert_eq!(one.len(), other.len(), "{what}");
    for (index, (one, other)) in one.iter().zip(other).enumerate() {
        let near = (one - other).abs() < 2e-5 * (1.0 + other.abs());
        assert!(near, "{what}[{index}]: {one} and {other}");
    }
}

#[test]
fn gradients_are_those_of_finite_differences() {
    let check = GradientCheck::default();
    check.run(my::Mix).unwrap();
    check.run(my::Range { momentum: 0.75 }).unwrap();
    check.run(my::Standardize::<3>).unwrap();
    check.run(my::Drop).unwrap();
}

#[test]
fn mistakes_in_backward_are_found() {
    let check = GradientCheck::default();
    let error = check.run(my::Wrong(0)).unwrap_err();
    assert!(
        matches!(&error, GradientMismatch::Derivative { of, .. } if of == "input 0"),
        "{error}"
    );
    assert!(error.to_string().contains("finite differences give"));
    let error = check.run(my::Wrong(1)).unwrap_err();
    assert_eq!(error, GradientMismatch::Overwritten { parameter: "w" });
    let error = check.run(my::Wrong(2)).unwrap_err();
    let of = "the cotangent of input 0".to_string();
    assert_eq!(error, GradientMismatch::NotANumber { of, element: 2 });
}

#[test]
fn a_layer_with_several_inputs_and_outputs_is_called_with_all() {
    let mut model = Mixed::init(3);
    let names: Vec<_> = Mixed::TABLE.iter().map(|entry| entry.name).collect();
    assert_eq!(
        names,
        ["dense_1.kernel", "dense_1.bias", "mix_1.w", "mix_2.w"]
    );
    let values = inputs::<Mixed>(11, 4);
    let team = Team::alone();
    let outcome = step(
        &mut *model,
        &team,
        11,
        &slices(&values),
        cotangents::<Mixed>(11),
        true,
    );
    let predicted = infer(&*model, &team, 11, &slices(&values));
    assert_eq!(outcome.predictions, predicted);
    let threads = step(
        &mut *model,
        &Team::new(3),
        11,
        &slices(&values),
        cotangents::<Mixed>(11),
        true,
    );
    assert_eq!(threads.gradients, outcome.gradients);
    // The second output of the second application is nobody's: its cotangent is zero, and w's gradient is that of the first.
    assert!(outcome.gradients.iter().all(|value| value.is_finite()));
    assert!(outcome.gradients[20..].iter().all(|value| *value != 0.0));
}

#[test]
fn state_changes_once_a_step_and_is_saved() {
    let batch = 13;
    let mut model = Ranged::init(3);
    let names: Vec<_> = Ranged::TABLE
        .iter()
        .map(|entry| (entry.name, entry.region))
        .collect();
    assert!(names.contains(&("range_1.scale", Region::State)));
    assert_eq!((Ranged::STATE, model.state()[0]), (1, 1.0));
    let values = inputs::<Ranged>(batch, 9);
    let hidden: Vec<f32> = {
        let (kernel, bias) = (&model.trainable()[..16], &model.trainable()[16..20]);
        let row = |x: &[f32]| -> f32 {
            let unit = |j: usize| bias[j] + (0..4).map(|i| x[i] * kernel[4 * i + j]).sum::<f32>();
            (0..4).map(unit).fold(0.0, |most, y| most.max(y.abs()))
        };
        values[0].chunks(4).map(row).collect()
    };
    let mean = hidden.iter().sum::<f32>() / batch as f32;
    let before = infer(&*model, &Team::alone(), batch, &slices(&values));
    let outcome = step(
        &mut *model,
        &Team::alone(),
        batch,
        &slices(&values),
        cotangents::<Ranged>(batch),
        false,
    );
    assert_eq!(
        outcome.predictions, before,
        "a step sees the state before it"
    );
    assert!((model.state()[0] - (0.75 + 0.25 * mean)).abs() < 1e-6);
    let mut other = Ranged::init(3);
    let cotangents = cotangents::<Ranged>(batch);
    step(
        &mut *other,
        &Team::new(4),
        batch,
        &slices(&values),
        cotangents,
        false,
    );
    assert_eq!(
        other.state()[0].to_bits(),
        model.state()[0].to_bits(),
        "threads"
    );
    assert_ne!(
        infer(&*model, &Team::alone(), batch, &slices(&values)),
        before
    );

    let folder = std::env::temp_dir().join(format!("formwork-users-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("ranged.safetensors");
    model.save(&path).unwrap();
    let loaded = Ranged::load(&path).unwrap();
    assert_eq!(loaded.state(), model.state());
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(Ranged::summary().to_string().contains("range_1"));
}

#[test]
fn a_frozen_layer_keeps_its_state() {
    let mut model = Frozen::init(3);
    let find = |name: &str| {
        Frozen::TABLE
            .iter()
            .find(|entry| entry.name == name)
            .unwrap()
    };
    assert_eq!(find("z.beta").region, Region::Frozen);
    assert_eq!(find("range.scale").region, Region::State);
    let state = model.state().to_vec();
    let values = inputs::<Frozen>(9, 9);
    let cotangents = cotangents::<Frozen>(9);
    let outcome = step(
        &mut *model,
        &Team::alone(),
        9,
        &slices(&values),
        cotangents,
        false,
    );
    assert_eq!(model.state(), state);
    assert_eq!(
        outcome.predictions,
        infer(&*model, &Team::alone(), 9, &slices(&values))
    );
    assert!(
        InChain::TABLE
            .iter()
            .any(|entry| entry.name == "own.beta" && entry.region == Region::Frozen)
    );
}

#[test]
fn a_coupled_layer_is_the_built_in_one() {
    let (mut own, mut built_in) = (OfOwn::init(3), BuiltIn::init(3));
    for entry in BuiltIn::TABLE {
        let name = entry.name.replace("moving_", "");
        let same = OfOwn::TABLE
            .iter()
            .find(|other| other.name == name)
            .unwrap();
        assert_eq!((same.shape, same.region), (entry.shape, entry.region));
        if entry.region == Region::Trainable {
            let values = numbers(entry.len(), 50 + entry.offset as u64);
            own.trainable_mut()[same.offset..][..same.len()].copy_from_slice(&values);
            built_in.trainable_mut()[entry.offset..][..entry.len()].copy_from_slice(&values);
        }
    }
    for round in 0..3 {
        let values = inputs::<OfOwn>(19, 40 + round);
        let one = step(
            &mut *own,
            &Team::new(2),
            19,
            &slices(&values),
            cotangents::<OfOwn>(19),
            false,
        );
        let other = step(
            &mut *built_in,
            &Team::alone(),
            19,
            &slices(&values),
            cotangents::<OfOwn>(19),
            false,
        );
        close(&one.predictions[0], &other.predictions[0], "predictions");
        for entry in BuiltIn::TABLE
            .iter()
            .filter(|entry| entry.region == Region::Trainable)
        {
            let same = OfOwn::TABLE
                .iter()
                .find(|same| same.name == entry.name)
                .unwrap();
            let one = &one.gradients[same.offset..][..same.len()];
            close(
                one,
                &other.gradients[entry.offset..][..entry.len()],
                entry.name,
            );
        }
        close(own.state(), built_in.state(), "state");
    }
}

#[test]
fn random_numbers_depend_on_the_application() {
    let mut model = Dropping::init(1);
    let values = inputs::<Dropping>(40, 9);
    let mut run = |team: Team| {
        let cotangents = cotangents::<Dropping>(40);
        step(&mut *model, &team, 40, &slices(&values), cotangents, false).predictions
    };
    let (one, again) = (run(Team::alone()), run(Team::new(3)));
    assert_eq!(one, again);
    assert_ne!(one[0], one[1]);
    let dropped = one[0].iter().filter(|value| **value == 0.0).count();
    assert!((50..110).contains(&dropped), "{dropped} of 160");
}

#[test]
fn a_layer_of_ones_own_is_deployed_beside_normalizations() {
    let mut model = Folded::init(3);
    for round in 0..3 {
        let values = inputs::<Folded>(8, 60 + round);
        let cotangents = cotangents::<Folded>(8);
        step(
            &mut *model,
            &Team::alone(),
            8,
            &slices(&values),
            cotangents,
            false,
        );
    }
    let scale = Folded::TABLE
        .iter()
        .find(|entry| entry.name == "r.scale")
        .unwrap();
    assert_ne!(model.state()[scale.offset], 1.0);
    let deployed = model.deploy();
    let input = numbers(72, 3);
    let expected = infer(&*model, &Team::alone(), 1, &[&input]);
    let mut sample = Tensor3::<6, 6, 2>::zeroed();
    sample.as_mut_slice().copy_from_slice(&input);
    let mut output = Tensor1::zeroed();
    deployed.predict(&sample, &mut Deployed::<Folded>::scratch(), &mut output);
    close(output.as_slice(), &expected[0], "deployed");
}
