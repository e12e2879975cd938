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
    /// What backward needs. From the output where that is exact: a ReLU's sign, a sigmoid's `y (1 - y)`.
    pub const fn backward_needs(&self) -> BackwardNeeds {
        match self {
            Activation::Linear => BackwardNeeds::Nothing,
            Activation::Relu
            | Activation::Sigmoid
            | Activation::Tanh
            | Activation::Exponential
            | Activation::Softmax
            | Activation::LogSoftmax
            | Activation::Sparsemax => BackwardNeeds::Output,
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
