//! Data without its types, and batches of it.

use super::objective::Plan;
use super::row_weights::{RowWeights, check_weights};
use super::{FitError, MAX_PARTS};
use crate::data::Columns;
use crate::kernels::team::Team;
use crate::losses::{ClassIndex, LabelColumn, Labels};
use crate::model::Port;
use core::ops::Range;

/// Checks that there are samples, that no class exceeds the outputs, and that weights fit them.
pub fn check(
    data: &Columns<'_>,
    plan: &Plan<'_>,
    set: &'static str,
    outputs: &'static [Port],
) -> Result<(), FitError> {
    if data.is_empty() {
        return Err(FitError::Empty(set));
    }
    for (part, port) in outputs.iter().enumerate() {
        if let Some((what, misfit)) = plan.misfit(part) {
            return Err(FitError::Misfit {
                what,
                output: port.name,
                misfit,
            });
        }
        let width = port.shape.last();
        let classes = if width == 1 { 2 } else { width };
        let ignored = plan.ignored_class(part);
        let wrong = match data.labels(part) {
            LabelColumn::Values(_) | LabelColumn::Bools(_) => None,
            LabelColumn::Bytes(labels) => find_wrong(labels, classes, ignored),
            LabelColumn::Shorts(labels) => find_wrong(labels, classes, ignored),
            LabelColumn::Words(labels) => find_wrong(labels, classes, ignored),
        };
        if let Some((row, class)) = wrong {
            let sample = row / (port.shape.len() / width);
            return Err(FitError::Class {
                set,
                sample,
                class,
                output: port.name,
                classes,
            });
        }
    }
    check_weights(data, set, outputs)?;
    for (part, port) in outputs.iter().enumerate() {
        let rows = port.shape.len() / port.shape.last();
        let weights = data.weights(part);
        let each = weights.map_or(1, |weights| weights.len() / data.len());
        let weighed = each > 1 || data.class_weights().is_some();
        if rows > 1 && weighed && !plan.weighs_rows(part) {
            return Err(FitError::RowWeights {
                set,
                output: port.name,
                rows,
            });
        }
    }
    Ok(())
}

/// The place and the number of the first class that is too large and isn't ignored.
fn find_wrong<K: ClassIndex>(
    labels: &[K],
    classes: usize,
    ignored: Option<u32>,
) -> Option<(usize, usize)> {
    let wrong =
        |class: usize| class >= classes && ignored.is_none_or(|ignored| class != ignored as usize);
    let row = labels.iter().position(|label| wrong(label.index()))?;
    Some((row, labels[row].index()))
}

/// Which samples make a batch.
#[derive(Clone, Copy)]
pub enum Choice<'a> {
    /// These, in this order.
    Picked(&'a [u32]),
    /// A run of samples from this one on, so many of them.
    Run(usize, usize),
}

impl Choice<'_> {
    /// Number of samples.
    pub fn len(&self) -> usize {
        match *self {
            Choice::Picked(samples) => samples.len(),
            Choice::Run(_, samples) => samples,
        }
    }

    /// The sample at a place of the batch.
    pub fn sample(&self, index: usize) -> usize {
        match *self {
            Choice::Picked(samples) => samples[index] as usize,
            Choice::Run(first, _) => first + index,
        }
    }

    /// Those from the place `first` of the batch on, so many of them.
    pub fn part(&self, first: usize, samples: usize) -> Self {
        match *self {
            Choice::Picked(order) => Choice::Picked(&order[first..][..samples]),
            Choice::Run(start, _) => Choice::Run(start + first, samples),
        }
    }
}

/// The labels of a batch, one sample after the other.
pub struct Batch<'a> {
    /// The labels for each output.
    pub labels: [Labels<'a>; MAX_PARTS],
    /// A weight for each row of each output, if they differ from 1.
    pub weights: [Option<&'a [f32]>; MAX_PARTS],
    /// Number of samples.
    pub samples: usize,
}

/// Buffers in which batches are put together. A run of samples is used where it lies; only class indices are converted.
#[derive(Default)]
pub struct Staging {
    /// For inputs.
    pub inputs: InputStaging,
    /// For labels.
    pub labels: LabelStaging,
}

/// Buffers in which inputs are put together, for the whole batch or a part of it.
#[derive(Default)]
pub struct InputStaging([Vec<f32>; MAX_PARTS]);

/// Buffers in which labels are put together.
#[derive(Default)]
pub struct LabelStaging {
    values: [Vec<f32>; MAX_PARTS],
    classes: [Vec<u32>; MAX_PARTS],
    weights: [Vec<f32>; MAX_PARTS],
}

impl InputStaging {
    /// Puts the inputs of some samples together.
    pub fn stage<'a>(
        &'a mut self,
        ports: Ports,
        data: &Columns<'a>,
        choice: Choice<'_>,
        team: &Team,
    ) -> [&'a [f32]; MAX_PARTS] {
        let mut inputs = [&[][..]; MAX_PARTS];
        for (part, (port, buffer)) in ports.inputs.iter().zip(&mut self.0).enumerate() {
            inputs[part] = stage_values(data.inputs(part), port.shape.len(), choice, buffer, team);
        }
        inputs
    }
}

impl LabelStaging {
    /// Puts the labels of a batch together.
    pub fn stage<'a>(
        &'a mut self,
        ports: Ports,
        data: &Columns<'a>,
        choice: Choice<'_>,
        team: &Team,
    ) -> Batch<'a> {
        let mut batch = Batch {
            labels: [Labels::Values(&[]); MAX_PARTS],
            weights: [None; MAX_PARTS],
            samples: choice.len(),
        };
        let LabelStaging {
            values,
            classes,
            weights,
        } = self;
        for (part, ((port, values), classes)) in
            ports.outputs.iter().zip(values).zip(classes).enumerate()
        {
            let len = port.shape.len();
            let rows = len / port.shape.last();
            batch.labels[part] = match data.labels(part) {
                LabelColumn::Values(labels) => {
                    Labels::Values(stage_values(labels, len, choice, values, team))
                }
                LabelColumn::Bools(labels) => {
                    Labels::Classes(stage_classes(labels, rows, choice, classes))
                }
                LabelColumn::Bytes(labels) => {
                    Labels::Classes(stage_classes(labels, rows, choice, classes))
                }
                LabelColumn::Shorts(labels) => {
                    Labels::Classes(stage_classes(labels, rows, choice, classes))
                }
                LabelColumn::Words(labels) => {
                    Labels::Classes(stage_classes(labels, rows, choice, classes))
                }
            };
        }
        for (part, (port, buffer)) in ports.outputs.iter().zip(weights).enumerate() {
            let width = port.shape.last();
            let weights = RowWeights {
                column: data.weights(part),
                samples: data.len(),
                rows: port.shape.len() / width,
                width,
                classes: data.class_weights(),
            };
            batch.weights[part] = weights.stage(batch.labels[part], choice, buffer);
        }
        batch
    }
}

/// The inputs and outputs of a model.
#[derive(Clone, Copy)]
pub struct Ports {
    /// The inputs.
    pub inputs: &'static [Port],
    /// The outputs.
    pub outputs: &'static [Port],
}

/// Below so many elements threads aren't worth it.
const WORTHWHILE: usize = 1 << 14;

fn stage_values<'a>(
    column: &'a [f32],
    len: usize,
    choice: Choice<'_>,
    buffer: &'a mut Vec<f32>,
    team: &Team,
) -> &'a [f32] {
    let order = match choice {
        Choice::Run(first, samples) => return &column[first * len..][..samples * len],
        Choice::Picked(order) => order,
    };
    let elements = order.len() * len;
    if buffer.len() < elements {
        *buffer = vec![0.0; elements];
    }
    let buffer = &mut buffer[..elements];
    let gather = |rows: Range<usize>, block: &mut [f32]| {
        for (target, &sample) in block.chunks_exact_mut(len).zip(&order[rows]) {
            target.copy_from_slice(&column[sample as usize * len..][..len]);
        }
    };
    if elements < WORTHWHILE {
        gather(0..order.len(), buffer);
    } else {
        team.rows(buffer, len, &mut [], 0, |rows, block, _| {
            gather(rows, block)
        });
    }
    buffer
}

fn stage_classes<'a, K: Copy + Into<u32>>(
    column: &[K],
    rows: usize,
    choice: Choice<'_>,
    buffer: &'a mut Vec<u32>,
) -> &'a [u32] {
    let count = choice.len() * rows;
    if buffer.len() < count {
        *buffer = vec![0; count];
    }
    let buffer = &mut buffer[..count];
    for (index, targets) in buffer.chunks_exact_mut(rows).enumerate() {
        let sample = choice.sample(index);
        for (target, &class) in targets.iter_mut().zip(&column[sample * rows..]) {
            *target = class.into();
        }
    }
    buffer
}
