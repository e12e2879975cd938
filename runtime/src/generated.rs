//! What generated code has in scope.

use core::num::NonZeroUsize;

pub use crate::activations::{Activation, Closure, Parametric, activation};
pub use crate::deployed::{Buffer, Inferring, Operand, Origin, Scratch};
pub use crate::epilogue::{Dropout as DropoutMask, Epilogue};
pub use crate::init::{CustomInitializer, Distribution, FanMode, Initializer};
pub use crate::kernels::math;
pub use crate::kernels::team::{Grid, Place, Private, Rows, SHARDS, rows};
pub use crate::layers::*;
pub use crate::model::{
    Infer, Late, Memory, Model, Port, PredictMemory, Step, StepMemory, Tail, input_slices,
    input_slices_mut, parameters_and_state, parameters_and_state_mut,
};
pub use crate::operation::At;
pub use crate::pass::{Phases, State, Target, Tensors};
pub use crate::penalties::{self, Constrained, Penalty};
pub use crate::storage::join::{UserTensors, join_names, join_tables, joined_len, names_len};
pub use crate::storage::{Dtype, Region, TensorEntry};
pub use crate::summary::{Summary, SummaryRow};
pub use crate::tensor::{Tensor0, Tensor1, Tensor2, Tensor3, Tensor4, Tensor5};
pub use formwork_shape_rules::Shape;
pub use formwork_shape_rules::fold::FoldedNormalization;

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

/// What a tensor's weights cost: its place in the table, and the regularizer.
pub const fn penalty(tensor: usize, regularizer: &'static dyn penalties::Regularizer) -> Penalty {
    Penalty {
        tensor,
        regularizer,
    }
}

/// What a tensor's weights must keep to: its place in the table, and the constraint.
pub const fn constrained(
    tensor: usize,
    constraint: &'static dyn penalties::Constraint,
) -> Constrained {
    Constrained { tensor, constraint }
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

/// The table's entry of a tensor of the deployed form: its name, its shape and its first element.
pub const fn deployed(name: &'static str, shape: &[usize], offset: usize) -> TensorEntry {
    frozen(name, shape, offset, 0, Initializer::Zeros)
}

/// The table of a deployed form that has all trained tensors in their order.
pub const fn deployed_table<const N: usize>(trained: &[TensorEntry]) -> [TensorEntry; N] {
    deployed_table_with(&[], trained, 0)
}

/// The table of a deployed form in which a normalization has been folded: `built_in` layers first, then those of the user,
/// whose tensors are the trained ones from number `first` on.
pub const fn deployed_table_with<const N: usize>(
    built_in: &[TensorEntry],
    trained: &[TensorEntry],
    first: usize,
) -> [TensorEntry; N] {
    let mut table = [deployed("", &[], 0); N];
    let (mut tensor, mut offset) = (0, 0);
    while tensor < N {
        let entry = match tensor < built_in.len() {
            true => built_in[tensor],
            false => trained[first + tensor - built_in.len()],
        };
        table[tensor] = TensorEntry {
            region: Region::Frozen,
            offset,
            ..entry
        };
        offset += entry.len();
        tensor += 1;
    }
    table
}

/// The origins of such a table.
pub const fn origins_with<const N: usize>(built_in: &[Origin], first: usize) -> [Origin; N] {
    let mut origins = [Origin::Copied { tensor: 0 }; N];
    let mut tensor = 0;
    while tensor < N {
        origins[tensor] = match tensor < built_in.len() {
            true => built_in[tensor],
            false => copied(first + tensor - built_in.len()),
        };
        tensor += 1;
    }
    origins
}

/// The origins of a table that has the trained tensors from the tensor `first` on.
pub const fn copies<const N: usize>(first: usize) -> [Origin; N] {
    origins_with(&[], first)
}

/// A tensor of the deployed form that is one of the trained form: its place there.
pub const fn copied(tensor: usize) -> Origin {
    Origin::Copied { tensor }
}

/// A kernel that a normalization is folded into.
pub const fn scaled(kernel: usize, inner: usize, normalization: FoldedNormalization) -> Origin {
    let Some(inner) = NonZeroUsize::new(inner) else {
        panic!("a channel has elements")
    };
    Origin::Scaled {
        kernel,
        inner,
        normalization,
    }
}

/// What lies in the scratch of a prediction: the values' names, the first element and the number of elements, the first
/// call and the last.
pub const fn buffer(
    name: &'static str,
    (offset, len): (usize, usize),
    (first, last): (usize, usize),
) -> Buffer {
    Buffer {
        name,
        offset,
        len,
        first,
        last,
    }
}
