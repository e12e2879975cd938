//! The innermost loop: a tile of the result in registers, summed over a run of terms.
#![allow(unsafe_code)] // vectors are read and written through pointers whose ranges the blocks have checked

/// Vectors of one level.
///
/// # Safety
/// All functions need a processor with the level's instructions; loads and stores need valid addresses for the lanes
/// they touch. They are `#[inline(always)]`, so that they are compiled with the features of the tile that calls them.
pub(super) trait Vector: Copy {
    /// Number of lanes.
    const LANES: usize;
    /// Selects the first lanes of a vector.
    type Mask: Copy;

    unsafe fn mask(lanes: usize) -> Self::Mask;
    /// Asks for the cache line of an address, which needn't be valid.
    #[inline(always)]
    unsafe fn prefetch(_address: *const f32) {}
    unsafe fn zero() -> Self;
    unsafe fn splat(address: *const f32) -> Self;
    unsafe fn load(address: *const f32) -> Self;
    unsafe fn load_masked(address: *const f32, mask: Self::Mask) -> Self;
    unsafe fn store(self, address: *mut f32);
    unsafe fn store_masked(self, address: *mut f32, mask: Self::Mask);
    /// `self + a * b`, as the level rounds it.
    unsafe fn multiply_add(self, a: Self, b: Self) -> Self;
}

/// Where a tile reads the right operand.
pub(super) const DIRECT: usize = 0;
/// From the operand, copying it to the panel for the tiles that follow.
pub(super) const COPYING: usize = 1;
/// From the panel.
pub(super) const PACKED: usize = 2;

/// Elements of a cache line.
const LINE: usize = 16;

/// How many terms ahead a copying tile asks for its operand, whose rows no processor foresees.
const PREFETCH: usize = 16;

/// What a tile reads and writes.
#[derive(Clone, Copy)]
pub(super) struct Tile {
    /// Number of terms.
    pub depth: usize,
    /// First element of the left operand.
    pub a: *const f32,
    /// Distance of its rows.
    pub a_row: usize,
    /// Distance of its terms.
    pub a_step: usize,
    /// First element of the right operand, whose columns are adjacent.
    pub b: *const f32,
    /// Distance of its terms.
    pub b_step: usize,
    /// The packed panel: for each term, as many whole vectors as the tile has, the last one filled up.
    pub panel: *mut f32,
    /// First element of the result.
    pub c: *mut f32,
    /// Distance of its rows.
    pub c_row: usize,
    /// Lanes of the last vector that belong to the result.
    pub last: usize,
    /// Start from the result's elements instead of zero.
    pub accumulate: bool,
}

/// Computes `ROWS` rows of `VECTORS` vectors.
///
/// # Safety
/// The processor has the instructions of `V`, and all that the tile describes is valid memory, the panel included
/// unless `SOURCE` is [`DIRECT`].
#[inline(always)]
pub(super) unsafe fn compute<
    V: Vector,
    const ROWS: usize,
    const VECTORS: usize,
    const SOURCE: usize,
>(
    tile: &Tile,
) {
    // SAFETY: the caller's promise.
    unsafe {
        let Tile {
            depth,
            a,
            a_row,
            a_step,
            b,
            b_step,
            panel,
            c,
            c_row,
            last,
            accumulate,
        } = *tile;
        let mask = V::mask(last);
        let full = VECTORS - 1;
        let mut sums = [[V::zero(); VECTORS]; ROWS];
        if accumulate {
            for (row, sums) in sums.iter_mut().enumerate() {
                let c = c.add(row * c_row);
                for (vector, sum) in sums[..full].iter_mut().enumerate() {
                    *sum = V::load(c.add(vector * V::LANES));
                }
                sums[full] = V::load_masked(c.add(full * V::LANES), mask);
            }
        }
        let mut a_rows = [a; ROWS];
        for (row, start) in a_rows.iter_mut().enumerate() {
            *start = a.add(row * a_row);
        }
        let mut b = if SOURCE == PACKED {
            panel as *const f32
        } else {
            b
        };
        let b_step = if SOURCE == PACKED {
            VECTORS * V::LANES
        } else {
            b_step
        };
        let mut panel = panel;
        let mut offset = 0;
        for _ in 0..depth {
            let mut right = [V::zero(); VECTORS];
            for (vector, right) in right[..full].iter_mut().enumerate() {
                *right = V::load(b.add(vector * V::LANES));
            }
            right[full] = if SOURCE == PACKED {
                V::load(b.add(full * V::LANES))
            } else {
                V::load_masked(b.add(full * V::LANES), mask)
            };
            if SOURCE == COPYING {
                let ahead = b.wrapping_add(PREFETCH * b_step);
                for line in 0..(VECTORS * V::LANES).div_ceil(LINE) {
                    V::prefetch(ahead.wrapping_add(line * LINE));
                }
                for (vector, right) in right.iter().enumerate() {
                    right.store(panel.add(vector * V::LANES));
                }
                panel = panel.wrapping_add(VECTORS * V::LANES);
            }
            for (sums, start) in sums.iter_mut().zip(&a_rows) {
                let left = V::splat(start.add(offset));
                for (sum, right) in sums.iter_mut().zip(&right) {
                    *sum = sum.multiply_add(left, *right);
                }
            }
            b = b.wrapping_add(b_step);
            offset += a_step;
        }
        for (row, sums) in sums.iter().enumerate() {
            let c = c.add(row * c_row);
            for (vector, sum) in sums[..full].iter().enumerate() {
                sum.store(c.add(vector * V::LANES));
            }
            sums[full].store_masked(c.add(full * V::LANES), mask);
        }
    }
}

/// Copies a block of a transposed operand to the panel: `panel[p * width + j] = b[j * stride + p]` for
/// `j < columns`, and zeros in the columns up to `lanes`.
pub(super) struct Transpose {
    /// First element.
    pub b: *const f32,
    /// Distance of its columns; terms are adjacent.
    pub stride: usize,
    /// Number of columns, at most the lanes of a vector.
    pub columns: usize,
    /// Number of terms.
    pub depth: usize,
    /// First element written.
    pub panel: *mut f32,
    /// Distance of the terms in the panel.
    pub width: usize,
}

/// The transposition by plain loops.
///
/// # Safety
/// The operand and the panel are valid memory.
#[inline(always)]
pub(super) unsafe fn transpose<const LANES: usize>(block: &Transpose) {
    let Transpose {
        b,
        stride,
        columns,
        depth,
        panel,
        width,
    } = *block;
    // SAFETY: the caller's promise.
    unsafe {
        for term in 0..depth {
            for column in 0..LANES {
                let value = if column < columns {
                    *b.add(column * stride + term)
                } else {
                    0.0
                };
                *panel.add(term * width + column) = value;
            }
        }
    }
}

/// A tile of some size, compiled for some level.
pub(super) type TileKernel = unsafe fn(&Tile);

/// The kernels of one level. Tables are indexed by rows − 1, then vectors − 1.
pub(super) struct Kernels {
    /// Lanes of a vector.
    pub lanes: usize,
    /// Vectors of the widest tile.
    pub vectors: usize,
    /// By rows and vectors; the number of rows is that of the highest tile.
    pub direct: &'static [&'static [TileKernel]],
    /// Tiles of the greatest height, by vectors.
    pub copying: &'static [TileKernel],
    /// By rows and vectors.
    pub packed: &'static [&'static [TileKernel]],
    /// One row of [`WIDE`] vectors, straight from the operand.
    pub wide: TileKernel,
    /// Transposes one vector's columns to the panel.
    pub transpose: unsafe fn(&Transpose),
}

/// Vectors of the one-row tile.
pub(super) const WIDE: usize = 8;

/// Fills in the [`Kernels`] of a level: tiles of `rows` by `vectors`, compiled with `features`.
macro_rules! kernels {
    (
        vector: $vector:ty, $(features: $features:literal,)? transpose: $transpose:path,
        rows: [$($row:literal)*], highest: $highest:literal, vectors: $vectors:tt
    ) => {
        $(#[target_feature(enable = $features)])?
        unsafe fn tile<const ROWS: usize, const VECTORS: usize, const SOURCE: usize>(
            tile: &$crate::kernels::product::tile::Tile,
        ) {
            // SAFETY: the caller's promise.
            unsafe { $crate::kernels::product::tile::compute::<$vector, ROWS, VECTORS, SOURCE>(tile) }
        }

        $(#[target_feature(enable = $features)])?
        unsafe fn transpose(block: &$crate::kernels::product::tile::Transpose) {
            // SAFETY: the caller's promise.
            unsafe { $transpose(block) }
        }

        pub(super) static KERNELS: $crate::kernels::product::tile::Kernels = {
            use $crate::kernels::product::tile::{COPYING, DIRECT, Kernels, PACKED, Vector, WIDE};
            Kernels {
                lanes: <$vector as Vector>::LANES,
                vectors: $crate::kernels::product::tile::kernels!(@row $highest, DIRECT, $vectors).len(),
                direct: &[$($crate::kernels::product::tile::kernels!(@row $row, DIRECT, $vectors)),*],
                copying: $crate::kernels::product::tile::kernels!(@row $highest, COPYING, $vectors),
                packed: &[$($crate::kernels::product::tile::kernels!(@row $row, PACKED, $vectors)),*],
                wide: tile::<1, WIDE, DIRECT>,
                transpose,
            }
        };
    };
    (@row $row:literal, $source:ident, [$($vectors:literal)*]) => { &[$(tile::<$row, $vectors, $source>),*] };
}
pub(super) use kernels;
