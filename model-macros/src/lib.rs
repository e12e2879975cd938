//! The procedural macros of Formwork: they forward to `formwork-compiler` and do nothing else.

use proc_macro::TokenStream;

/// Declares models. The language is described in Formwork's documentation.
#[proc_macro]
pub fn model(tokens: TokenStream) -> TokenStream {
    formwork_compiler::expand(tokens.into()).into()
}

/// Goes on with a `model!` that has asked for declarations of another one: only code that `model!` makes calls it.
#[doc(hidden)]
#[proc_macro]
pub fn __model_with(tokens: TokenStream) -> TokenStream {
    formwork_compiler::expand_with(tokens.into()).into()
}
