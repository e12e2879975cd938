use super::*;
use crate::layers::reference::{Case, Reference};
use crate::losses::{
    BinaryCrossentropy, CategoricalCrossentropy, MeanSquaredError, SparseCategoricalCrossentropy,
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
            width,
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
    let mut sums = sums(metric, call.width);
    metric.update(call, &mut sums);
    results(metric, call.width, &sums)
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
