//! The JSON line about a run, and what is demanded of it.

use crate::answers::Answers;
use crate::elf::Sizes;
use crate::networks::{Known, Network};
use serde::Serialize;

/// The greatest error beside other kernels, as a part of the largest element.
const TOLERANCE: f64 = 5e-4;
/// What flash may hold besides the weights, in bytes: the anomaly detector has dense layers alone.
const ANOMALY_CODE: u64 = 12_000;
const CODE: u64 = 20_000;
/// What RAM may hold besides scratch, input and output, in bytes.
const REST: u64 = 2_000;
/// What the anomaly detector may work in, in bytes.
const ANOMALY_SCRATCH: usize = 1_024;
/// The anomaly detector's mean score over all windows, and how far it may be from it.
const SCORE: f64 = 9.7071;
const SCORE_TOLERANCE: f64 = 1e-4;

/// Who has written the code that was run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Formwork.
    Formwork,
    /// Loops in C, without contraction of multiplications and additions.
    C,
    /// Loops in C with contraction.
    CContracted,
}

impl Form {
    /// The form of this name.
    pub fn parse(name: &str) -> Option<Form> {
        match name {
            "formwork" => Some(Form::Formwork),
            "c" => Some(Form::C),
            "c-contracted" => Some(Form::CContracted),
            _ => None,
        }
    }
}

/// One run.
#[derive(Debug, Serialize)]
pub struct Report {
    network: &'static str,
    target: String,
    form: Form,
    predictions: usize,
    flash_bytes: u64,
    weight_bytes: usize,
    ram_bytes: u64,
    stack_bytes: u64,
    scratch_bytes: usize,
    input_bytes: usize,
    output_bytes: usize,
    instructions: u64,
    macs: u64,
    instructions_per_mac: f64,
    checksum: String,
    same_bits: bool,
    max_abs_error: f64,
    max_relative_error: f64,
    /// Of networks that rebuild their input: the mean squared difference.
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
    /// Of networks that tell classes apart: how many outputs are right.
    #[serde(skip_serializing_if = "Option::is_none")]
    right: Option<usize>,
}

impl Report {
    /// Compares what the firmware answered with what was expected.
    pub fn new(
        form: Form,
        target: &str,
        sizes: Sizes,
        network: &Network,
        answers: &Answers,
    ) -> Report {
        let outputs = &answers.outputs;
        let costs = network.costs;
        let instructions = answers.instructions.iter().copied().max().unwrap_or(0);
        let each = instructions as f64 / costs.macs as f64;
        let same = |(a, b): (&f32, &f32)| a.to_bits() == b.to_bits();
        let (score, right) = match &network.known {
            Known::Rebuilt { .. } => (Some(mean_square(outputs, &network.inputs)), None),
            Known::Labels(labels) => (None, Some(right(outputs, labels))),
        };
        Report {
            network: network.name,
            target: target.to_string(),
            form,
            predictions: network.count,
            flash_bytes: sizes.flash,
            weight_bytes: costs.weight_bytes,
            ram_bytes: sizes.ram + answers.stack,
            stack_bytes: answers.stack,
            scratch_bytes: costs.scratch_bytes,
            input_bytes: costs.input_bytes,
            output_bytes: costs.output_bytes,
            instructions,
            macs: costs.macs,
            instructions_per_mac: (100.0 * each).round() / 100.0,
            checksum: checksum(outputs),
            same_bits: outputs.iter().zip(&network.portable).all(same),
            max_abs_error: difference(outputs, &network.vector),
            max_relative_error: relative(outputs, &network.vector),
            score,
            right,
        }
    }

    /// What of the demands isn't met.
    pub fn violations(&self, network: &Network, answers: &Answers) -> Vec<String> {
        let mut violations = Vec::new();
        let mut demand = |holds: bool, otherwise: String| {
            if !holds {
                violations.push(otherwise);
            }
        };
        demand(
            self.max_relative_error <= TOLERANCE,
            format!(
                "outputs differ from the vector kernels' by {:e} of the largest",
                self.max_relative_error
            ),
        );
        if let Known::Rebuilt { outputs, all } = &network.known {
            let error = relative(&answers.outputs, outputs);
            demand(
                error <= TOLERANCE,
                format!(
                    "outputs differ from the reference interpreter's by {error:e} of the largest"
                ),
            );
            let score = self.score.unwrap_or(f64::NAN);
            demand(
                !all || (score - SCORE).abs() <= SCORE_TOLERANCE,
                format!("the mean score is {score}, not {SCORE}"),
            );
            demand(
                self.scratch_bytes <= ANOMALY_SCRATCH,
                format!(
                    "scratch is {} bytes, {ANOMALY_SCRATCH} are allowed",
                    self.scratch_bytes
                ),
            );
        }
        if let Some(right) = self.right {
            demand(
                10 * right >= 9 * self.predictions,
                format!("{right} of {} digits are right", self.predictions),
            );
        }
        if self.form == Form::Formwork {
            demand(
                self.same_bits,
                "outputs aren't the bits of the host's portable kernels".to_string(),
            );
            let code = self.flash_bytes.saturating_sub(self.weight_bytes as u64);
            let most = match network.known {
                Known::Rebuilt { .. } => ANOMALY_CODE,
                Known::Labels(_) => CODE,
            };
            demand(
                code <= most,
                format!("flash holds {code} bytes besides the weights, {most} are allowed"),
            );
            let values = self.scratch_bytes + self.input_bytes + self.output_bytes;
            let rest = self.ram_bytes.saturating_sub(values as u64);
            demand(
                rest <= REST,
                format!(
                    "RAM holds {rest} bytes besides scratch, input and output, {REST} are allowed"
                ),
            );
        }
        violations
    }
}

/// The largest difference.
fn difference(a: &[f32], b: &[f32]) -> f64 {
    let differences = a
        .iter()
        .zip(b)
        .map(|(a, b)| (f64::from(*a) - f64::from(*b)).abs());
    // NaN is the largest of all.
    differences.fold(
        0.0,
        |most, x| if most.is_nan() || x <= most { most } else { x },
    )
}

/// The largest difference as a part of the reference's largest element.
fn relative(outputs: &[f32], reference: &[f32]) -> f64 {
    let largest = reference.iter().fold(0f32, |most, x| most.max(x.abs()));
    difference(outputs, reference) / f64::from(largest)
}

/// The mean of the squared differences.
fn mean_square(a: &[f32], b: &[f32]) -> f64 {
    let squares = a.iter().zip(b).map(|(a, b)| f64::from(a - b).powi(2));
    squares.sum::<f64>() / a.len() as f64
}

/// How many outputs are largest where the label says.
fn right(outputs: &[f32], labels: &[u8]) -> usize {
    let classes = outputs.len() / labels.len().max(1);
    let pairs = outputs.chunks(classes.max(1)).zip(labels);
    pairs
        .filter(|(output, label)| {
            let best = output.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
            best.is_some_and(|(class, _)| class == usize::from(**label))
        })
        .count()
}

/// FNV-1a over the bits of the values.
fn checksum(values: &[f32]) -> String {
    let bytes = values
        .iter()
        .flat_map(|value| value.to_bits().to_le_bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::networks::Costs;

    /// Two predictions of a network that gives its input back.
    fn network() -> (Network, Answers) {
        let values = vec![1.0, -2.0, 3.0, 4.0];
        let network = Network {
            name: "echo",
            count: 2,
            inputs: values.clone(),
            portable: values.clone(),
            vector: values.clone(),
            costs: Costs {
                input_bytes: 8,
                output_bytes: 8,
                weight_bytes: 100,
                scratch_bytes: 1_000,
                macs: 50,
            },
            known: Known::Rebuilt {
                outputs: values.clone(),
                all: false,
            },
        };
        let answers = Answers {
            outputs: values,
            instructions: vec![120, 160],
            stack: 200,
        };
        (network, answers)
    }

    fn violations(
        form: Form,
        flash: u64,
        ram: u64,
        change: impl Fn(&mut Network, &mut Answers),
    ) -> Vec<String> {
        let (mut network, mut answers) = network();
        change(&mut network, &mut answers);
        let report = Report::new(form, "board", Sizes { flash, ram }, &network, &answers);
        report.violations(&network, &answers)
    }

    #[test]
    fn what_is_demanded_is_met_or_reported() {
        let (flash, ram) = (100 + ANOMALY_CODE, 1_016 + REST - 200);
        assert!(violations(Form::Formwork, flash, ram, |_, _| ()).is_empty());
        let one = |flash, ram, words: &str, change: &dyn Fn(&mut Network, &mut Answers)| {
            let violations = violations(Form::Formwork, flash, ram, change);
            assert!(
                violations.len() == 1 && violations[0].contains(words),
                "{violations:?}"
            );
        };
        one(flash + 1, ram, "flash holds 12001 bytes", &|_, _| ());
        one(flash, ram + 1, "RAM holds 2001 bytes", &|_, _| ());
        one(flash, ram + 25, "scratch is 1025 bytes", &|network, _| {
            network.costs.scratch_bytes += 25;
        });
        one(flash, ram, "aren't the bits", &|_, answers| {
            answers.outputs[0] = 1.0f32.next_up();
        });
        one(flash, ram, "the vector kernels'", &|network, _| {
            network.vector[3] = 4.01
        });
        one(flash, ram, "the reference interpreter's", &|network, _| {
            let Known::Rebuilt { outputs, .. } = &mut network.known else {
                return;
            };
            outputs[1] = f32::NAN;
        });
        one(flash, ram, "the mean score is 0", &|network, _| {
            let Known::Rebuilt { all, .. } = &mut network.known else {
                return;
            };
            *all = true;
        });
    }

    #[test]
    fn loops_in_c_may_round_otherwise_but_not_compute_otherwise() {
        assert!(
            violations(Form::C, 1 << 20, 1 << 20, |_, answers| answers.outputs[0] =
                1.0f32.next_up())
            .is_empty()
        );
        assert_eq!(
            violations(Form::C, 0, 0, |_, answers| answers.outputs[0] = 1.1).len(),
            2
        );
    }

    #[test]
    fn the_slowest_prediction_counts() {
        let (network, answers) = network();
        let sizes = Sizes { flash: 0, ram: 0 };
        let report = Report::new(Form::Formwork, "board", sizes, &network, &answers);
        assert_eq!(
            (report.instructions, report.instructions_per_mac),
            (160, 3.2)
        );
        assert_eq!(right(&[0.1, 0.9, 0.8, 0.2], &[1, 1]), 1);
    }
}
