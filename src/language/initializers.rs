//! The initializers, with their parameters as fields.
//!
//! Made from the compiler's tables: `tests/documented.rs`.
#![allow(non_camel_case_types)] // names of the declaration

use super::values;

/// `zeros`: 0. Also written `Zeros` or `zero`.
pub struct zeros;

/// `ones`: 1. Also written `Ones` or `one`.
pub struct ones;

/// `constant`: the same number everywhere. Also written `Constant`.
pub struct constant {
    /// `0` if it isn't given.
    pub value: values::Number,
}

/// `identity`: the gain on the diagonal. Also written `Identity`.
pub struct identity {
    /// `1` if it isn't given.
    pub gain: values::Number,
}

/// `random_normal`: a normal distribution. Also written `RandomNormal` or `normal`.
pub struct random_normal {
    /// `0` if it isn't given.
    pub mean: values::Number,
    /// `0.05` if it isn't given.
    pub stddev: values::Number,
}

/// `random_uniform`: a uniform distribution. Also written `RandomUniform` or `uniform`.
pub struct random_uniform {
    /// `-0.05` if it isn't given. Also written `minimum`.
    pub minval: values::Number,
    /// `0.05` if it isn't given. Also written `maximum`.
    pub maxval: values::Number,
}

/// `truncated_normal`: a normal distribution within two standard deviations. Also written `TruncatedNormal`.
pub struct truncated_normal {
    /// `0` if it isn't given.
    pub mean: values::Number,
    /// `0.05` if it isn't given.
    pub stddev: values::Number,
}

/// `glorot_uniform`: uniform in ±√(6 / (fan_in + fan_out)). Also written `GlorotUniform`.
pub struct glorot_uniform;

/// `glorot_normal`: truncated normal of variance 2 / (fan_in + fan_out). Also written `GlorotNormal`.
pub struct glorot_normal;

/// `he_uniform`: uniform in ±√(6 / fan_in). Also written `HeUniform`.
pub struct he_uniform;

/// `he_normal`: truncated normal of variance 2 / fan_in. Also written `HeNormal`.
pub struct he_normal;

/// `lecun_uniform`: uniform in ±√(3 / fan_in). Also written `LecunUniform`.
pub struct lecun_uniform;

/// `lecun_normal`: truncated normal of variance 1 / fan_in. Also written `LecunNormal`.
pub struct lecun_normal;

/// `variance_scaling`: a distribution of variance scale / fan. Also written `VarianceScaling`.
pub struct variance_scaling {
    /// `1` if it isn't given.
    pub scale: values::Number,
    /// `fan_in` if it isn't given.
    pub mode: values::Word,
    /// `truncated_normal` if it isn't given.
    pub distribution: values::Word,
}

/// `orthogonal`: orthonormal rows or columns, times the gain. Also written `Orthogonal`.
pub struct orthogonal {
    /// `1` if it isn't given.
    pub gain: values::Number,
}
