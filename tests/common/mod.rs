//! What several test files share: the reference cases, and a way to run a model through one step with a given
//! cotangent.
#![allow(dead_code)] // each test file uses its part

pub mod reference;
pub mod run;
