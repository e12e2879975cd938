//! The seam between generated code and layers: one operation is one kernel call forward and one backward.
//!
//! A layer's runtime file defines a small `Copy` struct of dimensions and options, for instance
//! `Dense { inputs: 784, units: 512, .. }`. Generated code holds it as a constant and calls it on slices that
//! the memory plan has laid out. All values are row-major, channels last, one sample after the other:
//! a value of shape `[h, w, c]` for `n` samples is a slice of `n * h * w * c` elements.

use crate::random::Random;
use core::ops::Range;

/// Whether a pass trains or predicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Random layers draw, batch statistics are used, and what backward needs is saved.
    Training,
    /// Random layers are the identity and moving statistics are used.
    Inference,
}

/// The arguments of one forward call over the samples of a tile.
#[derive(Debug)]
pub struct Forward<'a, 'b> {
    /// Training or inference.
    pub mode: Mode,
    /// Number of samples in this call.
    pub samples: usize,
    /// Index of the first of them within the batch; randomness depends on it, results don't otherwise.
    pub first_sample: usize,
    /// Values read, each `samples × its length`. An input that lies in `outputs[0]` already is an empty slice.
    pub inputs: &'a [&'b [f32]],
    /// Values written, each `samples × its length`.
    pub outputs: &'a mut [&'b mut [f32]],
    /// The layer's parameters, one after the other in the order of the table.
    pub parameters: &'a [f32],
    /// The parameters of the layer that the epilogue has absorbed.
    pub absorbed: &'a [f32],
    /// The layer's state (moving statistics), in the order of the table.
    pub state: &'a [f32],
    /// What a batch-coupled operation computed over the whole batch; empty for all others.
    pub statistics: &'a [f32],
    /// Buffers that backward reads again, as many and as long as the compiler's row says; empty in inference.
    pub saved: &'a mut [&'b mut [f32]],
    /// Room for intermediate values; its contents are unspecified before and after the call.
    pub scratch: &'a mut [f32],
    /// The source of random numbers of this step.
    pub random: Random,
}

impl<'a, 'b> Forward<'a, 'b> {
    /// With the layer's parameters, and room for intermediate values.
    pub fn with(self, parameters: &'a [f32], scratch: &'a mut [f32]) -> Self {
        Forward {
            parameters,
            scratch,
            ..self
        }
    }

    /// With the parameters of the layer that the epilogue has absorbed.
    pub fn absorbed(self, absorbed: &'a [f32]) -> Self {
        Forward { absorbed, ..self }
    }

    /// With the layer's state.
    pub fn state(self, state: &'a [f32]) -> Self {
        Forward { state, ..self }
    }

    /// With what was computed over the whole batch.
    pub fn statistics(self, statistics: &'a [f32]) -> Self {
        Forward { statistics, ..self }
    }

    /// With buffers that backward reads again.
    pub fn saved(self, saved: &'a mut [&'b mut [f32]]) -> Self {
        Forward { saved, ..self }
    }
}

/// Which samples a call is about: generated code makes one for each tile, and every call from it.
#[derive(Clone, Copy, Debug)]
pub struct At {
    /// Training or inference.
    pub mode: Mode,
    /// Number of samples.
    pub samples: usize,
    /// Index of the first of them within the batch.
    pub first_sample: usize,
    /// The source of random numbers of this step.
    pub random: Random,
}

impl At {
    /// Samples of a training step.
    pub fn training(samples: usize, first_sample: usize, random: Random) -> At {
        At {
            mode: Mode::Training,
            samples,
            first_sample,
            random,
        }
    }

    /// Samples of a prediction, which draws nothing.
    pub fn inference(samples: usize) -> At {
        At {
            mode: Mode::Inference,
            samples,
            first_sample: 0,
            random: Random { seed: 0, step: 0 },
        }
    }

    /// A forward call from some values to others.
    pub fn forward<'a, 'b>(
        self,
        inputs: &'a [&'b [f32]],
        outputs: &'a mut [&'b mut [f32]],
    ) -> Forward<'a, 'b> {
        Forward {
            mode: self.mode,
            samples: self.samples,
            first_sample: self.first_sample,
            inputs,
            outputs,
            parameters: &[],
            absorbed: &[],
            state: &[],
            statistics: &[],
            saved: &mut [],
            scratch: &mut [],
            random: self.random,
        }
    }

    /// A backward call: kept inputs and outputs, the outputs' cotangents, and where the inputs' cotangents go.
    pub fn backward<'a, 'b>(
        self,
        inputs: &'a [&'b [f32]],
        outputs: &'a [&'b [f32]],
        output_cotangents: &'a mut [&'b mut [f32]],
        input_cotangents: &'a mut [InputCotangent<'b>],
    ) -> Backward<'a, 'b> {
        Backward {
            samples: self.samples,
            first_sample: self.first_sample,
            inputs,
            outputs,
            saved: &mut [],
            output_cotangents,
            input_cotangents,
            parameters: &[],
            absorbed: &[],
            absorbed_gradients: None,
            gradients: None,
            state: &[],
            statistics: &[],
            scratch: &mut [],
            random: self.random,
        }
    }
}

/// Where the cotangent of an input goes.
#[derive(Debug)]
pub enum InputCotangent<'b> {
    /// Nobody needs it.
    Skip,
    /// Overwrite this buffer.
    Write(&'b mut [f32]),
    /// Add to this buffer.
    Add(&'b mut [f32]),
    /// Leave it in `output_cotangents[0]`: input and output have the same length and share the buffer.
    InPlace,
}

/// The arguments of one backward call over the samples of a tile.
#[derive(Debug)]
pub struct Backward<'a, 'b> {
    /// Number of samples in this call.
    pub samples: usize,
    /// Index of the first of them within the batch.
    pub first_sample: usize,
    /// The forward inputs that the row asked to keep; the others are empty slices.
    pub inputs: &'a [&'b [f32]],
    /// The forward outputs that the row asked to keep; the others are empty slices.
    pub outputs: &'a [&'b [f32]],
    /// What forward saved. May be overwritten; a late weight gradient sees what backward leaves here.
    pub saved: &'a mut [&'b mut [f32]],
    /// Cotangents of the outputs. May be overwritten; a late weight gradient sees what backward leaves here.
    /// An output that nobody used has an empty slice, which stands for zero.
    pub output_cotangents: &'a mut [&'b mut [f32]],
    /// Where the cotangents of the inputs go.
    pub input_cotangents: &'a mut [InputCotangent<'b>],
    /// The layer's parameters.
    pub parameters: &'a [f32],
    /// The parameters of the layer that the epilogue has absorbed.
    pub absorbed: &'a [f32],
    /// Their gradients: *add* to them. `None` if that layer is frozen.
    pub absorbed_gradients: Option<&'a mut [f32]>,
    /// Gradients of the parameters, in the same order: *add* to them. `None` for a frozen layer and for one whose
    /// weight gradient is a late product.
    pub gradients: Option<&'a mut [f32]>,
    /// The layer's state.
    pub state: &'a [f32],
    /// What a batch-coupled operation computed over the whole batch; empty for all others.
    pub statistics: &'a [f32],
    /// Room for intermediate values.
    pub scratch: &'a mut [f32],
    /// The source of random numbers of this step.
    pub random: Random,
}

impl<'a, 'b> Backward<'a, 'b> {
    /// With the layer's parameters, and room for intermediate values.
    pub fn with(self, parameters: &'a [f32], scratch: &'a mut [f32]) -> Self {
        Backward {
            parameters,
            scratch,
            ..self
        }
    }

    /// With the parameters of the layer that the epilogue has absorbed, and the place where their gradients are summed.
    pub fn absorbed(self, absorbed: &'a [f32], gradients: Option<&'a mut [f32]>) -> Self {
        Backward {
            absorbed,
            absorbed_gradients: gradients,
            ..self
        }
    }

    /// With the layer's state.
    pub fn state(self, state: &'a [f32]) -> Self {
        Backward { state, ..self }
    }

    /// With what was computed over the whole batch.
    pub fn statistics(self, statistics: &'a [f32]) -> Self {
        Backward { statistics, ..self }
    }

    /// With what forward saved.
    pub fn saved(self, saved: &'a mut [&'b mut [f32]]) -> Self {
        Backward { saved, ..self }
    }

    /// With the place where the parameters' gradients are summed.
    pub fn gradients(self, gradients: &'a mut [f32]) -> Self {
        Backward {
            gradients: Some(gradients),
            ..self
        }
    }
}

/// The arguments of a late weight gradient: one block of rows, reduced over the whole batch in order.
///
/// The parameters of such a layer form one matrix of rows of equal length (a dense layer: `inputs` rows of the
/// kernel, then one row of the bias). The rows of a block don't depend on how the matrix is split.
#[derive(Debug)]
pub struct WeightGradient<'a> {
    /// Number of samples in the batch.
    pub samples: usize,
    /// The rows to compute.
    pub rows: Range<usize>,
    /// The forward inputs, for the whole batch.
    pub inputs: &'a [&'a [f32]],
    /// What backward left in the outputs' cotangents, for the whole batch.
    pub output_cotangents: &'a [&'a [f32]],
    /// What backward left in the saved buffers, for the whole batch.
    pub saved: &'a [&'a [f32]],
    /// The rows' gradients, `rows.len() × row length`.
    pub gradients: &'a mut [f32],
    /// Add to `gradients` instead of overwriting them.
    pub accumulate: bool,
    /// Room for intermediate values.
    pub scratch: &'a mut [f32],
}

/// One node of the plan: a layer with what was fused into it.
pub trait Operation: Sync {
    /// Computes the outputs of `samples` samples.
    fn forward(&self, call: Forward<'_, '_>);

    /// Computes the cotangents of the inputs, and adds the gradients of the parameters.
    fn backward(&self, call: Backward<'_, '_>);

    /// Computes some rows of the weight gradient over the whole batch. Only called for an operation whose row in
    /// the compiler says that it can be late.
    fn weight_gradient(&self, call: WeightGradient<'_>) {
        let _ = call;
    }
}

/// An operation whose training statistics couple the samples of a batch.
///
/// Forward: [`gather`](Self::gather) on each tile's input, [`settle`](Self::settle) once, then
/// [`Operation::forward`] on each tile with the statistics. Backward: [`gather_backward`](Self::gather_backward) on
/// each tile, [`settle_backward`](Self::settle_backward) once, then [`Operation::backward`] on each tile.
/// Sums are kept for each shard of the batch and added in the order of the shards, so no result depends on tiles
/// or threads.
pub trait BatchCoupled: Operation {
    /// Adds what a tile's inputs contribute to one shard's `sums`. The call has no outputs.
    fn gather(&self, call: Forward<'_, '_>, sums: &mut [f64]);

    /// Turns the shards' sums (`shards × len`, in order) into `statistics`, and updates the moving statistics in
    /// `state` if given.
    fn settle(&self, batch: usize, sums: &[f64], statistics: &mut [f32], state: Option<&mut [f32]>);

    /// First half of backward, on one tile: undoes the epilogue in `output_cotangents`, adds what the tile
    /// contributes to one shard's `sums`, and writes the cotangent of the epilogue's residual, if there is one.
    /// It writes no other input cotangent and no gradient; [`Operation::backward`] doesn't touch the residual's.
    fn gather_backward(&self, call: Backward<'_, '_>, sums: &mut [f64]);

    /// Turns the shards' sums into the part of `statistics` that backward needs, and adds the parameters'
    /// gradients if the layer is trained.
    fn settle_backward(
        &self,
        batch: usize,
        sums: &[f64],
        statistics: &mut [f32],
        gradients: Option<&mut [f32]>,
    );
}
