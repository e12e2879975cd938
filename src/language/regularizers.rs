//! The regularizers, with their parameters as fields.
//!
//! Made from the compiler's tables: `tests/documented.rs`.
#![allow(non_camel_case_types)] // names of the declaration

use super::values;

/// `l1`: `l1 · Σ |w|`. Also written `L1`.
pub struct l1 {
    /// `0.01` if it isn't given. Also written `l`.
    pub l1: values::Number,
}

/// `l2`: `l2 · Σ w²`, without a half. Also written `L2`.
pub struct l2 {
    /// `0.01` if it isn't given. Also written `l`.
    pub l2: values::Number,
}

/// `l1_l2`: `l1 · Σ |w| + l2 · Σ w²`. Also written `L1L2` or `l1l2`.
pub struct l1_l2 {
    /// `0` if it isn't given.
    pub l1: values::Number,
    /// `0` if it isn't given.
    pub l2: values::Number,
}

/// `orthogonal`: the factor times the mean size of the cosines between the rows of a matrix, or between its columns. Also written `OrthogonalRegularizer` or `orthogonal_regularizer`.
pub struct orthogonal {
    /// `0.01` if it isn't given.
    pub factor: values::Number,
    /// `rows` if it isn't given.
    pub mode: values::Word,
}
