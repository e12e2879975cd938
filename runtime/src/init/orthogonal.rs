//! Orthogonal matrices by the QR decomposition of normal numbers (Saxe, McClelland and Ganguli 2013).

use crate::random::Stream;
use formwork_shape_rules::Shape;
use nalgebra::DMatrix;

/// Fills a tensor, seen as a matrix of `∏ leading dimensions` rows and as many columns as the last dimension, with
/// `gain · Q`. If there are fewer rows than columns, the transpose is filled.
pub(super) fn fill(stream: &mut Stream, shape: Shape, gain: f64, values: &mut [f32]) {
    if values.is_empty() {
        return;
    }
    let columns = shape.last();
    let rows = values.len() / columns;
    let (longer, shorter) = (rows.max(columns), rows.min(columns));
    let normal = DMatrix::from_row_iterator(
        longer,
        shorter,
        core::iter::repeat_with(|| f64::from(stream.normal())).take(longer * shorter),
    );
    let orthonormal = orthonormalize(normal);
    for (row, values) in values.chunks_exact_mut(columns).enumerate() {
        for (column, value) in values.iter_mut().enumerate() {
            let place = if rows < columns {
                (column, row)
            } else {
                (row, column)
            };
            *value = (gain * orthonormal[place]) as f32;
        }
    }
}

/// The Q of `matrix = Q · R` for the R with a positive diagonal, which makes the distribution uniform (Mezzadri
/// 2007). nalgebra already gives Q its signs by that convention.
fn orthonormalize(matrix: DMatrix<f64>) -> DMatrix<f64> {
    matrix.qr().q()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_has_a_positive_diagonal() {
        let mut stream = Stream::new(1, 2);
        let matrix = DMatrix::from_fn(9, 5, |_, _| f64::from(stream.normal()));
        let r = orthonormalize(matrix.clone()).transpose() * matrix;
        for row in 0..5 {
            assert!(r[(row, row)] > 0.0);
            for column in 0..row {
                assert!(r[(row, column)].abs() < 1e-12);
            }
        }
    }
}
