use super::linear::{INPUTS, Linear};
use super::metrics::metrics;
use super::samples;
use formwork_runtime::kernels::team::SHARDS;
use formwork_runtime::losses::SparseCategoricalCrossentropy;
use formwork_runtime::metrics::Accuracy;
use formwork_runtime::model::Model;
use formwork_runtime::optimizers::{Adam, Sgd};
use formwork_runtime::train::{Fit, ModelExt, Verbose};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    /// Calls, and bytes that are allocated now, on this thread.
    static COUNTS: Cell<(usize, isize)> = const { Cell::new((0, 0)) };
}

struct Counting;

fn count(calls: usize, bytes: isize) {
    let _ = COUNTS.try_with(|counts| {
        let (all_calls, all_bytes) = counts.get();
        counts.set((all_calls + calls, all_bytes + bytes));
    });
}

// SAFETY: everything is handed to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(1, layout.size() as isize);
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(1, layout.size() as isize);
        // SAFETY: the caller's promise.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(0, -(layout.size() as isize));
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Allocations, and bytes that remain, of a call on this thread.
fn counted<R>(call: impl FnOnce() -> R) -> (R, usize, isize) {
    let (calls, bytes) = COUNTS.get();
    let result = call();
    let (calls_after, bytes_after) = COUNTS.get();
    (result, calls_after - calls, bytes_after - bytes)
}

fn check_step<const LARGEST: usize>(batch: usize) {
    let data = samples(batch);
    let mut model = Linear::<LARGEST>::init(1);
    let mut training = model.compile(
        Adam::default(),
        SparseCategoricalCrossentropy::default(),
        (Accuracy,),
    );
    let (_, _, bytes) = counted(|| training.train_on_batch(&data).unwrap());
    let step = Linear::<LARGEST>::STEP_MEMORY.bytes(1, batch);
    let slots = 2 * 4 * Linear::<LARGEST>::TRAINABLE;
    // Of the loss, of the accuracy (two), and of the penalties of layers' outputs.
    let sums = 8 * (SHARDS + 1) * 4;
    let labels = 4 * batch;
    assert_eq!(
        bytes,
        (step + slots + sums + labels) as isize,
        "batch {batch}"
    );
    let (_, _, bytes) = counted(|| training.train_on_batch(&data).unwrap());
    assert_eq!(bytes, 0, "batch {batch}, second step");
}

#[test]
fn a_step_takes_the_published_memory() {
    for batch in [1, 32, 200] {
        check_step::<{ usize::MAX }>(batch);
        check_step::<16>(batch);
    }
    let saving = Linear::<16>::STEP_MEMORY;
    assert_eq!(saving.bytes(1, 1), saving.bytes(1, 1024));
}

#[test]
fn an_epoch_allocates_nothing_for_each_batch() {
    let data = samples(160);
    let allocations = |batch_size, epochs| {
        let mut model = Linear::<{ usize::MAX }>::init(1);
        let mut training = model.compile(
            Sgd::default(),
            SparseCategoricalCrossentropy::default(),
            (Accuracy,),
        );
        let fit = Fit {
            batch_size,
            epochs,
            threads: 1,
            verbose: Verbose::Silent,
            ..Fit::default()
        };
        let (history, calls, _) = counted(|| training.fit(&data, fit).unwrap());
        assert_eq!(
            training.steps(),
            (epochs * 160usize.div_ceil(batch_size)) as u64
        );
        drop(history);
        calls
    };
    assert_eq!(allocations(40, 2), allocations(1, 2));
}

#[test]
fn metrics_of_all_kinds_allocate_nothing() {
    let data = samples(24);
    let mut model = Linear::<{ usize::MAX }>::init(1);
    let loss = SparseCategoricalCrossentropy::default();
    let mut training = model.compile(Sgd::default(), loss, metrics());
    training.train_on_batch(&data).unwrap();
    let (_, calls, _) = counted(|| training.train_on_batch(&data).unwrap());
    assert_eq!(calls, 0);
    training.evaluate(&data).unwrap();
    let (_, calls, _) = counted(|| training.evaluate(&data).unwrap());
    assert_eq!(calls, 0);
}

#[test]
fn predicting_one_sample_allocates_nothing() {
    let data = samples(2);
    let mut model = Linear::<{ usize::MAX }>::init(1);
    let mut predictor = model.predictor(1);
    let (_, calls, _) = counted(|| predictor.predict(&data.inputs()[0])[0]);
    assert_eq!(calls, 0);
    let mut training = model.compile(
        Sgd::default(),
        SparseCategoricalCrossentropy::default(),
        (Accuracy,),
    );
    training.predict(&data.inputs()[0]);
    let (_, calls, _) = counted(|| training.predict(&data.inputs()[1])[0]);
    assert_eq!(calls, 0);
    assert_eq!(data.inputs()[0].as_slice().len(), INPUTS);
}
