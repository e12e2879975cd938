//! From tokens to checked graphs: the passes that can find mistakes, in order.

use super::check::check;
use super::emit::conditions;
use super::family::{Family, family};
use super::parse::{Parsed, parse};
use super::resolve::library::Imports;
use super::resolve::{self, Library, Resolved};
use super::warn::warn;
use crate::companions::Exported;
use crate::diagnostics::{Diagnosis, Diagnostics};
use crate::ir::graph::{Graph, Header};
use crate::syntax::ast::Item;
use crate::syntax::scan::scan;
use proc_macro2::TokenStream;

/// What a macro declares.
#[derive(Debug)]
pub struct FrontEnd {
    /// The models without mistakes, in the order of the declaration; the members of families among them.
    pub graphs: Vec<Graph>,
    /// The families without mistakes.
    pub families: Vec<Family>,
    /// The headers of the others, with their index among the items, for skeletons.
    pub failed: Vec<(usize, Header)>,
    /// What other macros can use.
    pub exported: Vec<Exported>,
    /// All mistakes and warnings; each knows the index of its model among the items.
    pub diagnostics: Diagnostics,
}

/// Parses, resolves, infers shapes and checks. One mistake doesn't hide another that is independent of it.
pub fn front_end(tokens: TokenStream) -> FrontEnd {
    front_end_with(tokens, Imports::default())
}

/// The same with declarations of other macros.
pub fn front_end_with(tokens: TokenStream, imports: Imports) -> FrontEnd {
    let mut diagnostics = Diagnostics::new();
    let source = tokens.clone();
    let mut front = FrontEnd {
        graphs: Vec::new(),
        families: Vec::new(),
        failed: Vec::new(),
        exported: Vec::new(),
        diagnostics: Diagnostics::new(),
    };
    match parse(tokens, &mut diagnostics) {
        Parsed::Unreadable(headers) => front.failed.extend(headers.into_iter().enumerate()),
        Parsed::Items(items) => {
            let library = Library::new(&items, imports, &mut diagnostics);
            resolve::constants(&library, &mut diagnostics);
            for (index, item) in items.iter().enumerate() {
                diagnostics.enter(Some(index));
                front.item(index, item, &library, &mut diagnostics);
                front.exported.extend(exported(item));
            }
            diagnostics.enter(None);
            unused(&items, &library, &mut diagnostics);
        }
    }
    if !diagnostics.is_empty()
        && let Ok(tokens) = scan(source)
    {
        diagnostics.mend(&tokens);
    }
    front.diagnostics.discard();
    front.diagnostics = diagnostics;
    front
}

impl FrontEnd {
    fn item(
        &mut self,
        index: usize,
        item: &Item,
        library: &Library,
        diagnostics: &mut Diagnostics,
    ) {
        let header = match item {
            Item::Model(model) => &model.header,
            Item::Member(member) => &member.header,
            Item::Family(family) => &family.header,
            Item::Block(_) | Item::Constant(_) | Item::Use(_) => return,
        };
        // A skeleton of a name that is taken would be an error of its own.
        if library.is_duplicate(item) {
            return;
        }
        let look = |resolved: &mut Resolved, diagnostics: &mut Diagnostics| {
            check(resolved, diagnostics);
            let right = diagnostics.errors_of(index) == 0;
            if right {
                warn(resolved, diagnostics);
            }
            right
        };
        let graphs = match item {
            Item::Model(model) if model.body.is_some() => {
                let mut resolved = resolve::model(library, model, diagnostics);
                look(&mut resolved, diagnostics).then(|| vec![resolved.graph])
            }
            Item::Member(member) => {
                let mut resolved = resolve::member(library, member, diagnostics);
                look(&mut resolved, diagnostics).then(|| vec![resolved.graph])
            }
            Item::Family(one) => {
                let made = family(library, one, diagnostics, look);
                made.map(|(family, graphs)| {
                    let members = family.members.iter().map(|member| Exported {
                        name: member.name.clone(),
                        visibility: family.header.visibility.clone(),
                        conditions: conditions(&family.header.attributes),
                        block: None,
                    });
                    self.exported.extend(members);
                    self.families.push(family);
                    graphs
                })
            }
            _ => None,
        };
        match graphs {
            Some(graphs) => self.graphs.extend(graphs),
            None => self.failed.push((index, header.clone())),
        }
    }
}

/// What others know an item by. Private blocks and constants are nobody's business.
fn exported(item: &Item) -> Option<Exported> {
    let header = match item {
        Item::Model(model) => &model.header,
        Item::Member(member) => &member.header,
        Item::Family(family) => &family.header,
        Item::Block(block) => {
            return (!block.visibility.is_empty()).then(|| Exported {
                name: block.name.clone(),
                visibility: block.visibility.clone(),
                conditions: TokenStream::new(),
                block: Some(block.docs.clone()),
            });
        }
        Item::Constant(_) | Item::Use(_) => return None,
    };
    Some(Exported {
        name: header.name.clone(),
        visibility: header.visibility.clone(),
        conditions: conditions(&header.attributes),
        block: None,
    })
}

/// Looks at blocks that nothing calls, and warns of what nothing uses.
fn unused(items: &[Item], library: &Library, diagnostics: &mut Diagnostics) {
    for item in items {
        // What exceeds a limit would do so again.
        if let Item::Block(block) = item
            && !library.is_expanded(block)
            && !library.is_exhausted()
        {
            resolve::sketch(library, block, diagnostics);
        }
    }
    if diagnostics.errors() > 0 {
        // A misspelled name may be what would use it.
        return;
    }
    for item in items {
        match item {
            Item::Block(block) if block.visibility.is_empty() => {
                let name = block.name.to_string();
                if !library.is_used(0, &name) {
                    let span = block.name.span();
                    diagnostics.warning(span, Diagnosis::UnusedBlock { name });
                }
            }
            Item::Constant(constant) if constant.visibility.is_empty() => {
                let name = constant.name.to_string();
                if !library.is_used(0, &name) && !name.starts_with('_') {
                    let span = constant.name.span();
                    diagnostics.warning(span, Diagnosis::UnusedConstant { name });
                }
            }
            Item::Use(one) => {
                for import in &one.imports {
                    let name = import.local.to_string();
                    if !library.is_used(0, &name) {
                        let span = import.local.span();
                        diagnostics.warning(span, Diagnosis::UnusedImport { name });
                    }
                }
            }
            _ => {}
        }
    }
}
