//! Windows that slide over up to three axes.

/// How a window slides along one axis: its element `u` reads the input's place `at · stride + u · dilation − before`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Axis {
    /// Length of the input.
    pub input: usize,
    /// Length of the output.
    pub output: usize,
    /// Elements of the window.
    pub kernel: usize,
    /// By how much the window moves.
    pub stride: usize,
    /// How far apart the window's elements are.
    pub dilation: usize,
    /// Padding before the input.
    pub before: usize,
}

impl Axis {
    /// An axis that a value doesn't have: everything has length 1.
    pub const NONE: Axis = Axis {
        input: 1,
        output: 1,
        kernel: 1,
        stride: 1,
        dilation: 1,
        before: 0,
    };

    /// The place of the input that an element of the window reads; not less than `input` if it lies outside.
    #[inline(always)]
    const fn place(&self, at: usize, element: usize) -> usize {
        (at * self.stride + element * self.dilation).wrapping_sub(self.before)
    }

    /// The first element of the window that reads within the input, and how many do, if they are neighbours.
    #[inline(always)]
    fn inside(&self, at: usize) -> (usize, usize) {
        let origin = at * self.stride;
        let skipped = self.before.saturating_sub(origin).min(self.kernel);
        let first = (origin + skipped).saturating_sub(self.before);
        let count = (self.kernel - skipped).min(self.input.saturating_sub(first));
        (skipped, count)
    }
}

/// Windows over three axes. Values of fewer have [`Axis::NONE`] in the first ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Windows {
    /// The axes, of which the last lies closest in memory.
    pub axes: [Axis; 3],
}

impl Windows {
    /// The elements of a window at position `at` that read within the input, in ascending order, as runs of
    /// neighbours: the number of the first element, the place that it reads (both row-major), and how many follow each
    /// other. Runs are single elements unless `together`.
    #[inline(always)]
    pub(super) fn runs(
        &self,
        at: [usize; 3],
        together: bool,
        mut visit: impl FnMut(usize, usize, usize),
    ) {
        let [first, second, third] = &self.axes;
        let (start, runs, count) = if together && third.dilation == 1 {
            let (skipped, count) = third.inside(at[2]);
            (skipped, 1, count)
        } else {
            (0, third.kernel, 1)
        };
        for u in 0..first.kernel {
            let y = first.place(at[0], u);
            if y >= first.input {
                continue;
            }
            for v in 0..second.kernel {
                let x = second.place(at[1], v);
                if x >= second.input {
                    continue;
                }
                for w in start..start + runs {
                    let place = third.place(at[2], w);
                    if place < third.input {
                        visit(
                            (u * second.kernel + v) * third.kernel + w,
                            (y * second.input + x) * third.input + place,
                            count,
                        );
                    }
                }
            }
        }
    }

    /// Calls `visit` with each position of the output, in order.
    #[inline(always)]
    pub(super) fn positions(&self, mut visit: impl FnMut([usize; 3])) {
        let [first, second, third] = &self.axes;
        for i in 0..first.output {
            for j in 0..second.output {
                for k in 0..third.output {
                    visit([i, j, k]);
                }
            }
        }
    }
}
