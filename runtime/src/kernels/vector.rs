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

for_each_level! {
    /// `y −= a · y`, two roundings for each element.
    pub fn shrink(a: f32, y: &mut [f32]) {
        for y in y {
            *y -= a * *y;
        }
    }
}

for_each_level! {
    /// `y = a · y + (1 − a) · x`, three roundings for each element.
    ///
    /// # Panics
    /// If the lengths differ.
    pub fn average(a: f32, x: &[f32], y: &mut [f32]) {
        assert_eq!(x.len(), y.len(), "average: lengths differ");
        let share = 1.0 - a;
        for (y, x) in y.iter_mut().zip(x) {
            *y = a * *y + share * x;
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
    fn axpy_add_and_scale() {
        let mut y = [1.0, 2.0, 3.0];
        axpy(2.0, &[1.0, 0.5, -1.0], &mut y);
        add(&[1.0, 1.0, 1.0], &mut y);
        scale(0.5, &mut y);
        assert_eq!(y, [2.0, 2.0, 1.0]);
    }
}
