//! Files: weights, and writing them so that no half of a file is ever seen.

pub mod atomic;
pub mod weights;

pub use weights::WeightsError;
