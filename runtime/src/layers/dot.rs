//! Dot: the sum of products along an axis of each of two values.

use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::kernels::math::sqrt;
use crate::operation::{Backward, Forward, InputCotangent, Operation};
use formwork_shape_rules::axis::AxisView;

/// `y[o, i, p, j] = Σₖ a[o, k, i] · b[p, k, j]`, with `a: [o, k, i]` and `b: [p, k, j]`.
///
/// With `normalize`, `a` and `b` are first divided by their Euclidean lengths along k, so that y is a cosine; a line of
/// zeros stays one. Backward: `da[o, k, i] = Σₚⱼ dy · b[p, k, j]`, `db` likewise, and through the division
/// `dx = (du − u · Σₖ du · u) / |x|` with `u = x / |x|`. It needs both inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dot {
    /// The first input along its axis.
    pub first: AxisView,
    /// The second input along its axis.
    pub second: AxisView,
    /// Whether both are divided by their lengths along the axis.
    pub normalize: bool,
}

/// The least length that a line is divided by.
const LEAST: f32 = 1e-12;

const fn len(view: AxisView) -> usize {
    view.outer * view.len * view.inner
}

/// The first element of each line of a value along its axis, in order.
#[inline(always)]
fn lines(view: AxisView) -> impl Iterator<Item = usize> {
    (0..view.outer).flat_map(move |outer| {
        (0..view.inner).map(move |inner| outer * view.len * view.inner + inner)
    })
}

/// The elements of a line, which are `inner` apart.
#[inline(always)]
fn line(values: &[f32], view: AxisView, first: usize) -> impl Iterator<Item = &f32> {
    let values = values.get(first..).unwrap_or_default();
    values.iter().step_by(view.inner.max(1)).take(view.len)
}

#[inline(always)]
fn line_mut(values: &mut [f32], view: AxisView, first: usize) -> impl Iterator<Item = &mut f32> {
    let values = values.get_mut(first..).unwrap_or_default();
    values.iter_mut().step_by(view.inner.max(1)).take(view.len)
}

/// Each line of one sample divided by its length.
fn unit(view: AxisView, x: &[f32], u: &mut [f32]) {
    for first in lines(view) {
        let length = length(view, x, first);
        for (u, x) in line_mut(u, view, first).zip(line(x, view, first)) {
            *u = x / length;
        }
    }
}

/// The Euclidean length of a line.
#[inline(always)]
fn length(view: AxisView, x: &[f32], first: usize) -> f32 {
    let mut sum = 0.0;
    for x in line(x, view, first) {
        sum += x * x;
    }
    sqrt(sum).max(LEAST)
}

/// The products of one sample, each one chain in ascending order.
fn product(layer: &Dot, a: &[f32], b: &[f32], y: &mut [f32]) {
    let mut elements = y.iter_mut();
    for i in lines(layer.first) {
        for j in lines(layer.second) {
            let mut sum = 0.0;
            for (a, b) in line(a, layer.first, i).zip(line(b, layer.second, j)) {
                sum += a * b;
            }
            if let Some(y) = elements.next() {
                *y = sum;
            }
        }
    }
}

/// One sample, normalised in scratch if that is asked for.
#[inline(never)]
fn sample(layer: &Dot, a: &[f32], b: &[f32], y: &mut [f32], scratch: &mut [f32]) {
    if !layer.normalize {
        return product(layer, a, b, y);
    }
    let Some((u, rest)) = scratch.split_at_mut_checked(len(layer.first)) else {
        return;
    };
    let Some(v) = rest.get_mut(..len(layer.second)) else {
        return;
    };
    unit(layer.first, a, u);
    unit(layer.second, b, v);
    product(layer, u, v, y);
}

/// Adds `Σ dy · b` to each line's cotangent in `a`. `dy` is `[a's lines, b's lines]`, or transposed.
fn gather(
    view: AxisView,
    cotangent: impl Fn(usize, usize) -> f32,
    (other, b): (AxisView, &[f32]),
    da: &mut [f32],
) {
    for (row, i) in lines(view).enumerate() {
        for (column, j) in lines(other).enumerate() {
            let dy = cotangent(row, column);
            for (da, b) in line_mut(da, view, i).zip(line(b, other, j)) {
                *da += dy * b;
            }
        }
    }
}

/// The cotangent of a line from that of its unit vector, in place.
fn unit_backward(view: AxisView, x: &[f32], u: &[f32], du: &mut [f32]) {
    for first in lines(view) {
        let length = length(view, x, first);
        let along: f32 = match length > LEAST {
            true => line(u, view, first)
                .zip(line(du, view, first))
                .map(|(u, du)| u * du)
                .sum(),
            false => 0.0,
        };
        for (du, u) in line_mut(du, view, first).zip(line(u, view, first)) {
            *du = (*du - u * along) / length;
        }
    }
}

impl Dot {
    const fn output_len(&self) -> usize {
        self.first.outer * self.first.inner * self.second.outer * self.second.inner
    }
}

impl Operation for Dot {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        let samples = call.inputs[0]
            .chunks_exact(len(self.first))
            .zip(call.inputs[1].chunks_exact(len(self.second)));
        let outputs = call.outputs[0].chunks_exact_mut(self.output_len());
        for ((a, b), y) in samples.zip(outputs) {
            sample(self, a, b, y, call.scratch);
        }
    }

    fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        let (first, second) = (self.first, self.second);
        let [to_first, to_second] = call.input_cotangents else {
            return;
        };
        for index in 0..call.samples {
            let of = |values, len: usize| part(values, index, len);
            let (a, b) = (
                of(call.inputs[0], len(first)),
                of(call.inputs[1], len(second)),
            );
            let dy = of(&*call.output_cotangents[0], self.output_len());
            let columns = second.outer * second.inner;
            let by_row = |row: usize, column: usize| dy[row * columns + column];
            let by_column = |column: usize, row: usize| dy[row * columns + column];
            if !self.normalize {
                if let Some(da) = target(to_first, index, len(first)) {
                    gather(first, by_row, (second, b), da);
                }
                if let Some(db) = target(to_second, index, len(second)) {
                    gather(second, by_column, (first, a), db);
                }
                continue;
            }
            let (u, rest) = call.scratch.split_at_mut(len(first));
            let (v, rest) = rest.split_at_mut(len(second));
            unit(first, a, u);
            unit(second, b, v);
            if let Some(da) = target(to_first, index, len(first)) {
                let du = &mut rest[..len(first)];
                du.fill(0.0);
                gather(first, by_row, (second, v), du);
                unit_backward(first, a, u, du);
                da.iter_mut().zip(du).for_each(|(da, du)| *da += *du);
            }
            if let Some(db) = target(to_second, index, len(second)) {
                let dv = &mut rest[..len(second)];
                dv.fill(0.0);
                gather(second, by_column, (first, u), dv);
                unit_backward(second, b, v, dv);
                db.iter_mut().zip(dv).for_each(|(db, dv)| *db += *dv);
            }
        }
    }
}

fn part(values: &[f32], index: usize, len: usize) -> &[f32] {
    &values[index * len..][..len]
}

/// Where the cotangent of one sample is added; cleared first if it is written.
fn target<'a>(to: &'a mut InputCotangent<'_>, index: usize, len: usize) -> Option<&'a mut [f32]> {
    match to {
        InputCotangent::Write(to) => {
            let to = &mut to[index * len..][..len];
            to.fill(0.0);
            Some(to)
        }
        InputCotangent::Add(to) => Some(&mut to[index * len..][..len]),
        InputCotangent::Skip => None,
        InputCotangent::InPlace => panic!("dot: both inputs still need the output's cotangent"),
    }
}

impl Inference for Dot {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        if let ([a, b], [y]) = (call.inputs, call.outputs) {
            sample(self, a, b, y, call.scratch);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::check::Check;
    use crate::layers::reference::Reference;
    use formwork_shape_rules::{Shape, dot};

    fn check(first: &[usize], second: &[usize], axes: [i64; 2], normalize: bool) -> Check<Dot> {
        let (first, second) = (Shape::of(first), Shape::of(second));
        let rule = dot::dot(first, second, axes).unwrap();
        let mut check = Check::new(Dot {
            first: rule.first,
            second: rule.second,
            normalize,
        });
        check.inputs = vec![first.len(), second.len()];
        check.keep_inputs = vec![true; 2];
        check.outputs = vec![rule.output.len()];
        check.keep_outputs = vec![false];
        check.scratch = Box::new(move |_| dot::scratch(first, second));
        check
    }

    #[test]
    fn gradients_are_those_of_the_output() {
        for normalize in [false, true] {
            for check in [
                check(&[5], &[5], [1, 1], normalize),
                check(&[3, 4], &[5, 3], [1, 2], normalize),
                check(&[2, 3, 2], &[3], [2, 1], normalize),
            ] {
                check.run();
                check.run_inference();
            }
        }
    }

    #[test]
    fn a_line_of_zeros_has_no_direction() {
        let check = check(&[2], &[2], [1, 1], true);
        let values = [vec![0.0, 0.0], vec![3.0, 4.0]];
        let pass = check.pass(1, &values, &[], &[vec![1.0]]);
        assert_eq!(pass.outputs[0], [0.0]);
        assert_eq!(pass.input_cotangents[1], [0.0, 0.0]);
    }

    #[test]
    fn keras_agrees() {
        let reference = Reference::open("layers_merge");
        let mut compared = 0;
        for case in reference.cases().filter(|case| case.layer() == "Dot") {
            let (a, b) = (case.shape("a"), case.shape("b"));
            let [one, other] = case.pair("axes", [1, 1]);
            let axes = [one as i64, other as i64];
            let check = check(&a[1..], &b[1..], axes, case.flag("normalize", false));
            let inputs = [case.values("a"), case.values("b")];
            let pass = check.pass(a[0], &inputs, &[], &[case.values("dy")]);
            case.check("y", &pass.outputs[0], (2e-6, 1e-6));
            case.check("da", &pass.input_cotangents[0], (5e-6, 1e-6));
            case.check("db", &pass.input_cotangents[1], (5e-6, 1e-6));
            compared += 1;
        }
        assert_eq!(compared, 3);
    }
}
