//! Convolution at three neighbouring positions at once, so that each weight is read once for all of them: the sums of
//! eight filters at three positions fill a floating-point unit of 32 registers. They are the same chains as everywhere.

use super::blocks::{Lanes, from, store};
use super::convolution::Position;
use super::rows::rows;

/// Computes filters of a position and of the next two along the last axis, as far as there are eight at a time, and says
/// how many: none if a window reaches into the padding, or has gaps along the last axis, or there are groups. `output` is
/// where the position's filters go, and `behind` what follows it.
#[inline(always)]
pub(super) fn triples(position: &Position<'_>, output: &mut [f32], behind: &mut [f32]) -> usize {
    let [a, b, c] = &position.shape.windows.axes;
    let [i, j, k] = position.at;
    let is_possible = position.shape.groups == 1
        && c.dilation == 1
        && k + 2 < c.output
        && a.holds(i)
        && b.holds(j)
        && c.holds(k)
        && c.holds(k + 2);
    let second = behind.split_at_mut_checked(position.filters.get());
    let Some((second, third)) = second.filter(|_| is_possible) else {
        return 0;
    };
    let first = output.as_chunks_mut().0.iter_mut();
    let others = second
        .as_chunks_mut()
        .0
        .iter_mut()
        .zip(third.as_chunks_mut().0);
    let mut filter = 0;
    for (first, (second, third)) in first.zip(others) {
        let Some(sums) = sums::<[f32; 8]>(position, filter) else {
            break;
        };
        for (sums, output) in sums.into_iter().zip([first, second, third]) {
            store(sums, position.bias, filter, position.accumulate, output);
        }
        filter += 8;
    }
    filter
}

/// The sums of the filters from number `filter` on at three positions. It isn't inlined, so that its loop has all registers.
#[inline(never)]
fn sums<L: Lanes>(position: &Position<'_>, filter: usize) -> Option<[L; 3]> {
    let [a, b, c] = &position.shape.windows.axes;
    let [i, j, k] = position.at;
    let channels = position.shape.channels;
    let (len, step) = (c.kernel * channels, c.stride * channels);
    // The runs of the window's elements follow each other in the kernel.
    let mut rows = rows(position.kernel, position.filters);
    let mut sums = [L::ZERO; 3];
    for u in 0..a.kernel {
        for v in 0..b.kernel {
            let line = a.place(i, u) * b.input + b.place(j, v);
            let place = line * c.input + c.place(k, 0);
            let x = position.input.get(place * channels..)?;
            let y = x.get(step..)?;
            let z = y.get(step..)?;
            let x = x.get(..len)?.iter().zip(y.get(..len)?).zip(z.get(..len)?);
            for (((x, y), z), row) in x.zip(&mut rows) {
                let weights = from::<L>(row, filter)?;
                sums = L::multiply_add_three(sums, [*x, *y, *z], weights);
            }
        }
    }
    Some(sums)
}
