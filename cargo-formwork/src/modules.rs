//! Where a path leads within a package: its modules, followed from the roots of its crates through `mod` items, what
//! they import, and which `model!` declares a name.
//!
//! Dependencies aren't read: a path into another package leads nowhere. `#[cfg(..)]` isn't evaluated: what it hides is
//! there.

use crate::error::Error;
use crate::files::{self, Source};
use crate::find::invocations;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The modules of a package.
#[derive(Debug, Default)]
pub struct Modules {
    modules: Vec<Module>,
    macros: Vec<Declared>,
    /// The name of the library for the other crates of the package, and its root.
    library: Option<(String, usize)>,
}

/// A use of `model!` at the level of a module.
#[derive(Debug)]
pub struct Declared {
    /// The file.
    pub file: PathBuf,
    /// The module, which the paths in the macro start from.
    pub module: usize,
    /// The tokens in the macro.
    pub tokens: TokenStream,
    /// The names that it declares.
    pub names: Vec<String>,
}

#[derive(Debug)]
struct Module {
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

/// How many imports are followed for one path: more are a circle.
const IMPORTS: usize = 32;

impl Modules {
    /// Reads the package in a folder. `name` is that of the package.
    pub fn read(folder: &Path, name: &str) -> Result<Modules, Error> {
        let mut modules = Modules::default();
        let library = folder.join("src/lib.rs");
        if library.is_file() {
            let root = modules.open(None, library)?;
            modules.library = Some((name.replace('-', "_"), root));
        }
        let mut roots = vec![folder.join("src/main.rs")];
        for folder in ["src/bin", "examples", "tests", "benches"].map(|name| folder.join(name)) {
            if !folder.is_dir() {
                continue;
            }
            for path in files::find(std::slice::from_ref(&folder))? {
                let within = path.strip_prefix(&folder).unwrap_or(&path);
                let parts = within.components().count();
                if parts == 1 || parts == 2 && within.ends_with("main.rs") {
                    roots.push(path);
                }
            }
        }
        for root in roots.into_iter().filter(|root| root.is_file()) {
            modules.open(None, root)?;
        }
        Ok(modules)
    }

    /// The innermost module around a place of a file.
    pub fn at(&self, file: &Path, byte: usize) -> Option<usize> {
        let around = |module: &&Module| module.file == file && module.range.contains(&byte);
        let modules = self.modules.iter().enumerate();
        let around = modules.filter(|(_, module)| around(module));
        let innermost = around.min_by_key(|(_, module)| module.range.len());
        innermost.map(|(index, _)| index)
    }

    /// The macro that declares what a path means in a module.
    pub fn find(&self, module: usize, path: &[&str]) -> Option<&Declared> {
        let path: Vec<String> = path.iter().map(|segment| segment.to_string()).collect();
        self.lookup(module, &path, &mut 0)
            .and_then(|found| self.macros.get(found))
    }

    /// Reads a file and all modules below it; returns its own.
    fn open(&mut self, parent: Option<usize>, file: PathBuf) -> Result<usize, Error> {
        let first = self.modules.len();
        let mut files = vec![(parent, None, file)];
        while let Some((parent, name, file)) = files.pop() {
            let source = Source::read(&file)?;
            let stem = file.file_stem().unwrap_or_default();
            let beside = file.parent().unwrap_or(Path::new("")).to_path_buf();
            let folder = match parent.is_none() || stem == "mod" {
                true => beside.clone(),
                false => beside.join(stem),
            };
            let module = self.add(parent, name, &file, 0..usize::MAX, folder);
            // What isn't Rust is reported where the file is checked.
            let tokens: TokenStream = source.text.parse().unwrap_or_default();
            let mut open = vec![(module, tokens)];
            while let Some((module, tokens)) = open.pop() {
                let tokens: Vec<TokenTree> = tokens.into_iter().collect();
                self.declare(module, &tokens);
                self.scan(module, &tokens, &beside, &mut open, &mut files);
            }
        }
        Ok(first)
    }

    fn add(
        &mut self,
        parent: Option<usize>,
        name: Option<String>,
        file: &Path,
        range: Range<usize>,
        folder: PathBuf,
    ) -> usize {
        let index = self.modules.len();
        self.modules.push(Module {
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
                file: self.modules[module].file.clone(),
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
                            let inner = self.add(Some(module), Some(name), &file, range, folder);
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

    /// The macro behind a path. `imports` counts the imports that have been followed.
    fn lookup(&self, module: usize, path: &[String], imports: &mut usize) -> Option<usize> {
        let (name, modules) = path.split_last()?;
        let module = self.walk(module, modules, imports)?;
        let declares = |index: &&usize| self.macros[**index].names.contains(name);
        if let Some(found) = self.modules[module].macros.iter().find(declares) {
            return Some(*found);
        }
        self.follow(module, name, imports, |path, imports| {
            self.lookup(module, path, imports)
        })
    }

    /// The module at the end of a path.
    fn walk(&self, module: usize, path: &[String], imports: &mut usize) -> Option<usize> {
        let mut at = module;
        for (place, segment) in path.iter().enumerate() {
            at = match segment.as_str() {
                "self" => at,
                "super" => self.modules[at].parent?,
                "crate" if place == 0 => self.root(at),
                name => self.child(at, name, place == 0, imports)?,
            };
        }
        Some(at)
    }

    fn child(&self, module: usize, name: &str, first: bool, imports: &mut usize) -> Option<usize> {
        if let Some(&child) = self.modules[module].children.get(name) {
            return Some(child);
        }
        let imported = self.follow(module, name, imports, |path, imports| {
            self.walk(module, path, imports)
        });
        let library = self
            .library
            .as_ref()
            .filter(|(library, _)| first && library == name);
        imported.or(library.map(|(_, root)| *root))
    }

    /// Tries the paths for which a name may stand.
    fn follow(
        &self,
        module: usize,
        name: &str,
        imports: &mut usize,
        mut try_path: impl FnMut(&[String], &mut usize) -> Option<usize>,
    ) -> Option<usize> {
        for one in &self.modules[module].uses {
            let mut path = one.path.clone();
            match &one.name {
                Some(local) if local == name => {}
                Some(_) => continue,
                None => path.push(name.into()),
            }
            *imports += 1;
            if *imports > IMPORTS {
                return None;
            }
            if let Some(found) = try_path(&path, imports) {
                return Some(found);
            }
        }
        None
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
            "mod blocks; pub mod inner { pub mod deep; model! { pub struct Inner { a } } }
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
        let modules = Modules::read(root, "net-works").expect("it can be read");
        let find = |file: &str, byte: usize, path: &str| {
            let module = modules.at(&root.join(file), byte).expect("it is a module");
            let path: Vec<&str> = path.split("::").collect();
            let found = modules.find(module, &path)?;
            let file = found.file.strip_prefix(root).expect("it is in the folder");
            Some((
                file.to_str().expect("plain").to_string(),
                found.names.clone(),
            ))
        };
        let blocks = Some((
            "src/blocks.rs".to_string(),
            vec!["residual".to_string(), "N".to_string()],
        ));
        for path in [
            "blocks::residual",
            "residual",
            "crate::blocks::N",
            "self::blocks::sub::again",
        ] {
            assert_eq!(find("src/lib.rs", 0, path), blocks, "{path}");
        }
        for path in [
            "blocks::residual",
            "sub::again",
            "super::super::residual",
            "crate::N",
        ] {
            assert_eq!(find("src/inner/deep/mod.rs", 0, path), blocks, "{path}");
        }
        for path in [
            "parts::residual",
            "net_works::N",
            "net_works::blocks::sub::again",
        ] {
            assert_eq!(find("examples/one.rs", 40, path), blocks, "{path}");
        }
        let names = |file: &str, path: &str| find(file, 0, path).map(|(_, names)| names.join(" "));
        assert_eq!(
            names("src/lib.rs", "inner::deep::Deep").as_deref(),
            Some("Deep")
        );
        assert_eq!(
            names("src/lib.rs", "elsewhere::Odd").as_deref(),
            Some("Odd")
        );
        for path in [
            "Hidden",
            "Inner",
            "super::residual",
            "blocks::sub::b",
            "other::residual",
            "a",
        ] {
            assert_eq!(names("src/lib.rs", path), None, "{path}");
        }
        let inner = std::fs::read_to_string(root.join("src/lib.rs")).expect("it can be read");
        let byte = inner.find("Inner").expect("it is there");
        let (_, names) = find("src/lib.rs", byte, "Inner").expect("it is declared here");
        assert_eq!(names, ["Inner"]);
    }
}
