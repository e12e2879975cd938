//! The JSON document for tools. Its form is described in the README; fields may be added, and anything else that
//! changes raises [`FORMAT`].

use crate::costs::Costs;
use crate::declarations::{Declarations, Finding};
use crate::files::Source;
use crate::layers::Layer;
use crate::steps::Steps;
use formwork_compiler::diagnostics::Severity;
use serde::Serialize;
use std::ops::Range;

/// The number of this form.
pub const FORMAT: u32 = 1;

/// What a command has found out.
#[derive(Debug, Serialize)]
pub struct Document {
    /// [`FORMAT`]
    pub format: u32,
    /// The subcommand.
    pub command: &'static str,
    /// All models of the files that were asked for, in the order of the files.
    pub models: Vec<Model>,
    /// Errors and warnings.
    pub diagnostics: Vec<Diagnostic>,
    /// Declarations that can't be read.
    pub skipped: Vec<Skipped>,
}

/// A model.
#[derive(Debug, Serialize)]
pub struct Model {
    /// The name of the struct.
    pub name: String,
    /// Where the name stands.
    pub place: Place,
    /// Whether it can be compiled: `false` if it has errors other than to exceed its budget.
    pub valid: bool,
    /// What the macro generates: `expand`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The applications of layers, each after those that it reads: `graph` and `explain`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layers: Option<Vec<Layer>>,
    /// The names of the model's outputs: `graph` and `explain`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outputs: Option<Vec<String>>,
    /// The graph in the language that was asked for: `graph`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drawing: Option<String>,
    /// Totals and memory: `explain`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub costs: Option<Costs>,
    /// How a training step runs: `explain`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Steps>,
}

/// A declaration that can't be read.
#[derive(Debug, Serialize)]
pub struct Skipped {
    /// The word `model`.
    pub place: Place,
    /// The path into a crate that can't be read; `null` if a macro fills the declaration in.
    pub needs: Option<String>,
}

/// An error or a warning.
#[derive(Debug, Serialize)]
pub struct Diagnostic {
    /// `error` or `warning`.
    pub severity: &'static str,
    /// The kind of mistake, such as `unknown-layer`. It stays when sentences change.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// The calls of blocks and models in which it arises.
    pub context: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// The model that it is in.
    pub model: Option<String>,
    /// The tokens that are wrong.
    pub place: Place,
    /// File, line and column, if it is in another macro that this one uses: `place` is then the word `model`.
    pub origin: Option<String>,
    /// The values that the message speaks of.
    pub values: Vec<NamedValue>,
    /// Changes of the file that mend it, in the file's order; none if only the author knows.
    pub edits: Vec<Edit>,
}

/// A change of a file.
#[derive(Debug, Serialize)]
pub struct Edit {
    /// What is replaced; empty where text is inserted.
    pub place: Place,
    /// What stands there afterwards.
    pub text: String,
}

/// A value that a message speaks of.
#[derive(Debug, Serialize)]
pub struct NamedValue {
    /// Its name.
    pub name: String,
    /// Its shape without the batch.
    pub shape: String,
    /// What makes it.
    pub place: Place,
    /// File, line and column, if another macro makes it: `place` is then the word `model`.
    pub origin: Option<String>,
}

/// A part of a file.
#[derive(Debug, Serialize)]
pub struct Place {
    /// The file's path, from the current folder.
    pub file: String,
    /// Its first character.
    pub start: Position,
    /// The character after the last.
    pub end: Position,
}

/// A character's place.
#[derive(Debug, Serialize)]
pub struct Position {
    /// Bytes before it in the file.
    pub byte: usize,
    /// Its line, from 1.
    pub line: usize,
    /// Its column in characters, from 1.
    pub column: usize,
}

impl Document {
    /// What is known of files before a subcommand adds to it.
    pub fn new(command: &'static str, files: &[Declarations]) -> Document {
        let mut document = Document {
            format: FORMAT,
            command,
            models: Vec::new(),
            diagnostics: Vec::new(),
            skipped: Vec::new(),
        };
        for file in files {
            let source = &file.source;
            let mut models: Vec<Model> = Vec::new();
            for model in &file.models {
                models.push(Model::new(&model.name, &model.range, true, source));
            }
            for failed in &file.failed {
                models.push(Model::new(&failed.name, &failed.range, false, source));
            }
            models.sort_by_key(|model| model.place.start.byte);
            document.models.extend(models);
            let diagnostics = file.findings.iter();
            document
                .diagnostics
                .extend(diagnostics.map(|finding| Diagnostic::new(finding, source)));
            let skipped = file.skipped.iter().map(|skipped| Skipped {
                place: Place::new(&skipped.range, source),
                needs: skipped.needs.clone(),
            });
            document.skipped.extend(skipped);
        }
        document
    }

    /// As text.
    pub fn text(&self) -> String {
        // Strings, numbers and lists can always be written.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

impl Model {
    fn new(name: &str, range: &Range<usize>, valid: bool, source: &Source) -> Model {
        Model {
            name: name.into(),
            place: Place::new(range, source),
            valid,
            code: None,
            layers: None,
            outputs: None,
            drawing: None,
            costs: None,
            schedule: None,
        }
    }
}

impl Diagnostic {
    fn new(finding: &Finding, source: &Source) -> Diagnostic {
        let values = finding.values.iter().map(|value| NamedValue {
            name: value.name.clone(),
            shape: value.shape.clone(),
            place: Place::new(&value.range, source),
            origin: value.origin.clone(),
        });
        let edits = finding.edits.iter().map(|edit| Edit {
            place: Place::new(&edit.range, source),
            text: edit.text.clone(),
        });
        Diagnostic {
            severity: match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            code: finding.code,
            message: finding.message.clone(),
            context: finding.context.clone(),
            help: finding.help.clone(),
            model: finding.model.clone(),
            place: Place::new(&finding.range, source),
            origin: finding.origin.clone(),
            values: values.collect(),
            edits: edits.collect(),
        }
    }
}

impl Place {
    fn new(range: &Range<usize>, source: &Source) -> Place {
        let position = |byte| {
            let (line, column) = source.position(byte);
            Position { byte, line, column }
        };
        Place {
            file: source.path.display().to_string(),
            start: position(range.start),
            end: position(range.end),
        }
    }
}
