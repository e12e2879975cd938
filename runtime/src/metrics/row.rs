//! What a metric sees of one row.

use super::MetricCall;
use crate::losses::{Labels, position_of_largest};

/// A row of predictions, its label and its weight.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The predictions.
    pub predictions: &'a [f32],
    /// The label.
    pub label: Label<'a>,
    /// Its weight: 1 if there are none.
    pub weight: f64,
}

/// The label of one row.
#[derive(Clone, Copy, Debug)]
pub enum Label<'a> {
    /// As many values as predictions.
    Values(&'a [f32]),
    /// The number of a class.
    Class(u32),
}

impl<'a> MetricCall<'a> {
    /// The rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'a>> + use<'a> {
        let width = self.width();
        let MetricCall {
            predictions,
            labels,
            ..
        } = *self;
        let call = *self;
        predictions
            .chunks_exact(width)
            .enumerate()
            .map(move |(index, predictions)| Row {
                predictions,
                label: match labels {
                    Labels::Values(values) => Label::Values(&values[index * width..][..width]),
                    Labels::Classes(classes) => Label::Class(classes[index]),
                },
                weight: call.weight(index),
            })
    }
}

impl Row<'_> {
    /// The target of one element. A class stands for its one-hot vector; in a row of one element, for its number.
    #[inline]
    pub fn target(&self, column: usize) -> f32 {
        match self.label {
            Label::Values(values) => values[column],
            Label::Class(class) if self.predictions.len() == 1 => class as f32,
            Label::Class(class) if class as usize == column => 1.0,
            Label::Class(_) => 0.0,
        }
    }

    /// Index, prediction and target of each element.
    #[inline]
    pub fn elements(&self) -> impl Iterator<Item = (usize, f32, f32)> + '_ {
        let predictions = self.predictions.iter().enumerate();
        predictions.map(|(column, &prediction)| (column, prediction, self.target(column)))
    }

    /// The index of the largest prediction. Of equal ones the first counts.
    pub fn predicted_class(&self) -> usize {
        position_of_largest(self.predictions)
    }

    /// The class of the label: the index of its largest value.
    pub fn class(&self) -> usize {
        match self.label {
            Label::Values(values) => position_of_largest(values),
            Label::Class(class) => class as usize,
        }
    }
}
