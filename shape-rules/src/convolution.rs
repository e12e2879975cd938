//! Convolutions over `N` axes: `[places.., channels]` to `[positions.., filters]`.

use crate::Shape;
use crate::axis::max;
use crate::product::workspace;
use crate::shape::MAX_RANK;
use crate::window::{Padding, Window, WindowError, window};

/// The dimensions of a convolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Convolution<const N: usize> {
    /// `[positions.., filters]`.
    pub output: Shape,
    /// `[elements.., channels / groups, filters]`, or as the layer has it.
    pub kernel: Shape,
    /// How the kernel slides along each axis.
    pub windows: [Window; N],
    /// What its memory depends on.
    pub sizes: Sizes,
}

/// The numbers of a convolution that decide how it is computed, and in what memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// Positions of the kernel in one sample.
    pub positions: usize,
    /// Elements of the kernel, channels and filters aside.
    pub elements: usize,
    /// Channels of the input.
    pub channels: usize,
    /// Channels of the output.
    pub filters: usize,
    /// Into how many groups both are split.
    pub groups: usize,
}

/// Why a convolution isn't possible. Axes are counted from 0, the batch aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConvolutionError {
    /// The input has another number of axes.
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
        strides: Shape,
        /// The dilation.
        dilation: Shape,
    },
    /// Padding `causal` has a meaning in one dimension only.
    Causal,
    /// The kernel doesn't fit along one axis.
    Window {
        /// Which.
        axis: usize,
        /// Why.
        error: WindowError,
    },
    /// A transposed convolution whose output is padded by a stride or more.
    OutputPadding {
        /// Along which axis.
        axis: usize,
        /// By how much.
        output_padding: usize,
        /// The stride.
        stride: usize,
    },
    /// A transposed convolution that leaves nothing along an axis.
    Nothing {
        /// Which.
        axis: usize,
    },
}

/// Dimensions along the axes, and those behind them.
const fn shape<const N: usize>(along: [usize; N], last: &[usize]) -> Shape {
    let mut dims = [1; MAX_RANK];
    let mut axis = 0;
    while axis < N {
        dims[axis] = along[axis];
        axis += 1;
    }
    while axis < N + last.len() {
        dims[axis] = last[axis - N];
        axis += 1;
    }
    Shape::of(dims.split_at(axis).0)
}

const fn product<const N: usize>(values: [usize; N]) -> usize {
    shape(values, &[]).len()
}

/// What holds for all convolutions.
const fn check<const N: usize>(
    input: Shape,
    filters: usize,
    strides: [usize; N],
    dilation: [usize; N],
    padding: Padding,
) -> Result<(), ConvolutionError> {
    if input.rank() != N + 1 {
        return Err(ConvolutionError::Rank {
            found: input.rank(),
        });
    }
    if filters == 0 {
        return Err(ConvolutionError::ZeroFilters);
    }
    let (mut strided, mut dilated, mut axis) = (false, false, 0);
    while axis < N {
        strided = strided || strides[axis] > 1;
        dilated = dilated || dilation[axis] > 1;
        axis += 1;
    }
    if strided && dilated {
        return Err(ConvolutionError::StridesWithDilation {
            strides: shape(strides, &[]),
            dilation: shape(dilation, &[]),
        });
    }
    if N > 1 && matches!(padding, Padding::Causal) {
        return Err(ConvolutionError::Causal);
    }
    Ok(())
}

/// The dimensions of `Conv1D`, `Conv2D` or `Conv3D(filters, kernel_size, strides, padding, dilation_rate, groups)`.
pub const fn convolution<const N: usize>(
    input: Shape,
    filters: usize,
    kernel_size: [usize; N],
    strides: [usize; N],
    padding: Padding,
    dilation: [usize; N],
    groups: usize,
) -> Result<Convolution<N>, ConvolutionError> {
    if let Err(error) = check(input, filters, strides, dilation, padding) {
        return Err(error);
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
    let mut windows = [Window::NONE; N];
    let mut along = [1; N];
    let mut axis = 0;
    while axis < N {
        windows[axis] = match window(
            input.dims()[axis],
            kernel_size[axis],
            strides[axis],
            dilation[axis],
            padding,
        ) {
            Ok(window) => window,
            Err(error) => return Err(ConvolutionError::Window { axis, error }),
        };
        along[axis] = windows[axis].output;
        axis += 1;
    }
    Ok(Convolution {
        output: shape(along, &[filters]),
        kernel: shape(kernel_size, &[channels / groups, filters]),
        windows,
        sizes: Sizes {
            positions: product(along),
            elements: product(kernel_size),
            channels,
            filters,
            groups,
        },
    })
}

/// The dimensions of `DepthwiseConv1D` or `DepthwiseConv2D(kernel_size, strides, padding, depth_multiplier,
/// dilation_rate)`: as many groups as channels. The kernel is `[elements.., channels, depth_multiplier]`.
pub const fn depthwise<const N: usize>(
    input: Shape,
    depth_multiplier: usize,
    kernel_size: [usize; N],
    strides: [usize; N],
    padding: Padding,
    dilation: [usize; N],
) -> Result<Convolution<N>, ConvolutionError> {
    let channels = input.last();
    let filters = channels.saturating_mul(depth_multiplier);
    match convolution(
        input,
        filters,
        kernel_size,
        strides,
        padding,
        dilation,
        channels,
    ) {
        Ok(rule) => Ok(Convolution {
            kernel: shape(kernel_size, &[channels, depth_multiplier]),
            ..rule
        }),
        Err(error) => Err(error),
    }
}

/// The dimensions of a depthwise convolution with a pointwise one behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Separable<const N: usize> {
    /// `[positions.., filters]`.
    pub output: Shape,
    /// The first.
    pub depthwise: Convolution<N>,
    /// `[1.., channels · depth_multiplier, filters]`.
    pub pointwise_kernel: Shape,
}

/// The dimensions of `SeparableConv1D` or `SeparableConv2D(filters, kernel_size, strides, padding, dilation_rate,
/// depth_multiplier)`.
pub const fn separable<const N: usize>(
    input: Shape,
    filters: usize,
    depth_multiplier: usize,
    kernel_size: [usize; N],
    strides: [usize; N],
    padding: Padding,
    dilation: [usize; N],
) -> Result<Separable<N>, ConvolutionError> {
    let depthwise = match depthwise(
        input,
        depth_multiplier,
        kernel_size,
        strides,
        padding,
        dilation,
    ) {
        Ok(rule) => rule,
        Err(error) => return Err(error),
    };
    if filters == 0 {
        return Err(ConvolutionError::ZeroFilters);
    }
    let mut along = [1; N];
    let mut axis = 0;
    while axis < N {
        along[axis] = depthwise.windows[axis].output;
        axis += 1;
    }
    Ok(Separable {
        output: shape(along, &[filters]),
        depthwise,
        pointwise_kernel: shape([1; N], &[depthwise.sizes.filters, filters]),
    })
}

impl<const N: usize> Separable<N> {
    /// Floats of scratch that it needs forward and backward, for any number of samples: what the depthwise convolution
    /// gives for one sample, and what both need.
    pub const fn scratch(&self) -> usize {
        let Sizes {
            positions, filters, ..
        } = self.depthwise.sizes;
        let outputs = self.output.last();
        let forward = workspace(positions, outputs, filters);
        let backward = workspace(positions, filters, outputs);
        let weights = workspace(filters, outputs, positions);
        let products = max(forward, max(backward, weights));
        self.intermediate()
            .saturating_add(max(products, self.depthwise.sizes.scratch(1)))
    }

    /// Floats that the depthwise convolution gives for one sample.
    pub const fn intermediate(&self) -> usize {
        self.depthwise.output.len()
    }
}

/// The dimensions of `Conv1DTranspose` or `Conv2DTranspose(filters, kernel_size, strides, padding, output_padding,
/// dilation_rate)`: the convolution that it is the transpose of reads the output and gives the input. So the kernel is
/// `[elements.., filters, channels]`, and what the windows have for outputs are the input's lengths.
///
/// With extent e = dilation · (kernel − 1) + 1, the whole result has the length (input − 1) · stride + e. Valid: that,
/// and output_padding more, by default enough for a stride. Same: input · stride; with an output_padding,
/// (input − 1) · stride + e mod 2 + output_padding. What that is less than the whole is taken off at both ends, where the
/// start keeps the odd one.
pub const fn transposed<const N: usize>(
    input: Shape,
    filters: usize,
    kernel_size: [usize; N],
    strides: [usize; N],
    padding: Padding,
    output_padding: Option<[usize; N]>,
    dilation: [usize; N],
) -> Result<Convolution<N>, ConvolutionError> {
    if let Err(error) = check(input, filters, strides, dilation, padding) {
        return Err(error);
    }
    let mut windows = [Window::NONE; N];
    let (mut along, mut inputs) = ([1; N], [1; N]);
    let mut axis = 0;
    while axis < N {
        let (places, kernel, stride) = (input.dims()[axis], kernel_size[axis], strides[axis]);
        inputs[axis] = places;
        // A kernel that covers exactly its own extent: it must have elements, and move.
        let extent = match window(usize::MAX, kernel, stride, dilation[axis], Padding::Valid) {
            Ok(_) => dilation[axis].saturating_mul(kernel - 1).saturating_add(1),
            Err(error) => return Err(ConvolutionError::Window { axis, error }),
        };
        let added = match output_padding {
            None => None,
            Some(output_padding) if output_padding[axis] >= stride => {
                return Err(ConvolutionError::OutputPadding {
                    axis,
                    output_padding: output_padding[axis],
                    stride,
                });
            }
            Some(output_padding) => Some(output_padding[axis]),
        };
        let steps = places.saturating_sub(1).saturating_mul(stride);
        // What remains at both ends of the whole result, of the extent − 1 that a full overlap adds there.
        let (output, remains) = match (padding, added) {
            (Padding::Valid, None) => (steps.saturating_add(max(extent, stride)), usize::MAX),
            (Padding::Valid, Some(added)) => (
                steps.saturating_add(extent).saturating_add(added),
                usize::MAX,
            ),
            (Padding::Same, None) => (
                places.saturating_mul(stride),
                extent.saturating_add(stride) - 2,
            ),
            (Padding::Same, Some(added)) => (
                steps.saturating_add(extent % 2 + added),
                extent.saturating_add(extent % 2 + added) - 2,
            ),
            (Padding::Causal, _) => return Err(ConvolutionError::Causal),
        };
        if output == 0 {
            return Err(ConvolutionError::Nothing { axis });
        }
        let kept = remains.div_ceil(2);
        windows[axis] = Window {
            output: places,
            before: (extent - 1).saturating_sub(kept),
            after: 0,
        };
        along[axis] = output;
        axis += 1;
    }
    let channels = input.last();
    Ok(Convolution {
        output: shape(along, &[filters]),
        kernel: shape(kernel_size, &[filters, channels]),
        windows,
        sizes: Sizes {
            positions: product(inputs),
            elements: product(kernel_size),
            channels: filters,
            filters: channels,
            groups: 1,
        },
    })
}

/// How many rows of patches a convolution gathers at a time, out of `positions`: about 128 kB, at least 32 rows.
pub const fn block_rows(positions: usize, patch: usize) -> usize {
    let most = max(32, 32_768 / max(1, patch));
    if positions < most { positions } else { most }
}

/// Channels and filters of a group that is too small for a product of matrices.
const SMALL: usize = 16;

/// Whether a convolution is computed without patches, since its groups are many and small.
pub const fn is_direct(channels: usize, filters: usize, groups: usize) -> bool {
    groups > 1 && channels / groups <= SMALL && filters / groups <= SMALL
}

impl Sizes {
    /// Floats of scratch that a convolution or its transpose needs forward and backward for so many samples: a block of
    /// patches and the workspace of its products, or the kernel with channels and filters exchanged.
    pub const fn scratch(&self, samples: usize) -> usize {
        let Sizes {
            channels,
            filters,
            groups,
            ..
        } = *self;
        let patch = self.elements.saturating_mul(channels / groups);
        if is_direct(channels, filters, groups) {
            let alone = channels == groups && filters == groups;
            return if alone {
                0
            } else {
                patch.saturating_mul(filters)
            };
        }
        let positions = self.positions.saturating_mul(samples);
        let filters = filters / groups;
        let forward = workspace(positions, filters, patch);
        let backward = workspace(positions, patch, filters);
        let weights = workspace(patch, filters, positions);
        let products = max(forward, max(backward, weights));
        block_rows(positions, patch)
            .saturating_mul(patch)
            .saturating_add(products)
    }

    /// Floats of scratch that any block of rows of a late weight gradient needs, for any batch.
    pub const fn late_scratch(&self) -> usize {
        self.scratch(usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(
        input: &[usize],
        filters: usize,
        groups: usize,
    ) -> Result<Convolution<2>, ConvolutionError> {
        convolution(
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
        let rule = plain(&[5, 6, 4], 6, 2).unwrap();
        assert_eq!(rule.output, Shape::of(&[3, 4, 6]));
        assert_eq!(rule.kernel, Shape::of(&[3, 3, 2, 6]));
        let input = Shape::of(&[5, 4, 6, 2]);
        let rule = convolution(input, 2, [3; 3], [2; 3], Padding::Same, [1; 3], 1).unwrap();
        assert_eq!(rule.output, Shape::of(&[3, 2, 3, 2]));
        assert_eq!(rule.kernel, Shape::of(&[3, 3, 3, 2, 2]));
        let input = Shape::of(&[11, 3]);
        let rule = convolution(input, 2, [3], [1], Padding::Causal, [2], 1).unwrap();
        assert_eq!(rule.output, Shape::of(&[11, 2]));
        assert_eq!(rule.windows[0].before, 4);
        let input = Shape::of(&[7, 6, 2]);
        let rule = separable(input, 3, 2, [3; 2], [1; 2], Padding::Valid, [1; 2]).unwrap();
        assert_eq!(rule.output, Shape::of(&[5, 4, 3]));
        assert_eq!(rule.depthwise.kernel, Shape::of(&[3, 3, 2, 2]));
        assert_eq!(rule.pointwise_kernel, Shape::of(&[1, 1, 4, 3]));
    }

    /// Length of the output and what is taken off at the start, as Keras has it.
    #[test]
    fn a_transposed_convolution_has_keras_lengths() {
        let of = |input, kernel, stride, padding, added: Option<usize>| {
            let input = Shape::of(&[input, 3]);
            let added = added.map(|added| [added]);
            let rule = transposed(input, 2, [kernel], [stride], padding, added, [1]).unwrap();
            (rule.output.dims()[0], rule.windows[0].before)
        };
        assert_eq!(of(4, 3, 1, Padding::Valid, None), (6, 0));
        assert_eq!(of(3, 3, 2, Padding::Valid, None), (7, 0));
        assert_eq!(of(3, 2, 3, Padding::Valid, None), (9, 0));
        assert_eq!(of(3, 3, 2, Padding::Valid, Some(1)), (8, 0));
        assert_eq!(of(4, 3, 2, Padding::Same, None), (8, 0));
        assert_eq!(of(4, 4, 2, Padding::Same, None), (8, 1));
        assert_eq!(of(5, 5, 1, Padding::Same, None), (5, 2));
        assert_eq!(of(3, 3, 2, Padding::Same, Some(1)), (6, 0));
        assert_eq!(of(4, 5, 2, Padding::Same, Some(0)), (7, 2));
        assert_eq!(of(4, 2, 3, Padding::Same, None), (12, 0));
    }

    #[test]
    fn a_transposed_convolution_refuses_with_numbers() {
        let of = |input, kernel, stride, padding, added| {
            let input = Shape::of(&[input, 3]);
            transposed(input, 2, [kernel], [stride], padding, Some([added]), [1]).unwrap_err()
        };
        assert_eq!(
            of(4, 3, 2, Padding::Same, 2),
            ConvolutionError::OutputPadding {
                axis: 0,
                output_padding: 2,
                stride: 2
            }
        );
        assert_eq!(
            of(1, 2, 2, Padding::Same, 0),
            ConvolutionError::Nothing { axis: 0 }
        );
        assert_eq!(of(4, 3, 2, Padding::Causal, 0), ConvolutionError::Causal);
        let error = WindowError::ZeroKernel;
        assert_eq!(
            of(4, 0, 2, Padding::Same, 0),
            ConvolutionError::Window { axis: 0, error }
        );
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
        let dilated = |padding, dilation| {
            let input = Shape::of(&[9, 9, 1]);
            convolution(input, 1, [3, 3], [2, 1], padding, dilation, 1).unwrap_err()
        };
        let expected = ConvolutionError::StridesWithDilation {
            strides: Shape::of(&[2, 1]),
            dilation: Shape::of(&[1, 2]),
        };
        assert_eq!(dilated(Padding::Same, [1, 2]), expected);
        assert_eq!(dilated(Padding::Causal, [1, 1]), ConvolutionError::Causal);
    }
}
