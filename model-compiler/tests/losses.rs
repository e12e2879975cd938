//! Wrong `loss!`es, each with the text of its error and the token where it stands, in `losses.golden`. `BLESS=1 cargo test` writes that
//! file anew; read the difference before you commit it.

use formwork_compiler::losses::loss;
use proc_macro2::{TokenStream, TokenTree};
use std::fmt::Write;

const WRONG: [&str; 39] = [
    "",
    "pub",
    "|p, t| mean(square(p - t))",
    "= |p, t| mean(square(p - t))",
    "pub struct Mine = |p, t| mean(square(p - t))",
    "fn mine(p, t) { mean(p - t) }",
    "Mine",
    "Mine =",
    "Mine: |p, t| mean(square(p - t))",
    "Mine |p, t| mean(square(p - t))",
    "Mine<T> = |p, t| mean(square(p - t))",
    "Mine == |p, t| mean(square(p - t))",
    "Mine = mean(square(p - t))",
    "Mine = Squares",
    "Mine = |p| mean(square(p))",
    "Mine = || mean(1)",
    "Mine = |p, t, w| mean(w * square(p - t))",
    "Mine = |p, p| mean(square(p))",
    "Mine = |p: f32, t: f32| mean(square(p - t))",
    "Mine = |p, t|",
    "Mine = |p, t| square(p - t)",
    "Mine = |p, t| 2 * mean(square(p - t))",
    "Mine = |p, t| sqrt(mean(square(p - t)))",
    "Mine = |p, t| mean(p) - mean(t)",
    "Mine = |p, t| mean(square(p - mean(t)))",
    "Mine = |p, t| { let d = p - t; mean(d * d) }",
    "Mine = |p, t| max(square(p - t))",
    "Mine = |p, t| mean()",
    "Mine = |p, t| mean(p, t)",
    "Mine = |p, t| mean(value = p - t)",
    "Mine = |p, t| mean(square(t))",
    "Mine = |p, t| mean(square(prediction - t))",
    "Mine = |p, t| mean(sqare(p - t))",
    "Mine = |p, t| mean(square(p, t))",
    "Mine = |p, t| mean((p - t) ^ 2)",
    "Mine = |p, t| mean((p - t).square(2))",
    "Mine = |p, t| mean(if p > t { p - t })",
    "Mine = |p, t| mean(p > t)",
    "Mine = |p, t| mean(square(p - t)); Other = |p, t| mean(abs(p - t))",
];

/// The texts of all errors, each with where it begins.
fn errors(tokens: TokenStream, found: &mut Vec<(usize, String)>) {
    let mut after_error = false;
    for token in tokens {
        match &token {
            TokenTree::Ident(word) => after_error = word == "compile_error",
            TokenTree::Group(group) if after_error => {
                let text = group.stream().to_string();
                found.push((group.span().start().column, text));
                after_error = false;
            }
            TokenTree::Group(group) => errors(group.stream(), found),
            _ => {}
        }
    }
}

#[test]
fn one_mistake_is_one_error_at_its_token() {
    let (mut golden, mut wrong) = (String::new(), String::new());
    for source in WRONG {
        let mut found = Vec::new();
        let tokens = loss(source.parse().expect("tokens"));
        let named = source.contains("Mine") && !source.contains("struct");
        assert_eq!(
            named,
            tokens.to_string().contains("struct Mine"),
            "{source}"
        );
        errors(tokens, &mut found);
        writeln!(golden, "{source}").expect("a string");
        for (column, text) in &found {
            let text = text.trim_matches('"').replace("\\n", "\n  ");
            writeln!(golden, "{}^\n  {text}", " ".repeat(*column)).expect("a string");
        }
        writeln!(golden).expect("a string");
        if found.len() != 1 {
            writeln!(wrong, "{source}: {found:?}").expect("a string");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/losses.golden");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &golden).expect("a file of the tests");
    }
    assert_eq!(
        golden,
        std::fs::read_to_string(path).expect("a file of the tests")
    );
}

#[test]
fn what_is_right_gives_no_error() {
    for source in [
        "Mine = |p, t| mean(square(p - t))",
        "/// Documented. #[doc(hidden)]\n pub(crate) Mine = |p, t| sum(abs(p - t));",
        "#[derive(Eq)] pub MyOwnLoss = |sum, mean| mean({ let d = sum - mean; if d > 0.0 { d } else { -d } })",
    ] {
        let mut found = Vec::new();
        errors(loss(source.parse().expect("tokens")), &mut found);
        assert_eq!(found, [], "{source}");
    }
}
