use super::*;
use crate::layers::reference::{Case, Reference};

fn initializer(case: &Case<'_>) -> Initializer {
    let number = |name, default| case.number(name, default);
    match case.entry["initializer"].as_str().expect("initializer") {
        "Zeros" => Initializer::Zeros,
        "Ones" => Initializer::Ones,
        "Constant" => Initializer::Constant(number("value", 0.0)),
        "Identity" => Initializer::Identity {
            gain: number("gain", 1.0),
        },
        "GlorotUniform" => Initializer::GlorotUniform,
        "GlorotNormal" => Initializer::GlorotNormal,
        "HeUniform" => Initializer::HeUniform,
        "HeNormal" => Initializer::HeNormal,
        "LecunUniform" => Initializer::LecunUniform,
        "LecunNormal" => Initializer::LecunNormal,
        "VarianceScaling" => Initializer::VarianceScaling {
            scale: number("scale", 1.0),
            mode: match case.argument("mode").as_str() {
                Some("fan_out") => FanMode::FanOut,
                Some("fan_avg") => FanMode::FanAvg,
                _ => FanMode::FanIn,
            },
            distribution: match case.argument("distribution").as_str() {
                Some("uniform") => Distribution::Uniform,
                Some("untruncated_normal") => Distribution::UntruncatedNormal,
                _ => Distribution::TruncatedNormal,
            },
        },
        "RandomNormal" => Initializer::RandomNormal {
            mean: number("mean", 0.0),
            stddev: number("stddev", 0.05),
        },
        "RandomUniform" => Initializer::RandomUniform {
            minimum: number("minval", -0.05),
            maximum: number("maxval", 0.05),
        },
        "TruncatedNormal" => Initializer::TruncatedNormal {
            mean: number("mean", 0.0),
            stddev: number("stddev", 0.05),
        },
        "Orthogonal" => Initializer::Orthogonal {
            gain: number("gain", 1.0),
        },
        other => panic!("no initializer {other}"),
    }
}

/// The products of all rows with each other are gain² on the diagonal and 0 beside it.
fn are_orthonormal(rows: usize, gain: f64, at: impl Fn(usize, usize) -> f32, len: usize) {
    for one in 0..rows {
        for other in 0..=one {
            let product: f64 = (0..len)
                .map(|element| f64::from(at(one, element)) * f64::from(at(other, element)))
                .sum();
            let expected = if one == other { gain * gain } else { 0.0 };
            assert!(
                (product - expected).abs() < 1e-5,
                "{one} · {other}: {product}"
            );
        }
    }
}

#[test]
fn distributions_are_those_of_keras() {
    let reference = Reference::open("initializers");
    let mut compared = 0;
    for case in reference.cases() {
        let dims: Vec<usize> = case.entry["shape"]
            .as_array()
            .expect("shape")
            .iter()
            .filter_map(|dim| dim.as_u64().map(|dim| dim as usize))
            .collect();
        let shape = Shape::of(&dims);
        let mut values = vec![f32::NAN; shape.len()];
        fill(initializer(&case), shape, 7, 3, &mut values);
        compared += 1;
        if case.has("y") {
            case.check("y", &values, (0.0, 0.0));
            continue;
        }
        let expected = &case.entry["expected"];
        let number = |name: &str| expected[name].as_f64();
        let count = values.len() as f64;
        let mean = values.iter().map(|&value| f64::from(value)).sum::<f64>() / count;
        let squares = values.iter().map(|&value| f64::from(value).powi(2));
        let variance = squares.sum::<f64>() / count - mean * mean;
        let expected_variance = number("variance").expect("variance");
        let deviation = expected_variance.sqrt();
        let name = case.name();
        // Five standard errors of a mean, and of a variance whose summands have at most a normal distribution's kurtosis.
        assert!(
            mean.abs() < 5.0 * deviation / count.sqrt(),
            "{name}: mean {mean}"
        );
        let relative = variance / expected_variance - 1.0;
        assert!(
            relative.abs() < 5.0 * (2.0 / count).sqrt(),
            "{name}: {variance}"
        );
        if let (Some(low), Some(high)) = (number("low"), number("high")) {
            let of = |pick: fn(f32, f32) -> f32| {
                f64::from(values.iter().copied().reduce(pick).expect("values"))
            };
            let (least, largest) = (of(f32::min), of(f32::max));
            assert!(
                least >= low * 1.000_001 && largest <= high * 1.000_001,
                "{name}"
            );
            // Values come near the bounds: another distribution of the same variance has others.
            assert!(
                least < 0.95 * low && largest > 0.95 * high,
                "{name}: {least} {largest}"
            );
        }
        if expected["distribution"] == "orthogonal" {
            let columns = shape.last();
            let rows = values.len() / columns;
            let gain = number("gain").expect("gain");
            match expected["orthonormal"].as_str() {
                Some("rows") => are_orthonormal(
                    rows,
                    gain,
                    |row, place| values[row * columns + place],
                    columns,
                ),
                _ => are_orthonormal(
                    columns,
                    gain,
                    |column, row| values[row * columns + column],
                    rows,
                ),
            }
        }
    }
    assert_eq!(compared, 22);
}
