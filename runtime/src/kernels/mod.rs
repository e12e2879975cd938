//! Kernels: slices and dimensions in, slices out, compiled once.
pub mod math;
pub mod team;
