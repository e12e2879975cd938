//! The runtime of Formwork: what generated code calls.
#![cfg_attr(not(feature = "std"), no_std)]

pub mod activations;
pub mod clipping;
pub mod deployed;
pub mod epilogue;
pub mod family;
pub mod generated;
pub mod inference;
pub mod init;
pub mod kernels;
pub mod layers;
pub mod losses;
pub mod metrics;
pub mod model;
pub mod operation;
pub mod optimizers;
pub mod pass;
pub mod penalties;
pub mod plain;
pub mod random;
pub mod storage;
pub mod summary;
pub mod tensor;

#[cfg(feature = "std")]
pub mod data;
#[cfg(feature = "std")]
pub mod io;
#[cfg(feature = "std")]
pub mod train;

pub use formwork_shape_rules as shape_rules;
