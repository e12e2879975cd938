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
use std::collections::HashMap;

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

    /// The types: the shapes of the graphs' values. Where several variables have one name, in the model or a block, and
    /// other shapes, it isn't known which of them is meant.
    pub fn types(&self, graphs: &[Graph]) -> TokenStream {
        let mut shapes: HashMap<(String, &str), Option<Shape>> = HashMap::new();
        for graph in graphs {
            for (name, value) in &graph.names {
                let shape = graph
                    .nodes
                    .get(value.node)
                    .and_then(|node| node.shapes.get(value.output).copied());
                let key = (graph.header.name.to_string(), &**name);
                let known = shapes.entry(key).or_insert(shape);
                if *known != shape {
                    *known = None;
                }
            }
        }
        let declaration = &self.declaration;
        let mut output = TokenStream::new();
        for (index, variable) in self.variables.iter().enumerate() {
            let (model, name) = variable;
            let name = name.to_string();
            let name = name.trim_start_matches("r#");
            if let Some(&Some(shape)) = shapes.get(&(model.to_string(), name)) {
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
