//! Data without its types.

use super::Targets;
use crate::losses::LabelColumn;
use crate::tensor::Sample;
use core::ops::Range;

/// The largest number of inputs or of outputs.
pub(super) const MAX_PARTS: usize = 6;

/// The weights for each output: one for each sample, or as many for each as it has rows.
pub(super) type Weights<'a> = [Option<&'a [f32]>; MAX_PARTS];

/// The inputs and targets of some samples as slices, without their types.
#[derive(Clone, Copy, Debug)]
pub struct Columns<'a> {
    inputs: [&'a [f32]; MAX_PARTS],
    labels: [LabelColumn<'a>; MAX_PARTS],
    weights: Weights<'a>,
    class_weights: Option<&'a [f32]>,
    len: usize,
}

impl<'a> Columns<'a> {
    pub(super) fn new<I: Sample, T: Targets>(
        inputs: I::Slices<'a>,
        targets: T::Slices<'a>,
        len: usize,
    ) -> Columns<'a> {
        let mut columns = Columns {
            inputs: [&[]; MAX_PARTS],
            labels: [LabelColumn::Values(&[]); MAX_PARTS],
            weights: [None; MAX_PARTS],
            class_weights: None,
            len,
        };
        columns.inputs[..I::PARTS].copy_from_slice(I::parts(inputs).as_ref());
        for (part, labels) in columns.labels[..T::PARTS].iter_mut().enumerate() {
            *labels = T::column(targets, part);
        }
        columns
    }

    pub(super) fn with_weights(self, weights: Weights<'a>) -> Columns<'a> {
        Columns { weights, ..self }
    }

    /// The same samples, each row weighted further by its class: the class's number in class indices, the place of the largest
    /// value in other targets; in rows of one value, the value rounded.
    pub fn with_class_weights(self, class_weights: Option<&'a [f32]>) -> Columns<'a> {
        Columns {
            class_weights,
            ..self
        }
    }

    /// Number of samples.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The values of input `part`, one sample after the other.
    pub fn inputs(&self, part: usize) -> &'a [f32] {
        self.inputs[part]
    }

    /// The targets for output `part`, one sample after the other.
    pub fn labels(&self, part: usize) -> LabelColumn<'a> {
        self.labels[part]
    }

    /// The weights for output `part`: one for each sample, or as many for each as it has rows.
    pub fn weights(&self, part: usize) -> Option<&'a [f32]> {
        self.weights[part]
    }

    /// A weight for each class.
    pub fn class_weights(&self) -> Option<&'a [f32]> {
        self.class_weights
    }

    /// Some of the samples. Panics if there are fewer.
    pub fn range(&self, samples: Range<usize>) -> Columns<'a> {
        let len = samples.len();
        let (of, total) = (samples, self.len);
        let labels = self.labels.map(|labels| match labels {
            LabelColumn::Values(labels) => LabelColumn::Values(cut(labels, &of, total)),
            LabelColumn::Bools(labels) => LabelColumn::Bools(cut(labels, &of, total)),
            LabelColumn::Bytes(labels) => LabelColumn::Bytes(cut(labels, &of, total)),
            LabelColumn::Shorts(labels) => LabelColumn::Shorts(cut(labels, &of, total)),
            LabelColumn::Words(labels) => LabelColumn::Words(cut(labels, &of, total)),
        });
        Columns {
            inputs: self.inputs.map(|inputs| cut(inputs, &of, total)),
            labels,
            weights: self.weights.map(|weights| Some(cut(weights?, &of, total))),
            class_weights: self.class_weights,
            len,
        }
    }
}

/// The elements of some of `total` samples.
pub(super) fn cut<'a, E>(column: &'a [E], samples: &Range<usize>, total: usize) -> &'a [E] {
    let width = column.len().checked_div(total).unwrap_or(0);
    &column[samples.start * width..samples.end * width]
}
