//! What generated code has in scope.

pub use crate::activations::{Activation, Closure, Parametric, activation};
pub use crate::epilogue::{Dropout as DropoutMask, Epilogue};
pub use crate::init::Initializer;
pub use crate::kernels::math;
pub use crate::kernels::team::{Grid, Place, Private, Rows, SHARDS, rows};
pub use crate::layers::*;
pub use crate::model::{
    Infer, Late, Memory, Model, Port, PredictMemory, Step, StepMemory, Tail, input_slices,
    input_slices_mut, parameters_and_state, parameters_and_state_mut,
};
pub use crate::operation::At;
pub use crate::pass::{Phases, State, Target, Tensors};
pub use crate::storage::join::{UserTensors, join_names, join_tables, joined_len, names_len};
pub use crate::storage::{Dtype, Region, TensorEntry};
pub use crate::summary::{Summary, SummaryRow};
pub use crate::tensor::{Tensor0, Tensor1, Tensor2, Tensor3, Tensor4, Tensor5};
pub use formwork_shape_rules::Shape;

/// An input or output: its name, its shape, and which losses its last activation can be fused with.
pub const fn port(name: &'static str, shape: &[usize], tail: Tail) -> Port {
    let shape = Shape::of(shape);
    Port { name, shape, tail }
}

/// A row of the summary: a layer's name and keyword, its output, how many elements it owns, and what it reads.
pub const fn row(
    name: &'static str,
    layer: &'static str,
    output: &[usize],
    parameters: usize,
    reads: &'static [&'static str],
) -> SummaryRow {
    SummaryRow {
        name,
        layer,
        output: Shape::of(output),
        parameters,
        reads,
    }
}

/// The larger of two sizes, for constants that a user's layer takes part in.
pub const fn larger(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
}

/// `len` elements from `start`, to be changed.
pub fn part_mut(values: &mut [f32], start: usize, len: usize) -> &mut [f32] {
    &mut values[start..start + len]
}

/// The table's entry of a trained tensor: its name, its shape, its first element in the region, over how many leading
/// axes a unit's weights run, and how it starts.
pub const fn trainable(
    name: &'static str,
    shape: &[usize],
    offset: usize,
    unit_axes: usize,
    initializer: Initializer,
) -> TensorEntry {
    TensorEntry {
        name,
        shape: Shape::of(shape),
        dtype: Dtype::F32,
        region: Region::Trainable,
        offset,
        unit_axes,
        initializer,
    }
}

/// The same for a frozen one.
pub const fn frozen(
    name: &'static str,
    shape: &[usize],
    offset: usize,
    unit_axes: usize,
    initializer: Initializer,
) -> TensorEntry {
    TensorEntry {
        region: Region::Frozen,
        ..trainable(name, shape, offset, unit_axes, initializer)
    }
}

/// The same for state.
pub const fn state(
    name: &'static str,
    shape: &[usize],
    offset: usize,
    unit_axes: usize,
    initializer: Initializer,
) -> TensorEntry {
    TensorEntry {
        region: Region::State,
        ..trainable(name, shape, offset, unit_axes, initializer)
    }
}
