//! What can be wrong with a declaration, with its advice, and where it is collected.

mod diagnosis;
mod message;
pub mod render;
mod similar;
mod sink;
pub mod skeleton;

pub use diagnosis::{Counted, Diagnosis, Place, Unsupported};
pub use message::Operand;
pub use similar::closest;
pub use sink::{Diagnostics, Entry, Severity};
