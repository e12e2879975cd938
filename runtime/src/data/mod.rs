//! Data sets in memory, and readers for them.

mod categorical;
mod columns;
mod dataset;
pub mod idx;
pub mod mnist;
mod targets;

pub use categorical::{ClassError, to_categorical};
pub use columns::Columns;
pub use dataset::{Data, Dataset, DatasetError, InputColumns, View};
pub use targets::{TargetColumns, Targets};
