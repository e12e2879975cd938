use super::*;
use crate::kernels::level::supported;

const LEVELS: [Level; 4] = [Level::Portable, Level::Avx2, Level::Avx512, Level::Neon];

/// The chain of the module's documentation, one element after the other.
fn naive(
    level: Level,
    [m, n, k]: [usize; 3],
    a: Matrix<'_>,
    b: Matrix<'_>,
    c: &mut [f32],
    c_stride: usize,
) {
    for i in 0..m {
        for j in 0..n {
            let sum = &mut c[i * c_stride + j];
            for p in 0..k {
                let left = a.values[i * a.row_stride + p * a.column_stride];
                let right = b.values[p * b.row_stride + j * b.column_stride];
                *sum = if level == Level::Portable {
                    *sum + left * right
                } else {
                    left.mul_add(right, *sum)
                };
            }
        }
    }
}

/// Numbers in −1 … 1 with all bits of the significand in use.
fn numbers(count: usize, seed: u32) -> Vec<f32> {
    let mut state = seed.wrapping_mul(2_654_435_761) | 1;
    (0..count)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state as f32 / 2f32.powi(31) - 1.0
        })
        .collect()
}

fn check(
    level: Level,
    [m, n, k]: [usize; 3],
    a_transposed: bool,
    b_transposed: bool,
    accumulate: bool,
) {
    // The slices end with the last element, so that a sanitizer notices a read beyond it.
    let stored = |rows: usize, columns: usize, transposed: bool, gap: usize, seed: u32| {
        let (rows, columns) = if transposed {
            (columns, rows)
        } else {
            (rows, columns)
        };
        let width = columns + gap;
        (numbers((rows * width).saturating_sub(gap), seed), width)
    };
    let (a, a_width) = stored(m, k, a_transposed, 3, 1);
    let (b, b_width) = stored(k, n, b_transposed, 1, 2);
    let (mut a, mut b) = (Matrix::rows(&a, a_width), Matrix::rows(&b, b_width));
    if a_transposed {
        a = a.transposed();
    }
    if b_transposed {
        b = b.transposed();
    }
    let c_stride = n + 2;
    let start = numbers((m * c_stride).saturating_sub(2), 3);
    let mut expected = start.clone();
    if !accumulate {
        expected
            .chunks_mut(c_stride)
            .for_each(|row| row[..n].fill(0.0));
    }
    naive(level, [m, n, k], a, b, &mut expected, c_stride);
    let mut c = start;
    let mut space = vec![f32::NAN; workspace(m, n, k)];
    product_at(
        level,
        [m, n, k],
        a,
        b,
        &mut c,
        c_stride,
        accumulate,
        &mut space,
    );
    for (index, (c, expected)) in c.iter().zip(&expected).enumerate() {
        assert_eq!(
            c.to_bits(),
            expected.to_bits(),
            "{level:?} {m}×{n}×{k} {a_transposed} {b_transposed} {accumulate}, element {index}: {c} instead of {expected}"
        );
    }
}

#[test]
fn every_element_is_the_chain_of_its_terms() {
    let sizes = [
        [1, 1, 1],
        [1, 130, 37],
        [1, 10, 300],
        [2, 3, 5],
        [3, 49, 16],
        [7, 16, 33],
        [8, 48, 64],
        [9, 1, 20],
        [10, 10, 10],
        [13, 97, 17],
        [17, 31, 257],
        [23, 48, 300],
        [64, 10, 50],
        [1, 300, 2],
        [6, 65, 40],
        [520, 5, 3],
        [30, 64, 600],
        [1, 1100, 21],
        [3, 1100, 70],
    ];
    for level in LEVELS.into_iter().filter(|level| supported(*level)) {
        for size in sizes {
            for options in 0..8 {
                check(
                    level,
                    size,
                    options & 1 != 0,
                    options & 2 != 0,
                    options & 4 != 0,
                );
            }
        }
    }
}

#[test]
fn every_small_size_works() {
    for level in LEVELS.into_iter().filter(|level| supported(*level)) {
        for m in 0..12 {
            for n in (0..20).chain([47, 48, 50]) {
                for k in [0, 1, 3, 17] {
                    check(
                        level,
                        [m, n, k],
                        (m + n) % 2 == 0,
                        (n + k) % 3 == 0,
                        k % 2 == 1,
                    );
                }
            }
        }
    }
}

#[test]
fn blocks_of_rows_and_columns_give_the_bits_of_the_whole() {
    let [m, n, k] = [50, 70, 40];
    let (a, b) = (numbers(k * m, 1), numbers(n * k, 2));
    let (a, b) = (
        Matrix::rows(&a, m).transposed(),
        Matrix::rows(&b, k).transposed(),
    );
    let mut space = vec![0.0; workspace(m, n, k)];
    for level in LEVELS.into_iter().filter(|level| supported(*level)) {
        let mut whole = vec![0.0; m * n];
        product_at(level, [m, n, k], a, b, &mut whole, n, false, &mut space);
        for (rows, columns) in [(1, 70), (7, 33), (25, 16), (50, 1)] {
            let mut parts = vec![0.0; m * n];
            for row in (0..m).step_by(rows) {
                for column in (0..n).step_by(columns) {
                    let size = [rows.min(m - row), columns.min(n - column), k];
                    let c = &mut parts[row * n + column..];
                    product_at(
                        level,
                        size,
                        a.at(row, 0),
                        b.at(0, column),
                        c,
                        n,
                        false,
                        &mut space,
                    );
                }
            }
            assert_eq!(parts, whole, "{level:?}, blocks of {rows} × {columns}");
        }
    }
}

#[test]
fn a_transpose_exchanges_rows_and_columns() {
    for level in LEVELS.into_iter().filter(|level| supported(*level)) {
        for (rows, columns) in [(0, 3), (1, 1), (19, 35), (32, 16), (40, 7), (3, 50)] {
            let from = numbers(rows * columns, 1);
            let mut to = vec![0.0; rows * columns];
            transpose::transpose_at(level, rows, columns, &from, &mut to);
            for row in 0..rows {
                for column in 0..columns {
                    assert_eq!(to[column * rows + row], from[row * columns + column]);
                }
            }
        }
    }
}

#[test]
fn workspace_never_decreases() {
    let sizes = [
        0, 1, 2, 7, 8, 9, 10, 16, 17, 47, 48, 49, 64, 255, 256, 257, 1000,
    ];
    for pair in sizes.windows(2) {
        for x in sizes {
            for y in sizes {
                assert!(workspace(pair[0], x, y) <= workspace(pair[1], x, y));
                assert!(workspace(x, pair[0], y) <= workspace(x, pair[1], y));
                assert!(workspace(x, y, pair[0]) <= workspace(x, y, pair[1]));
            }
        }
    }
}

#[test]
#[should_panic(expected = "operand A of 2 × 3")]
fn a_short_operand_panics() {
    product(
        2,
        2,
        3,
        Matrix::rows(&[0.0; 5], 3),
        Matrix::rows(&[0.0; 6], 2),
        &mut [0.0; 4],
        2,
        false,
        &mut [],
    );
}

#[test]
#[should_panic(expected = "result of 2 × 2")]
fn a_short_result_panics() {
    product(
        2,
        2,
        3,
        Matrix::rows(&[0.0; 6], 3),
        Matrix::rows(&[0.0; 6], 2),
        &mut [0.0; 3],
        2,
        false,
        &mut [],
    );
}

#[test]
#[should_panic(expected = "workspace of 0 elements")]
fn a_short_workspace_panics() {
    product(
        9,
        1,
        1,
        Matrix::rows(&[0.0; 9], 1),
        Matrix::rows(&[0.0; 1], 1),
        &mut [0.0; 9],
        1,
        false,
        &mut [],
    );
}
