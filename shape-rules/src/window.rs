//! A window that slides along one axis: the rule that convolution and pooling share.

/// What happens at the borders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Padding {
    /// Windows lie wholly within the input.
    Valid,
    /// `ceil(input / stride)` windows; what must be added is split evenly, the odd one after the end.
    Same,
    /// As many windows as `Same`, with everything added before the start. One-dimensional convolutions only.
    Causal,
}

/// How a window slides along an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Number of positions: the length of the output.
    pub output: usize,
    /// Elements of padding before the start.
    pub before: usize,
    /// Elements of padding after the end that some window reaches.
    pub after: usize,
}

impl Window {
    /// One position and no padding: along an axis that a value doesn't have.
    pub const NONE: Window = Window {
        output: 1,
        before: 0,
        after: 0,
    };
}

/// Why a window doesn't fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowError {
    /// The window has no elements.
    ZeroKernel,
    /// The window doesn't move.
    ZeroStride,
    /// The window's elements coincide.
    ZeroDilation,
    /// The window is longer than the input and nothing is padded.
    TooLarge {
        /// Length of the input.
        input: usize,
        /// Length of the window, `dilation * (kernel - 1) + 1`.
        extent: usize,
    },
}

/// The positions of a window of `kernel` elements, `dilation` apart, that moves by `stride`.
///
/// Valid: `floor((input - extent) / stride) + 1`; same and causal: `ceil(input / stride)` with a total padding of
/// `max(0, (output - 1) * stride + extent - input)`, where `extent = dilation * (kernel - 1) + 1`.
pub const fn window(
    input: usize,
    kernel: usize,
    stride: usize,
    dilation: usize,
    padding: Padding,
) -> Result<Window, WindowError> {
    if kernel == 0 {
        return Err(WindowError::ZeroKernel);
    }
    if stride == 0 {
        return Err(WindowError::ZeroStride);
    }
    if dilation == 0 {
        return Err(WindowError::ZeroDilation);
    }
    let extent = dilation.saturating_mul(kernel - 1).saturating_add(1);
    match padding {
        Padding::Valid => {
            if extent > input {
                return Err(WindowError::TooLarge { input, extent });
            }
            Ok(Window {
                output: (input - extent) / stride + 1,
                before: 0,
                after: 0,
            })
        }
        Padding::Same => {
            let output = input.div_ceil(stride);
            let needed = needed(output, stride, extent);
            let total = needed.saturating_sub(input);
            Ok(Window {
                output,
                before: total / 2,
                after: total - total / 2,
            })
        }
        Padding::Causal => {
            let output = input.div_ceil(stride);
            let before = extent - 1;
            let needed = needed(output, stride, extent);
            Ok(Window {
                output,
                before,
                after: needed.saturating_sub(input.saturating_add(before)),
            })
        }
    }
}

/// How many elements at the end of the input no window reaches, if each window begins within or right behind the one
/// before. A window shorter than its stride leaves elements out everywhere, which is what it is for.
pub const fn dropped(
    input: usize,
    kernel: usize,
    stride: usize,
    dilation: usize,
    padding: Padding,
) -> usize {
    if kernel == 0 || stride == 0 || !matches!(padding, Padding::Valid) {
        return 0;
    }
    let extent = dilation.saturating_mul(kernel - 1).saturating_add(1);
    if extent > input || extent < stride {
        return 0;
    }
    (input - extent) % stride
}

/// The length that `output` windows cover.
const fn needed(output: usize, stride: usize, extent: usize) -> usize {
    output
        .saturating_sub(1)
        .saturating_mul(stride)
        .saturating_add(extent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_keras() {
        let of = |input, kernel, stride, dilation, padding| {
            let window = window(input, kernel, stride, dilation, padding).unwrap();
            (window.output, window.before, window.after)
        };
        assert_eq!(of(224, 7, 2, 1, Padding::Same), (112, 2, 3));
        assert_eq!(of(14, 7, 2, 1, Padding::Same), (7, 2, 3));
        assert_eq!(of(8, 3, 2, 1, Padding::Same), (4, 0, 1));
        assert_eq!(of(8, 1, 3, 1, Padding::Same), (3, 0, 0));
        assert_eq!(of(2, 5, 1, 1, Padding::Same), (2, 2, 2));
        assert_eq!(of(9, 3, 1, 2, Padding::Same), (9, 2, 2));
        assert_eq!(of(12, 3, 1, 3, Padding::Valid), (6, 0, 0));
        assert_eq!(of(8, 2, 3, 1, Padding::Valid), (3, 0, 0));
        assert_eq!(of(9, 4, 2, 1, Padding::Causal), (5, 3, 0));
        assert_eq!(of(11, 3, 1, 2, Padding::Causal), (11, 4, 0));
    }

    #[test]
    fn counts_what_no_window_reaches() {
        let of = |input, kernel, stride, padding| dropped(input, kernel, stride, 1, padding);
        assert_eq!(of(28, 2, 2, Padding::Valid), 0);
        assert_eq!(of(13, 2, 2, Padding::Valid), 1);
        assert_eq!(of(13, 2, 2, Padding::Same), 0);
        assert_eq!(of(9, 4, 3, Padding::Valid), 2);
        assert_eq!(of(10, 3, 1, Padding::Valid), 0);
        // A projection that takes every second pixel.
        assert_eq!(of(28, 1, 2, Padding::Valid), 0);
        assert_eq!(of(4, 5, 2, Padding::Valid), 0);
    }

    #[test]
    fn refuses_with_numbers() {
        let valid = |input, kernel, stride, dilation| {
            window(input, kernel, stride, dilation, Padding::Valid)
        };
        assert_eq!(
            valid(4, 3, 1, 2),
            Err(WindowError::TooLarge {
                input: 4,
                extent: 5
            })
        );
        assert_eq!(valid(4, 0, 1, 1), Err(WindowError::ZeroKernel));
        assert_eq!(valid(4, 1, 0, 1), Err(WindowError::ZeroStride));
        assert_eq!(valid(4, 1, 1, 0), Err(WindowError::ZeroDilation));
        assert_eq!(
            valid(3, usize::MAX, 1, 2),
            Err(WindowError::TooLarge {
                input: 3,
                extent: usize::MAX
            })
        );
    }
}
