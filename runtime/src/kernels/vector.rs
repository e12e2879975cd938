//! Small loops over slices that many layers share. All keep a fixed order of operations and give the same bits at
//! every level.

use super::level::for_each_level;

for_each_level! {
    /// `y += a · x`, two roundings for each element.
    ///
    /// # Panics
    /// If the lengths differ.
    pub fn axpy(a: f32, x: &[f32], y: &mut [f32]) {
        assert_eq!(x.len(), y.len(), "axpy: lengths differ");
        for (y, x) in y.iter_mut().zip(x) {
            *y += a * x;
        }
    }
}

for_each_level! {
    /// `y += x`.
    ///
    /// # Panics
    /// If the lengths differ.
    pub fn add(x: &[f32], y: &mut [f32]) {
        assert_eq!(x.len(), y.len(), "add: lengths differ");
        for (y, x) in y.iter_mut().zip(x) {
            *y += x;
        }
    }
}

for_each_level! {
    /// `y ·= a`.
    pub fn scale(a: f32, y: &mut [f32]) {
        for y in y {
            *y *= a;
        }
    }
}

/// Adds the rows of `values` (`rows × width`) to `sums` (`width`), in ascending order: the gradient of a bias.
///
/// # Panics
/// If `values` isn't a whole number of rows.
pub fn add_rows(values: &[f32], sums: &mut [f32]) {
    let width = sums.len();
    if width == 0 {
        return;
    }
    assert_eq!(
        values.len() % width,
        0,
        "add_rows: {} values aren't whole rows of {width}",
        values.len()
    );
    add_whole_rows(values, sums);
}

for_each_level! {
    fn add_whole_rows(values: &[f32], sums: &mut [f32]) {
        const BLOCK: usize = 64;
        let width = sums.len();
        let mut first = 0;
        // Whole blocks of columns keep their sums in registers over all rows.
        while first + BLOCK <= width {
            let mut block = [0.0; BLOCK];
            block.copy_from_slice(&sums[first..first + BLOCK]);
            for row in values.chunks_exact(width) {
                for (sum, value) in block.iter_mut().zip(&row[first..first + BLOCK]) {
                    *sum += value;
                }
            }
            sums[first..first + BLOCK].copy_from_slice(&block);
            first += BLOCK;
        }
        for row in values.chunks_exact(width) {
            for (sum, value) in sums[first..].iter_mut().zip(&row[first..]) {
                *sum += value;
            }
        }
    }
}

/// Lanes of [`dot`] and [`sum`].
const LANES: usize = 16;

/// `Σ x[i] · y[i]`: lane `l` of 16 sums the elements `16 i + l` in ascending order, with two roundings for each; then
/// lanes are added pairwise, `l` and `l + 8` first.
///
/// # Panics
/// If the lengths differ.
pub fn dot(x: &[f32], y: &[f32]) -> f32 {
    assert_eq!(x.len(), y.len(), "dot: lengths differ");
    let mut lanes = [0.0; LANES];
    dot_lanes(x, y, &mut lanes);
    fold(lanes)
}

for_each_level! {
    fn dot_lanes(x: &[f32], y: &[f32], lanes: &mut [f32; LANES]) {
        let mut sums = *lanes;
        let (x_blocks, x_rest) = x.as_chunks::<LANES>();
        let (y_blocks, y_rest) = y.as_chunks::<LANES>();
        for (x, y) in x_blocks.iter().zip(y_blocks) {
            for lane in 0..LANES {
                sums[lane] += x[lane] * y[lane];
            }
        }
        for (lane, (x, y)) in x_rest.iter().zip(y_rest).enumerate() {
            sums[lane] += x * y;
        }
        *lanes = sums;
    }
}

/// `Σ x[i]`, in the order of [`dot`].
pub fn sum(x: &[f32]) -> f32 {
    let mut lanes = [0.0; LANES];
    sum_lanes(x, &mut lanes);
    fold(lanes)
}

for_each_level! {
    fn sum_lanes(x: &[f32], lanes: &mut [f32; LANES]) {
        let mut sums = *lanes;
        let (blocks, rest) = x.as_chunks::<LANES>();
        for x in blocks {
            for lane in 0..LANES {
                sums[lane] += x[lane];
            }
        }
        for (lane, x) in rest.iter().enumerate() {
            sums[lane] += x;
        }
        *lanes = sums;
    }
}

fn fold(mut lanes: [f32; LANES]) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for lane in 0..half {
            lanes[lane] += lanes[lane + half];
        }
        half /= 2;
    }
    lanes[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ramp(count: usize) -> Vec<f32> {
        (0..count)
            .map(|index| (index as f32 * 0.37).fract() - 0.3)
            .collect()
    }

    #[test]
    fn rows_are_added_in_ascending_order() {
        for width in [1, 5, 64, 70, 131] {
            let values = ramp(width * 9);
            let mut sums = ramp(width);
            let mut expected = sums.clone();
            for row in values.chunks(width) {
                expected
                    .iter_mut()
                    .zip(row)
                    .for_each(|(sum, value)| *sum += value);
            }
            add_rows(&values, &mut sums);
            assert_eq!(sums, expected);
        }
    }

    #[test]
    fn sums_and_dots_of_integers_are_exact() {
        for count in [0, 1, 15, 16, 17, 100] {
            let x: Vec<f32> = (0..count).map(|value| value as f32).collect();
            let squares: usize = (0..count).map(|value| value * value).sum();
            assert_eq!(sum(&x), (count * count.saturating_sub(1) / 2) as f32);
            assert_eq!(dot(&x, &x), squares as f32);
        }
    }

    #[test]
    fn axpy_add_and_scale() {
        let mut y = [1.0, 2.0, 3.0];
        axpy(2.0, &[1.0, 0.5, -1.0], &mut y);
        add(&[1.0, 1.0, 1.0], &mut y);
        scale(0.5, &mut y);
        assert_eq!(y, [2.0, 2.0, 1.0]);
    }
}
