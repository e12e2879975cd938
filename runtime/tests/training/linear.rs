//! Two models written by hand, in naive loops: what the macro generates, without the macro.

use crate::common::Storage;
use formwork_runtime::deployed::{Buffer, DeployedModel, Origin, Scratch};
use formwork_runtime::generated::copies;
use formwork_runtime::init::Initializer;
use formwork_runtime::kernels::team::{SHARDS, shard_samples};
use formwork_runtime::model::{
    Infer, Model, Port, PredictMemory, Step, StepMemory, Summary, Tail, Visit,
};
use formwork_runtime::plain::Plain;
use formwork_runtime::shape_rules::Shape;
use formwork_runtime::storage::{Dtype, Region, TensorEntry};
use formwork_runtime::tensor::{Tensor1, Tensor2};

pub const INPUTS: usize = 600;
pub const CLASSES: usize = 30;
const PARAMETERS: usize = INPUTS * CLASSES + CLASSES;

/// `softmax(x W + b)`, which processes at most `LARGEST` samples at once.
#[repr(transparent)]
pub struct Linear<const LARGEST: usize>(Storage<PARAMETERS, 0, 0>);

// SAFETY: transparent over plain data.
unsafe impl<const LARGEST: usize> Plain for Linear<LARGEST> {}

/// `y = x W + b` for one sample.
fn affine(x: &[f32], parameters: &[f32], y: &mut [f32]) {
    let (kernel, bias) = parameters.split_at(x.len() * y.len());
    y.copy_from_slice(bias);
    for (x, row) in x.iter().zip(kernel.chunks_exact(y.len())) {
        for (y, w) in y.iter_mut().zip(row) {
            *y += x * w;
        }
    }
}

/// Adds the gradients of W and b.
fn affine_backward(x: &[f32], dy: &[f32], gradients: &mut [f32]) {
    let (kernel, bias) = gradients.split_at_mut(x.len() * dy.len());
    for (x, row) in x.iter().zip(kernel.chunks_exact_mut(dy.len())) {
        for (gradient, dy) in row.iter_mut().zip(dy) {
            *gradient += x * dy;
        }
    }
    for (gradient, dy) in bias.iter_mut().zip(dy) {
        *gradient += dy;
    }
}

fn softmax(y: &mut [f32]) {
    let largest = y.iter().copied().fold(f32::MIN, f32::max);
    y.iter_mut().for_each(|y| *y = (*y - largest).exp());
    let total: f32 = y.iter().sum();
    y.iter_mut().for_each(|y| *y /= total);
}

const fn tensor(
    name: &'static str,
    dims: &[usize],
    offset: usize,
    initializer: Initializer,
) -> TensorEntry {
    TensorEntry {
        name,
        shape: Shape::of(dims),
        dtype: Dtype::F32,
        region: Region::Trainable,
        offset,
        unit_axes: dims.len() - 1,
        initializer,
    }
}

/// The parts of `Model` that are the same for both.
macro_rules! regions {
    () => {
        type Deployed = Self;

        const FROZEN: usize = 0;
        const STATE: usize = 0;
        const MACS: u64 = 0;

        fn summary() -> Summary {
            Summary {
                name: <Self as Model>::NAME,
                rows: &[],
                trainable: Self::TRAINABLE,
                frozen: 0,
                state: 0,
                macs: 0,
            }
        }

        fn trainable(&self) -> &[f32] {
            &self.0.trainable
        }

        fn trainable_mut(&mut self) -> &mut [f32] {
            &mut self.0.trainable
        }

        fn frozen(&self) -> &[f32] {
            &[]
        }

        fn frozen_mut(&mut self) -> &mut [f32] {
            &mut []
        }

        fn state(&self) -> &[f32] {
            &[]
        }

        fn state_mut(&mut self) -> &mut [f32] {
            &mut []
        }
    };
}

/// What deploying them takes: they are their own deployed form.
macro_rules! deployed {
    ($tensors:literal) => {
        type Trained = Self;
        type Input = <Self as Model>::Input;
        type Output = <Self as Model>::Output;
        type Scratch = Scratch<0>;

        const TABLE: &'static [TensorEntry] = <Self as Model>::TABLE;
        const ORIGINS: &'static [Origin] = &copies::<$tensors>(0);
        const MACS: u64 = 0;
        const SCRATCH: usize = 0;
        const BUFFERS: &'static [Buffer] = &[];
        const CALLS: &'static [&'static str] = &[];
    };
}

impl<const LARGEST: usize> DeployedModel for Linear<LARGEST> {
    deployed!(2);

    fn run(&self, inputs: &[&[f32]], _: &mut [f32], outputs: &mut [&mut [f32]]) {
        affine(inputs[0], &self.0.trainable, outputs[0]);
        softmax(outputs[0]);
    }
}

impl DeployedModel for Twins {
    deployed!(4);

    fn run(&self, inputs: &[&[f32]], _: &mut [f32], outputs: &mut [&mut [f32]]) {
        let [y, z] = outputs else {
            panic!("there are two outputs")
        };
        self.forward(inputs, 0, y, z);
    }
}

impl<const LARGEST: usize> Model for Linear<LARGEST> {
    type Input = Tensor1<INPUTS>;
    type Output = Tensor1<CLASSES>;

    const NAME: &'static str = "Linear";
    const TABLE: &'static [TensorEntry] = &[
        tensor(
            "dense.kernel",
            &[INPUTS, CLASSES],
            0,
            Initializer::GlorotUniform,
        ),
        tensor(
            "dense.bias",
            &[CLASSES],
            INPUTS * CLASSES,
            Initializer::Zeros,
        ),
    ];
    const INPUTS: &'static [Port] = &[Port {
        name: "x",
        shape: Shape::of(&[INPUTS]),
        tail: Tail::Other,
    }];
    const OUTPUTS: &'static [Port] = &[Port {
        name: "dense",
        shape: Shape::of(&[CLASSES]),
        tail: Tail::Softmax,
    }];
    const TRAINABLE: usize = PARAMETERS;
    const STEP_MEMORY: StepMemory = StepMemory {
        batch: CLASSES,
        worker: CLASSES,
        shard: PARAMETERS,
        sums: 1,
        statistics: 3,
        gradients: PARAMETERS,
        largest_batch: LARGEST,
    };
    const PREDICT_MEMORY: PredictMemory = PredictMemory {
        worker: 2,
        single: 5,
    };

    regions!();

    fn step(&mut self, step: Step<'_>) {
        let Step {
            team,
            batch,
            objective,
            objective_sums,
            memory,
            ..
        } = step;
        assert_eq!(step.inputs[0].len(), batch * INPUTS);
        assert_eq!(memory.batch.len(), batch * CLASSES);
        assert_eq!(memory.workers.len(), team.workers() * CLASSES);
        assert_eq!(
            (
                memory.shards.len(),
                memory.sums.len(),
                memory.statistics.len()
            ),
            (SHARDS * PARAMETERS, SHARDS, 3)
        );
        for (shard, block) in memory.shards.chunks_exact_mut(PARAMETERS).enumerate() {
            block.fill(0.0);
            for sample in shard_samples(batch, shard) {
                let x = &step.inputs[0][sample * INPUTS..][..INPUTS];
                let y = &mut memory.batch[sample * CLASSES..][..CLASSES];
                affine(x, &self.0.trainable, y);
                softmax(y);
                let cotangent = &mut memory.workers[..CLASSES];
                assert!(
                    objective.fuses(0, Tail::Softmax),
                    "the tests use losses that fuse"
                );
                objective.visit(Visit {
                    output: 0,
                    tail: Tail::Softmax,
                    first_sample: step.first_sample + sample,
                    samples: 1,
                    predictions: y,
                    cotangent,
                    sums: &mut objective_sums[shard * objective.sums()..][..objective.sums()],
                });
                affine_backward(x, cotangent, block);
            }
        }
        team.reduce_shards(
            memory.shards,
            PARAMETERS,
            0,
            step.gradients,
            step.accumulate,
        );
    }

    fn infer(&self, call: Infer<'_>) {
        let needed = if call.samples == 1 {
            5
        } else {
            2 * call.team.workers()
        };
        assert!(call.workers.len() >= needed);
        assert_eq!(call.outputs[0].len(), call.samples * CLASSES);
        for (x, y) in call.inputs[0]
            .chunks_exact(INPUTS)
            .zip(call.outputs[0].chunks_exact_mut(CLASSES))
        {
            affine(x, &self.0.trainable, y);
            softmax(y);
        }
    }
}

/// Two inputs and two outputs: `y = softmax(a V)`, and `z_t = b w` for two steps of one element each.
#[repr(transparent)]
pub struct Twins(Storage<13, 0, 0>);

// SAFETY: transparent over plain data.
unsafe impl Plain for Twins {}

impl Twins {
    fn forward(&self, inputs: &[&[f32]], sample: usize, y: &mut [f32], z: &mut [f32]) {
        affine(&inputs[0][sample * 2..][..2], &self.0.trainable[..9], y);
        softmax(y);
        affine(&inputs[1][sample..][..1], &self.0.trainable[9..], z);
    }
}

impl Model for Twins {
    type Input = (Tensor1<2>, Tensor1<1>);
    type Output = (Tensor1<3>, Tensor2<2, 1>);

    const NAME: &'static str = "Twins";
    const TABLE: &'static [TensorEntry] = &[
        tensor("class.kernel", &[2, 3], 0, Initializer::GlorotUniform),
        tensor("class.bias", &[3], 6, Initializer::Zeros),
        tensor("value.kernel", &[1, 2], 9, Initializer::GlorotUniform),
        tensor("value.bias", &[2], 11, Initializer::Zeros),
    ];
    const INPUTS: &'static [Port] = &[
        Port {
            name: "a",
            shape: Shape::of(&[2]),
            tail: Tail::Other,
        },
        Port {
            name: "b",
            shape: Shape::of(&[1]),
            tail: Tail::Other,
        },
    ];
    const OUTPUTS: &'static [Port] = &[
        Port {
            name: "class",
            shape: Shape::of(&[3]),
            tail: Tail::Softmax,
        },
        Port {
            name: "value",
            shape: Shape::of(&[2, 1]),
            tail: Tail::Other,
        },
    ];
    const TRAINABLE: usize = 13;
    const STEP_MEMORY: StepMemory = StepMemory {
        batch: 0,
        worker: 0,
        shard: 0,
        sums: 0,
        statistics: 0,
        gradients: 13,
        largest_batch: usize::MAX,
    };
    const PREDICT_MEMORY: PredictMemory = PredictMemory {
        worker: 0,
        single: 0,
    };

    regions!();

    fn step(&mut self, step: Step<'_>) {
        let Step {
            batch,
            inputs,
            objective,
            objective_sums,
            gradients,
            ..
        } = step;
        gradients.fill(0.0);
        for shard in 0..SHARDS {
            let sums = &mut objective_sums[shard * objective.sums()..][..objective.sums()];
            for sample in shard_samples(batch, shard) {
                let (mut y, mut z, mut dy, mut dz) = ([0.0; 3], [0.0; 2], [0.0; 3], [0.0; 2]);
                self.forward(inputs, sample, &mut y, &mut z);
                let mut visit = |output, tail, predictions: &[f32], cotangent: &mut [f32]| {
                    let first_sample = step.first_sample + sample;
                    objective.visit(Visit {
                        output,
                        tail,
                        first_sample,
                        samples: 1,
                        predictions,
                        cotangent,
                        sums,
                    });
                };
                visit(0, Tail::Softmax, &y, &mut dy);
                visit(1, Tail::Other, &z, &mut dz);
                affine_backward(&inputs[0][sample * 2..][..2], &dy, &mut gradients[..9]);
                affine_backward(&inputs[1][sample..][..1], &dz, &mut gradients[9..]);
            }
        }
    }

    fn infer(&self, call: Infer<'_>) {
        let [y, z] = call.outputs else {
            panic!("two outputs")
        };
        for sample in 0..call.samples {
            self.forward(
                call.inputs,
                sample,
                &mut y[sample * 3..][..3],
                &mut z[sample * 2..][..2],
            );
        }
    }
}
