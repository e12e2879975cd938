//! What a page calls on which digits are drawn: a drawing, its image as MNIST's are made, and the network.
//!
//! Without an allocator and without bindings: the page calls a few functions, and reads and writes their memory.
#![cfg_attr(target_arch = "wasm32", no_std)]

mod drawing;
#[cfg(target_arch = "wasm32")]
mod exports;

pub use drawing::{Drawing, Image, SIDE};

use formwork::prelude::*;
use formwork_networks::Digits;

/// The trained network.
pub static NETWORK: Deployed<Digits> =
    include_weights!(Digits, "../../networks/weights/digits.safetensors");

#[cfg(target_arch = "wasm32")]
#[panic_handler]
fn stop(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
