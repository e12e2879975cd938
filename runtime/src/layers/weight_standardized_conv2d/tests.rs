use super::*;
use crate::activations::Activation;
use crate::layers::check::Check;
use crate::layers::reference::Reference;
use formwork_shape_rules::convolution::convolution;
use formwork_shape_rules::{Padding, Shape};

fn layer(statistic: Statistic, epsilon: f32, epilogue: Epilogue) -> WeightStandardizedConv2D {
    WeightStandardizedConv2D {
        convolution: Conv2D {
            height: 5,
            width: 4,
            channels: 2,
            output_height: 3,
            output_width: 3,
            filters: 3,
            kernel_size: [3, 2],
            strides: [1, 1],
            dilation: [1, 1],
            groups: 1,
            top: 0,
            left: 0,
            use_bias: true,
            epilogue: Epilogue::NONE,
        },
        fan_in: 12,
        filters: 3,
        use_bias: true,
        statistic,
        epsilon,
        epilogue,
    }
}

fn check(operation: WeightStandardizedConv2D) -> Check<WeightStandardizedConv2D> {
    let view = operation.standardization().view;
    let mut check = Check::new(operation);
    check.inputs = vec![40];
    check.keep_inputs = vec![true];
    check.outputs = vec![27];
    check.keep_outputs = vec![true];
    check.parameters = 36 + 3 + 3;
    check.scratch = Box::new(move |samples| {
        let input = Shape::of(&[5, 4, 2]);
        let rule = convolution(input, 3, [3, 2], [1, 1], Padding::Valid, [1, 1], 1);
        let convolution = rule.expect("it fits").sizes.scratch(samples);
        let standardization = 2 * view.sets() + view.scratch();
        2 * operation.weights_len() + standardization + convolution
    });
    check
}

#[test]
fn gradients_are_those_of_the_output() {
    for (statistic, epsilon) in [
        (Statistic::Spread, 1e-4),
        (Statistic::Spread, 100.0),
        (Statistic::PaddedSpread, 0.1),
    ] {
        check(layer(statistic, epsilon, Epilogue::NONE)).run();
        let epilogue = Epilogue {
            residual: true,
            activation: Activation::Tanh,
            ..Epilogue::NONE
        };
        let mut check = check(layer(statistic, epsilon, epilogue));
        check.inputs.push(27);
        check.keep_inputs.push(false);
        check.run();
    }
}

/// The kernel by itself, against the formulas in double precision.
#[test]
fn the_references_agree() {
    let reference = Reference::open("layers_norm");
    let is_ours = |case: &crate::layers::reference::Case<'_>| case.name().starts_with("ws_");
    assert_eq!(reference.cases().filter(is_ours).count(), 4);
    for case in reference.cases().filter(is_ours) {
        let shape = case.shape("kernel");
        let filters = shape[shape.len() - 1];
        let fan_in = shape.iter().product::<usize>() / filters;
        let statistic = match case.argument("variant").as_str() {
            Some("timm") => Statistic::PaddedSpread,
            _ => Statistic::Spread,
        };
        let layer = WeightStandardizedConv2D {
            fan_in,
            filters,
            ..layer(statistic, case.number("epsilon", 0.0), Epilogue::NONE)
        };
        let (kernel, gain) = (case.values("kernel"), case.values("gain"));
        let parameters = [&kernel[..], &gain, &vec![0.0; filters]].concat();
        let mut scratch = vec![0.7; 2 * kernel.len() + 20 * filters];
        let (weights, _) = layer
            .weights(&parameters, &mut scratch)
            .expect("enough scratch");
        case.check("y", &weights[..kernel.len()], (1e-5, 2e-6));
        let mut cotangent = case.values("dy");
        let mut gains = vec![0.0; filters];
        layer.standardization().differentiate_alone(
            &gain,
            &kernel,
            &mut cotangent,
            &mut gains,
            &mut vec![0.7; 20 * filters],
        );
        case.check("dkernel", &cotangent, (5e-5, 1e-5));
        case.check("dgain", &gains, (5e-5, 1e-5));
    }
}

/// DeepMind divides 1, 2, 3 and 4 by √5, timm by √(5 + 4 · 10⁻⁵).
#[test]
fn a_ramp_is_standardized() {
    for (statistic, epsilon, expected) in [
        (Statistic::Spread, 1e-4, [-0.670_820_4, -0.223_606_8]),
        (Statistic::PaddedSpread, 1e-5, [-0.670_817_7, -0.223_605_9]),
    ] {
        let layer = WeightStandardizedConv2D {
            fan_in: 4,
            filters: 1,
            ..layer(statistic, epsilon, Epilogue::NONE)
        };
        let mut scratch = vec![0.7; 60];
        let parameters = [1.0, 2.0, 3.0, 4.0, 1.0, 0.25];
        let (weights, _) = layer
            .weights(&parameters, &mut scratch)
            .expect("enough scratch");
        for (place, expected) in expected.into_iter().enumerate() {
            assert!((weights[place] - expected).abs() < 3e-7, "{weights:?}");
            assert!((weights[3 - place] + expected).abs() < 3e-7, "{weights:?}");
        }
        assert_eq!(weights[4], 0.25);
    }
}
