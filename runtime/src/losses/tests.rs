use super::*;
use crate::layers::reference::{Case, Reference};

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
            width,
            predictions: &predictions,
            labels,
            gradient: Some(gradient),
        });
        let tolerance = (1e-5, 1e-6);
        case.check("value_sum", &[sum as f32], tolerance);
        case.check("value_sum_over_batch_size", &[(sum / rows as f64) as f32], tolerance);
        case.check("dy_pred", &cotangent, (5e-5, 1e-6));
        let each: Vec<f32> = (0..rows)
            .map(|row| {
                let call = LossCall {
                    width,
                    predictions: &predictions[row * width..][..width],
                    labels: labels.rows(row, 1, width),
                    gradient: None,
                };
                loss.evaluate(call) as f32
            })
            .collect();
        case.check("per_sample", &each, tolerance);
        compared.push(case.name().to_owned());
    }
    assert_eq!(compared.len(), 24, "{compared:?}");
}
