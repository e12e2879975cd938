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
/// Dense(units, activation = linear, use_bias = true, kernel_initializer = glorot_uniform, bias_initializer = zeros)
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

/// cross-correlation of `[height, width, channels]` with `filters` kernels.
///
/// ```text
/// Conv2D(filters, kernel_size, strides = 1, padding = valid, dilation_rate = 1, groups = 1, activation = linear, use_bias = true, kernel_initializer = glorot_uniform, bias_initializer = zeros)
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
    /// An integer of at least 1, or a pair such as `(2, 2)`; `1` if it isn't given. Also written `dilation`.
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

/// The mean of each channel of `[height, width, channels]`.
///
/// ```text
/// GlobalAveragePooling2D(keepdims = false)
/// ```
///
/// It has one input. Also written `GlobalAvgPool2D`.
pub struct GlobalAveragePooling2D {
    /// Whether height and width stay as axes of length 1.
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

/// `gamma · (x − mean) / √(variance + epsilon) + beta` for each channel, over the batch in training.
///
/// ```text
/// BatchNormalization(axis = -1, momentum = 0.99, epsilon = 0.001, center = true, scale = true, beta_initializer = zeros, gamma_initializer = ones, moving_mean_initializer = zeros, moving_variance_initializer = ones)
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
/// LSTM(units, activation = tanh, recurrent_activation = sigmoid, use_bias = true, kernel_initializer = glorot_uniform, recurrent_initializer = orthogonal, bias_initializer = zeros, unit_forget_bias = true, return_sequences = false, return_state = false, go_backwards = false)
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
