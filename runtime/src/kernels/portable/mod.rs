//! Kernels of deployed models: one sample, any target, no panic path.
//!
//! Each element of a product or a convolution is the chain that the portable [`product`](super::product) makes, and then
//! what the epilogue adds to it, in its order:
//!
//! ```text
//! z = 0
//! for p ascending:  z = z + x[p] * kernel[p]
//! z = z + bias
//! z = z + residual
//! ```
//!
//! A residual that lies in the output already is added last too: whether memory is shared shows in no bit. All with two
//! roundings for each term: Rust never contracts a product and a sum into one operation, and no kernel asks for
//! it. So every target computes the same bits, whatever instructions it has.
//!
//! The kernels aren't generic over sizes, so that firmware holds one copy of each. They keep several outputs in
//! registers, and read each input once for all of them. A slice that is too short ends a kernel early; nothing
//! panics.

mod blocks;
mod convolution;
mod depthwise;
mod elementwise;
mod merge;
mod product;
mod windows;

pub use convolution::{Convolution, convolution};
pub use depthwise::depthwise;
pub use elementwise::{add, add_bias, copy, copy_columns, scale_and_shift};
pub use merge::merge;
pub use product::product;
pub use windows::{Axis, Windows};

#[cfg(test)]
mod tests;
