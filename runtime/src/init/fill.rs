//! Drawing initial values.

use super::{Distribution, FanMode, Initializer, fans, orthogonal};
use crate::random::Stream;
use crate::storage::{RegionsMut, TensorEntry};
use formwork_shape_rules::Shape;

/// Standard deviation of the standard normal distribution truncated at ±2.
const TRUNCATED_STDDEV: f64 = 0.879_625_661_034_239_8;

/// Tensors draw from streams of this number and above: others, such as the one that shuffles, have smaller numbers.
const FIRST_STREAM: u64 = 1 << 63;

/// Fills a tensor of a shape. Seed and index determine the bits, on every machine.
///
/// # Panics
/// If `values` isn't as long as the shape.
pub fn fill(
    initializer: Initializer,
    shape: Shape,
    seed: u64,
    tensor_index: u32,
    values: &mut [f32],
) {
    assert!(
        values.len() == shape.len(),
        "{} values for the shape {shape}",
        values.len()
    );
    let mut stream = Stream::new(seed, FIRST_STREAM + u64::from(tensor_index));
    match initializer {
        Initializer::Zeros => values.fill(0.0),
        Initializer::Ones => values.fill(1.0),
        Initializer::Constant(value) => values.fill(value),
        Initializer::Identity { gain } => {
            values.fill(0.0);
            values
                .iter_mut()
                .step_by(shape.last() + 1)
                .take(shape.last())
                .for_each(|value| *value = gain);
        }
        Initializer::RandomNormal { mean, stddev } => {
            normal(&mut stream, f64::from(mean), f64::from(stddev), values);
        }
        Initializer::RandomUniform { minimum, maximum } => {
            uniform(&mut stream, f64::from(minimum), f64::from(maximum), values);
        }
        Initializer::TruncatedNormal { mean, stddev } => {
            truncated_normal(&mut stream, f64::from(mean), f64::from(stddev), values);
        }
        Initializer::Orthogonal { gain } => {
            orthogonal::fill(&mut stream, shape, f64::from(gain), values)
        }
        Initializer::Custom(custom) => custom.0.fill(shape, &mut stream, values),
        Initializer::UnitForgetBias => {
            values.fill(0.0);
            let units = values.len() / 4;
            values[units..2 * units].fill(1.0);
        }
        Initializer::VarianceScaling {
            scale,
            mode,
            distribution,
        } => {
            let variance = f64::from(scale) / fan(shape, mode).max(1.0);
            scaled(&mut stream, variance, distribution, values);
        }
        Initializer::GlorotUniform
        | Initializer::GlorotNormal
        | Initializer::HeUniform
        | Initializer::HeNormal
        | Initializer::LecunUniform
        | Initializer::LecunNormal => {
            fill(
                initializer.as_variance_scaling(),
                shape,
                seed,
                tensor_index,
                values,
            );
        }
    }
}

/// Fills all tensors of a model as its table says.
///
/// A tensor's numbers depend on the seed and on its place in the table.
///
/// # Panics
/// If the regions are shorter than the table says.
pub fn initialize(table: &[TensorEntry], mut regions: RegionsMut<'_>, seed: u64) {
    for (index, entry) in table.iter().enumerate() {
        let values =
            &mut regions.region_mut(entry.region)[entry.offset..entry.offset + entry.len()];
        fill(entry.initializer, entry.shape, seed, index as u32, values);
    }
}

fn fan(shape: Shape, mode: FanMode) -> f64 {
    let (fan_in, fan_out) = fans(shape);
    match mode {
        FanMode::FanIn => fan_in as f64,
        FanMode::FanOut => fan_out as f64,
        FanMode::FanAvg => (fan_in as f64 + fan_out as f64) / 2.0,
    }
}

fn scaled(stream: &mut Stream, variance: f64, distribution: Distribution, values: &mut [f32]) {
    let stddev = libm::sqrt(variance);
    match distribution {
        Distribution::TruncatedNormal => {
            truncated_normal(stream, 0.0, stddev / TRUNCATED_STDDEV, values)
        }
        Distribution::UntruncatedNormal => normal(stream, 0.0, stddev, values),
        Distribution::Uniform => {
            let limit = libm::sqrt(3.0 * variance);
            uniform(stream, -limit, limit, values);
        }
    }
}

fn uniform(stream: &mut Stream, minimum: f64, maximum: f64, values: &mut [f32]) {
    for value in values {
        *value = (minimum + (maximum - minimum) * f64::from(stream.uniform())) as f32;
    }
}

fn normal(stream: &mut Stream, mean: f64, stddev: f64, values: &mut [f32]) {
    for value in values {
        *value = (mean + stddev * f64::from(stream.normal())) as f32;
    }
}

fn truncated_normal(stream: &mut Stream, mean: f64, stddev: f64, values: &mut [f32]) {
    for value in values {
        let standard = loop {
            let standard = stream.normal();
            if (-2.0..=2.0).contains(&standard) {
                break standard;
            }
        };
        *value = (mean + stddev * f64::from(standard)) as f32;
    }
}
