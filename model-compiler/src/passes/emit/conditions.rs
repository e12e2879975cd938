//! `#[cfg(..)]` before a model: its code is several items, and each is there or none.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;

/// The `#[cfg(..)]` among some attributes.
pub fn conditions(attributes: &TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = attributes.clone().into_iter().collect();
    let is_condition = |attribute: &[TokenTree]| match attribute {
        [TokenTree::Punct(hash), TokenTree::Group(group)] => {
            let first = group.stream().into_iter().next();
            hash.as_char() == '#'
                && group.delimiter() == Delimiter::Bracket
                && matches!(first, Some(TokenTree::Ident(name)) if name == "cfg")
        }
        _ => false,
    };
    let attributes = tokens.chunks(2).filter(|attribute| is_condition(attribute));
    attributes.flatten().cloned().collect()
}

/// These items under those conditions.
pub fn under(conditions: &TokenStream, items: TokenStream) -> TokenStream {
    if conditions.is_empty() {
        return items;
    }
    match syn::parse2::<syn::File>(items.clone()) {
        Ok(file) => {
            let items = file.items;
            quote! { #(#conditions #items)* }
        }
        Err(_) => items,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_has_the_conditions_and_nothing_else() {
        let attributes = "#[allow(dead_code)] #[cfg(unix)] #[derive(Debug)] #[cfg(not(test))]";
        let conditions = conditions(&attributes.parse().unwrap());
        let expected: TokenStream = "#[cfg(unix)] #[cfg(not(test))]".parse().unwrap();
        assert_eq!(conditions.to_string(), expected.to_string());
        let items = "#[repr(C)] struct A { x: f32 } const _: () = { fn f() {} };";
        let found = under(&conditions, items.parse().unwrap()).to_string();
        assert_eq!(found.matches("cfg (unix)").count(), 2, "{found}");
        assert!(
            found.ends_with("const _ : () = { fn f () { } } ;"),
            "{found}"
        );
        let none = under(&TokenStream::new(), items.parse().unwrap());
        assert_eq!(
            none.to_string(),
            items.parse::<TokenStream>().unwrap().to_string()
        );
    }
}
