//! The constraints, with their parameters as fields.
//!
//! Made from the compiler's tables: `tests/documented.rs`.
#![allow(non_camel_case_types)] // names of the declaration

use super::values;

/// `max_norm`: norms of at most `max_value`. Also written `MaxNorm` or `maxnorm`.
pub struct max_norm {
    /// `2` if it isn't given. Also written `m`.
    pub max_value: values::Number,
    /// The axes of the weights that enter a unit if it isn't given.
    pub axis: values::Axes,
}

/// `min_max_norm`: norms between two bounds; a norm beyond them goes by `rate` of the way at each update. Also written `MinMaxNorm`.
pub struct min_max_norm {
    /// `0` if it isn't given.
    pub min_value: values::Number,
    /// `1` if it isn't given.
    pub max_value: values::Number,
    /// `1` if it isn't given.
    pub rate: values::Number,
    /// The axes of the weights that enter a unit if it isn't given.
    pub axis: values::Axes,
}

/// `non_neg`: no negative weights. Also written `NonNeg` or `nonneg`.
pub struct non_neg;

/// `unit_norm`: norms of 1. Also written `UnitNorm` or `unitnorm`.
pub struct unit_norm {
    /// The axes of the weights that enter a unit if it isn't given.
    pub axis: values::Axes,
}
