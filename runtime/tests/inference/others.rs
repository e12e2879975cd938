//! Normalization, dropout, and a layer of the user's own.

use crate::{Case, bits, epilogues, numbers};
use formwork_runtime::epilogue::Epilogue;
use formwork_runtime::init::Initializer;
use formwork_runtime::layers::{
    BatchNormalization, Context, Dropout, Layer, ParameterEntry, UserLayer,
};
use formwork_runtime::shape_rules::{Activation, Shape};
use formwork_runtime::tensor::Tensor1;

/// With mean 0, variance 1 and ε = 0, gamma and beta are the deployed scale and shift to the bit.
#[test]
fn normalizations() {
    for (positions, channels) in [(1, 1), (1, 37), (7, 5)] {
        for epilogue in epilogues() {
            let len = positions * channels;
            let layer = BatchNormalization {
                positions,
                channels,
                momentum: 0.9,
                epsilon: 0.0,
                center: true,
                scale: true,
                frozen: false,
                epilogue,
            };
            let mut state = vec![0.0; channels];
            state.extend(vec![1.0; channels]);
            let mut case = Case {
                inputs: vec![len],
                outputs: vec![len],
                parameters: 2 * channels,
                forward_scratch: layer.scratch(),
                state,
                in_place: vec![0],
                ..Case::default()
            };
            if epilogue.residual {
                case.inputs.push(len);
                case.in_place.push(1);
            }
            case.check(&layer);
        }
    }
}

#[test]
fn a_normalization_multiplies_and_adds() {
    let layer = BatchNormalization {
        positions: 2,
        channels: 2,
        momentum: 0.9,
        epsilon: 1e-3,
        center: false,
        scale: false,
        frozen: true,
        epilogue: Epilogue {
            activation: Activation::Relu,
            ..Epilogue::NONE
        },
    };
    let case = Case {
        outputs: vec![4],
        ..Case::default()
    };
    let input = vec![vec![1.0, 2.0, -3.0, 0.5]];
    let found = case.infer(&layer, &input, &[2.0, -4.0, 0.5, 9.0], None);
    assert_eq!(found, [[2.5, 1.0, 0.0, 7.0]]);
}

#[test]
fn dropouts_are_the_identity() {
    let case = Case {
        inputs: vec![37],
        outputs: vec![37],
        in_place: vec![0],
        ..Case::default()
    };
    let layer = Dropout {
        len: 37,
        rate: 0.5,
        node: 2,
    };
    case.check(&layer);
    let input = vec![numbers(37, 8)];
    assert_eq!(bits(&case.infer(&layer, &input, &[], None)), bits(&input));
}

struct Mirror;

impl Layer for Mirror {
    type Input = Tensor1<5>;
    type Output = Tensor1<5>;
    const PARAMETERS: &'static [ParameterEntry] = &[ParameterEntry {
        name: "factor",
        shape: Shape::of(&[5]),
        initializer: Initializer::Ones,
    }];
    const SCRATCH: usize = 5;

    fn forward(
        &self,
        context: Context<'_>,
        parameters: &[f32],
        input: &Tensor1<5>,
        output: &mut Tensor1<5>,
        _: &mut [f32],
    ) {
        let reversed = input.as_slice().iter().rev();
        for ((line, x), factor) in context.scratch.iter_mut().zip(reversed).zip(parameters) {
            *line = x * factor;
        }
        for (y, line) in output.as_mut_slice().iter_mut().zip(&*context.scratch) {
            *y = *line;
        }
    }

    fn backward(
        &self,
        _: Context<'_>,
        _: &[f32],
        _: &[f32],
        _: &Tensor1<5>,
        _: &mut Tensor1<5>,
        _: &mut [f32],
    ) {
    }
}

#[test]
fn layers_of_the_user() {
    let case = Case {
        inputs: vec![5],
        outputs: vec![5],
        parameters: 5,
        forward_scratch: UserLayer::<Mirror>::SCRATCH,
        scratch: Mirror::SCRATCH,
        ..Case::default()
    };
    case.check(&UserLayer {
        layer: Mirror,
        node: 0,
    });
}
