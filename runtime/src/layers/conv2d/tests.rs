//! Convolutions against the formula, Keras and differences.

use super::*;
use crate::activations::{Activation, BackwardNeeds};
use crate::epilogue::Dropout;
use crate::layers::check::{Check, assert_close, numbers};
use crate::layers::reference::Reference;
use formwork_shape_rules::Padding;
use formwork_shape_rules::convolution::convolution2d;

/// The arguments of a convolution, as Keras has them.
struct Arguments {
    input: [usize; 3],
    filters: usize,
    kernel_size: [usize; 2],
    strides: [usize; 2],
    dilation: [usize; 2],
    groups: usize,
    padding: Padding,
    use_bias: bool,
    epilogue: Epilogue,
}

impl Arguments {
    fn layer(&self) -> Conv2D {
        let shape = convolution2d(
            Shape::of(&self.input),
            self.filters,
            self.kernel_size,
            self.strides,
            self.padding,
            self.dilation,
            self.groups,
        )
        .unwrap();
        Conv2D {
            height: self.input[0],
            width: self.input[1],
            channels: self.input[2],
            output_height: shape.windows[0].output,
            output_width: shape.windows[1].output,
            filters: self.filters,
            kernel_size: self.kernel_size,
            strides: self.strides,
            dilation: self.dilation,
            groups: self.groups,
            top: shape.windows[0].before,
            left: shape.windows[1].before,
            use_bias: self.use_bias,
            epilogue: self.epilogue,
        }
    }
}

/// The formula, element by element.
fn naive_forward(layer: &Conv2D, samples: usize, x: &[f32], parameters: &[f32]) -> Vec<f32> {
    let (kernel, bias) = parameters.split_at(layer.kernel().len());
    let (group_channels, group_filters) =
        (layer.channels / layer.groups, layer.filters / layer.groups);
    let mut output = Vec::new();
    for sample in 0..samples {
        for i in 0..layer.output_height {
            for j in 0..layer.output_width {
                for f in 0..layer.filters {
                    let mut sum = if layer.use_bias {
                        f64::from(bias[f])
                    } else {
                        0.0
                    };
                    for u in 0..layer.kernel_size[0] {
                        for v in 0..layer.kernel_size[1] {
                            let y = (i * layer.strides[0] + u * layer.dilation[0]) as isize
                                - layer.top as isize;
                            let z = (j * layer.strides[1] + v * layer.dilation[1]) as isize
                                - layer.left as isize;
                            if y < 0
                                || z < 0
                                || y as usize >= layer.height
                                || z as usize >= layer.width
                            {
                                continue;
                            }
                            let pixel =
                                (sample * layer.height + y as usize) * layer.width + z as usize;
                            for c in 0..group_channels {
                                let x = x[pixel * layer.channels
                                    + f / group_filters * group_channels
                                    + c];
                                let tap = (u * layer.kernel_size[1] + v) * group_channels + c;
                                sum += f64::from(x) * f64::from(kernel[tap * layer.filters + f]);
                            }
                        }
                    }
                    output.push(sum as f32);
                }
            }
        }
    }
    output
}

fn check(layer: Conv2D) -> Check<Conv2D> {
    let output = layer.output().len();
    let needs = layer.epilogue.activation.backward_needs();
    let mut check = Check::new(layer);
    check.inputs = vec![layer.height * layer.width * layer.channels];
    check.keep_inputs = vec![true];
    if layer.epilogue.residual {
        check.inputs.push(output);
        check.keep_inputs.push(false);
        check.residual_in_place = true;
    }
    check.outputs = vec![output];
    check.keep_outputs = vec![needs == BackwardNeeds::Output && !layer.epilogue.save_input];
    let rows = layer.patch() + usize::from(layer.use_bias);
    check.parameters = rows * layer.filters;
    check.late = Some((rows, layer.filters, layer.late_scratch()));
    check.saved = if layer.epilogue.save_input {
        vec![output]
    } else {
        vec![]
    };
    check.scratch = Box::new(move |samples| layer.scratch(samples));
    check
}

fn plain(
    input: [usize; 3],
    filters: usize,
    kernel_size: [usize; 2],
    padding: Padding,
) -> Arguments {
    Arguments {
        input,
        filters,
        kernel_size,
        strides: [1, 1],
        dilation: [1, 1],
        groups: 1,
        padding,
        use_bias: true,
        epilogue: Epilogue::NONE,
    }
}

#[test]
fn the_formula_holds_and_gradients_are_those_of_the_output() {
    let same = Padding::Same;
    let cases = [
        plain([6, 7, 3], 4, [3, 3], Padding::Valid),
        plain([5, 4, 2], 5, [3, 2], same),
        plain([4, 5, 3], 7, [1, 1], Padding::Valid),
        plain([2, 3, 2], 3, [5, 5], same),
        Arguments {
            strides: [2, 3],
            use_bias: false,
            ..plain([9, 8, 2], 3, [3, 2], same)
        },
        Arguments {
            dilation: [2, 3],
            ..plain([8, 9, 2], 3, [3, 3], same)
        },
        Arguments {
            groups: 2,
            ..plain([5, 5, 4], 6, [3, 3], same)
        },
        Arguments {
            groups: 4,
            strides: [2, 2],
            ..plain([5, 6, 4], 4, [3, 3], Padding::Valid)
        },
        Arguments {
            strides: [2, 2],
            ..plain([5, 6, 4], 3, [1, 1], Padding::Valid)
        },
    ];
    for case in cases {
        let layer = case.layer();
        let plain = check(layer);
        let (x, parameters) = (
            numbers(3 * plain.inputs[0], 1),
            numbers(plain.parameters, 2),
        );
        let expected = naive_forward(&layer, 3, &x, &parameters);
        assert_close(&plain.forward(3, &[x], &parameters)[0], &expected);
        plain.run();
    }
}

#[test]
fn the_epilogue_is_differentiated() {
    let dropout = Some(Dropout { rate: 0.3, node: 4 });
    for epilogue in [
        Epilogue {
            activation: Activation::Tanh,
            dropout,
            residual: true,
            save_input: false,
            ..Epilogue::NONE
        },
        Epilogue {
            activation: Activation::Gelu,
            dropout,
            residual: true,
            save_input: true,
            ..Epilogue::NONE
        },
    ] {
        check(
            Arguments {
                epilogue,
                ..plain([4, 5, 3], 4, [3, 3], Padding::Same)
            }
            .layer(),
        )
        .run();
        check(
            Arguments {
                epilogue,
                groups: 2,
                ..plain([4, 5, 2], 4, [1, 1], Padding::Same)
            }
            .layer(),
        )
        .run();
        check(
            Arguments {
                epilogue,
                ..plain([4, 5, 3], 4, [1, 1], Padding::Same)
            }
            .layer(),
        )
        .run();
    }
}

#[test]
fn several_blocks_of_patches_change_nothing() {
    let layer = plain([23, 19, 5], 6, [5, 5], Padding::Same).layer();
    assert!(convolution::block_rows(5 * layer.positions(), layer.patch()) < 5 * layer.positions());
    let plain = check(layer);
    let (x, parameters) = (
        numbers(3 * plain.inputs[0], 1),
        numbers(plain.parameters, 2),
    );
    let expected = naive_forward(&layer, 3, &x, &parameters);
    assert_close(&plain.forward(3, &[x], &parameters)[0], &expected);
    plain.run();
}

#[test]
fn keras_agrees() {
    let reference = Reference::open("layers_conv");
    let mut compared = 0;
    for case in reference.cases().filter(|case| case.layer() == "Conv2D") {
        let shape = case.shape("x");
        let activation = case
            .activation(case.argument("activation").as_str().unwrap_or("linear"))
            .unwrap();
        let same = case.argument("padding").as_str() == Some("same");
        let layer = Arguments {
            input: [shape[1], shape[2], shape[3]],
            filters: case.shape("y")[3],
            kernel_size: case.pair("kernel_size", [1, 1]),
            strides: case.pair("strides", [1, 1]),
            dilation: case.pair("dilation_rate", [1, 1]),
            groups: case.pair("groups", [1, 1])[0],
            padding: if same { Padding::Same } else { Padding::Valid },
            use_bias: case.flag("use_bias", true),
            epilogue: Epilogue {
                activation,
                ..Epilogue::NONE
            },
        }
        .layer();
        let mut parameters = case.values("kernel");
        if layer.use_bias {
            parameters.extend(case.values("bias"));
        }
        let pass = check(layer).pass(
            shape[0],
            &[case.values("x")],
            &parameters,
            &[case.values("dy")],
        );
        case.check("y", &pass.outputs[0], (1e-5, 2e-6));
        case.check("dx", &pass.input_cotangents[0], (5e-5, 1e-5));
        let (kernel, bias) = pass.gradients.split_at(layer.kernel().len());
        case.check("dkernel", kernel, (5e-5, 1e-5));
        if layer.use_bias {
            case.check("dbias", bias, (5e-5, 1e-5));
        }
        compared += 1;
    }
    assert_eq!(compared, 10);
}
