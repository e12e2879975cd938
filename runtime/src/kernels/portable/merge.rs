//! Several values made into one, element by element, with broadcasting.

use core::num::NonZeroUsize;
use formwork_shape_rules::Shape;
use formwork_shape_rules::shape::MAX_RANK;

/// Where an input's element is found for one of the output: the length of each axis of the output, from the last to the
/// first, and the input's stride along it, 0 where it is repeated.
struct Broadcast([(NonZeroUsize, usize); MAX_RANK]);

impl Broadcast {
    fn new(input: &Shape, output: &Shape) -> Broadcast {
        let mut axes = [(NonZeroUsize::MIN, 0); MAX_RANK];
        let mut stride = 1;
        let dims = input.dims().iter().rev().zip(output.dims().iter().rev());
        for ((len, step), (from, to)) in axes.iter_mut().zip(dims) {
            *len = NonZeroUsize::new(*to).unwrap_or(NonZeroUsize::MIN);
            *step = if *from == 1 { 0 } else { stride };
            stride *= from;
        }
        Broadcast(axes)
    }

    /// The index of the input's element for the output's element with an index.
    fn index(&self, mut output: usize) -> usize {
        let mut index = 0;
        for (len, step) in self.0 {
            index += output % len * step;
            output /= len;
        }
        index
    }
}

/// What an input contributes to the output's elements from the number `begin` on.
#[inline(never)]
fn repeat(shape: &Shape, output_shape: &Shape, x: &[f32], begin: usize, to: &mut [f32]) {
    let broadcast = Broadcast::new(shape, output_shape);
    for (element, to) in to.iter_mut().enumerate() {
        *to = x
            .get(broadcast.index(begin + element))
            .copied()
            .unwrap_or(0.0);
    }
}

/// Elements that are merged together: too many for a compiler to unroll their loops wholly.
const BLOCK: usize = 64;

/// `y = fold(n, … fold(1, fold(0, 0, x₀), x₁) …, xₙ)`, and `+ y` with `accumulate`.
///
/// `shapes` are those of the inputs, each repeated along the axes where its dimension is 1. An input that is empty
/// lies in the output.
#[inline(never)]
pub fn merge(
    shapes: &[Shape],
    output_shape: &Shape,
    inputs: &[&[f32]],
    accumulate: bool,
    output: &mut [f32],
    fold: impl Fn(usize, f32, f32) -> f32,
) {
    let mut rest = output;
    let mut begin = 0;
    while let Some((outputs, after)) = rest.split_at_mut_checked(rest.len().min(BLOCK))
        && !outputs.is_empty()
    {
        let (mut values, mut repeated) = ([0.0; BLOCK], [0.0; BLOCK]);
        for (input, (shape, x)) in shapes.iter().zip(inputs).enumerate() {
            let x = if x.is_empty() {
                &*outputs
            } else if shape.len() == output_shape.len() {
                x.get(begin..).unwrap_or(&[])
            } else {
                repeat(shape, output_shape, x, begin, &mut repeated);
                &repeated
            };
            for (value, x) in values.iter_mut().zip(x) {
                *value = fold(input, *value, *x);
            }
        }
        for (y, value) in outputs.iter_mut().zip(values) {
            *y = if accumulate { value + *y } else { value };
        }
        begin += BLOCK;
        rest = after;
    }
}
