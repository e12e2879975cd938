//! Initializers against the distributions that Keras documents and the reference file states.
#![cfg(feature = "std")]

use formwork_runtime::init::{Distribution, FanMode, Initializer, fans, fill, initialize};
use formwork_runtime::shape_rules::Shape;
use formwork_runtime::storage::{Dtype, Region, RegionsMut, TensorEntry};
use safetensors::SafeTensors;
use serde_json::Value;

const SEED: u64 = 2017;

fn drawn(initializer: Initializer, shape: Shape) -> Vec<f32> {
    let mut values = vec![f32::NAN; shape.len()];
    fill(initializer, shape, SEED, 3, &mut values);
    values
}

fn cases() -> Vec<Value> {
    let index: Value = serde_json::from_str(include_str!("reference/initializers.json")).unwrap();
    index["cases"].as_array().unwrap().clone()
}

fn shape_of(case: &Value) -> Shape {
    let dims: Vec<usize> = case["shape"]
        .as_array()
        .unwrap()
        .iter()
        .map(|dim| dim.as_u64().unwrap() as usize)
        .collect();
    Shape::of(&dims)
}

/// The case's initializer, with Keras's defaults for the arguments that aren't given.
fn initializer_of(case: &Value) -> Initializer {
    let argument = |name: &str, default: f32| {
        case["config"][name]
            .as_f64()
            .map_or(default, |value| value as f32)
    };
    match case["initializer"].as_str().unwrap() {
        "Zeros" => Initializer::Zeros,
        "Ones" => Initializer::Ones,
        "Constant" => Initializer::Constant(argument("value", 0.0)),
        "Identity" => Initializer::Identity {
            gain: argument("gain", 1.0),
        },
        "RandomNormal" => Initializer::RandomNormal {
            mean: argument("mean", 0.0),
            stddev: argument("stddev", 0.05),
        },
        "RandomUniform" => Initializer::RandomUniform {
            minimum: argument("minval", -0.05),
            maximum: argument("maxval", 0.05),
        },
        "TruncatedNormal" => Initializer::TruncatedNormal {
            mean: argument("mean", 0.0),
            stddev: argument("stddev", 0.05),
        },
        "VarianceScaling" => Initializer::VarianceScaling {
            scale: argument("scale", 1.0),
            mode: match case["config"]["mode"].as_str().unwrap_or("fan_in") {
                "fan_in" => FanMode::FanIn,
                "fan_out" => FanMode::FanOut,
                "fan_avg" => FanMode::FanAvg,
                other => panic!("unknown mode {other}"),
            },
            distribution: match case["config"]["distribution"]
                .as_str()
                .unwrap_or("truncated_normal")
            {
                "truncated_normal" => Distribution::TruncatedNormal,
                "untruncated_normal" => Distribution::UntruncatedNormal,
                "uniform" => Distribution::Uniform,
                other => panic!("unknown distribution {other}"),
            },
        },
        "GlorotUniform" => Initializer::GlorotUniform,
        "GlorotNormal" => Initializer::GlorotNormal,
        "HeUniform" => Initializer::HeUniform,
        "HeNormal" => Initializer::HeNormal,
        "LecunUniform" => Initializer::LecunUniform,
        "LecunNormal" => Initializer::LecunNormal,
        "Orthogonal" => Initializer::Orthogonal {
            gain: argument("gain", 1.0),
        },
        other => panic!("unknown initializer {other}"),
    }
}

fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x / std::f64::consts::SQRT_2)
}

/// Largest distance between the empirical and the given distribution (Kolmogorov and Smirnov).
fn distance(values: &[f32], cdf: impl Fn(f64) -> f64) -> f64 {
    let mut sorted: Vec<f64> = values.iter().map(|&value| f64::from(value)).collect();
    sorted.sort_by(f64::total_cmp);
    let count = sorted.len() as f64;
    let distances = sorted.iter().enumerate().map(|(index, &value)| {
        let expected = cdf(value);
        (expected - index as f64 / count)
            .abs()
            .max(((index + 1) as f64 / count - expected).abs())
    });
    distances.fold(0.0, f64::max)
}

#[test]
fn deterministic_values_are_keras_s() {
    let file = include_bytes!("reference/initializers.safetensors");
    let tensors = SafeTensors::deserialize(file).unwrap();
    let mut compared = 0;
    for case in cases()
        .iter()
        .filter(|case| case["tensors"].get("y").is_some())
    {
        let name = format!("{}/y", case["case"].as_str().unwrap());
        let tensor = tensors.tensor(&name).unwrap();
        let expected: Vec<f32> = tensor
            .data()
            .as_chunks::<8>()
            .0
            .iter()
            .map(|&bytes| f64::from_le_bytes(bytes) as f32)
            .collect();
        assert_eq!(
            drawn(initializer_of(case), shape_of(case)),
            expected,
            "{name}"
        );
        compared += 1;
    }
    assert_eq!(compared, 4);
}

/// Mean and variance within four standard errors, bounds, and the whole distribution by Kolmogorov's test at 0.1 %.
#[test]
fn random_values_have_keras_s_distribution() {
    let mut compared = 0;
    for case in &cases() {
        let expected = &case["expected"];
        let Some(distribution) = expected["distribution"]
            .as_str()
            .filter(|&name| name != "orthogonal")
        else {
            continue;
        };
        let name = case["case"].as_str().unwrap();
        let (mean, variance) = (
            expected["mean"].as_f64().unwrap(),
            expected["variance"].as_f64().unwrap(),
        );
        let values = drawn(initializer_of(case), shape_of(case));
        let count = values.len() as f64;
        let found_mean = values.iter().map(|&value| f64::from(value)).sum::<f64>() / count;
        let found_variance = values
            .iter()
            .map(|&value| (f64::from(value) - mean).powi(2))
            .sum::<f64>()
            / count;
        assert!(
            (found_mean - mean).abs() < 4.0 * (variance / count).sqrt(),
            "{name}: mean {found_mean}"
        );
        // The kurtosis of all three is at most the normal distribution's, 3.
        assert!(
            (found_variance / variance - 1.0).abs() < 4.0 * (2.0 / count).sqrt(),
            "{name}: variance {found_variance}"
        );
        if let (Some(low), Some(high)) = (expected["low"].as_f64(), expected["high"].as_f64()) {
            let rounding = 1e-7 * high;
            assert!(
                values
                    .iter()
                    .all(|&value| (low - rounding..=high + rounding).contains(&f64::from(value))),
                "{name}: out of bounds"
            );
            let largest = values
                .iter()
                .fold(0.0f32, |largest, value| largest.max(value.abs()));
            assert!(
                f64::from(largest) > 0.99 * high,
                "{name}: only reaches {largest}"
            );
        }
        let found_distance = match distribution {
            "uniform" => {
                let half = (3.0 * variance).sqrt();
                distance(&values, |x| {
                    ((x - mean) / (2.0 * half) + 0.5).clamp(0.0, 1.0)
                })
            }
            "truncated_normal" => {
                let stddev = expected["high"].as_f64().unwrap() / 2.0;
                let (below, within) = (normal_cdf(-2.0), normal_cdf(2.0) - normal_cdf(-2.0));
                distance(&values, |x| {
                    (normal_cdf((x - mean) / stddev) - below) / within
                })
            }
            "untruncated_normal" => distance(&values, |x| normal_cdf((x - mean) / variance.sqrt())),
            other => panic!("unknown distribution {other}"),
        };
        assert!(
            found_distance < 1.95 / count.sqrt(),
            "{name}: distance {found_distance}"
        );
        compared += 1;
    }
    assert_eq!(compared, 14);
}

#[test]
fn fans_are_those_of_the_stored_shape() {
    let mut compared = 0;
    for case in &cases() {
        let Some(fan_in) = case["expected"]["fan_in"].as_u64() else {
            continue;
        };
        let fan_out = case["expected"]["fan_out"].as_u64().unwrap();
        assert_eq!(
            fans(shape_of(case)),
            (fan_in as usize, fan_out as usize),
            "{}",
            case["case"]
        );
        compared += 1;
    }
    assert_eq!(compared, 11);
}

#[test]
fn orthogonal_matrices_are_orthonormal_along_the_shorter_side() {
    let mut compared = 0;
    for case in &cases() {
        let expected = &case["expected"];
        if expected["distribution"] != "orthogonal" {
            continue;
        }
        let gain = expected["gain"].as_f64().unwrap();
        let rows = expected["rows"].as_u64().unwrap() as usize;
        let columns = expected["cols"].as_u64().unwrap() as usize;
        let values = drawn(initializer_of(case), shape_of(case));
        let by_rows = expected["orthonormal"] == "rows";
        assert_eq!(by_rows, rows < columns);
        let (vectors, len) = if by_rows {
            (rows, columns)
        } else {
            (columns, rows)
        };
        let element = |vector: usize, index: usize| {
            let place = if by_rows {
                vector * columns + index
            } else {
                index * columns + vector
            };
            f64::from(values[place])
        };
        for one in 0..vectors {
            for other in 0..=one {
                let product: f64 = (0..len)
                    .map(|index| element(one, index) * element(other, index))
                    .sum();
                let exact = if one == other { gain * gain } else { 0.0 };
                assert!(
                    (product - exact).abs() < 1e-6,
                    "{}: {one}·{other} = {product}",
                    case["case"]
                );
            }
        }
        let mean = values.iter().map(|&value| f64::from(value)).sum::<f64>() / values.len() as f64;
        let variance = expected["variance"].as_f64().unwrap();
        assert!(
            mean.abs() < 4.0 * (variance / values.len() as f64).sqrt(),
            "{}: mean {mean}",
            case["case"]
        );
        compared += 1;
    }
    assert_eq!(compared, 4);
}

#[test]
fn the_bias_of_the_forget_gate_is_one() {
    assert_eq!(
        drawn(Initializer::UnitForgetBias, Shape::of(&[12])),
        [0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    );
}

#[test]
fn means_and_bounds_shift_the_distribution() {
    let shape = Shape::of(&[100, 100]);
    let mean = |values: &[f32]| values.iter().map(|&value| f64::from(value)).sum::<f64>() / 1e4;
    let normal = drawn(
        Initializer::RandomNormal {
            mean: 3.0,
            stddev: 0.5,
        },
        shape,
    );
    assert!((mean(&normal) - 3.0).abs() < 0.02);
    let truncated = drawn(
        Initializer::TruncatedNormal {
            mean: -1.0,
            stddev: 0.25,
        },
        shape,
    );
    assert!((mean(&truncated) + 1.0).abs() < 0.01);
    assert!(truncated.iter().all(|value| (-1.5..=-0.5).contains(value)));
    let uniform = drawn(
        Initializer::RandomUniform {
            minimum: 2.0,
            maximum: 6.0,
        },
        shape,
    );
    assert!((mean(&uniform) - 4.0).abs() < 0.05);
    assert!(uniform.iter().all(|value| (2.0..=6.0).contains(value)));
}

#[test]
fn a_table_is_filled_tensor_by_tensor() {
    let entry = |name, dims: &[usize], region, offset, initializer| TensorEntry {
        name,
        shape: Shape::of(dims),
        dtype: Dtype::F32,
        region,
        offset,
        unit_axes: 0,
        initializer,
    };
    let table = [
        entry(
            "a.kernel",
            &[4, 3],
            Region::Trainable,
            0,
            Initializer::HeUniform,
        ),
        entry(
            "b.kernel",
            &[4, 3],
            Region::Frozen,
            0,
            Initializer::HeUniform,
        ),
        entry("a.bias", &[3], Region::Trainable, 12, Initializer::Ones),
        entry(
            "c.variance",
            &[2],
            Region::State,
            0,
            Initializer::Constant(0.5),
        ),
    ];
    let draw = |seed| {
        let (mut trainable, mut frozen, mut state) =
            ([f32::NAN; 15], [f32::NAN; 12], [f32::NAN; 2]);
        let regions = RegionsMut {
            trainable: &mut trainable,
            frozen: &mut frozen,
            state: &mut state,
        };
        initialize(&table, regions, seed);
        (trainable, frozen, state)
    };
    let (trainable, frozen, state) = draw(1);
    assert_eq!(trainable[12..], [1.0; 3]);
    assert_eq!(state, [0.5; 2]);
    let mut alone = [0.0; 12];
    fill(Initializer::HeUniform, Shape::of(&[4, 3]), 1, 1, &mut alone);
    assert_eq!(frozen, alone);
    assert_ne!(frozen, trainable[..12]);
    assert_eq!(draw(1), (trainable, frozen, state));
    assert_ne!(draw(2).1, frozen);
}
