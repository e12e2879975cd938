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

/// The deployed form of a model with the weights of a safetensors file, as an expression for a `static`.
///
/// `include_weights!(Mlp, "mlp.safetensors")`: the path of a struct that `model!` has declared, in this crate or another
/// one, and the path of a file, relative to the folder of `Cargo.toml`. The file is one that the trained model was saved to,
/// or its deployed form. It is compared with the declaration when the program is compiled.
#[proc_macro]
pub fn include_weights(tokens: TokenStream) -> TokenStream {
    formwork_compiler::weights::include_weights(tokens.into()).into()
}

/// Goes on with an `include_weights!` that has asked for a model's declaration: only code that it makes calls this.
#[doc(hidden)]
#[proc_macro]
pub fn __include_weights_with(tokens: TokenStream) -> TokenStream {
    formwork_compiler::weights::include_weights_with(tokens.into()).into()
}

/// A loss of one's own, as an expression of a prediction and its target.
///
/// `loss! { pub Squares = |prediction, target| mean(square(target - prediction)) }` declares a unit struct that is a loss. The
/// expression is one of single numbers, with the functions that closures in `model!` have; `mean(..)` or `sum(..)` around it goes over
/// the elements of a row, along the last axis of the output. Its gradient is derived when the program is compiled.
#[proc_macro]
pub fn loss(tokens: TokenStream) -> TokenStream {
    formwork_compiler::losses::loss(tokens.into()).into()
}
