//! The networks that firmware runs, which the host computes as well.
#![no_std]

mod mlp;
#[path = "../../../tests/common/mlperf_tiny.rs"]
mod mlperf_tiny;

pub use formwork_networks::Digits;
pub use mlp::Mlp;
pub use mlperf_tiny::AnomalyDetection;
