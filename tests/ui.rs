//! What `rustc` prints for declarations that are wrong: each file below `ui-tests` has one mistake, and beside it
//! stands the text that a user reads. `TRYBUILD=overwrite cargo test --test ui` writes those texts anew.

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn mistakes_are_explained() {
    trybuild::TestCases::new().compile_fail("ui-tests/*/*.rs");
}

fn texts(folder: &Path) -> Vec<(PathBuf, String)> {
    let kinds = fs::read_dir(folder).expect("the folder of the tests");
    let files = kinds
        .flatten()
        .flat_map(|kind| fs::read_dir(kind.path()).expect("a folder for each kind"))
        .flatten()
        .map(|file| file.path());
    files
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "stderr")
        })
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a text");
            (path, text)
        })
        .collect()
}

/// One mistake is one error, however the model is used below it; the macro's own errors say how to mend it.
#[test]
fn one_mistake_is_one_error_with_advice() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui-tests");
    let texts = texts(&folder);
    assert!(texts.len() >= 50, "{} texts", texts.len());
    for (path, text) in texts {
        let begins = |begin: &str| text.lines().filter(|line| line.starts_with(begin)).count();
        assert_eq!(begins("error"), 1, "{}\n{text}", path.display());
        assert_eq!(begins("warning"), 0, "{}\n{text}", path.display());
        // Types that the macro can't see are rustc's affair.
        if !text.starts_with("error[") {
            assert_eq!(begins("       help: "), 1, "{}\n{text}", path.display());
        }
    }
}
