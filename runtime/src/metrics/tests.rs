use super::*;
use crate::layers::reference::{Case, Reference};
use crate::losses::MeanSquaredError;

/// The metric of a case, and the one that `Accuracy` resolves to; `None` for those that come later.
fn metrics(case: &Case<'_>) -> Option<Vec<Box<dyn MetricFunction>>> {
    let width = case.shape("y_pred_0").last().copied()?;
    Some(match case.entry["metric"].as_str()? {
        "BinaryAccuracy" => {
            let threshold = case.number("threshold", 0.5);
            let mut metrics: Vec<Box<dyn MetricFunction>> =
                vec![Box::new(BinaryAccuracy { threshold })];
            if width == 1 && threshold == 0.5 {
                metrics.push(Box::new(Accuracy));
            }
            metrics
        }
        "CategoricalAccuracy" => vec![Box::new(CategoricalAccuracy), Box::new(Accuracy)],
        "SparseCategoricalAccuracy" => {
            vec![Box::new(SparseCategoricalAccuracy), Box::new(Accuracy)]
        }
        "MeanSquaredError" => vec![Box::new(MeanSquaredError)],
        _ => return None,
    })
}

#[test]
fn results_are_those_of_keras() {
    let reference = Reference::open("metrics");
    let mut compared = Vec::new();
    for case in reference.cases() {
        if !case.has("y_pred_0") || case.has("sample_weight_0") {
            continue;
        }
        for metric in metrics(&case).unwrap_or_default() {
            let mut sums = vec![0.0; metric.sums()];
            let mut results = Vec::new();
            for update in 0..case.entry["updates"].as_u64().expect("updates") {
                let predictions = case.values(&format!("y_pred_{update}"));
                let width = *case.shape("y_pred_0").last().expect("rank");
                let targets = case.values(&format!("y_true_{update}"));
                let classes: Vec<u32> = targets.iter().map(|class| *class as u32).collect();
                let labels = if targets.len() == predictions.len() {
                    Labels::Values(&targets)
                } else {
                    Labels::Classes(&classes)
                };
                metric.update(
                    MetricCall {
                        width,
                        predictions: &predictions,
                        labels,
                        weights: None,
                    },
                    &mut sums,
                );
                results.push(metric.result(&sums));
                if width == 1 {
                    let mut as_classes = vec![0.0; metric.sums()];
                    let mut as_values = vec![0.0; metric.sums()];
                    let call = MetricCall {
                        width,
                        predictions: &predictions,
                        labels,
                        weights: None,
                    };
                    metric.update(call, &mut as_values);
                    metric.update(
                        MetricCall {
                            labels: Labels::Classes(&classes),
                            ..call
                        },
                        &mut as_classes,
                    );
                    assert_eq!(as_classes, as_values, "{}", case.name());
                }
            }
            case.check("result", &results, (1e-5, 1e-6));
            compared.push(format!("{} as {}", case.name(), metric.name()));
        }
    }
    assert_eq!(compared.len(), 11, "{compared:?}");
}

#[test]
fn the_threshold_itself_counts_as_zero() {
    let mut sums = [0.0; 2];
    let call = MetricCall {
        width: 1,
        predictions: &[0.5, 0.5, 0.75],
        labels: Labels::Classes(&[0, 1, 1]),
        weights: None,
    };
    Accuracy.update(call, &mut sums);
    assert_eq!(sums, [2.0, 3.0]);
}

#[test]
fn of_equal_predictions_the_first_counts() {
    let mut sums = [0.0; 2];
    let call = MetricCall {
        width: 3,
        predictions: &[0.4, 0.4, 0.2, 0.2, 0.4, 0.4],
        labels: Labels::Classes(&[0, 2]),
        weights: None,
    };
    Accuracy.update(call, &mut sums);
    assert_eq!(sums, [1.0, 2.0]);
}
