//! Wrong declarations, each with the text of its errors, in `errors.golden`. `BLESS=1 cargo test` writes that file
//! anew; read the difference before you commit it.

use formwork_compiler::diagnostics::render::plain;
use formwork_compiler::diagnostics::{Entry, Severity, apply, mend};
use formwork_compiler::ir::graph::Graph;
use formwork_compiler::passes::front_end;
use formwork_compiler::syntax::scan::scan;
use std::collections::HashSet;
use std::fmt::Write;

#[path = "errors/cases.rs"]
mod cases;

use cases::CASES;

fn entries(source: &str) -> Vec<Entry> {
    let result = front_end(source.parse().expect("tokens"));
    let whole = |graph: &Graph| !graph.outputs.is_empty();
    assert!(result.graphs.iter().all(whole), "{source}");
    result.diagnostics.into_entries()
}

#[test]
fn errors_read_as_they_should() {
    let mut golden = String::new();
    let mut wrong = String::new();
    for (name, count, source) in CASES {
        let entries = entries(source);
        let errors = entries
            .iter()
            .filter(|entry| entry.severity == Severity::Error)
            .count();
        let text = plain(source, &entries);
        if errors != *count {
            writeln!(
                wrong,
                "{name}: {errors} errors instead of {count}\n{source}\n{text}"
            )
            .unwrap();
        }
        writeln!(golden, "# {name}\n{text}").unwrap();
    }
    assert!(wrong.is_empty(), "{wrong}");
    matches("errors.golden", &golden);
}

/// Compares a text case by case with its file, or writes that.
fn matches(file: &str, golden: &str) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let path = folder.join(file);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, golden).unwrap();
    }
    let expected = std::fs::read_to_string(path).unwrap();
    for (found, expected) in golden.split("\n# ").zip(expected.split("\n# ")) {
        assert_eq!(found, expected);
    }
    assert_eq!(golden, expected);
}

#[test]
fn names_of_cases_are_unique() {
    let names: HashSet<_> = CASES.iter().map(|(name, _, _)| name).collect();
    assert_eq!(names.len(), CASES.len());
}

/// Every mend, applied to the source, takes its mistake away and makes no other. `mends.golden` shows them, and for the
/// others why there is none.
#[test]
fn mends_make_declarations_right() {
    let mut golden = String::new();
    let mut wrong = String::new();
    for (name, _, source) in CASES {
        let all = entries(source);
        let mended = apply(source, &all);
        writeln!(golden, "# {name}\n{mended}").unwrap();
        let mut missing = 0;
        for entry in &all {
            if entry.mend.is_some() {
                continue;
            }
            missing += 1;
            let tokens = scan(source.parse().expect("tokens")).unwrap_or_default();
            let reason = mend::reason(&tokens, entry).expect("a mend or a reason");
            writeln!(golden, "no mend: {reason}").unwrap();
        }
        writeln!(golden).unwrap();
        let mut left = entries(&mended);
        if all.iter().any(|entry| entry.severity == Severity::Error) {
            // A declaration that can be read at last may have warnings.
            left.retain(|entry| entry.severity == Severity::Error);
        }
        if left.len() != missing {
            let text = plain(&mended, &left);
            writeln!(wrong, "{name}: {source}\n{mended}\n{text}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    matches("mends.golden", &golden);
}
