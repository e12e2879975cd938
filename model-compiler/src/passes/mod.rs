//! The passes, in the order in which they run. Each is a function from one form to the next, and says what holds
//! after it.

pub mod budget;
pub mod check;
pub mod deploy;
pub mod differentiate;
pub mod emit;
pub mod family;
pub mod front_end;
pub mod fuse;
pub mod infer_shapes;
pub mod parse;
pub mod plan_memory;
pub mod resolve;
pub mod schedule;
pub mod warn;

pub use front_end::{FrontEnd, front_end, front_end_with};
