//! Two models that predict and train in static memory: no standard library, no allocator.
//!
//! As a static library for a target without an operating system this links only if nothing asks for `std` or `alloc`.
#![cfg_attr(not(test), no_std)]
#![deny(unsafe_code)]

use formwork::kernels::team::{SHARDS, Team};
use formwork::losses::{CategoricalCrossentropy, Gradient, Labels, LossCall, LossFunction};
use formwork::model::{Infer, Memory, Model, Objective, Step, Tail, Visit};
use formwork::optimizers::{Optimizer, Sgd, Update};
use formwork::{model, plain, random::Random};

model! {
    /// Dense layers.
    pub struct Mlp {
        Input(12),
        Dense(8, activation = relu),
        Dropout(0.2),
        Dense(3, activation = softmax),
    }

    /// One layer of every other kind.
    pub struct Images {
        Input(6, 6, 2),
        Conv2D(4, 3, padding = same, use_bias = false),
        BatchNormalization(),
        Activation(relu),
        MaxPooling2D(2),
        Reshape((9, 4)),
        LSTM(5),
        Dense(3, activation = softmax),
    }
}

/// Samples in a batch.
const BATCH: usize = 4;

/// The loss of a batch of one-hot labels.
struct Loss<'a> {
    labels: &'a [f32],
    width: usize,
}

impl Objective for Loss<'_> {
    fn sums(&self) -> usize {
        1
    }

    fn fuses(&self, _: usize, tail: Tail) -> bool {
        CategoricalCrossentropy::default().fuses(tail)
    }

    fn visit(&self, visit: Visit<'_>) {
        let first = visit.first_sample * self.width;
        visit.sums[0] += CategoricalCrossentropy::default().evaluate(LossCall {
            width: self.width,
            predictions: visit.predictions,
            labels: Labels::Values(&self.labels[first..first + visit.samples * self.width]),
            gradient: Some(Gradient {
                cotangent: visit.cotangent,
                scale: 1.0 / BATCH as f32,
                fused: self.fuses(visit.output, visit.tail),
            }),
        });
    }
}

/// What a batch takes, wherever it lies.
struct Workspace<'a> {
    parameters: &'a mut [f32],
    gradients: &'a mut [f32],
    kept: &'a mut [f32],
    worker: &'a mut [f32],
    shards: &'a mut [f32],
    sums: &'a mut [f64],
    statistics: &'a mut [f32],
    predict: &'a mut [f32],
}

/// A `static` with all memory of a model, whose sizes are constants of the model.
macro_rules! memory {
    ($name:ident, $memory:ident, $model:ty) => {
        struct $memory {
            parameters: [f32; <$model>::PARAMETERS],
            gradients: [f32; <$model>::TRAINABLE],
            kept: [f32; <$model>::STEP_MEMORY.batch * BATCH],
            worker: [f32; <$model>::STEP_MEMORY.worker],
            shards: [f32; <$model>::STEP_MEMORY.shard * SHARDS],
            sums: [f64; <$model>::STEP_MEMORY.sums * SHARDS],
            statistics: [f32; <$model>::STEP_MEMORY.statistics],
            predict: [f32; <$model>::PREDICT_MEMORY.single],
        }

        impl $memory {
            fn workspace(&mut self) -> Workspace<'_> {
                Workspace {
                    parameters: &mut self.parameters,
                    gradients: &mut self.gradients,
                    kept: &mut self.kept,
                    worker: &mut self.worker,
                    shards: &mut self.shards,
                    sums: &mut self.sums,
                    statistics: &mut self.statistics,
                    predict: &mut self.predict,
                }
            }
        }

        static $name: Cell<$memory> = Cell::new($memory {
            parameters: [0.0; _],
            gradients: [0.0; _],
            kept: [0.0; _],
            worker: [0.0; _],
            shards: [0.0; _],
            sums: [0.0; _],
            statistics: [0.0; _],
            predict: [0.0; _],
        });
    };
}

memory!(MLP, MlpMemory, Mlp);
memory!(IMAGES, ImagesMemory, Images);

impl Workspace<'_> {
    /// One step of gradient descent; gives the loss before it.
    fn train<M: Model>(&mut self, inputs: &[f32], labels: &[f32], step: u64) -> Option<f64> {
        let model = plain::one_mut::<M>(self.parameters)?;
        let mut losses = [0.0; SHARDS];
        model.step(Step {
            team: &Team::alone(),
            batch: BATCH,
            first_sample: 0,
            inputs: &[inputs],
            objective: &Loss {
                labels,
                width: M::OUTPUTS[0].shape.len(),
            },
            objective_sums: &mut losses,
            gradients: self.gradients,
            accumulate: false,
            input_gradients: &mut [],
            memory: Memory {
                batch: self.kept,
                workers: self.worker,
                shards: self.shards,
                sums: self.sums,
                statistics: self.statistics,
            },
            random: Random { seed: 7, step },
        });
        let optimizer = Sgd::default();
        optimizer.update(Update {
            step: step + 1,
            learning_rate: optimizer.learning_rate,
            parameters: model.trainable_mut(),
            gradients: self.gradients,
            slots: [&mut [], &mut [], &mut [], &mut []],
            scalars: &[],
            sums: &[],
        });
        Some(losses.iter().sum::<f64>() / BATCH as f64)
    }

    /// The prediction for one sample.
    fn predict<M: Model>(&mut self, input: &[f32], output: &mut [f32]) -> Option<()> {
        let model = plain::one::<M>(self.parameters)?;
        model.infer(Infer {
            team: &Team::alone(),
            samples: 1,
            inputs: &[input],
            outputs: &mut [output],
            workers: self.predict,
        });
        Some(())
    }
}

/// A batch of inputs that differ and labels that don't: class 1.
const INPUTS: [f32; BATCH * 72] = {
    let mut inputs = [0.0; BATCH * 72];
    let mut index = 0;
    while index < inputs.len() {
        inputs[index] = (index * 37 % 101) as f32 / 101.0 - 0.5;
        index += 1;
    }
    inputs
};
const LABELS: [f32; BATCH * 3] = [0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0];

/// Trains a model from zeros and gives the first loss, the last, and the prediction for one sample.
fn run<M: Model>(mut memory: Workspace<'_>) -> Option<(f64, f64, [f32; 3])> {
    let len = M::INPUTS[0].shape.len();
    let inputs = &INPUTS[..BATCH * len];
    memory.parameters.fill(0.0);
    let first = memory.train::<M>(inputs, &LABELS, 0)?;
    let mut last = first;
    for step in 1..20 {
        last = memory.train::<M>(inputs, &LABELS, step)?;
    }
    let mut output = [0.0; 3];
    memory.predict::<M>(&inputs[..len], &mut output)?;
    Some((first, last, output))
}

/// [`run`] for [`Mlp`].
pub fn mlp() -> Option<(f64, f64, [f32; 3])> {
    MLP.with(|memory| run::<Mlp>(memory.workspace()))
}

/// [`run`] for [`Images`].
pub fn images() -> Option<(f64, f64, [f32; 3])> {
    IMAGES.with(|memory| run::<Images>(memory.workspace()))
}

/// What firmware would call: how far training got.
#[allow(unsafe_code)] // an exported name
#[unsafe(no_mangle)]
pub extern "C" fn formwork_no_std() -> f64 {
    let learned = |result: Option<(f64, f64, [f32; 3])>| result.map_or(-1.0, |(a, b, _)| a - b);
    learned(mlp()) + learned(images())
}

use cell::Cell;

/// A `static` that one caller at a time can change.
#[allow(unsafe_code)] // a lock of its own
mod cell {
    use core::cell::UnsafeCell;
    use core::sync::atomic::{AtomicBool, Ordering};

    /// A value and whether somebody holds it.
    pub struct Cell<T> {
        value: UnsafeCell<T>,
        held: AtomicBool,
    }

    // SAFETY: `held` gives the value to one caller at a time.
    unsafe impl<T: Send> Sync for Cell<T> {}

    impl<T> Cell<T> {
        /// A value that nobody holds.
        pub const fn new(value: T) -> Self {
            Cell {
                value: UnsafeCell::new(value),
                held: AtomicBool::new(false),
            }
        }

        /// Lends the value; `None` if it is lent already.
        pub fn with<R>(&self, body: impl FnOnce(&mut T) -> Option<R>) -> Option<R> {
            if self.held.swap(true, Ordering::Acquire) {
                return None;
            }
            // SAFETY: nobody else has passed the line above since the value was given back.
            let result = body(unsafe { &mut *self.value.get() });
            self.held.store(false, Ordering::Release);
            result
        }
    }
}

#[cfg(all(not(test), target_os = "none"))]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {
        core::hint::spin_loop();
    }
}

#[cfg(test)]
mod tests {
    /// From zeros the biases of the last layer learn the class, and the others start at a third each.
    fn learns((first, last, output): (f64, f64, [f32; 3])) {
        assert!((first - 3f64.ln()).abs() < 1e-6, "{first}");
        assert!(last < 0.98 * first, "{last}");
        assert!((output.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!(output[1] > 0.34, "{output:?}");
    }

    #[test]
    fn static_memory_is_enough() {
        learns(super::mlp().unwrap());
        learns(super::images().unwrap());
    }
}
