//! Losses as `fit` uses them: those of the user's own, those of whole batches, reductions, weights of samples and classes.

use formwork::losses::{LossCall, LossFunction, Over, Term, mean_of_elements};
use formwork::prelude::*;
use formwork::tensor::{Elements, Tensor};

loss! {
    /// The lecture's.
    pub Squares = |prediction, target| mean(square(target - prediction))
}

loss! { Asymmetric = |p, t| sum({ let d = p - t; if d > 0.0 { 3.0 * d * d } else { d * d } }) }

loss! { Tail = |y, _| mean(softplus(2 * y)) }

/// What [`Squares`] is, written as a type with its gradient.
struct Written;

impl LossFunction for Written {
    fn evaluate(&self, call: LossCall<'_>) -> f64 {
        mean_of_elements(
            call,
            |p, t| f64::from((t - p) * (t - p)),
            |p, t| 2.0 * (p - t),
        )
    }
}

impl<D: Elements> formwork::losses::Loss<Tensor<D>, Tensor<D>> for Written {
    fn term(&self, _output: usize) -> Term<'_> {
        Term::of(self)
    }
}

model! {
    pub struct Line {
        Input(3),
        Dense(4, activation = tanh),
        Dense(2, activation = sigmoid),
    }

    pub struct Normalized {
        Input(3),
        Dense(4, use_bias = false),
        BatchNormalization(),
        Dropout(0.5),
        Dense(2, activation = sigmoid),
    }

    pub struct Classes {
        Input(3),
        Dense(3, activation = softmax),
    }
}

fn numbers(seed: u64, count: usize) -> impl Iterator<Item = f32> {
    let mut stream = formwork::random::Stream::new(seed, 0);
    (0..count).map(move |_| stream.uniform())
}

fn inputs(samples: usize) -> Vec<Tensor1<3>> {
    let values: Vec<f32> = numbers(3, samples * 3).map(|x| 4.0 * x - 2.0).collect();
    let rows = values.chunks_exact(3);
    rows.map(|row| Tensor([row[0], row[1], row[2]])).collect()
}

fn data(samples: usize) -> Dataset<Tensor1<3>, Tensor1<2>> {
    let values: Vec<f32> = numbers(7, samples * 2).collect();
    let targets = values.chunks_exact(2);
    let targets = targets.map(|row| Tensor([row[0].round(), row[1].round()]));
    Dataset::new(inputs(samples), targets.collect()).expect("as many targets")
}

/// The parameters' gradient, as SGD's step of 1 shows it, is that of finite differences of the loss of an evaluation.
fn check_gradient<L>(loss: L, name: &str)
where
    L: formwork::losses::Loss<Tensor1<2>, Tensor1<2>> + Copy,
{
    const STEP: f32 = 1.0 / 64.0;
    let data = data(13).with_weights(numbers(9, 13).collect()).expect("13");
    let mut model = Line::init(5);
    let before = model.trainable().to_vec();
    let sgd = Sgd {
        learning_rate: 1.0,
        ..Sgd::default()
    };
    let reported = model
        .compile(sgd, loss, ())
        .train_on_batch(&data)
        .expect("data")
        .loss;
    let after = model.trainable().to_vec();
    let mut value = |parameters: &[f32]| {
        model.trainable_mut().copy_from_slice(parameters);
        let mut training = model.compile(Sgd::default(), loss, ());
        f64::from(training.evaluate(&data).expect("data").loss)
    };
    assert!(
        (value(&before) - f64::from(reported)).abs() < 1e-6,
        "{name}"
    );
    for index in 0..before.len() {
        let mut at = |step: f32| {
            let mut moved = before.clone();
            moved[index] += step;
            value(&moved)
        };
        let mut difference = |step: f32| (at(step) - at(-step)) / f64::from(2.0 * step);
        let expected = (4.0 * difference(STEP) - difference(2.0 * STEP)) / 3.0;
        let found = f64::from(before[index] - after[index]);
        assert!(
            (found - expected).abs() < 2e-4 * (1.0 + expected.abs()),
            "{name}, parameter {index}: {found} instead of {expected}"
        );
    }
}

#[test]
fn gradients_of_one_s_own_losses_and_of_reductions_are_right() {
    check_gradient(Squares, "Squares");
    check_gradient(Asymmetric, "Asymmetric");
    check_gradient(Tail, "Tail");
    check_gradient(Reduced(Squares, Reduction::Sum), "sum");
    check_gradient(
        Reduced(
            Weighted(Huber::default(), 0.5),
            Reduction::MeanWithSampleWeight,
        ),
        "mean by weight",
    );
}

#[test]
fn gradients_of_losses_of_whole_batches_are_right() {
    check_gradient(Dice::default(), "dice");
    check_gradient(
        Tversky {
            alpha: 0.3,
            beta: 0.7,
            ..Tversky::default()
        },
        "tversky",
    );
    check_gradient(Dice { over: Over::Sample }, "dice of samples");
}

#[test]
fn an_expression_is_the_loss_that_one_would_write() {
    let data = data(40);
    let fit = || Fit {
        epochs: 3,
        verbose: Verbose::Silent,
        ..Fit::default()
    };
    let mut models: [_; 3] = std::array::from_fn(|_| Line::init(2));
    let [first, second, third] = &mut models;
    let a = first.compile(Sgd::default(), Squares, ()).fit(&data, fit());
    let b = second
        .compile(Sgd::default(), Written, ())
        .fit(&data, fit());
    let c = third
        .compile(Sgd::default(), MeanSquaredError, ())
        .fit(&data, fit());
    let losses = [a, b, c].map(|history| history.expect("data").get("loss").unwrap().to_vec());
    for other in [1, 2] {
        for (found, expected) in losses[other].iter().zip(&losses[0]) {
            assert!((found - expected).abs() < 1e-6, "{found} {expected}");
        }
        let parameters = models[other].trainable().iter().zip(models[0].trainable());
        for (found, expected) in parameters {
            assert!((found - expected).abs() < 1e-6, "{found} {expected}");
        }
    }
}

/// Looking ahead leaves no trace in the moving statistics, and takes the same dropout masks.
#[test]
fn a_loss_of_a_whole_batch_sees_it_twice_but_moves_the_statistics_once() {
    let data = data(50);
    let trained = |threads: usize| {
        let mut model = Normalized::init(4);
        let fit = Fit {
            batch_size: 25,
            epochs: 4,
            threads,
            verbose: Verbose::Silent,
            ..Fit::default()
        };
        let mut training = model.compile(Sgd::default(), Dice::default(), ());
        let history = training.fit(&data, fit).expect("data");
        let losses = history.get("loss").unwrap().to_vec();
        (losses, model.trainable().to_vec(), model.state().to_vec())
    };
    assert_eq!(trained(1), trained(3));
    let state = |dice: bool| {
        let mut model = Normalized::init(4);
        let evaluation = match dice {
            true => model
                .compile(Sgd::default(), Dice::default(), ())
                .train_on_batch(&data),
            false => model
                .compile(Sgd::default(), MeanSquaredError, ())
                .train_on_batch(&data),
        };
        evaluation.expect("data");
        model.state().to_vec()
    };
    assert_eq!(state(true), state(false));
}

#[test]
fn a_class_weight_is_the_weight_of_its_samples() {
    let labels: Vec<u8> = (0..30).map(|sample| (sample * sample % 3) as u8).collect();
    let classes = [0.5, 2.0, 4.0];
    let weights = labels.iter().map(|&label| classes[usize::from(label)]);
    let weights: Vec<f32> = weights.collect();
    let plain = || Dataset::new(inputs(30), labels.clone()).expect("as many");
    let trained = |data: Dataset<Tensor1<3>, u8>, class_weight: Option<&[f32]>| {
        let mut model = Classes::init(1);
        let metrics = (Accuracy, WithWeights(Accuracy));
        let loss = SparseCategoricalCrossentropy::default();
        let mut training = model.compile(Adam::default(), loss, metrics);
        let fit = Fit {
            class_weight,
            verbose: Verbose::Silent,
            ..Fit::default()
        };
        let history = training.fit(&data, fit).expect("data");
        let keys: Vec<&str> = history.keys().collect();
        assert_eq!(keys, ["loss", "accuracy", "weighted_accuracy"]);
        let values =
            ["loss", "accuracy", "weighted_accuracy"].map(|key| history.get(key).unwrap()[0]);
        (values, model.trainable().to_vec())
    };
    let by_class = trained(plain(), Some(&classes));
    assert_eq!(
        by_class,
        trained(plain().with_weights(weights).unwrap(), None)
    );
    let unweighted = trained(plain(), None);
    assert_ne!(by_class, unweighted);
    assert_eq!(by_class.0[1], unweighted.0[1]);
    assert_ne!(by_class.0[1], by_class.0[2]);
}

#[test]
fn weights_that_do_not_fit_are_refused() {
    let data = || data(4);
    assert_eq!(
        data().with_weights(vec![1.0; 6]).unwrap_err().to_string(),
        "there are 6 weights for 4 samples: give one for each sample, or as many for each as its target has rows"
    );
    let mut model = Line::init(1);
    let mut error = |data: Dataset<_, _>, class_weight: Option<&[f32]>| {
        let fit = Fit {
            class_weight,
            verbose: Verbose::Silent,
            ..Fit::default()
        };
        let mut training = model.compile(Sgd::default(), MeanSquaredError, ());
        training.fit(&data, fit).unwrap_err().to_string()
    };
    assert!(
        error(data().with_weights(vec![1.0; 8]).unwrap(), None)
            .contains("2 weights for each sample")
    );
    let not_finite = data().with_weights(vec![1.0, f32::NAN, 1.0, 1.0]).unwrap();
    assert!(error(not_finite, None).contains("sample 1 has the weight NaN"));
    assert!(error(data(), Some(&[1.0; 3])).contains("has 3 weights, but the output"));
}

model! {
    /// Two rows of three classes.
    pub struct Rows {
        Input(3),
        Dense(6),
        Reshape((2, 3)),
        Activation(softmax),
    }
}

#[test]
fn losses_that_mix_rows_refuse_weights_of_rows() {
    let targets = || vec![Tensor([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]); 4];
    let data = |each: usize| {
        let weights = (0..4 * each).map(|index| index as f32 / 4.0).collect();
        let data = Dataset::new(inputs(4), targets()).expect("as many");
        data.with_weights(weights).expect("as many")
    };
    fn refusal<L, S>(loss: L, metrics: S, data: &Dataset<Tensor1<3>, Tensor2<2, 3>>) -> String
    where
        L: formwork::losses::Loss<Tensor2<2, 3>, Tensor2<2, 3>>,
        S: formwork::metrics::Metrics<Tensor2<2, 3>, Tensor2<2, 3>>,
    {
        let mut model = Rows::init(1);
        let before = model.trainable().to_vec();
        let mut training = model.compile(Sgd::default(), loss, metrics);
        let refused = training.train_on_batch(data).err();
        let text = refused.map_or(String::new(), |error| error.to_string());
        let refused = training.evaluate(data).err();
        assert_eq!(refused.is_some(), !text.is_empty());
        assert_eq!(model.trainable() == before, !text.is_empty());
        text
    }
    let expected = "in the training set, the 2 rows of a sample have weights of their own in the output `activation_1`, but its loss or a metric of it mixes rows: give one weight for each sample";
    let across = CosineSimilarity { axis: 1 };
    assert_eq!(refusal(Dice::default(), (), &data(2)), expected);
    assert_eq!(refusal(Tversky::default(), (), &data(2)), expected);
    assert_eq!(refusal(across, (), &data(2)), expected);
    let dice = Dice { over: Over::Sample };
    assert_eq!(
        refusal(MeanSquaredError, (WithWeights(dice),), &data(2)),
        expected
    );
    for (loss, each) in [(across, 1), (CosineSimilarity::default(), 2)] {
        assert_eq!(refusal(loss, (), &data(each)), "");
    }
    assert_eq!(refusal(Dice::default(), (), &data(1)), "");
    assert_eq!(
        refusal(
            MeanSquaredError,
            (dice, WithWeights(Dice::default())),
            &data(2)
        ),
        ""
    );

    let missing = CosineSimilarity { axis: 3 };
    let no_axis = "can't be computed for the output `activation_1`: there is no axis 3: they are 1 to 2, or -2 to -1";
    assert_eq!(
        refusal(missing, (), &data(1)),
        format!("the loss {no_axis}")
    );
    assert_eq!(
        refusal(MeanSquaredError, (missing,), &data(1)),
        format!("the metric `cosine_similarity` {no_axis}")
    );
    assert_eq!(
        refusal(
            MeanSquaredError,
            (Named(Recall::default().class(3), "last"),),
            &data(1)
        ),
        "the metric `last` can't be computed for the output `activation_1`: there is no class 3: they are 0 to 2"
    );
}

#[test]
fn every_loss_is_a_metric() {
    let mut model = Line::init(5);
    let mut training = model.compile(
        Sgd::default(),
        Squares,
        (
            Squares,
            Asymmetric,
            Dice::default(),
            Tversky::default(),
            MeanSquaredError,
        ),
    );
    let fit = Fit {
        epochs: 1,
        verbose: Verbose::Silent,
        ..Fit::default()
    };
    let history = training.fit(&data(13), fit).expect("data");
    let keys: Vec<&str> = history.keys().collect();
    assert_eq!(
        keys,
        [
            "loss",
            "squares",
            "asymmetric",
            "dice",
            "tversky",
            "mean_squared_error"
        ]
    );
    let evaluation = training.evaluate(&data(13)).expect("data");
    let (squares, asymmetric, dice, tversky, mean) = evaluation.metrics;
    assert!((squares - evaluation.loss).abs() < 1e-6 && (squares - mean).abs() < 1e-6);
    assert!(
        asymmetric > 2.0 * squares,
        "a sum, and three times what is too large"
    );
    // Tversky with both weights 0.5 is Dice, up to the constant of 1e-7.
    assert!((dice - tversky).abs() < 1e-6 && dice > 0.0);
}

#[test]
fn rows_of_an_ignored_class_do_not_count() {
    let labels = vec![0u8, 255, 2, 255, 1];
    let loss = SparseCategoricalCrossentropy {
        ignore_class: Some(255),
        ..SparseCategoricalCrossentropy::default()
    };
    let step = |inputs: Vec<Tensor1<3>>, labels: Vec<u8>| {
        let mut model = Classes::init(1);
        let data = Dataset::new(inputs, labels).expect("as many");
        let mut training = model.compile(Sgd::default(), loss, ());
        let value = training.train_on_batch(&data).expect("data").loss;
        (value, model.trainable().to_vec())
    };
    let (all, after_all) = step(inputs(5), labels);
    let [x0, _, x2, _, x4] = inputs(5).try_into().expect("five");
    let (some, after_some) = step(vec![x0, x2, x4], vec![0, 2, 1]);
    assert!((all - some).abs() < 1e-6, "{all} {some}");
    for (a, b) in after_all.iter().zip(after_some) {
        assert!((a - b).abs() < 1e-6);
    }
}
