//! Transposed convolutions against the formula, Keras and differences.

use super::super::naive;
use super::super::tests::{Arguments, SAME, VALID, arguments, plain};
use super::*;
use crate::activations::{Activation, BackwardNeeds};
use crate::epilogue::Dropout;
use crate::layers::check::{Check, assert_close, numbers};
use crate::layers::reference::Reference;
use crate::layers::{Conv1DTranspose, Conv2DTranspose};
use crate::operation::Operation;
use formwork_shape_rules::convolution::{self as rules, Convolution as Rule};

fn rule<const N: usize>(arguments: &Arguments<N>, output_padding: Option<[usize; N]>) -> Rule<N> {
    rules::transposed(
        arguments.input(),
        arguments.filters,
        arguments.kernel_size,
        arguments.strides,
        arguments.padding,
        output_padding,
        arguments.dilation,
    )
    .unwrap()
}

trait Made<const N: usize>: Operation + Copy {
    fn made(arguments: &Arguments<N>, rule: &Rule<N>) -> (Self, Transposed);
}

impl Made<1> for Conv1DTranspose {
    fn made(arguments: &Arguments<1>, rule: &Rule<1>) -> (Conv1DTranspose, Transposed) {
        let layer = Conv1DTranspose {
            length: arguments.input[0],
            channels: arguments.channels,
            output_length: rule.output.dims()[0],
            filters: arguments.filters,
            kernel_size: arguments.kernel_size[0],
            strides: arguments.strides[0],
            dilation: arguments.dilation[0],
            before: rule.windows[0].before,
            use_bias: arguments.use_bias,
            epilogue: arguments.epilogue,
        };
        (layer, layer.transposed())
    }
}

impl Made<2> for Conv2DTranspose {
    fn made(arguments: &Arguments<2>, rule: &Rule<2>) -> (Conv2DTranspose, Transposed) {
        let layer = Conv2DTranspose {
            height: arguments.input[0],
            width: arguments.input[1],
            channels: arguments.channels,
            output_height: rule.output.dims()[0],
            output_width: rule.output.dims()[1],
            filters: arguments.filters,
            kernel_size: arguments.kernel_size,
            strides: arguments.strides,
            dilation: arguments.dilation,
            top: rule.windows[0].before,
            left: rule.windows[1].before,
            use_bias: arguments.use_bias,
            epilogue: arguments.epilogue,
        };
        (layer, layer.transposed())
    }
}

fn check<O: Made<N>, const N: usize>(arguments: &Arguments<N>, rule: Rule<N>) -> Check<O> {
    let (layer, _) = O::made(arguments, &rule);
    let output = rule.output.len();
    let epilogue = arguments.epilogue;
    let mut check = Check::new(layer);
    check.inputs = vec![arguments.input().len()];
    check.keep_inputs = vec![true];
    if epilogue.residual {
        check.inputs.push(output);
        check.keep_inputs.push(false);
        check.residual_in_place = true;
    }
    check.outputs = vec![output];
    check.keep_outputs = vec![epilogue.activation.backward_needs() == BackwardNeeds::Output];
    let bias = if arguments.use_bias {
        arguments.filters
    } else {
        0
    };
    check.parameters = rule.kernel.len() + bias;
    check.scratch = Box::new(move |samples| rule.sizes.scratch(samples));
    check
}

fn run<O: Made<N>, const N: usize>(arguments: Arguments<N>, output_padding: Option<[usize; N]>) {
    let rule = rule(&arguments, output_padding);
    let (_, transposed) = O::made(&arguments, &rule);
    let check = check::<O, N>(&arguments, rule);
    let x = numbers(3 * check.inputs[0], 1);
    let parameters = numbers(check.parameters, 2);
    if arguments.epilogue == Epilogue::NONE {
        let (kernel, bias) = parameters.split_at(rule.kernel.len());
        let expected = naive::transposed(&transposed.shape, 3, &x, kernel);
        let expected = naive::biased(expected, bias);
        assert_close(&check.forward(3, &[x], &parameters)[0], &expected);
    }
    check.run();
}

#[test]
fn the_formula_holds_and_gradients_are_those_of_the_output() {
    run::<Conv1DTranspose, 1>(plain([7], 3, 4, [3], VALID), None);
    run::<Conv1DTranspose, 1>(
        Arguments {
            strides: [3],
            ..plain([5], 3, 2, [2], SAME)
        },
        None,
    );
    run::<Conv1DTranspose, 1>(
        Arguments {
            dilation: [2],
            ..plain([6], 2, 3, [3], SAME)
        },
        None,
    );
    run::<Conv2DTranspose, 2>(plain([4, 5], 3, 2, [3, 2], VALID), None);
    run::<Conv2DTranspose, 2>(plain([4, 5], 3, 2, [1, 1], VALID), None);
    run::<Conv2DTranspose, 2>(
        Arguments {
            strides: [2, 3],
            use_bias: false,
            ..plain([3, 4], 3, 5, [3, 4], SAME)
        },
        None,
    );
    run::<Conv2DTranspose, 2>(
        Arguments {
            strides: [3, 2],
            ..plain([3, 4], 2, 3, [2, 5], SAME)
        },
        Some([2, 1]),
    );
    // Several blocks of patches.
    run::<Conv2DTranspose, 2>(plain([11, 9], 3, 25, [5, 5], SAME), None);
}

#[test]
fn the_epilogue_is_differentiated() {
    let epilogue = Epilogue {
        activation: Activation::Tanh,
        dropout: Some(Dropout { rate: 0.3, node: 4 }),
        residual: true,
        save_input: false,
        ..Epilogue::NONE
    };
    let arguments = Arguments {
        epilogue,
        strides: [2, 2],
        ..plain([3, 2], 3, 4, [3, 3], SAME)
    };
    run::<Conv2DTranspose, 2>(arguments, None);
}

fn agree<O: Made<N>, const N: usize>(layer: &str, cases: usize) {
    let reference = Reference::open("layers_conv");
    let mut compared = 0;
    for case in reference.cases().filter(|case| case.layer() == layer) {
        let arguments = arguments(case);
        let is_given = !case.argument("output_padding").is_null();
        let added = case.extents("output_padding", &[0; N]);
        let added = is_given.then(|| added.try_into().unwrap());
        let kernel = case.values("kernel");
        let pass = check::<O, N>(&arguments, rule(&arguments, added)).pass(
            case.shape("x")[0],
            &[case.values("x")],
            &[&kernel[..], &case.values("bias")].concat(),
            &[case.values("dy")],
        );
        case.check("y", &pass.outputs[0], (1e-5, 2e-6));
        case.check("dx", &pass.input_cotangents[0], (5e-5, 1e-5));
        let (kernel, bias) = pass.gradients.split_at(kernel.len());
        case.check("dkernel", kernel, (5e-5, 1e-5));
        case.check("dbias", bias, (5e-5, 1e-5));
        compared += 1;
    }
    assert_eq!(compared, cases);
}

#[test]
fn keras_agrees() {
    agree::<Conv1DTranspose, 1>("Conv1DTranspose", 1);
    agree::<Conv2DTranspose, 2>("Conv2DTranspose", 6);
}
