//! The table of layers: names are unique, everything is documented, and every argument can be given by name.

use formwork_compiler::diagnostics::Severity;
use formwork_compiler::layers::activations;
use formwork_compiler::layers::arguments::{COMMON, Default, Kind, Specification};
use formwork_compiler::layers::table::{TABLE, find, suggest};
use formwork_compiler::passes::front_end;
use std::collections::HashSet;

#[test]
fn names_are_unique() {
    let keywords = TABLE
        .iter()
        .flat_map(|row| [row.keyword].into_iter().chain(row.aliases.iter().copied()));
    let mut seen = HashSet::new();
    for keyword in keywords {
        assert!(seen.insert(keyword), "{keyword}");
        assert!(find(keyword).is_some());
    }
    let names: HashSet<_> = TABLE.iter().map(|row| row.name).collect();
    assert_eq!(names.len(), TABLE.len());
    for row in TABLE {
        let own = row.arguments.iter().chain(COMMON);
        let all = own.flat_map(|one| [one.name].into_iter().chain(one.aliases.iter().copied()));
        let mut seen = HashSet::new();
        for name in all {
            assert!(
                seen.insert(name),
                "{} has two arguments `{name}`",
                row.keyword
            );
        }
    }
    let all = activations::TABLE
        .iter()
        .flat_map(|row| [row.name].into_iter().chain(row.aliases.iter().copied()));
    let mut seen = HashSet::new();
    for name in all {
        assert!(seen.insert(name), "{name}");
    }
}

#[test]
fn everything_is_documented() {
    for row in TABLE {
        assert!(!row.doc.is_empty(), "{}", row.keyword);
        for argument in row.arguments {
            assert!(
                !argument.doc.is_empty(),
                "{} {}",
                row.keyword,
                argument.name
            );
        }
    }
    assert!(activations::TABLE.iter().all(|row| !row.doc.is_empty()));
}

#[test]
fn required_arguments_come_first() {
    for row in TABLE {
        let required = |one: &&Specification| one.default == Default::Required;
        let first = row.arguments.iter().take_while(required).count();
        assert_eq!(
            row.arguments.iter().filter(required).count(),
            first,
            "{}",
            row.keyword
        );
    }
}

#[test]
fn suggestions_are_keywords() {
    for found in [
        "Linear",
        "MaxPool2d",
        "BatchNorm2d",
        "Concat2",
        "dense",
        "Lstn",
        "GlobalAveragePool2D",
    ] {
        if let Some(keyword) = suggest(found) {
            assert!(find(keyword).is_some(), "{keyword}");
        }
    }
    assert_eq!(suggest("Linear"), Some("Dense"));
    assert_eq!(suggest("Lstn"), Some("LSTM"));
}

/// A value that an argument of this kind takes.
fn example(kind: Kind) -> &'static str {
    match kind {
        Kind::Count => "2",
        Kind::Rate | Kind::Number | Kind::NonNegative => "0.5",
        Kind::Flag => "true",
        Kind::Activation => "\"relu\"",
        Kind::Closure => "|x| x * sigmoid(x)",
        Kind::Initializer => "ones",
        Kind::Regularizer | Kind::ActivityRegularizer => "l2",
        Kind::Constraint => "non_neg",
        Kind::Dimensions => "(2, 2)",
        Kind::Target => "(-1, 4)",
        Kind::Sizes(axes) => ["(1,)", "(1, 1)", "(1, 1, 1)"][axes - 1],
        Kind::Amounts(axes) => ["(0,)", "(0, 0)", "(0, 0, 0)"][axes - 1],
        Kind::Margins(axes) => ["(1, 2)", "((1, 0), (0, 1))", "(0, (0, 1), 0)"][axes - 1],
        Kind::Word(words, _) => words[0],
        Kind::Axes | Kind::CountOrAll => "-1",
        Kind::Order => "(2, 1)",
        Kind::Padding | Kind::CausalPadding => "same",
        Kind::Warnings => "no_effect",
        Kind::Name => "chosen",
        Kind::Refused(_) => "None",
    }
}

/// The mistakes that the front end finds.
fn errors(source: &str) -> Vec<String> {
    let entries = front_end(source.parse().unwrap())
        .diagnostics
        .into_entries();
    entries
        .iter()
        .filter(|entry| entry.severity == Severity::Error)
        .map(|entry| entry.diagnosis.message())
        .collect()
}

#[test]
fn every_argument_can_be_given_by_each_of_its_names() {
    for row in TABLE {
        if row.keyword == "Input" {
            continue;
        }
        for given in row.arguments {
            for name in [given.name].iter().chain(given.aliases) {
                let others = row
                    .arguments
                    .iter()
                    .filter(|one| one.default == Default::Required && one.name != given.name);
                let mut arguments: Vec<String> = others
                    .map(|one| format!("{} = {}", one.name, example(one.kind)))
                    .collect();
                arguments.push(format!("{name} = {}", example(given.kind)));
                let arguments = arguments.join(", ");
                let outputs = match (row.keyword, given.name) {
                    ("LSTM", "return_state") => "(y, _h, _c)",
                    _ => "y",
                };
                let operands = if row.inputs.allows(1) { "a" } else { "a, b" };
                // A vector, a sequence, an image or a volume, whichever the layer takes; 32 channels are what groups have
                // by default.
                let attempts = ["8", "4, 2", "4, 4, 2", "4, 4, 4, 2", "32"].map(|dims| {
                    let input = format!("let a = Input({dims}); let b = Input({dims}) + a;");
                    let layer =
                        format!("let {outputs} = {}({arguments})({operands});", row.keyword);
                    errors(&format!("struct A {{ {input} {layer} (y, b) }}"))
                });
                assert!(
                    attempts.iter().any(Vec::is_empty),
                    "{}({arguments}): {attempts:?}",
                    row.keyword
                );
            }
        }
    }
}
