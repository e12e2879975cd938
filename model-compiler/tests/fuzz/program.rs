use formwork::kernels::team::{SHARDS, Team};
use formwork::model::{Infer, Memory, Model, Objective, Step, Tail, Visit};
use formwork::random::Random;
use formwork::train::ModelExt;

/// Sets all cotangents to 0.1.
struct Slope;

impl Objective for Slope {
    fn sums(&self) -> usize {
        0
    }

    fn fuses(&self, _: usize, _: Tail) -> bool {
        false
    }

    fn visit(&self, visit: Visit<'_>) {
        visit.cotangent.fill(0.1);
    }
}

/// One training step with three samples, and one prediction.
fn run<M: Model>(source: &str) {
    const BATCH: usize = 3;
    let mut model = M::init(1);
    let inputs: Vec<Vec<f32>> = (M::INPUTS.iter())
        .map(|port| {
            let len = port.shape.len() * BATCH;
            (0..len).map(|i| (i % 7) as f32 / 7.0 - 0.4).collect()
        })
        .collect();
    let inputs: Vec<&[f32]> = inputs.iter().map(Vec::as_slice).collect();
    let team = Team::new(2);
    let memory = M::STEP_MEMORY;
    let mut gradients = vec![f32::NAN; memory.gradients];
    let mut input_gradients: Vec<Vec<f32>> = (M::INPUTS.iter())
        .map(|port| vec![0.0; port.shape.len() * BATCH])
        .collect();
    model.step(Step {
        team: &team,
        batch: BATCH,
        first_sample: 0,
        inputs: &inputs,
        objective: &Slope,
        objective_sums: &mut [],
        gradients: &mut gradients,
        accumulate: false,
        input_gradients: &mut (input_gradients.iter_mut())
            .map(Vec::as_mut_slice)
            .collect::<Vec<_>>(),
        memory: Memory {
            batch: &mut vec![f32::NAN; memory.batch * BATCH],
            workers: &mut vec![f32::NAN; memory.worker * team.workers()],
            shards: &mut vec![f32::NAN; memory.shard * SHARDS],
            sums: &mut vec![f64::NAN; memory.sums * SHARDS],
            statistics: &mut vec![f32::NAN; memory.statistics],
        },
        random: Random { seed: 7, step: 0 },
    });
    for (parameter, gradient) in model.trainable_mut().iter_mut().zip(&gradients) {
        *parameter -= 0.001 * gradient;
    }
    let mut outputs: Vec<Vec<f32>> = (M::OUTPUTS.iter())
        .map(|port| vec![f32::NAN; port.shape.len() * BATCH])
        .collect();
    model.infer(Infer {
        team: &team,
        samples: BATCH,
        inputs: &inputs,
        outputs: &mut (outputs.iter_mut())
            .map(Vec::as_mut_slice)
            .collect::<Vec<_>>(),
        workers: &mut vec![f32::NAN; M::PREDICT_MEMORY.worker * team.workers()],
    });
    // A closure may be the logarithm of anything.
    if source.contains('|') {
        return;
    }
    let values = gradients.iter().chain(outputs.iter().flatten());
    let finite = values.clone().filter(|value| value.is_finite()).count();
    assert_eq!(finite, values.count(), "{source}");
}
