//! The passes, in the order in which they run. Each is a function from one form to the next, and says what holds
//! after it.

pub mod differentiate;
pub mod emit;
pub mod fuse;
pub mod plan_memory;
pub mod schedule;
