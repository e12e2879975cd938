//! Where a path leads: the modules of packages, followed from the roots of their crates through `mod` items, what they
//! import, and which `model!` declares a name.
//!
//! Dependencies are read if they are given by path, once a path leads there. `#[cfg(..)]` isn't evaluated: what it hides is
//! there.

use crate::files::{self, Source};
use crate::find::invocations;
use crate::manifest::{Manifest, package_around};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The modules that have been read.
#[derive(Debug, Default)]
pub struct Modules {
    packages: Vec<Package>,
    modules: Vec<Module>,
    macros: Vec<Declared>,
    /// The files by the names that spans give them.
    files: BTreeMap<String, PathBuf>,
}

/// What a path means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// An item of a macro.
    Declared {
        /// The macro, for [`Modules::declared`].
        place: usize,
        /// The item's name there.
        name: String,
    },
    /// Nothing that a macro declares.
    Nothing,
    /// Something in a crate that can't be read.
    Elsewhere,
}

/// A use of `model!` at the level of a module.
#[derive(Debug)]
pub struct Declared {
    /// The module, which the paths in the macro start from.
    pub module: usize,
    /// The tokens in the macro.
    pub tokens: TokenStream,
    /// The names that it declares.
    names: Vec<String>,
}

#[derive(Debug)]
struct Package {
    folder: PathBuf,
    /// The crates that its modules know by name: the library of the package itself, and dependencies.
    crates: BTreeMap<String, Crate>,
}

#[derive(Clone, Debug)]
enum Crate {
    /// A package in this folder, which hasn't been read.
    Unread(PathBuf),
    /// The root of a library.
    Read(usize),
}

#[derive(Debug)]
struct Module {
    package: usize,
    parent: Option<usize>,
    file: PathBuf,
    /// The bytes of an inline module, braces included; everything for a file.
    range: Range<usize>,
    /// The folder of the files of its own modules.
    folder: PathBuf,
    children: BTreeMap<String, usize>,
    uses: Vec<Use>,
    macros: Vec<usize>,
}

/// An import: a name and the path that it stands for, or all names behind a path.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Use {
    name: Option<String>,
    path: Vec<String>,
}

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
    /// The innermost module around a place of a file. What belongs to the file's package is read; a file that isn't
    /// reached from there is a crate of its own.
    pub fn at(&mut self, file: &Path, byte: usize) -> usize {
        let file = file.canonicalize().unwrap_or_else(|_| file.into());
        let package = match package_around(&file) {
            Some(folder) => self.package(folder),
            None => self.package(file.parent().unwrap_or(Path::new("")).into()),
        };
        match self.innermost(&file, byte) {
            Some(module) => module,
            None => {
                let root = self.open(package, file.clone());
                self.innermost(&file, byte).unwrap_or(root)
            }
        }
    }

    /// What a path means in a module; the first word is empty if it begins with `::`.
    pub fn find(&mut self, module: usize, path: &[String]) -> Found {
        self.lookup(module, path, &mut Seen::new())
    }

    /// A macro that a path has led to.
    pub fn declared(&self, place: usize) -> &Declared {
        &self.macros[place]
    }

    /// The file that a span's file name means.
    pub fn file(&self, name: &str) -> Option<&Path> {
        self.files.get(name).map(PathBuf::as_path)
    }

    fn innermost(&self, file: &Path, byte: usize) -> Option<usize> {
        let around = |module: &&Module| module.file == file && module.range.contains(&byte);
        let modules = self.modules.iter().enumerate();
        let around = modules.filter(|(_, module)| around(module));
        let innermost = around.min_by_key(|(_, module)| module.range.len());
        innermost.map(|(index, _)| index)
    }

    /// Reads all crates of a package, unless that has been done.
    fn package(&mut self, folder: PathBuf) -> usize {
        let known = |package: &Package| package.folder == folder;
        if let Some(known) = self.packages.iter().position(known) {
            return known;
        }
        let package = self.library(&folder);
        let mut roots = vec![folder.join("src/main.rs")];
        for folder in ["src/bin", "examples", "tests", "benches"].map(|name| folder.join(name)) {
            let found = match folder.is_dir() {
                true => files::find(std::slice::from_ref(&folder)).unwrap_or_default(),
                false => Vec::new(),
            };
            roots.extend(found.into_iter().filter(|path| {
                let within = path.strip_prefix(&folder).unwrap_or(path);
                let parts = within.components().count();
                parts == 1 || parts == 2 && within.ends_with("main.rs")
            }));
        }
        for root in roots {
            if root.is_file() {
                self.open(package, root);
            }
        }
        package
    }

    /// Reads the library of a package, if it has one.
    fn library(&mut self, folder: &Path) -> usize {
        let package = self.packages.len();
        let manifest = Manifest::read(folder);
        let dependencies = manifest.dependencies.into_iter();
        self.packages.push(Package {
            folder: folder.into(),
            crates: dependencies
                .map(|(name, folder)| (name, Crate::Unread(folder)))
                .collect(),
        });
        if manifest.library.is_file() {
            let root = self.open(package, manifest.library);
            let crates = &mut self.packages[package].crates;
            crates.insert(manifest.name, Crate::Read(root));
        }
        package
    }

    /// The root of the library that a package knows by this name.
    fn known_crate(&mut self, package: usize, name: &str) -> Option<usize> {
        match self.packages[package].crates.get(name)?.clone() {
            Crate::Read(root) => Some(root),
            Crate::Unread(folder) => {
                let known = self.packages.iter().position(|one| one.folder == folder);
                let other = known.unwrap_or_else(|| self.library(&folder));
                // A library is opened right after its package is noted.
                let of_library = |(_, module): &(usize, &Module)| {
                    module.package == other && module.parent.is_none()
                };
                let mut modules = self.modules.iter().enumerate();
                let root = modules.find(of_library)?.0;
                let crates = &mut self.packages[package].crates;
                crates.insert(name.into(), Crate::Read(root));
                Some(root)
            }
        }
    }

    /// Reads a file and all modules below it; returns its own. What can't be read is left out.
    fn open(&mut self, package: usize, file: PathBuf) -> usize {
        let first = self.modules.len();
        let mut files = vec![(None, None, file)];
        while let Some((parent, name, file)) = files.pop() {
            let stem = file.file_stem().unwrap_or_default();
            let beside = file.parent().unwrap_or(Path::new("")).to_path_buf();
            let folder = match parent.is_none() || stem == "mod" {
                true => beside.clone(),
                false => beside.join(stem),
            };
            let module = self.add(package, parent, name, &file, 0..usize::MAX, folder);
            // What isn't Rust is reported where the file is checked.
            let source = Source::read(&file).ok();
            let tokens = source.and_then(|source| source.text.parse::<TokenStream>().ok());
            let tokens = tokens.unwrap_or_default();
            if let Some(token) = tokens.clone().into_iter().next() {
                self.files.insert(token.span().file(), file);
            }
            let mut open = vec![(module, tokens)];
            while let Some((module, tokens)) = open.pop() {
                let tokens: Vec<TokenTree> = tokens.into_iter().collect();
                self.declare(module, &tokens);
                self.scan(module, &tokens, &beside, &mut open, &mut files);
            }
        }
        first
    }

    fn add(
        &mut self,
        package: usize,
        parent: Option<usize>,
        name: Option<String>,
        file: &Path,
        range: Range<usize>,
        folder: PathBuf,
    ) -> usize {
        let index = self.modules.len();
        self.modules.push(Module {
            package,
            parent,
            file: file.into(),
            range,
            folder,
            children: BTreeMap::new(),
            uses: Vec::new(),
            macros: Vec::new(),
        });
        if let (Some(parent), Some(name)) = (parent, name) {
            self.modules[parent].children.insert(name, index);
        }
        index
    }

    /// Notes the macros among a module's own tokens.
    fn declare(&mut self, module: usize, tokens: &[TokenTree]) {
        // Groups other than a macro's are functions, modules and the like, whose names aren't the module's.
        let flat = tokens.iter().enumerate().filter(|(index, token)| {
            let bang = index.checked_sub(1).and_then(|before| tokens.get(before));
            !matches!(token, TokenTree::Group(_)) || bang.is_some_and(|token| is_punct(token, '!'))
        });
        let flat: TokenStream = flat.map(|(_, token)| token.clone()).collect();
        for invocation in invocations(flat) {
            if invocation.fragments {
                continue;
            }
            self.modules[module].macros.push(self.macros.len());
            self.macros.push(Declared {
                module,
                names: names(invocation.tokens.clone()),
                tokens: invocation.tokens,
            });
        }
    }

    /// Notes imports and modules: those in files and those in braces.
    fn scan(
        &mut self,
        module: usize,
        tokens: &[TokenTree],
        beside: &Path,
        open: &mut Vec<(usize, TokenStream)>,
        files: &mut Vec<(Option<usize>, Option<String>, PathBuf)>,
    ) {
        let mut attribute = None;
        for (index, token) in tokens.iter().enumerate() {
            let after = &tokens[index + 1..];
            match (token, after) {
                (TokenTree::Punct(hash), [TokenTree::Group(group), ..])
                    if hash.as_char() == '#' =>
                {
                    attribute = path_attribute(group.stream()).or(attribute);
                    continue;
                }
                (TokenTree::Ident(word), _) if word == "use" => {
                    let end = after.iter().position(|token| is_punct(token, ';'));
                    let tree = &after[..end.unwrap_or(0)];
                    imports(tree, Vec::new(), &mut self.modules[module].uses);
                }
                (TokenTree::Ident(word), [TokenTree::Ident(name), body, ..]) if word == "mod" => {
                    let name = bare(&name.to_string());
                    let folder = self.modules[module].folder.clone();
                    match body {
                        TokenTree::Group(group) => {
                            let range = group.span().byte_range();
                            let file = self.modules[module].file.clone();
                            let folder = folder.join(&name);
                            let package = self.modules[module].package;
                            let inner =
                                self.add(package, Some(module), Some(name), &file, range, folder);
                            open.push((inner, group.stream()));
                        }
                        _ => {
                            let candidates = match attribute.take() {
                                Some(path) => vec![beside.join(path)],
                                None => vec![
                                    folder.join(format!("{name}.rs")),
                                    folder.join(&name).join("mod.rs"),
                                ],
                            };
                            let known = |path: &PathBuf| self.is_around(module, path);
                            let mut there = candidates.into_iter();
                            let found = there.find(|path| path.is_file() && !known(path));
                            files.extend(found.map(|path| (Some(module), Some(name), path)));
                        }
                    }
                }
                _ => {}
            }
            let ends = is_punct(token, ';')
                || matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
            if ends {
                attribute = None;
            }
        }
    }

    /// Whether a file contains a module, itself or through others: a file can't be its own module.
    fn is_around(&self, module: usize, file: &Path) -> bool {
        let mut around = Some(module);
        while let Some(module) = around.and_then(|index| self.modules.get(index)) {
            if module.file == file {
                return true;
            }
            around = module.parent;
        }
        false
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

fn is_punct(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

/// A name without the mark of a raw identifier.
fn bare(name: &str) -> String {
    name.trim_start_matches("r#").to_string()
}

/// `path = "file.rs"`
fn path_attribute(tokens: TokenStream) -> Option<String> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    match &tokens[..] {
        [TokenTree::Ident(word), equals, TokenTree::Literal(path)]
            if word == "path" && is_punct(equals, '=') =>
        {
            let path = path.to_string();
            let path = path.strip_prefix('"')?.strip_suffix('"')?;
            Some(path.to_string())
        }
        _ => None,
    }
}

/// The names behind the words that begin an item of `model!`.
fn names(tokens: TokenStream) -> Vec<String> {
    let mut names = Vec::new();
    let mut follows = false;
    for token in tokens {
        let word = match &token {
            TokenTree::Ident(word) => word.to_string(),
            _ => String::new(),
        };
        if follows && !word.is_empty() {
            names.push(bare(&word));
        }
        follows = matches!(word.as_str(), "struct" | "fn" | "const" | "family");
    }
    names
}

/// The imports of what stands between `use` and `;`, in braces at most 64 deep.
fn imports(tree: &[TokenTree], before: Vec<String>, found: &mut Vec<Use>) {
    if before.len() > 64 {
        return;
    }
    let mut path = before.clone();
    let mut rest = tree.iter();
    while let Some(token) = rest.next() {
        match token {
            TokenTree::Ident(word) if word == "as" => {
                if let Some(TokenTree::Ident(name)) = rest.next() {
                    let name = Some(bare(&name.to_string()));
                    let path = without_self(path);
                    found.push(Use { name, path });
                }
                return;
            }
            TokenTree::Ident(word) => path.push(bare(&word.to_string())),
            TokenTree::Punct(star) if star.as_char() == '*' => {
                found.push(Use { name: None, path });
                return;
            }
            TokenTree::Group(group) => {
                let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
                for part in tokens.split(|token| is_punct(token, ',')) {
                    if !part.is_empty() {
                        imports(part, path.clone(), found);
                    }
                }
                return;
            }
            _ => {}
        }
    }
    if path.len() > before.len() {
        let path = without_self(path);
        let name = path.last().cloned();
        found.push(Use { name, path });
    }
}

/// `a::{self}` is `a`.
fn without_self(mut path: Vec<String>) -> Vec<String> {
    if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
        path.pop();
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uses(source: &str) -> Vec<(Option<String>, String)> {
        let tokens: TokenStream = source.parse().expect("tokens");
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut found = Vec::new();
        imports(&tokens, Vec::new(), &mut found);
        let found = found.into_iter();
        found.map(|one| (one.name, one.path.join("::"))).collect()
    }

    #[test]
    fn imports_are_flattened() {
        let expected = [
            (Some("b"), "a::b"),
            (Some("d"), "a::c"),
            (Some("e"), "a::e"),
            (None, "a::f"),
            (Some("h"), "a::g::h"),
        ];
        let expected = expected.map(|(name, path)| (name.map(String::from), path.to_string()));
        assert_eq!(uses("a::{b, c as d, e::{self}, f::*, g::{h}}"), expected);
        assert_eq!(uses("::a::r#fn"), [(Some("fn".into()), "a::fn".into())]);
    }

    #[test]
    fn paths_lead_to_the_macro_that_declares_the_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        let write = |path: &str, text: &str| {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().expect("it has one")).expect("it can be made");
            std::fs::write(path, text).expect("it can be written");
        };
        write(
            "src/lib.rs",
            "mod blocks; use formworks::*; pub mod inner { pub mod deep; model! { pub struct Inner { a } } }
             #[path = \"odd/place.rs\"] mod elsewhere; pub use blocks::*;
             fn f() { model! { struct Hidden { a } } } mod missing; mod lib;",
        );
        write(
            "src/blocks.rs",
            "pub mod sub; formwork::model! { pub fn residual(x) { x } /** doc */ pub const N: usize = 3; }",
        );
        write(
            "src/blocks/sub.rs",
            "pub use super::residual as again; use crate::a::b; mod a { pub use super::b; }",
        );
        write(
            "src/inner/deep/mod.rs",
            "use super::super::blocks::{self, sub}; model! { struct Deep { a } }",
        );
        write(
            "src/odd/place.rs",
            "model! { family Odd = Deep(n in [1]); }",
        );
        write(
            "examples/one.rs",
            "use net_works::blocks as parts; fn main() { model! { struct One { a } } }",
        );
        write(
            "other-crate/Cargo.toml",
            "[package]\nname = \"other-crate\"",
        );
        write("other-crate/src/lib.rs", "pub mod far; mod net_works {}");
        write("other-crate/src/far.rs", "model! { pub fn far(x) { x } }");
        write(
            "Cargo.toml",
            "[package]\nname = \"net-works\"\n[dependencies]\nother-crate = { path = \"other-crate\" }\nserde = \"1\"\n",
        );
        let mut modules = Modules::default();
        let mut find = |file: &str, byte: usize, path: &str| {
            let module = modules.at(&root.join(file), byte);
            let path: Vec<String> = path.split("::").map(String::from).collect();
            match modules.find(module, &path) {
                Found::Declared { place, name } => {
                    let declared = modules.declared(place);
                    let file = &modules.modules[declared.module].file;
                    let root = root.canonicalize().expect("it is there");
                    let file = file.strip_prefix(root).expect("it is in the folder");
                    format!("{name} of {}", file.to_str().expect("plain"))
                }
                other => format!("{other:?}"),
            }
        };
        let residual = "residual of src/blocks.rs";
        for (file, path, expected) in [
            ("src/lib.rs", "blocks::residual", residual),
            ("src/lib.rs", "residual", residual),
            ("src/lib.rs", "crate::blocks::N", "N of src/blocks.rs"),
            ("src/lib.rs", "self::blocks::sub::again", residual),
            ("src/inner/deep/mod.rs", "blocks::residual", residual),
            ("src/inner/deep/mod.rs", "sub::again", residual),
            ("src/inner/deep/mod.rs", "super::super::residual", residual),
            (
                "src/lib.rs",
                "inner::deep::Deep",
                "Deep of src/inner/deep/mod.rs",
            ),
            ("src/lib.rs", "elsewhere::Odd", "Odd of src/odd/place.rs"),
            (
                "src/lib.rs",
                "other_crate::far::far",
                "far of other-crate/src/far.rs",
            ),
            (
                "examples/one.rs",
                "::other_crate::far::far",
                "far of other-crate/src/far.rs",
            ),
            ("examples/one.rs", "parts::residual", residual),
            ("examples/one.rs", "net_works::N", "N of src/blocks.rs"),
            ("examples/one.rs", "One", "Nothing"),
            ("src/lib.rs", "Hidden", "Nothing"),
            ("src/lib.rs", "Inner", "Nothing"),
            ("src/lib.rs", "super::residual", "Nothing"),
            ("src/lib.rs", "blocks::sub::b", "Nothing"),
            ("src/lib.rs", "serde::residual", "Elsewhere"),
        ] {
            assert_eq!(find(file, 0, path), expected, "{path} in {file}");
        }
        let inner = std::fs::read_to_string(root.join("src/lib.rs")).expect("it can be read");
        let byte = inner.find("Inner").expect("it is there");
        assert_eq!(find("src/lib.rs", byte, "Inner"), "Inner of src/lib.rs");
    }
}
