//! Convolutions of all kinds that have a kernel of their own.

use crate::{Case, epilogues};
use formwork_runtime::epilogue::Epilogue;
use formwork_runtime::layers::{
    Conv1D, Conv1DTranspose, Conv2D, Conv2DTranspose, Conv3D, DepthwiseConv1D, DepthwiseConv2D,
    SeparableConv1D, SeparableConv2D,
};
use formwork_runtime::shape_rules::convolution::{convolution, depthwise, separable, transposed};
use formwork_runtime::shape_rules::window::window;
use formwork_runtime::shape_rules::{Activation, Padding, Shape};

/// Enough for any of these layers.
const SCRATCH: usize = 100_000;

const PLAIN: Conv2D = Conv2D {
    height: 7,
    width: 9,
    channels: 3,
    output_height: 0,
    output_width: 0,
    filters: 5,
    kernel_size: [3, 2],
    strides: [1, 1],
    dilation: [1, 1],
    groups: 1,
    top: 0,
    left: 0,
    use_bias: true,
    epilogue: Epilogue::NONE,
};

fn check(layer: Conv2D, padding: Padding) {
    let along = |axis: usize, input: usize| {
        window(
            input,
            layer.kernel_size[axis],
            layer.strides[axis],
            layer.dilation[axis],
            padding,
        )
        .unwrap()
    };
    let (rows, columns) = (along(0, layer.height), along(1, layer.width));
    let layer = Conv2D {
        output_height: rows.output,
        output_width: columns.output,
        top: rows.before,
        left: columns.before,
        ..layer
    };
    let [height, width] = layer.kernel_size;
    let kernel = height * width * (layer.channels / layer.groups) * layer.filters;
    let output = layer.output_height * layer.output_width * layer.filters;
    let mut case = Case {
        inputs: vec![layer.height * layer.width * layer.channels],
        outputs: vec![output],
        parameters: kernel + if layer.use_bias { layer.filters } else { 0 },
        forward_scratch: SCRATCH,
        ..Case::default()
    };
    if layer.epilogue.residual {
        case.inputs.push(output);
        case.in_place = vec![1];
    }
    case.check(&layer);
}

#[test]
fn strides_dilation_and_padding() {
    for padding in [Padding::Valid, Padding::Same] {
        for (kernel_size, strides, dilation) in [
            ([3, 2], [1, 1], [1, 1]),
            ([1, 1], [1, 1], [1, 1]),
            ([1, 1], [2, 3], [1, 1]),
            ([5, 4], [2, 1], [1, 1]),
            ([2, 3], [1, 1], [2, 3]),
            ([7, 9], [1, 1], [1, 1]),
        ] {
            for filters in [1, 19] {
                check(
                    Conv2D {
                        kernel_size,
                        strides,
                        dilation,
                        filters,
                        ..PLAIN
                    },
                    padding,
                );
            }
        }
    }
}

#[test]
fn groups() {
    for (channels, filters, groups) in [(4, 6, 2), (6, 6, 6), (21, 21, 21), (3, 6, 3), (4, 2, 2)] {
        for padding in [Padding::Valid, Padding::Same] {
            for (strides, dilation) in [([1, 1], [1, 1]), ([2, 1], [1, 1]), ([1, 1], [2, 2])] {
                check(
                    Conv2D {
                        channels,
                        filters,
                        groups,
                        strides,
                        dilation,
                        ..PLAIN
                    },
                    padding,
                );
            }
        }
    }
}

#[test]
fn bias_residual_and_activation() {
    for use_bias in [false, true] {
        for epilogue in epilogues() {
            for (channels, filters, groups, kernel_size) in [
                (3, 5, 1, [3, 3]),
                (3, 5, 1, [1, 1]),
                (6, 6, 6, [2, 3]),
                (4, 8, 2, [2, 2]),
            ] {
                check(
                    Conv2D {
                        channels,
                        filters,
                        groups,
                        kernel_size,
                        use_bias,
                        epilogue,
                        ..PLAIN
                    },
                    Padding::Same,
                );
            }
        }
    }
    // A first row that is all padding but for one element, and a width that no block divides.
    check(
        Conv2D {
            height: 1,
            width: 1,
            kernel_size: [3, 3],
            filters: 33,
            epilogue: Epilogue {
                activation: Activation::Gelu,
                ..Epilogue::NONE
            },
            ..PLAIN
        },
        Padding::Same,
    );
}

/// Lengths of a layer with a bias whose output may begin with a residual.
fn case(input: Shape, output: Shape, parameters: usize, epilogue: Epilogue) -> Case {
    let mut case = Case {
        inputs: vec![input.len()],
        outputs: vec![output.len()],
        parameters,
        forward_scratch: SCRATCH,
        ..Case::default()
    };
    if epilogue.residual {
        case.inputs.push(output.len());
        case.in_place = vec![1];
    }
    case
}

#[test]
fn sequences_and_volumes() {
    for epilogue in epilogues() {
        for (padding, strides, dilation, groups) in [
            (Padding::Valid, 1, 1, 1),
            (Padding::Same, 2, 1, 2),
            (Padding::Causal, 1, 2, 4),
        ] {
            let input = Shape::of(&[9, 4]);
            let rule = convolution(input, 8, [3], [strides], padding, [dilation], groups).unwrap();
            let layer = Conv1D {
                length: 9,
                channels: 4,
                output_length: rule.windows[0].output,
                filters: 8,
                kernel_size: 3,
                strides,
                dilation,
                groups,
                before: rule.windows[0].before,
                use_bias: true,
                epilogue,
            };
            case(input, rule.output, rule.kernel.len() + 8, epilogue).check(&layer);
        }
        let input = Shape::of(&[5, 4, 6, 3]);
        let rule = convolution(input, 5, [2, 3, 3], [2, 1, 2], Padding::Same, [1; 3], 1).unwrap();
        let layer = Conv3D {
            depth: 5,
            height: 4,
            width: 6,
            channels: 3,
            output_depth: rule.windows[0].output,
            output_height: rule.windows[1].output,
            output_width: rule.windows[2].output,
            filters: 5,
            kernel_size: [2, 3, 3],
            strides: [2, 1, 2],
            dilation: [1; 3],
            groups: 1,
            front: rule.windows[0].before,
            top: rule.windows[1].before,
            left: rule.windows[2].before,
            use_bias: true,
            epilogue,
        };
        case(input, rule.output, rule.kernel.len() + 5, epilogue).check(&layer);
    }
}

#[test]
fn channels_apart() {
    for epilogue in epilogues() {
        for depth_multiplier in [1, 3] {
            let input = Shape::of(&[9, 5]);
            let rule = depthwise(input, depth_multiplier, [4], [2], Padding::Same, [1]).unwrap();
            let layer = DepthwiseConv1D {
                length: 9,
                channels: 5,
                output_length: rule.windows[0].output,
                depth_multiplier,
                kernel_size: 4,
                strides: 2,
                dilation: 1,
                before: rule.windows[0].before,
                use_bias: true,
                epilogue,
            };
            let parameters = rule.kernel.len() + rule.sizes.filters;
            case(input, rule.output, parameters, epilogue).check(&layer);
            let input = Shape::of(&[6, 7, 11]);
            let rule = depthwise(
                input,
                depth_multiplier,
                [3, 2],
                [1; 2],
                Padding::Valid,
                [1, 2],
            )
            .unwrap();
            let layer = DepthwiseConv2D {
                height: 6,
                width: 7,
                channels: 11,
                output_height: rule.windows[0].output,
                output_width: rule.windows[1].output,
                depth_multiplier,
                kernel_size: [3, 2],
                strides: [1; 2],
                dilation: [1, 2],
                top: rule.windows[0].before,
                left: rule.windows[1].before,
                use_bias: true,
                epilogue,
            };
            let parameters = rule.kernel.len() + rule.sizes.filters;
            case(input, rule.output, parameters, epilogue).check(&layer);
        }
    }
}

#[test]
fn channels_apart_then_mixed() {
    for epilogue in epilogues() {
        for depth_multiplier in [1, 2] {
            let input = Shape::of(&[8, 3]);
            let rule =
                separable(input, 5, depth_multiplier, [3], [1], Padding::Causal, [2]).unwrap();
            let kernels = rule.depthwise.kernel.len() + rule.pointwise_kernel.len();
            let layer = SeparableConv1D {
                length: 8,
                channels: 3,
                output_length: rule.depthwise.windows[0].output,
                filters: 5,
                depth_multiplier,
                kernel_size: 3,
                strides: 1,
                dilation: 2,
                before: rule.depthwise.windows[0].before,
                use_bias: true,
                epilogue,
            };
            Case {
                scratch: rule.intermediate(),
                ..case(input, rule.output, kernels + 5, epilogue)
            }
            .check(&layer);
            let input = Shape::of(&[6, 7, 4]);
            let rule = separable(
                input,
                9,
                depth_multiplier,
                [3; 2],
                [2, 3],
                Padding::Same,
                [1; 2],
            )
            .unwrap();
            let kernels = rule.depthwise.kernel.len() + rule.pointwise_kernel.len();
            let layer = SeparableConv2D {
                height: 6,
                width: 7,
                channels: 4,
                output_height: rule.depthwise.windows[0].output,
                output_width: rule.depthwise.windows[1].output,
                filters: 9,
                depth_multiplier,
                kernel_size: [3; 2],
                strides: [2, 3],
                dilation: [1; 2],
                top: rule.depthwise.windows[0].before,
                left: rule.depthwise.windows[1].before,
                use_bias: false,
                epilogue,
            };
            Case {
                scratch: rule.intermediate(),
                ..case(input, rule.output, kernels, epilogue)
            }
            .check(&layer);
        }
    }
}

#[test]
fn transposes() {
    for epilogue in epilogues() {
        let input = Shape::of(&[5, 3]);
        let rule = transposed(input, 4, [3], [1], Padding::Same, None, [2]).unwrap();
        let layer = Conv1DTranspose {
            length: 5,
            channels: 3,
            output_length: rule.output.dims()[0],
            filters: 4,
            kernel_size: 3,
            strides: 1,
            dilation: 2,
            before: rule.windows[0].before,
            use_bias: true,
            epilogue,
        };
        case(input, rule.output, rule.kernel.len() + 4, epilogue).check(&layer);
        for (kernel_size, strides, padding) in [
            ([3, 3], [1, 1], Padding::Valid),
            ([4, 3], [2, 2], Padding::Same),
            ([2, 1], [3, 2], Padding::Valid),
        ] {
            let input = Shape::of(&[4, 3, 5]);
            let rule = transposed(input, 2, kernel_size, strides, padding, None, [1; 2]).unwrap();
            let layer = Conv2DTranspose {
                height: 4,
                width: 3,
                channels: 5,
                output_height: rule.output.dims()[0],
                output_width: rule.output.dims()[1],
                filters: 2,
                kernel_size,
                strides,
                dilation: [1; 2],
                top: rule.windows[0].before,
                left: rule.windows[1].before,
                use_bias: true,
                epilogue,
            };
            case(input, rule.output, rule.kernel.len() + 2, epilogue).check(&layer);
        }
    }
}
