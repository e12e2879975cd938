//! What the host computes: the images of lines, and the outputs of the deployed network by portable kernels.

use digits_page::{Image, NETWORK};
use formwork::prelude::*;

/// The ten probabilities of an image.
pub fn classify(image: &Image) -> Tensor1<10> {
    let mut scratch = Deployed::<formwork_networks::Digits>::scratch();
    let mut output = Tensor1::zeros();
    NETWORK.predict(image, &mut scratch, &mut output);
    output
}

/// The index of the largest number.
pub fn best(numbers: &[f32]) -> usize {
    let largest = (0..numbers.len()).max_by(|&a, &b| numbers[a].total_cmp(&numbers[b]));
    largest.unwrap_or(0)
}
