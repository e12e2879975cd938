//! The `macro_rules!` that carries a macro's declarations.

use super::state::{Carried, Key};
use proc_macro2::{Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use std::hash::{DefaultHasher, Hash, Hasher};

/// An item that others can use. A private model is one, too: the macro for its weights needs its declaration.
#[derive(Debug)]
pub struct Exported {
    /// Its name, with the user's span.
    pub name: Ident,
    /// `pub`, `pub(crate)` … or nothing.
    pub visibility: TokenStream,
    /// Its `#[cfg(..)]`s.
    pub conditions: TokenStream,
    /// Its documentation if it is a block: blocks aren't types, so that a module bears their name and documentation, and the macro.
    pub block: Option<Vec<String>>,
}

/// A number for the declarations of one macro: others of the same text elsewhere have another.
pub fn identity(tokens: &TokenStream) -> String {
    let mut hasher = DefaultHasher::new();
    tokens.to_string().hash(&mut hasher);
    // Where the macro is called: the compiler's spans print as a position and the expansion that they come from.
    format!("{:?}", Span::call_site()).hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// The companion of all exported items of a macro, or nothing if there are none or the tokens can't be carried.
pub fn companion(
    tokens: &TokenStream,
    keys: &[Key],
    imported: &[Carried],
    exported: &[Exported],
) -> TokenStream {
    let Some(first) = exported.first() else {
        return TokenStream::new();
    };
    let identity = identity(tokens);
    let Some(declarations) = portable(tokens.clone(), 0) else {
        return TokenStream::new();
    };
    let main = Carried {
        identity: identity.clone(),
        keys: keys.to_vec(),
        declarations,
    };
    let modules = std::iter::once(&main).chain(imported);
    let modules: TokenStream = modules.map(Carried::tokens).collect();
    let mut carrier = format_ident!("__formwork_declarations_{identity}");
    // Editors that look for what a path names find its macro too: that leads to the item, then, and not to `model!`.
    carrier.set_span(first.name.span());
    // Of two items of one name the second is a mistake, which has been reported.
    let distinct = exported.iter().enumerate().filter(|(index, item)| {
        let same = |other: &Exported| {
            other.name == item.name && other.conditions.to_string() == item.conditions.to_string()
        };
        !exported.iter().take(*index).any(same)
    });
    let aliases = distinct.map(|(_, item)| {
        let Exported {
            name,
            visibility,
            conditions,
            block,
        } = item;
        let Some(docs) = block else {
            return quote! {
                #conditions
                #[doc(hidden)]
                #[allow(unused_imports)] // whether others need it isn't known here
                #visibility use #carrier as #name;
            };
        };
        let docs = docs.iter().map(|line| {
            let line = Literal::string(line);
            quote! { #[doc = #line] }
        });
        quote! {
            #conditions
            #(#docs)*
            #visibility mod #name {
                #[doc(hidden)]
                #[allow(unused_imports)] // as above
                pub use #carrier as __formwork_declarations;
            }
        }
    });
    let is_private = exported.iter().all(|item| item.visibility.is_empty());
    let export = match is_private {
        true => quote! { #[allow(unused_macros)] }, // as above
        false => quote! { #[macro_export] },
    };
    quote! {
        #[doc(hidden)]
        #[allow(non_local_definitions)] // a model may be declared in a function
        #export
        macro_rules! #carrier {
            ({ $($callback:tt)* } $($state:tt)*) => {
                $($callback)* ! { { #modules } $($state)* }
            };
        }
        #(#aliases)*
    }
}

/// How deep groups are followed; deeper ones have been refused before.
const DEPTH: usize = 80;

/// The tokens for use elsewhere: `crate` becomes `$crate`. `None` if they contain a `$`, which a macro can't carry.
fn portable(tokens: TokenStream, depth: usize) -> Option<TokenStream> {
    if depth > DEPTH {
        return None;
    }
    let mut output = TokenStream::new();
    for tree in tokens {
        match tree {
            TokenTree::Punct(punct) if punct.as_char() == '$' => return None,
            TokenTree::Ident(ident) if ident == "crate" => {
                let span = ident.span();
                let mut dollar = proc_macro2::Punct::new('$', proc_macro2::Spacing::Joint);
                dollar.set_span(span);
                dollar.to_tokens(&mut output);
                ident.to_tokens(&mut output);
            }
            TokenTree::Group(group) => {
                let inner = portable(group.stream(), depth + 1)?;
                let mut carried = Group::new(group.delimiter(), inner);
                carried.set_span(group.span());
                carried.to_tokens(&mut output);
            }
            other => output.extend([other]),
        }
    }
    Some(output)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_from_the_crate_are_carried() {
        let tokens: TokenStream = "let x = crate::my::Layer { size: [crate::N] };"
            .parse()
            .unwrap();
        let carried = portable(tokens, 0).unwrap().to_string();
        assert_eq!(
            carried.matches("$ crate").count() + carried.matches("$crate").count(),
            2
        );
        assert!(portable("a $ b".parse().unwrap(), 0).is_none());
        assert!(portable("a ( $ )".parse().unwrap(), 0).is_none());
    }
}
