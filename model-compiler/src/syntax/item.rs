//! Items: what a macro declares.

mod declaration;
mod import;
mod parameter;

use super::ast::{Base, Block, Item, Model};
use super::attributes::{Attributes, attributes};
use super::body;
use super::cursor::{Cursor, Failure};
use super::reader::{Read, Reader};
use super::scan::Token;
use crate::diagnostics::{Diagnosis, Diagnostics, Unsupported};
use crate::ir::graph::{Header, ModelOptions};
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use std::rc::Rc;

/// Reads all items. An item whose name could be read is returned even if its body couldn't. Mistakes in a model belong
/// to its index among the items, all others to no model.
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
            Ok(item) => {
                if !matches!(item, Item::Model(_) | Item::Member(_) | Item::Family(_)) {
                    diagnostics.disown(items.len());
                }
                items.push(item);
            }
            Err((span, diagnosis)) => {
                diagnostics.disown(items.len());
                diagnostics.enter(None);
                diagnostics.error(span, *diagnosis);
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
        let words = ["pub", "struct", "fn", "const", "family", "use"];
        let begins = words.iter().any(|word| cursor.is_ident(word)) || cursor.is("#");
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

fn item(cursor: &mut Cursor<'_>, diagnostics: &mut Diagnostics) -> Read<Item> {
    let place = cursor.span();
    let attributes = attributes(cursor, diagnostics);
    let visibility = visibility(cursor, diagnostics);
    let span = cursor.span();
    let word = cursor.ident().map(ToString::to_string);
    let word = word.as_deref().unwrap_or("");
    if matches!(word, "fn" | "const" | "use") {
        let bare = attributes.others.is_empty() && attributes.options == ModelOptions::default();
        if !bare {
            diagnostics.error(place, Diagnosis::Unsupported(Unsupported::AttributeOfBlock));
        }
    }
    match word {
        "struct" => {
            cursor.next();
            model(cursor, visibility, attributes, diagnostics)
        }
        "fn" => {
            cursor.next();
            block(cursor, visibility, attributes.docs, diagnostics)
        }
        // `const fn` is a function all the same.
        "const" if cursor.nth_ident(1).is_some_and(|next| next == "fn") => {
            cursor.next();
            cursor.next();
            block(cursor, visibility, attributes.docs, diagnostics)
        }
        "const" => {
            cursor.next();
            declaration::constant(cursor, visibility, attributes.docs, diagnostics)
        }
        "family" => {
            cursor.next();
            let name = name(cursor, "the name of the family")?;
            declaration::family(cursor, header(name, visibility, attributes), diagnostics)
        }
        "use" => {
            cursor.next();
            if !visibility.is_empty() {
                let what = Unsupported::PublicUse;
                diagnostics.error(span, Diagnosis::Unsupported(what));
            }
            import::imports(cursor, diagnostics)
        }
        "static" | "enum" | "union" | "trait" | "impl" | "mod" | "type" | "extern" | "unsafe"
        | "async" | "macro_rules" => Err((span, Diagnosis::Unsupported(Unsupported::Item).into())),
        _ => cursor.expected("`struct`, `fn` or `const`: `pub struct Name { .. }`"),
    }
}

/// Whether Rust takes it as an item's name: it isn't `_`, nor a word that Rust has or keeps for itself.
fn can_name_an_item(name: &Ident) -> bool {
    syn::parse_str::<Ident>(&name.to_string()).is_ok()
}

/// A name that isn't one of Rust's words.
fn name<'t>(cursor: &mut Cursor<'t>, what: &'static str) -> Read<&'t Ident> {
    let named = cursor.ident().filter(|name| can_name_an_item(name));
    match named {
        Some(name) => {
            cursor.next();
            Ok(name)
        }
        None => cursor.expected(what),
    }
}

/// What follows `struct`.
fn model(
    cursor: &mut Cursor<'_>,
    visibility: TokenStream,
    attributes: Attributes,
    diagnostics: &mut Diagnostics,
) -> Read<Item> {
    let name = name(cursor, "the name of the model")?;
    let errors = diagnostics.errors();
    let header = header(name, visibility, attributes);
    if cursor.eat("=").is_some() {
        return declaration::member(cursor, header, diagnostics);
    }
    let mut parameters = Vec::new();
    if let Some(group) = cursor.group(Delimiter::Parenthesis) {
        parameters = parameter::parameters(group, true, diagnostics);
    }
    let body = match after_name(cursor) {
        Ok(group) => body::body(group, diagnostics),
        Err((span, diagnosis)) => {
            diagnostics.error(span, *diagnosis);
            cursor.skip_to(ends_item);
            cursor.next();
            None
        }
    };
    Ok(Item::Model(Rc::new(Model {
        header,
        parameters,
        body,
        faulty: diagnostics.errors() > errors,
    })))
}

/// What follows `fn`.
fn block(
    cursor: &mut Cursor<'_>,
    visibility: TokenStream,
    docs: Vec<String>,
    diagnostics: &mut Diagnostics,
) -> Read<Item> {
    let name = name(cursor, "the name of the block")?.clone();
    let errors = diagnostics.errors();
    if cursor.is("<") {
        let what = Unsupported::GenericBlock;
        diagnostics.error(cursor.span(), Diagnosis::Unsupported(what));
        cursor.skip_to(is_parenthesis);
    }
    let Some(group) = cursor.group(Delimiter::Parenthesis) else {
        return cursor.expected("`(` and the block's parameters");
    };
    let parameters = parameter::parameters(group, false, diagnostics);
    if cursor.is("->") {
        let what = Unsupported::ResultType;
        diagnostics.error(cursor.span(), Diagnosis::Unsupported(what));
        cursor.skip_to(is_brace);
    }
    let Some(group) = cursor.group(Delimiter::Brace) else {
        return cursor.expected("`{` and what the block does");
    };
    let body = Some(Reader::new(diagnostics).functional(group));
    Ok(Item::Block(Rc::new(Block {
        name,
        visibility,
        docs,
        parameters,
        body,
        faulty: diagnostics.errors() > errors,
    })))
}

fn ends_item(tree: &TokenTree) -> bool {
    is_brace(tree) || matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ';')
}

fn is_parenthesis(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis)
}

fn is_brace(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
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

/// `pub`, `pub(crate)`, `pub(in path)`. What is in the parentheses and can't be there is reported.
fn visibility(cursor: &mut Cursor<'_>, diagnostics: &mut Diagnostics) -> TokenStream {
    let start = *cursor;
    if !cursor.eat_ident("pub") {
        return TokenStream::new();
    }
    let public = start.until(cursor);
    let Some(inside) = cursor.group(Delimiter::Parenthesis) else {
        return public;
    };
    let whole = start.until(cursor);
    match syn::parse2::<syn::Visibility>(whole.clone()) {
        Ok(_) => whole,
        Err(_) => {
            let found = inside.found();
            let expected = "`crate`, `super`, `self` or `in` and a path";
            diagnostics.error(inside.span(), Diagnosis::Expected { expected, found });
            public
        }
    }
}

/// The braces, or what stands in their place.
fn after_name<'t>(cursor: &mut Cursor<'t>) -> Result<Cursor<'t>, Failure> {
    let span = cursor.span();
    if let Some(group) = cursor.group(Delimiter::Brace) {
        return Ok(group);
    }
    let what = if cursor.is("<") {
        Unsupported::Generics
    } else if cursor.is_ident("where") {
        Unsupported::Where
    } else if cursor.is(";") {
        return Err((span, Diagnosis::EmptyBody.into()));
    } else {
        return cursor.expected("`{` and the layers");
    };
    Err((span, Diagnosis::Unsupported(what).into()))
}

/// `name` or `path::to::name`.
fn base(cursor: &mut Cursor<'_>) -> Read<Base> {
    let start = *cursor;
    cursor.eat("::");
    loop {
        let span = cursor.span();
        if cursor.take_ident().is_none() {
            return cursor.expected("the name of a model");
        }
        if cursor.eat("::").is_none() {
            let path = start.until(cursor);
            let key = super::user::without_spaces(&path.to_string());
            return Ok(Base { path, key, span });
        }
    }
}

/// The headers of the models in tokens that are too long or too deep to be read: for their skeletons alone.
pub fn names(tokens: TokenStream) -> Vec<Header> {
    let mut headers = Vec::new();
    let mut visibility = TokenStream::new();
    let mut after_struct = false;
    for tree in tokens.into_iter().take(super::scan::TOKENS) {
        match &tree {
            TokenTree::Ident(ident) if after_struct && can_name_an_item(ident) => {
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
