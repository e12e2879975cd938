//! `docs/errors.md` shows the programs of `ui-tests/mistakes` and what `rustc` prints for them, which `tests/ui.rs` checks.
//! `BLESS=1 cargo test --test errors_page` writes these parts of the page anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const BEFORE: &str = "<!-- ui-tests/mistakes/";
const AFTER: &str = " -->\n";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// The page's part for each program: its source and its errors.
fn parts() -> BTreeMap<String, String> {
    let folder = root().join("ui-tests/mistakes");
    let files = fs::read_dir(&folder).expect("the folder of the programs");
    let paths = files.flatten().map(|file| file.path());
    let programs = paths.filter(|path| path.extension().is_some_and(|it| it == "rs"));
    let part = |path: PathBuf| {
        let name = path.file_stem().expect("a name").to_string_lossy();
        let program = fs::read_to_string(&path).expect("a program");
        let errors = fs::read_to_string(path.with_extension("stderr")).expect("its errors");
        let part = format!(
            "```rust\n{}\n```\n\n```text\n{}\n```\n",
            program.trim_end(),
            errors.trim_end()
        );
        (name.into_owned(), part)
    };
    programs.map(part).collect()
}

/// Where the part behind a marker ends: after its second block of code.
fn end_of_part(page: &str, start: usize) -> usize {
    let fence = "\n```\n";
    let mut end = start;
    for _ in 0..2 {
        let found = page[end..].find(fence).expect("a block of code that ends");
        end += found + fence.len();
    }
    end
}

#[test]
fn the_page_shows_what_is_printed() {
    let path = root().join("docs/errors.md");
    let page = fs::read_to_string(&path).expect("the page");
    let parts = parts();
    let mut written = String::new();
    let mut shown = Vec::new();
    let mut rest = 0;
    while let Some(found) = page[rest..].find(BEFORE) {
        let name_start = rest + found + BEFORE.len();
        let length = page[name_start..].find(AFTER).expect("a whole marker");
        let name = &page[name_start..name_start + length];
        let start = name_start + length + AFTER.len();
        let part = parts.get(name);
        let part = part.unwrap_or_else(|| panic!("there is no ui-tests/mistakes/{name}.rs"));
        written.push_str(&page[rest..start]);
        written.push_str(part);
        shown.push(name.to_owned());
        rest = end_of_part(&page, start);
        if std::env::var_os("BLESS").is_none() {
            assert_eq!(&page[start..rest], part, "docs/errors.md on {name}");
        }
    }
    written.push_str(&page[rest..]);
    shown.sort();
    let all: Vec<String> = parts.into_keys().collect();
    assert_eq!(shown, all, "every program once");
    assert!(all.len() >= 10, "{} mistakes", all.len());
    if written != page {
        fs::write(&path, written).expect("the page can be written");
    }
}
