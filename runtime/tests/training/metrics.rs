//! Metrics of several values, keys of histories, and the same bits on any number of threads.

use super::linear::{CLASSES, Linear};
use super::samples;
use formwork_runtime::data::Dataset;
use formwork_runtime::losses::SparseCategoricalCrossentropy;
use formwork_runtime::metrics::{
    Accuracy, Auc, ConfusionMatrix, F1Score, Named, PerClass, Precision, Recall, WithWeights,
};
use formwork_runtime::optimizers::Sgd;
use formwork_runtime::tensor::{Tensor1, Tensor2};
use formwork_runtime::train::{Fit, ModelExt, Verbose};

const WHOLE: usize = usize::MAX;

pub type Metrics = (
    ConfusionMatrix,
    Accuracy,
    PerClass<F1Score>,
    Recall<[f32; 2]>,
    Auc,
    Named<Precision>,
    WithWeights<Accuracy>,
    Auc,
);

/// One of each kind.
pub fn metrics() -> Metrics {
    (
        ConfusionMatrix,
        Accuracy,
        PerClass(F1Score::default()),
        Recall::at([0.25, 0.5]),
        Auc::default(),
        Named(Precision::default().class(1), "precision_of_one"),
        WithWeights(Accuracy),
        Auc::default(),
    )
}

#[test]
fn values_have_the_types_of_their_metrics() {
    let data = samples(40);
    let mut model = Linear::<WHOLE>::init(5);
    let loss = SparseCategoricalCrossentropy::default();
    let mut training = model.compile(Sgd::default(), loss, metrics());
    let evaluation = training.evaluate(&data).unwrap();
    let (matrix, accuracy, f1, recalls, auc, precision, weighted, again) = evaluation.metrics;
    let matrix: Tensor2<CLASSES, CLASSES> = matrix;
    assert_eq!(matrix.iter().sum::<f32>(), 40.0);
    let right: f32 = (0..CLASSES).map(|class| matrix[(class, class)]).sum();
    assert!((accuracy - right / 40.0).abs() < 1e-6);
    assert_eq!(weighted, accuracy, "there are no weights");
    for (class, f1) in f1.iter().enumerate() {
        let labels: f32 = matrix[class].iter().sum();
        let predictions: f32 = (0..CLASSES).map(|label| matrix[(label, class)]).sum();
        let expected = 2.0 * matrix[(class, class)] / (labels + predictions);
        assert!((f1 - expected).abs() < 1e-5, "{f1} {expected}");
    }
    assert!(recalls[0] >= recalls[1]);
    assert!((0.0..=1.0).contains(&precision));
    assert_eq!(auc, again);
}

#[test]
fn each_value_has_a_key_of_its_own() {
    let data = samples(16);
    let mut model = Linear::<WHOLE>::init(5);
    let loss = SparseCategoricalCrossentropy::default();
    let mut training = model.compile(Sgd::default(), loss, metrics());
    let fit = Fit {
        validation_split: 0.25,
        verbose: Verbose::Silent,
        ..Fit::default()
    };
    let history = training.fit(&data, fit).unwrap();
    let classes = (0..CLASSES).map(|class| format!("f1_score_{class}"));
    let mut expected = vec!["loss".to_owned(), "accuracy".to_owned()];
    expected.extend(classes);
    let others = [
        "recall_0",
        "recall_1",
        "auc",
        "precision_of_one",
        "weighted_accuracy",
        "auc_1",
    ];
    expected.extend(others.map(str::to_owned));
    let validation: Vec<String> = expected.iter().map(|key| format!("val_{key}")).collect();
    expected.extend(validation);
    assert_eq!(history.keys().collect::<Vec<_>>(), expected);
    let get = |key: &str| history.get(key).unwrap()[0];
    assert_eq!(get("auc"), get("auc_1"));
    assert!(get("val_recall_0") >= get("val_recall_1"));
}

#[test]
fn values_do_not_depend_on_threads() {
    let data = samples(100);
    let run = |threads| {
        let mut model = Linear::<WHOLE>::init(5);
        let loss = SparseCategoricalCrossentropy::default();
        let mut training = model.compile(Sgd::default(), loss, metrics());
        let fit = Fit {
            threads,
            verbose: Verbose::Silent,
            ..Fit::default()
        };
        let history = training.fit(&data, fit).unwrap();
        (history, training.evaluate(&data).unwrap())
    };
    assert_eq!(run(1), run(3));
}

#[test]
fn weights_reach_the_metrics_that_ask_for_them() {
    let data = samples(2);
    let inputs: Vec<Tensor1<_>> = data.inputs().to_vec();
    let labels = data.targets().to_vec();
    let mut model = Linear::<WHOLE>::init(5);
    let loss = SparseCategoricalCrossentropy::default();
    let metrics = (ConfusionMatrix, WithWeights(ConfusionMatrix));
    let mut training = model.compile(Sgd::default(), loss, metrics);
    let weighted = Dataset::new(inputs, labels).unwrap();
    let weighted = weighted.with_weights(vec![0.25, 4.0]).unwrap();
    let (plain, weighted) = training.evaluate(&weighted).unwrap().metrics;
    assert_eq!(plain.iter().sum::<f32>(), 2.0);
    assert_eq!(weighted.iter().sum::<f32>(), 4.25);
    let rows = |matrix: &Tensor2<CLASSES, CLASSES>| {
        data.targets()
            .iter()
            .map(|&label| matrix[usize::from(label)].iter().sum::<f32>())
            .collect::<Vec<_>>()
    };
    assert_eq!(rows(&plain), [1.0, 1.0]);
    assert_eq!(rows(&weighted), [0.25, 4.0]);
}
