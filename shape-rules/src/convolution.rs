//! Conv2D: `[height, width, channels]` to `[output height, output width, filters]`.

use crate::Shape;
use crate::axis::max;
use crate::product::workspace;
use crate::window::{Padding, Window, WindowError, window};

/// The dimensions of a two-dimensional convolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Convolution2d {
    /// `[output height, output width, filters]`.
    pub output: Shape,
    /// `[kernel height, kernel width, channels / groups, filters]`.
    pub kernel: Shape,
    /// How the kernel slides along the height and the width.
    pub windows: [Window; 2],
}

/// Why a convolution isn't possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConvolutionError {
    /// The input isn't `[height, width, channels]`.
    Rank {
        /// Number of axes that it has, without the batch.
        found: usize,
    },
    /// No filters.
    ZeroFilters,
    /// No groups.
    ZeroGroups,
    /// The groups don't share the filters evenly.
    Filters {
        /// Number of filters.
        filters: usize,
        /// Number of groups.
        groups: usize,
    },
    /// The groups don't share the input's channels evenly.
    Channels {
        /// Number of channels.
        channels: usize,
        /// Number of groups.
        groups: usize,
    },
    /// Keras refuses strides greater than 1 together with a dilation greater than 1.
    StridesWithDilation {
        /// The strides.
        strides: [usize; 2],
        /// The dilation.
        dilation: [usize; 2],
    },
    /// Padding `causal` has no meaning in two dimensions.
    Causal,
    /// The kernel doesn't fit along one axis.
    Window {
        /// 0 for the height, 1 for the width.
        axis: usize,
        /// Why.
        error: WindowError,
    },
}

/// The dimensions of `Conv2D(filters, kernel_size, strides, padding, dilation_rate, groups)`.
pub const fn convolution2d(
    input: Shape,
    filters: usize,
    kernel_size: [usize; 2],
    strides: [usize; 2],
    padding: Padding,
    dilation: [usize; 2],
    groups: usize,
) -> Result<Convolution2d, ConvolutionError> {
    if input.rank() != 3 {
        return Err(ConvolutionError::Rank {
            found: input.rank(),
        });
    }
    if filters == 0 {
        return Err(ConvolutionError::ZeroFilters);
    }
    if groups == 0 {
        return Err(ConvolutionError::ZeroGroups);
    }
    let channels = input.last();
    if !channels.is_multiple_of(groups) {
        return Err(ConvolutionError::Channels { channels, groups });
    }
    if !filters.is_multiple_of(groups) {
        return Err(ConvolutionError::Filters { filters, groups });
    }
    if (strides[0] > 1 || strides[1] > 1) && (dilation[0] > 1 || dilation[1] > 1) {
        return Err(ConvolutionError::StridesWithDilation { strides, dilation });
    }
    if matches!(padding, Padding::Causal) {
        return Err(ConvolutionError::Causal);
    }
    let dims = input.dims();
    let height = match window(dims[0], kernel_size[0], strides[0], dilation[0], padding) {
        Ok(window) => window,
        Err(error) => return Err(ConvolutionError::Window { axis: 0, error }),
    };
    let width = match window(dims[1], kernel_size[1], strides[1], dilation[1], padding) {
        Ok(window) => window,
        Err(error) => return Err(ConvolutionError::Window { axis: 1, error }),
    };
    Ok(Convolution2d {
        output: Shape::of(&[height.output, width.output, filters]),
        kernel: Shape::of(&[kernel_size[0], kernel_size[1], channels / groups, filters]),
        windows: [height, width],
    })
}

/// How many rows of patches a convolution gathers at a time, out of `positions`: about 128 kB, at least 32 rows.
pub const fn block_rows(positions: usize, patch: usize) -> usize {
    let most = max(32, 32_768 / max(1, patch));
    if positions < most { positions } else { most }
}

/// Floats of scratch that a convolution needs forward and backward for so many samples: a block of patches and the
/// workspace of its products. `kernel` is `[height, width, channels / groups, filters]`.
pub const fn scratch(output: Shape, kernel: Shape, groups: usize, samples: usize) -> usize {
    let filters = output.last();
    let positions = (output.len() / filters).saturating_mul(samples);
    let patch = kernel.len() / filters;
    let rows = block_rows(positions, patch);
    let filters = filters / groups;
    let forward = workspace(positions, filters, patch);
    let backward = workspace(positions, patch, filters);
    let weights = workspace(patch, filters, positions);
    rows * patch + max(forward, max(backward, weights))
}

/// Floats of scratch that any block of rows of its late weight gradient needs, for any batch.
pub const fn late_scratch(output: Shape, kernel: Shape, groups: usize) -> usize {
    scratch(output, kernel, groups, usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(
        input: &[usize],
        filters: usize,
        groups: usize,
    ) -> Result<Convolution2d, ConvolutionError> {
        convolution2d(
            Shape::of(input),
            filters,
            [3, 3],
            [1, 1],
            Padding::Valid,
            [1, 1],
            groups,
        )
    }

    #[test]
    fn shapes() {
        let convolution = plain(&[5, 6, 4], 6, 2).unwrap();
        assert_eq!(convolution.output, Shape::of(&[3, 4, 6]));
        assert_eq!(convolution.kernel, Shape::of(&[3, 3, 2, 6]));
    }

    #[test]
    fn refuses_with_numbers() {
        assert_eq!(
            plain(&[5, 6], 6, 1),
            Err(ConvolutionError::Rank { found: 2 })
        );
        assert_eq!(
            plain(&[5, 6, 4], 5, 2),
            Err(ConvolutionError::Filters {
                filters: 5,
                groups: 2
            })
        );
        assert_eq!(
            plain(&[5, 6, 3], 6, 2),
            Err(ConvolutionError::Channels {
                channels: 3,
                groups: 2
            })
        );
        let error = WindowError::TooLarge {
            input: 2,
            extent: 3,
        };
        assert_eq!(
            plain(&[5, 2, 3], 6, 1),
            Err(ConvolutionError::Window { axis: 1, error })
        );
        let dilated = convolution2d(
            Shape::of(&[9, 9, 1]),
            1,
            [3, 3],
            [2, 1],
            Padding::Same,
            [1, 2],
            1,
        );
        let expected = ConvolutionError::StridesWithDilation {
            strides: [2, 1],
            dilation: [1, 2],
        };
        assert_eq!(dilated, Err(expected));
    }
}
