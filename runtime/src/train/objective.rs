//! Loss and metrics of a batch, as generated code calls them.

use super::few::Few;
use super::{MAX_METRICS, MAX_PARTS};
use crate::losses::{Gradient, Labels, Loss, LossCall, Term};
use crate::metrics::{MetricCall, MetricFunction, MetricSums, Metrics};
use crate::model::{Objective, Port, Tail, Visit};
use core::ops::Range;

/// What is optimized and measured, and where its sums lie: first the loss of each output, then the metrics. Every call of a
/// training makes one, so it takes no memory.
pub struct Plan<'a> {
    outputs: Few<Output<'a>, MAX_PARTS>,
    metrics: Few<Measure<'a>, MAX_METRICS>,
    sums: usize,
}

struct Output<'a> {
    name: &'static str,
    term: Term<'a>,
    /// Elements of a row.
    width: usize,
    /// Rows of a sample.
    rows: usize,
}

struct Measure<'a> {
    output: usize,
    function: &'a dyn MetricFunction,
    /// Elements of a row of its output.
    width: usize,
    first_sum: usize,
}

impl Measure<'_> {
    /// Where its sums lie.
    fn sums(&self) -> Range<usize> {
        self.first_sum..self.first_sum + self.function.sums(self.width)
    }

    /// Number of its values that histories hold.
    fn recorded(&self) -> usize {
        if self.function.recorded() {
            self.function.values(self.width)
        } else {
            0
        }
    }

    /// Its keys in histories, for an output with such a prefix.
    fn keys(&self, prefix: &str) -> impl Iterator<Item = String> {
        let name = format!("{prefix}{}", self.function.name());
        let single = self.function.values(self.width) == 1;
        (0..self.recorded()).map(move |index| match single {
            true => name.clone(),
            false => format!("{name}_{index}"),
        })
    }
}

/// A key that isn't taken yet: `precision`, then `precision_1`.
fn unused(key: String, taken: &[String]) -> String {
    let free = |key: &String| !taken.contains(key);
    if free(&key) {
        return key;
    }
    let mut others = (1..).map(|number| format!("{key}_{number}"));
    others.find(free).unwrap_or(key)
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
            let (output, function) = metrics.metric(index);
            plan.add_metric(output, function);
        }
        plan
    }

    fn add_output(&mut self, port: &Port, term: Term<'a>) {
        let width = port.shape.last();
        self.outputs.push(Output {
            name: port.name,
            term,
            width,
            rows: port.shape.len() / width,
        });
        self.sums += 1;
    }

    fn add_metric(&mut self, output: usize, function: &'a dyn MetricFunction) {
        let width = self.outputs[output].width;
        self.metrics.push(Measure {
            output,
            function,
            width,
            first_sum: self.sums,
        });
        self.sums += function.sums(width);
    }

    /// Number of sums for each shard.
    pub fn sums(&self) -> usize {
        self.sums
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
            let prefix = match self.output_losses() {
                0 => String::new(),
                _ => format!("{}_", self.outputs[measure.output].name),
            };
            for key in measure.keys(&prefix) {
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
        let mean = |index: usize| sums[index] / (samples * self.outputs[index].rows) as f64;
        let total = (0..self.outputs.len())
            .map(|index| f64::from(self.outputs[index].term.weight) * mean(index))
            .sum::<f64>();
        values[0] = total as f32;
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
                measure.function.results(&sums[measure.sums()], values);
            }
        }
    }

    /// Adds what some samples of one output contribute to a block of sums, and gives the gradient if asked.
    fn visit(
        &self,
        output: usize,
        predictions: &[f32],
        labels: Labels<'_>,
        gradient: Option<Gradient<'_>>,
        sums: &mut [f64],
    ) {
        let width = self.outputs[output].width;
        let call = LossCall {
            width,
            predictions,
            labels,
            gradient,
        };
        sums[output] += self.outputs[output].term.function.evaluate(call);
        for measure in self
            .metrics
            .iter()
            .filter(|measure| measure.output == output)
        {
            let sums = &mut sums[measure.sums()];
            measure.function.update(
                MetricCall {
                    width,
                    predictions,
                    labels,
                    weights: None,
                },
                sums,
            );
        }
    }

    /// Adds what predictions contribute to a block of sums.
    pub fn measure(
        &self,
        output: usize,
        predictions: &[f32],
        labels: Labels<'_>,
        sums: &mut [f64],
    ) {
        self.visit(output, predictions, labels, None, sums);
    }
}

/// The plan with the labels of a batch.
pub struct BatchObjective<'a> {
    /// The plan.
    pub plan: &'a Plan<'a>,
    /// The labels of the whole batch for each output.
    pub labels: [Labels<'a>; MAX_PARTS],
    /// Number of samples of the whole batch.
    pub batch: usize,
}

impl Objective for BatchObjective<'_> {
    fn sums(&self) -> usize {
        self.plan.sums
    }

    fn fuses(&self, output: usize, tail: Tail) -> bool {
        self.plan.outputs[output].term.function.fuses(tail)
    }

    fn visit(&self, visit: Visit<'_>) {
        let Output {
            term, width, rows, ..
        } = &self.plan.outputs[visit.output];
        let labels =
            self.labels[visit.output].rows(visit.first_sample * rows, visit.samples * rows, *width);
        let scale = term.weight / (self.batch * rows) as f32;
        let gradient = Gradient {
            cotangent: visit.cotangent,
            scale,
            fused: term.function.fuses(visit.tail),
        };
        self.plan.visit(
            visit.output,
            visit.predictions,
            labels,
            Some(gradient),
            visit.sums,
        );
    }
}
