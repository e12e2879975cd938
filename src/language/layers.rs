//! The layers, with their arguments as fields.
//!
//! Made from the compiler's tables: `tests/documented.rs`.

use super::values;

/// An input of the model, by its shape without the batch.
///
/// ```text
/// Input(shape = None)
/// ```
///
/// It has no inputs. Also written `InputLayer`.
pub struct Input {
    /// The shape without the batch: `Input(28, 28, 1)` or `Input(shape = (28, 28, 1))`.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub shape: values::Shape,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// `activation(x · kernel + bias)` along the last axis.
///
/// ```text
/// Dense(units, activation = linear, use_bias = true, kernel_initializer = glorot_uniform, bias_initializer = zeros, kernel_regularizer = None, bias_regularizer = None, activity_regularizer = None, kernel_constraint = None, bias_constraint = None)
/// ```
///
/// It has one input.
pub struct Dense {
    /// The length of the output's last axis.
    ///
    /// An integer of at least 1; it must be given. Also written `output_dim`.
    pub units: values::Integer,
    /// Applied to the result.
    ///
    /// An activation of [`activations`](super::activations); `linear` if it isn't given.
    pub activation: values::Activation,
    /// Whether a bias is added.
    ///
    /// `true` or `false`; `true` if it isn't given. Also written `bias`.
    pub use_bias: values::Flag,
    /// How the kernel starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `glorot_uniform` if it isn't given. Also written `init`.
    pub kernel_initializer: values::Initializer,
    /// How the bias starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `zeros` if it isn't given.
    pub bias_initializer: values::Initializer,
    /// What the kernel's weights cost.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given. Also written `W_regularizer`.
    pub kernel_regularizer: values::Regularizer,
    /// What the bias costs.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given. Also written `b_regularizer`.
    pub bias_regularizer: values::Regularizer,
    /// What the output costs, as a mean over the samples of the batch: `l1`, `l2` or `l1_l2`.
    ///
    /// `l1`, `l2` or `l1_l2` of [`regularizers`](super::regularizers); `None` if it isn't given.
    pub activity_regularizer: values::Regularizer,
    /// What the kernel's weights keep to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given. Also written `W_constraint`.
    pub kernel_constraint: values::Constraint,
    /// What the bias keeps to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given. Also written `b_constraint`.
    pub bias_constraint: values::Constraint,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// An activation as a layer of its own.
///
/// ```text
/// Activation(activation)
/// ```
///
/// It has one input.
pub struct Activation {
    /// Which one, such as `relu` or `softmax(axis = 1)`.
    ///
    /// An activation of [`activations`](super::activations); it must be given.
    pub activation: values::Activation,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// max(x, 0), with a slope below `threshold` and a ceiling.
///
/// ```text
/// ReLU(max_value = None, negative_slope = 0, threshold = 0)
/// ```
///
/// It has one input. Also written `Relu`.
pub struct ReLU {
    /// The ceiling.
    ///
    /// A number of at least 0; `None` if it isn't given.
    pub max_value: values::Number,
    /// The slope below the threshold.
    ///
    /// A number of at least 0; `0` if it isn't given. Also written `alpha`.
    pub negative_slope: values::Number,
    /// Where the ramp begins.
    ///
    /// A number of at least 0; `0` if it isn't given. Also written `theta`.
    pub threshold: values::Number,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// x for x ≥ 0, else negative_slope · x.
///
/// ```text
/// LeakyReLU(negative_slope = 0.3)
/// ```
///
/// It has one input. Also written `LeakyRelu`.
pub struct LeakyReLU {
    /// The slope below 0; the activation `leaky_relu` has 0.2.
    ///
    /// A number of at least 0; `0.3` if it isn't given. Also written `alpha`.
    pub negative_slope: values::Number,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// x for x > 0, else alpha · (exp(x) − 1).
///
/// ```text
/// ELU(alpha = 1)
/// ```
///
/// It has one input.
pub struct ELU {
    /// The depth below 0.
    ///
    /// A number; `1` if it isn't given.
    pub alpha: values::Number,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// x for x > 0, else alpha · x with a learned alpha for each element.
///
/// ```text
/// PReLU(alpha_initializer = zeros, alpha_regularizer = None, alpha_constraint = None, shared_axes = None)
/// ```
///
/// It has one input.
pub struct PReLU {
    /// How alpha starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `zeros` if it isn't given. Also written `init`.
    pub alpha_initializer: values::Initializer,
    /// What alpha costs.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given.
    pub alpha_regularizer: values::Regularizer,
    /// What alpha keeps to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given.
    pub alpha_constraint: values::Constraint,
    /// Axes along which alpha is the same: `(1, 2)` for one of each channel of an image.
    ///
    /// An axis such as `-1`, the batch being axis 0; `None` if it isn't given.
    pub shared_axes: values::Axes,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// exp(x) / Σ exp(x) along an axis.
///
/// ```text
/// Softmax(axis = -1)
/// ```
///
/// It has one input.
pub struct Softmax {
    /// Along which axis, the batch being axis 0.
    ///
    /// An axis such as `-1`, the batch being axis 0; `-1` if it isn't given.
    pub axis: values::Axes,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// A closure such as `|a, b| a * sigmoid(b)`, applied element by element.
///
/// ```text
/// Lambda(function)
/// ```
///
/// It has one input or more.
pub struct Lambda {
    /// The closure, with a parameter for each input.
    ///
    /// A function such as `|a, b| a * sigmoid(b)`, made of [`closures`](super::closures); it must be given.
    pub function: values::Closure,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// In training, drops elements with probability `rate` and divides the others by 1 − rate.
///
/// ```text
/// Dropout(rate)
/// ```
///
/// It has one input.
pub struct Dropout {
    /// The probability with which an element is dropped.
    ///
    /// A number from 0 to 1; it must be given. Also written `p`.
    pub rate: values::Number,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// In training, drops whole channels of sequences with probability `rate` and divides the others by 1 − rate.
///
/// ```text
/// SpatialDropout1D(rate)
/// ```
///
/// It has one input.
pub struct SpatialDropout1D {
    /// The probability with which a channel is dropped.
    ///
    /// A number from 0 to 1; it must be given. Also written `p`.
    pub rate: values::Number,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// In training, drops whole channels of images with probability `rate` and divides the others by 1 − rate.
///
/// ```text
/// SpatialDropout2D(rate)
/// ```
///
/// It has one input.
pub struct SpatialDropout2D {
    /// The probability with which a channel is dropped.
    ///
    /// A number from 0 to 1; it must be given. Also written `p`.
    pub rate: values::Number,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// In training, drops whole channels of volumes with probability `rate` and divides the others by 1 − rate.
///
/// ```text
/// SpatialDropout3D(rate)
/// ```
///
/// It has one input.
pub struct SpatialDropout3D {
    /// The probability with which a channel is dropped.
    ///
    /// A number from 0 to 1; it must be given. Also written `p`.
    pub rate: values::Number,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// In training, multiplies by normal numbers around 1 with variance rate / (1 − rate).
///
/// ```text
/// GaussianDropout(rate)
/// ```
///
/// It has one input.
pub struct GaussianDropout {
    /// The rate of a dropout with the same variance, less than 1.
    ///
    /// A number from 0 to 1; it must be given. Also written `p`.
    pub rate: values::Number,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// In training, adds normal numbers with standard deviation `stddev`.
///
/// ```text
/// GaussianNoise(stddev)
/// ```
///
/// It has one input.
pub struct GaussianNoise {
    /// The standard deviation of what is added.
    ///
    /// A number of at least 0; it must be given. Also written `sigma`.
    pub stddev: values::Number,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// In training, replaces elements by what SELU gives for very negative numbers with probability `rate`, and brings mean and variance back.
///
/// ```text
/// AlphaDropout(rate)
/// ```
///
/// It has one input.
pub struct AlphaDropout {
    /// The probability with which an element is replaced, less than 1.
    ///
    /// A number from 0 to 1; it must be given. Also written `p`.
    pub rate: values::Number,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// In training, drops whole samples with probability `rate` and divides the others by 1 − rate: at the end of a residual branch.
///
/// ```text
/// DropPath(rate)
/// ```
///
/// It has one input. Also written `StochasticDepth`.
pub struct DropPath {
    /// The probability with which a sample is dropped.
    ///
    /// A number from 0 to 1; it must be given. Also written `p`.
    pub rate: values::Number,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// In training, adds `l1 · Σ |x| + l2 · Σ x²` to the loss, a mean over the samples of the batch; its output is its input.
///
/// ```text
/// ActivityRegularization(l1 = 0, l2 = 0)
/// ```
///
/// It has one input.
pub struct ActivityRegularization {
    /// The factor of the sum of sizes.
    ///
    /// A number of at least 0; `0` if it isn't given.
    pub l1: values::Number,
    /// The factor of the sum of squares.
    ///
    /// A number of at least 0; `0` if it isn't given.
    pub l2: values::Number,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// `gamma · x` with a learned factor for each channel that starts small: at the end of a residual branch.
///
/// ```text
/// LayerScale(init_values = 0.000001)
/// ```
///
/// It has one input.
pub struct LayerScale {
    /// What all factors start with.
    ///
    /// A number; `0.000001` if it isn't given.
    pub init_values: values::Number,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// All elements along one axis, in row-major order.
///
/// ```text
/// Flatten()
/// ```
///
/// It has one input.
pub struct Flatten {
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// The same elements under another shape; one dimension may be -1.
///
/// ```text
/// Reshape(target_shape)
/// ```
///
/// It has one input.
pub struct Reshape {
    /// The new shape without the batch, such as `(28, 28, 1)`.
    ///
    /// A shape in which one dimension may be -1; it must be given.
    pub target_shape: values::Shape,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// The axes in another order: axis `i` of the output is axis `dims[i]` of the input.
///
/// ```text
/// Permute(dims)
/// ```
///
/// It has one input. Also written `Transpose`.
pub struct Permute {
    /// The input's axes in their new order, counted from 1 as in `(2, 1)`; the batch stays first.
    ///
    /// Axes in an order such as `(2, 1)`, counted from 1; it must be given.
    pub dims: values::Axes,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// A vector `n` times: `[features]` becomes `[n, features]`.
///
/// ```text
/// RepeatVector(n)
/// ```
///
/// It has one input.
pub struct RepeatVector {
    /// The number of steps.
    ///
    /// An integer of at least 1; it must be given.
    pub n: values::Integer,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// The sum of the inputs, broadcast as numpy does.
///
/// ```text
/// Add()
/// ```
///
/// It has two inputs or more.
pub struct Add {
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// The first input minus the second, broadcast as numpy does.
///
/// ```text
/// Subtract()
/// ```
///
/// It has two inputs.
pub struct Subtract {
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// The product of the inputs, broadcast as numpy does.
///
/// ```text
/// Multiply()
/// ```
///
/// It has two inputs or more.
pub struct Multiply {
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// The mean of the inputs, broadcast as numpy does.
///
/// ```text
/// Average()
/// ```
///
/// It has two inputs or more.
pub struct Average {
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// The largest of the inputs, element by element, broadcast as numpy does.
///
/// ```text
/// Maximum()
/// ```
///
/// It has two inputs or more. Also written `Max`.
pub struct Maximum {
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// The smallest of the inputs, element by element, broadcast as numpy does.
///
/// ```text
/// Minimum()
/// ```
///
/// It has two inputs or more. Also written `Min`.
pub struct Minimum {
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// The sum of products along an axis of each of two inputs; the axes that are left stay.
///
/// ```text
/// Dot(axes, normalize = false)
/// ```
///
/// It has two inputs.
pub struct Dot {
    /// The axis of each input along which is summed, or one for both, the batch being axis 0.
    ///
    /// An axis such as `-1`, the batch being axis 0; it must be given. Also written `dot_axes`.
    pub axes: values::Axes,
    /// Whether inputs are divided by their length along the axis: the result is the cosine of their angle.
    ///
    /// `true` or `false`; `false` if it isn't given.
    pub normalize: values::Flag,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// The inputs one after the other along an axis: `concat(a, b)` or `Concatenate()(a, b)`.
///
/// ```text
/// Concatenate(axis = -1)
/// ```
///
/// It has two inputs or more. Also written `Concat` or `Merge`.
pub struct Concatenate {
    /// Along which axis, the batch being axis 0.
    ///
    /// An axis such as `-1`, the batch being axis 0; `-1` if it isn't given.
    pub axis: values::Axes,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// cross-correlation of `[steps, features]` with `filters` kernels.
///
/// ```text
/// Conv1D(filters, kernel_size, strides = 1, padding = valid, dilation_rate = 1, groups = 1, activation = linear, use_bias = true, kernel_initializer = glorot_uniform, bias_initializer = zeros, kernel_regularizer = None, bias_regularizer = None, activity_regularizer = None, kernel_constraint = None, bias_constraint = None)
/// ```
///
/// It has one input. Also written `Convolution1D`.
pub struct Conv1D {
    /// The number of output channels.
    ///
    /// An integer of at least 1; it must be given. Also written `nb_filter`.
    pub filters: values::Integer,
    /// The length of the kernel.
    ///
    /// An integer of at least 1; it must be given. Also written `filter_length`.
    pub kernel_size: values::Integer,
    /// How far the kernel moves.
    ///
    /// An integer of at least 1; `1` if it isn't given. Also written `subsample_length` or `stride`.
    pub strides: values::Integer,
    /// `valid` for none, `same` for as much as keeps the length at stride 1, `causal` for all of that before the start.
    ///
    /// `valid`, `same` or `causal`; `valid` if it isn't given. Also written `border_mode`.
    pub padding: values::Padding,
    /// The distance of the kernel's elements.
    ///
    /// An integer of at least 1; `1` if it isn't given. Also written `dilation` or `atrous_rate`.
    pub dilation_rate: values::Integer,
    /// Into how many groups channels and filters are split.
    ///
    /// An integer of at least 1; `1` if it isn't given.
    pub groups: values::Integer,
    /// Applied to the result.
    ///
    /// An activation of [`activations`](super::activations); `linear` if it isn't given.
    pub activation: values::Activation,
    /// Whether a bias is added.
    ///
    /// `true` or `false`; `true` if it isn't given. Also written `bias`.
    pub use_bias: values::Flag,
    /// How the kernel starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `glorot_uniform` if it isn't given. Also written `init`.
    pub kernel_initializer: values::Initializer,
    /// How the bias starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `zeros` if it isn't given.
    pub bias_initializer: values::Initializer,
    /// What the kernel's weights cost.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given. Also written `W_regularizer`.
    pub kernel_regularizer: values::Regularizer,
    /// What the bias costs.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given. Also written `b_regularizer`.
    pub bias_regularizer: values::Regularizer,
    /// What the output costs, as a mean over the samples of the batch: `l1`, `l2` or `l1_l2`.
    ///
    /// `l1`, `l2` or `l1_l2` of [`regularizers`](super::regularizers); `None` if it isn't given.
    pub activity_regularizer: values::Regularizer,
    /// What the kernel's weights keep to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given. Also written `W_constraint`.
    pub kernel_constraint: values::Constraint,
    /// What the bias keeps to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given. Also written `b_constraint`.
    pub bias_constraint: values::Constraint,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// cross-correlation of `[height, width, channels]` with `filters` kernels.
///
/// ```text
/// Conv2D(filters, kernel_size, strides = 1, padding = valid, dilation_rate = 1, groups = 1, activation = linear, use_bias = true, kernel_initializer = glorot_uniform, bias_initializer = zeros, kernel_regularizer = None, bias_regularizer = None, activity_regularizer = None, kernel_constraint = None, bias_constraint = None)
/// ```
///
/// It has one input. Also written `Convolution2D`.
pub struct Conv2D {
    /// The number of output channels.
    ///
    /// An integer of at least 1; it must be given. Also written `nb_filter`.
    pub filters: values::Integer,
    /// The height and width of the kernel.
    ///
    /// An integer of at least 1, or a pair such as `(2, 2)`; it must be given.
    pub kernel_size: values::Pair,
    /// How far the kernel moves.
    ///
    /// An integer of at least 1, or a pair such as `(2, 2)`; `1` if it isn't given. Also written `subsample` or `stride`.
    pub strides: values::Pair,
    /// `valid` for none, `same` for as much as keeps the size at stride 1.
    ///
    /// `valid` or `same`; `valid` if it isn't given. Also written `border_mode`.
    pub padding: values::Padding,
    /// The distance of the kernel's elements.
    ///
    /// An integer of at least 1, or a pair such as `(2, 2)`; `1` if it isn't given. Also written `dilation` or `atrous_rate`.
    pub dilation_rate: values::Pair,
    /// Into how many groups channels and filters are split.
    ///
    /// An integer of at least 1; `1` if it isn't given.
    pub groups: values::Integer,
    /// Applied to the result.
    ///
    /// An activation of [`activations`](super::activations); `linear` if it isn't given.
    pub activation: values::Activation,
    /// Whether a bias is added.
    ///
    /// `true` or `false`; `true` if it isn't given. Also written `bias`.
    pub use_bias: values::Flag,
    /// How the kernel starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `glorot_uniform` if it isn't given. Also written `init`.
    pub kernel_initializer: values::Initializer,
    /// How the bias starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `zeros` if it isn't given.
    pub bias_initializer: values::Initializer,
    /// What the kernel's weights cost.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given. Also written `W_regularizer`.
    pub kernel_regularizer: values::Regularizer,
    /// What the bias costs.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given. Also written `b_regularizer`.
    pub bias_regularizer: values::Regularizer,
    /// What the output costs, as a mean over the samples of the batch: `l1`, `l2` or `l1_l2`.
    ///
    /// `l1`, `l2` or `l1_l2` of [`regularizers`](super::regularizers); `None` if it isn't given.
    pub activity_regularizer: values::Regularizer,
    /// What the kernel's weights keep to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given. Also written `W_constraint`.
    pub kernel_constraint: values::Constraint,
    /// What the bias keeps to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given. Also written `b_constraint`.
    pub bias_constraint: values::Constraint,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// cross-correlation of `[depth, height, width, channels]` with `filters` kernels.
///
/// ```text
/// Conv3D(filters, kernel_size, strides = 1, padding = valid, dilation_rate = 1, groups = 1, activation = linear, use_bias = true, kernel_initializer = glorot_uniform, bias_initializer = zeros, kernel_regularizer = None, bias_regularizer = None, activity_regularizer = None, kernel_constraint = None, bias_constraint = None)
/// ```
///
/// It has one input. Also written `Convolution3D`.
pub struct Conv3D {
    /// The number of output channels.
    ///
    /// An integer of at least 1; it must be given. Also written `nb_filter`.
    pub filters: values::Integer,
    /// The depth, height and width of the kernel.
    ///
    /// An integer of at least 1, or three such as `(2, 2, 2)`; it must be given.
    pub kernel_size: values::Triple,
    /// How far the kernel moves.
    ///
    /// An integer of at least 1, or three such as `(2, 2, 2)`; `1` if it isn't given. Also written `subsample` or `stride`.
    pub strides: values::Triple,
    /// `valid` for none, `same` for as much as keeps the size at stride 1.
    ///
    /// `valid` or `same`; `valid` if it isn't given. Also written `border_mode`.
    pub padding: values::Padding,
    /// The distance of the kernel's elements.
    ///
    /// An integer of at least 1, or three such as `(2, 2, 2)`; `1` if it isn't given. Also written `dilation` or `atrous_rate`.
    pub dilation_rate: values::Triple,
    /// Into how many groups channels and filters are split.
    ///
    /// An integer of at least 1; `1` if it isn't given.
    pub groups: values::Integer,
    /// Applied to the result.
    ///
    /// An activation of [`activations`](super::activations); `linear` if it isn't given.
    pub activation: values::Activation,
    /// Whether a bias is added.
    ///
    /// `true` or `false`; `true` if it isn't given. Also written `bias`.
    pub use_bias: values::Flag,
    /// How the kernel starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `glorot_uniform` if it isn't given. Also written `init`.
    pub kernel_initializer: values::Initializer,
    /// How the bias starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `zeros` if it isn't given.
    pub bias_initializer: values::Initializer,
    /// What the kernel's weights cost.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given. Also written `W_regularizer`.
    pub kernel_regularizer: values::Regularizer,
    /// What the bias costs.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given. Also written `b_regularizer`.
    pub bias_regularizer: values::Regularizer,
    /// What the output costs, as a mean over the samples of the batch: `l1`, `l2` or `l1_l2`.
    ///
    /// `l1`, `l2` or `l1_l2` of [`regularizers`](super::regularizers); `None` if it isn't given.
    pub activity_regularizer: values::Regularizer,
    /// What the kernel's weights keep to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given. Also written `W_constraint`.
    pub kernel_constraint: values::Constraint,
    /// What the bias keeps to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given. Also written `b_constraint`.
    pub bias_constraint: values::Constraint,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// cross-correlation of each channel of `[steps, features]` with `depth_multiplier` kernels.
///
/// ```text
/// DepthwiseConv1D(kernel_size, strides = 1, padding = valid, depth_multiplier = 1, dilation_rate = 1, activation = linear, use_bias = true, depthwise_initializer = glorot_uniform, bias_initializer = zeros, depthwise_regularizer = None, bias_regularizer = None, activity_regularizer = None, depthwise_constraint = None, bias_constraint = None)
/// ```
///
/// It has one input.
pub struct DepthwiseConv1D {
    /// The length of the kernel.
    ///
    /// An integer of at least 1; it must be given. Also written `filter_length`.
    pub kernel_size: values::Integer,
    /// How far the kernel moves.
    ///
    /// An integer of at least 1; `1` if it isn't given. Also written `subsample_length` or `stride`.
    pub strides: values::Integer,
    /// `valid` for none, `same` for as much as keeps the length at stride 1, `causal` for all of that before the start.
    ///
    /// `valid`, `same` or `causal`; `valid` if it isn't given. Also written `border_mode`.
    pub padding: values::Padding,
    /// The number of kernels of each channel.
    ///
    /// An integer of at least 1; `1` if it isn't given.
    pub depth_multiplier: values::Integer,
    /// The distance of the kernel's elements.
    ///
    /// An integer of at least 1; `1` if it isn't given. Also written `dilation` or `atrous_rate`.
    pub dilation_rate: values::Integer,
    /// Applied to the result.
    ///
    /// An activation of [`activations`](super::activations); `linear` if it isn't given.
    pub activation: values::Activation,
    /// Whether a bias is added.
    ///
    /// `true` or `false`; `true` if it isn't given. Also written `bias`.
    pub use_bias: values::Flag,
    /// How the kernels of the channels start.
    ///
    /// An initializer of [`initializers`](super::initializers); `glorot_uniform` if it isn't given.
    pub depthwise_initializer: values::Initializer,
    /// How the bias starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `zeros` if it isn't given.
    pub bias_initializer: values::Initializer,
    /// What the kernels of the channels cost.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given.
    pub depthwise_regularizer: values::Regularizer,
    /// What the bias costs.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given. Also written `b_regularizer`.
    pub bias_regularizer: values::Regularizer,
    /// What the output costs, as a mean over the samples of the batch: `l1`, `l2` or `l1_l2`.
    ///
    /// `l1`, `l2` or `l1_l2` of [`regularizers`](super::regularizers); `None` if it isn't given.
    pub activity_regularizer: values::Regularizer,
    /// What the kernels of the channels keep to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given.
    pub depthwise_constraint: values::Constraint,
    /// What the bias keeps to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given. Also written `b_constraint`.
    pub bias_constraint: values::Constraint,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// cross-correlation of each channel of `[height, width, channels]` with `depth_multiplier` kernels.
///
/// ```text
/// DepthwiseConv2D(kernel_size, strides = 1, padding = valid, depth_multiplier = 1, dilation_rate = 1, activation = linear, use_bias = true, depthwise_initializer = glorot_uniform, bias_initializer = zeros, depthwise_regularizer = None, bias_regularizer = None, activity_regularizer = None, depthwise_constraint = None, bias_constraint = None)
/// ```
///
/// It has one input. Also written `DepthwiseConvolution2D`.
pub struct DepthwiseConv2D {
    /// The height and width of the kernel.
    ///
    /// An integer of at least 1, or a pair such as `(2, 2)`; it must be given.
    pub kernel_size: values::Pair,
    /// How far the kernel moves.
    ///
    /// An integer of at least 1, or a pair such as `(2, 2)`; `1` if it isn't given. Also written `subsample` or `stride`.
    pub strides: values::Pair,
    /// `valid` for none, `same` for as much as keeps the size at stride 1.
    ///
    /// `valid` or `same`; `valid` if it isn't given. Also written `border_mode`.
    pub padding: values::Padding,
    /// The number of kernels of each channel.
    ///
    /// An integer of at least 1; `1` if it isn't given.
    pub depth_multiplier: values::Integer,
    /// The distance of the kernel's elements.
    ///
    /// An integer of at least 1, or a pair such as `(2, 2)`; `1` if it isn't given. Also written `dilation` or `atrous_rate`.
    pub dilation_rate: values::Pair,
    /// Applied to the result.
    ///
    /// An activation of [`activations`](super::activations); `linear` if it isn't given.
    pub activation: values::Activation,
    /// Whether a bias is added.
    ///
    /// `true` or `false`; `true` if it isn't given. Also written `bias`.
    pub use_bias: values::Flag,
    /// How the kernels of the channels start.
    ///
    /// An initializer of [`initializers`](super::initializers); `glorot_uniform` if it isn't given.
    pub depthwise_initializer: values::Initializer,
    /// How the bias starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `zeros` if it isn't given.
    pub bias_initializer: values::Initializer,
    /// What the kernels of the channels cost.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given.
    pub depthwise_regularizer: values::Regularizer,
    /// What the bias costs.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given. Also written `b_regularizer`.
    pub bias_regularizer: values::Regularizer,
    /// What the output costs, as a mean over the samples of the batch: `l1`, `l2` or `l1_l2`.
    ///
    /// `l1`, `l2` or `l1_l2` of [`regularizers`](super::regularizers); `None` if it isn't given.
    pub activity_regularizer: values::Regularizer,
    /// What the kernels of the channels keep to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given.
    pub depthwise_constraint: values::Constraint,
    /// What the bias keeps to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given. Also written `b_constraint`.
    pub bias_constraint: values::Constraint,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// cross-correlation of each channel of `[steps, features]` with kernels of its own, and `filters` mixtures of the results at each position.
///
/// ```text
/// SeparableConv1D(filters, kernel_size, strides = 1, padding = valid, dilation_rate = 1, depth_multiplier = 1, activation = linear, use_bias = true, depthwise_initializer = glorot_uniform, pointwise_initializer = glorot_uniform, bias_initializer = zeros, depthwise_regularizer = None, pointwise_regularizer = None, bias_regularizer = None, activity_regularizer = None, depthwise_constraint = None, pointwise_constraint = None, bias_constraint = None)
/// ```
///
/// It has one input. Also written `SeparableConvolution1D`.
pub struct SeparableConv1D {
    /// The number of output channels.
    ///
    /// An integer of at least 1; it must be given. Also written `nb_filter`.
    pub filters: values::Integer,
    /// The length of the kernel.
    ///
    /// An integer of at least 1; it must be given. Also written `filter_length`.
    pub kernel_size: values::Integer,
    /// How far the kernel moves.
    ///
    /// An integer of at least 1; `1` if it isn't given. Also written `subsample_length` or `stride`.
    pub strides: values::Integer,
    /// `valid` for none, `same` for as much as keeps the length at stride 1, `causal` for all of that before the start.
    ///
    /// `valid`, `same` or `causal`; `valid` if it isn't given. Also written `border_mode`.
    pub padding: values::Padding,
    /// The distance of the kernel's elements.
    ///
    /// An integer of at least 1; `1` if it isn't given. Also written `dilation` or `atrous_rate`.
    pub dilation_rate: values::Integer,
    /// The number of kernels of each channel.
    ///
    /// An integer of at least 1; `1` if it isn't given.
    pub depth_multiplier: values::Integer,
    /// Applied to the result.
    ///
    /// An activation of [`activations`](super::activations); `linear` if it isn't given.
    pub activation: values::Activation,
    /// Whether a bias is added.
    ///
    /// `true` or `false`; `true` if it isn't given. Also written `bias`.
    pub use_bias: values::Flag,
    /// How the kernels of the channels start.
    ///
    /// An initializer of [`initializers`](super::initializers); `glorot_uniform` if it isn't given.
    pub depthwise_initializer: values::Initializer,
    /// How the mixture of the channels starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `glorot_uniform` if it isn't given.
    pub pointwise_initializer: values::Initializer,
    /// How the bias starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `zeros` if it isn't given.
    pub bias_initializer: values::Initializer,
    /// What the kernels of the channels cost.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given.
    pub depthwise_regularizer: values::Regularizer,
    /// What the mixture of the channels costs.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given.
    pub pointwise_regularizer: values::Regularizer,
    /// What the bias costs.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given. Also written `b_regularizer`.
    pub bias_regularizer: values::Regularizer,
    /// What the output costs, as a mean over the samples of the batch: `l1`, `l2` or `l1_l2`.
    ///
    /// `l1`, `l2` or `l1_l2` of [`regularizers`](super::regularizers); `None` if it isn't given.
    pub activity_regularizer: values::Regularizer,
    /// What the kernels of the channels keep to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given.
    pub depthwise_constraint: values::Constraint,
    /// What the mixture of the channels keeps to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given.
    pub pointwise_constraint: values::Constraint,
    /// What the bias keeps to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given. Also written `b_constraint`.
    pub bias_constraint: values::Constraint,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// cross-correlation of each channel of `[height, width, channels]` with kernels of its own, and `filters` mixtures of the results at each position.
///
/// ```text
/// SeparableConv2D(filters, kernel_size, strides = 1, padding = valid, dilation_rate = 1, depth_multiplier = 1, activation = linear, use_bias = true, depthwise_initializer = glorot_uniform, pointwise_initializer = glorot_uniform, bias_initializer = zeros, depthwise_regularizer = None, pointwise_regularizer = None, bias_regularizer = None, activity_regularizer = None, depthwise_constraint = None, pointwise_constraint = None, bias_constraint = None)
/// ```
///
/// It has one input. Also written `SeparableConvolution2D`.
pub struct SeparableConv2D {
    /// The number of output channels.
    ///
    /// An integer of at least 1; it must be given. Also written `nb_filter`.
    pub filters: values::Integer,
    /// The height and width of the kernel.
    ///
    /// An integer of at least 1, or a pair such as `(2, 2)`; it must be given.
    pub kernel_size: values::Pair,
    /// How far the kernel moves.
    ///
    /// An integer of at least 1, or a pair such as `(2, 2)`; `1` if it isn't given. Also written `subsample` or `stride`.
    pub strides: values::Pair,
    /// `valid` for none, `same` for as much as keeps the size at stride 1.
    ///
    /// `valid` or `same`; `valid` if it isn't given. Also written `border_mode`.
    pub padding: values::Padding,
    /// The distance of the kernel's elements.
    ///
    /// An integer of at least 1, or a pair such as `(2, 2)`; `1` if it isn't given. Also written `dilation` or `atrous_rate`.
    pub dilation_rate: values::Pair,
    /// The number of kernels of each channel.
    ///
    /// An integer of at least 1; `1` if it isn't given.
    pub depth_multiplier: values::Integer,
    /// Applied to the result.
    ///
    /// An activation of [`activations`](super::activations); `linear` if it isn't given.
    pub activation: values::Activation,
    /// Whether a bias is added.
    ///
    /// `true` or `false`; `true` if it isn't given. Also written `bias`.
    pub use_bias: values::Flag,
    /// How the kernels of the channels start.
    ///
    /// An initializer of [`initializers`](super::initializers); `glorot_uniform` if it isn't given.
    pub depthwise_initializer: values::Initializer,
    /// How the mixture of the channels starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `glorot_uniform` if it isn't given.
    pub pointwise_initializer: values::Initializer,
    /// How the bias starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `zeros` if it isn't given.
    pub bias_initializer: values::Initializer,
    /// What the kernels of the channels cost.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given.
    pub depthwise_regularizer: values::Regularizer,
    /// What the mixture of the channels costs.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given.
    pub pointwise_regularizer: values::Regularizer,
    /// What the bias costs.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given. Also written `b_regularizer`.
    pub bias_regularizer: values::Regularizer,
    /// What the output costs, as a mean over the samples of the batch: `l1`, `l2` or `l1_l2`.
    ///
    /// `l1`, `l2` or `l1_l2` of [`regularizers`](super::regularizers); `None` if it isn't given.
    pub activity_regularizer: values::Regularizer,
    /// What the kernels of the channels keep to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given.
    pub depthwise_constraint: values::Constraint,
    /// What the mixture of the channels keeps to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given.
    pub pointwise_constraint: values::Constraint,
    /// What the bias keeps to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given. Also written `b_constraint`.
    pub bias_constraint: values::Constraint,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// Transposed convolution of `[steps, features]`: each element adds `filters` kernels, times itself, to an output that `strides` enlarge.
///
/// ```text
/// Conv1DTranspose(filters, kernel_size, strides = 1, padding = valid, output_padding = None, dilation_rate = 1, activation = linear, use_bias = true, kernel_initializer = glorot_uniform, bias_initializer = zeros, kernel_regularizer = None, bias_regularizer = None, activity_regularizer = None, kernel_constraint = None, bias_constraint = None)
/// ```
///
/// It has one input. Also written `Convolution1DTranspose`.
pub struct Conv1DTranspose {
    /// The number of output channels.
    ///
    /// An integer of at least 1; it must be given. Also written `nb_filter`.
    pub filters: values::Integer,
    /// The length of the kernel.
    ///
    /// An integer of at least 1; it must be given. Also written `filter_length`.
    pub kernel_size: values::Integer,
    /// How far the kernel moves.
    ///
    /// An integer of at least 1; `1` if it isn't given. Also written `subsample_length` or `stride`.
    pub strides: values::Integer,
    /// `valid` for the whole result, `same` for the input's size times the stride.
    ///
    /// `valid` or `same`; `valid` if it isn't given. Also written `border_mode`.
    pub padding: values::Padding,
    /// How much is added to the shortest output, less than the stride; as much as makes the output the input times the stride, if not given.
    ///
    /// An integer of at least 0; `None` if it isn't given.
    pub output_padding: values::Integer,
    /// The distance of the kernel's elements.
    ///
    /// An integer of at least 1; `1` if it isn't given. Also written `dilation` or `atrous_rate`.
    pub dilation_rate: values::Integer,
    /// Applied to the result.
    ///
    /// An activation of [`activations`](super::activations); `linear` if it isn't given.
    pub activation: values::Activation,
    /// Whether a bias is added.
    ///
    /// `true` or `false`; `true` if it isn't given. Also written `bias`.
    pub use_bias: values::Flag,
    /// How the kernel starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `glorot_uniform` if it isn't given. Also written `init`.
    pub kernel_initializer: values::Initializer,
    /// How the bias starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `zeros` if it isn't given.
    pub bias_initializer: values::Initializer,
    /// What the kernel's weights cost.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given. Also written `W_regularizer`.
    pub kernel_regularizer: values::Regularizer,
    /// What the bias costs.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given. Also written `b_regularizer`.
    pub bias_regularizer: values::Regularizer,
    /// What the output costs, as a mean over the samples of the batch: `l1`, `l2` or `l1_l2`.
    ///
    /// `l1`, `l2` or `l1_l2` of [`regularizers`](super::regularizers); `None` if it isn't given.
    pub activity_regularizer: values::Regularizer,
    /// What the kernel's weights keep to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given. Also written `W_constraint`.
    pub kernel_constraint: values::Constraint,
    /// What the bias keeps to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given. Also written `b_constraint`.
    pub bias_constraint: values::Constraint,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// Transposed convolution of `[height, width, channels]`: each element adds `filters` kernels, times itself, to an output that `strides` enlarge.
///
/// ```text
/// Conv2DTranspose(filters, kernel_size, strides = 1, padding = valid, output_padding = None, dilation_rate = 1, activation = linear, use_bias = true, kernel_initializer = glorot_uniform, bias_initializer = zeros, kernel_regularizer = None, bias_regularizer = None, activity_regularizer = None, kernel_constraint = None, bias_constraint = None)
/// ```
///
/// It has one input. Also written `Convolution2DTranspose` or `Deconvolution2D`.
pub struct Conv2DTranspose {
    /// The number of output channels.
    ///
    /// An integer of at least 1; it must be given. Also written `nb_filter`.
    pub filters: values::Integer,
    /// The height and width of the kernel.
    ///
    /// An integer of at least 1, or a pair such as `(2, 2)`; it must be given.
    pub kernel_size: values::Pair,
    /// How far the kernel moves.
    ///
    /// An integer of at least 1, or a pair such as `(2, 2)`; `1` if it isn't given. Also written `subsample` or `stride`.
    pub strides: values::Pair,
    /// `valid` for the whole result, `same` for the input's size times the stride.
    ///
    /// `valid` or `same`; `valid` if it isn't given. Also written `border_mode`.
    pub padding: values::Padding,
    /// How much is added to the shortest output, less than the stride; as much as makes the output the input times the stride, if not given.
    ///
    /// An integer of at least 0, or a pair such as `(1, 1)`; `None` if it isn't given.
    pub output_padding: values::Pair,
    /// The distance of the kernel's elements.
    ///
    /// An integer of at least 1, or a pair such as `(2, 2)`; `1` if it isn't given. Also written `dilation` or `atrous_rate`.
    pub dilation_rate: values::Pair,
    /// Applied to the result.
    ///
    /// An activation of [`activations`](super::activations); `linear` if it isn't given.
    pub activation: values::Activation,
    /// Whether a bias is added.
    ///
    /// `true` or `false`; `true` if it isn't given. Also written `bias`.
    pub use_bias: values::Flag,
    /// How the kernel starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `glorot_uniform` if it isn't given. Also written `init`.
    pub kernel_initializer: values::Initializer,
    /// How the bias starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `zeros` if it isn't given.
    pub bias_initializer: values::Initializer,
    /// What the kernel's weights cost.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given. Also written `W_regularizer`.
    pub kernel_regularizer: values::Regularizer,
    /// What the bias costs.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given. Also written `b_regularizer`.
    pub bias_regularizer: values::Regularizer,
    /// What the output costs, as a mean over the samples of the batch: `l1`, `l2` or `l1_l2`.
    ///
    /// `l1`, `l2` or `l1_l2` of [`regularizers`](super::regularizers); `None` if it isn't given.
    pub activity_regularizer: values::Regularizer,
    /// What the kernel's weights keep to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given. Also written `W_constraint`.
    pub kernel_constraint: values::Constraint,
    /// What the bias keeps to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given. Also written `b_constraint`.
    pub bias_constraint: values::Constraint,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// The largest element of each window of steps, for each channel.
///
/// ```text
/// MaxPooling1D(pool_size = 2, strides = None, padding = valid)
/// ```
///
/// It has one input. Also written `MaxPool1D`.
pub struct MaxPooling1D {
    /// The length of the window.
    ///
    /// An integer of at least 1; `2` if it isn't given. Also written `pool_length`.
    pub pool_size: values::Integer,
    /// How far the window moves: its size, if not given.
    ///
    /// An integer of at least 1; `None` if it isn't given. Also written `stride`.
    pub strides: values::Integer,
    /// `valid` for none, `same` to cover every element.
    ///
    /// `valid` or `same`; `valid` if it isn't given. Also written `border_mode`.
    pub padding: values::Padding,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// The largest element of each window of `[height, width]`, for each channel.
///
/// ```text
/// MaxPooling2D(pool_size = 2, strides = None, padding = valid)
/// ```
///
/// It has one input. Also written `MaxPool2D`.
pub struct MaxPooling2D {
    /// The height and width of the window.
    ///
    /// An integer of at least 1, or a pair such as `(2, 2)`; `2` if it isn't given.
    pub pool_size: values::Pair,
    /// How far the window moves: its size, if not given.
    ///
    /// An integer of at least 1, or a pair such as `(2, 2)`; `None` if it isn't given.
    pub strides: values::Pair,
    /// `valid` for none, `same` to cover every element.
    ///
    /// `valid` or `same`; `valid` if it isn't given. Also written `border_mode`.
    pub padding: values::Padding,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// The largest element of each window of `[depth, height, width]`, for each channel.
///
/// ```text
/// MaxPooling3D(pool_size = 2, strides = None, padding = valid)
/// ```
///
/// It has one input. Also written `MaxPool3D`.
pub struct MaxPooling3D {
    /// The depth, height and width of the window.
    ///
    /// An integer of at least 1, or three such as `(2, 2, 2)`; `2` if it isn't given.
    pub pool_size: values::Triple,
    /// How far the window moves: its size, if not given.
    ///
    /// An integer of at least 1, or three such as `(2, 2, 2)`; `None` if it isn't given.
    pub strides: values::Triple,
    /// `valid` for none, `same` to cover every element.
    ///
    /// `valid` or `same`; `valid` if it isn't given. Also written `border_mode`.
    pub padding: values::Padding,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// The mean of the elements that aren't padding of each window of steps, for each channel.
///
/// ```text
/// AveragePooling1D(pool_size, strides = None, padding = valid)
/// ```
///
/// It has one input. Also written `AvgPool1D`.
pub struct AveragePooling1D {
    /// The length of the window.
    ///
    /// An integer of at least 1; it must be given. Also written `pool_length`.
    pub pool_size: values::Integer,
    /// How far the window moves: its size, if not given.
    ///
    /// An integer of at least 1; `None` if it isn't given. Also written `stride`.
    pub strides: values::Integer,
    /// `valid` for none, `same` to cover every element.
    ///
    /// `valid` or `same`; `valid` if it isn't given. Also written `border_mode`.
    pub padding: values::Padding,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// The mean of the elements that aren't padding of each window of `[height, width]`, for each channel.
///
/// ```text
/// AveragePooling2D(pool_size, strides = None, padding = valid)
/// ```
///
/// It has one input. Also written `AvgPool2D`.
pub struct AveragePooling2D {
    /// The height and width of the window.
    ///
    /// An integer of at least 1, or a pair such as `(2, 2)`; it must be given.
    pub pool_size: values::Pair,
    /// How far the window moves: its size, if not given.
    ///
    /// An integer of at least 1, or a pair such as `(2, 2)`; `None` if it isn't given.
    pub strides: values::Pair,
    /// `valid` for none, `same` to cover every element.
    ///
    /// `valid` or `same`; `valid` if it isn't given. Also written `border_mode`.
    pub padding: values::Padding,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// The mean of the elements that aren't padding of each window of `[depth, height, width]`, for each channel.
///
/// ```text
/// AveragePooling3D(pool_size, strides = None, padding = valid)
/// ```
///
/// It has one input. Also written `AvgPool3D`.
pub struct AveragePooling3D {
    /// The depth, height and width of the window.
    ///
    /// An integer of at least 1, or three such as `(2, 2, 2)`; it must be given.
    pub pool_size: values::Triple,
    /// How far the window moves: its size, if not given.
    ///
    /// An integer of at least 1, or three such as `(2, 2, 2)`; `None` if it isn't given.
    pub strides: values::Triple,
    /// `valid` for none, `same` to cover every element.
    ///
    /// `valid` or `same`; `valid` if it isn't given. Also written `border_mode`.
    pub padding: values::Padding,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// The largest element of each channel of `[steps, channels]`.
///
/// ```text
/// GlobalMaxPooling1D(keepdims = false)
/// ```
///
/// It has one input. Also written `GlobalMaxPool1D`.
pub struct GlobalMaxPooling1D {
    /// Whether the axes that are pooled stay, with length 1.
    ///
    /// `true` or `false`; `false` if it isn't given.
    pub keepdims: values::Flag,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// The largest element of each channel of `[height, width, channels]`.
///
/// ```text
/// GlobalMaxPooling2D(keepdims = false)
/// ```
///
/// It has one input. Also written `GlobalMaxPool2D`.
pub struct GlobalMaxPooling2D {
    /// Whether the axes that are pooled stay, with length 1.
    ///
    /// `true` or `false`; `false` if it isn't given.
    pub keepdims: values::Flag,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// The largest element of each channel of `[depth, height, width, channels]`.
///
/// ```text
/// GlobalMaxPooling3D(keepdims = false)
/// ```
///
/// It has one input. Also written `GlobalMaxPool3D`.
pub struct GlobalMaxPooling3D {
    /// Whether the axes that are pooled stay, with length 1.
    ///
    /// `true` or `false`; `false` if it isn't given.
    pub keepdims: values::Flag,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// The mean of each channel of `[steps, channels]`.
///
/// ```text
/// GlobalAveragePooling1D(keepdims = false)
/// ```
///
/// It has one input. Also written `GlobalAvgPool1D`.
pub struct GlobalAveragePooling1D {
    /// Whether the axes that are pooled stay, with length 1.
    ///
    /// `true` or `false`; `false` if it isn't given.
    pub keepdims: values::Flag,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// The mean of each channel of `[height, width, channels]`.
///
/// ```text
/// GlobalAveragePooling2D(keepdims = false)
/// ```
///
/// It has one input. Also written `GlobalAvgPool2D`.
pub struct GlobalAveragePooling2D {
    /// Whether the axes that are pooled stay, with length 1.
    ///
    /// `true` or `false`; `false` if it isn't given.
    pub keepdims: values::Flag,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// The mean of each channel of `[depth, height, width, channels]`.
///
/// ```text
/// GlobalAveragePooling3D(keepdims = false)
/// ```
///
/// It has one input. Also written `GlobalAvgPool3D`.
pub struct GlobalAveragePooling3D {
    /// Whether the axes that are pooled stay, with length 1.
    ///
    /// `true` or `false`; `false` if it isn't given.
    pub keepdims: values::Flag,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// Zeros around a sequence.
///
/// ```text
/// ZeroPadding1D(padding = 1)
/// ```
///
/// It has one input.
pub struct ZeroPadding1D {
    /// How many steps are added before and after.
    ///
    /// An integer of at least 0, or a pair such as `(1, 2)`; `1` if it isn't given.
    pub padding: values::Margins,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// Zeros around an image.
///
/// ```text
/// ZeroPadding2D(padding = 1)
/// ```
///
/// It has one input.
pub struct ZeroPadding2D {
    /// How many rows and columns are added: on both sides, or `((top, bottom), (left, right))`.
    ///
    /// An integer of at least 0, one for each axis, or a pair for each such as `((1, 2), (0, 3))`; `1` if it isn't given.
    pub padding: values::Margins,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// Zeros around a volume.
///
/// ```text
/// ZeroPadding3D(padding = 1)
/// ```
///
/// It has one input.
pub struct ZeroPadding3D {
    /// How many planes, rows and columns are added: on both sides, or `((front, back), (top, bottom), (left, right))`.
    ///
    /// An integer of at least 0, one for each axis, or a pair for each such as `((1, 1), (1, 2), (0, 3))`; `1` if it isn't given.
    pub padding: values::Margins,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// A sequence without its border.
///
/// ```text
/// Cropping1D(cropping = 1)
/// ```
///
/// It has one input.
pub struct Cropping1D {
    /// How many steps are taken away before and after.
    ///
    /// An integer of at least 0, or a pair such as `(1, 2)`; `1` if it isn't given.
    pub cropping: values::Margins,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// An image without its border.
///
/// ```text
/// Cropping2D(cropping = 0)
/// ```
///
/// It has one input.
pub struct Cropping2D {
    /// How many rows and columns are taken away: on both sides, or `((top, bottom), (left, right))`.
    ///
    /// An integer of at least 0, one for each axis, or a pair for each such as `((1, 2), (0, 3))`; `0` if it isn't given.
    pub cropping: values::Margins,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// A volume without its border.
///
/// ```text
/// Cropping3D(cropping = 1)
/// ```
///
/// It has one input.
pub struct Cropping3D {
    /// How many planes, rows and columns are taken away: on both sides, or `((front, back), (top, bottom), (left, right))`.
    ///
    /// An integer of at least 0, one for each axis, or a pair for each such as `((1, 1), (1, 2), (0, 3))`; `1` if it isn't given.
    pub cropping: values::Margins,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// Each step of a sequence `size` times.
///
/// ```text
/// UpSampling1D(size = 2)
/// ```
///
/// It has one input.
pub struct UpSampling1D {
    /// How often each step stands in the output.
    ///
    /// An integer of at least 1; `2` if it isn't given. Also written `length`.
    pub size: values::Integer,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// An image `size` times as high and wide.
///
/// ```text
/// UpSampling2D(size = 2, interpolation = nearest)
/// ```
///
/// It has one input.
pub struct UpSampling2D {
    /// How many times as high and wide the output is.
    ///
    /// An integer of at least 1, or a pair such as `(2, 2)`; `2` if it isn't given.
    pub size: values::Pair,
    /// `nearest` repeats pixels, `bilinear` goes evenly from the centre of one to that of the next.
    ///
    /// `nearest` or `bilinear`; `nearest` if it isn't given.
    pub interpolation: values::Text,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// A volume `size` times as deep, high and wide.
///
/// ```text
/// UpSampling3D(size = 2)
/// ```
///
/// It has one input.
pub struct UpSampling3D {
    /// How many times as deep, high and wide the output is.
    ///
    /// An integer of at least 1, or three such as `(2, 2, 2)`; `2` if it isn't given.
    pub size: values::Triple,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// `gamma · (x − mean) / √(variance + epsilon) + beta` for each channel, over the batch in training.
///
/// ```text
/// BatchNormalization(axis = -1, momentum = 0.99, epsilon = 0.001, center = true, scale = true, beta_initializer = zeros, gamma_initializer = ones, moving_mean_initializer = zeros, moving_variance_initializer = ones, beta_regularizer = None, gamma_regularizer = None, beta_constraint = None, gamma_constraint = None)
/// ```
///
/// It has one input. Also written `BatchNorm`.
pub struct BatchNormalization {
    /// The axis of the channels: the last.
    ///
    /// An axis such as `-1`, the batch being axis 0; `-1` if it isn't given.
    pub axis: values::Axes,
    /// How much of the moving statistics each step keeps.
    ///
    /// A number from 0 to 1; `0.99` if it isn't given.
    pub momentum: values::Number,
    /// Added to the variance.
    ///
    /// A number of at least 0; `0.001` if it isn't given.
    pub epsilon: values::Number,
    /// Whether there is a beta.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub center: values::Flag,
    /// Whether there is a gamma.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub scale: values::Flag,
    /// How beta starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `zeros` if it isn't given. Also written `beta_init`.
    pub beta_initializer: values::Initializer,
    /// How gamma starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `ones` if it isn't given. Also written `gamma_init`.
    pub gamma_initializer: values::Initializer,
    /// How the moving mean starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `zeros` if it isn't given.
    pub moving_mean_initializer: values::Initializer,
    /// How the moving variance starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `ones` if it isn't given.
    pub moving_variance_initializer: values::Initializer,
    /// What beta costs.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given.
    pub beta_regularizer: values::Regularizer,
    /// What gamma costs.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given.
    pub gamma_regularizer: values::Regularizer,
    /// What beta keeps to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given.
    pub beta_constraint: values::Constraint,
    /// What gamma keeps to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given.
    pub gamma_constraint: values::Constraint,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// `gamma · (x − mean) / √(variance + epsilon) + beta` along an axis of each sample, or along several.
///
/// ```text
/// LayerNormalization(axis = -1, per_channel = false, epsilon = 0.001, center = true, scale = true, beta_initializer = zeros, gamma_initializer = ones, beta_regularizer = None, gamma_regularizer = None, beta_constraint = None, gamma_constraint = None)
/// ```
///
/// It has one input. Also written `LayerNorm`.
pub struct LayerNormalization {
    /// Which axes are normalized together, the batch being axis 0.
    ///
    /// An axis such as `-1`, the batch being axis 0; `-1` if it isn't given.
    pub axis: values::Axes,
    /// Whether gamma and beta belong to the channels, instead of to each element along the axes.
    ///
    /// `true` or `false`; `false` if it isn't given.
    pub per_channel: values::Flag,
    /// Added to the variance.
    ///
    /// A number of at least 0; `0.001` if it isn't given.
    pub epsilon: values::Number,
    /// Whether there is a beta.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub center: values::Flag,
    /// Whether there is a gamma.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub scale: values::Flag,
    /// How beta starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `zeros` if it isn't given.
    pub beta_initializer: values::Initializer,
    /// How gamma starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `ones` if it isn't given.
    pub gamma_initializer: values::Initializer,
    /// What beta costs.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given.
    pub beta_regularizer: values::Regularizer,
    /// What gamma costs.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given.
    pub gamma_regularizer: values::Regularizer,
    /// What beta keeps to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given.
    pub beta_constraint: values::Constraint,
    /// What gamma keeps to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given.
    pub gamma_constraint: values::Constraint,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// `gamma · (x − mean) / √(variance + epsilon) + beta` for groups of channels, over the positions of a sample.
///
/// ```text
/// GroupNormalization(groups = 32, axis = -1, epsilon = 0.001, center = true, scale = true, beta_initializer = zeros, gamma_initializer = ones, beta_regularizer = None, gamma_regularizer = None, beta_constraint = None, gamma_constraint = None)
/// ```
///
/// It has one input. Also written `GroupNorm`.
pub struct GroupNormalization {
    /// Into how many groups of neighbours the channels are split; -1 for a group of each.
    ///
    /// An integer of at least 1, or -1; `32` if it isn't given.
    pub groups: values::Integer,
    /// The axis of the channels: the last.
    ///
    /// An axis such as `-1`, the batch being axis 0; `-1` if it isn't given.
    pub axis: values::Axes,
    /// Added to the variance.
    ///
    /// A number of at least 0; `0.001` if it isn't given.
    pub epsilon: values::Number,
    /// Whether there is a beta.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub center: values::Flag,
    /// Whether there is a gamma.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub scale: values::Flag,
    /// How beta starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `zeros` if it isn't given.
    pub beta_initializer: values::Initializer,
    /// How gamma starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `ones` if it isn't given.
    pub gamma_initializer: values::Initializer,
    /// What beta costs.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given.
    pub beta_regularizer: values::Regularizer,
    /// What gamma costs.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given.
    pub gamma_regularizer: values::Regularizer,
    /// What beta keeps to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given.
    pub beta_constraint: values::Constraint,
    /// What gamma keeps to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given.
    pub gamma_constraint: values::Constraint,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// `gamma · (x − mean) / √(variance + epsilon) + beta` for each channel, over the positions of a sample.
///
/// ```text
/// InstanceNormalization(epsilon = 0.001, center = true, scale = true, beta_initializer = zeros, gamma_initializer = ones, beta_regularizer = None, gamma_regularizer = None, beta_constraint = None, gamma_constraint = None)
/// ```
///
/// It has one input. Also written `InstanceNorm`.
pub struct InstanceNormalization {
    /// Added to the variance.
    ///
    /// A number of at least 0; `0.001` if it isn't given.
    pub epsilon: values::Number,
    /// Whether there is a beta.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub center: values::Flag,
    /// Whether there is a gamma.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub scale: values::Flag,
    /// How beta starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `zeros` if it isn't given.
    pub beta_initializer: values::Initializer,
    /// How gamma starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `ones` if it isn't given.
    pub gamma_initializer: values::Initializer,
    /// What beta costs.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given.
    pub beta_regularizer: values::Regularizer,
    /// What gamma costs.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given.
    pub gamma_regularizer: values::Regularizer,
    /// What beta keeps to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given.
    pub beta_constraint: values::Constraint,
    /// What gamma keeps to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given.
    pub gamma_constraint: values::Constraint,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// `scale · x / √(mean of x² + epsilon)` along an axis of each sample, or along several.
///
/// ```text
/// RMSNormalization(axis = -1, epsilon = 0.000001)
/// ```
///
/// It has one input. Also written `RMSNorm`.
pub struct RMSNormalization {
    /// Which axes are normalized together, the batch being axis 0.
    ///
    /// An axis such as `-1`, the batch being axis 0; `-1` if it isn't given.
    pub axis: values::Axes,
    /// Added to the variance.
    ///
    /// A number of at least 0; `0.000001` if it isn't given.
    pub epsilon: values::Number,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// `x / √(sum of x²)` along an axis of each sample, or along several.
///
/// ```text
/// UnitNormalization(axis = -1)
/// ```
///
/// It has one input.
pub struct UnitNormalization {
    /// Which axes are normalized together, the batch being axis 0.
    ///
    /// An axis such as `-1`, the batch being axis 0; `-1` if it isn't given.
    pub axis: values::Axes,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// `x / (bias + alpha · sum of x² over neighbouring channels)^beta`.
///
/// ```text
/// LocalResponseNormalization(size = 5, bias = 2, alpha = 0.0001, beta = 0.75)
/// ```
///
/// It has one input. Also written `LRN`.
pub struct LocalResponseNormalization {
    /// How many channels belong together: one and half of the others on each side.
    ///
    /// An integer of at least 1; `5` if it isn't given.
    pub size: values::Integer,
    /// What the sum is added to.
    ///
    /// A number of at least 0; `2` if it isn't given. Also written `k`.
    pub bias: values::Number,
    /// What the sum is multiplied by; it isn't divided by the number of channels.
    ///
    /// A number of at least 0; `0.0001` if it isn't given.
    pub alpha: values::Number,
    /// The exponent.
    ///
    /// A number of at least 0; `0.75` if it isn't given.
    pub beta: values::Number,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// `gamma · x / √(mean of x² + epsilon) + beta` for each channel, over the positions of a sample.
///
/// ```text
/// FilterResponseNormalization(epsilon = 0.000001, learned_epsilon = false, center = true, scale = true, beta_initializer = zeros, gamma_initializer = ones)
/// ```
///
/// It has one input. Also written `FRN`.
pub struct FilterResponseNormalization {
    /// Added to the mean of squares.
    ///
    /// A number of at least 0; `0.000001` if it isn't given.
    pub epsilon: values::Number,
    /// Whether the size of a learned number, at first 0.0001, is added to epsilon.
    ///
    /// `true` or `false`; `false` if it isn't given.
    pub learned_epsilon: values::Flag,
    /// Whether there is a beta.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub center: values::Flag,
    /// Whether there is a gamma.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub scale: values::Flag,
    /// How beta starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `zeros` if it isn't given.
    pub beta_initializer: values::Initializer,
    /// How gamma starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `ones` if it isn't given.
    pub gamma_initializer: values::Initializer,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// max(z, theta) with a learned theta for each channel.
///
/// ```text
/// ThresholdedLinearUnit(affine = false, theta_initializer = zeros, alpha_initializer = zeros)
/// ```
///
/// It has one input. Also written `TLU`.
pub struct ThresholdedLinearUnit {
    /// Whether the threshold is alpha · z + theta, with a learned alpha too.
    ///
    /// `true` or `false`; `false` if it isn't given.
    pub affine: values::Flag,
    /// How theta starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `zeros` if it isn't given. Also written `tau_initializer`.
    pub theta_initializer: values::Initializer,
    /// How alpha starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `zeros` if it isn't given.
    pub alpha_initializer: values::Initializer,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// Conv2D with a kernel of mean 0 and of the learned length `gain` for each filter.
///
/// ```text
/// WeightStandardizedConv2D(filters, kernel_size, strides = 1, padding = valid, dilation_rate = 1, groups = 1, activation = linear, use_bias = true, kernel_initializer = glorot_uniform, bias_initializer = zeros, kernel_regularizer = None, bias_regularizer = None, activity_regularizer = None, kernel_constraint = None, bias_constraint = None, standardization = deepmind, epsilon = None, gain_initializer = ones)
/// ```
///
/// It has one input. Also written `WSConv2D` or `ScaledStdConv2d`.
pub struct WeightStandardizedConv2D {
    /// The number of output channels.
    ///
    /// An integer of at least 1; it must be given. Also written `nb_filter`.
    pub filters: values::Integer,
    /// The height and width of the kernel.
    ///
    /// An integer of at least 1, or a pair such as `(2, 2)`; it must be given.
    pub kernel_size: values::Pair,
    /// How far the kernel moves.
    ///
    /// An integer of at least 1, or a pair such as `(2, 2)`; `1` if it isn't given. Also written `subsample` or `stride`.
    pub strides: values::Pair,
    /// `valid` for none, `same` for as much as keeps the size at stride 1.
    ///
    /// `valid` or `same`; `valid` if it isn't given. Also written `border_mode`.
    pub padding: values::Padding,
    /// The distance of the kernel's elements.
    ///
    /// An integer of at least 1, or a pair such as `(2, 2)`; `1` if it isn't given. Also written `dilation` or `atrous_rate`.
    pub dilation_rate: values::Pair,
    /// Into how many groups channels and filters are split.
    ///
    /// An integer of at least 1; `1` if it isn't given.
    pub groups: values::Integer,
    /// Applied to the result.
    ///
    /// An activation of [`activations`](super::activations); `linear` if it isn't given.
    pub activation: values::Activation,
    /// Whether a bias is added.
    ///
    /// `true` or `false`; `true` if it isn't given. Also written `bias`.
    pub use_bias: values::Flag,
    /// How the kernel starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `glorot_uniform` if it isn't given. Also written `init`.
    pub kernel_initializer: values::Initializer,
    /// How the bias starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `zeros` if it isn't given.
    pub bias_initializer: values::Initializer,
    /// What the kernel's weights cost.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given. Also written `W_regularizer`.
    pub kernel_regularizer: values::Regularizer,
    /// What the bias costs.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given. Also written `b_regularizer`.
    pub bias_regularizer: values::Regularizer,
    /// What the output costs, as a mean over the samples of the batch: `l1`, `l2` or `l1_l2`.
    ///
    /// `l1`, `l2` or `l1_l2` of [`regularizers`](super::regularizers); `None` if it isn't given.
    pub activity_regularizer: values::Regularizer,
    /// What the kernel's weights keep to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given. Also written `W_constraint`.
    pub kernel_constraint: values::Constraint,
    /// What the bias keeps to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given. Also written `b_constraint`.
    pub bias_constraint: values::Constraint,
    /// `deepmind` divides by √max(fan_in · variance, epsilon), `timm` by √(fan_in · (variance + epsilon)).
    ///
    /// `deepmind` or `timm`; `deepmind` if it isn't given.
    pub standardization: values::Text,
    /// What keeps the divisor from 0: 0.0001, or 0.00001 for `timm`, if not given.
    ///
    /// A number of at least 0; `None` if it isn't given.
    pub epsilon: values::Number,
    /// How the filters' gains start.
    ///
    /// An initializer of [`initializers`](super::initializers); `ones` if it isn't given.
    pub gain_initializer: values::Initializer,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// An activation, scaled so that the variance of a standard normal input stays 1.
///
/// ```text
/// ScaledActivation(activation, gains = exact)
/// ```
///
/// It has one input.
pub struct ScaledActivation {
    /// Which one, such as `relu`.
    ///
    /// An activation of [`activations`](super::activations); it must be given.
    pub activation: values::Activation,
    /// `exact` for the quotient of integrals, `deepmind` for the table of the NFNet code, which was drawn at random.
    ///
    /// `exact` or `deepmind`; `exact` if it isn't given.
    pub gains: values::Text,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}

/// Long short-term memory over `[steps, features]`, gates in the order i, f, c, o.
///
/// ```text
/// LSTM(units, activation = tanh, recurrent_activation = sigmoid, use_bias = true, kernel_initializer = glorot_uniform, recurrent_initializer = orthogonal, bias_initializer = zeros, unit_forget_bias = true, kernel_regularizer = None, recurrent_regularizer = None, bias_regularizer = None, kernel_constraint = None, recurrent_constraint = None, bias_constraint = None, return_sequences = false, return_state = false, go_backwards = false)
/// ```
///
/// It has one input, or three with its initial state. Also written `Lstm`.
pub struct LSTM {
    /// The length of the state.
    ///
    /// An integer of at least 1; it must be given. Also written `output_dim`.
    pub units: values::Integer,
    /// Applied to the candidate and the cell.
    ///
    /// An activation of [`activations`](super::activations); `tanh` if it isn't given.
    pub activation: values::Activation,
    /// Applied to the gates.
    ///
    /// An activation of [`activations`](super::activations); `sigmoid` if it isn't given. Also written `inner_activation`.
    pub recurrent_activation: values::Activation,
    /// Whether a bias is added.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub use_bias: values::Flag,
    /// How the kernel starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `glorot_uniform` if it isn't given. Also written `init`.
    pub kernel_initializer: values::Initializer,
    /// How the recurrent kernel starts.
    ///
    /// An initializer of [`initializers`](super::initializers); `orthogonal` if it isn't given. Also written `inner_init`.
    pub recurrent_initializer: values::Initializer,
    /// How the bias starts, the forget gate apart.
    ///
    /// An initializer of [`initializers`](super::initializers); `zeros` if it isn't given.
    pub bias_initializer: values::Initializer,
    /// Whether the bias of the forget gate starts at 1.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub unit_forget_bias: values::Flag,
    /// What the kernel's weights cost.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given. Also written `W_regularizer`.
    pub kernel_regularizer: values::Regularizer,
    /// What the recurrent kernel costs.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given.
    pub recurrent_regularizer: values::Regularizer,
    /// What the bias costs.
    ///
    /// A regularizer of [`regularizers`](super::regularizers); `None` if it isn't given. Also written `b_regularizer`.
    pub bias_regularizer: values::Regularizer,
    /// What the kernel's weights keep to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given. Also written `W_constraint`.
    pub kernel_constraint: values::Constraint,
    /// What the recurrent kernel keeps to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given.
    pub recurrent_constraint: values::Constraint,
    /// What the bias keeps to.
    ///
    /// A constraint of [`constraints`](super::constraints); `None` if it isn't given. Also written `b_constraint`.
    pub bias_constraint: values::Constraint,
    /// Whether the output of every step is given, not of the last alone.
    ///
    /// `true` or `false`; `false` if it isn't given.
    pub return_sequences: values::Flag,
    /// Whether the last states are given as second and third output.
    ///
    /// `true` or `false`; `false` if it isn't given.
    pub return_state: values::Flag,
    /// Whether the sequence is read from its end.
    ///
    /// `true` or `false`; `false` if it isn't given.
    pub go_backwards: values::Flag,
    /// The layer's name in weights files.
    ///
    /// A name such as `"encoder"`; `None` if it isn't given.
    pub name: values::Text,
    /// Whether training changes the layer's parameters.
    ///
    /// `true` or `false`; `true` if it isn't given.
    pub trainable: values::Flag,
    /// A warning that isn't given for this layer, or a tuple of warnings.
    ///
    /// A warning, or a tuple of them, of [`warnings`](super::warnings); `None` if it isn't given.
    pub allow: values::Warning,
    /// On the first layer of a chain: the shape of the model's input, without the batch.
    ///
    /// A shape without the batch, such as `(28, 28, 1)`; `None` if it isn't given.
    pub input_shape: values::Shape,
    /// On the first layer of a chain: the length of the model's input.
    ///
    /// An integer of at least 1; `None` if it isn't given.
    pub input_dim: values::Integer,
}
