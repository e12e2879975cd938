//! Activations with parameters of their own for each channel. As part of another operation they are its epilogue's.

use crate::kernels::level::for_each_level;

/// An activation of `z` with parameters for each channel, `[width]` each.
///
/// ```text
/// Thresholded:        y = max(z, θ);        dz = dy where z ≥ θ, dθ = Σ dy elsewhere
/// ThresholdedAffine:  y = max(z, α z + θ);  dz = dy where z ≥ α z + θ, α dy elsewhere, dα = Σ dy z and dθ = Σ dy there
/// ```
///
/// Backward needs the input: whether an element was at its threshold or below can't be told from the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parametric {
    /// The thresholded linear unit. Its parameters are θ.
    Thresholded,
    /// With an affine threshold. Its parameters are α, then θ.
    ThresholdedAffine,
}

impl Parametric {
    /// Computes it in place, without a panic path. `parameters` has one or two rows of the width of `values`.
    #[inline(always)]
    pub fn forward(self, parameters: &[f32], values: &mut [f32]) {
        match self {
            Parametric::Thresholded => thresholded(parameters, values),
            Parametric::ThresholdedAffine => {
                let half = parameters.len() / 2;
                let (alpha, theta) = parameters.split_at_checked(half).unwrap_or_default();
                thresholded_affine(alpha, theta, values);
            }
        }
    }

    /// Turns the output's cotangent into the input's, in place, and adds to the gradients of the parameters, row by
    /// row.
    ///
    /// # Panics
    /// If `gradients` hasn't the length of `parameters`.
    pub fn backward(
        self,
        parameters: &[f32],
        input: &[f32],
        cotangent: &mut [f32],
        gradients: Option<&mut [f32]>,
    ) {
        if let Some(gradients) = gradients {
            assert_eq!(
                gradients.len(),
                parameters.len(),
                "parametric: lengths differ"
            );
            match self {
                Parametric::Thresholded => {
                    add_thresholds(parameters, input, cotangent, gradients);
                }
                Parametric::ThresholdedAffine => {
                    let (alpha, theta) = parameters.split_at(parameters.len() / 2);
                    let (slopes, thresholds) = gradients.split_at_mut(alpha.len());
                    add_affine(alpha, theta, input, cotangent, slopes, thresholds);
                }
            }
        }
        match self {
            Parametric::Thresholded => mask(parameters, input, cotangent),
            Parametric::ThresholdedAffine => {
                let (alpha, theta) = parameters.split_at(parameters.len() / 2);
                slope(alpha, theta, input, cotangent);
            }
        }
    }
}

/// `max(z, θ)`; NaN stays.
#[inline(always)]
pub(crate) fn above(z: f32, theta: f32) -> f32 {
    if z < theta { theta } else { z }
}

for_each_level! {
    fn thresholded(theta: &[f32], values: &mut [f32]) {
        for row in values.chunks_exact_mut(theta.len().max(1)) {
            for (value, theta) in row.iter_mut().zip(theta) {
                *value = above(*value, *theta);
            }
        }
    }
}

for_each_level! {
    fn thresholded_affine(alpha: &[f32], theta: &[f32], values: &mut [f32]) {
        for row in values.chunks_exact_mut(theta.len().max(1)) {
            for (value, (alpha, theta)) in row.iter_mut().zip(alpha.iter().zip(theta)) {
                *value = above(*value, alpha * *value + theta);
            }
        }
    }
}

for_each_level! {
    fn mask(theta: &[f32], input: &[f32], cotangent: &mut [f32]) {
        let width = theta.len().max(1);
        for (row, z) in cotangent.chunks_exact_mut(width).zip(input.chunks_exact(width)) {
            for (dy, (z, theta)) in row.iter_mut().zip(z.iter().zip(theta)) {
                *dy = if z < theta { 0.0 } else { *dy };
            }
        }
    }
}

for_each_level! {
    fn slope(alpha: &[f32], theta: &[f32], input: &[f32], cotangent: &mut [f32]) {
        let width = theta.len().max(1);
        for (row, z) in cotangent.chunks_exact_mut(width).zip(input.chunks_exact(width)) {
            for ((dy, z), (alpha, theta)) in row.iter_mut().zip(z).zip(alpha.iter().zip(theta)) {
                *dy = if *z < alpha * z + theta { alpha * *dy } else { *dy };
            }
        }
    }
}

for_each_level! {
    fn add_thresholds(theta: &[f32], input: &[f32], cotangent: &[f32], sums: &mut [f32]) {
        let width = theta.len().max(1);
        for (dy, z) in cotangent.chunks_exact(width).zip(input.chunks_exact(width)) {
            for ((dy, z), (theta, sum)) in dy.iter().zip(z).zip(theta.iter().zip(sums.iter_mut())) {
                *sum += if z < theta { *dy } else { 0.0 };
            }
        }
    }
}

for_each_level! {
    fn add_affine(
        alpha: &[f32],
        theta: &[f32],
        input: &[f32],
        cotangent: &[f32],
        slopes: &mut [f32],
        thresholds: &mut [f32],
    ) {
        let width = theta.len().max(1);
        for (dy, z) in cotangent.chunks_exact(width).zip(input.chunks_exact(width)) {
            let parameters = alpha.iter().zip(theta);
            let sums = slopes.iter_mut().zip(thresholds.iter_mut());
            for (((dy, z), (alpha, theta)), (slope, threshold)) in dy.iter().zip(z).zip(parameters).zip(sums) {
                let below = if *z < alpha * z + theta { *dy } else { 0.0 };
                *slope += below * z;
                *threshold += below;
            }
        }
    }
}
