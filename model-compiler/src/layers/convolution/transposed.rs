//! The transposes of convolutions.

use super::{Along, Completion, kernel};
use crate::diagnostics::Diagnosis;
use crate::ir::graph::Parameter;
use crate::ir::operation::{Character, Lowered, Operation, WeightGradient};
use crate::layers::arguments::{Arguments, Refusal};
use crate::layers::{Layer, Linear, fused, macs};
use formwork_shape_rules::Shape;
use formwork_shape_rules::convolution::{Convolution, ConvolutionError, transposed};

/// A transposed convolution over `N` axes.
#[derive(Debug)]
pub struct Transposed<const N: usize> {
    along: Along<N>,
    filters: usize,
    output_padding: Option<[usize; N]>,
    completion: Completion,
    kernel_initializer: String,
}

impl<const N: usize> Transposed<N> {
    /// `Conv1DTranspose` or `Conv2DTranspose`.
    pub fn build(keyword: &'static str, arguments: &Arguments) -> Result<Box<dyn Layer>, Refusal> {
        Ok(Box::new(Transposed::<N> {
            along: Along::new(keyword, arguments),
            filters: arguments.count("filters"),
            output_padding: arguments.sizes("output_padding"),
            completion: Completion::new(arguments)?,
            kernel_initializer: arguments.initializer("kernel_initializer"),
        }))
    }

    fn rule(&self, input: Shape) -> Result<Convolution<N>, ConvolutionError> {
        transposed(
            input,
            self.filters,
            self.along.kernel_size,
            self.along.strides,
            self.along.padding,
            self.output_padding,
            self.along.dilation,
        )
    }
}

impl<const N: usize> Layer for Transposed<N> {
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
        let kernel = kernel("kernel", rule.kernel, &self.kernel_initializer, N + 1);
        let bias = self.completion.bias(self.filters);
        [kernel].into_iter().chain(bias).collect()
    }

    fn lower(&self, inputs: &[Shape], trainable: bool) -> Lowered {
        // `outputs` has accepted the input.
        let Ok(rule) = self.rule(inputs[0]) else {
            return Lowered::View;
        };
        let mut fields = self.along.fields(inputs[0], rule.output, &rule.windows);
        fields.extend([
            ("channels", inputs[0].last().to_string()),
            ("filters", self.filters.to_string()),
            ("use_bias", self.completion.use_bias.to_string()),
        ]);
        Lowered::Operation(Operation {
            epilogue: Some(fused(&self.completion.activation)),
            keeps_inputs: vec![trainable],
            weight_gradient: match trainable {
                true => WeightGradient::Sharded,
                false => WeightGradient::None,
            },
            character: Character::Convolution,
            macs: macs(&[rule.sizes.positions, rule.kernel.len()]),
            ..Operation::new(self.along.keyword, 1, fields)
        })
    }

    fn linear(&self) -> Option<Linear> {
        Some(Linear {
            kernel: "kernel",
            bias: "bias",
            inner_axes: 1,
        })
    }

    fn scratch(&self, inputs: &[Shape], samples: usize) -> usize {
        let rule = self.rule(inputs[0]);
        rule.map_or(0, |rule| rule.sizes.scratch(samples))
    }
}
