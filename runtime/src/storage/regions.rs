//! The memory of a model: three regions of plain data.
#![allow(unsafe_code)] // declares the storage to be plain data

use super::Region;
use crate::plain::{self, Plain};
use crate::tensor::{Elements, Tensor};

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
    pub const fn regions(&self) -> Regions<'_> {
        Regions {
            trainable: &self.trainable,
            frozen: &self.frozen,
            state: &self.state,
        }
    }

    /// All regions.
    pub const fn regions_mut(&mut self) -> RegionsMut<'_> {
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

/// The regions of a model.
#[derive(Clone, Copy, Debug)]
pub struct Regions<'a> {
    /// What optimizers change.
    pub trainable: &'a [f32],
    /// What the declaration has frozen.
    pub frozen: &'a [f32],
    /// What training changes by other means.
    pub state: &'a [f32],
}

impl<'a> Regions<'a> {
    /// One of them.
    pub const fn region(&self, region: Region) -> &'a [f32] {
        match region {
            Region::Trainable => self.trainable,
            Region::Frozen => self.frozen,
            Region::State => self.state,
        }
    }
}

/// The regions of a model, to be written.
#[derive(Debug)]
pub struct RegionsMut<'a> {
    /// What optimizers change.
    pub trainable: &'a mut [f32],
    /// What the declaration has frozen.
    pub frozen: &'a mut [f32],
    /// What training changes by other means.
    pub state: &'a mut [f32],
}

impl RegionsMut<'_> {
    /// One of them.
    pub const fn region_mut(&mut self, region: Region) -> &mut [f32] {
        match region {
            Region::Trainable => self.trainable,
            Region::Frozen => self.frozen,
            Region::State => self.state,
        }
    }

    /// The same, to be read.
    pub const fn as_regions(&self) -> Regions<'_> {
        Regions {
            trainable: self.trainable,
            frozen: self.frozen,
            state: self.state,
        }
    }
}

/// The tensor that begins at `offset` of a region: what a layer's accessor in generated code returns.
///
/// # Panics
/// If the region ends before the tensor does; a model's own table never asks for that.
pub fn tensor_at<D: Elements>(region: &[f32], offset: usize) -> &Tensor<D> {
    match plain::one(&region[offset..offset + D::LEN]) {
        Some(tensor) => tensor,
        None => unreachable!(),
    }
}

/// The tensor that begins at `offset` of a region, to be written.
///
/// # Panics
/// If the region ends before the tensor does.
pub fn tensor_at_mut<D: Elements>(region: &mut [f32], offset: usize) -> &mut Tensor<D> {
    match plain::one_mut(&mut region[offset..offset + D::LEN]) {
        Some(tensor) => tensor,
        None => unreachable!(),
    }
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::*;

    #[test]
    fn regions_lie_one_after_the_other() {
        let mut storage = plain::zeroed_box::<Storage<3, 2, 1>>();
        plain::as_mut_slice(&mut *storage).copy_from_slice(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        assert_eq!(storage.regions().region(Region::Trainable), [1.0, 2.0, 3.0]);
        assert_eq!(storage.regions().region(Region::Frozen), [4.0, 5.0]);
        assert_eq!(storage.regions_mut().region_mut(Region::State), [6.0]);
        assert_eq!(
            format!("{storage:?}"),
            "Storage { trainable: 3, frozen: 2, state: 1 }"
        );
    }

    #[test]
    fn accessors_find_their_tensor() {
        let mut region = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        assert_eq!(tensor_at::<[[f32; 3]; 2]>(&region, 1)[(1, 0)], 4.0);
        tensor_at_mut::<[f32; 2]>(&mut region, 5)[1] = 9.0;
        assert_eq!(region[6], 9.0);
    }

    #[test]
    #[should_panic(expected = "out of range")]
    fn accessors_stay_within_their_region() {
        tensor_at::<[f32; 2]>(&[0.0; 3], 2);
    }
}
