//! Phases of hand-written models, and plans that are wrong.

use super::*;
use crate::operation::Forward;
use crate::random::Random;

/// `y = p·x + s + m`, whose input's cotangent is `p·d`, for one parameter, one element of state and one statistic.
struct Line;

impl Operation for Line {
    fn forward(&self, call: Forward<'_, '_>) {
        let added = call.state.iter().chain(call.statistics).sum::<f32>();
        for (y, x) in call.outputs[0].iter_mut().zip(call.inputs[0]) {
            *y = call.parameters[0] * x + added;
        }
    }

    fn backward(&self, call: Backward<'_, '_>) {
        let cotangents = &*call.output_cotangents[0];
        if let Some(gradients) = call.gradients {
            for (x, d) in call.inputs[0].iter().zip(cotangents) {
                gradients[0] += x * d;
            }
        }
        if let InputCotangent::Write(target) = &mut call.input_cotangents[0] {
            for (target, d) in target.iter_mut().zip(cotangents) {
                *target = call.parameters[0] * d;
            }
        }
    }
}

impl BatchCoupled for Line {
    fn gather(&self, call: Forward<'_, '_>, sums: &mut [f64]) {
        sums[0] += call.inputs[0].iter().map(|&x| f64::from(x)).sum::<f64>();
    }

    fn settle(&self, _: usize, sums: &[f64], statistics: &mut [f32], state: Option<&mut [f32]>) {
        // Places in the sum make their order visible.
        let ordered = (1..).zip(sums).map(|(place, sum)| f64::from(place) * sum);
        statistics[0] = ordered.sum::<f64>() as f32;
        if let Some(state) = state {
            state[0] += 1.0;
        }
    }

    fn gather_backward(&self, _: Backward<'_, '_>, _: &mut [f64]) {}

    fn settle_backward(&self, _: usize, _: &[f64], _: &mut [f32], _: Option<&mut [f32]>) {}
}

#[test]
fn calls_find_their_tensors_and_sums_stay_in_the_order_of_the_shards() {
    let x = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];
    let (mut state, mut statistics) = ([9.0, 0.5], [9.0, 0.0]);
    let (mut arenas, mut gradients) = ([0.0; 2], [0.0; 2 * SHARDS]);
    let (mut sums, mut settled) = ([0.0; 2 * SHARDS], [0.0; SHARDS]);
    let (mut y, mut d) = ([0.0; 8], [1.0; 8]);
    let team = Team::alone();
    let mut phases = Phases {
        team: &team,
        at: At::training(8, 0, Random { seed: 0, step: 0 }),
        inputs: &[(&x, 1)],
        parameters: &[9.0, 9.0, 3.0],
        state: State::Updated(&mut state),
        statistics: &mut statistics,
        arena: 1,
        private: Private {
            shard_gradients: &mut gradients,
            shard_gradient: 2,
            shard_sums: &mut sums,
            shard_sum: 2,
            ..Private::arenas(&mut arenas, 2)
        },
        settled: &mut settled,
    };
    let input = Place::Input(0);
    phases.run(Grid::Tiles(1), [], &|pass| {
        pass.gather(Line, [input], (1, 1))
    });
    phases.settle(Line, (1, 1), (1, 1), Some((1, 1)));
    let buffers = [&mut y, &mut d].map(|values| Rows { values, width: 1 });
    phases.run(Grid::Tiles(1), buffers, &|pass| {
        let [y, d] = Place::rows();
        let d_input = Place::At(0, 1);
        let tensors = Tensors::of((2, 1)).state((1, 1)).statistics((1, 1));
        pass.forward_with(Line, [input], [y], [], tensors);
        pass.backward(
            Line,
            [input],
            [y],
            [d],
            [Target::Write(d_input)],
            (2, 1),
            Some((1, 1)),
        );
        // The cotangent of the input as an input: d = 3·(p·d) = 9.
        pass.forward(Line, [d_input], [d], (2, 1));
    });
    // One sample in each shard: 1·0 + 2·1 + … + 8·7.
    assert_eq!(statistics, [9.0, 168.0]);
    assert_eq!(state, [9.0, 1.5]);
    assert_eq!(y, x.map(|x| 3.0 * x + 1.5 + 168.0));
    assert_eq!(d, [9.0; 8]);
    for (shard, gradient) in gradients.chunks(2).enumerate() {
        assert_eq!(gradient, [0.0, shard as f32]);
    }
}
