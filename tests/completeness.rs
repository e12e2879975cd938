//! Every layer of the compiler's table has its documentation, its code, and each kind of test. A new row fails here until
//! it has them all.

use formwork_compiler::layers::table::{Row, TABLE};
use std::fs;
use std::path::{Path, PathBuf};

/// Where the code of a layer is.
enum Code {
    /// A file below `runtime/src/layers`.
    File(&'static str),
    /// None is needed, for this reason.
    Nowhere(&'static str),
}

/// A layer's code stands in the file of its name, but for these.
fn code(row: &Row) -> Code {
    match row.keyword {
        "Input" => Code::Nowhere("an input is memory of the caller's"),
        "Flatten" | "Reshape" => Code::Nowhere("a view: the same memory under another shape"),
        "ReLU" | "LeakyReLU" | "ELU" | "Softmax" => Code::File("activation"),
        "ScaledActivation" => Code::Nowhere("it becomes a closure"),
        "LayerNormalization"
        | "GroupNormalization"
        | "InstanceNormalization"
        | "RMSNormalization"
        | "UnitNormalization"
        | "FilterResponseNormalization" => Code::File("normalization"),
        "RepeatVector" => Code::File("up_sampling"),
        _ => Code::File(family(row.name)),
    }
}

/// The file of layers that are the same along one, two and three axes.
fn family(name: &'static str) -> &'static str {
    let space = ["1d", "2d", "3d"];
    let whole = space.iter().find_map(|axes| name.strip_suffix(axes));
    match whole {
        // Over all of the input, it is one window.
        Some("global_max_pooling") => "max_pooling",
        Some(
            family @ ("max_pooling"
            | "average_pooling"
            | "global_average_pooling"
            | "zero_padding"
            | "cropping"
            | "up_sampling"
            | "spatial_dropout"),
        ) => family,
        _ => name,
    }
}

/// The tests that share one implementation with the layer and check its gradient.
fn checked_in(row: &Row) -> &'static str {
    match row.keyword {
        "Add" | "Subtract" | "Multiply" | "Average" | "Maximum" | "Minimum" => "merge",
        "Conv1D" | "Conv2D" | "Conv3D" | "DepthwiseConv1D" | "DepthwiseConv2D" => "convolution",
        "SeparableConv1D" | "SeparableConv2D" => "convolution/separable",
        "Conv1DTranspose" | "Conv2DTranspose" => "convolution/transposed",
        "SpatialDropout1D" | "SpatialDropout2D" | "SpatialDropout3D" | "GaussianDropout"
        | "GaussianNoise" | "AlphaDropout" | "DropPath" => "training_only",
        _ => match code(row) {
            Code::File(name) => name,
            Code::Nowhere(_) => "",
        },
    }
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
        |row| match code(row) {
            Code::File(name) => read(format!("runtime/src/layers/{name}.rs")).starts_with("//! "),
            Code::Nowhere(reason) => {
                !reason.is_empty()
                    && !root()
                        .join(format!("runtime/src/layers/{}.rs", row.name))
                        .exists()
            }
        },
    );
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
        let name = checked_in(row);
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
