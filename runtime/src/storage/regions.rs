//! The memory of a model: three regions of plain data.

use super::Region;

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
}
