//! What is optimized and measured: the losses of the outputs and the metrics.

use super::few::Few;
use super::{MAX_METRICS, MAX_PARTS};
use crate::losses::{Gradient, Labels, Loss, LossCall, Misfit, Term, Totals};
use crate::metrics::{Measured, MetricCall, MetricSums, Metrics};
use crate::model::Port;
use crate::shape_rules::Shape;
use core::ops::Range;

/// What is optimized and measured, and where its sums lie: first the loss of each output, then the metrics. Every call of a
/// training makes one, so it takes no memory.
pub struct Plan<'a> {
    pub(super) outputs: Few<Output<'a>, MAX_PARTS>,
    metrics: Few<Measure<'a>, MAX_METRICS>,
    sums: usize,
}

/// The loss of an output.
pub(super) struct Output<'a> {
    name: &'static str,
    pub term: Term<'a>,
    pub shape: Shape,
    /// Elements of a row.
    pub width: usize,
    /// Rows of a sample.
    pub rows: usize,
    /// Values that the loss has for a sample.
    pub values: usize,
}

struct Measure<'a> {
    measured: Measured<'a>,
    /// Elements of a row of its output.
    width: usize,
    first_sum: usize,
}

impl Measure<'_> {
    /// Where its sums lie.
    fn sums(&self) -> Range<usize> {
        self.first_sum..self.first_sum + self.measured.function.sums(self.width)
    }

    /// Number of its values that histories hold.
    fn recorded(&self) -> usize {
        if self.measured.function.recorded() {
            self.measured.function.values(self.width)
        } else {
            0
        }
    }
}

/// A key that isn't taken yet: `precision`, then `precision_1`.
fn unused(key: String, taken: &[String]) -> String {
    if !taken.contains(&key) {
        return key;
    }
    let mut others = (1..).map(|number| format!("{key}_{number}"));
    others.find(|other| !taken.contains(other)).unwrap_or(key)
}

/// Some rows of an output, and what is known about them.
#[derive(Clone, Copy)]
pub(super) struct Rows<'a> {
    pub output: usize,
    pub predictions: &'a [f32],
    pub labels: Labels<'a>,
    pub weights: Option<&'a [f32]>,
    /// The totals that the loss needs.
    pub totals: &'a [f64],
    /// The factor that turns the mean over all values into the reduction.
    pub factor: f64,
}

impl<'a> Plan<'a> {
    /// The plan for a loss and a tuple of metrics.
    pub fn new<O, T, L: Loss<O, T>, S: Metrics<O, T>>(
        ports: &'static [Port],
        loss: &'a L,
        metrics: &'a S,
    ) -> Plan<'a> {
        let mut plan = Plan {
            outputs: Few::new(),
            metrics: Few::new(),
            sums: 0,
        };
        for (output, port) in ports.iter().enumerate() {
            plan.add_output(port, loss.term(output));
        }
        for index in 0..S::COUNT {
            plan.add_metric(metrics.metric(index));
        }
        plan
    }

    fn add_output(&mut self, port: &Port, term: Term<'a>) {
        let width = port.shape.last();
        self.outputs.push(Output {
            name: port.name,
            term,
            shape: port.shape,
            width,
            rows: port.shape.len() / width,
            values: term.function.values(&port.shape),
        });
        self.sums += 1;
    }

    fn add_metric(&mut self, measured: Measured<'a>) {
        let width = self.outputs[measured.output].width;
        self.metrics.push(Measure {
            measured,
            width,
            first_sum: self.sums,
        });
        self.sums += measured.function.sums(width);
    }

    /// Number of sums for each shard.
    pub fn sums(&self) -> usize {
        self.sums + 1
    }

    /// Where the sum of the penalties of layers' outputs lies, behind those of losses and metrics.
    pub(super) fn activity(&self) -> usize {
        self.sums
    }

    /// Whether a loss must have seen the predictions for the whole batch.
    pub fn looks_ahead(&self) -> bool {
        self.outputs
            .iter()
            .any(|output| matches!(output.term.function.totals(), Totals::OfPredictions(_)))
    }

    /// The class whose rows the loss of an output ignores.
    pub fn ignored_class(&self, output: usize) -> Option<u32> {
        self.outputs[output].term.function.ignored_class()
    }

    /// Whether the loss of an output, and the metrics of it to which weights apply, can do with a weight for each row.
    pub fn weighs_rows(&self, output: usize) -> bool {
        let Output { term, shape, .. } = &self.outputs[output];
        let mut weighted = self.metrics.iter().filter(|metric| {
            let measured = &metric.measured;
            measured.output == output && measured.weighted
        });
        term.function.weighs_rows(shape)
            && weighted.all(|metric| metric.measured.function.weighs_rows(shape))
    }

    /// What keeps the loss or a metric of an output from being computed for it: which one, and why.
    pub fn misfit(&self, output: usize) -> Option<(String, Misfit)> {
        let Output { term, shape, .. } = &self.outputs[output];
        if let Some(misfit) = term.function.misfit(shape) {
            return Some(("the loss".to_owned(), misfit));
        }
        let mut metrics = self.metrics.iter().map(|metric| &metric.measured);
        metrics.find_map(|measured| {
            let misfit = measured.function.misfit(shape)?;
            let metric = format!("the metric `{}`", measured.function.name());
            (measured.output == output).then_some((metric, misfit))
        })
    }

    fn output_losses(&self) -> usize {
        if self.outputs.len() > 1 {
            self.outputs.len()
        } else {
            0
        }
    }

    /// Names of the values, Keras's keys of a history.
    pub fn names(&self) -> Vec<String> {
        let mut names = vec!["loss".to_owned()];
        if self.output_losses() > 0 {
            names.extend(
                self.outputs
                    .iter()
                    .map(|output| format!("{}_loss", output.name)),
            );
        }
        for measure in self.metrics.iter() {
            let measured = &measure.measured;
            let name = measured.function.name();
            let prefix = match self.output_losses() {
                0 => String::new(),
                _ => format!("{}_", self.outputs[measured.output].name),
            };
            let single = measured.function.values(measure.width) == 1;
            for index in 0..measure.recorded() {
                let suffix = if single {
                    String::new()
                } else {
                    format!("_{index}")
                };
                let mut key = format!("{prefix}{name}{suffix}");
                if measured.weighted && names.contains(&key) {
                    key = format!("{prefix}weighted_{name}{suffix}");
                }
                names.push(unused(key, &names));
            }
        }
        names
    }

    /// The sums of metric `index`, from one block of sums.
    pub fn metric_sums<'s>(&self, index: usize, sums: &'s [f64]) -> MetricSums<'s> {
        let measure = &self.metrics[index];
        MetricSums {
            width: measure.width,
            sums: &sums[measure.sums()],
        }
    }

    /// The values for `samples` samples, from one block of sums: those of [`names`](Self::names), as far as there is room.
    pub fn evaluate(&self, sums: &[f64], samples: usize, values: &mut [f32]) {
        let mean = |index: usize| sums[index] / (samples * self.outputs[index].values) as f64;
        let total = (0..self.outputs.len())
            .map(|index| f64::from(self.outputs[index].term.weight) * mean(index))
            .sum::<f64>();
        values[0] = (total + sums[self.activity()] / samples as f64) as f32;
        let losses = self.output_losses();
        for (index, value) in values[1..1 + losses].iter_mut().enumerate() {
            *value = mean(index) as f32;
        }
        let mut rest = &mut values[1 + losses..];
        for measure in self.metrics.iter() {
            let Some((values, others)) = rest.split_at_mut_checked(measure.recorded()) else {
                return;
            };
            rest = others;
            if !values.is_empty() {
                let function = measure.measured.function;
                function.results(&sums[measure.sums()], values);
            }
        }
    }

    /// Adds what some rows contribute to a block of sums, and gives the gradient if asked.
    pub(super) fn add(&self, rows: Rows<'_>, gradient: Option<Gradient<'_>>, sums: &mut [f64]) {
        let Rows {
            output,
            predictions,
            labels,
            weights,
            totals,
            factor,
        } = rows;
        let Output { term, shape, .. } = &self.outputs[output];
        sums[output] += factor
            * term.function.evaluate(LossCall {
                shape: *shape,
                predictions,
                labels,
                weights,
                totals,
                gradient,
            });
        for measure in self.metrics.iter() {
            let measured = &measure.measured;
            if measured.output == output {
                let call = MetricCall {
                    shape: *shape,
                    predictions,
                    labels,
                    weights: weights.filter(|_| measured.weighted),
                };
                measured.function.update(call, &mut sums[measure.sums()]);
            }
        }
    }
}
