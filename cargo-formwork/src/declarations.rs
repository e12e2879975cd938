//! From a file to its models and mistakes.

use crate::files::Source;
use crate::find::{Invocation, invocations};
use formwork_compiler::diagnostics::{Entry, Severity};
use formwork_compiler::ir::graph::{Form, Graph};
use formwork_compiler::passes::front_end;
use formwork_compiler::{Compiled, compile};
use proc_macro2::{Span, TokenStream};
use std::ops::Range;

/// What a file declares.
#[derive(Debug)]
pub struct Declarations {
    /// The file.
    pub source: Source,
    /// The models without errors, in the order of the file.
    pub models: Vec<Model>,
    /// The names of the others.
    pub failed: Vec<Failed>,
    /// Errors and warnings, in the order of the file.
    pub findings: Vec<Finding>,
    /// The places of declarations that can't be read, since a macro fills them in.
    pub skipped: Vec<Range<usize>>,
}

/// A model without errors.
#[derive(Debug)]
pub struct Model {
    /// Its name.
    pub name: String,
    /// The name's bytes in the file.
    pub range: Range<usize>,
    /// The checked graph.
    pub graph: Graph,
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
    /// The values that the message speaks of.
    pub values: Vec<NamedValue>,
    /// What to write instead.
    pub help: Option<String>,
    /// The name of the model that it is in, if any.
    pub model: Option<String>,
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
}

impl Declarations {
    /// Whether a model has errors, or the file isn't Rust.
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
pub fn declarations(source: Source) -> Declarations {
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
                    true => found.skipped.push(invocation.name.byte_range()),
                    false => add(invocation, &mut found),
                }
            }
        }
        Err(error) => {
            let len = found.source.text.len();
            let range = error.span().byte_range();
            found.findings.push(Finding {
                severity: Severity::Error,
                code: "not-rust",
                message: "this file doesn't consist of Rust's tokens".into(),
                range: range.start.min(len)..range.end.min(len),
                values: Vec::new(),
                help: Some(
                    "look for a quote, a bracket or a character that doesn't belong here".into(),
                ),
                model: None,
            });
        }
    }
    found.findings.sort_by_key(|finding| finding.range.start);
    found
}

/// Compiles one macro's tokens as far as mistakes are found.
fn add(invocation: Invocation, declarations: &mut Declarations) {
    let whole = invocation.span.byte_range();
    let name = invocation.name.byte_range();
    // A mistake of the whole macro, such as nothing in it, has no place of its own.
    let place = |span: Span| {
        let range = span.byte_range();
        match range.start < whole.start || range.end > whole.end || range.is_empty() {
            true => name.clone(),
            false => range,
        }
    };
    let front = front_end(invocation.tokens);
    let mut names: Vec<(usize, String)> = Vec::new();
    for (index, header) in front.failed {
        names.push((index, header.name.to_string()));
        declarations.failed.push(Failed {
            name: header.name.to_string(),
            range: place(header.name.span()),
        });
    }
    for entry in front.diagnostics.into_entries() {
        let model = names.iter().find(|(index, _)| Some(*index) == entry.model);
        let model = model.map(|(_, name)| name.clone());
        declarations.findings.push(finding(entry, model, place));
    }
    for mut graph in front.graphs {
        // What the macro prints and writes is none of this command's output.
        graph.header.options.debug = Vec::<Form>::new();
        graph.header.options.write = None;
        declarations.models.push(Model {
            name: graph.header.name.to_string(),
            range: place(graph.header.name.span()),
            graph,
        });
    }
}

fn finding(entry: Entry, model: Option<String>, place: impl Fn(Span) -> Range<usize>) -> Finding {
    let values = entry.operands.iter().map(|operand| NamedValue {
        name: operand.name.clone(),
        shape: operand.shape.to_string(),
        range: place(operand.span),
    });
    Finding {
        severity: entry.severity,
        code: entry.diagnosis.code(),
        message: entry.diagnosis.message(),
        range: place(entry.span),
        values: values.collect(),
        help: entry.diagnosis.help(),
        model,
    }
}

impl Model {
    /// Runs the passes behind the front end.
    pub fn compile(self) -> Compiled {
        compile(self.graph)
    }
}
