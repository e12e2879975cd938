//! The initializers by name.

use super::constant::{Constant, Value, number};
use crate::diagnostics::{Diagnosis, Diagnostics};

/// All 0, as Rust source.
pub const ZEROS: &str = "Initializer::Zeros";
/// All 1.
pub const ONES: &str = "Initializer::Ones";
/// Glorot's uniform distribution.
pub const GLOROT_UNIFORM: &str = "Initializer::GlorotUniform";
/// Q of a QR decomposition.
pub const ORTHOGONAL: &str = "Initializer::Orthogonal { gain: 1.0 }";
/// The bias of an LSTM, 1 for the forget gate.
pub const UNIT_FORGET_BIAS: &str = "Initializer::UnitForgetBias";

const NAMES: [(&str, &str); 4] = [
    ("zeros", ZEROS),
    ("ones", ONES),
    ("glorot_uniform", GLOROT_UNIFORM),
    ("orthogonal", ORTHOGONAL),
];

/// The runtime's initializer that a constant names, as Rust source.
pub fn find(argument: &str, constant: &Constant, diagnostics: &mut Diagnostics) -> Option<String> {
    match &constant.value {
        Value::Name(name) | Value::Text(name) => {
            if let Some((_, source)) = NAMES.iter().find(|(known, _)| known == name) {
                return Some((*source).into());
            }
        }
        Value::Call(name, parameters) => {
            let value = match &**parameters {
                [(_, value)] => number(&value.value),
                _ => None,
            };
            match (&**name, value) {
                ("constant", Some(value)) => {
                    return Some(format!("Initializer::Constant({:?})", value as f32));
                }
                ("orthogonal", Some(gain)) => {
                    return Some(format!(
                        "Initializer::Orthogonal {{ gain: {:?} }}",
                        gain as f32
                    ));
                }
                _ => {}
            }
        }
        _ => {}
    }
    let diagnosis = Diagnosis::ArgumentType {
        argument: argument.into(),
        expected: "`zeros`, `ones`, `constant(value)`, `glorot_uniform` or `orthogonal`",
        found: constant.found(),
    };
    diagnostics.error(constant.span.0, diagnosis);
    None
}
