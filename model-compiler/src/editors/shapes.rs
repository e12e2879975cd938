//! The types of values: `let hidden: Tensor1<512>`, where the model has no mistakes.
//!
//! The variable of a value asks for its type, `Unknown::<DECLARATION, 3>.value()`. The answer is an implementation that comes
//! with the expansion that knows the shapes: behind everything else, since what is known of a model must not move the words
//! that an editor looks for, or in another macro, if the declaration needs those of other modules.

use super::words::unplaced;
use crate::ir::graph::Graph;
use formwork_shape_rules::Shape;
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};
use std::collections::{BTreeMap, HashMap};

/// The values of the models, in the order of their variables.
#[derive(Debug)]
pub struct Values {
    declaration: Literal,
    variables: Vec<(Ident, Ident)>,
}

impl Values {
    /// Of a declaration with this number, in hexadecimal digits.
    pub fn new(declaration: &str) -> Values {
        let number = format!("0x{declaration}").parse();
        Values {
            declaration: number.unwrap_or_else(|_| Literal::u64_unsuffixed(0)),
            variables: Vec::new(),
        }
    }

    /// An expression of the type of a value of this model.
    pub fn add(&mut self, model: &Ident, name: &Ident) -> TokenStream {
        let declaration = &self.declaration;
        let index = Literal::usize_unsuffixed(self.variables.len());
        self.variables.push((unplaced(model), unplaced(name)));
        quote! { values::Unknown::<#declaration, #index>.value() }
    }

    /// The types: the shapes of the graphs' nodes. Where several variables have one name it isn't known which
    /// of them a node belongs to.
    pub fn types(&self, graphs: &[Graph]) -> TokenStream {
        let mut shapes: HashMap<(String, &str), Shape> = HashMap::new();
        for graph in graphs {
            for node in &graph.nodes {
                if let [shape] = *node.shapes {
                    shapes.insert((graph.header.name.to_string(), &node.name), shape);
                }
            }
        }
        let mut counts: BTreeMap<&(Ident, Ident), usize> = BTreeMap::new();
        for variable in &self.variables {
            *counts.entry(variable).or_default() += 1;
        }
        let declaration = &self.declaration;
        let mut output = TokenStream::new();
        for (index, variable) in self.variables.iter().enumerate() {
            let (model, name) = (variable.0.to_string(), variable.1.to_string());
            if let Some(&shape) = shapes.get(&(model, &*name))
                && counts.get(variable) == Some(&1)
            {
                let index = Literal::usize_unsuffixed(index);
                let kind = tensor(shape);
                output.extend(quote! {
                    impl values::Known<Here> for values::Unknown<#declaration, #index> {
                        type Value = values::#kind;
                    }
                });
            }
        }
        output
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
