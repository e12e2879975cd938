//! From tokens to checked graphs: the passes that can find mistakes, in order.

use super::check::check;
use super::infer_shapes::infer_shapes;
use super::parse::{Parsed, parse};
use super::resolve::resolve;
use super::warn::warn;
use crate::diagnostics::{Diagnosis, Diagnostics};
use crate::ir::graph::{Graph, Header};
use crate::syntax::scan::scan;
use crate::syntax::ast::Item;
use proc_macro2::TokenStream;

/// What a macro declares.
#[derive(Debug)]
pub struct FrontEnd {
    /// The models without mistakes, in the order of the declaration.
    pub graphs: Vec<Graph>,
    /// The headers of the others, with their index in the declaration, for skeletons.
    pub failed: Vec<(usize, Header)>,
    /// All mistakes and warnings; each knows the index of its model.
    pub diagnostics: Diagnostics,
}

/// Parses, resolves, infers shapes and checks. One mistake doesn't hide another that is independent of it.
pub fn front_end(tokens: TokenStream) -> FrontEnd {
    let mut diagnostics = Diagnostics::new();
    let source = tokens.clone();
    let mut graphs = Vec::new();
    let mut failed = Vec::new();
    match parse(tokens, &mut diagnostics) {
        Parsed::Unreadable(headers) => failed.extend(headers.into_iter().enumerate()),
        Parsed::Items(items) => {
            let mut names: Vec<(String, usize)> = Vec::with_capacity(items.len());
            for (index, item) in items.into_iter().enumerate() {
                let Item::Model(model) = item else {
                    let later = crate::diagnostics::Unsupported::Later;
                    diagnostics.error(
                        proc_macro2::Span::call_site(),
                        Diagnosis::Unsupported(later),
                    );
                    continue;
                };
                diagnostics.enter(Some(index));
                let name = model.header.name.to_string();
                let span = model.header.name.span();
                if let Some((_, line)) = names.iter().find(|(known, _)| *known == name) {
                    let line = *line;
                    // A skeleton of the same name would be an error of its own.
                    diagnostics.error(span, Diagnosis::DuplicateModel { name, line });
                    continue;
                }
                names.push((name, span.start().line));
                let graph = match &model.body {
                    Some(body) => {
                        let mut resolved = resolve(model.header.clone(), body, &mut diagnostics);
                        infer_shapes(&mut resolved, &mut diagnostics);
                        check(&resolved, &mut diagnostics);
                        if diagnostics.errors_of(index) == 0 {
                            warn(&mut resolved, &mut diagnostics);
                        }
                        resolved.graph
                    }
                    None => {
                        failed.push((index, model.header.clone()));
                        continue;
                    }
                };
                match diagnostics.errors_of(index) {
                    0 => graphs.push(graph),
                    _ => failed.push((index, graph.header)),
                }
            }
            diagnostics.enter(None);
        }
    }
    if !diagnostics.is_empty()
        && let Ok(tokens) = scan(source)
    {
        diagnostics.mend(&tokens);
    }
    FrontEnd {
        graphs,
        failed,
        diagnostics,
    }
}
