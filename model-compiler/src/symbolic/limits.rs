//! What one closure may be.

/// The most operations.
pub const OPERATIONS: usize = 1000;
/// How many expressions may be read: equal ones are one operation.
pub const STEPS: usize = 20 * OPERATIONS;
/// How deep closures may be called within closures.
pub const CALLS: usize = 8;
/// The most parameters.
pub const PARAMETERS: usize = 16;
