//! What several test files share: the reference cases, a way to run a model through one step with a given cotangent, data
//! for classifiers, and a counting allocator.
#![allow(dead_code)] // each test file uses its part

pub mod classify;
pub mod reference;
pub mod run;

/// Makes Cargo compile tests again when passes are switched off from outside (see `formwork_compiler::compile`).
const _: Option<&str> = option_env!("FORMWORK_WITHOUT");
