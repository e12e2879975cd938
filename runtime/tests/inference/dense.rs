//! Dense, with all that can be fused.

use crate::{Case, epilogues};
use formwork_runtime::layers::Dense;

#[test]
fn dense() {
    for (rows, inputs, units) in [(1, 1, 1), (1, 37, 53), (3, 5, 20), (2, 130, 7), (13, 4, 18)] {
        for use_bias in [false, true] {
            for epilogue in epilogues() {
                let layer = Dense {
                    rows,
                    inputs,
                    units,
                    use_bias,
                    epilogue,
                };
                let mut case = Case {
                    inputs: vec![rows * inputs],
                    outputs: vec![rows * units],
                    parameters: (inputs + usize::from(use_bias)) * units,
                    forward_scratch: layer.scratch(1),
                    ..Case::default()
                };
                if epilogue.residual {
                    case.inputs.push(rows * units);
                    case.in_place = vec![1];
                }
                case.check(&layer);
            }
        }
    }
}
