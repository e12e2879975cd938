//! The types of values: `let hidden: Tensor1<512>`, where the model has no mistakes.
//!
//! A value's variable always has a type of its own, `types::Net::hidden`. What that stands for comes behind everything else: what is
//! known of a model must not move the words that an editor looks for.

use super::words::unplaced;
use crate::ir::graph::Graph;
use formwork_shape_rules::Shape;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};
use std::collections::BTreeMap;

/// The values of the models, with how many variables have that name.
#[derive(Debug, Default)]
pub struct Values {
    models: BTreeMap<Ident, BTreeMap<Ident, usize>>,
}

impl Values {
    /// The type of a value of this model.
    pub fn add(&mut self, model: &Ident, name: &Ident) -> TokenStream {
        let (model, name) = (unplaced(model), unplaced(name));
        let path = quote! { types::#model::#name };
        let values = self.models.entry(model).or_default();
        *values.entry(name).or_default() += 1;
        path
    }

    /// What the types stand for: the shapes of the graphs' nodes. Where several variables have one name it isn't known which
    /// of them a node belongs to.
    pub fn types(&self, graphs: &[Graph]) -> TokenStream {
        let models = self.models.iter().map(|(model, values)| {
            let graph = graphs.iter().find(|graph| graph.header.name == *model);
            let mut shapes: BTreeMap<&str, Shape> = BTreeMap::new();
            for node in graph.into_iter().flat_map(|graph| &graph.nodes) {
                if let [shape] = *node.shapes {
                    shapes.insert(&node.name, shape);
                }
            }
            let types = values.iter().map(|(name, count)| {
                let shape = shapes.get(&*name.to_string()).filter(|_| *count == 1);
                let kind = shape.map_or_else(|| quote! { Value }, |&shape| tensor(shape));
                quote! { pub type #name = ::formwork::language::values::#kind; }
            });
            quote! { pub mod #model { #(#types)* } }
        });
        quote! { mod types { #(#models)* } }
    }
}

/// `Tensor3<28, 28, 1>`
fn tensor(shape: Shape) -> TokenStream {
    let name = format_ident!("Tensor{}", shape.rank(), span = Span::call_site());
    let dims = shape
        .dims()
        .iter()
        .map(|&dim| Literal::usize_unsuffixed(dim));
    match shape.rank() {
        0 => quote! { #name },
        _ => quote! { #name<#(#dims),*> },
    }
}
