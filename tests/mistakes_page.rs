//! `docs/mistakes.md`: every kind of mistake with an example from the compiler's own tests, what is printed, and the mend.
//! `BLESS=1 cargo test --test mistakes_page` writes it anew.

#[path = "../model-compiler/tests/errors/cases.rs"]
mod cases;
#[path = "common/page.rs"]
mod page;

use cases::CASES;
use formwork_compiler::diagnostics::render::plain;
use formwork_compiler::diagnostics::warnings::WARNINGS;
use formwork_compiler::diagnostics::{Entry, apply};
use formwork_compiler::passes::front_end;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Kinds that no single declaration in the tests shows, and why.
const ELSEWHERE: &[(&str, &str)] = &[
    (
        "deep-expression",
        "An expression is nested deeper than the language's [limit](language.md#limits), its operators and calls counted. \
         Mend: give its parts names with `let`.",
    ),
    (
        "over-budget",
        "The model costs more than `#[budget(..)]` allows. The message says by how much, lists the costliest layers, and says \
         which limit would be enough; it is found when the model's memory has been planned. `ui-tests/budget` has examples.",
    ),
    (
        "relative-path",
        "A block of another module mentions a type by a path that can't be found from where the block is called. Mend: \
         write the path from `crate::` in the block.",
    ),
    (
        "too-many-tokens",
        "A macro holds more tokens than the language's [limit](language.md#limits). Mend: declare some of the models in \
         a macro of their own.",
    ),
    (
        "unused-import",
        "A warning: a `use` names a block or model of another macro that nothing uses. Mend: remove it.",
    ),
];

/// Kinds of which several are shown, since each speaks of another construct.
const SEVERAL: [&str; 2] = ["closure", "unsupported"];

/// Kinds whose shortest example isn't what most users will see.
const TYPICAL: [(&str, &str); 2] = [("mismatch", "`Add`"), ("mismatched-rank", "`Concatenate`")];

/// A declaration with one mistake.
struct Example {
    source: &'static str,
    entry: Entry,
}

impl Example {
    /// Shorter is better, and a line better than several.
    fn length(&self) -> (bool, usize, usize) {
        let code = self.entry.diagnosis.code();
        let typical = TYPICAL.iter().find(|(typical, _)| *typical == code);
        let other = typical.is_some_and(|(_, words)| !self.message().contains(words));
        (other, self.source.lines().count(), self.source.len())
    }

    fn message(&self) -> String {
        let text = self.entry.text();
        text.lines().next().unwrap_or_default().into()
    }

    /// What is printed, with the lines that the mend changes.
    fn printed(&self) -> String {
        let entries = std::slice::from_ref(&self.entry);
        let printed = plain(self.source, entries);
        let mut text = String::from("```text\n");
        if self.source.lines().count() > 1 {
            let _ = write!(text, "{}\n\n", self.source);
        }
        text.push_str(&printed);
        let mended = apply(self.source, entries);
        let lines = mended.lines().zip(self.source.lines().chain([""; 9]));
        for (line, _) in lines.filter(|(new, old)| new != old) {
            let _ = writeln!(text, "mended: {}", line.trim());
        }
        text + "```\n"
    }
}

/// All declarations with exactly one mistake, by its kind, the shortest first.
fn examples() -> BTreeMap<&'static str, Vec<Example>> {
    let mut examples: BTreeMap<&'static str, Vec<Example>> = BTreeMap::new();
    for (_, _, source) in CASES {
        let front = front_end(source.parse().expect("tokens"));
        let mut entries = front.diagnostics.into_entries();
        if let (Some(entry), true) = (entries.pop(), entries.is_empty()) {
            let code = entry.diagnosis.code();
            let of_code = examples.entry(code).or_default();
            of_code.push(Example { source, entry });
        }
    }
    for of_code in examples.values_mut() {
        of_code.sort_by_key(Example::length);
    }
    examples
}

/// All kinds of mistakes, read from the file that names them.
fn codes() -> Vec<&'static str> {
    let source = include_str!("../model-compiler/src/diagnostics/code.rs");
    let codes = source.lines().filter_map(|line| {
        let (_, code) = line
            .trim()
            .strip_prefix("Diagnosis::")?
            .split_once(" => ")?;
        code.strip_prefix('"')?.strip_suffix("\",")
    });
    let mut codes: Vec<&str> = codes.collect();
    codes.sort_unstable();
    codes
}

fn part(code: &str, examples: &[Example]) -> String {
    let mut text = format!("### `{code}`\n\n");
    let count = if SEVERAL.contains(&code) {
        examples.len()
    } else {
        1
    };
    let mut shown: Vec<String> = Vec::new();
    for example in &examples[..count] {
        let message = example.message();
        if !shown.contains(&message) {
            shown.push(message);
            let _ = writeln!(text, "{}", example.printed());
        }
    }
    text
}

/// A list in lines that aren't too long.
fn lines(items: &[String]) -> String {
    let mut text = String::new();
    let mut length = 0;
    for (index, item) in items.iter().enumerate() {
        let end = if index + 1 == items.len() { "" } else { "," };
        length += item.len() + 2;
        if length > 140 {
            length = item.len();
            text.push('\n');
        } else if index > 0 {
            text.push(' ');
        }
        text.push_str(item);
        text.push_str(end);
    }
    text
}

#[test]
fn every_mistake_is_on_the_page() {
    let examples = examples();
    let codes = codes();
    assert!(codes.len() > 100, "{} kinds", codes.len());
    let mut contents: Vec<String> = Vec::new();
    let mut parts = String::new();
    let mut missing: Vec<&str> = Vec::new();
    for code in codes {
        let elsewhere = ELSEWHERE.iter().find(|(known, _)| *known == code);
        match (examples.get(code), elsewhere) {
            (Some(_), Some(_)) => panic!("{code} has an example"),
            (Some(examples), None) => parts.push_str(&part(code, examples)),
            (None, Some((_, why))) => {
                let _ = write!(parts, "### `{code}`\n\n{why}\n\n");
            }
            (None, None) => missing.push(code),
        }
        contents.push(format!("[`{code}`](#{code})"));
    }
    assert!(missing.is_empty(), "no example of {missing:?}");
    let parts = [("contents", lines(&contents)), ("mistakes", parts)];
    page::matches("docs/mistakes.md", "mistakes_page", &parts);
}

#[test]
fn warnings_are_no_mistakes() {
    let codes = codes();
    assert!(WARNINGS.iter().all(|lint| !codes.contains(&lint.name)));
}
