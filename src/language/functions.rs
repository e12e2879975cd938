//! Functions that apply a layer without arguments of its own.
#![allow(non_camel_case_types)] // names of the declaration

use super::values;

/// The inputs one after the other along an axis: `concat(a, b)`, `concat(a, b, axis = 1)`.
pub struct concat {
    /// `-1` if it isn't given.
    pub axis: values::Axes,
}

/// The same as [`struct@concat`].
pub struct concatenate {
    /// `-1` if it isn't given.
    pub axis: values::Axes,
}

/// The sum of the inputs, broadcast as numpy does: `add(a, b)`, also `a + b`.
pub struct add;

/// The first input minus the second, broadcast as numpy does: `subtract(a, b)`, also `a - b`.
pub struct subtract;

/// The product of the inputs, broadcast as numpy does: `multiply(a, b)`, also `a * b`.
pub struct multiply;
