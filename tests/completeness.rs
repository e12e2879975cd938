//! Every layer of the compiler's table has its documentation, its code, and each kind of test. A new row fails here until
//! it has them all.

use formwork_compiler::layers::table::{Row, TABLE};
use std::fs;
use std::path::{Path, PathBuf};

/// Where a layer's code and its gradient check are, below `model-compiler/src/layers` and `runtime/src/layers`.
struct Places {
    compiler: String,
    /// None is needed, for a reason.
    runtime: Result<String, String>,
    checked: String,
}

/// What `CONTRIBUTING.md` says of a layer: files of the layer's name, unless it is in the table of families.
fn places(row: &Row) -> Places {
    let text = read("CONTRIBUTING.md");
    let mut lines = families(&text);
    let keyword = format!("`{}`", row.keyword);
    let line = lines.find(|cells| cells[0].split(", ").any(|one| one == keyword));
    let Some(cells) = line else {
        let name = || row.name.to_string();
        return Places {
            compiler: name(),
            runtime: Ok(name()),
            checked: name(),
        };
    };
    let plain = |cell: &str| cell.trim_matches('`').to_string();
    Places {
        compiler: plain(cells[1]),
        runtime: match cells[2].strip_prefix("none: ") {
            Some(reason) => Err(reason.to_string()),
            None => Ok(plain(cells[2])),
        },
        checked: plain(cells[3]),
    }
}

/// The rows of the table of families, as cells.
fn families(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let begin = text.find("<!-- families -->").unwrap_or_default();
    let end = text.find("<!-- /families -->").unwrap_or_default();
    let lines = text[begin..end]
        .lines()
        .filter(|line| line.starts_with("| `"));
    lines.map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        assert_eq!(cells.len(), 4, "{line}");
        cells
    })
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_default()
}

/// The Rust files below a folder, with their texts.
fn files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("a file that is listed can be read");
            found.push((path, text));
        }
    }
    found
}

/// Whether a declaration in this text uses the layer.
fn uses(text: &str, row: &Row) -> bool {
    let call = format!("{}(", row.keyword);
    text.match_indices(&call).any(|(place, _)| {
        let before = text[..place].chars().next_back();
        before.is_none_or(|before| !before.is_alphanumeric() && before != '_')
    })
}

/// Names the layers for which something is missing.
#[track_caller]
fn all_have(what: &str, has: impl Fn(&Row) -> bool) {
    let lacking: Vec<&str> = TABLE
        .iter()
        .filter(|row| !has(row))
        .map(|row| row.keyword)
        .collect();
    assert!(lacking.is_empty(), "without {what}: {lacking:?}");
}

#[test]
fn every_layer_and_argument_is_documented() {
    all_have("documentation in the table", |row| {
        !row.doc.is_empty()
            && row
                .arguments
                .iter()
                .all(|argument| !argument.doc.is_empty())
    });
}

#[test]
fn every_layer_has_documented_code() {
    all_have(
        "a file in runtime/src/layers that begins with `//!`",
        |row| match places(row).runtime {
            Ok(name) => read(format!("runtime/src/layers/{name}.rs")).starts_with("//! "),
            Err(reason) => {
                !reason.is_empty()
                    && !root()
                        .join(format!("runtime/src/layers/{}.rs", row.name))
                        .exists()
            }
        },
    );
}

#[test]
fn every_row_is_in_the_file_that_the_contributors_page_says() {
    let keyword = |row: &Row| format!("keyword: \"{}\"", row.keyword);
    let called = |row: &Row| format!("\"{}\"", row.keyword);
    let files = files(&root().join("model-compiler/src/layers"));
    all_have("a row in the file that CONTRIBUTING.md names", |row| {
        let expected = format!("model-compiler/src/layers/{}.rs", places(row).compiler);
        let text = read(&expected);
        let makes_rows = text.contains(&keyword(row)) || text.contains(&called(row));
        let others = files
            .iter()
            .filter(|(_, text)| text.contains(&keyword(row)));
        makes_rows
            && others
                .into_iter()
                .all(|(path, _)| path.ends_with(&expected))
    });
    let page = read("CONTRIBUTING.md");
    for cells in families(&page) {
        for layer in cells[0].split(", ") {
            let row = TABLE
                .iter()
                .find(|row| format!("`{}`", row.keyword) == layer);
            let row =
                row.unwrap_or_else(|| panic!("CONTRIBUTING.md names {layer}, which isn't a layer"));
            let own = format!("`{}`", row.name);
            assert!(
                cells[1..].iter().any(|cell| *cell != own),
                "{layer} has files of its own: CONTRIBUTING.md needn't name it"
            );
        }
    }
}

/// What a layer says of itself is all that passes know. The exceptions are not layers as others are: inputs, operators, and the
/// one layer with states that an application may begin with.
#[test]
fn no_pass_knows_a_layer_by_name() {
    const KNOWN: [&str; 6] = ["Input", "Lambda", "Add", "Subtract", "Multiply", "LSTM"];
    for folder in [
        "passes",
        "ir",
        "syntax",
        "symbolic",
        "companions",
        "weights",
    ] {
        for (path, text) in files(&root().join("model-compiler/src").join(folder)) {
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for row in TABLE.iter().filter(|row| !KNOWN.contains(&row.keyword)) {
                let name = format!("\"{}\"", row.keyword);
                let in_tests = path.file_stem().is_some_and(|stem| stem == "tests");
                assert!(
                    in_tests || !code.contains(&name),
                    "{} names {name}",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn every_layer_has_reference_numbers() {
    let cases = read("tests/layers.rs");
    all_have("a case in tests/layers.rs", |row| uses(&cases, row));
}

#[test]
fn every_layer_has_a_gradient_check() {
    let whole = read("tests/gradients.rs");
    all_have("a check of its gradient", |row| {
        let name = places(row).checked;
        let own = [format!("{name}.rs"), format!("{name}/tests.rs")];
        let checked =
            |path: &String| read(Path::new("runtime/src/layers").join(path)).contains("check::");
        uses(&whole, row) || own.iter().any(checked)
    });
}

#[test]
fn every_layer_has_a_mistake_of_its_own() {
    let files = files(&root().join("ui-tests/layers"));
    all_have("a file in ui-tests/layers and its text", |row| {
        let of_layer = |(path, text): &(PathBuf, String)| {
            path.file_stem().is_some_and(|stem| stem == row.name)
                && path.with_extension("stderr").exists()
                && uses(text, row)
        };
        files.iter().any(of_layer)
    });
}

#[test]
fn every_operation_is_searched_for_panics() {
    let calls: String = files(&root().join("tests/no_panic/src"))
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    let mut operations = 0;
    for (path, text) in files(&root().join("runtime/src/layers")) {
        // Convolutions are made operations by macros.
        let macros = text.split("_operation!(").skip(1);
        for implementation in text.split(" Inference for ").skip(1).chain(macros) {
            let end = implementation.find(|letter: char| !letter.is_alphanumeric());
            let name = &implementation[..end.unwrap_or(0)];
            // What a user's layer does is the user's.
            assert!(
                name == "UserLayer" || calls.contains(&format!(" {name} {{")),
                "tests/no_panic doesn't call `{name}` of {}",
                path.display()
            );
            operations += 1;
        }
    }
    assert!(operations >= 45);
}

#[test]
fn every_layer_is_in_the_readme() {
    let readme = read("README.md");
    all_have("a row in the README's table of layers", |row| {
        let begin = format!("| `{}` |", row.keyword);
        readme.lines().any(|line| line.starts_with(&begin))
    });
}

#[test]
fn every_warning_is_in_the_language() {
    let language = read("docs/language.md");
    for lint in &formwork_compiler::diagnostics::warnings::WARNINGS {
        let row = format!("| `{}` | {} | {} |", lint.name, lint.what, lint.why);
        assert!(language.contains(&row), "{row}");
    }
}
