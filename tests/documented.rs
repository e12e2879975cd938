//! The items that editors show for the words of a declaration, made from the compiler's tables: the files
//! `src/language/{layers,activations,initializers,regularizers,constraints,closures,warnings}.rs`. `BLESS=1 cargo test --test documented` writes them
//! anew. The files there that are written by hand are compared with the tables.

#[path = "common/described.rs"]
mod described;

use described::{also, available, call, default, inputs, kind, parameter_default, sentence};
use formwork_compiler::diagnostics::warnings::WARNINGS;
use formwork_compiler::layers::arguments::{COMMON, Specification};
use formwork_compiler::layers::named::Row as Named;
use formwork_compiler::layers::parameters::{Parameter, Takes};
use formwork_compiler::layers::table::{FUNCTIONS, TABLE, find};
use formwork_compiler::layers::{activations, constraints, initializers, regularizers};
use formwork_compiler::passes::front_end;
use formwork_compiler::passes::resolve::{CONSTANT_METHODS, QUERIES};
use formwork_compiler::symbolic::functions;
use std::fmt::Write;
use std::path::Path;

/// The head of a file.
fn head(subject: &str, rest: &str) -> String {
    format!(
        "//! {subject}\n//!\n//! Made from the compiler's tables: `tests/documented.rs`.\n{rest}"
    )
}

fn field(specification: &Specification) -> String {
    let values = kind(specification.kind);
    let (kind, words) = (values.field, values.words);
    let words = match values.table {
        "" => words.to_string(),
        table => format!("{words}(super::{table})"),
    };
    let doc = sentence(specification.doc);
    let default = match default(specification.default) {
        Some(default) => format!("; `{default}` if it isn't given"),
        None => "; it must be given".into(),
    };
    let also = also(specification.aliases);
    let name = specification.name;
    format!(
        "    /// {doc}\n    ///\n    /// {words}{default}.{also}\n    pub {name}: values::{kind},\n"
    )
}

fn layers() -> String {
    let mut text = head(
        "The layers, with their arguments as fields.",
        "\nuse super::values;\n",
    );
    for row in TABLE {
        let _ = write!(
            text,
            "\n/// {}\n///\n/// ```text\n/// {}\n/// ```\n///\n/// {}{}\npub struct {} {{\n",
            sentence(row.doc),
            call(row),
            inputs(row),
            also(row.aliases),
            row.keyword,
        );
        let own = available(row.arguments);
        for specification in own.into_iter().chain(available(COMMON)) {
            text.push_str(&field(specification));
        }
        text.push_str("}\n");
    }
    text
}

fn function(name: &str, doc: &str, aliases: &[&str], fields: &[(&str, &str, String)]) -> String {
    let mut text = format!("\n/// `{name}`: {doc}.{}", also(aliases));
    if fields.is_empty() {
        let _ = write!(text, "\npub struct {name};\n");
        return text;
    }
    let _ = write!(text, "\npub struct {name} {{\n");
    for (field, kind, doc) in fields {
        let _ = write!(text, "    /// {doc}\n    pub {field}: values::{kind},\n");
    }
    text.push_str("}\n");
    text
}

fn parameters(parameters: &'static [Parameter]) -> Vec<(&'static str, &'static str, String)> {
    let describe = |parameter: &Parameter| {
        let default = parameter_default(parameter);
        match parameter.alias == parameter.name {
            true => default,
            false => format!("{default} Also written `{}`.", parameter.alias),
        }
    };
    parameters
        .iter()
        .map(|parameter| {
            let kind = match parameter.takes {
                Takes::Word(..) => "Word",
                Takes::Number | Takes::NonNegative => "Number",
            };
            (parameter.name, kind, describe(parameter))
        })
        .collect()
}

fn activation_functions() -> String {
    let mut text = head(
        "The activations, with their parameters as fields.",
        "#![allow(non_camel_case_types)] // names of the declaration\n\nuse super::values;\n",
    );
    for row in activations::TABLE {
        let fields = match row.is_along_axes() {
            true => vec![("axis", "Axes", "`-1` if it isn't given.".to_string())],
            false => parameters(row.parameters),
        };
        text.push_str(&function(row.name, row.doc, row.aliases, &fields));
    }
    text
}

/// The rows of a table that arguments choose from by name.
fn named_functions(what: &str, table: &[Named]) -> String {
    let mut text = head(
        &format!("The {what}, with their parameters as fields."),
        "#![allow(non_camel_case_types)] // names of the declaration\n\nuse super::values;\n",
    );
    for row in table {
        let mut fields = parameters(row.parameters);
        if what == "constraints" && constraints::takes_axis(row) {
            let default = "The axes of the weights that enter a unit if it isn't given.";
            fields.push(("axis", "Axes", default.to_string()));
        }
        text.push_str(&function(row.name, row.doc, row.aliases, &fields));
    }
    text
}

/// What a function of closures computes, and its derivative where that isn't plain.
fn computes(row: &functions::Row) -> String {
    let kink = match row.kink {
        "" => String::new(),
        kink => format!(" The derivative is taken to be {kink}."),
    };
    format!("{}.{kink}{}", row.formula, also(row.aliases))
}

fn closure_functions() -> String {
    let mut text = head(
        "The functions of closures such as `|x| x * tanh(x)`.",
        "#![allow(non_camel_case_types)] // names of the declaration\n\nuse super::values;\n",
    );
    for row in functions::TABLE {
        let (name, call) = (row.name, row.parameters.join(", "));
        let computes = computes(row);
        let _ = write!(
            text,
            "\n/// `{name}({call})`: {computes}\npub struct {name};\n"
        );
    }
    text.push_str(
        "\n/// An element of a tensor, of which a closure is a function.\n///\n\
         /// The fields are functions, called as `x.tanh()`.\npub struct Element {\n",
    );
    for row in functions::TABLE {
        let (name, others) = (row.name, row.parameters[1..].join(", "));
        let first = match row.parameters[0] {
            "x" => String::new(),
            first => format!(", {first} being what it is called on"),
        };
        let computes = computes(row);
        let _ = write!(
            text,
            "    /// `.{name}({others})`{first}: {computes}\n    pub {name}: values::Number,\n"
        );
    }
    text.push_str("}\n");
    text
}

fn warning_names() -> String {
    let mut text = head(
        "The warnings, as `allow = dropped_pixels` at a layer silences them.",
        "#![allow(non_camel_case_types)] // names of the declaration\n",
    );
    for lint in &WARNINGS {
        let (what, why, name) = (sentence(lint.what), sentence(lint.why), lint.name);
        let _ = write!(text, "\n/// {what}\n///\n/// {why}\npub struct {name};\n");
    }
    text
}

fn matches_file(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src/language")
        .join(name);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, text).expect("the file can be written");
    }
    let found = std::fs::read_to_string(&path).expect("the file can be read");
    assert!(
        found == text,
        "{name} is older than the table: BLESS=1 cargo test --test documented"
    );
}

#[test]
fn layers_are_documented_as_in_the_table() {
    matches_file("layers.rs", &layers());
}

#[test]
fn activations_are_documented_as_in_the_table() {
    matches_file("activations.rs", &activation_functions());
}

#[test]
fn initializers_are_documented_as_in_the_table() {
    let text = named_functions("initializers", initializers::TABLE);
    matches_file("initializers.rs", &text);
}

#[test]
fn regularizers_are_documented_as_in_the_table() {
    let text = named_functions("regularizers", regularizers::TABLE);
    matches_file("regularizers.rs", &text);
}

#[test]
fn constraints_are_documented_as_in_the_table() {
    let text = named_functions("constraints", constraints::TABLE);
    matches_file("constraints.rs", &text);
}

#[test]
fn functions_of_closures_are_documented_as_in_the_table() {
    matches_file("closures.rs", &closure_functions());
}

#[test]
fn warnings_are_documented_as_in_the_table() {
    matches_file("warnings.rs", &warning_names());
}

/// The items of a file that is written by hand.
fn items(name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src/language")
        .join(name);
    let text = std::fs::read_to_string(&path).expect("the file can be read");
    let items = text.lines().filter_map(|line| {
        let name = line.strip_prefix("pub struct ")?;
        Some(name.trim_end_matches([' ', '{', ';']).to_string())
    });
    items.collect()
}

/// The fields between this line and the next brace that closes.
fn fields(name: &str, start: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src/language")
        .join(name);
    let text = std::fs::read_to_string(&path).expect("the file can be read");
    let mut lines = text
        .lines()
        .map(str::trim)
        .skip_while(|line| !line.starts_with(start));
    let first = lines.next().expect("the struct is there");
    if first.ends_with(';') {
        return Vec::new();
    }
    let lines = lines.take_while(|line| *line != "}");
    let names = lines.filter_map(|line| {
        let (name, _) = line.strip_prefix("pub ")?.split_once(": ")?;
        Some(name.to_string())
    });
    names.collect()
}

#[test]
fn what_can_be_asked_is_the_compiler_s() {
    let names = |table: &[(&str, usize, &str)]| -> Vec<String> {
        table.iter().map(|(name, ..)| name.to_string()).collect()
    };
    assert_eq!(fields("values.rs", "pub struct $name"), names(&QUERIES));
    assert_eq!(
        fields("values.rs", "pub struct Number"),
        names(&CONSTANT_METHODS)
    );
}

#[track_caller]
fn is_accepted(declaration: &str) {
    let front = front_end(declaration.parse().expect("tokens"));
    assert_eq!(front.graphs.len(), 1, "{:?}", front.diagnostics);
    front.diagnostics.discard();
}

#[test]
fn paddings_and_functions_are_the_compiler_s() {
    let paddings = items("padding.rs");
    assert_eq!(paddings.len(), 3);
    for padding in paddings {
        is_accepted(&format!(
            "struct Net {{ Input(8, 1), Conv1D(2, 3, padding = {padding}) }}"
        ));
    }
    let functions = items("functions.rs");
    let known: Vec<&str> = FUNCTIONS.iter().map(|(name, _)| *name).collect();
    assert_eq!(functions, known);
    for (function, layer) in FUNCTIONS {
        let row = find(layer).expect("a function is of a layer");
        let arguments: Vec<&str> = available(row.arguments)
            .iter()
            .map(|one| one.name)
            .collect();
        assert_eq!(
            fields("functions.rs", &format!("pub struct {function}")),
            arguments
        );
        is_accepted(&format!(
            "struct Net {{ let a = Input(2); let b = Input(2); {function}(a, b) }}"
        ));
    }
}
