//! What can be wrong with a declaration, with its advice. Strings are made here alone.

/// One mistake, without its place.
#[derive(Clone, Debug, PartialEq)]
pub enum Diagnosis {}
