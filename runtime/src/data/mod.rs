//! Data sets in memory, readers for them, what prepares them, and sources of batches.

pub mod augment;
mod categorical;
mod columns;
mod dataset;
pub mod idx;
pub mod mnist;
mod source;
mod targets;

pub use categorical::{ClassError, to_categorical};
pub use columns::Columns;
pub use dataset::{Data, Dataset, DatasetError, InputColumns, View};
pub use source::{
    Batch, Batches, FromFn, FromIterators, Position, Prefetch, Source, SourceError, from_fn,
    from_iterators,
};
pub use targets::{TargetColumns, Targets};
