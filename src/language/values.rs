//! What values and arguments are.

macro_rules! values {
    ($($(#[$doc:meta])* $name:ident $(<$($dim:ident),*>)?;)*) => {
        $(
            $(#[$doc])*
            ///
            /// The fields are queried in a declaration as `x.channels()`.
            pub struct $name $(<$(const $dim: usize),*>)? {
                /// The length of the last axis.
                pub channels: Integer,
                /// The height of an image, or of a volume.
                pub height: Integer,
                /// The width of an image, or of a volume.
                pub width: Integer,
                /// The depth of a volume.
                pub depth: Integer,
                /// The number of elements.
                pub len: Integer,
                /// The number of axes, without the batch.
                pub rank: Integer,
                /// The length of an axis, as in `x.dim(1)`: the batch is axis 0.
                pub dim: Integer,
                /// All dimensions, without the batch.
                pub shape: Shape,
            }
        )*
    };
}

values! {
    /// What a layer gives, for one sample.
    Value;
    /// A number, for one sample.
    Tensor0;
    /// A row of numbers, for one sample.
    Tensor1<A>;
    /// A sequence of rows, for one sample.
    Tensor2<A, B>;
    /// An image, for one sample: height, width and channels.
    Tensor3<A, B, C>;
    /// A volume, for one sample: depth, height, width and channels.
    Tensor4<A, B, C, D>;
    /// A sequence of volumes, for one sample.
    Tensor5<A, B, C, D, E>;
}

/// A value of a declaration, by number. What editors know of it is a [`Known`].
pub struct Unknown<const DECLARATION: u64, const VALUE: usize>;

impl<const DECLARATION: u64, const VALUE: usize> Unknown<DECLARATION, VALUE> {
    /// Without a [`Known`], whose method comes first, nothing is known of its shape.
    pub fn value(&self) -> Value {
        unreachable!("values exist in declarations alone")
    }
}

/// Something is known of an [`Unknown`]. `Here` is a type of the crate that knows it.
pub trait Known<Here>: Sized {
    /// What it is.
    type Value;

    /// The value.
    fn value(self) -> Self::Value {
        unreachable!("values exist in declarations alone")
    }
}

/// An integer.
pub struct Integer;

/// A number, or another constant such as a tuple.
///
/// The fields are called in a declaration as `n.min(8)`.
pub struct Number {
    /// The smaller of two numbers: `n.min(8)`.
    pub min: Constant,
    /// The larger of two numbers: `n.max(8)`.
    pub max: Constant,
    /// A power: `n.pow(2)`.
    pub pow: Constant,
    /// The absolute value.
    pub abs: Constant,
    /// The square root.
    pub sqrt: Constant,
    /// The nearest integer, halves away from 0.
    pub round: Constant,
    /// The largest integer that isn't above.
    pub floor: Constant,
    /// The smallest integer that isn't below.
    pub ceil: Constant,
    /// The number of elements of a tuple.
    pub len: Constant,
}

/// A number, a text or a tuple that is known when the program is compiled.
pub struct Constant;

/// `true` or `false`.
pub struct Flag;

/// One of the [`activations`](super::activations).
pub struct Activation;

/// One of the [`initializers`](super::initializers).
pub struct Initializer;

/// One of the [`regularizers`](super::regularizers), or the path of one of your own.
pub struct Regularizer;

/// One of the [`constraints`](super::constraints), or the path of one of your own.
pub struct Constraint;

/// One of some words.
pub struct Word;

/// Dimensions without the batch: `(28, 28, 1)`.
pub struct Shape;

/// An integer, or two as in `(2, 2)`.
pub struct Pair;

/// An integer, or three as in `(2, 2, 2)`.
pub struct Triple;

/// An integer for both sides along all axes, or one for each side: `((1, 2), (0, 3))`.
pub struct Margins;

/// An axis or several, counted as in Keras: the batch is axis 0, and -1 is the last.
pub struct Axes;

/// One of [`padding`](super::padding).
pub struct Padding;

/// A text.
pub struct Text;

/// A function of numbers, such as `|x| x * tanh(x)`.
pub struct Closure;

/// The name of a warning, or a tuple of names.
pub struct Warning;
