//! Networks whose trained weights lie beside them. Firmware, the web page and tests share them.
#![no_std]

mod digits;

pub use digits::Digits;
