//! Loss and metrics of a batch, as generated code calls them.

use super::MAX_PARTS;
use super::batches::Batch;
use super::objective::{Output, Plan, Rows};
use crate::losses::{Gradient, Labels, LossCall, Reduction, Totals};
use crate::model::{Objective, Penalize, Tail, Visit};
use crate::penalties::{L1L2, Regularizer};
use formwork_shape_rules::Shape;

/// The plan with the labels of a batch.
pub struct BatchObjective<'a> {
    plan: &'a Plan<'a>,
    labels: [Labels<'a>; MAX_PARTS],
    weights: [Option<&'a [f32]>; MAX_PARTS],
    /// Number of samples of the whole batch.
    samples: usize,
    /// What losses know of the whole batch.
    totals: [[f64; Totals::MOST]; MAX_PARTS],
    /// What turns the mean over all values into each output's reduction.
    factors: [f64; MAX_PARTS],
}

impl<'a> BatchObjective<'a> {
    /// The objective of a batch, with what its labels say about the whole of it.
    pub fn new(plan: &'a Plan<'a>, batch: &Batch<'a>) -> BatchObjective<'a> {
        let mut objective = BatchObjective {
            plan,
            labels: batch.labels,
            weights: batch.weights,
            samples: batch.samples,
            totals: [[0.0; Totals::MOST]; MAX_PARTS],
            factors: [1.0; MAX_PARTS],
        };
        for (index, output) in plan.outputs.iter().enumerate() {
            objective.factors[index] = objective.factor(index, output);
            if let Totals::OfLabels(count) = output.term.function.totals() {
                let mut totals = [0.0; Totals::MOST];
                objective.add_totals(index, 0, batch.samples, &[], &mut totals[..count]);
                objective.totals[index] = totals;
            }
        }
        objective
    }

    /// What is known about some samples of an output.
    fn rows<'r>(
        &'r self,
        output: usize,
        first: usize,
        samples: usize,
        predictions: &'r [f32],
    ) -> Rows<'r> {
        let Output {
            width, rows, term, ..
        } = &self.plan.outputs[output];
        let (first, count) = (first * rows, samples * rows);
        Rows {
            output,
            predictions,
            labels: self.labels[output].rows(first, count, *width),
            weights: self.weights[output].map(|weights| &weights[first..][..count]),
            totals: &self.totals[output][..term.function.totals().count()],
            factor: self.factors[output],
        }
    }

    fn add_totals(
        &self,
        output: usize,
        first: usize,
        samples: usize,
        predictions: &[f32],
        totals: &mut [f64],
    ) {
        let Output { term, shape, .. } = &self.plan.outputs[output];
        let rows = self.rows(output, first, samples, predictions);
        let call = LossCall {
            shape: *shape,
            predictions,
            labels: rows.labels,
            weights: rows.weights,
            totals: &[],
            gradient: None,
        };
        term.function.add_totals(call, totals);
    }

    /// The number of all values of an output, divided by what its reduction divides their sum by.
    fn factor(&self, index: usize, output: &Output<'_>) -> f64 {
        let all = (self.samples * output.values) as f64;
        let counted = match output.term.reduction {
            Reduction::Sum => 1.0,
            Reduction::SumOverBatchSize => self.counted(index, output, None),
            Reduction::MeanWithSampleWeight => self.counted(index, output, self.weights[index]),
        };
        // As in Keras, a mean over nothing is 0.
        if counted == 0.0 { 0.0 } else { all / counted }
    }

    /// The number of values that aren't ignored, or the sum of their weights.
    fn counted(&self, index: usize, output: &Output<'_>, weights: Option<&[f32]>) -> f64 {
        let rows = self.samples * output.rows;
        let weight = |row: usize| weights.map_or(1.0, |weights| f64::from(weights[row]));
        let sum: f64 = match (output.term.function.ignored_class(), self.labels[index]) {
            (Some(ignored), Labels::Classes(classes)) => (0..rows)
                .filter(|&row| classes[row] != ignored)
                .map(weight)
                .sum(),
            _ if weights.is_none() => rows as f64,
            _ => (0..rows).map(weight).sum(),
        };
        sum * output.values as f64 / output.rows as f64
    }

    /// Takes the totals that [`LookAhead`] has summed up, shard by shard.
    pub fn take_totals(&mut self, shards: &[f64]) {
        for shard in shards.as_chunks::<AHEAD>().0 {
            for (totals, sums) in self.totals.iter_mut().zip(shard.as_chunks().0) {
                let sums: &[f64; Totals::MOST] = sums;
                for (total, sum) in totals.iter_mut().zip(sums) {
                    *total += sum;
                }
            }
        }
    }

    /// Adds what predictions contribute to a block of sums; for losses that depend on the whole batch, they are all of it.
    pub fn measure(&mut self, output: usize, predictions: &[f32], sums: &mut [f64]) {
        if let Totals::OfPredictions(count) = self.plan.outputs[output].term.function.totals() {
            let mut totals = [0.0; Totals::MOST];
            self.add_totals(output, 0, self.samples, predictions, &mut totals[..count]);
            self.totals[output] = totals;
        }
        let rows = self.rows(output, 0, self.samples, predictions);
        self.plan.add(rows, None, sums);
    }
}

impl Objective for BatchObjective<'_> {
    fn penalize(&self, penalize: Penalize<'_>) {
        let Penalize {
            regularizer: L1L2 { l1, l2 },
            values,
            cotangent,
            sums,
        } = penalize;
        let shape = Shape::of(&[values.len()]);
        let batch = self.samples as f32;
        let (of_sample, of_batch) = (
            L1L2 { l1, l2 },
            L1L2 {
                l1: l1 / batch,
                l2: l2 / batch,
            },
        );
        sums[self.plan.activity()] += of_sample.penalize(shape, values, None);
        of_batch.penalize(shape, values, Some(cotangent));
    }

    fn sums(&self) -> usize {
        self.plan.sums()
    }

    fn fuses(&self, output: usize, tail: Tail) -> bool {
        self.plan.outputs[output].term.function.fuses(tail)
    }

    fn visit(&self, visit: Visit<'_>) {
        let Output { term, values, .. } = &self.plan.outputs[visit.output];
        let rows = self.rows(
            visit.output,
            visit.first_sample,
            visit.samples,
            visit.predictions,
        );
        let scale = f64::from(term.weight) * rows.factor / (self.samples * values) as f64;
        let gradient = Gradient {
            cotangent: visit.cotangent,
            scale: scale as f32,
            fused: term.function.fuses(visit.tail),
        };
        self.plan.add(rows, Some(gradient), visit.sums);
    }
}

/// Number of sums of [`LookAhead`] for each shard.
pub const AHEAD: usize = MAX_PARTS * Totals::MOST;

/// Goes through a batch for what losses must know of its predictions before they are evaluated.
pub struct LookAhead<'a>(pub &'a BatchObjective<'a>);

impl Objective for LookAhead<'_> {
    fn sums(&self) -> usize {
        AHEAD
    }

    fn fuses(&self, output: usize, tail: Tail) -> bool {
        self.0.fuses(output, tail)
    }

    fn visit(&self, visit: Visit<'_>) {
        let function = self.0.plan.outputs[visit.output].term.function;
        if let Totals::OfPredictions(count) = function.totals() {
            let totals = &mut visit.sums[visit.output * Totals::MOST..][..count];
            let Visit {
                output,
                first_sample,
                samples,
                predictions,
                ..
            } = visit;
            self.0
                .add_totals(output, first_sample, samples, predictions, totals);
        }
        visit.cotangent.fill(0.0);
    }
}
