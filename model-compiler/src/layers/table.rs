//! The table of layers: what the parser accepts, what messages suggest and what the documentation lists.

use super::Layer;
use super::arguments::{Arguments, Refusal, Specification};
use super::{
    activation, activity_regularization, add, alpha_dropout, average, average_pooling,
    batch_normalization, concatenate, conv1d, conv1d_transpose, conv2d, conv2d_transpose, conv3d,
    cropping, dense, depthwise_conv1d, depthwise_conv2d, dot, drop_path, dropout,
    filter_response_normalization, flatten, gaussian_dropout, gaussian_noise,
    global_average_pooling, global_max_pooling, group_normalization, input, instance_normalization,
    lambda, layer_normalization, layer_scale, local_response_normalization, lstm, max_pooling,
    maximum, minimum, multiply, permute, prelu, repeat_vector, reshape, rms_normalization,
    scaled_activation, separable_conv1d, separable_conv2d, spatial_dropout, subtract,
    thresholded_linear_unit, unit_normalization, up_sampling, weight_standardized_conv2d,
    zero_padding,
};
use crate::diagnostics::{Counted, closest};

/// What is known of a layer before it has arguments.
pub struct Row {
    /// How it is written.
    pub keyword: &'static str,
    /// Other spellings, those of earlier versions of Keras.
    pub aliases: &'static [&'static str],
    /// What unnamed layers are called, before their number.
    pub name: &'static str,
    /// What it computes.
    pub doc: &'static str,
    /// Its arguments in the order of Keras.
    pub arguments: &'static [Specification],
    /// The argument that takes all that are written without a name, as in `Input(28, 28, 1)`.
    pub variadic: Option<&'static str>,
    /// How many inputs it takes.
    pub inputs: Counted,
    /// Makes it from its arguments.
    pub build: fn(&Arguments) -> Result<Box<dyn Layer>, Refusal>,
}

/// All layers, in the order of the documentation.
pub static TABLE: [&Row; 73] = [
    &input::ROW,
    &dense::ROW,
    &activation::ROW,
    &activation::RELU,
    &activation::LEAKY_RELU,
    &activation::ELU,
    &prelu::ROW,
    &activation::SOFTMAX,
    &lambda::ROW,
    &dropout::ROW,
    &spatial_dropout::ROW1D,
    &spatial_dropout::ROW2D,
    &spatial_dropout::ROW3D,
    &gaussian_dropout::ROW,
    &gaussian_noise::ROW,
    &alpha_dropout::ROW,
    &drop_path::ROW,
    &activity_regularization::ROW,
    &layer_scale::ROW,
    &flatten::ROW,
    &reshape::ROW,
    &permute::ROW,
    &repeat_vector::ROW,
    &add::ROW,
    &subtract::ROW,
    &multiply::ROW,
    &average::ROW,
    &maximum::ROW,
    &minimum::ROW,
    &dot::ROW,
    &concatenate::ROW,
    &conv1d::ROW,
    &conv2d::ROW,
    &conv3d::ROW,
    &depthwise_conv1d::ROW,
    &depthwise_conv2d::ROW,
    &separable_conv1d::ROW,
    &separable_conv2d::ROW,
    &conv1d_transpose::ROW,
    &conv2d_transpose::ROW,
    &max_pooling::ROW1D,
    &max_pooling::ROW2D,
    &max_pooling::ROW3D,
    &average_pooling::ROW1D,
    &average_pooling::ROW2D,
    &average_pooling::ROW3D,
    &global_max_pooling::ROW1D,
    &global_max_pooling::ROW2D,
    &global_max_pooling::ROW3D,
    &global_average_pooling::ROW1D,
    &global_average_pooling::ROW2D,
    &global_average_pooling::ROW3D,
    &zero_padding::ROW1D,
    &zero_padding::ROW2D,
    &zero_padding::ROW3D,
    &cropping::ROW1D,
    &cropping::ROW2D,
    &cropping::ROW3D,
    &up_sampling::ROW1D,
    &up_sampling::ROW2D,
    &up_sampling::ROW3D,
    &batch_normalization::ROW,
    &layer_normalization::ROW,
    &group_normalization::ROW,
    &instance_normalization::ROW,
    &rms_normalization::ROW,
    &unit_normalization::ROW,
    &local_response_normalization::ROW,
    &filter_response_normalization::ROW,
    &thresholded_linear_unit::ROW,
    &weight_standardized_conv2d::ROW,
    &scaled_activation::ROW,
    &lstm::ROW,
];

/// The layer with this keyword.
pub fn find(keyword: &str) -> Option<&'static Row> {
    let named = |row: &&&Row| row.keyword == keyword || row.aliases.contains(&keyword);
    TABLE.iter().find(named).copied()
}

/// Functions that apply a layer without arguments of its own: `concat(a, b)`.
pub const FUNCTIONS: [(&str, &str); 5] = [
    ("concat", "Concatenate"),
    ("concatenate", "Concatenate"),
    ("add", "Add"),
    ("subtract", "Subtract"),
    ("multiply", "Multiply"),
];

/// The layer that a function applies.
pub fn function(name: &str) -> Option<&'static str> {
    let (_, layer) = FUNCTIONS.iter().find(|(known, _)| *known == name)?;
    Some(layer)
}

/// The layer that does with more axes of space what this one does with fewer, and takes an input of this rank:
/// `Conv2D` of `Conv1D` and an image.
pub fn sibling(keyword: &str, rank: usize) -> Option<&'static str> {
    let digit = keyword.find(|letter: char| letter.is_ascii_digit())?;
    let (begin, end) = keyword.split_at(digit);
    let axes: usize = end.strip_suffix('D')?.parse().ok()?;
    let more = rank.checked_sub(1).filter(|&more| more > axes)?;
    find(&format!("{begin}{more}D")).map(|row| row.keyword)
}

/// Whether a layer can't be made without arguments.
pub fn needs_arguments(keyword: &str) -> bool {
    let required = |row: &Row| {
        let mut arguments = row.arguments.iter();
        arguments.any(|one| one.default == super::arguments::Default::Required)
    };
    find(keyword).is_some_and(required)
}

/// Layers of Keras that don't exist here yet.
static LATER: &[&str] = &[
    "Bidirectional",
    "Embedding",
    "GRU",
    "Masking",
    "MultiHeadAttention",
    "SimpleRNN",
    "TimeDistributed",
];

/// Whether a layer exists in Keras, and here only later.
pub fn is_later(keyword: &str) -> bool {
    LATER.contains(&keyword)
}

/// The keyword that was probably meant.
pub fn suggest(found: &str) -> Option<&'static str> {
    // What other libraries call it.
    let elsewhere = match found {
        "Linear" | "FullyConnected" => Some("Dense"),
        "Convolution2D" | "Conv" | "Conv2d" => Some("Conv2D"),
        "MaxPool" | "MaxPool2d" | "MaxPooling" => Some("MaxPooling2D"),
        "AvgPool" | "AvgPool2d" | "AveragePooling" => Some("AveragePooling2D"),
        "Upsample" | "UpSampling" => Some("UpSampling2D"),
        "ZeroPad2d" | "ZeroPadding" | "Pad" => Some("ZeroPadding2D"),
        "BatchNorm" | "BatchNorm2d" | "BatchNorm1d" => Some("BatchNormalization"),
        "Concat" | "Cat" | "cat" => Some("Concatenate"),
        "GlobalAvgPool" => Some("GlobalAveragePooling2D"),
        "GlobalMaxPool" => Some("GlobalMaxPooling2D"),
        _ => None,
    };
    elsewhere.or_else(|| closest(found, TABLE.iter().map(|row| row.keyword)))
}
