//! SpatialDropout1D, 2D and 3D: in training, whole channels are dropped.

use super::CHANNELS_LAST;
use super::arguments::Specification;
use super::table::Row;
use super::training_only::{Change, SEED, build, rate};
use crate::diagnostics::Counted;

static ARGUMENTS: [Specification; 3] = [
    rate("the probability with which a channel is dropped"),
    Specification::refused("data_format", CHANNELS_LAST),
    SEED,
];

/// The row of the table for sequences.
pub static ROW1D: Row = Row {
    keyword: "SpatialDropout1D",
    aliases: &[],
    name: "spatial_dropout1d",
    doc: "in training, drops whole channels of sequences with probability `rate` and divides the others by 1 − rate",
    arguments: &ARGUMENTS,
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| build("SpatialDropout1D", Change::Channels(1), "rate", arguments),
};

/// The row of the table for images.
pub static ROW2D: Row = Row {
    keyword: "SpatialDropout2D",
    aliases: &[],
    name: "spatial_dropout2d",
    doc: "in training, drops whole channels of images with probability `rate` and divides the others by 1 − rate",
    arguments: &ARGUMENTS,
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| build("SpatialDropout2D", Change::Channels(2), "rate", arguments),
};

/// The row of the table for volumes.
pub static ROW3D: Row = Row {
    keyword: "SpatialDropout3D",
    aliases: &[],
    name: "spatial_dropout3d",
    doc: "in training, drops whole channels of volumes with probability `rate` and divides the others by 1 − rate",
    arguments: &ARGUMENTS,
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| build("SpatialDropout3D", Change::Channels(3), "rate", arguments),
};
