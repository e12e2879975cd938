//! What macros declare, by name: the macro at hand is module 0, the others are those that it imports from.

use super::limits::STEPS;
use crate::diagnostics::{Diagnosis, Diagnostics, closest};
use crate::layers::constant::Constant as Value;
use crate::layers::table;
use crate::syntax::ast::{Block, Constant, Family, Import, Item, Member, Model};
use proc_macro2::{Ident, Span};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

/// Declarations of other macros.
#[derive(Debug, Default)]
pub struct Imports {
    /// The macros, which become the modules 1, 2 …
    pub modules: Vec<Foreign>,
    /// What the macro at hand calls their items.
    pub names: HashMap<String, Imported>,
}

/// Another macro.
#[derive(Debug)]
pub struct Foreign {
    /// What it declares.
    pub items: Vec<Item>,
    /// What it calls the items of others.
    pub names: HashMap<String, Imported>,
}

/// An item of another module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Index of the module.
    pub module: usize,
    /// The item's name there.
    pub name: String,
}

/// What one macro declares.
#[derive(Debug, Default)]
pub struct Module {
    /// Its constants.
    pub constants: BTreeMap<String, Rc<Constant>>,
    /// Its blocks.
    pub blocks: BTreeMap<String, Rc<Block>>,
    /// Its models, and members, which are models by another name.
    pub models: BTreeMap<String, Declared>,
    /// Its families.
    pub families: BTreeMap<String, Rc<Family>>,
    /// Items of other modules: by the local name of a `use`, or by the path as it is written where it is called,
    /// without spaces.
    pub imports: HashMap<String, Imported>,
    /// The local names of its `use` items with their places.
    pub uses: BTreeMap<String, Span>,
}

/// A model, or a member.
#[derive(Clone, Debug)]
pub enum Declared {
    /// It has a body.
    Model(Rc<Model>),
    /// It is another one with other constants.
    Member(Rc<Member>),
}

/// What a name leads to, with the module in which it is declared.
#[derive(Clone, Debug)]
pub enum Found {
    /// A constant.
    Constant(usize, Rc<Constant>),
    /// A block.
    Block(usize, Rc<Block>),
    /// A model or member.
    Model(usize, Declared),
    /// A family.
    Family(usize, Rc<Family>),
    /// A `use` that leads nowhere, which has been reported.
    Missing,
}

/// How far the evaluation of a constant is.
#[derive(Clone, Debug)]
pub enum Progress {
    /// It has begun.
    Begun,
    /// It has ended; `None` if the constant has no value, which has been reported.
    Done(Option<Value>),
}

/// All modules, and what is known of them.
#[derive(Debug, Default)]
pub struct Library {
    /// The macro at hand, then others.
    pub modules: Vec<Module>,
    constants: RefCell<HashMap<(usize, String), Progress>>,
    used: RefCell<HashSet<(usize, String)>>,
    expanded: RefCell<HashSet<*const Block>>,
    exhausted: Cell<bool>,
    sketched: Cell<usize>,
}

impl Library {
    /// The declarations of a macro and of those that it imports from. What is declared twice, or can't be called
    /// so, is reported.
    pub fn new(items: &[Item], imports: Imports, diagnostics: &mut Diagnostics) -> Library {
        let mut modules = vec![Module::default()];
        for foreign in imports.modules {
            let mut module = Module {
                imports: foreign.names,
                ..Module::default()
            };
            for item in &foreign.items {
                if let Some(name) = name(item) {
                    module.insert(plain(name), item);
                }
            }
            modules.push(module);
        }
        let mut own = Module {
            imports: imports.names,
            ..Module::default()
        };
        let mut seen: Vec<(String, Span)> = Vec::new();
        for (index, item) in items.iter().enumerate() {
            if let Item::Use(one) = item {
                diagnostics.enter(None);
                for import in &one.imports {
                    imported(&mut own, &modules, import, &mut seen, diagnostics);
                }
                continue;
            }
            let owner = matches!(item, Item::Model(_) | Item::Member(_) | Item::Family(_));
            diagnostics.enter(owner.then_some(index));
            let Some(name) = name(item) else {
                continue;
            };
            let text = plain(name);
            if !first(&text, name.span(), owner, &mut seen, diagnostics) {
                continue;
            }
            let callable = matches!(item, Item::Block(_) | Item::Constant(_));
            if callable && is_layer(&text) {
                let name = text.clone();
                diagnostics.error(name_span(item), Diagnosis::ShadowsLayer { name });
                continue;
            }
            own.insert(text, item);
        }
        diagnostics.enter(None);
        modules[0] = own;
        Library {
            modules,
            ..Library::default()
        }
    }

    /// What a name or path in a body leads to in a module; from then on it is used. A model that is called like a layer
    /// doesn't hide that.
    pub fn find(&self, module: usize, key: &str) -> Option<Found> {
        match self.find_any(module, key) {
            Some(Found::Model(..) | Found::Family(..)) if is_layer(key) => None,
            found => found,
        }
    }

    /// The same where only a declaration can stand.
    pub fn find_any(&self, module: usize, key: &str) -> Option<Found> {
        let own = self.modules.get(module)?;
        if let Some(found) = own.own(module, key) {
            self.used.borrow_mut().insert((module, key.into()));
            return Some(found);
        }
        let imported = own.imports.get(key).and_then(|imported| {
            let other = self.modules.get(imported.module)?;
            other.own(imported.module, &imported.name)
        });
        if imported.is_some() {
            self.used.borrow_mut().insert((module, key.into()));
            return imported;
        }
        own.uses.contains_key(key).then(|| {
            self.used.borrow_mut().insert((module, key.into()));
            Found::Missing
        })
    }

    /// Whether a name has been found, or stands in code that isn't expanded.
    pub fn is_used(&self, module: usize, name: &str) -> bool {
        self.used.borrow().contains(&(module, name.into()))
    }

    /// Notes that a block has been expanded.
    pub fn expand(&self, block: &Rc<Block>) {
        self.expanded.borrow_mut().insert(Rc::as_ptr(block));
    }

    /// Whether it has.
    pub fn is_expanded(&self, block: &Rc<Block>) -> bool {
        self.expanded.borrow().contains(&Rc::as_ptr(block))
    }

    /// Whether another item of the macro at hand has this item's name, and was declared before.
    pub fn is_duplicate(&self, item: &Item) -> bool {
        let own = self.modules.first();
        let model = |name: &Ident| own?.models.get(&plain(name));
        match item {
            Item::Model(one) => !matches!(
                model(&one.header.name),
                Some(Declared::Model(first)) if Rc::ptr_eq(first, one)
            ),
            Item::Member(member) => !matches!(
                model(&member.header.name),
                Some(Declared::Member(first)) if Rc::ptr_eq(first, member)
            ),
            _ => false,
        }
    }

    /// Notes that some expansion has exceeded a limit.
    pub fn exhaust(&self) {
        self.exhausted.set(true);
    }

    /// Notes how many expressions were evaluated for a block that nothing calls.
    pub fn sketch(&self, steps: usize) {
        self.sketched.set(self.sketched.get().saturating_add(steps));
    }

    /// Whether a limit has been exceeded, or blocks that nothing calls have taken as much as a model may: then no more of
    /// them are looked at.
    pub fn is_exhausted(&self) -> bool {
        self.exhausted.get() || self.sketched.get() > STEPS
    }

    /// How far a constant is.
    pub fn progress(&self, module: usize, name: &str) -> Option<Progress> {
        self.constants.borrow().get(&(module, name.into())).cloned()
    }

    /// Notes how far a constant is.
    pub fn set_progress(&self, module: usize, name: &str, progress: Progress) {
        self.constants
            .borrow_mut()
            .insert((module, name.into()), progress);
    }

    /// The declared name that was probably meant.
    pub fn suggest(&self, module: usize, name: &str) -> Option<String> {
        let own = self.modules.get(module)?;
        let known = own
            .blocks
            .keys()
            .chain(own.models.keys())
            .chain(own.constants.keys())
            .chain(own.uses.keys());
        closest(name, known.map(String::as_str)).map(Into::into)
    }
}

impl Module {
    fn insert(&mut self, name: String, item: &Item) {
        match item {
            Item::Model(model) => {
                self.models.insert(name, Declared::Model(model.clone()));
            }
            Item::Member(member) => {
                self.models.insert(name, Declared::Member(member.clone()));
            }
            Item::Block(block) => {
                self.blocks.insert(name, block.clone());
            }
            Item::Constant(constant) => {
                self.constants.insert(name, constant.clone());
            }
            Item::Family(family) => {
                self.families.insert(name, family.clone());
            }
            Item::Use(_) => {}
        }
    }

    fn own(&self, module: usize, name: &str) -> Option<Found> {
        if let Some(constant) = self.constants.get(name) {
            return Some(Found::Constant(module, constant.clone()));
        }
        if let Some(block) = self.blocks.get(name) {
            return Some(Found::Block(module, block.clone()));
        }
        if let Some(model) = self.models.get(name) {
            return Some(Found::Model(module, model.clone()));
        }
        let family = self.families.get(name)?;
        Some(Found::Family(module, family.clone()))
    }
}

fn imported(
    module: &mut Module,
    modules: &[Module],
    import: &Import,
    seen: &mut Vec<(String, Span)>,
    diagnostics: &mut Diagnostics,
) {
    let local = plain(&import.local);
    let span = import.local.span();
    if !first(&local, span, false, seen, diagnostics) {
        return;
    }
    if is_layer(&local) {
        let name = local.clone();
        diagnostics.error(span, Diagnosis::ShadowsLayer { name });
    }
    let leads = module.imports.get(&local).is_some_and(|imported| {
        let other = modules.get(imported.module);
        other.is_some_and(|other| other.own(imported.module, &imported.name).is_some())
    });
    if !leads {
        let path = import.key.clone();
        diagnostics.error(import.name.span(), Diagnosis::UnknownImport { path });
    }
    module.uses.insert(local, span);
}

/// Whether nothing else is declared by this name; otherwise that is reported.
fn first(
    name: &str,
    span: Span,
    model: bool,
    seen: &mut Vec<(String, Span)>,
    diagnostics: &mut Diagnostics,
) -> bool {
    if let Some((_, place)) = seen.iter().find(|(known, _)| known == name) {
        let line = place.start().line;
        let name = name.to_string();
        let diagnosis = match model {
            true => Diagnosis::DuplicateModel { name, line },
            false => Diagnosis::DuplicateItem { name, line },
        };
        diagnostics.error(span, diagnosis);
        return false;
    }
    seen.push((name.into(), span));
    true
}

fn is_layer(name: &str) -> bool {
    table::find(name).is_some() || table::function(name).is_some()
}

fn name(item: &Item) -> Option<&Ident> {
    Some(match item {
        Item::Model(model) => &model.header.name,
        Item::Member(member) => &member.header.name,
        Item::Family(family) => &family.header.name,
        Item::Block(block) => &block.name,
        Item::Constant(constant) => &constant.name,
        Item::Use(_) => return None,
    })
}

fn name_span(item: &Item) -> Span {
    name(item).map_or_else(Span::call_site, Ident::span)
}

/// A name without `r#`.
pub fn plain(name: &Ident) -> String {
    let text = name.to_string();
    match text.strip_prefix("r#") {
        Some(plain) => plain.into(),
        None => text,
    }
}
