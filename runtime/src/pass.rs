//! What generated code calls in a training step and in a prediction: phases over the batch, and the calls on each tile.
//!
//! The functions here take places and numbers instead of slices, so that a call is one short expression: the compiler
//! reads hundreds of them in a deep model.

use crate::generated::part_mut;
use crate::kernels::team::{Buffers, Grid, Part, Place, Private, Rows, SHARDS, Team};
use crate::layers::ActivityRegularization;
use crate::model::{Objective, Tail, penalize, visit};
use crate::operation::{At, Backward, BatchCoupled, InputCotangent, Operation};

/// What all phases of a step or of a prediction share.
pub struct Phases<'a> {
    /// The threads that share the work.
    pub team: &'a Team,
    /// All samples: how many there are, and whether they are for training.
    pub at: At,
    /// The model's inputs, each with its length for one sample.
    pub inputs: &'a [(&'a [f32], usize)],
    /// The parameters: trained ones, then frozen ones.
    pub parameters: &'a [f32],
    /// The state.
    pub state: State<'a>,
    /// Statistics over the batch, of batch-coupled operations.
    pub statistics: &'a mut [f32],
    /// Floats at the front of each worker's memory that hold values; the rest of it is scratch.
    pub arena: usize,
    /// The memory of workers and of shards.
    pub private: Private<'a>,
    /// Room for the sums of all shards of one operation.
    pub settled: &'a mut [f64],
}

/// The model's state.
pub enum State<'a> {
    /// As a prediction reads it.
    Fixed(&'a [f32]),
    /// As a training step updates it.
    Updated(&'a mut [f32]),
}

impl Phases<'_> {
    /// One pass of all samples: `calls` gets each tile, and `rows` are its places `Place::Rows(0)` and so on.
    pub fn run<const N: usize>(
        &mut self,
        grid: Grid,
        rows: [Rows<'_>; N],
        calls: &(dyn Fn(&mut Pass<'_>) + Sync),
    ) {
        let at = self.at;
        let private = self.private.reborrow();
        let (parameters, statistics) = (self.parameters, &*self.statistics);
        #[cfg(feature = "std")]
        let watch = self.team.watch();
        let state = match &self.state {
            State::Fixed(state) => state,
            State::Updated(state) => &**state,
        };
        self.team.phase(
            at.samples,
            grid,
            self.inputs,
            rows,
            self.arena,
            private,
            &|tile, buffers| {
                let part = tile.part(at.first_sample);
                calls(&mut Pass {
                    at: At {
                        samples: tile.samples,
                        first_sample: at.first_sample + tile.first,
                        ..at
                    },
                    part,
                    buffers,
                    parameters,
                    state,
                    statistics,
                    scratch: tile.arena,
                    gradients: tile.gradients,
                    sums: tile.sums,
                    objective_sums: tile.objective_sums,
                    #[cfg(feature = "std")]
                    watch: watch.map(|found| (0, found)),
                });
            },
        );
    }

    /// Between phases: from the shards' sums, `(start, len)` in each shard, to an operation's statistics. `statistics`
    /// and `state` are where those lie.
    pub fn settle(
        &mut self,
        operation: impl BatchCoupled,
        sums: (usize, usize),
        statistics: (usize, usize),
        state: Option<(usize, usize)>,
    ) {
        self.collect(sums);
        let state = match (&mut self.state, state) {
            (State::Updated(values), Some((start, len))) => Some(part_mut(values, start, len)),
            _ => None,
        };
        operation.settle(
            self.at.samples,
            &self.settled[..SHARDS * sums.1],
            part_mut(self.statistics, statistics.0, statistics.1),
            state,
        );
    }

    /// The same on the way back.
    pub fn settle_backward(
        &mut self,
        operation: impl BatchCoupled,
        sums: (usize, usize),
        statistics: (usize, usize),
        gradients: Option<&mut [f32]>,
    ) {
        self.collect(sums);
        operation.settle_backward(
            self.at.samples,
            &self.settled[..SHARDS * sums.1],
            part_mut(self.statistics, statistics.0, statistics.1),
            gradients,
        );
    }

    /// The same part of each shard's sums, one after the other.
    fn collect(&mut self, (start, len): (usize, usize)) {
        for shard in 0..SHARDS {
            let first = shard * self.private.shard_sum + start;
            self.settled[shard * len..(shard + 1) * len]
                .copy_from_slice(&self.private.shard_sums[first..first + len]);
        }
    }
}

/// Where the tensors of an operation's layer lie, and what was computed over the whole batch: first element and number
/// of elements.
#[derive(Clone, Copy, Debug)]
pub struct Tensors {
    /// The layer's parameters.
    pub parameters: (usize, usize),
    /// Its state.
    pub state: (usize, usize),
    /// Statistics over the batch.
    pub statistics: (usize, usize),
    /// The parameters of the layer that the operation has absorbed.
    pub absorbed: (usize, usize),
    /// Where their gradients lie in a shard's, if they are trained.
    pub absorbed_gradients: Option<(usize, usize)>,
}

impl Tensors {
    /// Parameters alone.
    pub const fn of(parameters: (usize, usize)) -> Tensors {
        Tensors {
            parameters,
            state: (0, 0),
            statistics: (0, 0),
            absorbed: (0, 0),
            absorbed_gradients: None,
        }
    }

    /// With the layer's state.
    pub const fn state(self, state: (usize, usize)) -> Tensors {
        Tensors { state, ..self }
    }

    /// With statistics over the batch.
    pub const fn statistics(self, statistics: (usize, usize)) -> Tensors {
        Tensors { statistics, ..self }
    }

    /// With the parameters of the layer that the operation has absorbed, and where their gradients lie in a shard's.
    pub const fn absorbed(
        self,
        absorbed: (usize, usize),
        absorbed_gradients: Option<(usize, usize)>,
    ) -> Tensors {
        Tensors {
            absorbed,
            absorbed_gradients,
            ..self
        }
    }
}

/// Where the cotangent of an input goes: see [`InputCotangent`].
#[derive(Clone, Copy, Debug)]
pub enum Target {
    /// Nobody needs it.
    Skip,
    /// Overwrite this buffer.
    Write(Place),
    /// Add to this buffer.
    Add(Place),
    /// Leave it in the output's.
    InPlace,
}

/// The calls on one tile.
pub struct Pass<'a> {
    at: At,
    part: Part,
    buffers: Buffers<'a>,
    parameters: &'a [f32],
    state: &'a [f32],
    statistics: &'a [f32],
    scratch: &'a mut [f32],
    gradients: &'a mut [f32],
    sums: &'a mut [f64],
    objective_sums: &'a mut [f64],
    /// Number of forward calls so far, and where the first one goes whose outputs aren't finite, if that is looked for.
    #[cfg(feature = "std")]
    watch: Option<(usize, &'a core::sync::atomic::AtomicUsize)>,
}

impl Pass<'_> {
    /// Computes an operation's outputs. `parameters` is where those of its layer lie, `(start, len)`.
    pub fn forward<const INPUTS: usize, const OUTPUTS: usize>(
        &mut self,
        operation: impl Operation,
        inputs: [Place; INPUTS],
        outputs: [Place; OUTPUTS],
        parameters: (usize, usize),
    ) {
        let tensors = Tensors::of(parameters);
        self.forward_with(operation, inputs, outputs, [], tensors);
    }

    /// The same with what backward reads again, state and statistics.
    pub fn forward_with<const INPUTS: usize, const OUTPUTS: usize, const SAVED: usize>(
        &mut self,
        operation: impl Operation,
        inputs: [Place; INPUTS],
        outputs: [Place; OUTPUTS],
        saved: [Place; SAVED],
        tensors: Tensors,
    ) {
        let read = (inputs, []);
        let ((inputs, []), (mut outputs, mut saved, [])) =
            self.buffers.operands(read, (outputs, saved, []));
        operation.forward(
            self.at
                .forward(&inputs, &mut outputs)
                .with(of(self.parameters, tensors.parameters), self.scratch)
                .absorbed(of(self.parameters, tensors.absorbed))
                .state(of(self.state, tensors.state))
                .statistics(of(self.statistics, tensors.statistics))
                .saved(&mut saved),
        );
        #[cfg(feature = "std")]
        if let Some((calls, found)) = &mut self.watch {
            let mut outputs = outputs.iter().flat_map(|output| output.iter());
            if outputs.any(|element| !element.is_finite()) {
                found.fetch_min(*calls, core::sync::atomic::Ordering::Relaxed);
            }
            *calls += 1;
        }
    }

    /// Adds what a batch-coupled operation's inputs contribute to the sums `(start, len)` of the tile's shard.
    pub fn gather<const INPUTS: usize>(
        &mut self,
        operation: impl BatchCoupled,
        inputs: [Place; INPUTS],
        sums: (usize, usize),
    ) {
        self.gather_with(operation, inputs, Tensors::of((0, 0)), sums);
    }

    /// The same with the tensors of the operation's layer.
    pub fn gather_with<const INPUTS: usize>(
        &mut self,
        operation: impl BatchCoupled,
        inputs: [Place; INPUTS],
        tensors: Tensors,
        (start, len): (usize, usize),
    ) {
        let ((inputs, []), ([], [], [])) = self.buffers.operands((inputs, []), ([], [], []));
        let call = (self.at.forward(&inputs, &mut []))
            .with(of(self.parameters, tensors.parameters), self.scratch)
            .state(of(self.state, tensors.state));
        operation.gather(call, &mut self.sums[start..start + len]);
    }

    /// Adds the loss and the metrics of an output of `width` elements, and computes its cotangent.
    pub fn visit(
        &mut self,
        objective: &dyn Objective,
        output: usize,
        tail: Tail,
        width: usize,
        prediction: Place,
        cotangent: Place,
    ) {
        let ((prediction, []), (cotangent, [], [])) = self
            .buffers
            .operands(([prediction], []), ([cotangent], [], []));
        let ([prediction], [cotangent]) = (prediction, cotangent);
        visit(
            objective,
            output,
            tail,
            self.part,
            width,
            prediction,
            cotangent,
            self.objective_sums,
        );
    }

    /// Adds the penalty of a layer's output, and its derivative to the output's cotangent.
    pub fn penalize(
        &mut self,
        objective: &dyn Objective,
        layer: ActivityRegularization,
        value: Place,
        cotangent: Place,
    ) {
        let (([value], []), ([cotangent], [], [])) =
            (self.buffers).operands(([value], []), ([cotangent], [], []));
        penalize(
            objective,
            layer,
            self.part,
            value,
            cotangent,
            self.objective_sums,
        );
    }

    /// Computes the cotangents of an operation's inputs from those of its outputs and from the inputs and outputs
    /// that it reads again. `gradients` is where its parameters' gradients lie in a shard's, `(start, len)`.
    #[allow(clippy::too_many_arguments)] // one short line in generated code
    pub fn backward<const I: usize, const O: usize, const C: usize, const T: usize>(
        &mut self,
        operation: impl Operation,
        inputs: [Place; I],
        outputs: [Place; O],
        cotangents: [Place; C],
        targets: [Target; T],
        parameters: (usize, usize),
        gradients: Option<(usize, usize)>,
    ) {
        let tensors = Tensors::of(parameters);
        self.backward_with(
            operation,
            (inputs, outputs, []),
            cotangents,
            targets,
            tensors,
            gradients,
        );
    }

    /// The same with what forward saved after inputs and outputs, and with state and statistics.
    pub fn backward_with<
        const I: usize,
        const O: usize,
        const S: usize,
        const C: usize,
        const T: usize,
    >(
        &mut self,
        operation: impl Operation,
        kept: ([Place; I], [Place; O], [Place; S]),
        cotangents: [Place; C],
        targets: [Target; T],
        tensors: Tensors,
        gradients: Option<(usize, usize)>,
    ) {
        self.back(kept, cotangents, targets, tensors, gradients, &|call, _| {
            operation.backward(call);
        });
    }

    /// The first half of a batch-coupled operation's backward, which adds to the sums `(start, len)` of the tile's
    /// shard.
    pub fn gather_backward<
        const I: usize,
        const O: usize,
        const S: usize,
        const C: usize,
        const T: usize,
    >(
        &mut self,
        operation: impl BatchCoupled,
        kept: ([Place; I], [Place; O], [Place; S]),
        cotangents: [Place; C],
        targets: [Target; T],
        tensors: Tensors,
        (start, len): (usize, usize),
    ) {
        self.back(kept, cotangents, targets, tensors, None, &|call, sums| {
            operation.gather_backward(call, &mut sums[start..start + len]);
        });
    }

    /// A backward call, and the tile's sums.
    fn back<const I: usize, const O: usize, const S: usize, const C: usize, const T: usize>(
        &mut self,
        (inputs, outputs, saved): ([Place; I], [Place; O], [Place; S]),
        cotangents: [Place; C],
        targets: [Target; T],
        tensors: Tensors,
        gradients: Option<(usize, usize)>,
        run: &dyn Fn(Backward<'_, '_>, &mut [f64]),
    ) {
        let written = targets.map(|target| match target {
            Target::Write(place) | Target::Add(place) => place,
            Target::Skip | Target::InPlace => Place::None,
        });
        let ((inputs, outputs), (mut saved, mut cotangents, written)) = self
            .buffers
            .operands((inputs, outputs), (saved, cotangents, written));
        let mut written = written.into_iter();
        let mut targets = targets.map(|target| {
            let buffer = written.next().unwrap_or_default();
            match target {
                Target::Skip => InputCotangent::Skip,
                Target::Write(_) => InputCotangent::Write(buffer),
                Target::Add(_) => InputCotangent::Add(buffer),
                Target::InPlace => InputCotangent::InPlace,
            }
        });
        let [gradients, absorbed_gradients] =
            two_parts(self.gradients, [gradients, tensors.absorbed_gradients]);
        let call = self
            .at
            .backward(&inputs, &outputs, &mut cotangents, &mut targets)
            .with(of(self.parameters, tensors.parameters), self.scratch)
            .absorbed(of(self.parameters, tensors.absorbed), absorbed_gradients)
            .state(of(self.state, tensors.state))
            .statistics(of(self.statistics, tensors.statistics))
            .saved(&mut saved);
        let call = match gradients {
            Some(gradients) => call.gradients(gradients),
            None => call,
        };
        run(call, self.sums);
    }
}

/// The elements of a place `(start, len)`.
fn of(values: &[f32], (start, len): (usize, usize)) -> &[f32] {
    &values[start..start + len]
}

/// Two places of the same values, to be changed.
///
/// # Panics
/// If they overlap.
fn two_parts(values: &mut [f32], places: [Option<(usize, usize)>; 2]) -> [Option<&mut [f32]>; 2] {
    let ranges = places.map(|place| place.map_or(0..0, |(start, len)| start..start + len));
    match values.get_disjoint_mut(ranges) {
        Ok([first, second]) => [places[0].map(|_| first), places[1].map(|_| second)],
        Err(error) => panic!("the gradients of two layers at {places:?}: {error}"),
    }
}

#[cfg(test)]
mod tests;
