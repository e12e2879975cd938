//! How windows treat the edges of an image.
#![allow(non_camel_case_types)] // names of the declaration

/// Windows lie within the image: each side becomes ⌊(side − window) / stride⌋ + 1.
pub struct valid;

/// Zeros surround the image, so that each side becomes ⌈side / stride⌉: at stride 1 it keeps its length.
pub struct same;
