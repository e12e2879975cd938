//! Data sets in memory, readers for them, what prepares them, and sources of batches.

pub mod augment;
mod categorical;
mod columns;
pub mod csv;
mod dataset;
mod files;
pub mod idx;
#[cfg(feature = "images")]
pub mod images;
pub mod mnist;
#[cfg(test)]
mod mutations;
pub mod npy;
mod scaling;
mod selection;
mod source;
mod targets;

pub use categorical::{ClassError, to_categorical};
pub use columns::Columns;
pub use dataset::{Data, Dataset, DatasetError, InputColumns, View};
pub use scaling::Scaling;
pub use selection::{balanced_class_weights, windows};
pub use source::{
    Batch, Batches, FromFn, FromIterators, Position, Prefetch, Source, SourceError, from_fn,
    from_iterators,
};
pub use targets::{TargetColumns, Targets};
