//! What stands before `struct`: doc comments, `#[model(..)]`, and attributes that are passed on.

use super::cursor::Cursor;
use crate::diagnostics::{Diagnosis, Diagnostics, Unsupported, closest};
use crate::ir::graph::{Allowance, Cost, Form, ModelOptions, Pass};
use crate::layers::constant::Place;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::parse::Parser;

/// The attributes of an item.
#[derive(Debug, Default)]
pub struct Attributes {
    /// The lines of the doc comments.
    pub docs: Vec<String>,
    /// Attributes that aren't ours.
    pub others: TokenStream,
    /// `#[model(..)]`
    pub options: ModelOptions,
}

/// Reads all attributes that stand here.
pub fn attributes(cursor: &mut Cursor<'_>, diagnostics: &mut Diagnostics) -> Attributes {
    let mut attributes = Attributes::default();
    loop {
        let start = *cursor;
        let span = cursor.span();
        if cursor.eat("#").is_none() {
            return attributes;
        }
        if cursor.eat("!").is_some() {
            diagnostics.error(span, Diagnosis::Unsupported(Unsupported::Attribute));
            cursor.group(Delimiter::Bracket);
            continue;
        }
        let Some(mut group) = cursor.group(Delimiter::Bracket) else {
            let found = cursor.found();
            let expected = "an attribute in brackets";
            diagnostics.error(cursor.span(), Diagnosis::Expected { expected, found });
            continue;
        };
        if group.is_ident("doc") && group.nth_is(1, "=") {
            group.next();
            group.next();
            if let Some(line) = text(&mut group) {
                attributes.docs.push(line);
                if !group.is_empty() {
                    let found = group.found();
                    let expected = "`]`";
                    diagnostics.error(group.span(), Diagnosis::Expected { expected, found });
                }
                continue;
            }
        } else if group.eat_ident("model") {
            let group = group.group(Delimiter::Parenthesis);
            if let Some(group) = group {
                options(group, &mut attributes.options, diagnostics);
            }
            continue;
        }
        if group.eat_ident("no_batch") {
            attributes.options.no_batch = true;
            continue;
        }
        if group.eat_ident("budget") {
            match group.group(Delimiter::Parenthesis) {
                Some(group) => budget(group, &mut attributes.options, diagnostics),
                None => {
                    let found = group.found();
                    let expected = "the budget, as `budget(weights = \"64 KiB\")`";
                    diagnostics.error(group.span(), Diagnosis::Expected { expected, found });
                }
            }
            continue;
        }
        if let Some(name) = group.ident()
            && let Some(suggestion) = closest(&name.to_string(), OWN)
            && !OTHERS.contains(&name.to_string().as_str())
        {
            let found = name.to_string();
            diagnostics.error(
                name.span(),
                Diagnosis::UnknownAttribute { found, suggestion },
            );
            continue;
        }
        let tokens = start.until(cursor);
        match syn::Attribute::parse_outer.parse2(tokens.clone()) {
            Ok(_) => attributes.others.extend(tokens),
            Err(_) => {
                let found = group.found();
                let expected = "an attribute such as `#[allow(dead_code)]`";
                diagnostics.error(group.span(), Diagnosis::Expected { expected, found });
            }
        }
    }
}

/// The attributes that a model has.
const OWN: [&str; 3] = ["model", "budget", "no_batch"];
/// Attributes of Rust that are like one of them.
const OTHERS: [&str; 1] = ["mode"];

/// `weights = "64 KiB", macs = "2M"`
fn budget(group: Cursor<'_>, options: &mut ModelOptions, diagnostics: &mut Diagnostics) {
    let mut piece = group;
    while !piece.is_empty() {
        let span = piece.span();
        let found = piece.found();
        let Some(name) = piece.take_ident().map(ToString::to_string) else {
            let expected = "what is limited, as `weights = \"64 KiB\"`";
            diagnostics.error(span, Diagnosis::Expected { expected, found });
            next_option(&mut piece);
            continue;
        };
        let Some(cost) = Cost::ALL.into_iter().find(|cost| cost.key() == name) else {
            let suggestion = closest(&name, Cost::ALL.map(Cost::key));
            let found = name;
            diagnostics.error(span, Diagnosis::UnknownCost { found, suggestion });
            next_option(&mut piece);
            continue;
        };
        if options
            .budget
            .iter()
            .any(|allowance| allowance.cost == cost)
        {
            let argument = name;
            diagnostics.error(span, Diagnosis::DuplicateArgument { argument });
            next_option(&mut piece);
            continue;
        }
        piece.eat("=");
        let place = piece.span();
        let found = piece.found();
        match limit(&mut piece, cost) {
            Some(limit) => options.budget.push(Allowance {
                cost,
                limit,
                place: Place(place),
            }),
            None => diagnostics.error(place, Diagnosis::BudgetValue { cost, found }),
        }
        next_option(&mut piece);
    }
}

/// `"64 KiB"` or `65_536`.
fn limit(cursor: &mut Cursor<'_>, cost: Cost) -> Option<u64> {
    let written = match cursor.peek().map(|token| &token.tree) {
        Some(TokenTree::Literal(literal)) => literal.to_string(),
        _ => return None,
    };
    match text(cursor) {
        Some(text) => crate::diagnostics::budget::parse(cost, &text),
        None => {
            cursor.next();
            written.replace('_', "").parse().ok()
        }
    }
}

/// The value of a string literal.
fn text(cursor: &mut Cursor<'_>) -> Option<String> {
    let Some(TokenTree::Literal(literal)) = cursor.peek().map(|token| &token.tree) else {
        return None;
    };
    let source = literal.to_string();
    let value = plain_text(&source).or_else(|| {
        let literal = syn::parse_str::<syn::LitStr>(&source).ok()?;
        Some(literal.value())
    })?;
    cursor.next();
    Some(value)
}

/// Most strings have no escapes.
fn plain_text(source: &str) -> Option<String> {
    let inner = source.strip_prefix('"')?.strip_suffix('"')?;
    (!inner.contains(['\\', '"'])).then(|| inner.to_string())
}

const OPTIONS: [&str; 5] = [
    "input_gradients",
    "save_memory",
    "debug",
    "write",
    "without",
];

fn options(group: Cursor<'_>, options: &mut ModelOptions, diagnostics: &mut Diagnostics) {
    let mut piece = group;
    while !piece.is_empty() {
        let span = piece.span();
        let found = piece.found();
        let Some(name) = piece.take_ident().map(ToString::to_string) else {
            let expected = "an option such as `save_memory`";
            diagnostics.error(span, Diagnosis::Expected { expected, found });
            next_option(&mut piece);
            continue;
        };
        let Some(&option) = OPTIONS.iter().find(|&&option| option == name) else {
            let suggestion = closest(&name, OPTIONS);
            let found = name;
            diagnostics.error(span, Diagnosis::UnknownOption { found, suggestion });
            next_option(&mut piece);
            continue;
        };
        let mut value = piece;
        value.eat("=");
        let place = value.span();
        let wrong = match option {
            "debug" => (!debug(&mut piece, options)).then_some(
                "some of `graph`, `plan`, `schedule`, `deployed` and `code`, as `debug = \"graph | code\"`",
            ),
            "write" => (!write(&mut piece, options)).then_some("a path, as `write = \"path\"`"),
            "without" => (!without(&mut piece, options)).then_some(
                "some of `fuse`, `differentiate`, `schedule` and `plan_memory`, as `without(fuse)`",
            ),
            "input_gradients" => {
                options.input_gradients = true;
                None
            }
            _ => {
                options.save_memory = true;
                None
            }
        };
        if let Some(expected) = wrong {
            diagnostics.error(place, Diagnosis::OptionValue { option, expected });
        } else if !piece.is_empty() && !piece.is(",") {
            let found = piece.found();
            let expected = "`,`";
            diagnostics.error(piece.span(), Diagnosis::Expected { expected, found });
        }
        next_option(&mut piece);
    }
}

fn next_option(piece: &mut Cursor<'_>) {
    piece.skip_to(|tree| matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ','));
    piece.next();
}

fn debug(piece: &mut Cursor<'_>, options: &mut ModelOptions) -> bool {
    if piece.eat("=").is_none() {
        return false;
    }
    let Some(value) = text(piece) else {
        return false;
    };
    for word in value.split('|') {
        options.debug.push(match word.trim() {
            "graph" => Form::Graph,
            "plan" => Form::Plan,
            "schedule" => Form::Schedule,
            "deployed" => Form::Deployed,
            "code" => Form::Code,
            _ => return false,
        });
    }
    true
}

fn write(piece: &mut Cursor<'_>, options: &mut ModelOptions) -> bool {
    if piece.eat("=").is_none() {
        return false;
    }
    options.write = text(piece);
    options.write.is_some()
}

fn without(piece: &mut Cursor<'_>, options: &mut ModelOptions) -> bool {
    let Some(mut group) = piece.group(Delimiter::Parenthesis) else {
        return false;
    };
    while !group.is_empty() {
        let name = group.take_ident().map(ToString::to_string);
        let Some(pass) = name.and_then(|name| Pass::named(&name)) else {
            return false;
        };
        options.without.push(pass);
        if group.eat(",").is_none() && !group.is_empty() {
            return false;
        }
    }
    true
}
