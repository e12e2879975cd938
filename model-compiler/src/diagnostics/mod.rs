//! What can be wrong with a declaration, with its advice, and where it is collected. No other module makes
//! sentences.

pub mod budget;
mod closure;
mod code;
mod diagnosis;
mod help;
mod losses;
pub mod mend;
mod message;
pub mod render;
mod similar;
mod sink;
pub mod skeleton;
mod unsupported;
pub mod warnings;
mod weights;

pub use closure::ClosureMistake;
pub use diagnosis::{Callee, Counted, Diagnosis, Limit, Member, Place, Unsupported};
pub use losses::LossMistake;
pub use mend::{Edit, Mend, apply};
pub use message::{Call, CallKind, Operand};
pub use similar::closest;
pub use sink::{Diagnostics, Entry, Severity};
pub use warnings::Warning;
pub use weights::WeightsMistake;
