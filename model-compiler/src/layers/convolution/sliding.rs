//! Convolutions in groups, and those in which each channel is a group.

use super::{Along, Completion, kernel};
use crate::diagnostics::{Diagnosis, Warning};
use crate::ir::graph::Parameter;
use crate::ir::operation::{Character, Lowered, Operation, WeightGradient};
use crate::layers::arguments::{Arguments, Refusal};
use crate::layers::{Layer, Linear, fused, macs};
use formwork_shape_rules::Shape;
use formwork_shape_rules::convolution::{Convolution, ConvolutionError, convolution, depthwise};

/// What becomes of the input's channels.
#[derive(Debug)]
enum Channels {
    /// All those of a group become some filters.
    Mixed {
        /// Channels of the output.
        filters: usize,
        /// Into how many groups both are split.
        groups: usize,
    },
    /// Each becomes so many.
    Apart {
        /// Kernels of each channel.
        depth_multiplier: usize,
    },
}

/// A convolution over `N` axes.
#[derive(Debug)]
pub struct Sliding<const N: usize> {
    along: Along<N>,
    channels: Channels,
    completion: Completion,
    kernel_initializer: String,
}

impl<const N: usize> Sliding<N> {
    /// `Conv1D`, `Conv2D` or `Conv3D`.
    pub fn mixed(keyword: &'static str, arguments: &Arguments) -> Result<Box<dyn Layer>, Refusal> {
        let channels = Channels::Mixed {
            filters: arguments.count("filters"),
            groups: arguments.count("groups"),
        };
        Sliding::<N>::build(keyword, arguments, channels, "kernel_initializer")
    }

    /// `DepthwiseConv1D` or `DepthwiseConv2D`.
    pub fn apart(keyword: &'static str, arguments: &Arguments) -> Result<Box<dyn Layer>, Refusal> {
        let channels = Channels::Apart {
            depth_multiplier: arguments.count("depth_multiplier"),
        };
        Sliding::<N>::build(keyword, arguments, channels, "depthwise_initializer")
    }

    fn build(
        keyword: &'static str,
        arguments: &Arguments,
        channels: Channels,
        initializer: &str,
    ) -> Result<Box<dyn Layer>, Refusal> {
        Ok(Box::new(Sliding::<N> {
            along: Along::new(keyword, arguments),
            channels,
            completion: Completion::new(arguments)?,
            kernel_initializer: arguments.initializer(initializer),
        }))
    }

    fn rule(&self, input: Shape) -> Result<Convolution<N>, ConvolutionError> {
        let Along {
            kernel_size,
            strides,
            padding,
            dilation,
            ..
        } = self.along;
        match self.channels {
            Channels::Mixed { filters, groups } => convolution(
                input,
                filters,
                kernel_size,
                strides,
                padding,
                dilation,
                groups,
            ),
            Channels::Apart { depth_multiplier } => depthwise(
                input,
                depth_multiplier,
                kernel_size,
                strides,
                padding,
                dilation,
            ),
        }
    }
}

impl<const N: usize> Layer for Sliding<N> {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        match self.rule(inputs[0]) {
            Ok(rule) => Ok(vec![rule.output]),
            Err(error) => Err(self.along.refuse(error, inputs[0])),
        }
    }

    fn parameters(&self, inputs: &[Shape]) -> Vec<Parameter> {
        let Ok(rule) = self.rule(inputs[0]) else {
            return Vec::new();
        };
        let unit_axes = match self.channels {
            Channels::Mixed { .. } => N + 1,
            Channels::Apart { .. } => N,
        };
        let kernel = kernel("kernel", rule.kernel, &self.kernel_initializer, unit_axes);
        let bias = self.completion.bias(rule.sizes.filters);
        [kernel].into_iter().chain(bias).collect()
    }

    fn lower(&self, inputs: &[Shape], trainable: bool) -> Lowered {
        // `outputs` has accepted the input.
        let Ok(rule) = self.rule(inputs[0]) else {
            return Lowered::View;
        };
        let width = rule.sizes.filters;
        let rows = rule.kernel.len() / width;
        let use_bias = self.completion.use_bias;
        let weight_gradient = match trainable {
            true => WeightGradient::Late {
                rows: rows + usize::from(use_bias),
                width,
                cotangents: true,
            },
            false => WeightGradient::None,
        };
        let mut fields = self.along.fields(inputs[0], rule.output, &rule.windows);
        fields.push(("channels", rule.sizes.channels.to_string()));
        match self.channels {
            Channels::Mixed { filters, groups } => {
                fields.push(("filters", filters.to_string()));
                fields.push(("groups", groups.to_string()));
            }
            Channels::Apart { depth_multiplier } => {
                fields.push(("depth_multiplier", depth_multiplier.to_string()));
            }
        }
        fields.push(("use_bias", use_bias.to_string()));
        Lowered::Operation(Operation {
            takes_parametric: true,
            epilogue: Some(fused(&self.completion.activation)),
            keeps_inputs: vec![trainable],
            weight_gradient,
            character: Character::Convolution,
            macs: macs(&[rule.sizes.positions, rule.kernel.len()]),
            ..Operation::new(self.along.keyword, 1, fields)
        })
    }

    fn remarks(&self, inputs: &[Shape]) -> Vec<(&'static str, Warning)> {
        self.along.remarks(inputs[0])
    }

    fn linear(&self) -> Option<Linear> {
        // A depthwise kernel's last axes, channel and multiplier, are the output's channel together.
        Some(Linear {
            kernel: "kernel",
            bias: "bias",
            inner_axes: 0,
        })
    }

    fn scratch(&self, inputs: &[Shape], samples: usize) -> usize {
        let rule = self.rule(inputs[0]);
        rule.map_or(0, |rule| rule.sizes.scratch(samples))
    }

    fn late_scratch(&self, inputs: &[Shape]) -> usize {
        let rule = self.rule(inputs[0]);
        rule.map_or(0, |rule| rule.sizes.late_scratch())
    }
}
