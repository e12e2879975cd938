//! `docs/language.md`: its tables are the compiler's, and its examples have neither mistakes nor warnings. That they
//! compile and run is tested by `cargo test --doc`. `BLESS=1 cargo test --test language_page` writes the tables anew.

#[path = "common/described.rs"]
mod described;
#[path = "common/page.rs"]
mod page;

use described::{also, available, call, default, inputs, kind, names, parameter_default, sentence};
use formwork_compiler::diagnostics::warnings::WARNINGS;
use formwork_compiler::layers::arguments::{COMMON, Kind, Specification};
use formwork_compiler::layers::constant::LARGEST;
use formwork_compiler::layers::named::Row as Named;
use formwork_compiler::layers::parameters::Parameter;
use formwork_compiler::layers::table::{Row, TABLE};
use formwork_compiler::layers::{activations, constraints, initializers, regularizers};
use formwork_compiler::passes::resolve::{CONSTANT_METHODS, QUERIES, limits};
use formwork_compiler::passes::{family, front_end};
use formwork_compiler::symbolic::{functions, limits as of_closures};
use formwork_compiler::syntax::{self, scan};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::fmt::Write;

/// A row of a table; `|` would end a cell.
fn row(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | "))
}

fn table(heads: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut text = row(heads) + &row(&vec!["---"; heads.len()]);
    for cells in rows {
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        text.push_str(&row(&cells));
    }
    text
}

fn arguments(specifications: &'static [Specification]) -> String {
    let rows = available(specifications).into_iter().map(|one| {
        let values = kind(one.kind);
        let words = match values.table {
            "" => values.words.to_string(),
            "closures" => format!("{}(#functions-of-ones-own)", values.words),
            table => format!("{}(#{table})", values.words),
        };
        let default = default(one.default).map_or("must be given".into(), |it| format!("`{it}`"));
        let meaning = format!("{}{}", sentence(one.doc), also(one.aliases));
        vec![format!("`{}`", one.name), words, default, meaning]
    });
    let heads = ["argument", "what it takes", "default", "what it means"];
    table(&heads, rows)
}

fn refused(specifications: &'static [Specification]) -> Vec<&'static str> {
    let refused = specifications
        .iter()
        .filter(|one| matches!(one.kind, Kind::Refused(_)));
    refused.map(|one| one.name).collect()
}

fn layer(layer: &'static Row) -> String {
    let mut text = format!(
        "### `{}`\n\n`{}`\n\n{} {}{}\n",
        layer.keyword,
        call(layer),
        sentence(layer.doc),
        inputs(layer),
        also(layer.aliases),
    );
    if !available(layer.arguments).is_empty() {
        let _ = write!(text, "\n{}", arguments(layer.arguments));
    }
    let refused = refused(layer.arguments);
    if !refused.is_empty() {
        let refused = refused.iter().map(|name| format!("`{name}`"));
        let refused: Vec<String> = refused.collect();
        let _ = write!(
            text,
            "\nOf Keras's arguments it lacks {}.\n",
            refused.join(", ")
        );
    }
    text + "\n"
}

fn parameters(parameters: &[Parameter]) -> String {
    let described = parameters.iter().map(|one| {
        let also = match one.alias == one.name {
            true => String::new(),
            false => format!(" Also written `{}`.", one.alias),
        };
        format!("`{}`: {}{also}", one.name, parameter_default(one))
    });
    described.collect::<Vec<String>>().join(" ")
}

fn activation_table() -> String {
    let rows = activations::TABLE.iter().map(|one| {
        let parameters = match one.is_along_axes() {
            true => "`axis`: `-1` if it isn't given.".into(),
            false => parameters(one.parameters),
        };
        let doc = one.doc.to_string();
        vec![
            format!("`{}`", one.name),
            doc,
            parameters,
            names(one.aliases),
        ]
    });
    let heads = [
        "activation",
        "what it computes",
        "parameters",
        "also written",
    ];
    table(&heads, rows)
}

fn named_table(heads: [&str; 2], rows: &[Named]) -> String {
    let rows = rows.iter().map(|one| {
        let mut parameters = parameters(one.parameters);
        if heads[0] == "constraint" && constraints::takes_axis(one) {
            let separator = if parameters.is_empty() { "" } else { " " };
            let _ = write!(
                parameters,
                "{separator}`axis`: the axes of the weights that enter a unit if it isn't given."
            );
        }
        let name = format!("`{}`", one.name);
        vec![name, one.doc.to_string(), parameters, names(one.aliases)]
    });
    table(&[heads[0], heads[1], "parameters", "also written"], rows)
}

fn function_table() -> String {
    let rows = functions::TABLE.iter().map(|one| {
        let (required, optional) = one.parameters.split_at(one.required);
        let mut parameters = required.join(", ");
        for parameter in optional {
            let _ = write!(parameters, ", {parameter} = ..");
        }
        let call = format!("`{}({parameters})`", one.name);
        vec![
            call,
            one.formula.into(),
            one.kink.into(),
            names(one.aliases),
        ]
    });
    let kink = "derivative where there is none";
    table(&["function", "what it gives", kink, "also written"], rows)
}

fn questions(questions: &[(&str, usize, &str)], of: &str) -> String {
    let rows = questions.iter().map(|(name, arguments, gives)| {
        let argument = match (*arguments, *name) {
            (0, _) => "",
            (_, "dim") => "axis",
            (_, "pow") => "n",
            _ => "b",
        };
        vec![format!("`{of}.{name}({argument})`"), gives.to_string()]
    });
    table(&["", "what it gives"], rows)
}

fn warnings() -> String {
    let rows = WARNINGS
        .iter()
        .map(|one| vec![format!("`{}`", one.name), one.what.into(), one.why.into()]);
    table(&["name", "what it finds", "why it matters"], rows)
}

/// 200000 as `200,000`.
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn limit_table() -> String {
    let limits = [
        ("tokens of a macro", scan::TOKENS),
        ("brackets within brackets", scan::DEPTH),
        (
            "operators or brackets that follow each other without a name between them, and dots in one expression",
            scan::RUN,
        ),
        ("expressions within an expression", syntax::DEPTH),
        (
            "the same, those of the blocks that are called there counted too",
            limits::DEPTH,
        ),
        (
            "calls of blocks and models within each other",
            limits::CALLS,
        ),
        (
            "expressions that are evaluated for a model: each round of a loop counts",
            limits::STEPS,
        ),
        ("applications of layers in a model", limits::NODES),
        ("elements of a constant", LARGEST.0),
        ("tuples within tuples", LARGEST.1),
        ("members of a family", family::MEMBERS),
        ("axes of a tensor, without the batch", limits::AXES),
        ("parameters of a closure", of_closures::PARAMETERS),
        ("operations of a closure", of_closures::OPERATIONS),
        (
            "closures that are called within each other",
            of_closures::CALLS,
        ),
    ];
    let rows = limits
        .iter()
        .map(|(what, limit)| vec![what.to_string(), thousands(*limit)]);
    table(&["what", "at most"], rows)
}

#[test]
fn tables_are_the_compilers() {
    let layers: String = TABLE.iter().map(|one| layer(one)).collect();
    let parts = [
        ("queries", questions(&QUERIES, "x")),
        ("methods", questions(&CONSTANT_METHODS, "a")),
        ("functions", function_table()),
        ("limits", limit_table()),
        ("common", arguments(COMMON)),
        ("layers", layers),
        ("activations", activation_table()),
        (
            "initializers",
            named_table(["initializer", "what it gives"], initializers::TABLE),
        ),
        (
            "regularizers",
            named_table(
                ["regularizer", "what it adds to the loss"],
                regularizers::TABLE,
            ),
        ),
        (
            "constraints",
            named_table(["constraint", "what it keeps to"], constraints::TABLE),
        ),
        ("warnings", warnings()),
    ];
    page::matches("docs/language.md", "language_page", &parts);
}

/// The programs on the page, without the marks of hidden lines, and whether they have modules of their own.
fn examples(page: &str) -> Vec<(String, bool)> {
    let mut examples = Vec::new();
    for block in page.split("\n```rust").skip(1) {
        let (flags, rest) = block.split_once('\n').expect("a block of code");
        let (program, _) = rest.split_once("\n```").expect("a block that ends");
        let lines = program.lines().map(|line| match line {
            "#" => "",
            line => line.strip_prefix("# ").unwrap_or(line),
        });
        let program = lines.collect::<Vec<&str>>().join("\n");
        examples.push((program, flags.contains("standalone")));
    }
    examples
}

/// What stands in each `model! { .. }`.
fn declarations(tokens: TokenStream) -> Vec<TokenStream> {
    let mut declarations = Vec::new();
    let mut name = false;
    for tree in tokens {
        match tree {
            TokenTree::Group(group) if name && group.delimiter() == Delimiter::Brace => {
                declarations.push(group.stream());
            }
            TokenTree::Group(group) => declarations.extend(self::declarations(group.stream())),
            TokenTree::Ident(ident) => name = ident == "model",
            TokenTree::Punct(punct) if punct.as_char() == '!' => {}
            _ => name = false,
        }
    }
    declarations
}

/// Whether the declarations of a program, if it has some, have neither mistakes nor warnings.
fn is_clean(program: &str) -> bool {
    let declarations = declarations(program.parse().expect("tokens"));
    let any = !declarations.is_empty();
    for declaration in declarations {
        let entries = front_end(declaration).diagnostics.into_entries();
        let texts: Vec<String> = entries.iter().map(|entry| entry.text()).collect();
        assert!(texts.is_empty(), "{program}\n{texts:?}");
    }
    any
}

#[test]
fn examples_give_no_warnings() {
    let language = examples(&page::read("docs/language.md"));
    assert!(language.len() >= 10, "{} examples", language.len());
    for (program, modules) in language {
        // What stands in other modules isn't known here.
        assert!(modules || is_clean(&program), "{program}");
    }
    let readme = examples(&page::read("README.md"));
    let declared = readme.iter().filter(|(program, _)| is_clean(program));
    assert!(declared.count() >= 3);
}

/// The address that a heading has in a page.
fn anchor(heading: &str) -> String {
    let kept = heading
        .chars()
        .filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase)
        .map(|letter| if letter == ' ' { '-' } else { letter })
        .collect()
}

#[test]
fn links_lead_somewhere() {
    for path in ["docs/language.md", "docs/mistakes.md"] {
        let page = page::read(path);
        let headings = page.lines().filter(|line| line.starts_with('#'));
        let anchors: Vec<String> = headings
            .map(|line| anchor(line.trim_start_matches('#').trim()))
            .collect();
        for link in page.split("](#").skip(1) {
            let (link, _) = link.split_once(')').expect("a whole link");
            assert!(
                anchors.iter().any(|anchor| anchor == link),
                "{path}: #{link}"
            );
        }
    }
}
