//! What the calls on one tile read and write: places that generated code names, and the slices that they stand for.
#![allow(unsafe_code)] // hands out several slices of the same memory after checking that they don't overlap

use super::slices::Shared;
use super::{Grid, Private, Rows, Team, Tile};
use core::ops::Range;

/// Where an operand of a call on a tile lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// One of the model's inputs: its number.
    Input(usize),
    /// A buffer that the phase hands out by samples: its number.
    Rows(usize),
    /// In a planned memory, the tile's arena or what is kept for the whole batch: the first element and the number of
    /// elements, both for one sample.
    At(usize, usize),
    /// Nowhere: the operand isn't there, or shares the buffer of another one.
    None,
}

impl Place {
    /// The buffers that a phase hands out by samples, in order.
    pub fn rows<const N: usize>() -> [Place; N] {
        core::array::from_fn(Place::Rows)
    }
}

/// The memory of one tile.
pub struct Buffers<'a> {
    /// Index of the tile's first sample within the inputs.
    first: usize,
    /// Number of samples in the tile.
    samples: usize,
    /// Number of samples that the arena is laid out for.
    capacity: usize,
    /// The inputs of all samples, each with its length for one.
    inputs: &'a [(&'a [f32], usize)],
    /// The tile's part of the buffers that the phase hands out by samples.
    rows: &'a [Shared<'a, f32>],
    /// The tile's arena.
    arena: Shared<'a, f32>,
}

/// Slices that are read.
type Read<'a, const N: usize> = [&'a [f32]; N];
/// Slices that are written.
type Written<'a, const N: usize> = [&'a mut [f32]; N];

impl Buffers<'_> {
    /// What a call reads, in two groups, and what it writes, in three.
    ///
    /// # Panics
    /// If something that is written overlaps with another operand, or a place lies outside: then the memory plan is
    /// wrong.
    pub fn operands<
        const A: usize,
        const B: usize,
        const C: usize,
        const D: usize,
        const E: usize,
    >(
        &mut self,
        read: ([Place; A], [Place; B]),
        written: ([Place; C], [Place; D], [Place; E]),
    ) -> (
        (Read<'_, A>, Read<'_, B>),
        (Written<'_, C>, Written<'_, D>, Written<'_, E>),
    ) {
        self.check(&[&read.0, &read.1], &[&written.0, &written.1, &written.2]);
        let this = &*self;
        // SAFETY: only parts that are read overlap, and `self` is borrowed as long as they live.
        let reads = |place| unsafe { this.read(place) };
        // SAFETY: what is written overlaps with nothing, and `self` is borrowed as long as it lives.
        let writes = |place| unsafe { this.part(place) };
        (
            (read.0.map(reads), read.1.map(reads)),
            (
                written.0.map(writes),
                written.1.map(writes),
                written.2.map(writes),
            ),
        )
    }

    /// Panics unless nothing that is written overlaps with anything else.
    fn check(&self, read: &[&[Place]], written: &[&[Place]]) {
        for (number, &place) in written.iter().copied().flatten().enumerate() {
            assert!(
                !matches!(place, Place::Input(_)),
                "the memory plan is wrong: an input is written"
            );
            let others = written.iter().copied().flatten().skip(number + 1);
            for &other in read.iter().copied().flatten().chain(others) {
                assert!(
                    !self.overlap(place, other),
                    "the memory plan is wrong: {place:?} overlaps with {other:?}"
                );
            }
        }
    }

    /// Whether two places have elements in common.
    fn overlap(&self, a: Place, b: Place) -> bool {
        match (a, b) {
            (Place::Rows(a), Place::Rows(b)) => a == b && self.rows[a].len() > 0,
            (Place::At(..), Place::At(..)) => {
                let (a, b) = (self.range(a), self.range(b));
                a.start.max(b.start) < a.end.min(b.end)
            }
            _ => false,
        }
    }

    /// The elements of the arena at a place in it.
    fn range(&self, place: Place) -> Range<usize> {
        match place {
            Place::At(offset, len) => {
                offset * self.capacity..offset * self.capacity + len * self.samples
            }
            _ => 0..0,
        }
    }

    /// The elements of a place that is read.
    ///
    /// # Safety
    /// As for [`Shared::part`].
    unsafe fn read(&self, place: Place) -> &[f32] {
        match place {
            Place::Input(number) => {
                let (values, width) = self.inputs[number];
                &values[self.first * width..(self.first + self.samples) * width]
            }
            // SAFETY: the caller's promise.
            _ => unsafe { self.part(place) },
        }
    }

    /// The elements of a place other than an input.
    ///
    /// # Safety
    /// As for [`Shared::part`].
    #[allow(clippy::mut_from_ref)] // the promise above
    unsafe fn part(&self, place: Place) -> &mut [f32] {
        // SAFETY: the caller's promise.
        unsafe {
            match place {
                Place::Rows(number) => self.rows[number].part(0..self.rows[number].len()),
                Place::At(..) => self.arena.part(self.range(place)),
                Place::Input(_) | Place::None => &mut [],
            }
        }
    }
}

impl Team {
    /// As [`segment`](Self::segment), for a body that names places: the first `arena` elements of a worker's memory
    /// hold values, and the tile that the body gets has the rest of it.
    ///
    /// # Panics
    /// As [`segment`](Self::segment), and if a worker's memory is too small.
    #[allow(clippy::too_many_arguments)] // what `segment` takes, and what the places need
    pub fn phase<const N: usize>(
        &self,
        batch: usize,
        grid: Grid,
        inputs: &[(&[f32], usize)],
        rows: [Rows<'_>; N],
        arena: usize,
        private: Private<'_>,
        body: &(dyn Fn(Tile<'_>, Buffers<'_>) + Sync),
    ) {
        self.segment(batch, grid, rows, private, |tile, rows| {
            let (arena, rest) = tile.arena.split_at_mut(arena);
            let capacity = match grid {
                Grid::Coarse | Grid::Tiles(usize::MAX) => tile.samples,
                Grid::Tiles(most) | Grid::Blocks(most) => most,
            };
            let buffers = Buffers {
                first: tile.first,
                samples: tile.samples,
                capacity,
                inputs,
                rows: &rows.map(Shared::new),
                arena: Shared::new(arena),
            };
            body(
                Tile {
                    arena: rest,
                    ..tile
                },
                buffers,
            );
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs `body` on tiles of 2 samples out of 4, with an input of width 2, a buffer of width 1 whose samples are
    /// 10, 11, …, and arenas of 6 elements for values and 1 more.
    fn on_tiles(body: &(dyn Fn(Tile<'_>, Buffers<'_>) + Sync)) -> [f32; 4] {
        let input = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];
        let (mut values, mut arenas) = ([10.0, 11.0, 12.0, 13.0], [0.0; 7]);
        let rows = [Rows {
            values: &mut values,
            width: 1,
        }];
        let private = Private::arenas(&mut arenas, 7);
        Team::alone().phase(4, Grid::Blocks(2), &[(&input, 2)], rows, 6, private, body);
        values
    }

    #[test]
    fn places_are_slices_of_the_tile() {
        let written = on_tiles(&|tile, mut buffers| {
            assert_eq!(tile.arena.len(), 1);
            let first = tile.first as f32;
            let [row] = Place::rows();
            let place = Place::At(1, 2);
            let ((input, [nothing]), ([part], [row], [])) = buffers.operands(
                ([Place::Input(0), Place::Input(0)], [Place::None]),
                ([place], [row], []),
            );
            let expected = [0.0, 1.0, 2.0, 3.0].map(|value| value + 2.0 * first);
            assert_eq!(input, [&expected[..], &expected[..]]);
            assert!(nothing.is_empty());
            part.copy_from_slice(&expected);
            assert_eq!(row, [10.0 + first, 11.0 + first]);
            row.copy_from_slice(&[first, -first]);
            // Elements 2..6 of an arena that is laid out for two samples: the second half of that is `At(2, 1)`.
            let (([half], []), ([], [], [])) =
                buffers.operands(([Place::At(2, 1)], []), ([], [], []));
            assert_eq!(half, &expected[2..]);
        });
        assert_eq!(written, [0.0, -0.0, 2.0, -2.0]);
    }

    #[test]
    fn a_tile_without_all_samples_has_shorter_buffers_at_the_same_places() {
        let mut arenas = [0.0; 6];
        let private = Private::arenas(&mut arenas, 6);
        let body = |_: Tile<'_>, mut buffers: Buffers<'_>| {
            let (([], []), ([first, second], [], [])) =
                buffers.operands(([], []), ([Place::At(0, 1), Place::At(1, 2)], [], []));
            first.fill(1.0);
            second.fill(2.0);
        };
        Team::alone().phase(1, Grid::Blocks(2), &[], [], 6, private, &body);
        assert_eq!(arenas, [1.0, 0.0, 2.0, 2.0, 0.0, 0.0]);
    }

    #[test]
    #[should_panic(expected = "At(0, 2) overlaps with At(1, 1)")]
    fn what_is_written_must_not_be_read() {
        on_tiles(&|_, mut buffers| {
            buffers.operands(([Place::At(1, 1)], []), ([Place::At(0, 2)], [], []));
        });
    }

    #[test]
    #[should_panic(expected = "Rows(0) overlaps with Rows(0)")]
    fn a_buffer_is_written_once() {
        on_tiles(&|_, mut buffers| {
            buffers.operands(([], []), ([Place::Rows(0)], [Place::Rows(0)], []));
        });
    }

    #[test]
    #[should_panic(expected = "an input is written")]
    fn inputs_are_not_written() {
        on_tiles(&|_, mut buffers| {
            buffers.operands(([], []), ([Place::Input(0)], [], []));
        });
    }

    #[test]
    #[should_panic(expected = "a part outside of its slice")]
    fn a_place_lies_in_the_part_for_values() {
        on_tiles(&|_, mut buffers| {
            buffers.operands(([Place::At(2, 2)], []), ([], [], []));
        });
    }
}
