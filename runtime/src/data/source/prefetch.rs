//! Batches that other threads make ahead of time.

use super::{Batch, Position, Source, SourceError};
use crate::data::Targets;
use crate::tensor::Sample;
use std::collections::VecDeque;
use std::mem;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

/// The batches of another source, made on other threads ahead of time.
///
/// A fixed number of batches goes round: one that has been used is filled again. So no memory is taken once each has been filled.
/// Thread `k` of `n` makes every `n`-th batch; they are given out in their order.
pub struct Prefetch<I: Sample, T: Targets> {
    batch_size: usize,
    batches: Option<usize>,
    workers: Vec<Worker<I, T>>,
    /// What the workers are doing, in the order in which it was asked of them.
    pending: VecDeque<Pending>,
    /// Batches that wait for work.
    idle: Vec<Batch<I, T>>,
    /// The position after the last one asked for.
    next: Position,
    /// The worker that is asked next.
    turn: usize,
}

#[derive(Clone, Copy)]
struct Pending {
    at: Position,
    worker: usize,
}

struct Worker<I: Sample, T: Targets> {
    jobs: Option<SyncSender<(Position, Batch<I, T>)>>,
    done: Receiver<Done<I, T>>,
    thread: Option<JoinHandle<()>>,
}

struct Done<I: Sample, T: Targets> {
    batch: Batch<I, T>,
    result: Result<bool, SourceError>,
}

impl<I: Sample, T: Targets> Prefetch<I, T> {
    /// Starts a thread for each source; the sources must give the same batches. At least as many batches as threads are made ahead.
    pub(super) fn new<S>(sources: Vec<S>, ahead: usize) -> Prefetch<I, T>
    where
        S: Source<Input = I, Targets = T> + Send + 'static,
    {
        let ahead = ahead.max(sources.len());
        let batch_size = sources.iter().map(S::batch_size).max().unwrap_or(1);
        let batches = sources.first().and_then(S::batches);
        let workers = sources
            .into_iter()
            .map(|source| Worker::start(source, ahead))
            .collect();
        Prefetch {
            batch_size,
            batches,
            workers,
            pending: VecDeque::with_capacity(ahead),
            idle: (0..ahead)
                .map(|_| Batch::with_capacity(batch_size))
                .collect(),
            next: Position::default(),
            turn: 0,
        }
    }

    /// Gives work to all batches that have none.
    fn ask(&mut self) -> Result<(), SourceError> {
        while let Some(batch) = self.idle.pop() {
            let at = self.next;
            let worker = self.turn;
            let jobs = self.workers[worker].jobs.as_ref();
            let sent = jobs.is_some_and(|jobs| jobs.send((at, batch)).is_ok());
            if !sent {
                return Err(SourceError::Panicked);
            }
            self.pending.push_back(Pending { at, worker });
            self.turn = (worker + 1) % self.workers.len();
            self.next.batch += 1;
            if Some(self.next.batch) == self.batches {
                self.next.batch = 0;
                self.next.epoch += 1;
            }
        }
        Ok(())
    }

    /// Waits for the first batch that was asked for.
    fn receive(&mut self, pending: Pending) -> Result<Done<I, T>, SourceError> {
        let done = self.workers[pending.worker].done.recv();
        done.map_err(|_| SourceError::Panicked)
    }

    /// Throws away what was made for other positions.
    fn move_to(&mut self, at: Position) -> Result<(), SourceError> {
        while let Some(pending) = self.pending.pop_front() {
            let done = self.receive(pending)?;
            self.idle.push(done.batch);
        }
        self.next = at;
        self.turn = 0;
        self.ask()
    }
}

impl<I: Sample, T: Targets> Worker<I, T> {
    fn start<S>(mut source: S, ahead: usize) -> Worker<I, T>
    where
        S: Source<Input = I, Targets = T> + Send + 'static,
    {
        let (jobs, to_do) = sync_channel::<(Position, Batch<I, T>)>(ahead);
        let (finished, done) = sync_channel(ahead);
        let thread = thread::spawn(move || {
            for (at, mut batch) in to_do {
                let result = source.fill(at, &mut batch);
                if finished.send(Done { batch, result }).is_err() {
                    break;
                }
            }
        });
        Worker {
            jobs: Some(jobs),
            done,
            thread: Some(thread),
        }
    }
}

impl<I: Sample, T: Targets> Drop for Worker<I, T> {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // If it has panicked, `fill` has said so.
            let _panicked = thread.join();
        }
    }
}

impl<I: Sample, T: Targets> Source for Prefetch<I, T> {
    type Input = I;
    type Targets = T;

    fn batch_size(&self) -> usize {
        self.batch_size
    }

    fn batches(&self) -> Option<usize> {
        self.batches
    }

    fn fill(&mut self, at: Position, batch: &mut Batch<I, T>) -> Result<bool, SourceError> {
        if self.pending.front().map(|pending| pending.at) != Some(at) {
            self.move_to(at)?;
        }
        let Some(pending) = self.pending.pop_front() else {
            return Err(SourceError::Panicked);
        };
        let mut done = self.receive(pending)?;
        mem::swap(batch, &mut done.batch);
        self.idle.push(done.batch);
        if matches!(done.result, Ok(true)) {
            self.ask()?;
        }
        done.result
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::augment::Augmentation;
    use crate::data::{Batches, Dataset, from_fn, from_iterators};
    use crate::tensor::{Tensor1, Tensor2};

    fn all<S: Source>(source: &mut S, epochs: u64) -> Vec<(Vec<f32>, usize)> {
        let mut batch = Batch::default();
        let mut batches = Vec::new();
        for epoch in 0..epochs {
            let mut at = Position {
                seed: 7,
                epoch,
                batch: 0,
            };
            while source.fill(at, &mut batch).unwrap() {
                batches.push((S::Input::flat(batch.inputs(), 0).to_vec(), batch.len()));
                at.batch += 1;
            }
        }
        batches
    }

    fn augmented(batch_size: usize) -> Batches<Tensor2<6, 5>, u8> {
        let mut images = Tensor2::<6, 5>::zeroed_many(23);
        for (number, value) in (0u16..).zip(crate::plain::mut_slice_of(&mut images)) {
            *value = f32::from(number);
        }
        let data = Dataset::new(images, vec![0u8; 23]).unwrap();
        Batches::new(data, batch_size).augment([
            Augmentation::FlipVertical,
            Augmentation::Shift {
                rows: 2,
                columns: 1,
            },
            Augmentation::Noise { deviation: 0.5 },
        ])
    }

    #[test]
    fn threads_change_no_bit() {
        let expected = all(&mut augmented(4), 3);
        assert_eq!(expected.len(), 18);
        assert_ne!(expected[..6], expected[6..12]);
        for (threads, ahead) in [(1, 1), (1, 4), (2, 3), (3, 7), (5, 1)] {
            assert_eq!(
                all(&mut augmented(4).prefetch_on(threads, ahead), 3),
                expected
            );
        }
    }

    #[test]
    fn a_sample_is_changed_alike_in_batches_of_any_size() {
        let values = |batches: Vec<(Vec<f32>, usize)>| -> Vec<f32> {
            batches.into_iter().flat_map(|(values, _)| values).collect()
        };
        assert_eq!(
            values(all(&mut augmented(1), 2)),
            values(all(&mut augmented(4), 2))
        );
    }

    #[test]
    fn iterators_run_on_another_thread() {
        let make = || {
            from_iterators(4, |epoch| {
                (0..10u8)
                    .map(move |number| (Tensor1::from([f32::from(number) + epoch as f32]), number))
            })
        };
        assert_eq!(all(&mut make().prefetch(3), 3), all(&mut make(), 3));
    }

    #[test]
    fn a_position_out_of_turn_is_found() {
        let (mut direct, mut ahead) = (augmented(4), augmented(4).prefetch_on(2, 5));
        let (mut expected, mut batch) = (Batch::default(), Batch::default());
        for (epoch, number) in [(0, 0), (4, 3), (4, 4), (1, 0), (1, 5), (1, 6), (2, 0)] {
            let at = Position {
                seed: 1,
                epoch,
                batch: number,
            };
            let there = direct.fill(at, &mut expected).unwrap();
            assert_eq!(ahead.fill(at, &mut batch).unwrap(), there);
            if there {
                assert_eq!(batch.inputs(), expected.inputs());
            }
        }
    }

    #[test]
    fn errors_and_panics_arrive() {
        let mut failing = from_fn(1, |at, batch: &mut Batch<Tensor1<1>, u8>| {
            batch.resize(1);
            match at.batch {
                0 => Ok(true),
                _ => Err(SourceError::new("the disk is gone")),
            }
        })
        .prefetch(2);
        let mut batch = Batch::default();
        let mut at = Position::default();
        assert!(failing.fill(at, &mut batch).unwrap());
        at.batch = 1;
        let error = failing.fill(at, &mut batch).unwrap_err();
        assert_eq!(error.to_string(), "the disk is gone");
        let mut panicking = from_fn(1, |at, batch: &mut Batch<Tensor1<1>, u8>| {
            batch.resize(1);
            assert!(at.batch == 0, "the second batch panics, as this test wants");
            Ok(true)
        })
        .prefetch(1);
        let first = Position::default();
        assert!(panicking.fill(first, &mut batch).unwrap());
        let error = panicking.fill(at, &mut batch).unwrap_err();
        assert!(matches!(error, SourceError::Panicked));
    }
}
