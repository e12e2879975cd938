//! Files: weights, what checkpoints are made of, and writing them so that no half of a file is ever seen.

pub mod atomic;
pub mod crc32c;
pub mod pieces;
pub mod weights;

pub use weights::WeightsError;
