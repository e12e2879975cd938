//! Concatenate: its inputs one after the other along an axis.

use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::kernels::{portable, vector};
use crate::operation::{Backward, Forward, InputCotangent, Operation};

/// `y = [x₀, x₁, …]` along an axis.
///
/// `xᵢ: [outer, runs[i]]` and `y: [outer, Σ runs]` for each sample, where `outer` is the product of the dimensions
/// before the axis, and a run the product of the others. Backward takes `dy` apart again; it needs nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Concatenate {
    /// Product of the dimensions before the axis.
    pub outer: usize,
    /// For each input, the product of its dimensions from the axis on.
    pub runs: &'static [usize],
}

impl Operation for Concatenate {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        let width: usize = self.runs.iter().sum();
        let mut first = 0;
        for (input, &run) in call.inputs.iter().zip(self.runs) {
            let rows = call.outputs[0].chunks_exact_mut(width);
            for (from, row) in input.chunks_exact(run).zip(rows) {
                row[first..first + run].copy_from_slice(from);
            }
            first += run;
        }
    }

    fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        let width: usize = self.runs.iter().sum();
        let mut first = 0;
        for (to, &run) in call.input_cotangents.iter_mut().zip(self.runs) {
            let rows = call.output_cotangents[0]
                .chunks_exact(width)
                .map(|row| &row[first..first + run]);
            match to {
                InputCotangent::Write(to) => {
                    to.chunks_exact_mut(run)
                        .zip(rows)
                        .for_each(|(to, from)| to.copy_from_slice(from));
                }
                InputCotangent::Add(to) => {
                    to.chunks_exact_mut(run)
                        .zip(rows)
                        .for_each(|(to, from)| vector::add(from, to));
                }
                InputCotangent::Skip => {}
                InputCotangent::InPlace => panic!("concatenate: no input has the output's length"),
            }
            first += run;
        }
    }
}

impl Inference for Concatenate {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        let [output] = call.outputs else { return };
        let width = self.runs.iter().sum();
        let mut first = 0;
        for (input, &run) in call.inputs.iter().zip(self.runs) {
            portable::copy_columns(input, run, output, width, first);
            first += run;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::check::Check;
    use crate::layers::reference::Reference;

    fn check(outer: usize, runs: &'static [usize]) -> Check<Concatenate> {
        let mut check = Check::new(Concatenate { outer, runs });
        check.inputs = runs.iter().map(|run| outer * run).collect();
        check.keep_inputs = vec![false; runs.len()];
        check.outputs = vec![check.inputs.iter().sum()];
        check.keep_outputs = vec![false];
        check
    }

    #[test]
    fn gradients_are_those_of_the_output() {
        check(1, &[3, 5]).run();
        check(4, &[1, 3, 2]).run();
    }

    #[test]
    fn keras_agrees() {
        let reference = Reference::open("layers_merge");
        for (name, samples, check) in [
            ("concatenate_default", 2, check(1, &[3, 5])),
            ("concatenate_axis1", 2, check(1, &[12, 4, 8])),
            ("concatenate_images", 2, check(9, &[2, 1])),
        ] {
            let case = reference.case(name);
            let names: Vec<&str> = ["a", "b", "c"]
                .into_iter()
                .filter(|name| case.has(name))
                .collect();
            let values: Vec<Vec<f32>> = names.iter().map(|name| case.values(name)).collect();
            let pass = check.pass(samples, &values, &[], &[case.values("dy")]);
            case.check("y", &pass.outputs[0], (2e-6, 1e-6));
            for (name, found) in names.iter().zip(&pass.input_cotangents) {
                case.check(&format!("d{name}"), found, (2e-6, 1e-6));
            }
        }
    }
}
