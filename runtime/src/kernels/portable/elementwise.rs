//! What is done to each element of a value, or to pairs of elements. The shorter slice says how many there are.

use core::num::NonZeroUsize;

/// `y = x`; an empty `x` lies in `y` already.
#[inline(never)]
pub fn copy(x: &[f32], y: &mut [f32]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y = *x;
    }
}

/// Copies rows of `x_width` elements into columns of rows of `y_width`, from the column `first` on.
#[inline(never)]
pub fn copy_columns(x: &[f32], x_width: usize, y: &mut [f32], y_width: usize, first: usize) {
    let (Some(x_width), Some(y_width)) = (NonZeroUsize::new(x_width), NonZeroUsize::new(y_width))
    else {
        return;
    };
    let rows = x.chunks_exact(x_width.get());
    for (x, y) in rows.zip(y.chunks_exact_mut(y_width.get())) {
        copy(x, y.get_mut(first..).unwrap_or_default());
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

/// `y = x · scale + shift` in each row of their length; an empty `x` lies in `y`. With `accumulate` `+ y`, which `x` doesn't
/// lie in then.
#[inline(never)]
pub fn scale_and_shift(scale: &[f32], shift: &[f32], x: &[f32], accumulate: bool, y: &mut [f32]) {
    let Some(width) = NonZeroUsize::new(scale.len()) else {
        return;
    };
    if x.is_empty() {
        for y in y.chunks_exact_mut(width.get()) {
            for (y, (scale, shift)) in y.iter_mut().zip(scale.iter().zip(shift)) {
                *y = *y * scale + shift;
            }
        }
        return;
    }
    let rows = x.chunks_exact(width.get());
    for (x, y) in rows.zip(y.chunks_exact_mut(width.get())) {
        let factors = scale.iter().zip(shift);
        for ((y, x), (scale, shift)) in y.iter_mut().zip(x).zip(factors) {
            let value = x * scale + shift;
            *y = if accumulate { value + *y } else { value };
        }
    }
}
