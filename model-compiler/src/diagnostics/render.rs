//! Mistakes as `compile_error!`s for `rustc`, and as text with carets.

use super::{Diagnosis, Entry, Severity, budget};
use crate::ir::graph::Cost;
use crate::passes::budget::Unchecked;
use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use std::fmt::Write;

/// `::core::compile_error! { "text" }`, every token at the mistake's place.
pub fn compile_error(entry: &Entry) -> TokenStream {
    compile_error_of(entry.span, &entry.text())
}

/// The same for a text.
pub fn compile_error_of(span: Span, text: &str) -> TokenStream {
    let mut literal = Literal::string(text);
    literal.set_span(span);
    let mut group = Group::new(Delimiter::Brace, TokenTree::Literal(literal).into());
    group.set_span(span);
    let mut tokens = TokenStream::new();
    for segment in ["core", "compile_error"] {
        tokens.extend([
            punct(':', Spacing::Joint, span),
            punct(':', Spacing::Alone, span),
        ]);
        tokens.extend([TokenTree::Ident(Ident::new(segment, span))]);
    }
    tokens.extend([punct('!', Spacing::Alone, span), TokenTree::Group(group)]);
    tokens
}

/// A limit that `rustc` checks, because the costs of a user's layer are in the sum.
pub fn assertion(model: &Ident, unchecked: &Unchecked) -> TokenStream {
    let Unchecked { cost, limit, span } = *unchecked;
    let text = budget::assertion(&model.to_string(), cost, limit);
    let deployed =
        quote! { <::formwork::deployed::Deployed<#model> as ::formwork::deployed::DeployedModel> };
    let model = quote! { <#model as ::formwork::generated::Model> };
    let cost = match cost {
        Cost::Weights => quote! { #deployed::WEIGHT_BYTES as u64 },
        Cost::Scratch => quote! { #deployed::SCRATCH_BYTES as u64 },
        Cost::Tape => {
            quote! { 4 * (#model::STEP_MEMORY.worker + #model::STEP_MEMORY.batch) as u64 }
        }
        Cost::Macs => quote! { #model::MACS },
    };
    quote_spanned! {span=> const _: () = ::core::assert!(#cost <= #limit, #text); }
}

/// A use of a deprecated constant, at the place of what is probably wrong: the one way to make `rustc` warn.
///
/// ```text
/// const _: () = {
///     #[deprecated(note = "the text")]
///     #[allow(non_upper_case_globals)]
///     const dropped_pixels: () = ();
///     dropped_pixels
/// };
/// ```
pub fn warning(entry: &Entry) -> TokenStream {
    let text = entry.text();
    let name = match &entry.diagnosis {
        Diagnosis::Warning(warning) => warning.lint().name.into(),
        other => other.code().replace('-', "_"),
    };
    let name = Ident::new(&name, entry.span);
    quote! {
        const _: () = {
            #[deprecated(note = #text)]
            #[allow(non_upper_case_globals)] // it stands in the warning's text
            const #name: () = ();
            #name
        };
    }
}

fn punct(character: char, spacing: Spacing, span: Span) -> TokenTree {
    let mut punct = Punct::new(character, spacing);
    punct.set_span(span);
    TokenTree::Punct(punct)
}

/// The mistakes in `source` as text, each with its line and a caret: for tests and tools.
pub fn plain(source: &str, entries: &[Entry]) -> String {
    let mut text = String::new();
    for entry in entries {
        let kind = match entry.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let message = entry.text();
        let mut lines = message.lines();
        let start = entry.span.start();
        // Writing to a string can't fail.
        let _ = writeln!(text, "{kind}: {}", lines.next().unwrap_or(""));
        for line in lines {
            let _ = writeln!(text, "       {line}");
        }
        if let Some(line) = source.lines().nth(start.line.wrapping_sub(1)) {
            let number = start.line.to_string();
            let end = entry.span.end();
            let width = match end.line == start.line && end.column > start.column {
                true => end.column - start.column,
                false => 1,
            };
            let _ = writeln!(text, "{number} | {line}");
            let _ = writeln!(
                text,
                "{} | {}{}",
                " ".repeat(number.len()),
                " ".repeat(start.column),
                "^".repeat(width)
            );
        }
    }
    text
}
