//! A classifier with class weights: is a tumour malignant? There are fewer of these, and none should be missed.
//!
//! ```text
//! cargo run --release --example breast_cancer
//! ```
//!
//! Every fifth row is for the test, 114 rows. There scikit-learn 1.9.1 reaches a balanced accuracy (the mean over both classes of the share that
//! is recognized) of 0.8980 by `GaussianNB`, 0.9115 by `DecisionTreeClassifier`, 0.9375 by `KNeighborsClassifier` and 0.9557 by
//! `LogisticRegression`, the second and the last with balanced class weights: `python3 examples/data/baselines.py`. The example fails if it
//! doesn't beat all of them.

use formwork::data::csv::{self, Missing};
use formwork::data::{Scaling, balanced_class_weights};
use formwork::prelude::*;
use std::array;
use std::error::Error;
use std::path::Path;

model! {
    /// Thirty measures in, the probability that the tumour is benign out.
    pub struct Tumour {
        Input(30),
        Dense(16, activation = relu),
        Dropout(0.3),
        Dense(1, activation = sigmoid),
    }
}

/// The best of the baselines.
const BASELINE: f64 = 0.9557;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/breast_cancer");
    let table = csv::read(folder.join("breast_cancer.csv"))?;
    let measures =
        |rows: &csv::Table| rows.rows_of::<30, _>(array::from_fn(|column| column), Missing::Refuse);
    let classes = |rows: &csv::Table| -> Result<Vec<u8>, Box<dyn Error>> {
        let values = rows.values("class", Missing::Refuse)?;
        Ok(values.into_iter().map(|value| value as u8).collect())
    };
    let (train, test) = (
        table.filter(|row| !row.is_multiple_of(5)),
        table.filter(|row| row.is_multiple_of(5)),
    );
    let (mut inputs, mut test_inputs) = (measures(&train)?, measures(&test)?);
    let scaling = Scaling::standard(&inputs);
    scaling.apply(&mut inputs);
    scaling.apply(&mut test_inputs);
    let train = Dataset::new(inputs, classes(&train)?)?;
    let test = Dataset::new(test_inputs, classes(&test)?)?;
    let weights = balanced_class_weights(train.targets(), 2);
    println!(
        "Weights of the classes: malignant {:.3}, benign {:.3}.",
        weights[0], weights[1]
    );

    let mut model = Tumour::init(2017);
    let mut training = model.compile(
        Adam::default(),
        BinaryCrossentropy::default(),
        (BinaryAccuracy::default(),),
    );
    let fit = Fit {
        epochs: 60,
        batch_size: 16,
        class_weight: Some(&weights),
        seed: 2017,
        ..Fit::default()
    };
    training.fit(&train, fit)?;

    let predictions = training.predict_batch(test.inputs());
    let mut counts = [[0u32; 2]; 2];
    for (prediction, &class) in predictions.iter().zip(test.targets()) {
        counts[usize::from(class)][usize::from(prediction[0] > 0.5)] += 1;
    }
    let [[found, missed], [alarms, benign]] = counts;
    println!(
        "malignant: {found} found, {missed} missed; benign: {benign} found, {alarms} false alarms"
    );
    let share = |found: u32, others: u32| f64::from(found) / f64::from(found + others);
    let balanced = (share(found, missed) + share(benign, alarms)) / 2.0;
    println!("balanced accuracy: {balanced:.4}; the best baseline has {BASELINE}");
    if balanced > BASELINE {
        Ok(())
    } else {
        Err("the baseline isn't beaten".into())
    }
}
