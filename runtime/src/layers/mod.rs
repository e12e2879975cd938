//! Layers: one file each, formula and shapes first, forward and backward side by side.

#[cfg(test)]
pub(crate) mod reference;
