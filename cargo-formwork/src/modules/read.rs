//! Reads crates: modules, imports and macros.

use super::{Declared, Module, Modules, Use};
use crate::files::Source;
use crate::find::invocations;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

impl Modules {
    /// Reads a file and all modules below it; returns its own. What can't be read is left out.
    pub(super) fn open(&mut self, package: usize, file: PathBuf) -> usize {
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
                    imports(tree, Vec::new(), 0, &mut self.modules[module].uses);
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

/// How deep braces of imports are followed.
const DEPTH: usize = 64;

/// The imports of what stands between `use` and `;`.
fn imports(tree: &[TokenTree], before: Vec<String>, depth: usize, found: &mut Vec<Use>) {
    if depth > DEPTH {
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
                        imports(part, path.clone(), depth + 1, found);
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
        imports(&tokens, Vec::new(), 0, &mut found);
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
}
