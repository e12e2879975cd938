//! The memory of models that are written by hand.
#![allow(unsafe_code, dead_code)] // declares it to be plain data; each test file uses its part

use formwork_runtime::plain::Plain;
use formwork_runtime::storage::{Regions, RegionsMut};

/// The parameters of a model: `T` trained elements, `F` frozen ones, `S` elements of state.
///
/// It is not `Copy` or `Clone`, because models can be larger than the stack: [`plain::zeroed_box`] and
/// [`plain::clone_box`] make them in place.
#[repr(C)]
pub struct Storage<const T: usize, const F: usize, const S: usize> {
    /// What optimizers change.
    pub trainable: [f32; T],
    /// What the declaration has frozen.
    pub frozen: [f32; F],
    /// What training changes by other means.
    pub state: [f32; S],
}

// SAFETY: `repr(C)` of arrays of f32: no padding, their alignment.
unsafe impl<const T: usize, const F: usize, const S: usize> Plain for Storage<T, F, S> {}

impl<const T: usize, const F: usize, const S: usize> Storage<T, F, S> {
    /// All regions.
    pub fn regions(&self) -> Regions<'_> {
        Regions {
            trainable: &self.trainable,
            frozen: &self.frozen,
            state: &self.state,
        }
    }

    /// All regions.
    pub fn regions_mut(&mut self) -> RegionsMut<'_> {
        RegionsMut {
            trainable: &mut self.trainable,
            frozen: &mut self.frozen,
            state: &mut self.state,
        }
    }
}

impl<const T: usize, const F: usize, const S: usize> core::fmt::Debug for Storage<T, F, S> {
    /// The sizes alone: nobody wants to read a million numbers.
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(
            formatter,
            "Storage {{ trainable: {T}, frozen: {F}, state: {S} }}"
        )
    }
}
