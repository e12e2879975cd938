//! The table: what every tensor of a model is called, how it is shaped and where it lies.

mod convert;
pub mod join;
mod regions;
mod table;

pub use convert::convert;
pub use regions::{Regions, RegionsMut};
pub(crate) use table::same_text;
pub use table::{TableFault, check_table, find, table_len};

use crate::init::Initializer;
use formwork_shape_rules::Shape;

/// Where a tensor lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    /// Optimizers change it.
    Trainable,
    /// `trainable = false`.
    Frozen,
    /// Training changes it by other means, such as moving statistics.
    State,
}

/// The type of a tensor's elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dtype {
    /// IEEE single precision.
    F32,
}

/// One tensor of a model.
#[derive(Clone, Copy, Debug)]
pub struct TensorEntry {
    /// `layer.tensor`, as in weights files: `dense_1.kernel`.
    pub name: &'static str,
    /// Its shape, as Keras stores it.
    pub shape: Shape,
    /// The type of its elements.
    pub dtype: Dtype,
    /// Where it lies.
    pub region: Region,
    /// Index of its first element within the region.
    pub offset: usize,
    /// Over which leading axes a unit's incoming weights run: unit-wise norms are taken over the first
    /// `unit_axes` axes. 0 for vectors, whose norm is the whole tensor's.
    pub unit_axes: usize,
    /// How it starts.
    pub initializer: Initializer,
}

impl TensorEntry {
    /// Number of elements.
    pub const fn len(&self) -> usize {
        self.shape.len()
    }

    /// Whether it has no elements.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
