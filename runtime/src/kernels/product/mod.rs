//! The matrix product `C = A · B`, or `C += A · B`.
//!
//! Every element is one chain over the terms in ascending order,
//!
//! ```text
//! c = 0 or C[i, j]
//! for p in 0..k:  c = a[i, p] * b[p, j] + c
//! ```
//!
//! rounded once for each term (fused) at the vector levels and twice at the portable level. Blocks, tiles, splits of
//! the rows or columns, and the width of the vectors therefore don't change a bit of the result.

#[cfg(all(feature = "std", target_arch = "x86_64"))]
mod avx2;
#[cfg(all(feature = "std", target_arch = "x86_64"))]
mod avx512;
mod blocks;
#[cfg(all(feature = "std", target_arch = "aarch64"))]
mod neon;
mod portable;
mod tile;
mod transpose;

use super::level::{Level, level};
pub use formwork_shape_rules::product::workspace;
pub use transpose::transpose;

/// An operand: element `(i, j)` is `values[i * row_stride + j * column_stride]`, and one of the strides is 1.
#[derive(Clone, Copy, Debug)]
pub struct Matrix<'a> {
    values: &'a [f32],
    row_stride: usize,
    column_stride: usize,
}

impl<'a> Matrix<'a> {
    /// A row-major matrix whose rows begin `width` elements apart.
    pub const fn rows(values: &'a [f32], width: usize) -> Matrix<'a> {
        Matrix {
            values,
            row_stride: width,
            column_stride: 1,
        }
    }

    /// The same elements, rows and columns exchanged.
    pub const fn transposed(self) -> Matrix<'a> {
        Matrix {
            values: self.values,
            row_stride: self.column_stride,
            column_stride: self.row_stride,
        }
    }

    /// The matrix that begins at an element: how one takes some of the rows or columns.
    ///
    /// # Panics
    /// If the element lies outside of the slice.
    pub fn at(self, row: usize, column: usize) -> Matrix<'a> {
        let first = row * self.row_stride + column * self.column_stride;
        Matrix {
            values: &self.values[first..],
            ..self
        }
    }

    /// Panics unless `rows × columns` elements lie within the slice.
    fn check(&self, rows: usize, columns: usize, name: &str) {
        if rows == 0 || columns == 0 {
            return;
        }
        let last = (rows - 1).checked_mul(self.row_stride).and_then(|row| {
            (columns - 1)
                .checked_mul(self.column_stride)?
                .checked_add(row)
        });
        assert!(
            last.is_some_and(|last| last < self.values.len()),
            "product: operand {name} of {rows} × {columns} with strides {} and {} has only {} elements",
            self.row_stride,
            self.column_stride,
            self.values.len()
        );
    }
}

/// `C = A · B` with `A: m × k`, `B: k × n` and `C: m × n`; with `accumulate`, `C += A · B`.
///
/// The rows of `C` begin `c_stride` elements apart; what lies between them is left alone. `space` has at least
/// [`workspace`]`(m, n, k)` elements, of any value. Any dimension may be 0.
///
/// # Panics
/// If a slice is too short.
#[allow(clippy::too_many_arguments)] // as many as the operation has
pub fn product(
    m: usize,
    n: usize,
    k: usize,
    a: Matrix<'_>,
    b: Matrix<'_>,
    c: &mut [f32],
    c_stride: usize,
    accumulate: bool,
    space: &mut [f32],
) {
    product_at(level(), [m, n, k], a, b, c, c_stride, accumulate, space);
}

#[allow(clippy::too_many_arguments)]
fn product_at(
    level: Level,
    [m, n, k]: [usize; 3],
    a: Matrix<'_>,
    b: Matrix<'_>,
    c: &mut [f32],
    c_stride: usize,
    accumulate: bool,
    space: &mut [f32],
) {
    if m == 0 || n == 0 {
        return;
    }
    a.check(m, k, "A");
    b.check(k, n, "B");
    let end = (m - 1)
        .checked_mul(c_stride)
        .and_then(|row| row.checked_add(n));
    assert!(
        (m == 1 || c_stride >= n) && end.is_some_and(|end| end <= c.len()),
        "product: result of {m} × {n} with stride {c_stride} has only {} elements",
        c.len()
    );
    assert!(
        space.len() >= workspace(m, n, k),
        "product: workspace of {} elements instead of {}",
        space.len(),
        workspace(m, n, k)
    );
    if k == 0 {
        if !accumulate {
            c.chunks_mut(c_stride.max(n))
                .take(m)
                .for_each(|row| row[..n].fill(0.0));
        }
        return;
    }
    blocks::Blocks {
        m,
        n,
        k,
        a,
        b,
        c_stride,
        accumulate,
    }
    .run(kernels(level), c, space);
}

fn kernels(level: Level) -> &'static tile::Kernels {
    match level {
        Level::Portable => &portable::KERNELS,
        #[cfg(all(feature = "std", target_arch = "x86_64"))]
        Level::Avx2 => &avx2::KERNELS,
        #[cfg(all(feature = "std", target_arch = "x86_64"))]
        Level::Avx512 => &avx512::KERNELS,
        #[cfg(all(feature = "std", target_arch = "aarch64"))]
        Level::Neon => &neon::KERNELS,
        #[allow(unreachable_patterns)] // the levels of other processors
        _ => &portable::KERNELS,
    }
}

#[cfg(test)]
mod tests;
