//! Batch normalization against Keras and differences, driven as generated code drives it.

use super::*;
use crate::activations::{Activation, BackwardNeeds};
use crate::epilogue::Dropout;
use crate::kernels::team::{SHARDS, shard_samples};
use crate::layers::check::{Check, RANDOM, assert_close, numbers};
use crate::layers::reference::Reference;
use crate::operation::At;

fn layer(positions: usize, channels: usize) -> BatchNormalization {
    BatchNormalization {
        positions,
        channels,
        momentum: 0.99,
        epsilon: 1e-3,
        center: true,
        scale: true,
        frozen: false,
        epilogue: Epilogue::NONE,
    }
}

/// What a step leaves.
#[derive(Debug, PartialEq)]
struct Step {
    output: Vec<f32>,
    input_cotangent: Vec<f32>,
    residual_cotangent: Vec<f32>,
    gradients: Vec<f32>,
    state: Vec<f32>,
}

/// How the cotangents of the input and the residual are asked for.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Write,
    Add,
    InPlace,
}

#[allow(clippy::too_many_arguments)] // as many as a step has
/// A training step in tiles of at most `tile` samples within each shard.
fn step(
    layer: &BatchNormalization,
    batch: usize,
    inputs: &[Vec<f32>],
    parameters: &[f32],
    state: &[f32],
    dy: &[f32],
    tile: usize,
    way: Way,
) -> Step {
    let len = layer.positions * layer.channels;
    let tiles: Vec<(usize, usize, usize)> = (0..SHARDS)
        .flat_map(|shard| {
            let samples = shard_samples(batch, shard);
            let firsts = samples.clone().step_by(tile);
            firsts.map(move |first| (shard, first, tile.min(samples.end - first)))
        })
        .collect();
    let part = |values: &[f32], first: usize, count: usize| {
        values[first * len..(first + count) * len].to_vec()
    };
    let mut state = state.to_vec();
    let mut sums = vec![0.0; SHARDS * layer.sums()];
    let mut statistics = vec![0.0; layer.statistics()];
    for &(shard, first, count) in &tiles {
        layer.gather(
            At::training(count, first, RANDOM).forward(&[&part(&inputs[0], first, count)], &mut []),
            &mut sums[shard * layer.sums()..][..layer.sums()],
        );
    }
    layer.settle(batch, &sums, &mut statistics, Some(&mut state));
    let mut output = vec![0.0; batch * len];
    let mut saved = vec![
        0.0;
        if layer.epilogue.save_input {
            batch * len
        } else {
            0
        }
    ];
    for &(_, first, count) in &tiles {
        let tile_inputs: Vec<Vec<f32>> = inputs
            .iter()
            .map(|input| part(input, first, count))
            .collect();
        let tile_inputs: Vec<&[f32]> = tile_inputs.iter().map(|input| &input[..]).collect();
        let range = first * len..(first + count) * len;
        let mut save: Vec<&mut [f32]> = if saved.is_empty() {
            vec![]
        } else {
            vec![&mut saved[range.clone()]]
        };
        layer.forward(Forward {
            mode: Mode::Training,
            samples: count,
            first_sample: first,
            inputs: &tile_inputs,
            outputs: &mut [&mut output[range]],
            parameters,
            absorbed: &[],
            state: &state,
            statistics: &statistics,
            saved: &mut save,
            scratch: &mut vec![0.7; layer.scratch()],
            random: RANDOM,
        });
    }
    let mut cotangent = dy.to_vec();
    let mut targets = [vec![0.5; batch * len], vec![0.5; batch * len]];
    let mut gradients = vec![0.25; parameters.len()];
    let mut sums = vec![0.0; SHARDS * layer.sums()];
    for backward in [false, true] {
        for &(shard, first, count) in &tiles {
            let range = first * len..(first + count) * len;
            let [to, residual] = &mut targets;
            let target = |to, way| match way {
                Way::Write => InputCotangent::Write(to),
                Way::Add => InputCotangent::Add(to),
                Way::InPlace => InputCotangent::InPlace,
            };
            let mut input_cotangents = vec![target(&mut to[range.clone()], way)];
            if layer.epilogue.residual {
                let way = if way == Way::InPlace { Way::Write } else { way };
                input_cotangents.push(target(&mut residual[range.clone()], way));
            }
            let mut save: Vec<&mut [f32]> = if saved.is_empty() {
                vec![]
            } else {
                vec![&mut saved[range.clone()]]
            };
            let call = Backward {
                samples: count,
                first_sample: first,
                inputs: &[&inputs[0][range.clone()], &[]],
                outputs: &[&output[range.clone()]],
                saved: &mut save,
                output_cotangents: &mut [&mut cotangent[range]],
                input_cotangents: &mut input_cotangents,
                parameters,
                absorbed: &[],
                absorbed_gradients: None,
                gradients: None,
                state: &state,
                statistics: &statistics,
                scratch: &mut vec![0.7; layer.scratch()],
                random: RANDOM,
            };
            if backward {
                layer.backward(call);
            } else {
                layer.gather_backward(call, &mut sums[shard * layer.sums()..][..layer.sums()]);
            }
        }
        if !backward {
            layer.settle_backward(batch, &sums, &mut statistics, Some(&mut gradients));
        }
    }
    let [to, residual_cotangent] = targets;
    let input_cotangent = if way == Way::InPlace { cotangent } else { to };
    gradients.iter_mut().for_each(|gradient| *gradient -= 0.25);
    Step {
        output,
        input_cotangent,
        residual_cotangent,
        gradients,
        state,
    }
}

fn inference(
    layer: &BatchNormalization,
    samples: usize,
    x: &[f32],
    parameters: &[f32],
    state: &[f32],
) -> Vec<f32> {
    let mut check = frozen(BatchNormalization {
        frozen: false,
        ..*layer
    });
    check.state = state.to_vec();
    check.forward(samples, &[x.to_vec()], parameters).remove(0)
}

#[test]
fn keras_agrees() {
    let reference = Reference::open("layers_norm");
    let mut compared = 0;
    for case in reference
        .cases()
        .filter(|case| case.layer() == "BatchNormalization" && case.has("y_train"))
    {
        let shape = case.shape("x");
        let channels = *shape.last().unwrap();
        let layer = BatchNormalization {
            momentum: case.number("momentum", 0.99),
            epsilon: case.number("epsilon", 1e-3),
            center: case.flag("center", true),
            scale: case.flag("scale", true),
            ..layer(shape[1..shape.len() - 1].iter().product(), channels)
        };
        let mut parameters = if layer.scale {
            case.values("gamma")
        } else {
            vec![]
        };
        parameters.extend(if layer.center {
            case.values("beta")
        } else {
            vec![]
        });
        let state = [case.values("moving_mean"), case.values("moving_variance")].concat();
        let (value, gradient) = if case.name().ends_with("large_offset") {
            ((1e-3, 1e-3), (1e-3, 1e-3))
        } else {
            ((1e-5, 2e-6), (5e-5, 1e-5))
        };
        let x = case.values("x");
        case.check(
            "y",
            &inference(&layer, shape[0], &x, &parameters, &state),
            value,
        );
        let step = step(
            &layer,
            shape[0],
            &[x],
            &parameters,
            &state,
            &case.values("dy"),
            2,
            Way::Write,
        );
        case.check("y_train", &step.output, value);
        case.check("dx", &step.input_cotangent, gradient);
        let (mean, variance) = step.state.split_at(channels);
        case.check("moving_mean_after", mean, value);
        case.check("moving_variance_after", variance, value);
        let (gamma, beta) = step
            .gradients
            .split_at(if layer.scale { channels } else { 0 });
        if layer.scale {
            case.check("dgamma", gamma, gradient);
        }
        if layer.center {
            case.check("dbeta", beta, gradient);
        }
        compared += 1;
    }
    assert_eq!(compared, 9);
}

#[test]
fn tiles_and_ways_change_nothing() {
    for (activation, save_input) in [(Activation::Tanh, false), (Activation::Gelu, true)] {
        let dropout = Some(Dropout { rate: 0.3, node: 5 });
        let epilogue = Epilogue {
            residual: true,
            activation,
            dropout,
            save_input,
            ..Epilogue::NONE
        };
        let layer = BatchNormalization {
            epilogue,
            ..layer(3, 5)
        };
        let batch = 19;
        let inputs = [numbers(batch * 15, 1), numbers(batch * 15, 2)];
        let (parameters, state, dy) = (
            numbers(10, 3),
            [vec![0.0; 5], vec![1.0; 5]].concat(),
            numbers(batch * 15, 4),
        );
        let run = |tile, way| step(&layer, batch, &inputs, &parameters, &state, &dy, tile, way);
        let whole = run(batch, Way::Write);
        assert_eq!(run(1, Way::Write), whole);
        assert_eq!(run(2, Way::InPlace), whole);
        let added = run(2, Way::Add);
        let less = |values: &[f32]| values.iter().map(|value| value - 0.5).collect::<Vec<_>>();
        assert_close(&less(&added.input_cotangent), &whole.input_cotangent);
        assert_close(&less(&added.residual_cotangent), &whole.residual_cotangent);
        assert_eq!(added.gradients, whole.gradients);
    }
}

#[test]
fn gradients_are_those_of_the_output() {
    let dropout = Some(Dropout { rate: 0.3, node: 5 });
    let epilogue = Epilogue {
        residual: true,
        activation: Activation::Tanh,
        dropout,
        save_input: false,
        ..Epilogue::NONE
    };
    let layer = BatchNormalization {
        epilogue,
        ..layer(3, 5)
    };
    let inputs = [numbers(7 * 15, 1), numbers(7 * 15, 2)];
    let (parameters, state, dy) = (
        numbers(10, 3),
        [vec![0.0; 5], vec![1.0; 5]].concat(),
        numbers(7 * 15, 4),
    );
    let value = |inputs: &[Vec<f32>], parameters: &[f32]| -> f64 {
        let step = step(&layer, 7, inputs, parameters, &state, &dy, 4, Way::Write);
        step.output
            .iter()
            .zip(&dy)
            .map(|(y, dy)| f64::from(*y) * f64::from(*dy))
            .sum()
    };
    let found = step(&layer, 7, &inputs, &parameters, &state, &dy, 4, Way::Write);
    let offset = 1.0 / 256.0;
    let compare = |found: f32, above: f64, below: f64| {
        let difference = (above - below) * 128.0;
        assert!(
            (f64::from(found) - difference).abs() < 3e-3 * (1.0 + difference.abs()),
            "{found} {difference}"
        );
    };
    for (which, cotangent) in [&found.input_cotangent, &found.residual_cotangent]
        .into_iter()
        .enumerate()
    {
        for index in 0..7 * 15 {
            let moved = |offset: f32| {
                let mut moved = inputs.clone();
                moved[which][index] += offset;
                value(&moved, &parameters)
            };
            compare(cotangent[index], moved(offset), moved(-offset));
        }
    }
    for index in 0..10 {
        let moved = |offset: f32| {
            let mut moved = parameters.clone();
            moved[index] += offset;
            value(&inputs, &moved)
        };
        compare(found.gradients[index], moved(offset), moved(-offset));
    }
}

/// A layer that doesn't couple samples, in the check of all others.
fn frozen(layer: BatchNormalization) -> Check<BatchNormalization> {
    let len = layer.positions * layer.channels;
    let mut check = Check::new(layer);
    check.inputs = vec![len];
    check.keep_inputs = vec![false];
    if layer.epilogue.residual {
        check.inputs.push(len);
        check.keep_inputs.push(false);
    }
    check.outputs = vec![len];
    check.keep_outputs = vec![layer.epilogue.activation.backward_needs() == BackwardNeeds::Output];
    check.scratch = Box::new(move |_| layer.scratch());
    check
}

#[test]
fn a_frozen_layer_is_affine() {
    for epilogue in [
        Epilogue::NONE,
        Epilogue {
            residual: true,
            activation: Activation::Tanh,
            ..Epilogue::NONE
        },
    ] {
        let layer = BatchNormalization {
            frozen: true,
            center: false,
            scale: false,
            epilogue,
            ..layer(3, 5)
        };
        let mut check = frozen(layer);
        check.state = [numbers(5, 1), vec![0.5, 1.0, 1.5, 0.2, 2.0]].concat();
        check.in_place = !epilogue.residual;
        check.run();
    }
    let reference = Reference::open("layers_norm");
    let case = reference.case("bn_frozen");
    let mut check = frozen(BatchNormalization {
        frozen: true,
        ..layer(1, 4)
    });
    check.state = [case.values("moving_mean"), case.values("moving_variance")].concat();
    let parameters = [case.values("gamma"), case.values("beta")].concat();
    let pass = check.pass(6, &[case.values("x")], &parameters, &[case.values("dy")]);
    case.check("y", &pass.outputs[0], (1e-5, 2e-6));
    case.check("dx", &pass.input_cotangents[0], (5e-5, 1e-5));
}
