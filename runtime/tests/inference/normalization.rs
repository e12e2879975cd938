//! Normalizations of single samples, with what can stand behind them, and thresholded linear units by themselves.

use crate::{Case, epilogues};
use formwork_runtime::activations::Parametric;
use formwork_runtime::epilogue::Epilogue;
use formwork_runtime::layers::{
    Affine, Conv2D, LocalResponseNormalization, SampleNormalization, Statistic,
    ThresholdedLinearUnit, View, WeightStandardizedConv2D,
};
use formwork_runtime::shape_rules::convolution::convolution as rule;
use formwork_runtime::shape_rules::{Padding, Shape};

fn check(layer: SampleNormalization) {
    let view = layer.view;
    let len = view.elements();
    let affine = match layer.affine {
        Affine::Width => view.width(),
        Affine::Length => view.len,
    };
    let mut case = Case {
        inputs: vec![len],
        outputs: vec![len],
        parameters: 2 * affine + usize::from(layer.learned_epsilon),
        forward_scratch: view.scratch(),
        scratch: view.deployed_scratch(),
        in_place: vec![0],
        ..Case::default()
    };
    if layer.epilogue.residual {
        case.inputs.push(len);
        case.in_place.push(1);
    }
    case.absorbed = match layer.epilogue.parametric {
        Some(Parametric::Thresholded) => view.width(),
        Some(Parametric::ThresholdedAffine) => 2 * view.width(),
        None => 0,
    };
    case.check(&layer);
}

#[test]
fn normalizations_of_all_kinds() {
    let thresholds = [Parametric::Thresholded, Parametric::ThresholdedAffine];
    let thresholds = [false, true].map(|residual| {
        thresholds.map(|parametric| Epilogue {
            residual,
            parametric: Some(parametric),
            ..Epilogue::NONE
        })
    });
    for (outer, len, groups, size, affine) in [
        (1, 7, 5, 1, Affine::Width),
        (1, 6, 3, 3, Affine::Width),
        (3, 5, 4, 1, Affine::Length),
        (4, 1, 1, 19, Affine::Width),
        (1, 1, 2, 5, Affine::Width),
    ] {
        for statistic in [Statistic::Deviation, Statistic::MeanSquare, Statistic::Norm] {
            for epilogue in thresholds.concat().into_iter().chain(epilogues()) {
                check(SampleNormalization {
                    view: View {
                        outer,
                        len,
                        groups,
                        size,
                    },
                    statistic,
                    affine,
                    scale: true,
                    center: true,
                    epsilon: 1e-3,
                    learned_epsilon: size == 1,
                    epilogue,
                });
            }
        }
    }
}

#[test]
fn thresholds_by_themselves() {
    for (form, parameters) in [
        (Parametric::Thresholded, 6),
        (Parametric::ThresholdedAffine, 12),
    ] {
        let case = Case {
            inputs: vec![30],
            outputs: vec![30],
            parameters,
            in_place: vec![0],
            ..Case::default()
        };
        case.check(&ThresholdedLinearUnit { form });
    }
}

#[test]
fn local_responses() {
    let layer = LocalResponseNormalization {
        channels: 7,
        reach: 2,
        bias: 2.0,
        alpha: 0.5,
        beta: 0.75,
    };
    let case = Case {
        inputs: vec![21],
        outputs: vec![21],
        forward_scratch: layer.scratch(),
        scratch: 7,
        ..Case::default()
    };
    case.check(&layer);
}

#[test]
fn standardized_kernels() {
    let convolution = Conv2D {
        height: 4,
        width: 5,
        channels: 3,
        output_height: 3,
        output_width: 3,
        filters: 2,
        kernel_size: [2, 3],
        strides: [1, 1],
        dilation: [1, 1],
        groups: 1,
        top: 0,
        left: 0,
        use_bias: true,
        epilogue: Epilogue::NONE,
    };
    let [stride, dilation] = [[1, 1]; 2];
    let input = Shape::of(&[4, 5, 3]);
    let rule = rule(input, 2, [2, 3], stride, Padding::Valid, dilation, 1);
    let scratch = rule.expect("it fits").sizes.scratch(1);
    for statistic in [Statistic::Spread, Statistic::PaddedSpread] {
        for epilogue in epilogues() {
            let layer = WeightStandardizedConv2D {
                convolution,
                fan_in: 18,
                filters: 2,
                use_bias: true,
                statistic,
                epsilon: 1e-4,
                epilogue,
            };
            let mut case = Case {
                inputs: vec![60],
                outputs: vec![18],
                parameters: 36 + 2 + 2,
                forward_scratch: 38 + 20 + scratch,
                scratch: 38 + 14,
                ..Case::default()
            };
            if epilogue.residual {
                case.inputs.push(18);
                case.in_place.push(1);
            }
            case.check(&layer);
        }
    }
}
