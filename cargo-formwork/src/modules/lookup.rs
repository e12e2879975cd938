//! What a path means: through modules, imports and crates.

use super::{Found, Modules};
use std::collections::BTreeSet;

/// Where a module path ends.
enum Walk {
    Module(usize),
    Nothing,
    Elsewhere,
}

/// What is looked for in a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Item,
    Module,
}

/// The names whose imports have been followed for one path: another time they lead in a circle.
type Seen = BTreeSet<(usize, String, Kind)>;

impl Modules {
    /// What a path means in a module; the first word is empty if it begins with `::`.
    pub fn find(&mut self, module: usize, path: &[String]) -> Found {
        self.lookup(module, path, &mut Seen::new())
    }

    fn root(&self, module: usize) -> usize {
        let mut root = module;
        while let Some(parent) = self.modules[root].parent {
            root = parent;
        }
        root
    }

    /// What a path means.
    fn lookup(&mut self, module: usize, path: &[String], seen: &mut Seen) -> Found {
        let Some((name, modules)) = path.split_last() else {
            return Found::Nothing;
        };
        let module = match self.walk(module, modules, seen) {
            Walk::Module(module) => module,
            Walk::Nothing => return Found::Nothing,
            Walk::Elsewhere => return Found::Elsewhere,
        };
        let declares = |index: &&usize| self.macros[**index].names.contains(name);
        if let Some(&place) = self.modules[module].macros.iter().find(declares) {
            let name = name.clone();
            return Found::Declared { place, name };
        }
        if !seen.insert((module, name.clone(), Kind::Item)) {
            return Found::Nothing;
        }
        let [named, globs] = self.imported(module, name);
        for path in &named {
            match self.lookup(module, path, seen) {
                Found::Nothing => {}
                found => return found,
            }
        }
        for path in &globs {
            // All names of a crate that can't be read, such as a prelude, are hardly meant to hold this one.
            if let Found::Declared { place, name } = self.lookup(module, path, seen) {
                return Found::Declared { place, name };
            }
        }
        Found::Nothing
    }

    /// The module at the end of a path.
    fn walk(&mut self, module: usize, path: &[String], seen: &mut Seen) -> Walk {
        let mut at = module;
        for (place, segment) in path.iter().enumerate() {
            let is_first = place == 0 || place == 1 && path[0].is_empty();
            let next = match segment.as_str() {
                "" => continue,
                "self" => Some(at),
                "super" => self.modules[at].parent,
                "crate" if is_first => Some(self.root(at)),
                name => match self.child(at, name, is_first, seen) {
                    Walk::Module(child) => Some(child),
                    other => return other,
                },
            };
            match next {
                Some(next) => at = next,
                None => return Walk::Nothing,
            }
        }
        Walk::Module(at)
    }

    fn child(&mut self, module: usize, name: &str, first: bool, seen: &mut Seen) -> Walk {
        if let Some(&child) = self.modules[module].children.get(name) {
            return Walk::Module(child);
        }
        let [mut named, mut globs] = self.imported(module, name);
        if !seen.insert((module, name.into(), Kind::Module)) {
            named.clear();
            globs.clear();
        }
        for path in &named {
            match self.walk(module, path, seen) {
                Walk::Nothing => {}
                found => return found,
            }
        }
        let package = self.modules[module].package;
        if let Some(root) = first.then(|| self.known_crate(package, name)).flatten() {
            return Walk::Module(root);
        }
        for path in &globs {
            if let Walk::Module(found) = self.walk(module, path, seen) {
                return Walk::Module(found);
            }
        }
        match first {
            true => Walk::Elsewhere,
            false => Walk::Nothing,
        }
    }

    /// The paths for which a name may stand: by name, and as one of all names behind a path.
    fn imported(&self, module: usize, name: &str) -> [Vec<Vec<String>>; 2] {
        let [mut named, mut globs] = [Vec::new(), Vec::new()];
        for one in &self.modules[module].uses {
            let mut path = one.path.clone();
            match &one.name {
                // `use name;` is about a crate.
                Some(local) if local == name && path.len() > 1 => named.push(path),
                Some(_) => {}
                None => {
                    path.push(name.into());
                    globs.push(path);
                }
            }
        }
        [named, globs]
    }
}
