//! What `rustc` prints for declarations that are wrong: each file below `ui-tests` has one mistake, and beside it
//! stands the text that a user reads. `TRYBUILD=overwrite cargo test --test ui` writes those texts anew.

#[test]
fn mistakes_are_explained() {
    trybuild::TestCases::new().compile_fail("ui-tests/*/*.rs");
}
