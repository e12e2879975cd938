use super::*;
use crate::layers::check::{Check, numbers};

fn view(outer: usize, len: usize, groups: usize, size: usize) -> View {
    View {
        outer,
        len,
        groups,
        size,
    }
}

fn layer(view: View, statistic: Statistic) -> SampleNormalization {
    SampleNormalization {
        view,
        statistic,
        affine: Affine::Width,
        scale: true,
        center: true,
        epsilon: 1e-3,
        learned_epsilon: false,
        epilogue: Epilogue::NONE,
    }
}

fn check(operation: SampleNormalization) -> Check<SampleNormalization> {
    let len = operation.view.elements();
    let affine = operation.affine_len();
    let own = affine * (usize::from(operation.scale) + usize::from(operation.center));
    let mut check = Check::new(operation);
    check.inputs = vec![len];
    check.keep_inputs = vec![true];
    check.outputs = vec![len];
    check.keep_outputs = vec![false];
    check.parameters = own + usize::from(operation.learned_epsilon);
    check.saved = vec![operation.saved()];
    check.scratch = Box::new(move |_| operation.scratch());
    check.in_place = true;
    check
}

/// The formula in double precision, set by set.
fn naive(layer: &SampleNormalization, input: &[f32], parameters: &[f32]) -> Vec<f64> {
    let View {
        outer,
        len,
        groups,
        size,
    } = layer.view;
    let parameters = layer.split(parameters);
    let epsilon = f64::from(layer.epsilon) + f64::from(parameters.learned).abs();
    let width = groups * size;
    let mut output = vec![0.0; input.len()];
    for sample in 0..input.len() / layer.view.elements() {
        for part in 0..outer {
            let first = sample * layer.view.elements() + part * len * width;
            for group in 0..groups {
                let places: Vec<(usize, usize, usize)> = (0..len)
                    .flat_map(|row| (0..size).map(move |one| (row, group * size + one)))
                    .map(|(row, column)| (first + row * width + column, row, column))
                    .collect();
                let x: Vec<f64> = places.iter().map(|one| f64::from(input[one.0])).collect();
                let count = x.len() as f64;
                let mean = match layer.statistic {
                    Statistic::Deviation => x.iter().sum::<f64>() / count,
                    _ => 0.0,
                };
                let squares: f64 = x.iter().map(|x| (x - mean) * (x - mean)).sum();
                let divisor = match layer.statistic {
                    Statistic::Norm => squares.sqrt().max(epsilon),
                    _ => (squares / count + epsilon).sqrt(),
                };
                for ((place, row, column), x) in places.into_iter().zip(x) {
                    let affine = match layer.affine {
                        Affine::Width => column,
                        Affine::Length => row,
                    };
                    let of =
                        |values: &[f32], or| values.get(affine).map_or(or, |one| f64::from(*one));
                    output[place] =
                        of(parameters.gamma, 1.0) * (x - mean) / divisor + of(parameters.beta, 0.0);
                }
            }
        }
    }
    output
}

const VIEWS: [(usize, usize, usize, usize); 8] = [
    (1, 7, 5, 1),
    (1, 6, 3, 3),
    (3, 5, 4, 1),
    (1, 1, 2, 5),
    (4, 1, 1, 37),
    (1, 130, 3, 1),
    (2, 1, 3, 1),
    (1, 2, 1, 9),
];

#[test]
fn values_are_those_of_the_formula() {
    for (outer, len, groups, size) in VIEWS {
        for statistic in [Statistic::Deviation, Statistic::MeanSquare, Statistic::Norm] {
            let layer = layer(view(outer, len, groups, size), statistic);
            let check = check(layer);
            let input = numbers(3 * layer.view.elements(), 5);
            let parameters = numbers(check.parameters, 6);
            let found = &check.forward(3, std::slice::from_ref(&input), &parameters)[0];
            for (found, expected) in found.iter().zip(naive(&layer, &input, &parameters)) {
                let close = (f64::from(*found) - expected).abs() < 2e-6 * (1.0 + expected.abs());
                assert!(close, "{layer:?}: {found} instead of {expected}");
            }
        }
    }
}

#[test]
fn gradients_are_those_of_the_output() {
    for (outer, len, groups, size) in VIEWS {
        for statistic in [Statistic::Deviation, Statistic::MeanSquare, Statistic::Norm] {
            let plain = layer(view(outer, len, groups, size), statistic);
            // Where a set has one element, its derivative is too steep for differences.
            let plain = SampleNormalization {
                epsilon: if plain.view.count() < 3 { 0.3 } else { 1e-3 },
                ..plain
            };
            check(plain).run();
            check(plain).run_inference();
            for (scale, center) in [(false, true), (true, false), (false, false)] {
                check(SampleNormalization {
                    scale,
                    center,
                    ..plain
                })
                .run();
            }
        }
    }
}

#[test]
fn gradients_along_inner_axes_and_of_the_learned_epsilon_are_right() {
    for statistic in [Statistic::Deviation, Statistic::MeanSquare] {
        check(SampleNormalization {
            affine: Affine::Length,
            ..layer(view(3, 5, 4, 1), statistic)
        })
        .run();
    }
    for (len, epsilon) in [(7, 1e-3), (1, 0.3), (4, 1e-2)] {
        check(SampleNormalization {
            learned_epsilon: true,
            epsilon,
            ..layer(view(1, len, 5, 1), Statistic::MeanSquare)
        })
        .run();
    }
}

#[test]
fn deployed_forms_along_inner_axes_add_residuals_in_place() {
    for layer in [
        SampleNormalization {
            affine: Affine::Length,
            ..layer(view(3, 5, 4, 1), Statistic::Deviation)
        },
        layer(view(1, 5, 2, 2), Statistic::Deviation),
        layer(view(1, 1, 2, 5), Statistic::MeanSquare),
    ] {
        check(layer).run_inference();
        let layer = SampleNormalization {
            epilogue: Epilogue {
                residual: true,
                activation: Activation::Tanh,
                ..Epilogue::NONE
            },
            ..layer
        };
        let len = layer.view.elements();
        let mut check = check(layer);
        check.inputs = vec![len, len];
        check.keep_inputs = vec![true, false];
        check.keep_outputs = vec![true];
        check.in_place = false;
        check.run();
        check.run_inference();
        let (x, residual) = (numbers(len, 1), numbers(len, 2));
        let parameters = numbers(check.parameters, 3);
        let expected = check.forward(1, &[x.clone(), residual.clone()], &parameters);
        let mut output = residual;
        layer.infer(inference::Call {
            inputs: &[&x, &[]],
            outputs: &mut [&mut output],
            parameters: &parameters,
            absorbed: &[],
            scratch: &mut vec![0.7; layer.view.deployed_scratch()],
        });
        assert_eq!(output, expected[0]);
    }
}

#[test]
fn a_relu_is_part_of_the_loops() {
    for statistic in [Statistic::Deviation, Statistic::MeanSquare] {
        let mut check = check(SampleNormalization {
            epilogue: Epilogue {
                activation: Activation::Relu,
                ..Epilogue::NONE
            },
            ..layer(view(1, 7, 5, 1), statistic)
        });
        check.keep_outputs = vec![true];
        check.run();
        check.run_inference();
    }
}
