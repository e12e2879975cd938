//! What a model with mistakes becomes: exactly its errors and warnings, and a type whose uses add none of their own.
//!
//! `compile_error!` alone doesn't stop type checking: every use of a missing model would be reported too. A type
//! alias whose constant argument is the error stands for an erroneous type, about whose methods, fields, constants
//! and implementations the compiler then keeps silent:
//!
//! ```text
//! pub struct __FormworkMlp<const E: usize> { elements: [f32; E] }
//! pub type Mlp = __FormworkMlp<{ ::core::compile_error! { "the first error of Mlp" } }>;
//! ::core::compile_error! { "each other error" }
//! ```

use super::render::compile_error;
use super::{Diagnostics, Entry, Severity, render};
use crate::ir::graph::Header;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// All errors as tokens, with a skeleton for each failed model, given by its index in the declaration.
pub fn render(failed: Vec<(usize, Header)>, diagnostics: Diagnostics) -> TokenStream {
    let mut errors: Vec<Entry> = diagnostics.into_entries();
    let mut output = TokenStream::new();
    let warnings = errors
        .iter()
        .filter(|entry| entry.severity == Severity::Warning);
    output.extend(warnings.map(render::warning));
    errors.retain(|entry| entry.severity == Severity::Error);
    let has_own =
        |index: &usize, errors: &[Entry]| errors.iter().any(|entry| entry.model == Some(*index));
    // Models that have no error of their own, such as in a macro that can't be read, or of which a part that another
    // model shares is wrong, point to one that has.
    let anchor = failed
        .iter()
        .find(|(index, _)| has_own(index, &errors))
        .or(failed.first())
        .map(|(index, header)| (*index, header.name.clone()));
    for (index, header) in &failed {
        let name = &header.name;
        let visibility = &header.visibility;
        let docs = &header.docs;
        let skeleton = format_ident!("__Formwork{}", name.to_string().trim_start_matches("r#"));
        let mut own: Vec<Entry> = Vec::new();
        let mut others: Vec<Entry> = Vec::with_capacity(errors.len());
        for entry in errors {
            match entry.model == Some(*index) {
                true => own.push(entry),
                false => others.push(entry),
            }
        }
        errors = others;
        let mut erroneous = TokenStream::new();
        match &anchor {
            Some((first, _)) if first == index && own.is_empty() => {
                let of_no_model = errors.iter().position(|entry| entry.model.is_none());
                own.extend(of_no_model.map(|position| errors.remove(position)));
            }
            Some((first, name)) if first != index => {
                erroneous = quote! { <#name>::__FORMWORK_ERROR };
            }
            _ => {}
        }
        let mut own = own.iter().map(compile_error);
        let error = own.next().unwrap_or(erroneous);
        output.extend(quote! {
            #[doc(hidden)]
            #[allow(dead_code, missing_docs)] // it stands for a model that has errors
            #visibility struct #skeleton<const E: usize> { elements: [f32; E] }
            #(#[doc = #docs])*
            #[allow(missing_docs)] // as of the model
            #visibility type #name = #skeleton<{ #error }>;
        });
        output.extend(own);
    }
    output.extend(errors.iter().map(compile_error));
    output
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes::front_end;

    fn skeleton(source: &str) -> String {
        let result = front_end(source.parse().unwrap());
        render(result.failed, result.diagnostics).to_string()
    }

    #[test]
    fn each_error_stands_once() {
        let tokens =
            skeleton("pub struct A { Input(3), Desne(4), Dense(0) } struct B { Dense(3) }");
        assert_eq!(tokens.matches("compile_error").count(), 3, "{tokens}");
        for text in [
            "Desne",
            "at least 1",
            "shape of the model's input is missing",
        ] {
            assert_eq!(tokens.matches(text).count(), 1, "{text} in {tokens}");
        }
        assert!(tokens.contains("pub type A = __FormworkA < { :: core :: compile_error"));
        assert!(tokens.contains("type B = __FormworkB < { :: core :: compile_error"));
        assert!(syn::parse_str::<syn::File>(&tokens).is_ok());
    }

    #[test]
    fn models_without_an_error_of_their_own_point_to_one() {
        let deep = "(".repeat(100) + &")".repeat(100);
        let tokens = skeleton(&format!(
            "struct A {{ {deep} }} pub(crate) struct B {{ Input(3) }}"
        ));
        assert_eq!(tokens.matches("compile_error").count(), 1, "{tokens}");
        assert!(
            tokens.contains("pub (crate) type B = __FormworkB < { < A > :: __FORMWORK_ERROR } >")
        );
        assert!(syn::parse_str::<syn::File>(&tokens).is_ok());
    }

    #[test]
    fn without_a_model_there_are_items_alone() {
        let tokens = skeleton("enum Kind { A }");
        assert_eq!(tokens.matches("compile_error").count(), 1, "{tokens}");
        assert!(syn::parse_str::<syn::File>(&tokens).is_ok());
    }
}
