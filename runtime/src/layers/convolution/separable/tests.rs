//! Separable convolutions against the formula, Keras and differences.

use super::super::naive;
use super::super::tests::{Arguments, SAME, VALID, arguments, plain};
use super::*;
use crate::activations::{Activation, BackwardNeeds};
use crate::epilogue::Dropout;
use crate::layers::check::{Check, assert_close, numbers};
use crate::layers::reference::Reference;
use crate::layers::{SeparableConv1D, SeparableConv2D};
use crate::operation::Operation;
use formwork_shape_rules::Padding;
use formwork_shape_rules::convolution::{self as rules, Separable as Rule};

/// The arguments, of which the groups are the depth multiplier.
fn rule<const N: usize>(arguments: &Arguments<N>) -> Rule<N> {
    rules::separable(
        arguments.input(),
        arguments.filters,
        arguments.groups,
        arguments.kernel_size,
        arguments.strides,
        arguments.padding,
        arguments.dilation,
    )
    .unwrap()
}

trait Made<const N: usize>: Operation + Copy {
    fn made(arguments: &Arguments<N>) -> (Self, Separable);
}

impl Made<1> for SeparableConv1D {
    fn made(arguments: &Arguments<1>) -> (SeparableConv1D, Separable) {
        let [window] = rule(arguments).depthwise.windows;
        let layer = SeparableConv1D {
            length: arguments.input[0],
            channels: arguments.channels,
            output_length: window.output,
            filters: arguments.filters,
            depth_multiplier: arguments.groups,
            kernel_size: arguments.kernel_size[0],
            strides: arguments.strides[0],
            dilation: arguments.dilation[0],
            before: window.before,
            use_bias: arguments.use_bias,
            epilogue: arguments.epilogue,
        };
        (layer, layer.separable())
    }
}

impl Made<2> for SeparableConv2D {
    fn made(arguments: &Arguments<2>) -> (SeparableConv2D, Separable) {
        let [rows, columns] = rule(arguments).depthwise.windows;
        let layer = SeparableConv2D {
            height: arguments.input[0],
            width: arguments.input[1],
            channels: arguments.channels,
            output_height: rows.output,
            output_width: columns.output,
            filters: arguments.filters,
            depth_multiplier: arguments.groups,
            kernel_size: arguments.kernel_size,
            strides: arguments.strides,
            dilation: arguments.dilation,
            top: rows.before,
            left: columns.before,
            use_bias: arguments.use_bias,
            epilogue: arguments.epilogue,
        };
        (layer, layer.separable())
    }
}

fn check<O: Made<N>, const N: usize>(arguments: &Arguments<N>) -> Check<O> {
    let (layer, _) = O::made(arguments);
    let rule = rule(arguments);
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
    check.parameters = rule.depthwise.kernel.len() + rule.pointwise_kernel.len() + bias;
    check.scratch = Box::new(move |_| rule.scratch());
    check
}

fn run<O: Made<N>, const N: usize>(arguments: Arguments<N>) {
    let (_, separable) = O::made(&arguments);
    let check = check::<O, N>(&arguments);
    let x = numbers(3 * check.inputs[0], 1);
    let parameters = numbers(check.parameters, 2);
    if arguments.epilogue == Epilogue::NONE {
        let shape = separable.shape;
        let (depthwise, rest) = parameters.split_at(rule(&arguments).depthwise.kernel.len());
        let (pointwise, bias) = rest.split_at(shape.filters * arguments.filters);
        let between = naive::biased(naive::forward(&shape, 3, &x, depthwise), &[]);
        let expected: Vec<f64> = between
            .chunks(shape.filters)
            .flat_map(|pixel| {
                (0..arguments.filters).map(move |f| {
                    let kernel = pointwise[f..].iter().step_by(arguments.filters);
                    let products = pixel.iter().zip(kernel);
                    products.map(|(x, w)| f64::from(*x) * f64::from(*w)).sum()
                })
            })
            .collect();
        let expected = naive::biased(expected, bias);
        assert_close(&check.forward(3, &[x], &parameters)[0], &expected);
    }
    check.run();
}

#[test]
fn the_formula_holds_and_gradients_are_those_of_the_output() {
    run::<SeparableConv1D, 1>(plain([9], 3, 4, [3], VALID));
    run::<SeparableConv1D, 1>(Arguments {
        groups: 2,
        dilation: [2],
        ..plain([9], 3, 4, [3], Padding::Causal)
    });
    run::<SeparableConv2D, 2>(plain([6, 5], 5, 3, [3, 2], SAME));
    run::<SeparableConv2D, 2>(Arguments {
        groups: 3,
        strides: [2, 3],
        use_bias: false,
        ..plain([7, 8], 2, 7, [3, 3], SAME)
    });
    // One channel, and a pointwise product that needs a workspace.
    run::<SeparableConv2D, 2>(plain([5, 6], 1, 2, [2, 2], VALID));
    run::<SeparableConv2D, 2>(plain([4, 5], 19, 21, [3, 3], SAME));
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
    run::<SeparableConv2D, 2>(Arguments {
        epilogue,
        ..plain([4, 5], 3, 4, [3, 3], SAME)
    });
}

fn agree<O: Made<N>, const N: usize>(layer: &str, cases: usize) {
    let reference = Reference::open("layers_conv");
    let mut compared = 0;
    for case in reference.cases().filter(|case| case.layer() == layer) {
        let mut arguments = arguments(case);
        arguments.groups = case.extents("depth_multiplier", &[1])[0];
        let names = ["depthwise_kernel", "pointwise_kernel", "bias"];
        let parameters: Vec<f32> = names.iter().flat_map(|name| case.values(name)).collect();
        let pass = check::<O, N>(&arguments).pass(
            case.shape("x")[0],
            &[case.values("x")],
            &parameters,
            &[case.values("dy")],
        );
        case.check("y", &pass.outputs[0], (1e-5, 2e-6));
        case.check("dx", &pass.input_cotangents[0], (5e-5, 1e-5));
        let mut gradients = &pass.gradients[..];
        for name in names {
            let (gradient, rest) = gradients.split_at(case.values(name).len());
            case.check(&format!("d{name}"), gradient, (5e-5, 1e-5));
            gradients = rest;
        }
        compared += 1;
    }
    assert_eq!(compared, cases);
}

#[test]
fn keras_agrees() {
    agree::<SeparableConv1D, 1>("SeparableConv1D", 1);
    agree::<SeparableConv2D, 2>("SeparableConv2D", 2);
}
