//! Runs the command and looks at what it prints, writes and returns.

mod commands;
mod common;
mod costs;
mod graphs;
