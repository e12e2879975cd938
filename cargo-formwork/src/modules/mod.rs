//! Where a path leads: the modules of packages, followed from the roots of their crates through `mod` items, what they
//! import, and which `model!` declares a name.
//!
//! Dependencies are read if they are given by path, once a path leads there. `#[cfg(..)]` isn't evaluated: what it hides is
//! there.

mod lookup;
mod read;

use crate::files;
use crate::manifest::{Manifest, package_around};
use proc_macro2::TokenStream;
use std::collections::BTreeMap;
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
}

#[cfg(test)]
mod tests {
    use super::*;

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
