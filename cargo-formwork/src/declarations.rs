//! From a file to its models and findings.

use crate::files::Source;
use crate::find::{Invocation, invocations};
use crate::imports::{Elsewhere, imports};
use crate::modules::Modules;
use formwork_compiler::diagnostics::{Entry, Mend, Severity};
use formwork_compiler::passes::{budget::budget, front_end_with};
use formwork_compiler::{Compiled, compile};
use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use std::ops::Range;
use std::path::PathBuf;

/// What a file declares.
#[derive(Debug)]
pub struct Declarations {
    /// The file.
    pub source: Source,
    /// The models that can be compiled, in the order of the file.
    pub models: Vec<Model>,
    /// The others.
    pub failed: Vec<Failed>,
    /// Errors and warnings, in the order of the file.
    pub findings: Vec<Finding>,
    /// The declarations that can't be read.
    pub skipped: Vec<Skipped>,
}

/// A use of `model!` that can't be read.
#[derive(Debug)]
pub struct Skipped {
    /// The bytes of the word `model`.
    pub range: Range<usize>,
    /// The path into a crate that can't be read; without one, only the macro around it knows the declaration.
    pub needs: Option<String>,
}

/// A model that can be compiled: nothing is wrong with it, but that it may cost more than its budget.
#[derive(Debug)]
pub struct Model {
    /// Its name.
    pub name: String,
    /// The name's bytes in the file.
    pub range: Range<usize>,
    /// What the compiler made of it.
    pub compiled: Compiled,
}

/// A model with errors.
#[derive(Debug)]
pub struct Failed {
    /// Its name.
    pub name: String,
    /// The name's bytes in the file.
    pub range: Range<usize>,
}

/// An error or a warning.
#[derive(Debug)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// The kind of mistake.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// The bytes in the file that are wrong.
    pub range: Range<usize>,
    /// The calls in which it arises.
    pub context: Option<String>,
    /// The values that the message speaks of.
    pub values: Vec<NamedValue>,
    /// What to write instead.
    pub help: Option<String>,
    /// The same as changes of the file that don't overlap, in its order; none if only the author knows.
    pub edits: Vec<Edit>,
    /// The name of the model that it is in, if any.
    pub model: Option<String>,
    /// File, line and column, if it is in another macro that this one uses: `range` is then the word `model`.
    pub origin: Option<String>,
}

/// A value with its shape, and where it is made.
#[derive(Debug)]
pub struct NamedValue {
    /// Its name.
    pub name: String,
    /// Its shape without the batch, as it is written in messages.
    pub shape: String,
    /// The bytes of what makes it.
    pub range: Range<usize>,
    /// File, line and column, if another macro makes it: `range` is then the word `model`.
    pub origin: Option<String>,
}

/// A change of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes that are replaced.
    pub range: Range<usize>,
    /// What stands there afterwards.
    pub text: String,
}

impl Declarations {
    /// Whether there are errors, or the file isn't Rust.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many findings are of a kind.
    pub fn count(&self, severity: Severity) -> usize {
        let of = |finding: &&Finding| finding.severity == severity;
        self.findings.iter().filter(of).count()
    }
}

/// Reads all declarations of a file.
pub fn declarations(source: Source, modules: &mut Modules) -> Declarations {
    let mut found = Declarations {
        source,
        models: Vec::new(),
        failed: Vec::new(),
        findings: Vec::new(),
        skipped: Vec::new(),
    };
    match found.source.text.parse::<TokenStream>() {
        Ok(tokens) => {
            for invocation in invocations(tokens) {
                match invocation.fragments {
                    true => found.skipped.push(Skipped {
                        range: invocation.name.byte_range(),
                        needs: None,
                    }),
                    false => add(invocation, &mut found, modules),
                }
            }
        }
        Err(error) => {
            let len = found.source.text.len();
            let range = error.span().byte_range();
            let help = "look for a quote, a bracket or a character that doesn't belong here";
            found.findings.push(Finding {
                severity: Severity::Error,
                code: "not-rust",
                message: "this file doesn't consist of Rust's tokens".into(),
                range: range.start.min(len)..range.end.min(len),
                context: None,
                values: Vec::new(),
                help: Some(help.into()),
                edits: Vec::new(),
                model: None,
                origin: None,
            });
        }
    }
    found.findings.sort_by_key(|finding| finding.range.start);
    found
}

/// Compiles one macro's tokens.
fn add(invocation: Invocation, declarations: &mut Declarations, modules: &mut Modules) {
    let word = invocation.name.byte_range();
    let path = declarations.source.path.clone();
    let imports = match imports(modules, &path, word.start, &invocation.tokens) {
        Ok(imports) => imports,
        Err(Elsewhere(path)) => {
            declarations.skipped.push(Skipped {
                range: word,
                needs: Some(path),
            });
            return;
        }
    };
    let places = Places {
        word,
        file: invocation.name.file(),
        path: path.canonicalize().unwrap_or(path),
        modules,
    };
    let place = |span| places.range(span);
    let mut items: Vec<(Range<usize>, Option<String>)> = items(invocation.tokens.clone())
        .into_iter()
        .map(|range| (range, None))
        .collect();
    let mut declares = |range: &Range<usize>, name: &str| {
        let item = items
            .iter_mut()
            .find(|(item, _)| item.contains(&range.start));
        if let Some((_, model)) = item {
            *model = Some(name.into());
        }
    };
    let mut front = front_end_with(invocation.tokens, imports);
    for (_, header) in front.failed {
        let name = header.name.to_string();
        let range = place(header.name.span());
        declares(&range, &name);
        declarations.failed.push(Failed { name, range });
    }
    for mut graph in front.graphs {
        let name = graph.header.name.to_string();
        let range = place(graph.header.name.span());
        declares(&range, &name);
        // What the macro prints and writes is none of this command's output.
        graph.header.options.debug = Vec::new();
        graph.header.options.write = None;
        let compiled = compile(graph);
        // A limit on what only `rustc` knows is checked by generated code.
        budget(&compiled, &mut front.diagnostics);
        declarations.models.push(Model {
            name,
            range,
            compiled,
        });
    }
    for entry in front.diagnostics.into_entries() {
        let mut finding = finding(&entry, &places);
        // What is wrong in another file isn't mended from here.
        if let (Some(mend), None) = (&entry.mend, &finding.origin) {
            finding.edits = edits(mend, &declarations.source);
        }
        let item = match (&finding.origin, entry.model) {
            (Some(_), Some(index)) => items.get(index),
            _ => items
                .iter()
                .find(|(item, _)| item.contains(&finding.range.start)),
        };
        finding.model = item.and_then(|(_, name)| name.clone());
        declarations.findings.push(finding);
    }
}

/// The bytes of a macro's items: each ends with its braces or with a semicolon.
fn items(tokens: TokenStream) -> Vec<Range<usize>> {
    let mut items = Vec::new();
    let mut start = None;
    for token in tokens {
        let range = token.span().byte_range();
        let first = *start.get_or_insert(range.start);
        let is_last = match &token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(punct) => punct.as_char() == ';',
            _ => false,
        };
        if is_last {
            items.push(first..range.end);
            start = None;
        }
    }
    // The last may lack its end.
    items.extend(start.map(|start| start..usize::MAX));
    items
}

/// From spans to bytes of the file that is read.
struct Places<'m> {
    /// The word `model`: a mistake of the whole macro, such as nothing in it, has no place of its own.
    word: Range<usize>,
    /// The file as spans name it, and its path.
    file: String,
    path: PathBuf,
    modules: &'m Modules,
}

impl Places<'_> {
    fn range(&self, span: Span) -> Range<usize> {
        let range = span.byte_range();
        let file = span.file();
        let is_here = file == self.file || self.modules.file(&file) == Some(&self.path);
        match is_here && !range.is_empty() {
            true => range,
            false => self.word.clone(),
        }
    }

    /// File, line and column of what is in another file.
    fn origin(&self, span: Span) -> Option<String> {
        let path = self.modules.file(&span.file())?;
        let here = std::env::current_dir().and_then(|here| here.canonicalize());
        let near = here.ok().and_then(|here| path.strip_prefix(here).ok());
        let start = span.start();
        let shown = near.unwrap_or(path).display();
        (path != self.path).then(|| format!("{shown}:{}:{}", start.line, start.column + 1))
    }
}

fn finding(entry: &Entry, places: &Places<'_>) -> Finding {
    let values = entry.operands.iter().map(|operand| NamedValue {
        name: operand.name.clone(),
        shape: operand.shape.to_string(),
        range: places.range(operand.span),
        origin: places.origin(operand.span),
    });
    Finding {
        severity: entry.severity,
        code: entry.diagnosis.code(),
        message: entry.diagnosis.message(),
        range: places.range(entry.span),
        values: values.collect(),
        context: entry.context(),
        help: entry.help(),
        edits: Vec::new(),
        model: None,
        origin: places.origin(entry.span),
    }
}

fn edits(mend: &Mend, source: &Source) -> Vec<Edit> {
    let mut edits: Vec<Edit> = mend
        .edits
        .iter()
        .map(|edit| Edit {
            range: source.byte(edit.from)..source.byte(edit.to),
            text: edit.text.clone(),
        })
        .collect();
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    edits
}
