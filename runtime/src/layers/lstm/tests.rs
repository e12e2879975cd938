//! LSTMs against Keras, the specification's golden numbers and differences.

use super::*;
use crate::layers::check::{Check, assert_close, numbers};
use crate::layers::reference::Reference;

fn plain(steps: usize, inputs: usize, units: usize) -> Lstm {
    Lstm {
        steps,
        inputs,
        units,
        activation: Activation::Tanh,
        recurrent_activation: Activation::Sigmoid,
        use_bias: true,
        return_sequences: false,
        go_backwards: false,
    }
}

fn check(layer: Lstm, initial_state: bool, return_state: bool) -> Check<Lstm> {
    let units = layer.units;
    let mut check = Check::new(layer);
    check.inputs = vec![layer.steps * layer.inputs];
    check.outputs = vec![if layer.return_sequences {
        layer.steps * units
    } else {
        units
    }];
    if initial_state {
        check.inputs.extend([units, units]);
    }
    if return_state {
        check.outputs.extend([units, units]);
    }
    check.keep_inputs = check
        .inputs
        .iter()
        .enumerate()
        .map(|(index, _)| index == 0)
        .collect();
    check.keep_outputs = vec![false; check.outputs.len()];
    let rows = layer.inputs + units + usize::from(layer.use_bias);
    check.parameters = rows * 4 * units;
    check.saved = layer.saved().to_vec();
    check.scratch = Box::new(move |samples| layer.scratch(samples));
    check.late = Some((rows, 4 * units, layer.late_scratch()));
    check
}

#[test]
fn golden_numbers() {
    let layer = Lstm {
        return_sequences: true,
        ..plain(2, 1, 1)
    };
    let parameters = [0.5, 0.6, 0.7, 0.8, 0.1, 0.2, 0.3, 0.4, 0.0, 1.0, 0.0, 0.0];
    let found = check(layer, false, true).forward(1, &[vec![1.0, -1.0]], &parameters);
    assert_close(&found[0], &[0.247_975_4, 0.005_602_756]);
    assert_close(&found[1], &[0.005_602_756]);
    assert_close(&found[2], &[0.016_896_07]);
}

#[test]
fn gradients_are_those_of_the_output() {
    check(plain(4, 3, 5), false, false).run();
    check(
        Lstm {
            return_sequences: true,
            go_backwards: true,
            ..plain(3, 2, 4)
        },
        true,
        true,
    )
    .run();
    check(
        Lstm {
            use_bias: false,
            ..plain(1, 3, 2)
        },
        true,
        false,
    )
    .run();
    let input_kept = Lstm {
        activation: Activation::Gelu,
        return_sequences: true,
        ..plain(3, 2, 3)
    };
    check(input_kept, true, true).run();
    let both = Lstm {
        activation: Activation::Softsign,
        recurrent_activation: Activation::HardSigmoid,
        ..plain(3, 2, 3)
    };
    check(both, false, true).run();
    check(
        Lstm {
            recurrent_activation: Activation::HardSigmoid,
            ..plain(3, 2, 3)
        },
        false,
        false,
    )
    .run();
}

#[test]
fn the_default_loop_gives_the_bits_of_the_general_one() {
    let general = Cell {
        units: 7,
        activation: Activation::Tanh,
        recurrent_activation: Activation::Sigmoid,
        saves_input: true,
    };
    let fused = Cell {
        saves_input: false,
        ..general
    };
    assert!(fused.is_default());
    let (z, c) = (numbers(28, 1), numbers(7, 2));
    let mut gates = z.clone();
    let (mut found_c, mut found_h) = (c.clone(), vec![0.0; 7]);
    fused.forward(&mut gates, &mut found_c, &mut found_h, &mut [0.0; 70]);
    let mut activated = z;
    general.activate(&mut activated);
    assert_eq!(gates, activated);
    for unit in 0..7 {
        let expected = activated[7 + unit] * c[unit] + activated[unit] * activated[14 + unit];
        assert_eq!(found_c[unit], expected);
        let mut squashed = [expected];
        crate::activations::forward(Activation::Tanh, 1, &mut squashed);
        assert_eq!(found_h[unit], activated[21 + unit] * squashed[0]);
    }
}

#[test]
fn many_samples_go_in_blocks() {
    let layer = Lstm {
        return_sequences: true,
        ..plain(2, 3, 2)
    };
    let check = check(layer, true, true);
    let samples = 2 * BLOCK_SAMPLES + 3;
    let inputs: Vec<Vec<f32>> = check
        .inputs
        .iter()
        .map(|len| numbers(len * samples, 1))
        .collect();
    let cotangents: Vec<Vec<f32>> = check
        .outputs
        .iter()
        .map(|len| numbers(len * samples, 2))
        .collect();
    let parameters = numbers(check.parameters, 3);
    let whole = check.pass(samples, &inputs, &parameters, &cotangents);
    let last = |values: &Vec<f32>| values[values.len() - values.len() / samples..].to_vec();
    let alone = check.pass(
        1,
        &inputs.iter().map(last).collect::<Vec<_>>(),
        &parameters,
        &cotangents.iter().map(last).collect::<Vec<_>>(),
    );
    assert_eq!(
        whole.outputs.iter().map(last).collect::<Vec<_>>(),
        alone.outputs
    );
    assert_eq!(
        whole.input_cotangents.iter().map(last).collect::<Vec<_>>(),
        alone.input_cotangents
    );
    let inference = check.forward(samples, &inputs, &parameters);
    assert_eq!(
        inference, whole.outputs,
        "nothing random: inference and training are the same"
    );
}

#[test]
fn keras_agrees() {
    let reference = Reference::open("layers_recurrent");
    let mut compared = 0;
    for case in reference
        .cases()
        .filter(|case| case.layer() == "LSTM" && !case.has("mask"))
    {
        let shape = case.shape("x");
        let named = |argument: &str, default: &str| {
            case.activation(case.argument(argument).as_str().unwrap_or(default))
                .unwrap()
        };
        let layer = Lstm {
            activation: named("activation", "tanh"),
            recurrent_activation: named("recurrent_activation", "sigmoid"),
            use_bias: case.flag("use_bias", true),
            return_sequences: case.flag("return_sequences", false),
            go_backwards: case.flag("go_backwards", false),
            ..plain(shape[1], shape[2], *case.shape("y").last().unwrap())
        };
        let return_state = case.flag("return_state", false);
        let check = check(layer, case.has("h0"), return_state);
        let mut parameters = [case.values("kernel"), case.values("recurrent_kernel")].concat();
        if layer.use_bias {
            parameters.extend(case.values("bias"));
        }
        let mut inputs = vec![case.values("x")];
        if case.has("h0") {
            inputs.extend([case.values("h0"), case.values("c0")]);
        }
        let mut cotangents = vec![case.values("dy")];
        if return_state {
            cotangents.extend([case.values("dstate_h"), case.values("dstate_c")]);
        }
        let pass = check.pass(shape[0], &inputs, &parameters, &cotangents);
        let (value, gradient) = ((1e-5, 2e-6), (1e-4, 1e-5));
        for (name, found) in ["y", "state_h", "state_c"].iter().zip(&pass.outputs) {
            case.check(name, found, value);
        }
        for (name, found) in ["dx", "dh0", "dc0"].iter().zip(&pass.input_cotangents) {
            case.check(name, found, gradient);
        }
        let (kernel, recurrent, bias) = layer.split(&pass.gradients);
        case.check("dkernel", kernel, gradient);
        case.check("drecurrent_kernel", recurrent, gradient);
        if layer.use_bias {
            case.check("dbias", bias, gradient);
        }
        compared += 1;
    }
    assert_eq!(compared, 11);
}
