//! Elementwise work on slices, shared by the threads of a team.
#![allow(unsafe_code)] // hands disjoint parts of slices to threads

use super::segment::{Rows, check};
use super::{SHARDS, Team};
use crate::kernels::level::for_each_level;
use core::array;
use core::marker::PhantomData;
use core::ops::Range;

/// Elements of which a thread's share is worth waking it.
const WORTHWHILE: usize = 4096;

/// A slice of which threads take disjoint parts.
pub(super) struct Shared<'a, T> {
    start: *mut T,
    len: usize,
    slice: PhantomData<&'a mut [T]>,
}

// SAFETY: parts are made by an unsafe function whose caller promises that they don't overlap.
unsafe impl<T: Send> Sync for Shared<'_, T> {}

impl<'a, T> Shared<'a, T> {
    pub fn new(slice: &'a mut [T]) -> Self {
        Shared {
            start: slice.as_mut_ptr(),
            len: slice.len(),
            slice: PhantomData,
        }
    }

    /// Number of elements.
    pub fn len(&self) -> usize {
        self.len
    }

    /// The elements of the range.
    ///
    /// # Safety
    /// No two parts that overlap exist at the same time.
    #[allow(clippy::mut_from_ref)] // the promise above
    pub unsafe fn part(&self, range: Range<usize>) -> &mut [T] {
        assert!(
            range.start <= range.end && range.end <= self.len,
            "a part outside of its slice"
        );
        // SAFETY: within the slice, which is borrowed as long as `self` lives; disjoint by the caller's promise.
        unsafe { core::slice::from_raw_parts_mut(self.start.add(range.start), range.len()) }
    }

    /// The elements of a run of blocks of `width` elements.
    ///
    /// # Safety
    /// As for [`part`](Self::part).
    #[allow(clippy::mut_from_ref)] // the promise above
    pub unsafe fn blocks(&self, blocks: Range<usize>, width: usize) -> &mut [T] {
        // SAFETY: the caller's promise.
        unsafe { self.part(blocks.start * width..blocks.end * width) }
    }
}

/// The buffers of an arena that a call uses at the same time.
///
/// # Panics
/// If they overlap or lie outside of the arena.
#[track_caller]
pub fn disjoint<const N: usize>(arena: &mut [f32], ranges: [Range<usize>; N]) -> [&mut [f32]; N] {
    let len = arena.len();
    // An empty buffer may lie anywhere, also within another one.
    let filled = ranges
        .clone()
        .map(|range| if range.is_empty() { len..len } else { range });
    match arena.get_disjoint_mut(filled) {
        Ok(buffers) => buffers,
        Err(error) => panic!("the memory plan is wrong: {ranges:?} in an arena of {len}: {error}"),
    }
}

/// Buffers of a planned memory: buffer `(offset, len)` begins `offset × capacity` elements into it and holds `len`
/// elements for each of `samples` samples, of which the memory is laid out for `capacity`.
///
/// # Panics
/// If buffers overlap or exceed the memory: then the plan is wrong.
fn buffers<const N: usize>(
    memory: &mut [f32],
    capacity: usize,
    samples: usize,
    places: [(usize, usize); N],
) -> [&mut [f32]; N] {
    disjoint(
        memory,
        places.map(|(offset, len)| offset * capacity..offset * capacity + len * samples),
    )
}

/// The same for values of a whole batch, ready to be handed out by samples.
///
/// # Panics
/// If buffers overlap or exceed the memory: then the plan is wrong.
pub fn rows<const N: usize>(
    memory: &mut [f32],
    batch: usize,
    places: [(usize, usize); N],
) -> [Rows<'_>; N] {
    let mut widths = places.iter();
    buffers(memory, batch, batch, places).map(|values| Rows {
        values,
        width: widths.next().map_or(0, |&(_, width)| width),
    })
}

impl Team {
    /// Cuts `values` into rows of `width` elements and gives each worker a run of whole rows: `body` gets the rows'
    /// numbers, their elements and the worker's arena. Workers without rows aren't called.
    ///
    /// # Panics
    /// If `values` isn't a whole number of rows, or there are too few arenas.
    pub fn rows(
        &self,
        values: &mut [f32],
        width: usize,
        arenas: &mut [f32],
        arena: usize,
        body: impl Fn(Range<usize>, &mut [f32], &mut [f32]) + Sync,
    ) {
        let rows = values.len().checked_div(width).unwrap_or(0);
        assert_eq!(
            values.len(),
            rows * width,
            "{} elements aren't whole rows of {width}",
            values.len()
        );
        let workers = self.workers();
        check("the workers' arenas", arenas.len(), workers, arena);
        let (values, arenas) = (Shared::new(values), Shared::new(arenas));
        self.run(&|worker| {
            if worker >= workers {
                return;
            }
            let range = rows * worker / workers..rows * (worker + 1) / workers;
            if !range.is_empty() {
                // SAFETY: workers have different rows and arenas.
                let (block, arena) = unsafe {
                    (
                        values.blocks(range.clone(), width),
                        arenas.blocks(worker..worker + 1, arena),
                    )
                };
                body(range, block, arena);
            }
        });
    }

    /// Calls `body` with runs of at most `chunk` numbers that together make up `0..count`. A thread takes adjoining
    /// chunks in ascending order.
    ///
    /// # Panics
    /// If `chunk` is 0.
    pub fn chunks(&self, count: usize, chunk: usize, body: impl Fn(Range<usize>) + Sync) {
        assert!(chunk > 0, "a chunk has at least one element");
        let chunks = count.div_ceil(chunk);
        let visit = |first: usize, end: usize| {
            for index in first..end {
                body(index * chunk..((index + 1) * chunk).min(count));
            }
        };
        if chunks <= 1 || self.threads() == 1 {
            return visit(0, chunks);
        }
        let threads = self.threads();
        self.run(&|worker| visit(chunks * worker / threads, chunks * (worker + 1) / threads));
    }

    /// Cuts equally long slices at the same places: `body` gets the number of a chunk's first element and the chunk
    /// of each slice. Slices other than the first may be empty and stay so.
    ///
    /// # Panics
    /// If the slices differ in length or `chunk` is 0.
    pub fn split_chunks<const N: usize>(
        &self,
        parts: [&mut [f32]; N],
        chunk: usize,
        body: impl Fn(usize, [&mut [f32]; N]) + Sync,
    ) {
        let count = parts.first().map_or(0, |part| part.len());
        let parts = share(parts);
        self.chunks(count, chunk, |range| {
            // SAFETY: chunks don't overlap.
            body(range.start, unsafe { cut(&parts, range) });
        });
    }

    /// As [`split_chunks`](Self::split_chunks), with a result of its own for each chunk.
    ///
    /// # Panics
    /// As `split_chunks`, and if there are fewer results than chunks.
    pub fn measure_chunks<const N: usize, R: Send>(
        &self,
        parts: [&mut [f32]; N],
        chunk: usize,
        results: &mut [R],
        body: impl Fn(usize, [&mut [f32]; N], &mut R) + Sync,
    ) {
        let count = parts.first().map_or(0, |part| part.len());
        let (parts, results) = (share(parts), Shared::new(results));
        self.chunks(count, chunk, |range| {
            let index = range.start / chunk;
            // SAFETY: chunks don't overlap, and have different indices.
            let (slices, result) =
                unsafe { (cut(&parts, range.clone()), results.part(index..index + 1)) };
            if let [result] = result {
                body(range.start, slices, result);
            }
        });
    }

    /// `out = Σ shards`, or `out += Σ shards`: of [`SHARDS`] blocks of `len` elements, adds the part that begins
    /// at `start` and is as long as `out`, in ascending order, starting from `out` if `accumulate` is set and from
    /// the first block otherwise.
    ///
    /// # Panics
    /// If a slice is too short.
    pub fn reduce_shards(
        &self,
        shards: &[f32],
        len: usize,
        start: usize,
        out: &mut [f32],
        accumulate: bool,
    ) {
        check("the shards", shards.len(), SHARDS, len);
        check("a shard", len, 1, start + out.len());
        self.split_chunks([out], WORTHWHILE, |first, [out]| {
            sum_shards(shards, len, start + first, out, accumulate);
        });
    }

    /// Sets all elements to 0.
    pub fn zero(&self, values: &mut [f32]) {
        self.split_chunks([values], 4 * WORTHWHILE, |_, [values]| values.fill(0.0));
    }
}

/// Slices of which threads take the same parts.
fn share<const N: usize>(parts: [&mut [f32]; N]) -> [Shared<'_, f32>; N] {
    let count = parts.first().map_or(0, |part| part.len());
    assert!(
        parts
            .iter()
            .all(|part| part.len() == count || part.is_empty()),
        "the slices differ in length"
    );
    parts.map(Shared::new)
}

/// The elements of a range of each slice that has any.
///
/// # Safety
/// As for [`Shared::part`].
#[allow(clippy::mut_from_ref)] // the promise above
unsafe fn cut<'a, const N: usize>(
    parts: &'a [Shared<'_, f32>; N],
    range: Range<usize>,
) -> [&'a mut [f32]; N] {
    array::from_fn(|part| match parts[part].len() {
        0 => &mut [],
        // SAFETY: the caller's promise.
        _ => unsafe { parts[part].part(range.clone()) },
    })
}

for_each_level! {
    fn sum_shards(shards: &[f32], len: usize, first: usize, out: &mut [f32], accumulate: bool) {
        const BLOCK: usize = 64;
        let shard = |shard: usize, from: usize, count: usize| &shards[shard * len + first + from..][..count];
        for (index, block) in out.chunks_mut(BLOCK).enumerate() {
            let (from, count) = (index * BLOCK, block.len());
            if !accumulate {
                block.copy_from_slice(shard(0, from, count));
            }
            for number in usize::from(!accumulate)..SHARDS {
                for (sum, value) in block.iter_mut().zip(shard(number, from, count)) {
                    *sum += value;
                }
            }
        }
    }
}
