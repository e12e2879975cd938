//! A regressor: the median value of the houses of a Californian district from its place, rooms, people and income.
//!
//! ```text
//! cargo run --release --example california_housing
//! ```
//!
//! Rows with blanks are left out, and every fifth of the others is for the test, 4,087 rows. There scikit-learn 1.9.1 with the same features reaches
//! a root mean squared error of 0.6901 (in 100,000 dollars; R² 0.6481) by `LinearRegression`, and 0.6076 (R² 0.7272) by
//! `KNeighborsRegressor(10)`: `python3 examples/data/baselines.py`. The example fails if it doesn't beat both.

use formwork::data::Scaling;
use formwork::data::csv::{self, Missing, Table};
use formwork::prelude::*;
use std::error::Error;
use std::path::Path;

model! {
    /// Eight numbers and five kinds of shore in, a value in 100,000 dollars out.
    pub struct House {
        Input(13),
        Dense(64, activation = relu),
        Dense(64, activation = relu),
        Dense(1),
    }
}

/// The best of the baselines.
const BASELINE: f32 = 0.6076;

const NUMBERS: [&str; 8] = [
    "longitude",
    "latitude",
    "housing_median_age",
    "total_rooms",
    "total_bedrooms",
    "population",
    "households",
    "median_income",
];

/// Features and values of some rows.
type Houses = (Vec<Tensor1<13>>, Vec<f32>);

fn houses(table: &Table) -> Result<Houses, Box<dyn Error>> {
    let numbers = table.rows_of(NUMBERS, Missing::Refuse)?;
    let (shores, names) = table.classes("ocean_proximity")?;
    if names.len() > 5 {
        return Err(format!("there are more than five kinds of shore: {names:?}").into());
    }
    let mut features = vec![Tensor1::<13>::zeros(); table.len()];
    for ((features, numbers), shore) in features.iter_mut().zip(&numbers).zip(shores) {
        features.as_mut_slice()[..8].copy_from_slice(numbers.as_slice());
        features[8 + shore as usize] = 1.0;
    }
    let mut values = table.values("median_house_value", Missing::Refuse)?;
    values.iter_mut().for_each(|value| *value /= 100_000.0);
    Ok((features, values))
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/california_housing");
    let table = csv::read(folder.join("housing.csv.gz"))?.complete_rows();
    let (features, values) = houses(&table)?;
    let (mut train, mut test) = ((Vec::new(), Vec::new()), (Vec::new(), Vec::new()));
    for (row, (features, value)) in features.into_iter().zip(values).enumerate() {
        let part = if row.is_multiple_of(5) {
            &mut test
        } else {
            &mut train
        };
        part.0.push(features);
        part.1.push(value);
    }
    let scaling = Scaling::standard(&train.0);
    scaling.apply(&mut train.0);
    scaling.apply(&mut test.0);
    let (train, test) = (
        Dataset::new(train.0, train.1)?,
        Dataset::new(test.0, test.1)?,
    );
    println!(
        "Training on {} districts, testing on {}.",
        train.len(),
        test.len()
    );

    let mut model = House::init(2017);
    let mut training = model.compile(Adam::default(), MeanSquaredError, ());
    let fit = |epochs| Fit {
        epochs,
        batch_size: 64,
        seed: 2017,
        ..Fit::default()
    };
    training.fit(&train, fit(40))?;
    // Smaller steps at the end.
    training.optimizer_mut().learning_rate = 1e-4;
    training.fit(&train, fit(10))?;

    let error = training.evaluate(&test)?.loss.sqrt();
    println!("root mean squared error: {error:.4}; the best baseline has {BASELINE}");
    if error < BASELINE {
        Ok(())
    } else {
        Err("the baseline isn't beaten".into())
    }
}
