//! A loss of one's own: what value do nine houses of ten stay below? The pinball loss of the 0.9-quantile punishes a guess that is too low
//! nine times as much as one that is too high by as much.
//!
//! ```text
//! cargo run --release --example custom_loss
//! ```
//!
//! The data and the split are those of the example `california_housing`. There scikit-learn 1.9.1 reaches a mean pinball loss of
//! 0.1441 by `QuantileRegressor(quantile=0.9, alpha=0)`: `python3 examples/data/baselines.py`. The example fails if it doesn't
//! beat that.

use formwork::data::Scaling;
use formwork::data::csv::{self, Missing};
use formwork::prelude::*;
use std::error::Error;
use std::path::Path;

model! {
    /// Eight numbers in, a value in 100,000 dollars that nine of ten stay below out.
    pub struct Bound {
        Input(8),
        Dense(64, activation = relu),
        Dense(64, activation = relu),
        Dense(1),
    }
}

loss! {
    /// The pinball loss of the 0.9-quantile. Its gradient is derived when the program is compiled.
    pub Pinball = |prediction, target| mean(max(0.9 * (target - prediction), 0.1 * (prediction - target)))
}

/// The mean pinball loss of the baseline.
const BASELINE: f32 = 0.1441;

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

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/california_housing");
    let table = csv::read(folder.join("housing.csv.gz"))?.complete_rows();
    let numbers = |rows: &csv::Table| rows.rows_of(NUMBERS, Missing::Refuse);
    let values = |rows: &csv::Table| -> Result<Vec<f32>, csv::CsvError> {
        let values = rows.values("median_house_value", Missing::Refuse)?;
        Ok(values.into_iter().map(|value| value / 100_000.0).collect())
    };
    let (train, test) = (
        table.filter(|row| !row.is_multiple_of(5)),
        table.filter(|row| row.is_multiple_of(5)),
    );
    let (mut inputs, mut test_inputs) = (numbers(&train)?, numbers(&test)?);
    let scaling = Scaling::standard(&inputs);
    scaling.apply(&mut inputs);
    scaling.apply(&mut test_inputs);
    let train = Dataset::new(inputs, values(&train)?)?;
    let test = Dataset::new(test_inputs, values(&test)?)?;

    let mut model = Bound::init(2017);
    let mut training = model.compile(Adam::default(), Pinball, ());
    let fit = Fit {
        epochs: 30,
        batch_size: 64,
        seed: 2017,
        ..Fit::default()
    };
    training.fit(&train, fit)?;

    let predictions = training.predict_batch(test.inputs());
    let pairs = predictions.iter().zip(test.targets());
    let below = pairs.filter(|(bound, value)| bound[0] >= **value).count();
    let share = below as f64 / test.len() as f64;
    println!("{share:.3} of the test districts stay below their bound");
    let loss = training.evaluate(&test)?.loss;
    println!("mean pinball loss: {loss:.4}; the baseline has {BASELINE}");
    if loss < BASELINE {
        Ok(())
    } else {
        Err("the baseline isn't beaten".into())
    }
}
