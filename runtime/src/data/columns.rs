//! Data without its types.

use super::Targets;
use crate::losses::LabelColumn;
use crate::tensor::Sample;
use core::ops::Range;

/// The largest number of inputs or of outputs.
const MAX_PARTS: usize = 6;

/// The inputs and targets of some samples as slices, without their types.
#[derive(Clone, Copy, Debug)]
pub struct Columns<'a> {
    inputs: [&'a [f32]; MAX_PARTS],
    labels: [LabelColumn<'a>; MAX_PARTS],
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
            len,
        };
        columns.inputs[..I::PARTS].copy_from_slice(I::parts(inputs).as_ref());
        for (part, labels) in columns.labels[..T::PARTS].iter_mut().enumerate() {
            *labels = T::column(targets, part);
        }
        columns
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
            len,
        }
    }
}

/// The elements of some of `total` samples.
fn cut<'a, E>(column: &'a [E], samples: &Range<usize>, total: usize) -> &'a [E] {
    let width = column.len().checked_div(total).unwrap_or(0);
    &column[samples.start * width..samples.end * width]
}
