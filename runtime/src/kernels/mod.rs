//! Kernels: slices and dimensions in, slices out, compiled once.
pub mod team;
