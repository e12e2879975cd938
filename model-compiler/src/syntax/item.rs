//! Items: the models that a macro declares.

use super::ast::{Item, Model};
use super::attributes::{Attributes, attributes};
use super::body;
use super::cursor::{Cursor, Failure};
use super::scan::Token;
use crate::diagnostics::{Diagnosis, Diagnostics, Unsupported};
use crate::ir::graph::{Header, ModelOptions};
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};

/// Reads all items. A model whose header could be read is returned even if its body couldn't.
pub fn items(tokens: &[Token], diagnostics: &mut Diagnostics) -> Vec<Item> {
    let mut cursor = Cursor::new(tokens);
    let mut items: Vec<Item> = Vec::new();
    while !cursor.is_empty() {
        if cursor.eat(";").is_some() {
            continue;
        }
        let before = cursor;
        diagnostics.enter(Some(items.len()));
        match item(&mut cursor, diagnostics) {
            Ok(item) => items.push(item),
            Err((span, diagnosis)) => {
                diagnostics.enter(None);
                diagnostics.error(span, diagnosis);
                recover(&mut cursor, &before);
            }
        }
    }
    diagnostics.enter(None);
    if items.is_empty() && diagnostics.errors() == 0 {
        diagnostics.error(Span::call_site(), Diagnosis::NothingDeclared);
    }
    items
}

/// Goes on behind the item that couldn't be read: after its braces or its semicolon.
fn recover<'t>(cursor: &mut Cursor<'t>, before: &Cursor<'t>) {
    *cursor = *before;
    let mut first = true;
    while !cursor.is_empty() {
        let begins = cursor.is_ident("pub") || cursor.is_ident("struct") || cursor.is("#");
        let continues = before.is("#") || before.is_ident("pub");
        if begins && !first && !continues {
            return;
        }
        first = false;
        if cursor.group(Delimiter::Brace).is_some() || cursor.eat(";").is_some() {
            return;
        }
        cursor.next();
    }
}

fn item(cursor: &mut Cursor<'_>, diagnostics: &mut Diagnostics) -> Result<Item, Failure> {
    let attributes = attributes(cursor, diagnostics);
    let visibility = visibility(cursor);
    let span = cursor.span();
    let unsupported = |what| Err((span, Diagnosis::Unsupported(what)));
    match cursor.ident().map(ToString::to_string).as_deref() {
        Some("struct") => {
            cursor.next();
        }
        Some("fn") => return unsupported(Unsupported::Block),
        Some("const") => return unsupported(Unsupported::Const),
        Some("family") => return unsupported(Unsupported::Family),
        Some(
            "static" | "enum" | "union" | "trait" | "impl" | "mod" | "use" | "type" | "extern"
            | "unsafe" | "async" | "macro_rules",
        ) => return unsupported(Unsupported::Item),
        _ => return cursor.expected("`struct`: `pub struct Name { .. }`"),
    }
    let named = cursor
        .ident()
        .filter(|name| !super::expression::is_reserved(&name.to_string()));
    let Some(name) = named else {
        return cursor.expected("the name of the model");
    };
    cursor.next();
    let header = header(name, visibility, attributes);
    let body = match after_name(cursor) {
        Ok(group) => body::body(group, diagnostics),
        Err((span, diagnosis)) => {
            diagnostics.error(span, diagnosis);
            let start = *cursor;
            recover(cursor, &start);
            None
        }
    };
    Ok(Item::Model(Model { header, body }))
}

fn header(name: &Ident, visibility: TokenStream, attributes: Attributes) -> Header {
    Header {
        name: name.clone(),
        visibility,
        docs: attributes.docs,
        attributes: attributes.others,
        options: attributes.options,
    }
}

/// `pub`, `pub(crate)`, `pub(in path)`.
fn visibility(cursor: &mut Cursor<'_>) -> TokenStream {
    let start = *cursor;
    if cursor.eat_ident("pub") {
        cursor.group(Delimiter::Parenthesis);
    }
    start.until(cursor)
}

/// The braces, or what stands in their place.
fn after_name<'t>(cursor: &mut Cursor<'t>) -> Result<Cursor<'t>, Failure> {
    let span = cursor.span();
    if let Some(group) = cursor.group(Delimiter::Brace) {
        return Ok(group);
    }
    let what = if cursor.is("<") {
        Unsupported::Generics
    } else if cursor.is("=") {
        Unsupported::Alias
    } else if cursor.is_group(Delimiter::Parenthesis) {
        Unsupported::Parameters
    } else if cursor.is_ident("where") {
        Unsupported::Where
    } else if cursor.is(";") {
        return Err((span, Diagnosis::EmptyBody));
    } else {
        return cursor.expected("`{` and the layers");
    };
    Err((span, Diagnosis::Unsupported(what)))
}

/// The headers of the models in tokens that are too long or too deep to be read: for their skeletons alone.
pub fn names(tokens: TokenStream) -> Vec<Header> {
    let mut headers = Vec::new();
    let mut visibility = TokenStream::new();
    let mut after_struct = false;
    for tree in tokens.into_iter().take(super::scan::TOKENS) {
        match &tree {
            TokenTree::Ident(ident) if after_struct => {
                headers.push(Header {
                    name: ident.clone(),
                    visibility: std::mem::take(&mut visibility),
                    docs: Vec::new(),
                    attributes: TokenStream::new(),
                    options: ModelOptions::default(),
                });
                after_struct = false;
            }
            TokenTree::Ident(ident) if ident == "struct" => after_struct = true,
            TokenTree::Ident(ident) if ident == "pub" => visibility = tree.into(),
            TokenTree::Group(group)
                if group.delimiter() == Delimiter::Parenthesis && !visibility.is_empty() =>
            {
                visibility.extend([tree]);
            }
            _ => {
                visibility = TokenStream::new();
                after_struct = false;
            }
        }
    }
    headers
}
