//! What the compiler's tables say, as words and code: for the items that editors show, and for the language's page.
#![allow(dead_code)] // each test file uses its part

use formwork_compiler::diagnostics::Counted;
use formwork_compiler::layers::arguments::{Default, Kind, Specification};
use formwork_compiler::layers::parameters::Parameter;
use formwork_compiler::layers::table::Row;
use formwork_compiler::layers::{activations, initializers};

/// A sentence from words; formulas begin as they are.
pub fn sentence(words: &str) -> String {
    let first = words.split([' ', ',', ':']).next().unwrap_or("");
    let is_word = (first.len() > 1 || first == "a") && first.chars().all(char::is_alphabetic);
    let mut letters = words.chars();
    let mut text: String = match letters.next() {
        Some(letter) if is_word => letter.to_uppercase().chain(letters).collect(),
        _ => words.into(),
    };
    if !text.ends_with('.') {
        text.push('.');
    }
    text
}

/// `a` or `b`, as code.
pub fn names(aliases: &[&str]) -> String {
    let names: Vec<String> = aliases.iter().map(|alias| format!("`{alias}`")).collect();
    names.join(" or ")
}

/// Other spellings as a sentence behind others.
pub fn also(aliases: &[&str]) -> String {
    match aliases.is_empty() {
        true => String::new(),
        false => format!(" Also written {}.", names(aliases)),
    }
}

/// What may be written for an argument, and the type of its field.
pub struct Values {
    /// A type of `formwork::language::values`.
    pub field: &'static str,
    /// In words; what `table` links to stands between `[` and `]`.
    pub words: &'static str,
    /// The table that the words mention.
    pub table: &'static str,
}

/// What may be written for an argument of this kind.
pub fn kind(kind: Kind) -> Values {
    let plain = |field, words| Values {
        field,
        words,
        table: "",
    };
    match kind {
        Kind::Count => plain("Integer", "An integer of at least 1"),
        Kind::Rate => plain("Number", "A number from 0 to 1"),
        Kind::Number => plain("Number", "A number"),
        Kind::NonNegative => plain("Number", "A number of at least 0"),
        Kind::Flag => plain("Flag", "`true` or `false`"),
        Kind::Activation => Values {
            field: "Activation",
            words: "An activation of [`activations`]",
            table: "activations",
        },
        Kind::Initializer => Values {
            field: "Initializer",
            words: "An initializer of [`initializers`]",
            table: "initializers",
        },
        Kind::Regularizer => Values {
            field: "Regularizer",
            words: "A regularizer of [`regularizers`]",
            table: "regularizers",
        },
        Kind::ActivityRegularizer => Values {
            field: "Regularizer",
            words: "`l1`, `l2` or `l1_l2` of [`regularizers`]",
            table: "regularizers",
        },
        Kind::Constraint => Values {
            field: "Constraint",
            words: "A constraint of [`constraints`]",
            table: "constraints",
        },
        Kind::Dimensions => plain("Shape", "A shape without the batch, such as `(28, 28, 1)`"),
        Kind::Target => plain("Shape", "A shape in which one dimension may be -1"),
        Kind::Sizes(1) => plain("Integer", "An integer of at least 1"),
        Kind::Sizes(2) => plain(
            "Pair",
            "An integer of at least 1, or a pair such as `(2, 2)`",
        ),
        Kind::Sizes(_) => plain(
            "Triple",
            "An integer of at least 1, or three such as `(2, 2, 2)`",
        ),
        Kind::Amounts(1) => plain("Integer", "An integer of at least 0"),
        Kind::Amounts(2) => plain(
            "Pair",
            "An integer of at least 0, or a pair such as `(1, 1)`",
        ),
        Kind::Amounts(_) => plain(
            "Triple",
            "An integer of at least 0, or three such as `(1, 1, 1)`",
        ),
        Kind::Margins(1) => plain(
            "Margins",
            "An integer of at least 0, or a pair such as `(1, 2)`",
        ),
        Kind::Margins(2) => plain(
            "Margins",
            "An integer of at least 0, one for each axis, or a pair for each such as `((1, 2), (0, 3))`",
        ),
        Kind::Margins(_) => plain(
            "Margins",
            "An integer of at least 0, one for each axis, or a pair for each such as `((1, 1), (1, 2), (0, 3))`",
        ),
        Kind::Word(_, words) => plain("Text", words),
        Kind::CountOrAll => plain("Integer", "An integer of at least 1, or -1"),
        Kind::Order => plain("Axes", "Axes in an order such as `(2, 1)`, counted from 1"),
        Kind::Axes => plain("Axes", "An axis such as `-1`, the batch being axis 0"),
        Kind::Padding => plain("Padding", "`valid` or `same`"),
        Kind::CausalPadding => plain("Padding", "`valid`, `same` or `causal`"),
        Kind::Closure => Values {
            field: "Closure",
            words: "A function such as `|a, b| a * sigmoid(b)`, made of [`closures`]",
            table: "closures",
        },
        Kind::Warnings => Values {
            field: "Warning",
            words: "A warning, or a tuple of them, of [`warnings`]",
            table: "warnings",
        },
        Kind::Name => plain("Text", "A name such as `\"encoder\"`"),
        Kind::Refused(_) => unreachable!("what is refused isn't documented"),
    }
}

/// A default as it would be written.
pub fn default(default: Default) -> Option<String> {
    Some(match default {
        Default::Required => return None,
        Default::Nothing => "None".into(),
        Default::Count(value) => value.to_string(),
        Default::Number(value) => value.to_string(),
        Default::Flag(value) => value.to_string(),
        Default::Activation(value) => activations::name(value)
            .expect("a default has a name")
            .into(),
        Default::Initializer(source) => initializers::name(source)
            .expect("a default has a name")
            .into(),
        Default::Sizes(value) => value.to_string(),
        Default::Margins(value) => value.to_string(),
        Default::Word(word) => word.into(),
        Default::Axis(value) => value.to_string(),
        Default::Padding(value) => format!("{value:?}").to_lowercase(),
    })
}

/// The arguments that can be given.
pub fn available(specifications: &'static [Specification]) -> Vec<&'static Specification> {
    let refused = |one: &&Specification| matches!(one.kind, Kind::Refused(_));
    specifications.iter().filter(|one| !refused(one)).collect()
}

/// `Dense(units, activation = linear)`
pub fn call(row: &Row) -> String {
    let arguments: Vec<String> = available(row.arguments)
        .iter()
        .map(|one| match default(one.default) {
            Some(default) => format!("{} = {default}", one.name),
            None => one.name.to_string(),
        })
        .collect();
    format!("{}({})", row.keyword, arguments.join(", "))
}

/// How many inputs a layer has.
pub fn inputs(row: &Row) -> &'static str {
    match row.inputs {
        Counted::Exactly(0) => "It has no inputs.",
        Counted::Exactly(1) => "It has one input.",
        Counted::Exactly(_) => "It has two inputs.",
        Counted::AtLeast(1) => "It has one input or more.",
        Counted::AtLeast(_) => "It has two inputs or more.",
        Counted::Either(..) => "It has one input, or three with its initial state.",
    }
}

/// What a parameter is if it isn't given.
pub fn parameter_default(parameter: &Parameter) -> String {
    match parameter.default {
        Some(value) if value.is_infinite() => "Unlimited if it isn't given.".into(),
        Some(_) => {
            let default = parameter.default_text().unwrap_or_default();
            format!("`{default}` if it isn't given.")
        }
        None => "It must be given.".into(),
    }
}
