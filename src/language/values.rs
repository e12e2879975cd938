//! What values and arguments are.

/// A value of the declaration: what a layer gives, for one sample. The fields are queried as `x.channels()`.
pub struct Value {
    /// The length of the last axis.
    pub channels: Integer,
    /// The length of an image's first axis.
    pub height: Integer,
    /// The length of an image's second axis.
    pub width: Integer,
    /// The number of elements.
    pub len: Integer,
    /// The number of axes.
    pub rank: Integer,
}

/// An integer.
pub struct Integer;

/// An integer or a decimal number.
pub struct Number;

/// `true` or `false`.
pub struct Flag;

/// One of the [`activations`](super::activations).
pub struct Activation;

/// One of the [`initializers`](super::initializers).
pub struct Initializer;

/// Dimensions without the batch: `(28, 28, 1)`.
pub struct Shape;

/// An integer, or two as in `(2, 2)`.
pub struct Pair;

/// An axis or several, counted as in Keras: the batch is axis 0, and -1 is the last.
pub struct Axes;

/// One of [`padding`](super::padding).
pub struct Padding;

/// A text.
pub struct Text;
