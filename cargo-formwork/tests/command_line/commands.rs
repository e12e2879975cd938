//! The command on fixtures: what it prints is in `tests/expected`, which `BLESS=1` writes anew, and its exit codes.

use crate::common::{fixtures, json, output, run, run_in};
use std::fs;
use std::path::Path;

/// Compares a text with its file, or writes the file.
#[track_caller]
fn expect(file: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/expected")
        .join(file);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, text).expect("the file can be written");
        return;
    }
    let expected = fs::read_to_string(&path).expect("the file can be read");
    assert!(text == expected, "{file} differs:\n{text}");
}

#[test]
fn check_shows_mistakes_at_their_tokens() {
    for (file, code) in [("mistakes", 1), ("models", 0), ("no_rust", 1)] {
        let (text, found) = output(&["check", &format!("{file}.rs")]);
        assert_eq!(found, code, "{file}");
        expect(&format!("check_{file}.txt"), &text);
    }
}

/// Cargo gives the name of the subcommand first.
#[test]
fn cargo_can_call_it() {
    let direct = output(&["check", "mistakes.rs"]);
    assert_eq!(output(&["formwork", "check", "mistakes.rs"]), direct);
}

#[test]
fn colours_are_for_terminals() {
    let (plain, _) = output(&["check", "mistakes.rs"]);
    let (never, _) = output(&["check", "mistakes.rs", "--color", "never"]);
    let (always, _) = output(&["check", "mistakes.rs", "--color", "always"]);
    assert!(!plain.contains('\u{1b}'), "{plain}");
    assert_eq!(plain, never);
    assert!(always.contains('\u{1b}'), "{always}");
    assert_eq!(anstream::adapter::strip_str(&always).to_string(), plain);
    for words in [["expand", "models.rs"], ["explain", "models.rs"]] {
        let (plain, _) = output(&words);
        let (always, _) = output(&[words[0], words[1], "--color", "always"]);
        assert!(always.len() > plain.len());
        assert_eq!(anstream::adapter::strip_str(&always).to_string(), plain);
    }
}

/// Bytes, lines and columns all say the same, and it is the token.
#[test]
fn places_in_json_are_those_of_the_file() {
    let text = fs::read_to_string(fixtures().join("mistakes.rs")).expect("it can be read");
    let found = json(&["check", "mistakes.rs", "--json"]);
    assert_eq!(found["format"], 1);
    let part = |place: &serde_json::Value| {
        let number = |end: &str, what: &str| place[end][what].as_u64().expect("a number") as usize;
        let (start, end) = (number("start", "byte"), number("end", "byte"));
        let line = text.lines().nth(number("start", "line") - 1);
        let letters = line.expect("the line is there").chars();
        let width = number("end", "column") - number("start", "column");
        let shown: String = letters
            .skip(number("start", "column") - 1)
            .take(width)
            .collect();
        assert_eq!(shown, &text[start..end]);
        shown
    };
    let mistakes: Vec<_> = found["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| {
            let values = one["values"].as_array().expect("a list").iter();
            let values: Vec<String> = values.map(|value| part(&value["place"])).collect();
            assert_eq!(one["severity"], "error");
            assert!(one["help"].is_string());
            (
                one["code"].as_str().expect("a text"),
                one["model"].as_str(),
                part(&one["place"]),
                values.join(" "),
            )
        })
        .collect();
    let expected = [
        ("mismatch", Some("Mismatch"), "narrow", "Dense Dense"),
        ("unknown-layer", Some("Unknown"), "Dens", ""),
        ("unknown-activation", Some("Unknown"), "reul", ""),
        ("nothing-declared", None, "model", ""),
        ("over-budget", Some("Costly"), "\"1 KiB\"", ""),
    ];
    let expected = expected
        .map(|(code, model, place, values)| (code, model, place.to_string(), values.to_string()));
    assert_eq!(mistakes, expected);
    let models = found["models"].as_array().expect("a list").iter();
    let models: Vec<_> = models
        .map(|model| (part(&model["place"]), model["valid"] == true))
        .collect();
    let expected = [
        ("Mismatch", false),
        ("Fine", true),
        ("Unknown", false),
        ("Costly", true),
    ];
    assert_eq!(
        models,
        expected.map(|(name, valid)| (name.to_string(), valid))
    );
}

/// The edits in JSON, and `--fix`, which makes them.
#[test]
fn mends_are_edits_of_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("mistakes.rs");
    let text = fs::read_to_string(fixtures().join("mistakes.rs")).expect("it can be read");
    // What stands before the first token stays.
    let head = "\u{feff}#!/usr/bin/env é\n";
    let text = format!("{head}{text}");
    fs::write(&file, &text).expect("the file can be written");
    let check = |words: &[&str]| -> serde_json::Value {
        let found = run_in(
            folder.path(),
            &[&["check", "mistakes.rs", "--json"], words].concat(),
        );
        assert_eq!(found.status.code(), Some(1));
        serde_json::from_slice(&found.stdout).expect("it is JSON")
    };
    let found = check(&[]);
    let mut expected = text.clone();
    for diagnostic in found["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .rev()
    {
        for edit in diagnostic["edits"].as_array().expect("a list").iter().rev() {
            let byte = |end: &str| {
                let byte = edit["place"][end]["byte"].as_u64();
                byte.expect("a number") as usize
            };
            let new = edit["text"].as_str().expect("a text");
            expected.replace_range(byte("start")..byte("end"), new);
        }
    }
    assert_eq!(fs::read_to_string(&file).expect("it can be read"), text);

    let rest = check(&["--fix"]);
    let fixed = fs::read_to_string(&file).expect("it can be read");
    assert_eq!(fixed, expected);
    assert!(
        fixed.starts_with(head) && fixed.contains("Input(4), Dense(2)"),
        "{fixed}"
    );
    let errors = rest["diagnostics"].as_array().expect("a list").iter();
    let errors: Vec<_> = errors
        .filter(|one| one["severity"] == "error")
        .map(|one| one["code"].as_str())
        .collect();
    assert_eq!(errors, [Some("nothing-declared"), Some("over-budget")]);
}

#[test]
fn warnings_are_errors_only_if_asked() {
    let found = json(&["check", "models.rs", "--json"]);
    let warnings = found["diagnostics"].as_array().expect("a list");
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0]["severity"], "warning");
    assert_eq!(warnings[0]["code"], "useless_bias");
    assert_eq!(warnings[0]["model"], "Residual");
    let before = fs::read_to_string(fixtures().join("models.rs")).expect("it can be read");
    assert_eq!(output(&["check", "models.rs", "--fix"]).1, 0);
    let after = fs::read_to_string(fixtures().join("models.rs")).expect("it can be read");
    assert_eq!(after, before);
    assert_eq!(output(&["check", "models.rs", "--deny-warnings"]).1, 1);
}

#[test]
fn skipped_declarations_are_listed() {
    let found = json(&["check", "models.rs", "--json"]);
    let skipped = found["skipped"].as_array().expect("a list");
    assert_eq!(skipped.len(), 1);
    let text = fs::read_to_string(fixtures().join("models.rs")).expect("it can be read");
    let line = skipped[0]["place"]["start"]["line"]
        .as_u64()
        .expect("a number") as usize;
    let line = text.lines().nth(line - 1).expect("the line is there");
    assert!(line.contains("model! { struct $name"), "{line}");
}

/// It is in the macro's own output, beside what is for editors and other macros.
#[test]
fn expand_prints_what_the_macro_generates() {
    let declaration = "pub(crate) struct Net { Input(6), Dense(5, activation = relu), Dense(2) }";
    let tokens = formwork_compiler::expand(declaration.parse().expect("tokens"));
    let folder = tempfile::tempdir().expect("a folder");
    let file = format!("formwork::model! {{ {declaration} }}");
    fs::write(folder.path().join("net.rs"), file).expect("the file can be written");
    let found = run_in(folder.path(), &["expand", "net.rs"]);
    let text = String::from_utf8(found.stdout).expect("it is text");
    let code: proc_macro2::TokenStream = text.parse().expect("it is Rust");
    // Layout and trailing commas are for people.
    let tight = |tokens: proc_macro2::TokenStream| {
        let text = tokens.to_string();
        text.replace([' ', '\n', ','], "")
    };
    assert!(tight(tokens).contains(&tight(code)), "{text}");
    assert!(text.contains("impl Model for"), "{text}");
}

/// `debug` and `write` are meant for the macro.
#[test]
fn options_of_the_macro_have_no_effect_here() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = "model! { #[model(debug = \"graph\", write = \"out.rs\")] struct Net { Input(6), Dense(5) } }";
    fs::write(folder.path().join("net.rs"), file).expect("the file can be written");
    let found = run_in(folder.path(), &["expand", "net.rs"]);
    assert_eq!(found.stderr, b"");
    assert_eq!(found.status.code(), Some(0));
    assert!(!folder.path().join("out.rs").exists());
}

#[test]
fn explain_tells_costs_and_schedule() {
    let (text, code) = output(&["explain", "models.rs"]);
    assert_eq!(code, 0);
    expect("explain.txt", &text);
    let (one, _) = output(&["explain", "models.rs", "Residual"]);
    assert!(text.contains(&one), "{one}");
    assert!(one.starts_with("Model: Residual\n"));
    assert_eq!(one.matches("Model: ").count(), 1);
    let (text, _) = output(&["explain", "models.rs", "Shared", "--json"]);
    expect("explain.json", &text);
}

/// What can be shown is shown, and what can't is an error.
#[test]
fn errors_of_one_model_dont_hide_another() {
    let all = run(&["explain", "mistakes.rs"]);
    assert_eq!(all.status.code(), Some(1));
    let text = String::from_utf8(all.stdout).expect("it is text");
    assert!(text.starts_with("Model: Fine\n"), "{text}");
    let errors = String::from_utf8(all.stderr).expect("it is text");
    assert_eq!(errors.matches("error[").count(), 5, "{errors}");
    let budget = "weights  1,680 of 1,024 bytes (656 too many)";
    assert!(text.contains(budget), "{text}");
    let unknown = run(&["explain", "mistakes.rs", "Unknown"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert_eq!(unknown.stdout, b"");
    let errors = String::from_utf8(unknown.stderr).expect("it is text");
    assert_eq!(errors.matches("error[unknown-").count(), 2, "{errors}");
}

#[test]
fn what_cant_be_done_has_its_own_exit_code() {
    let cases: [(&[&str], &str); 6] = [
        (&["explain", "nowhere.rs"], "can't read `nowhere.rs`"),
        (
            &["expand", "models.rs", "Nobody"],
            "there is no model `Nobody`: the file declares `Mlp`",
        ),
        (&["graph", "empty.rs"], "`empty.rs` has no declaration"),
        (
            &["graph", "models.rs", "--format", "png"],
            "invalid value 'png'",
        ),
        (
            &["graph", "models.rs", "-o", "nowhere/a.svg"],
            "can't write `nowhere/a.svg`",
        ),
        (&["frobnicate"], "unrecognized subcommand"),
    ];
    for (words, expected) in cases {
        let found = run(words);
        assert_eq!(found.status.code(), Some(2), "{words:?}");
        let text = String::from_utf8(found.stderr).expect("it is text");
        assert!(text.contains(expected), "{words:?}: {text}");
    }
}

/// What a path leads to in another file or another crate is found there; what can't be is no mistake.
#[test]
fn declarations_of_other_modules_are_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let write = |path: &str, text: &str| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("it has one")).expect("folders can be made");
        fs::write(path, text).expect("the file can be written");
    };
    let names = "[package]\nname = \"nets\"\n[dependencies]\nother-blocks = { path = \"other\" }";
    write("Cargo.toml", names);
    write("other/Cargo.toml", "[package]\nname = \"other-blocks\"");
    write(
        "other/src/lib.rs",
        "model! { const UNITS: usize = 7; pub fn narrow(x) { Dense(UNITS)(x) } }",
    );
    write(
        "src/blocks.rs",
        "model! {
    pub fn joined(x) { concat(x, Dense(2)(x)) }
    pub fn wrong(x) {
        Dense(2)(x) + x
    }
}",
    );
    write(
        "src/main.rs",
        "mod blocks;
        model! {
            use other_blocks::narrow;
            use blocks::joined as both;
            struct Net { let x = Input(6); narrow(both(x)) }
        }
        mod inner {
            model! {
                use super::blocks::joined;
                struct Wrong { let x = Input(7); super::blocks::wrong(joined(x)) }
            }
        }
        model! { use published::block; struct Skipped { let x = Input(6); block(x) } }
        model! { use blocks::missing; struct Missing { let x = Input(6); missing(x) } }",
    );
    let found = run_in(root, &["check", "--json"]);
    let found: serde_json::Value = serde_json::from_slice(&found.stdout).expect("it is JSON");
    let mistakes = found["diagnostics"].as_array().expect("a list").iter();
    let mistakes: Vec<_> = mistakes
        .filter(|one| one["severity"] == "error")
        .map(|one| ["code", "model", "origin"].map(|key| one[key].as_str()))
        .collect();
    assert_eq!(
        mistakes,
        [
            [Some("mismatch"), Some("Wrong"), None],
            [Some("unknown-import"), None, None],
        ],
        "{found:#}"
    );
    // Where the block is called, whose own lines are another file's.
    assert_eq!(found["diagnostics"][0]["place"]["file"], "src/main.rs");
    assert_eq!(found["skipped"][0]["needs"], "published::block");
    let net = run_in(root, &["explain", "src/main.rs", "Net", "--json"]);
    let net: serde_json::Value = serde_json::from_slice(&net.stdout).expect("it is JSON");
    // 6 → 2, joined to 8 → 7
    assert_eq!(net["models"][0]["costs"]["trained"], 6 * 2 + 2 + 8 * 7 + 7);
}

#[test]
fn a_package_is_its_sources_examples_tests_and_benches() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let write = |path: &str, text: &str| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("it has one")).expect("folders can be made");
        fs::write(path, text).expect("the file can be written");
    };
    let none = run_in(root, &["check"]);
    assert_eq!(none.status.code(), Some(2));
    write("Cargo.toml", "[package]\nname = \"a\"\n");
    write("src/main.rs", "model! { struct A { Input(2), Dense(2) } }");
    write(
        "src/inner/deep.rs",
        "model! { struct B { Input(2), Dense(2) } }",
    );
    write(
        "examples/c.rs",
        "model! { struct C { Input(2), Dense(2) } }",
    );
    write("tests/other/Cargo.toml", "[package]\nname = \"b\"\n");
    write(
        "tests/other/src/lib.rs",
        "model! { struct Other { Dens(2) } }",
    );
    write("elsewhere.rs", "model! { struct Elsewhere { Dens(2) } }");
    for here in [root.to_path_buf(), root.join("src/inner")] {
        let found = run_in(&here, &["check", "--json"]);
        assert_eq!(found.status.code(), Some(0));
        let found: serde_json::Value = serde_json::from_slice(&found.stdout).expect("it is JSON");
        let models = found["models"].as_array().expect("a list").iter();
        let names: Vec<_> = models.map(|model| model["name"].as_str()).collect();
        assert_eq!(names, [Some("B"), Some("A"), Some("C")]);
    }
}
