//! The warnings, as `allow = dropped_pixels` at a layer silences them.
//!
//! Made from the compiler's tables: `tests/documented.rs`.
#![allow(non_camel_case_types)] // names of the declaration

/// A window with `padding = valid` whose strides leave out the last rows or columns of its input.
///
/// What is there never reaches the output; Keras says nothing.
pub struct dropped_pixels;

/// A layer that is made and never applied.
///
/// It isn't part of the model.
pub struct unused_layer;

/// An activation such as `relu` right before softmax or sigmoid.
///
/// It makes all negative scores equal: a sigmoid then gives at least 1/2, and classes can't be ruled out.
pub struct clipped_scores;

/// Softmax along an axis of one element.
///
/// The result is always 1, and its gradient 0.
pub struct softmax_of_one;

/// An activation right behind another.
///
/// One of them is often left over from an earlier version.
pub struct repeated_activation;

/// A bias right before batch normalization.
///
/// Normalization subtracts it again with the mean.
pub struct useless_bias;

/// Two dense layers with nothing between them.
///
/// Together they are one linear map, which one layer can be.
pub struct linear_layers;

/// A dropout whose result is an output of the model.
///
/// The loss then sees predictions with zeros in them.
pub struct dropout_at_output;

/// A dropout with a rate of 0, or of 0.95 and more.
///
/// The rate is the part that is dropped: 0 does nothing, and close to 1 hardly anything is left.
pub struct dropout_rate;

/// A layer that gives its input.
///
/// It is often left over, or its arguments aren't those that were meant.
pub struct no_effect;

/// A dropout right before batch normalization.
///
/// Dropout changes the variance in training alone, so the moving variance is wrong when the model predicts (Li, Chen, Hu and Yang, 2018).
pub struct dropout_before_normalization;

/// A layer that couples the samples of a batch, in a model with `#[no_batch]`.
///
/// Its training needs a batch, and its memory grows with it.
pub struct batch_coupling;

/// A normalization of single elements, such as each channel of an image of one pixel.
///
/// What is left of an element is its sign, or nothing at all, and its gradient is nearly 0.
pub struct one_element;
