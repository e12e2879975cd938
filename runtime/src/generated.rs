//! What generated code has in scope.

pub use crate::activations::Activation;
pub use crate::epilogue::{Dropout as DropoutMask, Epilogue};
pub use crate::init::Initializer;
pub use crate::kernels::team::{Grid, Private, Rows, SHARDS, Tile, buffers, rows};
pub use crate::layers::*;
pub use crate::model::{
    Infer, Late, Memory, Model, Port, PredictMemory, Step, StepMemory, Tail, collect_shards,
    input_slices, input_slices_mut, regions, regions_mut, visit, whole,
};
pub use crate::operation::{At, BatchCoupled, InputCotangent, Operation, WeightGradient};
pub use crate::storage::join::{UserTensors, join_names, join_tables, joined_len, names_len};
pub use crate::storage::{Dtype, Region, TensorEntry};
pub use crate::summary::{Summary, SummaryRow};
pub use crate::tensor::{Tensor0, Tensor1, Tensor2, Tensor3, Tensor4, Tensor5};
pub use formwork_shape_rules::Shape;

/// The larger of two sizes, for constants that a user's layer takes part in.
pub const fn larger(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
}

/// `len` elements from `start`.
pub fn part(values: &[f32], start: usize, len: usize) -> &[f32] {
    &values[start..start + len]
}

/// The same, to be changed.
pub fn part_mut(values: &mut [f32], start: usize, len: usize) -> &mut [f32] {
    &mut values[start..start + len]
}
