//! Reads the reference numbers in `tests/reference`.

use serde_json::Value;
use std::path::Path;

/// One family of cases.
pub(crate) struct Reference {
    index: Value,
    data: Vec<u8>,
}

/// One case of a family.
#[derive(Clone, Copy)]
pub(crate) struct Case<'a> {
    family: &'a Reference,
    pub entry: &'a Value,
}

impl Reference {
    pub fn open(family: &str) -> Reference {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/reference");
        let read = |extension| {
            std::fs::read(folder.join(family).with_extension(extension)).expect("reference file")
        };
        let index = serde_json::from_slice(&read("json")).expect("reference index");
        Reference {
            index,
            data: read("safetensors"),
        }
    }

    pub fn cases(&self) -> impl Iterator<Item = Case<'_>> {
        self.index["cases"]
            .as_array()
            .expect("cases")
            .iter()
            .map(|entry| Case {
                family: self,
                entry,
            })
    }

    pub fn case(&self, name: &str) -> Case<'_> {
        self.cases()
            .find(|case| case.name() == name)
            .unwrap_or_else(|| panic!("no case {name}"))
    }
}

impl Case<'_> {
    pub fn name(&self) -> &str {
        self.entry["case"].as_str().expect("name")
    }

    pub fn layer(&self) -> &str {
        self.entry["layer"].as_str().unwrap_or("")
    }

    /// An argument that was passed, or `Null`.
    pub fn argument(&self, name: &str) -> &Value {
        &self.entry["config"][name]
    }

    /// An argument that is a number, or its default.
    pub fn number(&self, name: &str, default: f32) -> f32 {
        self.argument(name)
            .as_f64()
            .map_or(default, |value| value as f32)
    }

    /// An argument that is a flag, or its default.
    pub fn flag(&self, name: &str, default: bool) -> bool {
        self.argument(name).as_bool().unwrap_or(default)
    }

    /// An argument that is a whole number for all axes or one for each, or its default.
    pub fn extents(&self, name: &str, default: &[usize]) -> Vec<usize> {
        let whole = |value: &Value| value.as_u64().map(|value| value as usize);
        match self.argument(name) {
            Value::Array(values) => values.iter().filter_map(whole).collect(),
            value => whole(value).map_or(default.to_vec(), |value| vec![value; default.len()]),
        }
    }

    pub fn has(&self, tensor: &str) -> bool {
        self.entry["tensors"].get(tensor).is_some()
    }

    pub fn shape(&self, tensor: &str) -> Vec<usize> {
        let shape = self.entry["tensors"][tensor]["shape"]
            .as_array()
            .expect("tensor");
        shape
            .iter()
            .map(|dim| dim.as_u64().unwrap() as usize)
            .collect()
    }

    /// The values of a tensor, exactly.
    pub fn exact(&self, tensor: &str) -> Vec<f64> {
        let file =
            safetensors::SafeTensors::deserialize(&self.family.data).expect("reference tensors");
        let view = file
            .tensor(&format!("{}/{tensor}", self.name()))
            .expect("tensor");
        match view.dtype() {
            safetensors::Dtype::F32 => view
                .data()
                .as_chunks()
                .0
                .iter()
                .map(|bytes| f64::from(f32::from_le_bytes(*bytes)))
                .collect(),
            safetensors::Dtype::I32 => view
                .data()
                .as_chunks()
                .0
                .iter()
                .map(|bytes| f64::from(i32::from_le_bytes(*bytes)))
                .collect(),
            safetensors::Dtype::F64 => view
                .data()
                .as_chunks()
                .0
                .iter()
                .map(|bytes| f64::from_le_bytes(*bytes))
                .collect(),
            other => panic!("{other:?}"),
        }
    }

    /// The values of a tensor that was stored as `f32`.
    pub fn values(&self, tensor: &str) -> Vec<f32> {
        self.exact(tensor)
            .iter()
            .map(|value| *value as f32)
            .collect()
    }

    /// Compares with a tensor, leaving out the positions in `skip_dx`.
    pub fn check(&self, tensor: &str, found: &[f32], (relative, absolute): (f64, f64)) {
        let expected = self.exact(tensor);
        assert_eq!(found.len(), expected.len(), "{}/{tensor}", self.name());
        let skip: Vec<u64> = match self.entry["skip_dx"].as_array() {
            Some(skip) if tensor == "dx" => {
                skip.iter().map(|value| value.as_u64().unwrap()).collect()
            }
            _ => Vec::new(),
        };
        for (index, (found, expected)) in found.iter().zip(expected).enumerate() {
            let close =
                (f64::from(*found) - expected).abs() <= absolute + relative * expected.abs();
            let both_overflow = expected.abs() > f64::from(f32::MAX) && *found == expected as f32;
            assert!(
                close || both_overflow || skip.contains(&(index as u64)),
                "{}/{tensor}[{index}]: {found:e} instead of {expected:e}",
                self.name()
            );
        }
    }

    /// Keras's name and arguments as an activation; `None` for those that are layers of their own.
    pub fn activation(&self, name: &str) -> Option<crate::activations::Activation> {
        use crate::activations::Activation as A;
        let relu = |negative_slope| A::ClippedRelu {
            negative_slope,
            max_value: self.number("max_value", f32::INFINITY),
            threshold: self.number("threshold", 0.0),
        };
        Some(match name {
            "linear" => A::Linear,
            "relu"
                if self.entry["config"]
                    .as_object()
                    .is_none_or(|config| !config.contains_key("max_value")) =>
            {
                A::Relu
            }
            "relu" => relu(self.number("negative_slope", 0.0)),
            "leaky_relu" => relu(self.number("negative_slope", 0.2)),
            "relu6" => A::ClippedRelu {
                negative_slope: 0.0,
                max_value: 6.0,
                threshold: 0.0,
            },
            "elu" => A::Elu {
                alpha: self.number("alpha", 1.0),
            },
            "selu" => A::Selu,
            "celu" => A::Celu {
                alpha: self.number("alpha", 1.0),
            },
            "exponential" => A::Exponential,
            "gelu" if self.flag("approximate", false) => A::GeluTanh,
            "gelu" => A::Gelu,
            "hard_shrink" => A::HardShrink {
                threshold: self.number("threshold", 0.5),
            },
            "hard_sigmoid" => A::HardSigmoid,
            "hard_silu" => A::HardSilu,
            "hard_tanh" => A::HardTanh,
            "log_sigmoid" => A::LogSigmoid,
            "mish" => A::Mish,
            "sigmoid" => A::Sigmoid,
            "silu" => A::Silu,
            "soft_shrink" => A::SoftShrink {
                threshold: self.number("threshold", 0.5),
            },
            "softplus" => A::Softplus,
            "softsign" => A::Softsign,
            "sparse_plus" => A::SparsePlus,
            "sparse_sigmoid" => A::SparseSigmoid,
            "squareplus" => A::Squareplus {
                b: self.number("b", 4.0),
            },
            "tanh" => A::Tanh,
            "tanh_shrink" => A::TanhShrink,
            "threshold" => A::Threshold {
                threshold: self.number("threshold", 0.0),
                default_value: self.number("default_value", 0.0),
            },
            "softmax" => A::Softmax,
            "log_softmax" => A::LogSoftmax,
            "sparsemax" => A::Sparsemax,
            _ => return None,
        })
    }
}
