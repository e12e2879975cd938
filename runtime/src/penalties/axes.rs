//! The axes that a norm runs over, and a tensor's norms along them.

use formwork_shape_rules::Shape;

/// Axes that follow each other, from `first` up to `end`. Each place along the other axes has a norm of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Axes {
    /// The first axis.
    pub first: usize,
    /// The first axis behind them.
    pub end: usize,
}

/// Norms that are computed side by side.
const SIDE_BY_SIDE: usize = 64;

impl Axes {
    /// All axes but the last, or the only one: the weights that enter a unit of a dense layer or a filter of a convolution.
    pub const fn incoming(rank: usize) -> Axes {
        Axes {
            first: 0,
            end: if rank > 1 { rank - 1 } else { rank },
        }
    }

    /// Multiplies the elements of each norm by what `factor` gives for it. Norms are computed in double precision.
    pub fn scale_by_norm(self, shape: Shape, values: &mut [f32], factor: impl Fn(f32) -> f32) {
        let dims = shape.dims();
        let (first, end) = (self.first.min(dims.len()), self.end.min(dims.len()));
        let inner: usize = dims.iter().skip(end).product();
        let len: usize = dims.iter().take(end).skip(first).product();
        if len * inner == 0 {
            return;
        }
        for block in values.chunks_mut(len * inner) {
            for start in (0..inner).step_by(SIDE_BY_SIDE) {
                let width = SIDE_BY_SIDE.min(inner - start);
                let mut squares = [0.0; SIDE_BY_SIDE];
                for row in block.chunks(inner) {
                    for (sum, value) in squares.iter_mut().zip(&row[start..start + width]) {
                        *sum += f64::from(*value) * f64::from(*value);
                    }
                }
                let factors = squares.map(|sum| factor(libm::sqrt(sum) as f32));
                for row in block.chunks_mut(inner) {
                    for (value, factor) in row[start..start + width].iter_mut().zip(factors) {
                        *value *= factor;
                    }
                }
            }
        }
    }
}
