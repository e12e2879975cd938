//! Norms and factors, on all threads.

use crate::kernels::team::Team;
use crate::kernels::vector;

/// Elements that one thread works on at once. Norms are sums of so many squares each, whatever the number of threads.
pub(crate) const AT_ONCE: usize = 1 << 14;

/// Floats that the norm of `len` elements works in: the norm of each run.
pub(crate) fn room(len: usize) -> usize {
    len.div_ceil(AT_ONCE)
}

/// The Euclidean norm: of runs in double precision, then of their norms in order.
pub(crate) fn norm(team: &Team, values: &[f32], room: &mut [f32]) -> f64 {
    let runs = &mut room[..self::room(values.len())];
    team.split_chunks([&mut *runs], 1, |run, [norm]| {
        let values = values.iter().skip(run * AT_ONCE).take(AT_ONCE);
        norm.fill(length(values) as f32);
    });
    length(runs.iter())
}

/// The square root of the sum of squares, in order.
pub(crate) fn length<'a>(values: impl Iterator<Item = &'a f32>) -> f64 {
    let squares = values.map(|value| f64::from(*value) * f64::from(*value));
    libm::sqrt(squares.sum())
}

/// Multiplies all elements.
pub(crate) fn scale(team: &Team, factor: f32, values: &mut [f32]) {
    team.split_chunks([values], AT_ONCE, |_, [values]| {
        vector::scale(factor, values)
    });
}
