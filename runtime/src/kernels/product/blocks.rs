//! Cuts a product into tiles, so that what a tile reads is in a near cache.
//!
//! ```text
//! for each run of at most PANEL_DEPTH terms
//!   for each run of at most ROWS rows                       A's block stays in the second-level cache
//!     for each panel of at most `vectors` vectors of columns
//!       the first tile of rows reads B and copies it to the panel, or a transposed B is copied before
//!       the other tiles read the panel                      which stays in the first-level cache
//! ```
//!
//! The left operand is never packed: each of its elements is read for a whole row of a tile, so its layout hardly
//! matters.
#![allow(unsafe_code)] // hands pointers to tiles whose ranges `product` has checked

use super::Matrix;
use super::tile::{Kernels, Tile, TileKernel, Transpose, WIDE};
use formwork_shape_rules::product::{DIRECT_ROWS, PANEL_DEPTH};

/// Rows of the left operand that are used over and over for all columns.
const ROWS: usize = 512;

/// Columns from which a right operand that isn't packed is read in runs of a few rows.
const LONG_ROWS: usize = 1024;

/// Elements of the panel on the stack, for few rows and a transposed right operand.
const SMALL_PANEL: usize = if cfg!(feature = "std") { 2048 } else { 256 };

#[repr(align(64))]
struct SmallPanel([f32; SMALL_PANEL]);

pub(super) struct Blocks<'a> {
    pub m: usize,
    pub n: usize,
    pub k: usize,
    pub a: Matrix<'a>,
    pub b: Matrix<'a>,
    pub c_stride: usize,
    pub accumulate: bool,
}

impl Blocks<'_> {
    /// Expects that all dimensions are positive and that the slices are long enough for them.
    pub fn run(&self, kernels: &Kernels, c: &mut [f32], space: &mut [f32]) {
        let c = c.as_mut_ptr();
        let transposed = self.b.column_stride != 1 && self.n > 1;
        if self.m > DIRECT_ROWS {
            let skip = space.as_ptr().align_offset(64).min(15);
            let panel = space[skip..].as_mut_ptr();
            self.blocks(kernels, c, panel, PANEL_DEPTH, transposed);
        } else if transposed {
            let mut panel = SmallPanel([0.0; SMALL_PANEL]);
            let depth = SMALL_PANEL / (kernels.vectors * kernels.lanes) / 16 * 16;
            self.blocks(kernels, c, panel.0.as_mut_ptr(), depth, true);
        } else {
            self.direct(kernels, c);
        }
    }

    /// Straight from the operands, for few rows. A right operand of long rows is read in runs of a few rows from
    /// end to end: columns of it would be scattered over memory.
    fn direct(&self, kernels: &Kernels, c: *mut f32) {
        let most = match self.m {
            _ if self.n < LONG_ROWS => self.k,
            1 => 8,
            _ => 32,
        };
        let mut term = 0;
        while term < self.k {
            let depth = most.min(self.k - term);
            self.direct_run(kernels, c, term, depth);
            term += depth;
        }
    }

    /// Some terms of [`direct`](Self::direct).
    fn direct_run(&self, kernels: &Kernels, c: *mut f32, term: usize, depth: usize) {
        let no_panel = core::ptr::null_mut();
        let wide = WIDE * kernels.lanes;
        let mut column = 0;
        if self.m == 1 {
            while column + wide <= self.n {
                let tile = self.tile(0, column, term, depth, c, no_panel, kernels.lanes);
                // SAFETY: `tile` keeps to the operands, and this one reads no panel.
                unsafe { (kernels.wide)(&tile) };
                column += wide;
            }
        }
        while column < self.n {
            let (vectors, last, columns) = panel(kernels, self.n - column);
            for_tiles(0..self.m, kernels.direct.len(), |row, rows| {
                let tile = self.tile(row, column, term, depth, c, no_panel, last);
                // SAFETY: as above.
                unsafe { (kernels.direct[rows - 1][vectors - 1])(&tile) };
            });
            column += columns;
        }
    }

    /// With a panel of `max_depth` terms.
    fn blocks(
        &self,
        kernels: &Kernels,
        c: *mut f32,
        panel_start: *mut f32,
        max_depth: usize,
        transposed: bool,
    ) {
        let highest = kernels.packed.len();
        let runs = self.k.div_ceil(max_depth);
        for run in 0..runs {
            let (term, end) = (self.k * run / runs, self.k * (run + 1) / runs);
            let depth = end - term;
            let mut first_row = 0;
            while first_row < self.m {
                let end_row = (first_row + ROWS).min(self.m);
                let mut column = 0;
                while column < self.n {
                    let (vectors, last, columns) = panel(kernels, self.n - column);
                    let tile = |row, kernel: TileKernel| {
                        let tile = self.tile(row, column, term, depth, c, panel_start, last);
                        // SAFETY: `tile` keeps to the operands; the panel has room for `max_depth` terms of whole
                        // vectors, and was filled before a tile reads it.
                        unsafe { kernel(&tile) };
                    };
                    let mut packed_from = first_row;
                    if transposed {
                        self.transpose(kernels, term, depth, column, columns, vectors, panel_start);
                    } else if end_row - first_row >= highest {
                        tile(first_row, kernels.copying[vectors - 1]);
                        packed_from += highest;
                    }
                    let tiles = if transposed || packed_from > first_row {
                        kernels.packed
                    } else {
                        kernels.direct
                    };
                    for_tiles(packed_from..end_row, highest, |row, rows| {
                        tile(row, tiles[rows - 1][vectors - 1])
                    });
                    column += columns;
                }
                first_row = end_row;
            }
        }
    }

    /// Fills the panel from a transposed right operand.
    #[allow(clippy::too_many_arguments)]
    fn transpose(
        &self,
        kernels: &Kernels,
        term: usize,
        depth: usize,
        column: usize,
        columns: usize,
        vectors: usize,
        panel: *mut f32,
    ) {
        for vector in 0..vectors {
            let first = vector * kernels.lanes;
            // SAFETY: the columns and terms lie within the operand, and the panel has room for whole vectors.
            unsafe {
                (kernels.transpose)(&Transpose {
                    b: self
                        .b
                        .values
                        .as_ptr()
                        .add((column + first) * self.b.column_stride + term),
                    stride: self.b.column_stride,
                    columns: (columns - first).min(kernels.lanes),
                    depth,
                    panel: panel.add(first),
                    width: vectors * kernels.lanes,
                });
            }
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn tile(
        &self,
        row: usize,
        column: usize,
        term: usize,
        depth: usize,
        c: *mut f32,
        panel: *mut f32,
        last: usize,
    ) -> Tile {
        let a = row * self.a.row_stride + term * self.a.column_stride;
        let b = term * self.b.row_stride + column * self.b.column_stride;
        Tile {
            depth,
            // SAFETY: `row`, `column` and `term` are within the dimensions, for which the slices are long enough.
            a: unsafe { self.a.values.as_ptr().add(a) },
            a_row: self.a.row_stride,
            a_step: self.a.column_stride,
            // SAFETY: as above.
            b: unsafe { self.b.values.as_ptr().add(b) },
            b_step: self.b.row_stride,
            panel,
            // SAFETY: as above.
            c: unsafe { c.add(row * self.c_stride + column) },
            c_row: self.c_stride,
            last,
            accumulate: self.accumulate || term > 0,
        }
    }
}

/// Vectors, lanes of the last one and columns of the next panel, if so many columns are left.
fn panel(kernels: &Kernels, left: usize) -> (usize, usize, usize) {
    let columns = left.min(kernels.vectors * kernels.lanes);
    let vectors = columns.div_ceil(kernels.lanes);
    (vectors, columns - (vectors - 1) * kernels.lanes, columns)
}

/// Cuts rows into tiles of nearly equal height: calls `tile` with the first row and the number of rows.
fn for_tiles(rows: core::ops::Range<usize>, highest: usize, mut tile: impl FnMut(usize, usize)) {
    let tiles = rows.len().div_ceil(highest);
    for index in 0..tiles {
        let first = rows.start + rows.len() * index / tiles;
        tile(first, rows.start + rows.len() * (index + 1) / tiles - first);
    }
}
