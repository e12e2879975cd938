//! The formula of convolutions, element by element in double precision.

use crate::kernels::portable::{Axis, Convolution};

/// The input's place that element `e` of the kernel reads at position `p` of an axis, if there is one.
fn place(axis: &Axis, p: usize, e: usize) -> Option<usize> {
    let place = p as isize * axis.stride as isize + e as isize * axis.dilation as isize;
    let place = usize::try_from(place - axis.before as isize).ok()?;
    (place < axis.input).then_some(place)
}

/// All triples below some numbers, in order.
fn triples(of: [usize; 3]) -> impl Iterator<Item = [usize; 3]> {
    (0..of[0]).flat_map(move |i| (0..of[1]).flat_map(move |j| (0..of[2]).map(move |k| [i, j, k])))
}

/// Calls `visit` with each product that a convolution of one sample adds up: the output, the input and the kernel's
/// element that it consists of.
pub fn terms(shape: &Convolution, mut visit: impl FnMut(usize, usize, usize)) {
    let axes = &shape.windows.axes;
    let (channels, filters) = (shape.channels / shape.groups, shape.filters / shape.groups);
    let elements = axes.map(|axis| axis.kernel);
    for (position, p) in triples(axes.map(|axis| axis.output)).enumerate() {
        for (element, e) in triples(elements).enumerate() {
            let (Some(z), Some(y), Some(x)) = (
                place(&axes[0], p[0], e[0]),
                place(&axes[1], p[1], e[1]),
                place(&axes[2], p[2], e[2]),
            ) else {
                continue;
            };
            let pixel = (z * axes[1].input + y) * axes[2].input + x;
            for c in 0..channels {
                for f in 0..shape.filters {
                    visit(
                        position * shape.filters + f,
                        pixel * shape.channels + f / filters * channels + c,
                        (element * channels + c) * shape.filters + f,
                    );
                }
            }
        }
    }
}

/// `z` without a bias.
pub fn forward(shape: &Convolution, samples: usize, x: &[f32], kernel: &[f32]) -> Vec<f64> {
    let positions: usize = shape.windows.axes.iter().map(|axis| axis.output).product();
    let mut output = vec![0.0; samples * positions * shape.filters];
    let outputs = output.chunks_mut(positions * shape.filters);
    for (z, x) in outputs.zip(x.chunks(x.len() / samples)) {
        terms(shape, |to, from, element| {
            z[to] += f64::from(x[from]) * f64::from(kernel[element]);
        });
    }
    output
}

/// What the convolution's transpose gives without a bias.
pub fn transposed(shape: &Convolution, samples: usize, x: &[f32], kernel: &[f32]) -> Vec<f64> {
    let places: usize = shape.windows.axes.iter().map(|axis| axis.input).product();
    let mut output = vec![0.0; samples * places * shape.channels];
    let outputs = output.chunks_mut(places * shape.channels);
    for (z, x) in outputs.zip(x.chunks(x.len() / samples)) {
        terms(shape, |from, to, element| {
            z[to] += f64::from(x[from]) * f64::from(kernel[element]);
        });
    }
    output
}

/// Adds a bias to each pixel.
pub fn biased(output: Vec<f64>, bias: &[f32]) -> Vec<f32> {
    let bias = |index: usize| bias.get(index % bias.len().max(1)).copied();
    let sum = |(index, z): (usize, f64)| (z + f64::from(bias(index).unwrap_or(0.0))) as f32;
    output.into_iter().enumerate().map(sum).collect()
}
