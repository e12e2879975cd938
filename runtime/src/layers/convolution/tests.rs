//! Convolutions against the formula, Keras and differences.

use super::naive;
use super::*;
use crate::activations::{Activation, BackwardNeeds};
use crate::epilogue::Dropout;
use crate::inference::Inference;
use crate::layers::check::{Check, assert_close, numbers};
use crate::layers::reference::{Case, Reference};
use crate::layers::{Conv1D, Conv2D, Conv3D, DepthwiseConv1D, DepthwiseConv2D};
use crate::operation::Operation;
use formwork_shape_rules::convolution::{self as rules, Convolution as Rule};
use formwork_shape_rules::{Padding, Shape as Dims};

/// The arguments of a convolution over `N` axes, as Keras has them.
#[derive(Clone)]
pub(super) struct Arguments<const N: usize> {
    pub(super) input: [usize; N],
    pub(super) channels: usize,
    /// Of a depthwise convolution, kernels for each channel.
    pub(super) filters: usize,
    pub(super) kernel_size: [usize; N],
    pub(super) strides: [usize; N],
    pub(super) dilation: [usize; N],
    pub(super) groups: usize,
    pub(super) padding: Padding,
    pub(super) use_bias: bool,
    pub(super) epilogue: Epilogue,
}

pub(super) fn plain<const N: usize>(
    input: [usize; N],
    channels: usize,
    filters: usize,
    kernel_size: [usize; N],
    padding: Padding,
) -> Arguments<N> {
    Arguments {
        input,
        channels,
        filters,
        kernel_size,
        strides: [1; N],
        dilation: [1; N],
        groups: 1,
        padding,
        use_bias: true,
        epilogue: Epilogue::NONE,
    }
}

impl<const N: usize> Arguments<N> {
    pub(super) fn input(&self) -> Dims {
        let mut dims = self.input.to_vec();
        dims.push(self.channels);
        Dims::of(&dims)
    }

    fn rule(&self) -> Rule<N> {
        rules::convolution(
            self.input(),
            self.filters,
            self.kernel_size,
            self.strides,
            self.padding,
            self.dilation,
            self.groups,
        )
        .unwrap()
    }

    fn depthwise_rule(&self) -> Rule<N> {
        rules::depthwise(
            self.input(),
            self.filters,
            self.kernel_size,
            self.strides,
            self.padding,
            self.dilation,
        )
        .unwrap()
    }
}

/// A layer that is made of the arguments of a convolution.
trait Made<const N: usize>: Operation + Inference + Copy {
    fn made(arguments: &Arguments<N>) -> (Self, Convolution, Rule<N>);
}

impl Made<1> for Conv1D {
    fn made(arguments: &Arguments<1>) -> (Conv1D, Convolution, Rule<1>) {
        let rule = arguments.rule();
        let layer = Conv1D {
            length: arguments.input[0],
            channels: arguments.channels,
            output_length: rule.windows[0].output,
            filters: arguments.filters,
            kernel_size: arguments.kernel_size[0],
            strides: arguments.strides[0],
            dilation: arguments.dilation[0],
            groups: arguments.groups,
            before: rule.windows[0].before,
            use_bias: arguments.use_bias,
            epilogue: arguments.epilogue,
        };
        (layer, layer.convolution(), rule)
    }
}

impl Made<2> for Conv2D {
    fn made(arguments: &Arguments<2>) -> (Conv2D, Convolution, Rule<2>) {
        let rule = arguments.rule();
        let layer = Conv2D {
            height: arguments.input[0],
            width: arguments.input[1],
            channels: arguments.channels,
            output_height: rule.windows[0].output,
            output_width: rule.windows[1].output,
            filters: arguments.filters,
            kernel_size: arguments.kernel_size,
            strides: arguments.strides,
            dilation: arguments.dilation,
            groups: arguments.groups,
            top: rule.windows[0].before,
            left: rule.windows[1].before,
            use_bias: arguments.use_bias,
            epilogue: arguments.epilogue,
        };
        (layer, layer.convolution(), rule)
    }
}

impl Made<3> for Conv3D {
    fn made(arguments: &Arguments<3>) -> (Conv3D, Convolution, Rule<3>) {
        let rule = arguments.rule();
        let layer = Conv3D {
            depth: arguments.input[0],
            height: arguments.input[1],
            width: arguments.input[2],
            channels: arguments.channels,
            output_depth: rule.windows[0].output,
            output_height: rule.windows[1].output,
            output_width: rule.windows[2].output,
            filters: arguments.filters,
            kernel_size: arguments.kernel_size,
            strides: arguments.strides,
            dilation: arguments.dilation,
            groups: arguments.groups,
            front: rule.windows[0].before,
            top: rule.windows[1].before,
            left: rule.windows[2].before,
            use_bias: arguments.use_bias,
            epilogue: arguments.epilogue,
        };
        (layer, layer.convolution(), rule)
    }
}

impl Made<1> for DepthwiseConv1D {
    fn made(arguments: &Arguments<1>) -> (DepthwiseConv1D, Convolution, Rule<1>) {
        let rule = arguments.depthwise_rule();
        let layer = DepthwiseConv1D {
            length: arguments.input[0],
            channels: arguments.channels,
            output_length: rule.windows[0].output,
            depth_multiplier: arguments.filters,
            kernel_size: arguments.kernel_size[0],
            strides: arguments.strides[0],
            dilation: arguments.dilation[0],
            before: rule.windows[0].before,
            use_bias: arguments.use_bias,
            epilogue: arguments.epilogue,
        };
        (layer, layer.convolution(), rule)
    }
}

impl Made<2> for DepthwiseConv2D {
    fn made(arguments: &Arguments<2>) -> (DepthwiseConv2D, Convolution, Rule<2>) {
        let rule = arguments.depthwise_rule();
        let layer = DepthwiseConv2D {
            height: arguments.input[0],
            width: arguments.input[1],
            channels: arguments.channels,
            output_height: rule.windows[0].output,
            output_width: rule.windows[1].output,
            depth_multiplier: arguments.filters,
            kernel_size: arguments.kernel_size,
            strides: arguments.strides,
            dilation: arguments.dilation,
            top: rule.windows[0].before,
            left: rule.windows[1].before,
            use_bias: arguments.use_bias,
            epilogue: arguments.epilogue,
        };
        (layer, layer.convolution(), rule)
    }
}

fn check<O: Made<N>, const N: usize>(arguments: &Arguments<N>) -> Check<O> {
    let (layer, convolution, rule) = O::made(arguments);
    let output = rule.output.len();
    let epilogue = convolution.epilogue;
    let needs = epilogue.activation.backward_needs();
    let mut check = Check::new(layer);
    check.inputs = vec![arguments.input().len()];
    check.keep_inputs = vec![true];
    if epilogue.residual {
        check.inputs.push(output);
        check.keep_inputs.push(false);
        check.residual_in_place = true;
    }
    check.outputs = vec![output];
    check.keep_outputs = vec![needs == BackwardNeeds::Output && !epilogue.save_input];
    let filters = rule.sizes.filters;
    let rows = rule.kernel.len() / filters + usize::from(convolution.use_bias);
    check.parameters = rows * filters;
    check.late = Some((rows, filters, rule.sizes.late_scratch()));
    check.saved = if epilogue.save_input {
        vec![output]
    } else {
        vec![]
    };
    check.scratch = Box::new(move |samples| rule.sizes.scratch(samples));
    check
}

/// Compares with the formula, and runs all checks.
fn run<O: Made<N>, const N: usize>(arguments: Arguments<N>) {
    let (_, convolution, rule) = O::made(&arguments);
    let check = check::<O, N>(&arguments);
    let x = numbers(3 * check.inputs[0], 1);
    let parameters = numbers(check.parameters, 2);
    if !arguments.epilogue.residual && arguments.epilogue.activation == Activation::Linear {
        let (kernel, bias) = parameters.split_at(rule.kernel.len());
        let expected = naive::forward(&convolution.shape, 3, &x, kernel);
        let expected = naive::biased(expected, bias);
        assert_close(&check.forward(3, &[x], &parameters)[0], &expected);
    }
    check.run();
}

pub(super) const SAME: Padding = Padding::Same;
pub(super) const VALID: Padding = Padding::Valid;

#[test]
fn sequences() {
    run::<Conv1D, 1>(plain([9], 3, 4, [3], VALID));
    run::<Conv1D, 1>(plain([8], 3, 5, [4], SAME));
    run::<Conv1D, 1>(plain([7], 5, 3, [1], VALID));
    for (strides, dilation) in [([1], [1]), ([2], [1]), ([1], [3])] {
        run::<Conv1D, 1>(Arguments {
            strides,
            dilation,
            ..plain([11], 2, 3, [3], Padding::Causal)
        });
    }
    run::<Conv1D, 1>(Arguments {
        groups: 2,
        use_bias: false,
        ..plain([7], 6, 4, [2], VALID)
    });
}

#[test]
fn images() {
    run::<Conv2D, 2>(plain([6, 7], 3, 4, [3, 3], VALID));
    run::<Conv2D, 2>(plain([5, 4], 2, 5, [3, 2], SAME));
    run::<Conv2D, 2>(plain([4, 5], 3, 7, [1, 1], VALID));
    run::<Conv2D, 2>(plain([2, 3], 2, 3, [5, 5], SAME));
    run::<Conv2D, 2>(Arguments {
        strides: [2, 3],
        use_bias: false,
        ..plain([9, 8], 2, 3, [3, 2], SAME)
    });
    run::<Conv2D, 2>(Arguments {
        dilation: [2, 3],
        ..plain([8, 9], 2, 3, [3, 3], SAME)
    });
    run::<Conv2D, 2>(Arguments {
        strides: [2, 2],
        ..plain([5, 6], 2, 3, [1, 1], VALID)
    });
}

#[test]
fn volumes() {
    run::<Conv3D, 3>(plain([4, 5, 4], 2, 3, [2, 3, 2], VALID));
    run::<Conv3D, 3>(plain([3, 2, 4], 2, 3, [1, 1, 1], VALID));
    run::<Conv3D, 3>(Arguments {
        strides: [2, 1, 3],
        ..plain([5, 4, 6], 2, 3, [3, 2, 4], SAME)
    });
    run::<Conv3D, 3>(Arguments {
        dilation: [2, 1, 2],
        groups: 2,
        ..plain([5, 3, 6], 4, 2, [2, 3, 3], SAME)
    });
}

#[test]
fn groups() {
    // Small ones without patches, of 3 and 5, 16 and 16, and larger ones with them.
    for (channels, filters, groups) in [(4, 6, 2), (9, 15, 3), (32, 32, 2), (6, 38, 2), (34, 4, 2)]
    {
        run::<Conv2D, 2>(Arguments {
            groups,
            ..plain([4, 5], channels, filters, [3, 2], SAME)
        });
    }
    run::<Conv2D, 2>(Arguments {
        groups: 3,
        strides: [2, 3],
        ..plain([7, 8], 6, 9, [3, 4], SAME)
    });
    run::<Conv2D, 2>(Arguments {
        groups: 2,
        dilation: [1, 2],
        ..plain([5, 7], 4, 4, [2, 3], VALID)
    });
    // One element of the kernel for each channel.
    run::<Conv2D, 2>(Arguments {
        groups: 4,
        strides: [2, 2],
        ..plain([5, 6], 4, 4, [3, 3], VALID)
    });
}

#[test]
fn depthwise() {
    // Channels that fill no vector, some of several widths, and more than the largest.
    for channels in [1, 3, 7, 45] {
        run::<DepthwiseConv2D, 2>(plain([4, 5], channels, 1, [3, 2], SAME));
        run::<DepthwiseConv1D, 1>(plain([9], channels, 2, [4], Padding::Causal));
    }
    run::<DepthwiseConv2D, 2>(Arguments {
        strides: [2, 3],
        ..plain([7, 8], 5, 1, [3, 3], SAME)
    });
    run::<DepthwiseConv2D, 2>(Arguments {
        strides: [3, 2],
        use_bias: false,
        ..plain([8, 7], 3, 3, [2, 1], VALID)
    });
    run::<DepthwiseConv2D, 2>(Arguments {
        dilation: [2, 3],
        ..plain([7, 8], 4, 1, [3, 3], SAME)
    });
    run::<DepthwiseConv1D, 1>(Arguments {
        strides: [2],
        ..plain([9], 4, 1, [3], VALID)
    });
    // A kernel larger than the input, whose outermost elements read nothing.
    run::<DepthwiseConv2D, 2>(plain([2, 1], 3, 1, [7, 5], SAME));
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
        run::<Conv2D, 2>(Arguments {
            epilogue,
            ..plain([4, 5], 3, 4, [3, 3], SAME)
        });
        run::<Conv2D, 2>(Arguments {
            epilogue,
            groups: 2,
            ..plain([4, 5], 2, 4, [1, 1], SAME)
        });
        run::<Conv2D, 2>(Arguments {
            epilogue,
            ..plain([4, 5], 3, 4, [1, 1], SAME)
        });
        run::<DepthwiseConv2D, 2>(Arguments {
            epilogue,
            ..plain([4, 5], 3, 1, [3, 3], SAME)
        });
    }
}

#[test]
fn several_blocks_of_patches_change_nothing() {
    let arguments = plain([23, 19], 5, 6, [5, 5], SAME);
    let shape = Conv2D::made(&arguments).1.shape;
    assert!(block_rows(5 * positions(&shape), patch(&shape)) < 5 * positions(&shape));
    run::<Conv2D, 2>(arguments);
}

/// A case's arguments over `N` axes.
pub(super) fn arguments<const N: usize>(case: Case<'_>) -> Arguments<N> {
    let shape = case.shape("x");
    let sizes = |name: &str| case.extents(name, &[1; N]).try_into().unwrap();
    let one = |name: &str| case.extents(name, &[1])[0];
    let name = case.argument("activation").as_str().unwrap_or("linear");
    let filters = case.argument("filters").as_u64();
    let multiplier = one("depth_multiplier");
    Arguments {
        input: std::array::from_fn(|axis| shape[1 + axis]),
        channels: shape[1 + N],
        filters: filters.map_or(multiplier, |filters| filters as usize),
        kernel_size: sizes("kernel_size"),
        strides: sizes("strides"),
        dilation: sizes("dilation_rate"),
        groups: one("groups"),
        padding: match case.argument("padding").as_str() {
            Some("same") => SAME,
            Some("causal") => Padding::Causal,
            _ => VALID,
        },
        use_bias: case.flag("use_bias", true),
        epilogue: Epilogue {
            activation: case.activation(name).unwrap(),
            ..Epilogue::NONE
        },
    }
}

/// Compares all cases of a layer.
fn agree<O: Made<N>, const N: usize>(layer: &str, cases: usize) {
    let reference = Reference::open("layers_conv");
    let mut compared = 0;
    for case in reference.cases().filter(|case| case.layer() == layer) {
        let check = check::<O, N>(&arguments(case));
        let kernel = case.values("kernel");
        let mut parameters = kernel.clone();
        if case.has("bias") {
            parameters.extend(case.values("bias"));
        }
        let pass = check.pass(
            case.shape("x")[0],
            &[case.values("x")],
            &parameters,
            &[case.values("dy")],
        );
        case.check("y", &pass.outputs[0], (1e-5, 2e-6));
        case.check("dx", &pass.input_cotangents[0], (5e-5, 1e-5));
        let (kernel, bias) = pass.gradients.split_at(kernel.len());
        case.check("dkernel", kernel, (5e-5, 1e-5));
        if case.has("bias") {
            case.check("dbias", bias, (5e-5, 1e-5));
        }
        compared += 1;
    }
    assert_eq!(compared, cases);
}

#[test]
fn keras_agrees() {
    agree::<Conv1D, 1>("Conv1D", 9);
    agree::<Conv2D, 2>("Conv2D", 10);
    agree::<Conv3D, 3>("Conv3D", 2);
    agree::<DepthwiseConv1D, 1>("DepthwiseConv1D", 1);
    agree::<DepthwiseConv2D, 2>("DepthwiseConv2D", 2);
}
