//! What happened during a training, epoch by epoch.

use std::fmt;

/// The values of loss and metrics after each epoch, under Keras's keys: `loss`, `accuracy`, `val_loss`, `val_accuracy`…
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    columns: Vec<(String, Vec<f32>)>,
}

impl History {
    /// Columns without rows.
    pub(super) fn new(keys: Vec<String>) -> History {
        History {
            columns: keys.into_iter().map(|key| (key, Vec::new())).collect(),
        }
    }

    /// A history made of its columns, if they have the same length.
    pub(super) fn of(columns: Vec<(String, Vec<f32>)>) -> Option<History> {
        let history = History { columns };
        let epochs = history.epochs();
        let even = history
            .columns
            .iter()
            .all(|(_, values)| values.len() == epochs);
        even.then_some(history)
    }

    /// The keys with their values.
    pub(super) fn columns(&self) -> &[(String, Vec<f32>)] {
        &self.columns
    }

    /// The next epoch. A key that is new gets NaN for the epochs before, one that is missing for this one.
    pub(super) fn push(&mut self, values: &[(String, f32)]) {
        let epochs = self.epochs();
        for (key, value) in values {
            let column = match self.columns.iter_mut().find(|(name, _)| name == key) {
                Some((_, column)) => column,
                None => {
                    self.columns.push((key.clone(), vec![f32::NAN; epochs]));
                    let last = self.columns.len() - 1;
                    &mut self.columns[last].1
                }
            };
            column.truncate(epochs);
            column.push(*value);
        }
        for (_, column) in &mut self.columns {
            column.resize(epochs + 1, f32::NAN);
        }
    }

    /// The keys: the loss, the metrics, then the same for the validation set.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|(key, _)| key.as_str())
    }

    /// The values of a key, one for each epoch.
    pub fn get(&self, key: &str) -> Option<&[f32]> {
        self.columns
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, values)| values.as_slice())
    }

    /// Number of epochs.
    pub fn epochs(&self) -> usize {
        self.columns.first().map_or(0, |(_, values)| values.len())
    }
}

impl fmt::Display for History {
    /// A table with a line for each epoch.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const WIDTH: usize = 10;
        write!(formatter, "epoch")?;
        for key in self.keys() {
            write!(formatter, "  {key:>WIDTH$}")?;
        }
        for epoch in 0..self.epochs() {
            write!(formatter, "\n{:>5}", epoch + 1)?;
            for (key, values) in &self.columns {
                let width = key.chars().count().max(WIDTH);
                write!(formatter, "  {:>width$}", Brief(values[epoch]).to_string())?;
            }
        }
        Ok(())
    }
}

/// A value as Keras's progress bar shows it: four decimals, or scientific if it is at most 0.001.
pub(super) struct Brief(pub f32);

impl fmt::Display for Brief {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.0;
        if value.abs() > 1e-3 || !value.is_finite() {
            return write!(formatter, "{value:.4}");
        }
        let scientific = format!("{value:.4e}");
        // Rust writes `1.5000e-5` where C writes `1.5000e-05`.
        match scientific.split_once('e') {
            Some((digits, exponent)) => match exponent.strip_prefix('-') {
                Some(exponent) => write!(formatter, "{digits}e-{exponent:0>2}"),
                None => write!(formatter, "{digits}e+{exponent:0>2}"),
            },
            None => formatter.write_str(&scientific),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_values_are_scientific() {
        let brief = |value| Brief(value).to_string();
        assert_eq!(brief(0.25), "0.2500");
        assert_eq!(brief(-12.34567), "-12.3457");
        assert_eq!(brief(0.001), "1.0000e-03");
        assert_eq!(brief(-0.000015), "-1.5000e-05");
        assert_eq!(brief(0.0), "0.0000e+00");
        assert_eq!(brief(f32::NAN), "NaN");
    }

    #[test]
    fn a_history_is_a_table() {
        let mut history = History::new(vec!["loss".into(), "binary_accuracy".into()]);
        let row = |loss, accuracy| {
            [
                ("loss".to_owned(), loss),
                ("binary_accuracy".to_owned(), accuracy),
            ]
        };
        history.push(&row(1.5, 0.25));
        history.push(&row(0.0005, 0.75));
        let table = "epoch        loss  binary_accuracy\n    1      1.5000           0.2500\n    2  5.0000e-04           0.7500";
        assert_eq!(history.to_string(), table);
        assert_eq!(history.get("binary_accuracy"), Some(&[0.25, 0.75][..]));
        assert_eq!(history.get("accuracy"), None);
        assert_eq!(history.epochs(), 2);
    }
}
