//! How the matrix product is blocked, as far as the compiler must know to lay out its workspace.

/// Up to so many rows of the result are computed straight from the operands, without a workspace.
pub const DIRECT_ROWS: usize = 8;

/// Columns of the right operand that are packed together, at most.
pub const PANEL_COLUMNS: usize = 48;

/// Rows of the right operand (terms of the sums) that are packed together, at most.
pub const PANEL_DEPTH: usize = 128;

/// Number of `f32`s that a product of `m × k` by `k × n` needs as workspace, on every processor. It doesn't decrease
/// as a dimension grows.
pub const fn workspace(m: usize, n: usize, k: usize) -> usize {
    if m <= DIRECT_ROWS || n == 0 || k == 0 {
        return 0;
    }
    let columns = if n < PANEL_COLUMNS {
        n.next_multiple_of(16)
    } else {
        PANEL_COLUMNS
    };
    let depth = if k < PANEL_DEPTH { k } else { PANEL_DEPTH };
    // The panel begins at a cache line.
    depth * columns + 15
}
