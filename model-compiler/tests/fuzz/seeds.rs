//! Declarations to begin with: all that stand in the repository's tests, examples and pages, right and wrong ones.

use formwork_compiler::passes::front_end;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What streams are made of.
pub struct Seeds {
    /// Declarations without mistakes, sorted.
    pub right: Vec<String>,
    /// Those of them that have blocks, constants, loops, conditions or closures.
    pub language: Vec<String>,
    /// The others, sorted.
    pub wrong: Vec<String>,
    /// The names that stand in them, sorted.
    pub words: Vec<String>,
}

/// Options of `#[model(..)]` that write to files and to the terminal.
const WITH_EFFECTS: &[&str] = &["write", "debug"];

/// Reads the repository.
pub fn read() -> Seeds {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = vec![root.join("README.md")];
    let folders = [
        "benches",
        "docs",
        "examples",
        "model-compiler/tests",
        "tests",
        "ui-tests",
    ];
    for folder in folders {
        collect_files(&root.join(folder), &mut files);
    }
    let mut declarations = BTreeSet::new();
    for file in files {
        let Ok(text) = fs::read_to_string(&file) else {
            continue;
        };
        if file.extension().is_some_and(|extension| extension == "md") {
            for block in blocks_of_code(&text) {
                collect_declarations(block, &mut declarations);
            }
        } else {
            collect_declarations(&text, &mut declarations);
        }
    }
    let mut words = BTreeSet::new();
    for declaration in &declarations {
        collect_words(parse(declaration).unwrap_or_default(), &mut words);
    }
    let is_right = |declaration: &String| {
        let result = front_end(parse(declaration).unwrap_or_default());
        result.diagnostics.into_entries().is_empty()
    };
    let (right, wrong): (Vec<String>, Vec<String>) = declarations.into_iter().partition(is_right);
    let is_language = |declaration: &&String| {
        let mut words = declaration.split(' ');
        words.any(|word| ["fn", "const", "for", "if", "|"].contains(&word))
    };
    let language = right.iter().filter(is_language).cloned().collect();
    Seeds {
        right,
        language,
        wrong,
        words: words.into_iter().collect(),
    }
}

fn parse(text: &str) -> Option<TokenStream> {
    text.parse().ok()
}

fn collect_files(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect_files(&path, files);
        } else if path.extension().is_some_and(|it| it == "rs" || it == "md") {
            files.push(path);
        }
    }
}

fn blocks_of_code(page: &str) -> impl Iterator<Item = &str> {
    let blocks = page.split("\n```").skip(1).step_by(2);
    blocks
        .filter_map(|block| block.strip_prefix("rust")?.split_once('\n'))
        .map(|(_, code)| code)
}

fn collect_declarations(code: &str, into: &mut BTreeSet<String>) {
    if let Some(tokens) = parse(code) {
        walk(tokens, into);
    }
}

/// What stands in `model! { .. }`, in braces that begin with an input, and in strings that declare a struct.
fn walk(tokens: TokenStream, into: &mut BTreeSet<String>) {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    for (index, tree) in trees.iter().enumerate() {
        match tree {
            TokenTree::Group(group) => {
                let word = |back: usize| index.checked_sub(back).map(|at| trees[at].to_string());
                if word(1).as_deref() == Some("!") && word(2).as_deref() == Some("model") {
                    add(group.stream(), into);
                } else if group.delimiter() == Delimiter::Brace && has_input(group) {
                    let body = group.to_string();
                    add(
                        parse(&format!("struct Seed {body}")).unwrap_or_default(),
                        into,
                    );
                } else {
                    walk(group.stream(), into);
                }
            }
            TokenTree::Literal(literal) => {
                let text = syn::parse_str::<syn::LitStr>(&literal.to_string());
                let text = text.map(|text| text.value()).unwrap_or_default();
                if text.contains("struct ") && text.contains('{') {
                    add(parse(&text).unwrap_or_default(), into);
                }
            }
            _ => {}
        }
    }
}

fn has_input(group: &Group) -> bool {
    let mut trees = group.stream().into_iter().peekable();
    while let Some(tree) = trees.next() {
        if tree.to_string() == "Input" && matches!(trees.peek(), Some(TokenTree::Group(_))) {
            return true;
        }
    }
    false
}

fn add(tokens: TokenStream, into: &mut BTreeSet<String>) {
    let tokens = without_effects(tokens);
    if !tokens.is_empty() {
        into.insert(tokens.to_string());
    }
}

/// The tokens without names of options that have effects outside of the compiler.
fn without_effects(tokens: TokenStream) -> TokenStream {
    let keep = |tree: TokenTree| match tree {
        TokenTree::Ident(word) if WITH_EFFECTS.contains(&word.to_string().as_str()) => None,
        TokenTree::Group(group) => {
            let inner = without_effects(group.stream());
            Some(TokenTree::Group(Group::new(group.delimiter(), inner)))
        }
        other => Some(other),
    };
    tokens.into_iter().filter_map(keep).collect()
}

fn collect_words(tokens: TokenStream, into: &mut BTreeSet<String>) {
    for tree in tokens {
        match tree {
            TokenTree::Ident(word) => {
                into.insert(word.to_string());
            }
            TokenTree::Group(group) => collect_words(group.stream(), into),
            _ => {}
        }
    }
}
