//! Prediction.

use super::MAX_PARTS;
use crate::kernels::team::Team;
use crate::model::{Infer, Model};
use crate::tensor::{Elements, Sample, Tensor};

/// Predicts with memory of its own, so that several threads can use the same model; made by
/// [`ModelExt::predictor`](super::ModelExt::predictor).
pub struct Predictor<'m, M: Model> {
    model: &'m M,
    team: Team,
    buffers: PredictBuffers<M>,
}

impl<'m, M: Model> Predictor<'m, M> {
    pub(super) fn new(model: &'m M, threads: usize) -> Self {
        let team = if threads == 1 {
            Team::alone()
        } else {
            Team::new(threads)
        };
        let mut buffers = PredictBuffers::default();
        buffers.reserve(team.workers());
        Predictor {
            model,
            team,
            buffers,
        }
    }

    /// The output for one sample, on the calling thread. Nothing is allocated.
    pub fn predict<'a>(&'a mut self, input: &M::Input) -> <M::Output as Single>::Ref<'a>
    where
        M::Output: Single,
    {
        self.buffers.one(self.model, input)
    }

    /// The outputs for several samples, on all threads.
    pub fn predict_batch(
        &mut self,
        inputs: <M::Input as Sample>::Slices<'_>,
    ) -> <M::Output as Sample>::Owned {
        self.buffers.batch(self.model, &self.team, inputs)
    }

    /// Writes the outputs for several samples, on all threads. Nothing is allocated.
    ///
    /// # Panics
    /// If there aren't as many outputs as inputs, or the columns of a tuple differ in length.
    pub fn predict_into(
        &mut self,
        inputs: <M::Input as Sample>::Slices<'_>,
        outputs: <M::Output as Sample>::SlicesMut<'_>,
    ) {
        self.buffers.write(self.model, &self.team, inputs, outputs);
    }
}

/// Working memory, and the last output.
pub struct PredictBuffers<M: Model> {
    workers: Vec<f32>,
    output: Option<<M::Output as Sample>::Owned>,
}

impl<M: Model> Default for PredictBuffers<M> {
    fn default() -> Self {
        PredictBuffers {
            workers: Vec::new(),
            output: None,
        }
    }
}

impl<M: Model> PredictBuffers<M> {
    fn reserve(&mut self, workers: usize) {
        let floats = (M::PREDICT_MEMORY.worker * workers).max(M::PREDICT_MEMORY.single);
        if self.workers.len() < floats {
            self.workers = vec![0.0; floats];
        }
        self.output.get_or_insert_with(|| M::Output::zeroed_many(1));
    }

    pub fn one<'a>(&'a mut self, model: &M, input: &M::Input) -> <M::Output as Single>::Ref<'a>
    where
        M::Output: Single,
    {
        self.reserve(1);
        let PredictBuffers { workers, output } = self;
        let output = output.get_or_insert_with(|| M::Output::zeroed_many(1));
        infer(
            model,
            &Team::alone(),
            input.single(),
            M::Output::slices_mut(output),
            workers,
        );
        M::Output::first(M::Output::slices(output))
    }

    pub fn batch(
        &mut self,
        model: &M,
        team: &Team,
        inputs: <M::Input as Sample>::Slices<'_>,
    ) -> <M::Output as Sample>::Owned {
        let samples = M::Input::count(inputs).unwrap_or_default();
        let mut outputs = M::Output::zeroed_many(samples);
        self.write(model, team, inputs, M::Output::slices_mut(&mut outputs));
        outputs
    }

    fn write(
        &mut self,
        model: &M,
        team: &Team,
        inputs: <M::Input as Sample>::Slices<'_>,
        outputs: <M::Output as Sample>::SlicesMut<'_>,
    ) {
        self.reserve(team.workers());
        infer(model, team, inputs, outputs, &mut self.workers);
    }
}

fn infer<M: Model>(
    model: &M,
    team: &Team,
    inputs: <M::Input as Sample>::Slices<'_>,
    mut outputs: <M::Output as Sample>::SlicesMut<'_>,
    workers: &mut [f32],
) {
    let Some(samples) = M::Input::count(inputs) else {
        panic!("the columns of the inputs have different lengths")
    };
    let count = M::Output::count(M::Output::as_shared(M::Output::reborrow(&mut outputs)));
    assert_eq!(count, Some(samples), "outputs for {samples} inputs");
    if samples > 0 {
        let inputs = M::Input::parts(inputs);
        let mut parts = M::Output::parts_mut(outputs);
        let mut outputs = <[&mut [f32]; MAX_PARTS]>::default();
        for (output, part) in outputs.iter_mut().zip(parts.as_mut()) {
            *output = part;
        }
        let outputs = &mut outputs[..M::Output::PARTS];
        model.infer(Infer {
            team,
            samples,
            inputs: inputs.as_ref(),
            outputs,
            workers,
        });
    }
}

/// A sample that can be borrowed: a reference to a tensor, or a tuple of references.
pub trait Single: Sample {
    /// The reference, or the tuple.
    type Ref<'a>: Copy;

    /// The first of several samples. Panics if there are none.
    fn first<'a>(slices: Self::Slices<'a>) -> Self::Ref<'a>;
}

impl<D: Elements> Single for Tensor<D> {
    type Ref<'a> = &'a Tensor<D>;

    fn first<'a>(slices: Self::Slices<'a>) -> Self::Ref<'a> {
        &slices[0]
    }
}

macro_rules! single {
    ($($elements:ident $part:tt),+) => {
        impl<$($elements: Elements),+> Single for ($(Tensor<$elements>,)+) {
            type Ref<'a> = ($(&'a Tensor<$elements>,)+);

            fn first<'a>(slices: Self::Slices<'a>) -> Self::Ref<'a> {
                ($(&slices.$part[0],)+)
            }
        }
    };
}

single!(A 0, B 1);
single!(A 0, B 1, C 2);
single!(A 0, B 1, C 2, D 3);
single!(A 0, B 1, C 2, D 3, E 4);
single!(A 0, B 1, C 2, D 3, E 4, F 5);
