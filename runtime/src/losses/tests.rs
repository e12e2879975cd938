use super::*;
use crate::layers::reference::{Case, Reference};
use crate::model::Tail;

/// The loss of a case; `None` for those that come later.
fn loss(case: &Case<'_>) -> Option<Box<dyn LossFunction>> {
    let from_logits = case.flag("from_logits", false);
    let label_smoothing = case.number("label_smoothing", 0.0);
    Some(match case.entry["loss"].as_str()? {
        "MeanSquaredError" => Box::new(MeanSquaredError),
        "CategoricalCrossentropy" => Box::new(CategoricalCrossentropy {
            from_logits,
            label_smoothing,
        }),
        "SparseCategoricalCrossentropy" => Box::new(SparseCategoricalCrossentropy { from_logits }),
        "BinaryCrossentropy" => Box::new(BinaryCrossentropy {
            from_logits,
            label_smoothing,
        }),
        _ => return None,
    })
}

#[test]
fn values_and_gradients_are_those_of_keras() {
    let reference = Reference::open("losses");
    let mut compared = Vec::new();
    for case in reference.cases() {
        let Some(loss) = loss(&case) else { continue };
        if case.has("sample_weight") || !case.argument("ignore_class").is_null() {
            continue;
        }
        let predictions = case.values("y_pred");
        let width = *case.shape("y_pred").last().expect("rank");
        let rows = predictions.len() / width;
        let targets = case.values("y_true");
        let classes: Vec<u32> = targets.iter().map(|class| *class as u32).collect();
        let labels = match case.entry["loss"].as_str() {
            Some("SparseCategoricalCrossentropy") => Labels::Classes(&classes),
            _ => Labels::Values(&targets),
        };
        let mut cotangent = vec![f32::NAN; predictions.len()];
        let gradient = Gradient {
            cotangent: &mut cotangent,
            scale: 1.0 / rows as f32,
            fused: false,
        };
        let sum = loss.evaluate(LossCall {
            gradient: Some(gradient),
            ..LossCall::rows(width, &predictions, labels)
        });
        let tolerance = (1e-5, 1e-6);
        case.check("value_sum", &[sum as f32], tolerance);
        case.check(
            "value_sum_over_batch_size",
            &[(sum / rows as f64) as f32],
            tolerance,
        );
        case.check("dy_pred", &cotangent, (5e-5, 1e-6));
        let each: Vec<f32> = (0..rows)
            .map(|row| {
                let predictions = &predictions[row * width..][..width];
                loss.evaluate(LossCall::rows(
                    width,
                    predictions,
                    labels.rows(row, 1, width),
                )) as f32
            })
            .collect();
        case.check("per_sample", &each, tolerance);
        compared.push(case.name().to_owned());
    }
    assert_eq!(compared.len(), 24, "{compared:?}");
}

/// Every loss with its options, and whether it wants probabilities, logits or any value.
fn all() -> [(&'static str, Box<dyn LossFunction>, Domain); 7] {
    let smoothed = 0.15;
    [
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
            Box::new(SparseCategoricalCrossentropy { from_logits: true }),
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
    assert!(!SparseCategoricalCrossentropy { from_logits: true }.fuses(Tail::Softmax));
    assert!(
        !BinaryCrossentropy {
            from_logits: true,
            label_smoothing: 0.0
        }
        .fuses(Tail::Sigmoid)
    );
    assert!(!MeanSquaredError.fuses(Tail::Softmax));
}
