//! The penalty of rows or columns that aren't orthogonal.

use super::regularizers::{Regularizer, sign};
use formwork_shape_rules::Shape;

/// Which vectors of a matrix are to be orthogonal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Between {
    /// Its rows.
    Rows,
    /// Its columns.
    Columns,
}

/// `factor · Σ |uᵢ · uⱼ| / pairs` over all pairs i < j of rows or columns, divided by their lengths: the mean size of their
/// cosines. Keras's defaults: 0.01, rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Orthogonal {
    /// The factor.
    pub factor: f32,
    /// Which vectors.
    pub between: Between,
}

/// Vectors are divided by their lengths, or by this if they are shorter.
const LEAST_LENGTH: f64 = 1e-7;

/// The vectors of a matrix: where they begin and how far apart their elements are.
#[derive(Clone, Copy)]
struct Vectors {
    count: usize,
    len: usize,
    between: usize,
    within: usize,
}

impl Vectors {
    fn of(shape: Shape, between: Between) -> Vectors {
        let columns = shape.last();
        let rows = shape.len() / columns;
        match between {
            Between::Rows => Vectors {
                count: rows,
                len: columns,
                between: columns,
                within: 1,
            },
            Between::Columns => Vectors {
                count: columns,
                len: rows,
                between: 1,
                within: columns,
            },
        }
    }

    fn places(self, vector: usize) -> impl Iterator<Item = usize> {
        (0..self.len).map(move |element| vector * self.between + element * self.within)
    }

    fn product(self, values: &[f32], one: usize, other: usize) -> f64 {
        let pairs = self.places(one).zip(self.places(other));
        pairs
            .map(|(one, other)| f64::from(values[one]) * f64::from(values[other]))
            .sum()
    }

    fn length(self, values: &[f32], vector: usize) -> f64 {
        libm::sqrt(self.product(values, vector, vector))
    }
}

impl Regularizer for Orthogonal {
    fn penalize(&self, shape: Shape, values: &[f32], mut gradient: Option<&mut [f32]>) -> f64 {
        let vectors = Vectors::of(shape, self.between);
        if vectors.count < 2 {
            return 0.0;
        }
        let pairs = vectors.count * (vectors.count - 1) / 2;
        let factor = f64::from(self.factor) / pairs as f64;
        let mut sum = 0.0;
        for one in 0..vectors.count {
            let length = vectors.length(values, one);
            for other in 0..one {
                let lengths = [length, vectors.length(values, other)];
                let divisors = lengths.map(|length| length.max(LEAST_LENGTH));
                let cosine = vectors.product(values, one, other) / (divisors[0] * divisors[1]);
                sum += cosine.abs();
                let Some(gradient) = gradient.as_deref_mut() else {
                    continue;
                };
                let scale = factor * f64::from(sign(cosine as f32));
                for (one, other) in vectors.places(one).zip(vectors.places(other)) {
                    let units = [
                        f64::from(values[one]) / divisors[0],
                        f64::from(values[other]) / divisors[1],
                    ];
                    // A vector that is divided by a constant doesn't lose its own direction.
                    let own = |vector: usize| match lengths[vector] > LEAST_LENGTH {
                        true => cosine * units[vector],
                        false => 0.0,
                    };
                    gradient[one] += (scale * (units[1] - own(0)) / divisors[0]) as f32;
                    gradient[other] += (scale * (units[0] - own(1)) / divisors[1]) as f32;
                }
            }
        }
        factor * sum
    }
}
