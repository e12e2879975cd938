//! Several groups as one, whose kernel has zeros where a filter doesn't read a channel.

use crate::kernels::portable::Convolution as Shape;

/// The convolution with so many groups together.
pub(super) const fn joined(shape: &Shape, together: usize) -> Shape {
    Shape {
        groups: shape.groups / together,
        ..*shape
    }
}

/// Calls `visit` for the filters of each group in each row of the kernel: where they begin there, where they begin in the
/// joined kernel, and how many they are.
fn rows(shape: &Shape, together: usize, mut visit: impl FnMut(usize, usize, usize)) {
    let (channels, filters) = (shape.channels / shape.groups, shape.filters / shape.groups);
    let [a, b, c] = &shape.windows.axes;
    for row in 0..a.kernel * b.kernel * c.kernel * channels {
        let (element, channel) = (row / channels, row % channels);
        for group in 0..shape.groups {
            let member = group % together;
            let joined = (element * together + member) * channels + channel;
            let first = group * filters;
            visit(
                row * shape.filters + first,
                joined * shape.filters + first,
                filters,
            );
        }
    }
}

/// The joined kernel, `[element, channel of the joined group, filter]`.
pub(super) fn spread(shape: &Shape, together: usize, kernel: &[f32], to: &mut [f32]) {
    to.fill(0.0);
    rows(shape, together, |from, first, filters| {
        to[first..first + filters].copy_from_slice(&kernel[from..from + filters]);
    });
}

/// The kernel of which [`spread`] makes `from`: the zeros are left out.
pub(super) fn collect(shape: &Shape, together: usize, from: &[f32], kernel: &mut [f32]) {
    rows(shape, together, |to, first, filters| {
        kernel[to..to + filters].copy_from_slice(&from[first..first + filters]);
    });
}
