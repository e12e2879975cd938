//! What `rustc` prints for declarations that are wrong: the first line of each file below `ui-tests` says how many
//! mistakes it has, and beside it stands the text that a user reads. `TRYBUILD=overwrite cargo test --test ui` writes
//! those texts anew; `ui-tests/README.md` says which of them depend on the version of `rustc`.

use formwork_compiler::diagnostics::{Diagnosis, Entry, Severity, apply};
use formwork_compiler::passes::budget::budget;
use formwork_compiler::{compile, passes};
use proc_macro2::{TokenStream, TokenTree};
use safetensors::tensor::{Dtype, TensorView};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn mistakes_are_explained() {
    weights_files();
    trybuild::TestCases::new().compile_fail("ui-tests/*/*.rs");
}

/// Writes the files that the programs in `ui-tests/include_weights` include to the package that they are compiled in.
fn weights_files() {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .expect("a folder in the target folder");
    let folder = target.join("tests/trybuild/formwork/weights");
    fs::create_dir_all(&folder).expect("a folder for the files");
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.join(name).with_extension("safetensors");
        fs::write(path, bytes).expect("a file for a test");
    };
    const KERNEL: (&str, &[usize]) = ("dense_1.kernel", &[4, 3]);
    const BIAS: (&str, &[usize]) = ("dense_1.bias", &[3]);
    const SECOND_KERNEL: (&str, &[usize]) = ("dense_2.kernel", &[3, 2]);
    const SECOND_BIAS: (&str, &[usize]) = ("dense_2.bias", &[2]);
    let whole = safetensors(&[KERNEL, BIAS, SECOND_KERNEL, SECOND_BIAS], Dtype::F32, &[]);
    write("whole", &whole);
    write("truncated", &whole[..whole.len() - 8]);
    write("text", b"dense_1.kernel = [0.1, 0.2]");
    let missing = [KERNEL, BIAS, ("classes.kernel", &[3, 2]), SECOND_BIAS];
    write("missing", &safetensors(&missing, Dtype::F32, &[]));
    let surplus = [
        KERNEL,
        BIAS,
        SECOND_KERNEL,
        SECOND_BIAS,
        ("dense_3.bias", &[7]),
    ];
    write("surplus", &safetensors(&surplus, Dtype::F32, &[]));
    let shape = [
        ("dense_1.kernel", &[4, 5][..]),
        BIAS,
        SECOND_KERNEL,
        SECOND_BIAS,
    ];
    write("shape", &safetensors(&shape, Dtype::F32, &[]));
    let half = safetensors(&[KERNEL, BIAS, SECOND_KERNEL, SECOND_BIAS], Dtype::F16, &[]);
    write("dtype", &half);
    let later = [("format", "formwork"), ("version", "9")];
    write("version", &safetensors(&[KERNEL], Dtype::F32, &later));
    let users = [
        ("hidden.kernel", &[4, 2][..]),
        ("hidden.bias", &[2]),
        ("slope.beta", &[3]),
    ];
    write("users", &safetensors(&users, Dtype::F32, &[]));
}

/// A file with these tensors of zeros.
fn safetensors(tensors: &[(&str, &[usize])], dtype: Dtype, metadata: &[(&str, &str)]) -> Vec<u8> {
    let zeros = [0; 256];
    let views = tensors.iter().map(|&(name, dims)| {
        let len = dims.iter().product::<usize>() * dtype.bitsize() / 8;
        let view = TensorView::new(dtype, dims.to_vec(), &zeros[..len]);
        (name, view.expect("a tensor of that length"))
    });
    let metadata = metadata
        .iter()
        .map(|(key, value)| (key.to_string(), value.to_string()));
    safetensors::serialize(views, Some(metadata.collect())).expect("a file")
}

/// The files of one extension, with their texts, in order.
fn texts(extension: &str) -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui-tests");
    let kinds = fs::read_dir(folder).expect("the folder of the tests");
    let folders = kinds
        .flatten()
        .map(|kind| kind.path())
        .filter(|kind| kind.is_dir());
    let files = folders
        .flat_map(|kind| fs::read_dir(kind).expect("a folder for each kind"))
        .flatten()
        .map(|file| file.path());
    let mut texts: Vec<(PathBuf, String)> = files
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a text");
            (path, text)
        })
        .collect();
    texts.sort();
    texts
}

/// The number in `// errors: 1`. The programs that `docs/errors.md` shows have one each, and don't say so.
fn expected(path: &Path, text: &str) -> usize {
    if path
        .parent()
        .is_some_and(|folder| folder.ends_with("mistakes"))
    {
        return 1;
    }
    let first = text.lines().next().unwrap_or_default();
    let number = first.strip_prefix("// errors: ").map(str::parse);
    match number {
        Some(Ok(number)) => number,
        _ => panic!(
            "{}: the first line says how many errors there are",
            path.display()
        ),
    }
}

/// Independent mistakes are an error each, however the model is used below it, and the macro's own errors say how to
/// mend them.
#[test]
fn one_mistake_is_one_error_with_advice() {
    for (path, source) in texts("rs") {
        let errors = expected(&path, &source);
        let text = fs::read_to_string(path.with_extension("stderr")).expect("a text");
        let begins = |begin: &str| text.lines().filter(|line| line.starts_with(begin)).count();
        assert_eq!(begins("error"), errors, "{}\n{text}", path.display());
        assert_eq!(begins("warning"), 0, "{}\n{text}", path.display());
        // Types that the macro can't see are rustc's affair.
        let advice = begins("       help: ") + begins("         help: ");
        assert_eq!(
            advice + begins("error["),
            errors,
            "{}\n{text}",
            path.display()
        );
    }
}

/// What stands in the braces of each `model!`.
fn declarations(tokens: TokenStream, found: &mut Vec<TokenStream>) {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    for (index, tree) in trees.iter().enumerate() {
        let TokenTree::Group(group) = tree else {
            continue;
        };
        let is_model = match index.checked_sub(2).map(|first| &trees[first..index]) {
            Some([TokenTree::Ident(name), TokenTree::Punct(_)]) => name == "model",
            _ => false,
        };
        match is_model {
            true => found.push(group.stream()),
            false => declarations(group.stream(), found),
        }
    }
}

/// What the compiler says of the declarations in a file.
fn entries(source: &str) -> Vec<Entry> {
    let mut found = Vec::new();
    declarations(source.parse().expect("tokens"), &mut found);
    let mut entries = Vec::new();
    for tokens in found {
        let mut front = passes::front_end(tokens);
        for graph in front.graphs {
            budget(&compile(graph), &mut front.diagnostics);
        }
        entries.extend(front.diagnostics.into_entries());
    }
    entries
}

/// The kind of a diagnosis: its variant, and of the general ones which of them.
fn kind(diagnosis: &Diagnosis) -> String {
    let debug = format!("{diagnosis:?}");
    let word = |text: &str| {
        let end = text.find(|letter: char| !letter.is_alphanumeric());
        text[..end.unwrap_or(text.len())].to_string()
    };
    match diagnosis {
        Diagnosis::Unsupported(what) => word(&format!("{what:?}")),
        Diagnosis::Warning(warning) => warning.lint().name.into(),
        _ => word(&debug),
    }
}

/// The tests show most of what can be wrong.
#[test]
fn many_kinds_of_mistakes_are_shown() {
    let files = texts("rs");
    let kinds: BTreeSet<String> = files
        .iter()
        .flat_map(|(_, source)| entries(source))
        .map(|entry| kind(&entry.diagnosis))
        .collect();
    assert!(files.len() >= 80, "{} files", files.len());
    assert!(kinds.len() >= 60, "{} kinds: {kinds:?}", kinds.len());
}

/// Every mend, applied to the file, takes its mistake away and makes no other.
#[test]
fn mends_make_the_files_right() {
    let mut mended = 0;
    for (path, source) in texts("rs") {
        let mut all = entries(&source);
        let has_errors = all.iter().any(|entry| entry.severity == Severity::Error);
        if has_errors {
            all.retain(|entry| entry.severity == Severity::Error);
        }
        let missing = all.iter().filter(|entry| entry.mend.is_none()).count();
        mended += all.len() - missing;
        let result = apply(&source, &all);
        let mut left = entries(&result);
        if has_errors {
            left.retain(|entry| entry.severity == Severity::Error);
        }
        assert_eq!(
            left.len(),
            missing,
            "{}\n{result}\n{left:#?}",
            path.display()
        );
    }
    assert!(mended >= 40, "{mended} mends");
}
