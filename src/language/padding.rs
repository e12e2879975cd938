//! How windows treat the edges of an image or a sequence.
#![allow(non_camel_case_types)] // names of the declaration

/// Windows lie within the image: each side becomes ⌊(side − window) / stride⌋ + 1.
pub struct valid;

/// Zeros surround the image, so that each side becomes ⌈side / stride⌉: at stride 1 it keeps its length.
pub struct same;

/// Zeros stand before the start of a sequence, so that no element of the result depends on later ones: ⌈length / stride⌉.
pub struct causal;
