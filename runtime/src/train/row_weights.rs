//! The weights of the rows of a batch: those of its samples, times those of their classes.

use super::FitError;
use super::batches::Choice;
use crate::data::Columns;
use crate::losses::{Labels, position_of_largest};
use crate::model::Port;

/// Checks that weights fit the outputs.
pub fn check_weights(
    data: &Columns<'_>,
    set: &'static str,
    outputs: &'static [Port],
) -> Result<(), FitError> {
    for (part, port) in outputs.iter().enumerate() {
        let Some(weights) = data.weights(part) else {
            continue;
        };
        let rows = port.shape.len() / port.shape.last();
        let each = weights.len() / data.len();
        if each != 1 && each != rows {
            return Err(FitError::Weights {
                set,
                output: port.name,
                each,
                rows,
            });
        }
        if let Some(place) = weights.iter().position(|weight| !weight.is_finite()) {
            return Err(FitError::Weight {
                set,
                sample: place / each,
                weight: weights[place],
            });
        }
    }
    let Some(weights) = data.class_weights() else {
        return Ok(());
    };
    let [port] = outputs else {
        return Err(FitError::ClassWeightsOfOutputs(outputs.len()));
    };
    let classes = port.shape.last().max(2);
    if weights.len() != classes {
        return Err(FitError::ClassWeights {
            weights: weights.len(),
            output: port.name,
            classes,
        });
    }
    match weights.iter().position(|weight| !weight.is_finite()) {
        Some(class) => Err(FitError::ClassWeight {
            class,
            weight: weights[class],
        }),
        None => Ok(()),
    }
}

/// The weights for one output of a data set.
pub struct RowWeights<'a> {
    /// One for each sample, or one for each row.
    pub column: Option<&'a [f32]>,
    /// Number of samples.
    pub samples: usize,
    /// Rows of a sample.
    pub rows: usize,
    /// Elements of a row.
    pub width: usize,
    /// One for each class.
    pub classes: Option<&'a [f32]>,
}

impl<'a> RowWeights<'a> {
    /// A weight for each row of a batch; `None` if all are 1.
    pub fn stage(
        &self,
        labels: Labels<'_>,
        choice: Choice<'_>,
        buffer: &'a mut Vec<f32>,
    ) -> Option<&'a [f32]> {
        let &RowWeights {
            column,
            samples,
            rows,
            ..
        } = self;
        if column.is_none() && self.classes.is_none() {
            return None;
        }
        let each = column.map_or(1, |column| column.len() / samples);
        if let (Some(column), Choice::Run(first, samples), None) = (column, choice, self.classes)
            && each == rows
        {
            return Some(&column[first * rows..][..samples * rows]);
        }
        let count = choice.len() * rows;
        if buffer.len() < count {
            *buffer = vec![0.0; count];
        }
        let buffer = &mut buffer[..count];
        for (index, weight) in buffer.iter_mut().enumerate() {
            let (sample, row) = (choice.sample(index / rows), index % rows);
            *weight = column.map_or(1.0, |column| column[sample * each + row % each]);
            if let Some(classes) = self.classes {
                let class = self.class(labels, index);
                *weight *= classes.get(class).copied().unwrap_or(1.0);
            }
        }
        Some(buffer)
    }

    /// The class of a row, as Keras sees it.
    fn class(&self, labels: Labels<'_>, row: usize) -> usize {
        match labels {
            Labels::Classes(classes) => classes[row] as usize,
            Labels::Values(values) => match &values[row * self.width..][..self.width] {
                [value] => value.round() as usize,
                values => position_of_largest(values),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights<'a>(column: Option<&'a [f32]>, classes: Option<&'a [f32]>) -> RowWeights<'a> {
        RowWeights {
            column,
            samples: 3,
            rows: 2,
            width: 2,
            classes,
        }
    }

    #[test]
    fn a_sample_s_weight_is_that_of_its_rows() {
        let mut buffer = Vec::new();
        let labels = Labels::Classes(&[0, 1, 1, 1]);
        let column = [2.0, 3.0, 5.0];
        let staged =
            weights(Some(&column), None).stage(labels, Choice::Picked(&[2, 0]), &mut buffer);
        assert_eq!(staged, Some(&[5.0, 5.0, 2.0, 2.0][..]));
    }

    #[test]
    fn rows_may_have_weights_of_their_own() {
        let column = [2.0, 3.0, 5.0, 7.0, 11.0, 13.0];
        let labels = Labels::Classes(&[0, 1, 1, 1]);
        let of = weights(Some(&column), None);
        let mut buffer = Vec::new();
        let picked = of.stage(labels, Choice::Picked(&[2, 0]), &mut buffer);
        assert_eq!(picked, Some(&[11.0, 13.0, 2.0, 3.0][..]));
        let mut untouched = Vec::new();
        let run = of.stage(labels, Choice::Run(1, 2), &mut untouched);
        assert_eq!(run, Some(&[5.0, 7.0, 11.0, 13.0][..]));
        assert!(untouched.is_empty());
    }

    #[test]
    fn classes_weigh_indices_distributions_and_rounded_values() {
        let classes = [10.0, 100.0];
        let (mut one, mut two, mut three) = (Vec::new(), Vec::new(), Vec::new());
        let expected = Some(&[10.0, 100.0][..]);
        let mut of = RowWeights {
            rows: 1,
            ..weights(None, Some(&classes))
        };
        let run = Choice::Run(0, 2);
        assert_eq!(of.stage(Labels::Classes(&[0, 1]), run, &mut one), expected);
        let distributions = Labels::Values(&[0.7, 0.3, 0.1, 0.9]);
        assert_eq!(of.stage(distributions, run, &mut two), expected);
        of.width = 1;
        assert_eq!(
            of.stage(Labels::Values(&[0.4, 0.6]), run, &mut three),
            expected
        );
        let column = [2.0, 3.0, 4.0];
        of.column = Some(&column);
        let mut both = Vec::new();
        assert_eq!(
            of.stage(Labels::Values(&[0.0, 1.0]), run, &mut both),
            Some(&[20.0, 300.0][..])
        );
    }

    #[test]
    fn without_weights_there_are_none() {
        let mut buffer = Vec::new();
        let labels = Labels::Classes(&[0, 1]);
        assert_eq!(
            weights(None, None).stage(labels, Choice::Run(0, 1), &mut buffer),
            None
        );
    }
}
