//! Exchanges rows and columns.
#![allow(unsafe_code)] // calls the level's kernel

use super::tile::Transpose;
use super::{Level, kernels, level};

/// `to[j, i] = from[i, j]` for `from` of `rows × columns`.
///
/// # Panics
/// If a slice doesn't have `rows × columns` elements.
pub fn transpose(rows: usize, columns: usize, from: &[f32], to: &mut [f32]) {
    transpose_at(level(), rows, columns, from, to);
}

pub(super) fn transpose_at(
    level: Level,
    rows: usize,
    columns: usize,
    from: &[f32],
    to: &mut [f32],
) {
    let len = rows.checked_mul(columns);
    assert!(
        len == Some(from.len()) && len == Some(to.len()),
        "transpose: {} and {} elements instead of {rows} × {columns}",
        from.len(),
        to.len()
    );
    let kernels = kernels(level);
    let whole = rows - rows % kernels.lanes;
    for row in (0..whole).step_by(kernels.lanes) {
        // SAFETY: reads `lanes` whole rows, and writes `lanes` elements of every row of the result, of which there
        // are that many from `row` on.
        unsafe {
            (kernels.transpose)(&Transpose {
                b: from.as_ptr().add(row * columns),
                stride: columns,
                columns: kernels.lanes,
                depth: columns,
                panel: to.as_mut_ptr().add(row),
                width: rows,
            });
        }
    }
    for row in whole..rows {
        for column in 0..columns {
            to[column * rows + row] = from[row * columns + column];
        }
    }
}
