//! What can be wrong with a declaration, with its advice, and where it is collected. No other module makes
//! sentences.

mod closure;
mod diagnosis;
mod help;
mod message;
pub mod render;
mod similar;
mod sink;
pub mod skeleton;
mod unsupported;

pub use closure::ClosureMistake;
pub use diagnosis::{Callee, Counted, Diagnosis, Limit, Place, Unsupported};
pub use message::{Call, CallKind, Operand};
pub use similar::closest;
pub use sink::{Diagnostics, Entry, Severity};
