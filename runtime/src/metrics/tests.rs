use super::*;
use crate::layers::reference::{Case, Reference};
use crate::losses::{
    BinaryCrossentropy, CategoricalCrossentropy, CategoricalHinge, CosineSimilarity, Dice, Hinge,
    KlDivergence, LogCosh, MeanAbsoluteError, MeanAbsolutePercentageError, MeanSquaredError,
    MeanSquaredLogarithmicError, Over, Poisson, SparseCategoricalCrossentropy, SquaredHinge,
    Tversky,
};

type Boxed = Box<dyn MetricFunction>;

/// The metric of a case, and others that must give the same.
fn metrics(case: &Case<'_>) -> Vec<Boxed> {
    let width = case.width();
    let thresholds = case.argument("thresholds");
    let class = case
        .argument("class_id")
        .as_u64()
        .map(|class| class as usize);
    let top_k = case.argument("top_k").as_u64().map(|k| k as usize);
    let threshold = || {
        case.argument("threshold")
            .as_f64()
            .map(|value| value as f32)
    };
    let average = match case.argument("average").as_str() {
        Some("micro") => Average::Micro,
        Some("weighted") => Average::Weighted,
        _ => Average::Macro,
    };
    let each = case.argument("average").is_null();
    let k = case.extents("k", &[5])[0];
    match case.entry["metric"].as_str().expect("metric") {
        "Mean" => vec![Box::new(Mean)],
        "Sum" => vec![Box::new(Sum)],
        "Accuracy" => vec![Box::new(Equality)],
        "BinaryAccuracy" => {
            let threshold = threshold().unwrap_or(0.5);
            let mut metrics: Vec<Boxed> = vec![Box::new(BinaryAccuracy { threshold })];
            if width == 1 && threshold == 0.5 {
                metrics.push(Box::new(Accuracy));
            }
            metrics
        }
        "CategoricalAccuracy" => vec![Box::new(CategoricalAccuracy), Box::new(Accuracy)],
        "SparseCategoricalAccuracy" => {
            vec![Box::new(SparseCategoricalAccuracy), Box::new(Accuracy)]
        }
        "TopKCategoricalAccuracy" => vec![Box::new(TopKCategoricalAccuracy { k })],
        "SparseTopKCategoricalAccuracy" => vec![Box::new(SparseTopKCategoricalAccuracy { k })],
        "Precision" => match (thresholds.as_array(), top_k) {
            (Some(_), _) => vec![Box::new(Precision::at([0.2, 0.5, 0.8]))],
            (None, Some(k)) => vec![
                Box::new(Precision::top_k(k)),
                Box::new(Precision::at(-1.0).only_top_k(k)),
            ],
            (None, None) => vec![
                Box::new(Precision::default()),
                Box::new(Precision::at([0.5])),
            ],
        },
        "Recall" => match class {
            Some(class) => vec![Box::new(Recall::default().class(class))],
            None => vec![Box::new(Recall::default())],
        },
        "TruePositives" => vec![Box::new(TruePositives::default())],
        "FalseNegatives" => {
            let threshold = thresholds.as_f64().expect("threshold") as f32;
            vec![Box::new(FalseNegatives::at(threshold))]
        }
        "AUC" => {
            let auc = Auc {
                curve: match case.argument("curve").as_str() {
                    Some("PR") => Curve::Pr,
                    _ => Curve::Roc,
                },
                num_thresholds: case.extents("num_thresholds", &[200])[0],
                summation: match case.argument("summation_method").as_str() {
                    Some("minoring") => Summation::Minoring,
                    _ => Summation::Interpolation,
                },
                ..Auc::default()
            };
            let multi_label = Auc {
                multi_label: true,
                ..auc
            };
            vec![Box::new(auc), Box::new(multi_label)]
        }
        "F1Score" | "FBetaScore" => {
            let f_beta = FBetaScore {
                average,
                beta: case.number("beta", 1.0),
                threshold: threshold(),
            };
            let f1 = F1Score {
                average,
                threshold: threshold(),
            };
            match (f_beta.beta == 1.0, each) {
                (true, true) => vec![Box::new(PerClass(f1)), Box::new(PerClass(f_beta))],
                (true, false) => vec![Box::new(f1), Box::new(f_beta)],
                (false, _) => vec![Box::new(f_beta)],
            }
        }
        "MeanSquaredError" => vec![Box::new(MeanSquaredError)],
        "MeanAbsoluteError" => vec![Box::new(MeanAbsoluteError)],
        "MeanAbsolutePercentageError" => vec![Box::new(MeanAbsolutePercentageError)],
        "MeanSquaredLogarithmicError" => vec![Box::new(MeanSquaredLogarithmicError)],
        "CosineSimilarity" => vec![Box::new(CosineSimilarity::default())],
        "LogCoshError" => vec![Box::new(LogCosh)],
        "KLDivergence" => vec![Box::new(KlDivergence)],
        "Poisson" => vec![Box::new(Poisson)],
        "Hinge" => vec![Box::new(Hinge)],
        "RootMeanSquaredError" => vec![Box::new(RootMeanSquaredError)],
        "R2Score" => vec![Box::new(R2Score::default())],
        "MeanIoU" => vec![Box::new(MeanIoU::new(case.extents("num_classes", &[0])[0]))],
        "IoU" => vec![Box::new(IoU::new(
            case.extents("num_classes", &[0])[0],
            &[0, 2],
        ))],
        "BinaryIoU" => vec![Box::new(BinaryIoU::default())],
        "BinaryCrossentropy" => vec![Box::new(BinaryCrossentropy::default())],
        "CategoricalCrossentropy" => vec![Box::new(CategoricalCrossentropy::default())],
        "SparseCategoricalCrossentropy" => vec![Box::new(SparseCategoricalCrossentropy::default())],
        _ => Vec::new(),
    }
}

impl Case<'_> {
    /// Elements of a row: those of a vector are rows of one, unless its targets are class indices of rows.
    fn width(&self) -> usize {
        match *self.shape(self.prediction(0).as_str()) {
            [_, width] => width,
            _ => 1,
        }
    }

    fn prediction(&self, update: usize) -> String {
        let name = if self.has("y_pred_0") {
            "y_pred"
        } else {
            "values"
        };
        format!("{name}_{update}")
    }
}

/// One update of a case.
struct Batch {
    predictions: Vec<f32>,
    targets: Vec<f32>,
    classes: Vec<u32>,
    weights: Option<Vec<f32>>,
}

fn batches(case: &Case<'_>) -> Vec<Batch> {
    let updates = case.entry["updates"].as_u64().expect("updates") as usize;
    let batch = |update| {
        let optional = |name: &str| {
            let name = format!("{name}_{update}");
            case.has(&name).then(|| case.values(&name))
        };
        let predictions = case.values(&case.prediction(update));
        let targets = optional("y_true").unwrap_or_else(|| predictions.clone());
        Batch {
            classes: targets.iter().map(|class| *class as u32).collect(),
            predictions,
            targets,
            weights: optional("sample_weight"),
        }
    };
    (0..updates).map(batch).collect()
}

impl Batch {
    fn call(&self, width: usize) -> MetricCall<'_> {
        MetricCall {
            shape: Shape::of(&[width]),
            predictions: &self.predictions,
            labels: if self.targets.len() == self.predictions.len() {
                Labels::Values(&self.targets)
            } else {
                Labels::Classes(&self.classes)
            },
            weights: self.weights.as_deref(),
        }
    }

    /// Whether all targets are numbers of classes.
    fn holds_classes(&self) -> bool {
        let mut pairs = self.targets.iter().zip(&self.classes);
        pairs.all(|(target, class)| *target == *class as f32)
    }
}

fn sums(metric: &dyn MetricFunction, width: usize) -> Vec<f64> {
    vec![0.0; metric.sums(width)]
}

fn results(metric: &dyn MetricFunction, width: usize, sums: &[f64]) -> Vec<f32> {
    let mut values = vec![0.0; metric.values(width)];
    metric.results(sums, &mut values);
    values
}

/// The results of a metric for a call.
fn of(metric: &dyn MetricFunction, call: MetricCall<'_>) -> Vec<f32> {
    let mut sums = sums(metric, call.width());
    metric.update(call, &mut sums);
    results(metric, call.width(), &sums)
}

#[test]
fn results_are_those_of_keras() {
    let reference = Reference::open("metrics");
    let mut missing = Vec::new();
    for case in reference.cases() {
        let found = metrics(&case);
        if found.is_empty() {
            missing.push(case.name().to_owned());
        }
        let width = case.width();
        for metric in found {
            let metric = metric.as_ref();
            let mut all = sums(metric, width);
            let mut values = Vec::new();
            for batch in batches(&case) {
                metric.update(batch.call(width), &mut all);
                values.extend(results(metric, width, &all));
            }
            case.check("result", &values, (1e-5, 1e-6));
        }
    }
    assert_eq!(missing, [] as [&str; 0]);
}

/// What shards add up is what one pass adds up, and class indices count as one-hot vectors.
#[test]
fn sums_are_additive_and_classes_are_one_hot_vectors() {
    let reference = Reference::open("metrics");
    for case in reference.cases() {
        let width = case.width();
        for metric in metrics(&case) {
            let metric = metric.as_ref();
            let mut whole = sums(metric, width);
            let mut parts = sums(metric, width);
            let mut as_classes = sums(metric, width);
            let batches = batches(&case);
            let integers = batches.iter().all(Batch::holds_classes);
            for batch in &batches {
                let call = batch.call(width);
                metric.update(call, &mut whole);
                let rows = call.predictions.len() / width;
                for row in 0..rows {
                    let mut shard = sums(metric, width);
                    let part = MetricCall {
                        predictions: &call.predictions[row * width..][..width],
                        labels: call.labels.rows(row, 1, width),
                        weights: call.weights.map(|weights| &weights[row..][..1]),
                        ..call
                    };
                    metric.update(part, &mut shard);
                    for (sum, part) in parts.iter_mut().zip(&shard) {
                        *sum += part;
                    }
                }
                let one_hot = width > 1
                    && call.rows().all(|row| {
                        let ones = row.elements().filter(|&(_, _, t)| t == 1.0).count();
                        ones == 1 && row.elements().all(|(_, _, t)| t == 0.0 || t == 1.0)
                    });
                if one_hot || width == 1 && integers {
                    let classes: Vec<u32> = call
                        .rows()
                        .map(|row| match width {
                            1 => row.target(0) as u32,
                            _ => row.class() as u32,
                        })
                        .collect();
                    let labels = Labels::Classes(&classes);
                    metric.update(MetricCall { labels, ..call }, &mut as_classes);
                } else {
                    metric.update(call, &mut as_classes);
                }
            }
            for (index, whole) in whole.iter().enumerate() {
                let close = |sum: f64| (sum - whole).abs() <= 1e-12 * whole.abs().max(1.0);
                assert!(close(parts[index]), "{}: rows alone", case.name());
                assert!(close(as_classes[index]), "{}: classes", case.name());
            }
        }
    }
}

fn values(
    width: usize,
    predictions: &'static [f32],
    targets: &'static [f32],
) -> MetricCall<'static> {
    MetricCall {
        shape: Shape::of(&[width]),
        predictions,
        labels: Labels::Values(targets),
        weights: None,
    }
}

fn classes(
    width: usize,
    predictions: &'static [f32],
    classes: &'static [u32],
) -> MetricCall<'static> {
    MetricCall {
        labels: Labels::Classes(classes),
        ..values(width, predictions, &[])
    }
}

#[test]
fn the_threshold_itself_counts_as_zero() {
    let call = classes(1, &[0.5, 0.5, 0.75], &[0, 1, 1]);
    assert_eq!(of(&Accuracy, call), [2.0 / 3.0]);
    assert_eq!(of(&TruePositives::default(), call), [1.0]);
    assert_eq!(
        of(&BinaryConfusionMatrix::default(), call),
        [1.0, 0.0, 1.0, 1.0]
    );
    // But not for IoU: [0, 1, 1] is predicted as [1, 1, 1].
    let iou = BinaryIoU {
        target_class_ids: &[1],
        ..BinaryIoU::default()
    };
    assert!((of(&iou, call)[0] - 2.0 / 3.0).abs() < 1e-6);
}

#[test]
fn of_equal_predictions_the_first_counts() {
    let call = classes(3, &[0.4, 0.4, 0.2, 0.2, 0.4, 0.4], &[0, 2]);
    assert_eq!(of(&Accuracy, call), [0.5]);
    // The two first of the first row, the two last of the second.
    assert_eq!(of(&Precision::top_k(1), call), [0.5]);
    assert_eq!(of(&Recall::top_k(2), call), [1.0]);
    let equal = classes(3, &[0.5, 0.5, 0.5], &[1]);
    assert_eq!(of(&Recall::top_k(1), equal), [0.0]);
    assert_eq!(of(&Recall::top_k(2), equal), [1.0]);
    // Top-k accuracies let equal ones in.
    assert_eq!(of(&SparseTopKCategoricalAccuracy { k: 1 }, equal), [1.0]);
}

#[test]
fn a_label_whose_prediction_is_nan_is_not_among_the_largest() {
    let call = classes(3, &[f32::NAN, 0.2, 0.1], &[0]);
    assert_eq!(of(&SparseTopKCategoricalAccuracy { k: 2 }, call), [0.0]);
    assert_eq!(of(&SparseTopKCategoricalAccuracy { k: 3 }, call), [1.0]);
}

/// Counts by a comparison with every threshold.
fn naive_counts(call: MetricCall<'_>, thresholds: usize) -> Vec<[f64; 4]> {
    let at = |index: usize| {
        let threshold = match index {
            0 => -1e-7,
            index if index == thresholds - 1 => 1.0 + 1e-7,
            index => index as f64 / (thresholds - 1) as f64,
        };
        let mut counts = [0.0; 4];
        for row in call.rows() {
            let above = f64::from(row.predictions[0]) > threshold;
            counts[2 * usize::from(row.target(0) == 0.0) + usize::from(!above)] += row.weight;
        }
        counts
    };
    (0..thresholds).map(at).collect()
}

#[test]
fn histograms_count_what_comparisons_count() {
    let predictions = [
        0.0, 1e-6, 0.1, 0.25, 0.2500001, 0.5, 0.75, 0.9999999, 1.0, 0.3, 0.6,
    ];
    let weights = [1.0, 2.0, 0.5, 1.0, 3.0, 1.0, 0.25, 1.0, 2.0, 1.0, 0.0];
    for thresholds in [2, 5, 11, 200] {
        let call = MetricCall {
            shape: Shape::of(&[1]),
            predictions: &predictions,
            labels: Labels::Classes(&[0, 1, 0, 0, 1, 1, 0, 1, 1, 0, 1]),
            weights: Some(&weights),
        };
        let mut sums = vec![0.0; histogram::sums(thresholds)];
        histogram::add(call, None, f64::from, &mut sums);
        let mut naive = naive_counts(call, thresholds);
        naive.reverse();
        let found: Vec<[f64; 4]> = histogram::counts(&sums)
            .map(|counts| {
                [
                    counts.true_positives,
                    counts.false_negatives,
                    counts.false_positives,
                    counts.true_negatives,
                ]
            })
            .collect();
        assert_eq!(found, naive, "{thresholds} thresholds");
    }
}

/// The share of pairs of a positive and a negative that are in the right order.
#[test]
fn the_area_is_the_share_of_pairs_in_order() {
    let call = classes(1, &[0.1, 0.4, 0.35, 0.8], &[0, 0, 1, 1]);
    assert_eq!(of(&Auc::default(), call), [0.75]);
    let logits = classes(1, &[-2.0, -0.4, -0.6, 1.4], &[0, 0, 1, 1]);
    let auc = Auc {
        from_logits: true,
        ..Auc::default()
    };
    assert_eq!(of(&auc, logits), [0.75]);
    // Two labels of a row, of which the first is always in order and the second never.
    let two = values(2, &[0.1, 0.9, 0.9, 0.1], &[0.0, 0.0, 1.0, 1.0]);
    let auc = Auc {
        multi_label: true,
        ..Auc::default()
    };
    assert_eq!(of(&auc, two), [0.5]);
    // Lower and upper sums enclose the area.
    let bound = |summation| {
        of(
            &Auc {
                summation,
                num_thresholds: 5,
                ..Auc::default()
            },
            call,
        )[0]
    };
    assert!(bound(Summation::Minoring) <= 0.75 && bound(Summation::Majoring) >= 0.75);
    assert!(
        of(
            &Auc::default(),
            classes(1, &[f32::NAN, 7.0, -3.0], &[0, 1, 0])
        ) == [1.0]
    );
    assert_eq!(of(&Auc::default(), classes(1, &[0.5, 0.7], &[0, 0])), [0.0]);
}

#[test]
fn operating_points_are_the_best_that_are_good_enough() {
    // Above 0 both positives and two of three negatives, above 0.3 one positive and one negative.
    let call = || classes(1, &[0.0, 0.3, 0.8, 0.3, 0.8], &[0, 0, 0, 1, 1]);
    assert_eq!(of(&PrecisionAtRecall::new(0.5), call()), [0.5]);
    assert_eq!(
        of(
            &RecallAtPrecision::new(0.8),
            classes(1, &[0.0, 0.3, 0.8, 0.3], &[0, 0, 1, 1])
        ),
        [0.5]
    );
    let five = classes(1, &[0.0, 0.3, 0.8, 0.3, 0.8], &[0, 0, 0, 1, 1]);
    assert_eq!(of(&SensitivityAtSpecificity::new(0.5), five), [0.5]);
    assert_eq!(of(&SpecificityAtSensitivity::new(0.5), five), [2.0 / 3.0]);
    // What can't be reached.
    let wrong = classes(1, &[0.9, 0.1], &[0, 1]);
    assert_eq!(of(&RecallAtPrecision::new(0.9), wrong), [0.0]);
    let second = PrecisionAtRecall {
        class_id: Some(1),
        ..PrecisionAtRecall::new(1.0)
    };
    assert_eq!(
        of(
            &second,
            values(2, &[0.9, 0.9, 0.9, 0.1], &[0.0, 1.0, 0.0, 0.0])
        ),
        [1.0]
    );
}

#[test]
fn rates_of_nothing_are_zero() {
    let none = classes(1, &[0.1, 0.2], &[0, 0]);
    assert_eq!(of(&Precision::default(), none), [0.0]);
    assert_eq!(of(&Recall::default(), none), [0.0]);
    assert_eq!(
        of(
            &F1Score {
                threshold: Some(0.5),
                ..F1Score::default()
            },
            none
        ),
        [0.0]
    );
    assert!(of(&MeanIoU::new(2), values(1, &[5.0], &[7.0]))[0].is_nan());
}

#[test]
fn f_scores_average_as_they_are_told() {
    // Class 0: P 1, R 1/2. Class 1: P 1/2, R 1. Class 2: P 1, R 1.
    let call = classes(
        3,
        &[0.8, 0.1, 0.1, 0.1, 0.8, 0.1, 0.1, 0.8, 0.1, 0.1, 0.1, 0.8],
        &[0, 0, 1, 2],
    );
    let close = |found: Vec<f32>, expected: &[f32]| {
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-6, "{found} {expected}");
        }
    };
    let f1 = |average| F1Score {
        average,
        threshold: None,
    };
    close(
        of(&PerClass(f1(Average::Micro)), call),
        &[2.0 / 3.0, 2.0 / 3.0, 1.0],
    );
    close(of(&f1(Average::Macro), call), &[7.0 / 9.0]);
    close(of(&f1(Average::Weighted), call), &[0.75]);
    close(of(&f1(Average::Micro), call), &[0.75]);
    let f2 = FBetaScore {
        beta: 2.0,
        ..FBetaScore::default()
    };
    close(of(&PerClass(f2), call), &[5.0 / 9.0, 5.0 / 6.0, 1.0]);
    // All zero: no prediction is positive; equal ones are all positive.
    close(
        of(&f1(Average::Micro), classes(2, &[0.0, 0.0], &[0])),
        &[0.0],
    );
    close(
        of(&PerClass(f1(Average::Macro)), classes(2, &[0.5, 0.5], &[0])),
        &[1.0, 0.0],
    );
}

#[test]
fn confusion_matrices_have_labels_in_rows() {
    let call = classes(
        3,
        &[0.8, 0.1, 0.1, 0.1, 0.8, 0.1, 0.1, 0.8, 0.1],
        &[0, 0, 2],
    );
    let expected = [1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0];
    assert_eq!(of(&ConfusionMatrix, call), expected);
    let weighted = MetricCall {
        weights: Some(&[1.0, 0.25, 2.0]),
        ..call
    };
    let expected = [1.0, 0.25, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 0.0];
    assert_eq!(of(&ConfusionMatrix, weighted), expected);
}

#[test]
fn unions_leave_out_ignored_and_absent_classes() {
    let close = |metric: &dyn MetricFunction, call, expected: f32| {
        let found = of(metric, call)[0];
        assert!(
            (found - expected).abs() < 1e-6,
            "{}: {found}",
            metric.name()
        );
    };
    // Class 0: 1 of 2, class 1: 1 of 3, class 2: 0 of 1, class 3 doesn't occur.
    let call = values(1, &[0.0, 1.0, 1.0, 1.0], &[0.0, 0.0, 1.0, 2.0]);
    close(&MeanIoU::new(4), call, (0.5 + 1.0 / 3.0) / 3.0);
    close(
        &MeanIoU {
            ignore_class: Some(2),
            ..MeanIoU::new(4)
        },
        call,
        0.5,
    );
    close(&IoU::new(4, &[1]), call, 1.0 / 3.0);
    let one_hot = classes(
        3,
        &[0.9, 0.0, 0.1, 0.0, 1.0, 0.0, 0.1, 0.5, 0.4, 0.1, 0.5, 0.4],
        &[0, 0, 1, 2],
    );
    close(&OneHotMeanIoU::default(), one_hot, (0.5 + 1.0 / 3.0) / 3.0);
    close(&OneHotIoU::new(&[0, 1]), one_hot, (0.5 + 1.0 / 3.0) / 2.0);
}

#[test]
fn coefficients_of_determination_compare_with_the_mean() {
    let call = values(
        2,
        &[1.0, 2.0, 2.0, 2.0, 3.0, 2.0],
        &[1.0, 0.0, 2.0, 2.0, 3.0, 4.0],
    );
    assert_eq!(of(&PerClass(R2Score::default()), call), [1.0, 0.0]);
    assert_eq!(of(&R2Score::default(), call), [0.5]);
    let weighted = R2Score {
        aggregation: Aggregation::VarianceWeighted,
        ..R2Score::default()
    };
    assert!((of(&weighted, call)[0] - 0.2).abs() < 1e-6);
    // 1 − (1 − 0) (3 − 1) / (3 − 1 − 1).
    let adjusted = R2Score {
        num_regressors: 1,
        ..R2Score::default()
    };
    assert_eq!(of(&PerClass(adjusted), call), [1.0, -1.0]);
    assert_eq!(
        of(&R2Score::default(), values(1, &[1.0, 2.0], &[3.0, 3.0])),
        [0.0]
    );
}

#[test]
fn a_metric_can_have_another_name() {
    let named = Named(Recall::at([0.2, 0.5]).class(1), "found");
    assert_eq!(named.name(), "found");
    let call = values(2, &[0.9, 0.3, 0.1, 0.6], &[1.0, 1.0, 0.0, 1.0]);
    assert_eq!(of(&named, call), [1.0, 0.5]);
}

/// Values computed in double precision from the formulas, to which Keras's losses and metrics agree.
#[test]
fn losses_have_their_golden_values() {
    let call = values(
        3,
        &[0.05, 0.9, 0.05, 0.1, 0.7, 0.2],
        &[0.0, 1.0, 0.0, 0.0, 0.0, 1.0],
    );
    let golden: [(&dyn MetricFunction, f32); 12] = [
        (&MeanSquaredError, 0.1925),
        (&MeanAbsoluteError, 0.3),
        (&MeanAbsolutePercentageError, 1.500_000_2e8),
        (&MeanSquaredLogarithmicError, 0.093_164_17),
        (&Hinge, 0.966_666_7),
        (&SquaredHinge, 1.159_167),
        (&CategoricalHinge, 0.825),
        (&LogCosh, 0.088_417_69),
        (&CategoricalCrossentropy::default(), 0.857_399_2),
        (&BinaryCrossentropy::default(), 0.521_119_7),
        (&KlDivergence, 0.857_396_4),
        (&Poisson, 0.619_133),
    ];
    for (metric, expected) in golden {
        let found = of(metric, call)[0];
        let close = (found - expected).abs() <= 1e-5 * expected;
        assert!(close, "{}: {found} {expected}", metric.name());
    }
    // The loss is −0.6345467.
    let found = of(&CosineSimilarity::default(), call)[0];
    assert!((found - 0.634_546_7).abs() < 1e-6, "{found}");
}

/// Rows of an ignored class are in neither sum.
#[test]
fn ignored_classes_do_not_count() {
    let loss = SparseCategoricalCrossentropy {
        ignore_class: Some(2),
        ..SparseCategoricalCrossentropy::default()
    };
    let call = classes(
        3,
        &[0.5, 0.25, 0.25, 0.25, 0.5, 0.25, 0.25, 0.25, 0.5],
        &[0, 2, 1],
    );
    let found = of(&loss, call)[0];
    let expected = (2f32.ln() + 4f32.ln()) / 2.0;
    assert!((found - expected).abs() < 1e-6, "{found} {expected}");
    let weights = Some(&[1.0, 100.0, 3.0][..]);
    let found = of(&loss, MetricCall { weights, ..call })[0];
    let expected = (2f32.ln() + 3.0 * 4f32.ln()) / 4.0;
    assert!((found - expected).abs() < 1e-6, "{found} {expected}");
}

/// A label that the output has no class for, as losses may ignore them: wrong for accuracies, as in Keras, and left out of counts of classes.
#[test]
fn labels_beyond_the_classes_do_no_harm() {
    let call = classes(2, &[0.9, 0.1, 0.8, 0.2, 0.3, 0.7], &[0, 255, 1]);
    let expected: [(&dyn MetricFunction, &[f32]); 14] = [
        (&Accuracy, &[2.0 / 3.0]),
        (&SparseCategoricalAccuracy, &[2.0 / 3.0]),
        (&SparseTopKCategoricalAccuracy { k: 2 }, &[2.0 / 3.0]),
        (&ConfusionMatrix, &[1.0, 0.0, 0.0, 1.0]),
        (&OneHotMeanIoU::default(), &[1.0]),
        (&OneHotIoU::new(&[0, 7]), &[1.0]),
        // The row of 255 has no positive label.
        (&Precision::default(), &[2.0 / 3.0]),
        (&Recall::default(), &[1.0]),
        (&TrueNegatives::default().class(0), &[1.0]),
        (&PerClass(F1Score::default()), &[2.0 / 3.0, 1.0]),
        (&FBetaScore::default(), &[(2.0 / 3.0 + 1.0) / 2.0]),
        (&PrecisionAtRecall::new(0.9), &[2.0 / 3.0]),
        (
            &Auc {
                num_thresholds: 3,
                ..Auc::default()
            },
            &[0.875],
        ),
        (
            &CategoricalCrossentropy::default(),
            &[-(0.9f32.ln() + 0.7f32.ln()) / 3.0],
        ),
    ];
    for (metric, expected) in expected {
        let found = of(metric, call);
        for (found, expected) in found.iter().zip(expected) {
            let close = (found - expected).abs() < 1e-6;
            assert!(close, "{}: {found} instead of {expected}", metric.name());
        }
        assert_eq!(found.len(), expected.len());
    }
}

/// TP = 0.9 + 0.4 + 0.5, FN = 0.1 + 0.6 + 0.5, FP = 0.2 + 0.3 + 0.1, in two samples of two rows.
#[test]
fn overlaps_are_those_of_all_samples_or_the_mean_of_each() {
    let call = MetricCall {
        shape: Shape::of(&[2, 2]),
        ..values(
            2,
            &[0.9, 0.2, 0.3, 0.0, 0.4, 0.5, 0.1, 0.0],
            &[1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0],
        )
    };
    let check = |metric: &dyn MetricFunction, call, expected: f32| {
        let found = of(metric, call)[0];
        assert!((found - expected).abs() < 1e-6, "{found} {expected}");
    };
    let tversky = |over| Tversky {
        alpha: 0.3,
        beta: 0.7,
        over,
    };
    check(&Dice::default(), call, 1.0 - 3.6 / (3.6 + 1.2 + 0.6));
    check(
        &tversky(Over::Batch),
        call,
        1.0 - 1.8 / (1.8 + 0.3 * 1.2 + 0.7 * 0.6),
    );
    let (first, second) = (
        1.0 - 0.9 / (0.9 + 0.3 * 0.1 + 0.7 * 0.5),
        1.0 - 0.9 / (0.9 + 0.3 * 1.1 + 0.7 * 0.1),
    );
    check(&tversky(Over::Sample), call, (first + second) / 2.0);
    let weights = Some(&[1.0, 1.0, 3.0, 3.0][..]);
    let call = MetricCall { weights, ..call };
    check(&tversky(Over::Sample), call, (first + 3.0 * second) / 4.0);
    let (tp, fn_, fp) = (0.9 + 3.0 * 0.9, 0.1 + 3.0 * 1.1, 0.5 + 3.0 * 0.1);
    check(
        &Dice::default(),
        call,
        1.0 - 2.0 * tp / (2.0 * tp + fn_ + fp),
    );
    let dice = Dice { over: Over::Sample };
    assert!(!dice.weighs_rows(&call.shape) && Dice::default().weighs_rows(&call.shape));
}

/// Columns are (3, 4) and (0, 1), their targets (3, 4) and (1, 0): cosines 1 and 0.
#[test]
fn similarities_go_along_the_axis_of_the_loss() {
    let call = MetricCall {
        shape: Shape::of(&[2, 2]),
        ..values(2, &[3.0, 0.0, 4.0, 1.0], &[3.0, 1.0, 4.0, 0.0])
    };
    assert_eq!(of(&CosineSimilarity { axis: 1 }, call), [0.5]);
    let weights = Some(&[0.25, 0.25][..]);
    let weighted = MetricCall { weights, ..call };
    assert_eq!(of(&CosineSimilarity { axis: 1 }, weighted), [0.5]);
}
