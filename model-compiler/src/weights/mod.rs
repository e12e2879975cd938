//! `include_weights!`: the deployed form of a model, with the weights of a file, as an expression.
//!
//! The macro sees a path, and asks for the declaration behind it as `model!` does (see [`companions`](crate::companions)):
//!
//! ```text
//! include_weights!(nets::Mlp, "mlp.safetensors")
//!     → nets::Mlp! { {::formwork::__include_weights_with} {nets::Mlp} "mlp.safetensors" }
//!     → ::formwork::__include_weights_with! { {<modules>} {nets::Mlp} "mlp.safetensors" }
//!     → an expression
//! ```
//!
//! Then it makes the model's deployed form, and compares its tensors, or those that are trained, with the file's header.
//! Tensors that are only copied are taken from the file by `include_bytes!`; those that are computed stand in the
//! expression.

pub mod agree;
pub mod file;
pub mod header;

use crate::companions::{Carried, imports, read_answer};
use crate::diagnostics::WeightsMistake;
use crate::ir::deployed::Deployed;
use crate::passes;
use crate::passes::resolve::library::plain;
use agree::{Agreed, Form};
use file::WeightsFile;
use formwork_shape_rules::fold::{Origin, fold};
use header::FileTensor;
use proc_macro2::{Delimiter, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use std::rc::Rc;

/// What the macro is given.
struct Arguments {
    /// The model's path.
    path: TokenStream,
    /// Its last segment.
    name: Ident,
    /// The file's path, with the place of its literal.
    file: (String, Span),
}

/// What `include_weights!` becomes: a question for the model's declaration.
pub fn include_weights(tokens: TokenStream) -> TokenStream {
    let place = tokens.clone().into_iter().next();
    let place = place.map_or_else(Span::call_site, |first| first.span());
    let Some(Arguments { path, file, .. }) = arguments(tokens) else {
        return WeightsMistake::Arguments.render(place);
    };
    let mut literal = Literal::string(&file.0);
    literal.set_span(file.1);
    quote! { #path! { {::formwork::__include_weights_with} #path, #literal } }
}

/// What `include_weights!` becomes when the declaration has arrived; `tokens` are what its companion gives.
pub fn include_weights_with(tokens: TokenStream) -> TokenStream {
    let Ok((modules, rest)) = read_answer(tokens) else {
        return WeightsMistake::Arguments.render(Span::call_site());
    };
    let Some(arguments) = arguments(rest) else {
        return WeightsMistake::Arguments.render(Span::call_site());
    };
    match expression(&modules, &arguments) {
        Ok(expression) => expression,
        Err(wrong) => wrong.0.render(wrong.1),
    }
}

/// `path, "file"`, perhaps with a comma behind it.
fn arguments(tokens: TokenStream) -> Option<Arguments> {
    let mut path = TokenStream::new();
    let mut name = None;
    let mut rest = tokens.into_iter();
    loop {
        match rest.next()? {
            TokenTree::Punct(comma) if comma.as_char() == ',' => break,
            TokenTree::Ident(segment) => {
                path.extend([TokenTree::Ident(segment.clone())]);
                name = Some(segment);
            }
            TokenTree::Punct(punct) if matches!(punct.as_char(), ':' | '$') => {
                path.extend([TokenTree::Punct(punct)]);
            }
            // Macros wrap what they pass on into invisible groups.
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                for tree in group.stream() {
                    if let TokenTree::Ident(segment) = &tree {
                        name = Some(segment.clone());
                    }
                    path.extend([tree]);
                }
            }
            _ => return None,
        }
    }
    let file = text(rest.next()?)?;
    let comma = rest.next();
    let ends = match &comma {
        Some(TokenTree::Punct(comma)) => comma.as_char() == ',' && rest.next().is_none(),
        Some(_) => false,
        None => true,
    };
    ends.then_some(Arguments {
        path,
        name: name?,
        file,
    })
}

/// The value of a text literal, and its place.
fn text(tree: TokenTree) -> Option<(String, Span)> {
    let span = tree.span();
    let literal: syn::LitStr = syn::parse2(tree.into()).ok()?;
    Some((literal.value(), span))
}

/// A mistake and its place.
type Wrong = Box<(WeightsMistake, Span)>;

/// The deployed form of the model with the file's weights.
fn expression(modules: &[Carried], arguments: &Arguments) -> Result<TokenStream, Wrong> {
    let deployed = match model(modules, &arguments.name)? {
        Some(deployed) => deployed,
        None => {
            // A mistake in the declaration has been reported there; about what its type lacks `rustc` is silent.
            let path = &arguments.path;
            return Ok(quote! { <#path>::__FORMWORK_WEIGHTS });
        }
    };
    let (written, span) = &arguments.file;
    let include = || {
        let file = WeightsFile::open(written)?;
        let agreed = agree::agree(&deployed, &file)?;
        embed(&deployed, &file, &agreed, &arguments.path, *span)
    };
    include().map_err(|mistake| Box::new((mistake, *span)))
}

/// The deployed form of the model of this name in the first module; `None` if its declaration has mistakes.
fn model(modules: &[Carried], name: &Ident) -> Result<Option<Deployed>, Wrong> {
    let wrong = |mistake| Box::new((mistake, name.span()));
    let no_model = || {
        wrong(WeightsMistake::NoModel {
            model: name.to_string(),
        })
    };
    let (main, others) = modules.split_first().ok_or_else(no_model)?;
    let front = passes::front_end_with(main.declarations.clone(), imports(&main.keys, others));
    front.diagnostics.discard();
    let wanted = plain(name);
    let is_wanted = |name: &Ident| plain(name) == wanted;
    let mut graphs = front.graphs.into_iter();
    if let Some(graph) = graphs.find(|graph| is_wanted(&graph.header.name)) {
        return Ok(Some(passes::deploy::deploy(&Rc::new(graph), true, false)));
    }
    let mut families = front.families.iter();
    if let Some(family) = families.find(|family| is_wanted(&family.header.name))
        && let Some(member) = family.members.first()
    {
        return Err(wrong(WeightsMistake::Family {
            model: name.to_string(),
            member: member.name.to_string(),
        }));
    }
    match front
        .failed
        .iter()
        .any(|(_, header)| is_wanted(&header.name))
    {
        true => Ok(None),
        false => Err(no_model()),
    }
}

/// The expression: a value that is put together when the program is compiled.
fn embed(
    deployed: &Deployed,
    file: &WeightsFile,
    agreed: &Agreed<'_>,
    path: &TokenStream,
    span: Span,
) -> Result<TokenStream, WeightsMistake> {
    let is_made = |origin: &Origin| !matches!(origin, Origin::Copied { .. });
    let folds = agreed.form == Form::Trained
        && deployed
            .tensors
            .iter()
            .any(|tensor| is_made(&tensor.origin));
    let elements = match folds {
        true => file.elements()?,
        false => Vec::new(),
    };
    let trained = |tensor: usize| -> &[f32] {
        let place = agreed.places.get(tensor);
        let elements = place.and_then(|place| elements.get(*place));
        elements.map_or(&[], Vec::as_slice)
    };
    let mut copied = Vec::new();
    let mut made = Vec::new();
    for (index, tensor) in deployed.tensors.iter().enumerate() {
        let offset = Literal::usize_unsuffixed(tensor.offset);
        let source = match (agreed.form, &tensor.origin) {
            (Form::Deployed, _) => index,
            (Form::Trained, Origin::Copied { tensor }) => *tensor,
            (Form::Trained, origin) => {
                let mut elements = vec![0.0; tensor.shape.len()];
                fold(origin, &trained, &mut elements);
                let bytes: Vec<u8> = elements.iter().flat_map(|one| one.to_le_bytes()).collect();
                let bytes = Literal::byte_string(&bytes);
                made.push(quote! { (#offset, #bytes) });
                continue;
            }
        };
        let place = agreed
            .places
            .get(source)
            .and_then(|place| file.tensors.get(*place));
        if let Some(place) = place {
            let begin = Literal::usize_unsuffixed(file.data + place.begin);
            let end = Literal::usize_unsuffixed(file.data + place.end);
            copied.push(quote! { (#offset, #begin, #end) });
        }
    }
    let (file_path, written) = (&file.path, &file.written);
    let known = Literal::usize_unsuffixed(deployed.tensors.len());
    let others = agreed.others.iter().map(|tensor| {
        let FileTensor {
            name, dtype, shape, ..
        } = tensor;
        let shape = shape.iter().copied().map(Literal::usize_unsuffixed);
        let begin = Literal::usize_unsuffixed(file.data + tensor.begin);
        quote! {
            ::formwork::deployed::embed::FileTensor {
                name: #name,
                dtype: #dtype,
                shape: &[#(#shape),*],
                begin: #begin,
            }
        }
    });
    Ok(quote_spanned! {span=>
        {
            const WEIGHTS: ::formwork::deployed::Deployed<#path> = {
                ::formwork::deployed::embed::embed(&::formwork::deployed::embed::Bytes {
                    path: #written,
                    file: ::core::include_bytes!(#file_path),
                    copied: &[#(#copied),*],
                    made: &[#(#made),*],
                    known: #known,
                    others: &[#(#others),*],
                })
            };
            WEIGHTS
        }
    })
}
