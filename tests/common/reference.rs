//! Reference cases: numbers computed by Keras in double precision (see `tests/reference/README.md`).

use safetensors::{Dtype, SafeTensors};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// One tensor of a case.
#[derive(Clone, Debug)]
pub struct Tensor {
    pub shape: Vec<usize>,
    pub values: Vec<f64>,
    pub role: String,
    /// What a gradient, a cotangent or a later state belongs to.
    pub of: String,
}

/// One case of a family.
#[derive(Clone, Debug)]
pub struct Case {
    pub name: String,
    pub about: Value,
    /// In the order of the index.
    pub tensors: Vec<(String, Tensor)>,
}

impl Case {
    /// The tensor of this name.
    pub fn tensor(&self, name: &str) -> &Tensor {
        match self.tensors.iter().find(|(other, _)| other == name) {
            Some((_, tensor)) => tensor,
            None => panic!("case {} has no tensor {name}", self.name),
        }
    }

    /// The same, if it is there.
    pub fn get(&self, name: &str) -> Option<&Tensor> {
        self.tensors
            .iter()
            .find(|(other, _)| other == name)
            .map(|(_, tensor)| tensor)
    }

    /// All tensors of a role, in the order of the index.
    pub fn of_role(&self, role: &str) -> Vec<(&str, &Tensor)> {
        let of_role = self
            .tensors
            .iter()
            .filter(|(_, tensor)| tensor.role == role);
        of_role
            .map(|(name, tensor)| (name.as_str(), tensor))
            .collect()
    }
}

impl Tensor {
    /// The values in single precision; inputs and weights are exact.
    pub fn single(&self) -> Vec<f32> {
        self.values.iter().map(|&value| value as f32).collect()
    }
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/reference")
}

/// All cases of a family.
pub fn family(family: &str) -> BTreeMap<String, Case> {
    let index = std::fs::read_to_string(folder().join(format!("{family}.json")))
        .expect("the index can be read");
    let index: Value = serde_json::from_str(&index).expect("the index is JSON");
    let bytes = std::fs::read(folder().join(format!("{family}.safetensors")))
        .expect("the tensors can be read");
    let tensors = SafeTensors::deserialize(&bytes).expect("the tensors are in order");
    let mut cases = BTreeMap::new();
    for about in index["cases"].as_array().expect("cases") {
        let name = about["case"].as_str().expect("a name").to_string();
        let named = about["tensors"].as_object().expect("tensors");
        let mut list: Vec<(String, Tensor)> = named
            .iter()
            .map(|(tensor, entry)| {
                let view = tensors
                    .tensor(&format!("{name}/{tensor}"))
                    .expect("a tensor of the index");
                let values = match view.dtype() {
                    Dtype::F32 => numbers(view.data(), |bytes: [u8; 4]| {
                        f64::from(f32::from_le_bytes(bytes))
                    }),
                    Dtype::F64 => numbers(view.data(), f64::from_le_bytes),
                    Dtype::I32 => numbers(view.data(), |bytes: [u8; 4]| {
                        f64::from(i32::from_le_bytes(bytes))
                    }),
                    Dtype::U8 => view.data().iter().map(|&byte| f64::from(byte)).collect(),
                    other => panic!("{name}/{tensor} has the type {other:?}"),
                };
                let text = |key: &str| entry[key].as_str().unwrap_or_default().to_string();
                let shape = view.shape().to_vec();
                (
                    tensor.clone(),
                    Tensor {
                        shape,
                        values,
                        role: text("role"),
                        of: text("of"),
                    },
                )
            })
            .collect();
        // JSON objects are sorted by name when they are read; the inputs' order is that of the call.
        list.sort_by_key(|(tensor, _)| order(tensor, about));
        cases.insert(
            name.clone(),
            Case {
                name,
                about: about.clone(),
                tensors: list,
            },
        );
    }
    cases
}

/// Where a tensor stands: `x` comes before what is beside it, `h0` before `c0`, weights in the order of Keras.
fn order(tensor: &str, about: &Value) -> (usize, String) {
    let weights = about["weights"].as_array().cloned().unwrap_or_default();
    if let Some(place) = weights.iter().position(|weight| weight == tensor) {
        return (100 + place, String::new());
    }
    let outputs = about["outputs"].as_array().cloned().unwrap_or_default();
    if let Some(place) = outputs.iter().position(|output| output == tensor) {
        return (200 + place, String::new());
    }
    let place = match tensor {
        "x" => 0,
        "h0" => 1,
        "c0" => 2,
        _ => 50,
    };
    (place, tensor.to_string())
}

fn numbers<const N: usize>(data: &[u8], number: impl Fn([u8; N]) -> f64) -> Vec<f64> {
    data.chunks_exact(N)
        .map(|bytes| {
            number(
                bytes
                    .try_into()
                    .expect("a chunk has the length of a number"),
            )
        })
        .collect()
}

/// How far a number may be from its reference: `absolute + relative · |reference|`.
#[derive(Clone, Copy, Debug)]
pub struct Tolerance {
    pub relative: f64,
    pub absolute: f64,
}

/// Shorthand.
pub const fn within(relative: f64, absolute: f64) -> Tolerance {
    Tolerance { relative, absolute }
}

/// Compares element by element and panics at the worst one.
pub fn compare(what: &str, ours: &[f32], reference: &[f64], tolerance: Tolerance, skip: &[usize]) {
    assert_eq!(ours.len(), reference.len(), "{what}: the lengths differ");
    let mut worst: Option<(f64, usize)> = None;
    for (place, (&ours, &reference)) in ours.iter().zip(reference).enumerate() {
        if skip.contains(&place) {
            continue;
        }
        let in_single = reference as f32;
        if !in_single.is_finite() {
            assert_eq!(
                ours, in_single,
                "{what}[{place}] overflows in the reference"
            );
            continue;
        }
        assert!(
            ours.is_finite(),
            "{what}[{place}] is {ours} instead of {reference}"
        );
        let allowed = tolerance.absolute + tolerance.relative * reference.abs();
        let excess = (f64::from(ours) - reference).abs() / allowed;
        if worst.is_none_or(|(largest, _)| excess > largest) {
            worst = Some((excess, place));
        }
    }
    if let Some((excess, place)) = worst {
        assert!(
            excess <= 1.0,
            "{what}[{place}] is {} instead of {}: {excess:.2} times what is allowed",
            ours[place],
            reference[place]
        );
    }
}
