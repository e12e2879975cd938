//! Convolutions of all kinds that have a kernel of their own.

use crate::{Case, epilogues};
use formwork_runtime::epilogue::Epilogue;
use formwork_runtime::layers::Conv2D;
use formwork_runtime::shape_rules::window::window;
use formwork_runtime::shape_rules::{Activation, Padding};

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
        forward_scratch: layer.scratch(1),
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
