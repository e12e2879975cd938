//! What Maximum and Minimum share: which of the inputs an element comes from.

use crate::epilogue::Epilogue;
use crate::layers::merge::{Broadcast, site, undo_epilogue};
use crate::operation::{Backward, Forward, InputCotangent};
use formwork_shape_rules::Shape;

/// `y`, unless `x` comes before it in the order of `better`: the first of equals stays, and nothing hides a NaN.
#[inline(always)]
pub(super) fn choose(y: f32, x: f32, better: fn(f32, f32) -> bool) -> f32 {
    if better(x, y) || x.is_nan() { x } else { y }
}

/// `y = x₀`, and then each other input where it is better, then the epilogue.
pub(super) fn forward(
    better: fn(f32, f32) -> bool,
    shapes: &[Shape],
    shape: Shape,
    epilogue: Epilogue,
    call: Forward<'_, '_>,
) {
    let output = &mut *call.outputs[0];
    for (index, (input_shape, input)) in shapes.iter().zip(call.inputs).enumerate() {
        let broadcast = Broadcast::new(*input_shape, shape);
        match index {
            0 => broadcast.copy(input, output),
            _ => broadcast.zip(input, output, |y, x| *y = choose(*y, x, better)),
        }
    }
    let site = site(shape, call.first_sample, call.random);
    let residual = call.inputs.get(shapes.len()).copied();
    let saved = epilogue.saved(call.saved);
    epilogue.forward(site, call.mode, None, residual, output, saved);
}

/// Gives each element's cotangent to the first input that has the best value, summed over what was repeated.
pub(super) fn backward(
    better: fn(f32, f32) -> bool,
    shapes: &[Shape],
    shape: Shape,
    epilogue: Epilogue,
    mut call: Backward<'_, '_>,
) {
    let (samples, values) = (call.samples, call.inputs);
    let scratch = core::mem::take(&mut call.scratch);
    let (cotangent, inputs) = undo_epilogue(epilogue, shapes.len(), shape, call);
    let len = shape.len();
    let (best, rest) = scratch.split_at_mut(len);
    let (winners, rest) = rest.split_at_mut(len);
    let part = &mut rest[..len];
    for sample in 0..samples {
        winners.fill(0.0);
        for (index, (input_shape, values)) in shapes.iter().zip(values).enumerate() {
            let values = &values[sample * input_shape.len()..][..input_shape.len()];
            let broadcast = Broadcast::new(*input_shape, shape);
            broadcast.copy(values, part);
            for ((best, winner), x) in best.iter_mut().zip(&mut *winners).zip(&*part) {
                if index == 0 || better(*x, *best) || x.is_nan() {
                    *best = *x;
                    *winner = index as f32;
                }
            }
        }
        let cotangent = &cotangent[sample * len..][..len];
        for (index, (input_shape, to)) in shapes.iter().zip(&mut *inputs).enumerate() {
            for ((part, winner), dy) in part.iter_mut().zip(&*winners).zip(cotangent) {
                *part = if *winner == index as f32 { *dy } else { 0.0 };
            }
            let own = sample * input_shape.len()..(sample + 1) * input_shape.len();
            let mut to = match to {
                InputCotangent::Write(to) => InputCotangent::Write(&mut to[own]),
                InputCotangent::Add(to) => InputCotangent::Add(&mut to[own]),
                InputCotangent::Skip => continue,
                InputCotangent::InPlace => {
                    panic!("extremum: the others still need the output's cotangent")
                }
            };
            Broadcast::new(*input_shape, shape).reduce(1.0, part, &mut to);
        }
    }
}
