//! What makes one value of several.

use crate::{Case, epilogues};
use formwork_runtime::activations::Closure;
use formwork_runtime::kernels::math::{exp, sigmoid};
use formwork_runtime::layers::{Add, Concatenate, Lambda, Multiply, Subtract};
use formwork_runtime::shape_rules::Shape;

/// Inputs and the output to which they are broadcast.
const CASES: [(&[&[usize]], &[usize]); 6] = [
    (&[&[3, 5], &[3, 5]], &[3, 5]),
    (&[&[9, 17], &[9, 17], &[9, 17], &[9, 17]], &[9, 17]),
    (&[&[3, 15], &[1, 15]], &[3, 15]),
    (&[&[2, 1, 3, 4], &[3, 1], &[2, 5, 1, 1]], &[2, 5, 3, 4]),
    (&[&[37], &[1]], &[37]),
    (&[&[], &[2, 3]], &[2, 3]),
];

#[test]
fn sums_differences_and_products() {
    for (shapes, output) in CASES {
        let inputs: &'static [Shape] =
            Box::leak(shapes.iter().map(|dims| Shape::of(dims)).collect());
        let output = Shape::of(output);
        for epilogue in epilogues() {
            let mut case = Case {
                inputs: inputs.iter().map(Shape::len).collect(),
                outputs: vec![output.len()],
                ..Case::default()
            };
            if inputs[0] == output {
                case.in_place.push(0);
            }
            if epilogue.residual {
                case.in_place.push(case.inputs.len());
                case.inputs.push(output.len());
            }
            case.check(&Add {
                inputs,
                output,
                epilogue,
            });
            case.check(&Multiply {
                inputs,
                output,
                epilogue,
            });
            if inputs.len() == 2 {
                case.check(&Subtract {
                    inputs,
                    output,
                    epilogue,
                });
            }
        }
    }
}

#[test]
fn concatenations() {
    for (outer, runs) in [
        (1, &[3, 5][..]),
        (4, &[1, 7, 2]),
        (3, &[6]),
        (2, &[40, 3, 9, 1]),
    ] {
        let runs: &'static [usize] = Box::leak(runs.into());
        let case = Case {
            inputs: runs.iter().map(|run| outer * run).collect(),
            outputs: vec![outer * runs.iter().sum::<usize>()],
            ..Case::default()
        };
        case.check(&Concatenate { outer, runs });
    }
}

struct Gate;

impl Closure<2> for Gate {
    const KEEPS: [bool; 2] = [true, true];
    const KEEPS_OUTPUT: bool = false;

    #[inline(always)]
    fn value([a, b]: [f32; 2]) -> f32 {
        a * sigmoid(b)
    }

    fn derivatives(_: [f32; 2], _: f32) -> [f32; 2] {
        [f32::NAN; 2]
    }
}

struct Bell;

impl Closure<1> for Bell {
    const KEEPS: [bool; 1] = [true];
    const KEEPS_OUTPUT: bool = false;

    #[inline(always)]
    fn value([x]: [f32; 1]) -> f32 {
        exp(-x * x)
    }

    fn derivatives(_: [f32; 1], _: f32) -> [f32; 1] {
        [f32::NAN]
    }
}

#[test]
fn closures() {
    for len in [1, 37] {
        let mut case = Case {
            inputs: vec![len],
            outputs: vec![len],
            in_place: vec![0],
            ..Case::default()
        };
        case.check(&Lambda {
            len,
            function: Bell,
        });
        case.inputs.push(len);
        case.check(&Lambda {
            len,
            function: Gate,
        });
    }
}
