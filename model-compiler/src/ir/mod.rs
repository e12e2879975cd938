//! The forms that a declaration takes on its way to code, each the output of one pass.

pub mod closure;
pub mod deployed;
pub mod graph;
pub mod operation;
pub mod plan;
mod print;
pub mod schedule;
pub mod size;
