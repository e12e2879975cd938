//! Kernels: slices and dimensions in, slices out, compiled once.
pub mod calls;
pub mod level;
pub mod math;
pub mod portable;
pub mod product;
pub mod team;
pub mod vector;
