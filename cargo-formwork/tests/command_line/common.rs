//! Runs the command in the folder of the fixtures.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The folder of the fixtures.
pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// What the command does with these words, in a folder.
pub fn run_in(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cargo-formwork"))
        .args(words)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("FORMWORK_WITHOUT")
        .output()
        .expect("the command runs")
}

/// The same in the folder of the fixtures.
pub fn run(words: &[&str]) -> Output {
    run_in(&fixtures(), words)
}

/// Standard output and the exit code.
#[track_caller]
pub fn output(words: &[&str]) -> (String, i32) {
    let output = run(words);
    let text = String::from_utf8(output.stdout).expect("it is text");
    (text, output.status.code().expect("it ended by itself"))
}

/// Standard output as JSON.
#[track_caller]
pub fn json(words: &[&str]) -> serde_json::Value {
    let (text, _) = output(words);
    serde_json::from_str(&text).expect("it is JSON")
}
