//! Emission. After it there is Rust source: a struct, its table and costs, and straight calls to kernels with literal
//! dimensions. The text is what a person would write, with a comment over each call that gives the shapes; it is
//! the same text that `#[model(write = "…")]` puts into a file.

mod closures;
mod conditions;
mod deployed;
pub use conditions::conditions;
pub mod family;
mod format;
mod items;
mod operands;
mod operations;
mod predict;
mod regions;
mod step;
mod writer;

use crate::ir::deployed::Deployed;
use crate::ir::operation::Kind;
use crate::ir::schedule::Schedule;
use crate::ir::size::Size;
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use std::collections::BTreeMap;
use std::fmt::Write;
use writer::Writer;

/// The source of a model.
#[derive(Debug)]
pub struct Code {
    /// All of it as text. A user's layer appears as the identifiers in `users`.
    pub text: String,
    /// Identifiers that stand for the user's own tokens.
    pub users: BTreeMap<String, TokenStream>,
    /// Checks of written shapes, with the user's spans.
    pub checks: TokenStream,
    /// `#[cfg(..)]` of the declaration, for every item. A written file has it before the struct alone.
    pub conditions: TokenStream,
    /// The name of the struct, whose identifier gets the user's span.
    pub name: Ident,
}

/// Writes the code of a scheduled model and of its deployed form.
pub fn emit(schedule: &Schedule, deployed: &Deployed) -> Code {
    let mut users = BTreeMap::new();
    let mut checks = TokenStream::new();
    for operation in &schedule.plan.operations {
        let Kind::User { value, path } = &operation.operation.kind else {
            continue;
        };
        let Some(alias) = schedule.plan.user_alias(operation.layer) else {
            continue;
        };
        users.insert(format!("{alias}Path"), path.clone());
        users.insert(format!("{alias}Value"), value.clone());
        checks.extend(check_user_shapes(schedule, operation, path));
    }
    let mut writer = Writer::default();
    items::structure(schedule, &mut writer);
    let plan = &schedule.plan;
    let is_small = |name: &String| {
        name.chars()
            .all(|letter| letter.is_ascii() && !letter.is_ascii_uppercase())
    };
    if !plan.values.iter().all(|value| is_small(&value.name)) {
        writer.line("#[allow(non_snake_case, non_upper_case_globals)] // names of the declaration");
    }
    writer.line("const _: () = {");
    let closures = closures::closures(&schedule.plan);
    closures::imports(&closures, &mut writer);
    writer.line("use ::formwork::generated::*;");
    closures::write(&closures, &mut writer);
    writer.line("");
    operations::constants(schedule, &mut writer);
    let name = &schedule.plan.graph.header.name;
    writer.line(format!(
        "impl Model for {} {{",
        items::self_alias(&schedule.plan)
    ));
    items::model_items(schedule, &mut writer);
    step::step(schedule, &mut writer);
    writer.line("");
    predict::infer(schedule, &mut writer);
    writer.line("}");
    deployed::deployed(deployed, plan, &mut writer);
    writer.line("};");
    Code {
        text: closures::named(&closures, writer.finish()),
        users,
        checks,
        conditions: conditions::conditions(&schedule.plan.graph.header.attributes),
        name: name.clone(),
    }
}

/// The types that a user wrote for his layer must be those of its trait: a mismatch is rustc's error under the path.
fn check_user_shapes(
    schedule: &Schedule,
    operation: &crate::ir::plan::PlanOperation,
    path: &TokenStream,
) -> TokenStream {
    let span = path
        .clone()
        .into_iter()
        .next()
        .map_or_else(Span::call_site, |token| token.span());
    let tensor = |value: usize| -> TokenStream {
        items::tensor_type("::formwork::tensor::", schedule.plan.values[value].shape)
            .parse()
            .unwrap_or_default()
    };
    let input: TokenStream = operation
        .input_shapes
        .first()
        .map(|&shape| {
            items::tensor_type("::formwork::tensor::", shape)
                .parse()
                .unwrap_or_default()
        })
        .unwrap_or_default();
    let output = tensor(operation.outputs[0]);
    quote_spanned! {span=>
        const _: fn(&#input) -> &<#path as ::formwork::layers::Layer>::Input = |input| input;
        const _: fn(&<#path as ::formwork::layers::Layer>::Output) -> &#output = |output| output;
    }
}

impl Code {
    /// The text as tokens, with the user's own tokens and spans put in.
    pub fn tokens(&self) -> TokenStream {
        let parsed = match parse(&attributes(&self.text)) {
            Some(tokens) => tokens,
            None => {
                let name = &self.name;
                return quote! { ::core::compile_error! { concat!("the code of `", stringify!(#name), "` can't be read: please report this declaration") } };
            }
        };
        let mut body = if self.users.is_empty() {
            parsed
        } else {
            self.replace(parsed)
        };
        body = self.place_name(body);
        let checks = &self.checks;
        conditions::under(&self.conditions, quote! { #body #checks })
    }

    /// Gives the name of the struct its place, so that editors find the declaration.
    fn place_name(&self, tokens: TokenStream) -> TokenStream {
        let mut after_struct = false;
        tokens
            .into_iter()
            .map(|token| match token {
                TokenTree::Ident(ident) => {
                    let is_name = std::mem::replace(&mut after_struct, ident == "struct");
                    match is_name && ident == self.name {
                        true => self.name.clone().into(),
                        false => ident.into(),
                    }
                }
                other => other,
            })
            .collect()
    }

    fn replace(&self, tokens: TokenStream) -> TokenStream {
        tokens
            .into_iter()
            .flat_map(|token| match token {
                TokenTree::Ident(ident) => match self.users.get(&ident.to_string()) {
                    Some(tokens) => tokens.clone(),
                    None => TokenTree::Ident(ident).into(),
                },
                TokenTree::Group(group) => {
                    let mut inner = Group::new(group.delimiter(), self.replace(group.stream()));
                    inner.set_span(group.span());
                    TokenTree::Group(inner).into()
                }
                other => other.into(),
            })
            .collect()
    }

    /// The text with the user's tokens written out, and lines of a width to be read: what goes into a file.
    pub fn readable(&self) -> String {
        let mut text = self.text.clone();
        for (placeholder, tokens) in &self.users {
            text = text.replace(placeholder, &close_together(tokens));
        }
        format::format(&text)
    }
}

/// The text with its documentation as attributes: rust-analyzer takes `/// text` for `/ text` in tokens that it parses for a macro.
fn attributes(text: &str) -> String {
    let mut changed = String::with_capacity(text.len() + text.len() / 8);
    for line in text.lines() {
        match line.trim_start().strip_prefix("///") {
            Some(doc) => {
                let _ = writeln!(changed, "#[doc = {doc:?}]");
            }
            None => {
                changed.push_str(line);
                changed.push('\n');
            }
        }
    }
    changed
}

/// A path or a value of the user's without the spaces that tokens are printed with.
fn close_together(tokens: &TokenStream) -> String {
    let mut text = tokens.to_string();
    for (apart, together) in [(" :: ", "::"), (":: ", "::"), ("{ }", "{}")] {
        text = text.replace(apart, together);
    }
    if let Some((path, rest)) = text.split_once("::< ")
        && let Some((arguments, after)) = rest.split_once(" >")
    {
        text = format!("{path}::<{arguments}>{after}");
    }
    text
}

/// Source as tokens. In a macro rustc's own lexer reads it, directly: `proc_macro2` would read everything a first time
/// itself, only to give an error where rustc panics.
pub(crate) fn parse(text: &str) -> Option<TokenStream> {
    if proc_macro::is_available() {
        let tokens: proc_macro::TokenStream = text.parse().ok()?;
        Some(tokens.into())
    } else {
        text.parse().ok()
    }
}

/// `start..start + len`, literal where it can be.
fn range(start: &Size, len: &Size) -> String {
    format!("{start}..{}", start.plus(len))
}
