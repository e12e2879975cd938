//! How fast optimizers move memory: the bytes that each must move at least in a second, against `memcpy` on the same threads.
//!
//! A step of an optimizer does so little with each parameter that it can be as fast as memory. What it must move are the values
//! that it reads and those that it writes: for gradient descent parameters and gradients, and parameters.
//!
//! A ratio above 1 is no mistake: an update writes where it has read, while a copy writes elsewhere, and reads that first unless it goes
//! around the caches.

use formwork::init::Initializer;
use formwork::kernels::team::Team;
use formwork::optimizers::Optimizer;
use formwork::prelude::*;
use formwork::shape_rules::Shape;
use formwork::storage::{Dtype, Region, TensorEntry};
use formwork::train::{Optimization, Trained};
use std::time::Instant;

/// Number of parameters.
const PARAMETERS: usize = 1 << 25;

/// Rounds, of which the fastest counts.
const ROUNDS: u64 = 9;

/// One tensor of all parameters.
static TABLE: [TensorEntry; 1] = [TensorEntry {
    name: "dense.kernel",
    shape: Shape::of(&[1 << 12, 1 << 13]),
    dtype: Dtype::F32,
    region: Region::Trainable,
    offset: 0,
    unit_axes: 1,
    initializer: Initializer::Zeros,
}];

/// Parameters, gradients, and what copies are made of.
struct Memory {
    team: Team,
    parameters: Vec<f32>,
    gradients: Vec<f32>,
    copy: Vec<f32>,
}

/// Prints a line for each optimizer.
pub fn compare(threads: usize) {
    let team = Team::new(threads);
    let mut memory = Memory {
        parameters: vec![0.5; PARAMETERS],
        gradients: vec![1e-3; PARAMETERS],
        copy: vec![0.0; PARAMETERS],
        team,
    };
    println!(
        "{PARAMETERS} parameters, {} threads\n\n{:<32} {:>6} {:>10} {:>10} {:>7}",
        memory.team.threads(),
        "optimizer",
        "bytes",
        "GB/s",
        "memcpy",
        "ratio"
    );
    let momentum = Sgd {
        momentum: 0.9,
        ..Sgd::default()
    };
    let rmsprop = Rmsprop {
        momentum: 0.9,
        centered: true,
        ..Rmsprop::default()
    };
    let amsgrad = Adam {
        amsgrad: true,
        ..Adam::default()
    };
    memory.measure("Sgd", 3, &Sgd::default());
    memory.measure("Sgd, momentum", 5, &momentum);
    memory.measure("Rmsprop", 5, &Rmsprop::default());
    memory.measure("Rmsprop, momentum, centered", 9, &rmsprop);
    memory.measure("Adagrad", 5, &Adagrad::default());
    memory.measure("Adadelta", 7, &Adadelta::default());
    memory.measure("Adam", 7, &Adam::default());
    memory.measure("Adam, amsgrad", 9, &amsgrad);
    memory.measure("Adam, average", 9, &Adam::default().average(0.99));
    memory.measure("AdamW", 7, &AdamW::default());
    memory.measure("Adamax", 7, &Adamax::default());
    memory.measure("Nadam", 7, &Nadam::default());
    memory.measure("Lion", 5, &Lion::default());
    // The moments and both norms; then, with these, the parameters.
    memory.measure("Lamb", 6 + 4, &Lamb::default());
    memory.measure("Ftrl", 7, &Ftrl::default());
}

impl Memory {
    /// Compares an optimizer that moves so many values for each parameter.
    fn measure(&mut self, name: &str, values: usize, optimizer: &dyn Optimizer) {
        let mut optimization = Optimization::default();
        optimization.reserve(optimizer, &TABLE, &self.team);
        let (mut updating, mut copying) = (f64::INFINITY, f64::INFINITY);
        // Both take turns, so that both have the same luck.
        for round in 0..ROUNDS {
            let start = Instant::now();
            let trained = Trained {
                table: &TABLE,
                last_layer: "dense",
                parameters: &mut self.parameters,
                gradients: &mut self.gradients,
            };
            optimization.step(optimizer, round, trained, &self.team);
            updating = updating.min(start.elapsed().as_secs_f64());
            copying = copying.min(self.copy());
        }
        let bytes = 4 * values;
        let rate = |bytes: usize, seconds: f64| (bytes * PARAMETERS) as f64 / seconds * 1e-9;
        let (own, of_copy) = (rate(bytes, updating), rate(8, copying));
        let ratio = own / of_copy;
        println!("{name:<32} {bytes:>6} {own:>10.2} {of_copy:>10.2} {ratio:>7.2}");
    }

    /// Seconds of a copy, each thread's share in one piece.
    fn copy(&mut self) -> f64 {
        let start = Instant::now();
        let from = &self.gradients;
        let share = PARAMETERS.div_ceil(self.team.threads());
        self.team
            .split_chunks([&mut self.copy], share, |first, [to]| {
                to.copy_from_slice(&from[first..first + to.len()]);
            });
        start.elapsed().as_secs_f64()
    }
}
