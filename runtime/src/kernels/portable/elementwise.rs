//! What is done to each element of a value, or to pairs of elements. The shorter slice says how many there are.

use core::num::NonZeroUsize;

/// `y = x`; an empty `x` lies in `y` already.
#[inline(never)]
pub fn copy(x: &[f32], y: &mut [f32]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y = *x;
    }
}

/// `y += x`.
#[inline(never)]
pub fn add(x: &[f32], y: &mut [f32]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y += x;
    }
}

/// Adds the bias to each row of its length.
#[inline(never)]
pub fn add_bias(bias: &[f32], y: &mut [f32]) {
    let Some(width) = NonZeroUsize::new(bias.len()) else {
        return;
    };
    for row in y.chunks_exact_mut(width.get()) {
        for (y, bias) in row.iter_mut().zip(bias) {
            *y += bias;
        }
    }
}
