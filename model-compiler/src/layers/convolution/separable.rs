//! Depthwise convolutions with a pointwise one behind them.

use super::{Along, Completion, kernel};
use crate::diagnostics::{Diagnosis, Warning};
use crate::ir::graph::Parameter;
use crate::ir::operation::{Character, Lowered, Operation, WeightGradient};
use crate::layers::arguments::{Arguments, Refusal};
use crate::layers::{Layer, Linear, fused, macs};
use formwork_shape_rules::Shape;
use formwork_shape_rules::convolution::{self, ConvolutionError};

/// A separable convolution over `N` axes.
#[derive(Debug)]
pub struct Separable<const N: usize> {
    along: Along<N>,
    filters: usize,
    depth_multiplier: usize,
    completion: Completion,
    depthwise_initializer: String,
    pointwise_initializer: String,
}

impl<const N: usize> Separable<N> {
    /// `SeparableConv1D` or `SeparableConv2D`.
    pub fn build(keyword: &'static str, arguments: &Arguments) -> Result<Box<dyn Layer>, Refusal> {
        Ok(Box::new(Separable::<N> {
            along: Along::new(keyword, arguments),
            filters: arguments.count("filters"),
            depth_multiplier: arguments.count("depth_multiplier"),
            completion: Completion::new(arguments)?,
            depthwise_initializer: arguments.initializer("depthwise_initializer"),
            pointwise_initializer: arguments.initializer("pointwise_initializer"),
        }))
    }

    fn rule(&self, input: Shape) -> Result<convolution::Separable<N>, ConvolutionError> {
        convolution::separable(
            input,
            self.filters,
            self.depth_multiplier,
            self.along.kernel_size,
            self.along.strides,
            self.along.padding,
            self.along.dilation,
        )
    }
}

impl<const N: usize> Layer for Separable<N> {
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
        let depthwise = kernel(
            "depthwise_kernel",
            rule.depthwise.kernel,
            &self.depthwise_initializer,
            N,
        );
        let pointwise = kernel(
            "pointwise_kernel",
            rule.pointwise_kernel,
            &self.pointwise_initializer,
            N + 1,
        );
        let bias = self.completion.bias(self.filters);
        [depthwise, pointwise].into_iter().chain(bias).collect()
    }

    fn lower(&self, inputs: &[Shape], trainable: bool) -> Lowered {
        // `outputs` has accepted the input.
        let Ok(rule) = self.rule(inputs[0]) else {
            return Lowered::View;
        };
        let depthwise = &rule.depthwise;
        let mut fields = self
            .along
            .fields(inputs[0], rule.output, &depthwise.windows);
        fields.extend([
            ("channels", depthwise.sizes.channels.to_string()),
            ("depth_multiplier", self.depth_multiplier.to_string()),
            ("filters", self.filters.to_string()),
            ("use_bias", self.completion.use_bias.to_string()),
        ]);
        let positions = depthwise.sizes.positions;
        let products = [&depthwise.kernel, &rule.pointwise_kernel]
            .map(|kernel| macs(&[positions, kernel.len()]));
        Lowered::Operation(Operation {
            epilogue: Some(fused(&self.completion.activation)),
            keeps_inputs: vec![trainable],
            weight_gradient: match trainable {
                true => WeightGradient::Sharded,
                false => WeightGradient::None,
            },
            character: Character::Convolution,
            macs: products[0].saturating_add(products[1]),
            ..Operation::new(self.along.keyword, 1, fields)
        })
    }

    fn remarks(&self, inputs: &[Shape]) -> Vec<(&'static str, Warning)> {
        self.along.remarks(inputs[0])
    }

    fn linear(&self) -> Option<Linear> {
        Some(Linear {
            kernel: "pointwise_kernel",
            bias: "bias",
            inner_axes: 0,
        })
    }

    fn scratch(&self, inputs: &[Shape], _: usize) -> usize {
        self.rule(inputs[0]).map_or(0, |rule| rule.scratch())
    }

    fn deployed_scratch(&self, inputs: &[Shape]) -> usize {
        self.rule(inputs[0]).map_or(0, |rule| rule.intermediate())
    }
}
