//! Norms and factors, on all threads.

use crate::kernels::level::for_each_level;
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
        let first = run * AT_ONCE;
        let end = values.len().min(first + AT_ONCE);
        norm.fill(length(&values[first..end]) as f32);
    });
    length(runs)
}

/// The square root of the sum of squares.
pub(crate) fn length(values: &[f32]) -> f64 {
    let mut sum = 0.0;
    add_squares(values, &mut sum);
    libm::sqrt(sum)
}

for_each_level! {
    fn add_squares(values: &[f32], sum: &mut f64) {
        /// Sums that are independent of each other, so that they can be made at the same time.
        const LANES: usize = 16;
        let mut lanes = [0.0; LANES];
        for run in values.chunks(LANES) {
            for (lane, &value) in lanes.iter_mut().zip(run) {
                *lane += f64::from(value) * f64::from(value);
            }
        }
        *sum += lanes.iter().sum::<f64>();
    }
}

/// Multiplies all elements.
pub(crate) fn scale(team: &Team, factor: f32, values: &mut [f32]) {
    team.split_chunks([values], AT_ONCE, |_, [values]| {
        vector::scale(factor, values)
    });
}
