//! The JSON line about a run, and what is demanded of it.

use crate::answers::Answers;
use crate::elf::Sizes;
use crate::networks::Expected;
use serde::Serialize;

/// The greatest error beside other kernels, as a part of the largest element.
const TOLERANCE: f64 = 5e-4;
/// What flash may hold besides the weights, in bytes.
const CODE: u64 = 12_000;
/// What RAM may hold besides scratch, input and output, in bytes.
const REST: u64 = 2_000;

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
    weight_bytes: u64,
    ram_bytes: u64,
    stack_bytes: u64,
    scratch_bytes: u64,
    input_bytes: u64,
    output_bytes: u64,
    instructions: u64,
    macs: u64,
    instructions_per_mac: f64,
    checksum: String,
    same_bits: bool,
    max_abs_error: f64,
    max_relative_error: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
}

impl Report {
    /// Compares what the firmware answered with what was expected.
    pub fn new(
        form: Form,
        target: &str,
        sizes: Sizes,
        expected: &Expected,
        answers: &Answers,
    ) -> Report {
        let outputs = &answers.outputs;
        let instructions = answers.instructions.iter().copied().max().unwrap_or(0);
        let errors = outputs.iter().zip(&expected.vector);
        let max_abs_error = errors
            .map(|(a, b)| (f64::from(*a) - f64::from(*b)).abs())
            .fold(0.0, f64::max);
        let largest = expected.vector.iter().map(|x| f64::from(x.abs()));
        let max_relative_error = max_abs_error / largest.fold(0.0, f64::max);
        let same = |(a, b): (&f32, &f32)| a.to_bits() == b.to_bits();
        Report {
            network: expected.network,
            target: target.to_string(),
            form,
            predictions: answers.instructions.len(),
            flash_bytes: sizes.flash,
            weight_bytes: expected.weight_bytes,
            ram_bytes: sizes.ram + answers.stack,
            stack_bytes: answers.stack,
            scratch_bytes: expected.scratch_bytes,
            input_bytes: expected.input_bytes,
            output_bytes: expected.output_bytes,
            instructions,
            macs: expected.macs,
            instructions_per_mac: (100.0 * instructions as f64 / expected.macs as f64).round() / 100.0,
            checksum: checksum(outputs),
            same_bits: outputs.iter().zip(&expected.portable).all(same),
            max_abs_error,
            max_relative_error,
            score: expected.score(outputs),
        }
    }

    /// What of the demands isn't met.
    pub fn violations(&self, expected: &Expected) -> Vec<String> {
        let mut violations = Vec::new();
        let mut demand = |holds: bool, what: String| {
            if !holds {
                violations.push(what);
            }
        };
        demand(
            self.max_relative_error <= TOLERANCE,
            format!("outputs differ from the vector kernels' by {:e} of the largest", self.max_relative_error),
        );
        if let (Some(score), Some((wanted, tolerance))) = (self.score, expected.wanted_score) {
            demand(
                (score - wanted).abs() <= tolerance,
                format!("the mean score is {score}, not {wanted}"),
            );
        }
        if self.form == Form::Formwork {
            demand(
                self.same_bits,
                "outputs aren't the bits of the host's portable kernels".to_string(),
            );
            let code = self.flash_bytes.saturating_sub(self.weight_bytes);
            demand(
                code <= CODE,
                format!("flash holds {code} bytes besides the weights; {CODE} are allowed"),
            );
            let values = self.scratch_bytes + self.input_bytes + self.output_bytes;
            let rest = self.ram_bytes.saturating_sub(values);
            demand(
                rest <= REST,
                format!("RAM holds {rest} bytes besides scratch, input and output; {REST} are allowed"),
            );
            if let Some(scratch) = expected.scratch_limit {
                demand(
                    self.scratch_bytes <= scratch,
                    format!("scratch is {} bytes; {scratch} are allowed", self.scratch_bytes),
                );
            }
        }
        violations
    }
}

/// FNV-1a over the bits of the values.
fn checksum(values: &[f32]) -> String {
    let bytes = values.iter().flat_map(|value| value.to_bits().to_le_bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{hash:016x}")
}
