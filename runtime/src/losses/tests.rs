use super::*;
use crate::layers::reference::{Case, Reference};
use crate::model::Tail;
use crate::shape_rules::Shape;

/// The loss of a case.
fn loss(case: &Case<'_>) -> Box<dyn LossFunction> {
    let from_logits = case.flag("from_logits", false);
    let label_smoothing = case.number("label_smoothing", 0.0);
    let class = |name| case.argument(name).as_i64().map(|class| class as u32);
    match case.entry["loss"].as_str().expect("loss") {
        "MeanSquaredError" => Box::new(MeanSquaredError),
        "MeanAbsoluteError" => Box::new(MeanAbsoluteError),
        "MeanAbsolutePercentageError" => Box::new(MeanAbsolutePercentageError),
        "MeanSquaredLogarithmicError" => Box::new(MeanSquaredLogarithmicError),
        "Hinge" => Box::new(Hinge),
        "SquaredHinge" => Box::new(SquaredHinge),
        "CategoricalHinge" => Box::new(CategoricalHinge),
        "LogCosh" => Box::new(LogCosh),
        "Huber" => Box::new(Huber {
            delta: case.number("delta", 1.0),
        }),
        "KLDivergence" => Box::new(KlDivergence),
        "Poisson" => Box::new(Poisson),
        "CosineSimilarity" => Box::new(CosineSimilarity {
            axis: case.number("axis", -1.0) as isize,
        }),
        "CategoricalCrossentropy" => Box::new(CategoricalCrossentropy {
            from_logits,
            label_smoothing,
        }),
        "SparseCategoricalCrossentropy" => Box::new(SparseCategoricalCrossentropy {
            from_logits,
            ignore_class: class("ignore_class"),
        }),
        "BinaryCrossentropy" => Box::new(BinaryCrossentropy {
            from_logits,
            label_smoothing,
        }),
        "BinaryFocalCrossentropy" => Box::new(BinaryFocalCrossentropy {
            apply_class_balancing: case.flag("apply_class_balancing", false),
            alpha: case.number("alpha", 0.25),
            gamma: case.number("gamma", 2.0),
            from_logits,
            label_smoothing,
        }),
        "CategoricalFocalCrossentropy" => Box::new(CategoricalFocalCrossentropy {
            alpha: case.number("alpha", 0.25),
            gamma: case.number("gamma", 2.0),
            from_logits,
            label_smoothing,
        }),
        "Dice" => Box::new(Dice::default()),
        "Tversky" => Box::new(Tversky {
            alpha: case.number("alpha", 0.5),
            beta: case.number("beta", 0.5),
            over: Over::Batch,
        }),
        other => panic!("no loss {other}"),
    }
}

#[test]
fn values_and_gradients_are_those_of_keras() {
    let reference = Reference::open("losses");
    let mut compared = 0;
    for case in reference.cases() {
        let loss = loss(&case);
        let predictions = case.values("y_pred");
        let dims = case.shape("y_pred");
        // An output of rank 1 is one sample.
        let shape = Shape::of(if dims.len() == 1 { &dims } else { &dims[1..] });
        let width = shape.last();
        let samples = predictions.len() / shape.len();
        let targets = case.values("y_true");
        let classes: Vec<u32> = targets.iter().map(|class| *class as i32 as u32).collect();
        let labels = match case.entry["loss"].as_str() {
            Some("SparseCategoricalCrossentropy") => Labels::Classes(&classes),
            _ => Labels::Values(&targets),
        };
        let weights = case
            .has("sample_weight")
            .then(|| case.values("sample_weight"));
        let counted = match loss.ignored_class() {
            Some(ignored) => classes.iter().filter(|class| **class != ignored).count(),
            None => samples * loss.values(&shape),
        };
        let whole = |gradient| LossCall {
            shape,
            weights: weights.as_deref(),
            gradient,
            ..LossCall::rows(width, &predictions, labels)
        };
        let mut totals = [0.0; Totals::MOST];
        let totals = &mut totals[..loss.totals().count()];
        loss.add_totals(whole(None), totals);
        let mut cotangent = vec![f32::NAN; predictions.len()];
        let gradient = Gradient {
            cotangent: &mut cotangent,
            scale: 1.0 / counted as f32,
            fused: false,
        };
        let sum = loss.evaluate(LossCall {
            totals,
            ..whole(Some(gradient))
        });
        let tolerance = (1e-5, 1e-6);
        let mean = (sum / counted as f64) as f32;
        case.check("value_sum_over_batch_size", &[mean], tolerance);
        case.check("dy_pred", &cotangent, (5e-5, 1e-6));
        if matches!(loss.totals(), Totals::OfPredictions(_)) {
            // One value, which counts for every sample.
            case.check("per_sample", &[mean], tolerance);
        } else {
            case.check("value_sum", &[sum as f32], tolerance);
        }
        if loss.values(&shape) == shape.len() / width && loss.totals() == Totals::None {
            let rows = predictions.len() / width;
            let of_row = |row: usize| {
                let weights = weights.as_deref();
                loss.evaluate(LossCall {
                    weights: weights.map(|weights| &weights[row..=row]),
                    ..LossCall::rows(
                        width,
                        &predictions[row * width..][..width],
                        labels.rows(row, 1, width),
                    )
                }) as f32
            };
            let each: Vec<f32> = (0..rows).map(of_row).collect();
            case.check("per_sample", &each, tolerance);
        }
        compared += 1;
    }
    assert_eq!(compared, 81);
}

/// Every loss with its options, and whether it wants probabilities, logits or any value.
fn all() -> Vec<(&'static str, Box<dyn LossFunction>, Domain)> {
    let smoothed = 0.15;
    let focal = BinaryFocalCrossentropy {
        apply_class_balancing: true,
        gamma: 1.5,
        label_smoothing: smoothed,
        ..BinaryFocalCrossentropy::default()
    };
    let categorical_focal = CategoricalFocalCrossentropy {
        label_smoothing: smoothed,
        gamma: 1.5,
        ..CategoricalFocalCrossentropy::default()
    };
    vec![
        ("mae", Box::new(MeanAbsoluteError), Domain::Any),
        (
            "msle",
            Box::new(MeanSquaredLogarithmicError),
            Domain::Probabilities,
        ),
        (
            "mape",
            Box::new(MeanAbsolutePercentageError),
            Domain::Probabilities,
        ),
        ("hinge", Box::new(Hinge), Domain::Probabilities),
        (
            "squared hinge",
            Box::new(SquaredHinge),
            Domain::Probabilities,
        ),
        (
            "categorical hinge",
            Box::new(CategoricalHinge),
            Domain::Probabilities,
        ),
        ("log cosh", Box::new(LogCosh), Domain::Any),
        ("huber", Box::new(Huber { delta: 10.0 }), Domain::Any),
        ("kld", Box::new(KlDivergence), Domain::Probabilities),
        ("poisson", Box::new(Poisson), Domain::Probabilities),
        (
            "cosine",
            Box::new(CosineSimilarity::default()),
            Domain::Probabilities,
        ),
        ("focal", Box::new(focal), Domain::Probabilities),
        (
            "focal of logits",
            Box::new(BinaryFocalCrossentropy {
                from_logits: true,
                ..focal
            }),
            Domain::Any,
        ),
        (
            "categorical focal",
            Box::new(categorical_focal),
            Domain::Probabilities,
        ),
        (
            "categorical focal of logits",
            Box::new(CategoricalFocalCrossentropy {
                from_logits: true,
                ..categorical_focal
            }),
            Domain::Any,
        ),
        ("dice", Box::new(Dice::default()), Domain::Probabilities),
        (
            "dice of samples",
            Box::new(Dice { over: Over::Sample }),
            Domain::Probabilities,
        ),
        (
            "tversky",
            Box::new(Tversky {
                alpha: 0.3,
                ..Tversky::default()
            }),
            Domain::Probabilities,
        ),
        ("mse", Box::new(MeanSquaredError), Domain::Any),
        (
            "cce",
            Box::new(CategoricalCrossentropy::default()),
            Domain::Probabilities,
        ),
        (
            "smoothed cce of logits",
            Box::new(CategoricalCrossentropy {
                from_logits: true,
                label_smoothing: smoothed,
            }),
            Domain::Any,
        ),
        (
            "scce",
            Box::new(SparseCategoricalCrossentropy::default()),
            Domain::Probabilities,
        ),
        (
            "scce of logits",
            Box::new(SparseCategoricalCrossentropy {
                from_logits: true,
                ignore_class: None,
            }),
            Domain::Any,
        ),
        (
            "smoothed bce",
            Box::new(BinaryCrossentropy {
                from_logits: false,
                label_smoothing: smoothed,
            }),
            Domain::Probabilities,
        ),
        (
            "bce of logits",
            Box::new(BinaryCrossentropy {
                from_logits: true,
                label_smoothing: 0.0,
            }),
            Domain::Any,
        ),
    ]
}

enum Domain {
    Any,
    Probabilities,
}

#[test]
fn gradients_are_those_of_finite_differences() {
    const STEP: f32 = 1.0 / 128.0;
    for (name, loss, domain) in all() {
        for width in [1, 3, 7] {
            let mut numbers = crate::random::Stream::new(5, width as u64);
            let mut draw = |low: f32, high: f32| low + (high - low) * numbers.uniform();
            let rows = 5;
            let mut predictions: Vec<f32> = (0..rows * width)
                .map(|_| match domain {
                    Domain::Any => draw(-1.5, 1.5),
                    Domain::Probabilities => draw(0.2, 0.8),
                })
                .collect();
            let targets: Vec<f32> = (0..rows * width).map(|_| draw(0.0, 1.0)).collect();
            let classes: Vec<u32> = (0..rows as u32)
                .map(|row| row % width.max(2) as u32)
                .collect();
            let labels = if name.starts_with("scce") {
                Labels::Classes(&classes)
            } else {
                Labels::Values(&targets)
            };
            let mut cotangent = vec![f32::NAN; rows * width];
            let gradient = Gradient {
                cotangent: &mut cotangent,
                scale: 0.5,
                fused: false,
            };
            loss.evaluate(LossCall {
                gradient: Some(gradient),
                ..LossCall::rows(width, &predictions, labels)
            });
            for index in 0..predictions.len() {
                let middle = predictions[index];
                if name.starts_with("ma") && (middle - targets[index]).abs() < 4.0 * STEP {
                    continue; // a kink
                }
                let mut value = |at: f32| {
                    predictions[index] = middle + at;
                    0.5 * loss.evaluate(LossCall::rows(width, &predictions, labels))
                };
                // Richardson's extrapolation of two central differences.
                let mut difference =
                    |step: f32| (value(step) - value(-step)) / f64::from(2.0 * step);
                let expected = (4.0 * difference(STEP) - difference(2.0 * STEP)) / 3.0;
                predictions[index] = middle;
                let found = f64::from(cotangent[index]);
                assert!(
                    (found - expected).abs() < 2e-4 * (1.0 + expected.abs()),
                    "{name}, width {width}, element {index}: {found} instead of {expected}"
                );
            }
        }
    }
}

/// The cotangents of one row with and without fusion.
fn cotangents(loss: &dyn LossFunction, predictions: &[f32], labels: Labels<'_>) -> [Vec<f32>; 2] {
    [false, true].map(|fused| {
        let mut cotangent = vec![f32::NAN; predictions.len()];
        let gradient = Gradient {
            cotangent: &mut cotangent,
            scale: 0.25,
            fused,
        };
        loss.evaluate(LossCall {
            gradient: Some(gradient),
            ..LossCall::rows(predictions.len(), predictions, labels)
        });
        cotangent
    })
}

#[test]
fn fusion_with_a_softmax_is_the_product_with_its_derivative() {
    let p = [0.5f32, 0.125, 0.25, 0.0625, 0.0625];
    let targets = [0.25, 0.5, 0.0, 0.5, 0.125]; // They need not add up to 1.
    let categorical = CategoricalCrossentropy {
        from_logits: false,
        label_smoothing: 0.1,
    };
    let sparse = SparseCategoricalCrossentropy::default();
    let cases: [(&dyn LossFunction, _); 2] = [
        (&categorical, Labels::Values(&targets)),
        (&sparse, Labels::Classes(&[3])),
    ];
    for (loss, labels) in cases {
        assert!(
            loss.fuses(Tail::Softmax) && !loss.fuses(Tail::Sigmoid) && !loss.fuses(Tail::Other)
        );
        let [apart, fused] = cotangents(loss, &p, labels);
        let product: f32 = apart.iter().zip(p).map(|(dp, p)| dp * p).sum();
        for (index, found) in fused.iter().enumerate() {
            let expected = p[index] * (apart[index] - product);
            assert!(
                (found - expected).abs() < 1e-6,
                "{found} instead of {expected}"
            );
        }
    }
}

#[test]
fn fusion_with_a_sigmoid_is_the_product_with_its_derivative() {
    let p = [0.5f32, 0.125, 0.9375];
    let loss = BinaryCrossentropy {
        from_logits: false,
        label_smoothing: 0.1,
    };
    assert!(loss.fuses(Tail::Sigmoid) && !loss.fuses(Tail::Softmax) && !loss.fuses(Tail::Other));
    let [apart, fused] = cotangents(&loss, &p, Labels::Values(&[1.0, 0.0, 0.75]));
    for ((dp, p), found) in apart.iter().zip(p).zip(fused) {
        let expected = dp * p * (1.0 - p);
        assert!(
            (found - expected).abs() < 1e-6,
            "{found} instead of {expected}"
        );
    }
}

#[test]
fn fusion_has_a_gradient_where_the_clip_has_none() {
    let [apart, fused] = cotangents(
        &SparseCategoricalCrossentropy::default(),
        &[1.0, 0.0],
        Labels::Classes(&[1]),
    );
    assert_eq!((apart, fused), (vec![0.0, 0.0], vec![0.25, -0.25]));
    let [apart, fused] = cotangents(
        &BinaryCrossentropy::default(),
        &[1.0],
        Labels::Classes(&[0]),
    );
    assert_eq!((apart, fused), (vec![0.0], vec![0.25]));
}

#[test]
fn losses_of_logits_do_not_fuse() {
    assert!(
        !CategoricalCrossentropy {
            from_logits: true,
            label_smoothing: 0.0
        }
        .fuses(Tail::Softmax)
    );
    assert!(
        !SparseCategoricalCrossentropy {
            from_logits: true,
            ignore_class: None
        }
        .fuses(Tail::Softmax)
    );
    assert!(
        !BinaryCrossentropy {
            from_logits: true,
            label_smoothing: 0.0
        }
        .fuses(Tail::Sigmoid)
    );
    assert!(!MeanSquaredError.fuses(Tail::Softmax));
}
