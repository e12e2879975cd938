//! Which activations exist, and what backward needs to differentiate each.

/// An activation, with Keras 3's meaning. The formulas stand at the runtime's functions.
///
/// All are elementwise but [`Softmax`](Self::Softmax), [`LogSoftmax`](Self::LogSoftmax) and
/// [`Sparsemax`](Self::Sparsemax), which act along the last axis.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)] // the parameters have Keras's names
pub enum Activation {
    Linear,
    Relu,
    /// `relu(x, negative_slope, max_value, threshold)` in general; also `leaky_relu` and `relu6`.
    ClippedRelu {
        negative_slope: f32,
        max_value: f32,
        threshold: f32,
    },
    Elu {
        alpha: f32,
    },
    Selu,
    Celu {
        alpha: f32,
    },
    Exponential,
    /// The exact form by the error function.
    Gelu,
    /// The approximation by `tanh`.
    GeluTanh,
    HardShrink {
        threshold: f32,
    },
    HardSigmoid,
    HardSilu,
    HardTanh,
    LogSigmoid,
    Mish,
    Sigmoid,
    Silu,
    SoftShrink {
        threshold: f32,
    },
    Softplus,
    Softsign,
    SparsePlus,
    SparseSigmoid,
    Squareplus {
        b: f32,
    },
    Tanh,
    TanhShrink,
    Threshold {
        threshold: f32,
        default_value: f32,
    },
    Softmax,
    LogSoftmax,
    Sparsemax,
    /// What a closure computes.
    Custom(Custom),
}

/// An activation as functions over slices, compiled from a closure of the declaration.
#[derive(Clone, Copy, Debug)]
pub struct Custom {
    /// Applies it in place.
    pub forward: fn(&mut [f32]),
    /// Multiplies cotangents by the derivative, given the kept values.
    pub backward: fn(&[f32], &mut [f32]),
    /// What is kept. With `Nothing` the derivative is constant, but need not be 1.
    pub needs: BackwardNeeds,
}

impl PartialEq for Custom {
    /// Whether they are the same code. Two closures that compute the same may differ or not.
    fn eq(&self, other: &Custom) -> bool {
        core::ptr::fn_addr_eq(self.forward, other.forward)
            && core::ptr::fn_addr_eq(self.backward, other.backward)
            && self.needs == other.needs
    }
}

/// What an activation's derivative is computed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackwardNeeds {
    /// Neither: the derivative is constant.
    Nothing,
    /// The output is enough.
    Output,
    /// The input is needed.
    Input,
}

impl Activation {
    /// What backward needs. From the output where that is as good: a ReLU's sign, a sigmoid's `y (1 - y)`.
    ///
    /// A bound other than 0 can't be told from the output once a dropout has scaled it and back, so activations
    /// that saturate at one, such as `hard_tanh`, are differentiated from their input.
    pub const fn backward_needs(&self) -> BackwardNeeds {
        match *self {
            Activation::Linear => BackwardNeeds::Nothing,
            Activation::Custom(Custom { needs, .. }) => needs,
            Activation::Relu
            | Activation::Selu
            | Activation::Sigmoid
            | Activation::Softplus
            | Activation::LogSigmoid
            | Activation::Tanh
            | Activation::Exponential
            | Activation::Softmax
            | Activation::LogSoftmax
            | Activation::Sparsemax => BackwardNeeds::Output,
            Activation::ClippedRelu {
                negative_slope,
                max_value,
                threshold,
            } if negative_slope >= 0.0 && max_value == f32::INFINITY && threshold == 0.0 => {
                BackwardNeeds::Output
            }
            Activation::Elu { alpha } | Activation::Celu { alpha } if alpha > 0.0 => {
                BackwardNeeds::Output
            }
            Activation::SoftShrink { threshold } if threshold >= 0.0 => BackwardNeeds::Output,
            Activation::HardShrink { threshold } if threshold >= 0.0 => BackwardNeeds::Output,
            _ => BackwardNeeds::Input,
        }
    }

    /// Whether each element depends on one input element alone.
    pub const fn is_elementwise(&self) -> bool {
        !matches!(
            self,
            Activation::Softmax | Activation::LogSoftmax | Activation::Sparsemax
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_the_input_where_the_output_is_ambiguous() {
        let relu = |negative_slope, max_value, threshold| {
            Activation::ClippedRelu {
                negative_slope,
                max_value,
                threshold,
            }
            .backward_needs()
        };
        assert_eq!(relu(0.2, f32::INFINITY, 0.0), BackwardNeeds::Output);
        assert_eq!(relu(-0.2, f32::INFINITY, 0.0), BackwardNeeds::Input);
        assert_eq!(relu(0.0, 6.0, 0.0), BackwardNeeds::Input);
        assert_eq!(relu(0.0, f32::INFINITY, 0.5), BackwardNeeds::Input);
        assert_eq!(
            Activation::Elu { alpha: -1.0 }.backward_needs(),
            BackwardNeeds::Input
        );
        assert_eq!(Activation::Gelu.backward_needs(), BackwardNeeds::Input);
    }
}
