//! The subcommands: what each prints, and its exit code.

use crate::arguments::{Arguments, Command, Format, Selection};
use crate::costs::costs;
use crate::declarations::{Declarations, Model, declarations};
use crate::document::{self, Document};
use crate::draw::{Drawing, draw};
use crate::error::{Error, FINE, MISTAKES};
use crate::explain::explain;
use crate::files::{self, Source};
use crate::layers::layers;
use crate::modules::Modules;
use crate::snippets::snippets;
use crate::steps::steps;
use anstyle::Style;
use formwork_compiler::diagnostics::Severity;
use std::io::Write;
use std::path::PathBuf;

/// Runs a command.
pub fn run(arguments: Arguments) -> Result<u8, Error> {
    let json = arguments.json;
    match arguments.command {
        Command::Check {
            files,
            deny_warnings,
            fix,
        } => check(&files, deny_warnings, fix, json),
        Command::Expand(selection) => each(&selection, "expand", json, None, |model, shown| {
            let code = model.compiled.code.readable();
            shown.text = crate::highlight::highlight(&code);
            shown.document.code = Some(code);
        }),
        Command::Graph {
            selection,
            format,
            output,
        } => {
            let of_output = || output.as_deref().and_then(Format::of);
            let format = format.or_else(of_output).unwrap_or(Format::Mermaid);
            graph(&selection, format, output, json)
        }
        Command::Explain(selection) => each(&selection, "explain", json, None, |model, shown| {
            let schedule = &model.compiled.schedule;
            let layers = layers(&schedule.plan.graph, &schedule.plan);
            let costs = costs(&model.compiled);
            let steps = steps(schedule);
            let bold = Style::new().bold();
            let heading = |line: &str| format!("{bold}{line}{bold:#}");
            shown.text = explain(&model.name, &layers, &costs, &steps, heading);
            shown.document.outputs = Some(outputs(&schedule.plan.graph).1);
            shown.document.layers = Some(layers);
            shown.document.costs = Some(costs);
            shown.document.schedule = Some(steps);
        }),
    }
}

/// What a subcommand makes of a model.
struct Shown<'a> {
    text: String,
    document: &'a mut document::Model,
}

/// How often a file is mended: what one mend leaves wrong may have a mend of its own.
const ROUNDS: usize = 4;

fn check(named: &[PathBuf], deny_warnings: bool, fix: bool, json: bool) -> Result<u8, Error> {
    let mut files = Vec::new();
    let mut modules = Modules::default();
    let mut mended = 0;
    for path in files::find(named)? {
        let mut file = declarations(Source::read(&path)?, &mut modules);
        for _ in 0..if fix { ROUNDS } else { 0 } {
            let (text, count) = crate::fix::fix(&file.source.text, &file.findings);
            if count == 0 {
                break;
            }
            mended += count;
            file.source.write(text)?;
            file = declarations(file.source, &mut modules);
        }
        files.push(file);
    }
    let count = |severity| -> usize { files.iter().map(|file| file.count(severity)).sum() };
    let errors = count(Severity::Error);
    let warnings = count(Severity::Warning);
    if json {
        print(&Document::new("check", &files).text())?;
    } else {
        for file in &files {
            for snippet in snippets(file) {
                print(&format!("{snippet}\n"))?;
            }
        }
        let models: usize = files
            .iter()
            .map(|file| file.models.len() + file.failed.len())
            .sum();
        let skipped: usize = files.iter().map(|file| file.skipped.len()).sum();
        print(&format!(
            "{} in {}: {}{}, {}{}",
            counted(models, "model"),
            counted(files.len(), "file"),
            match mended {
                0 => String::new(),
                _ => format!("{mended} mended, "),
            },
            counted(errors, "error"),
            counted(warnings, "warning"),
            match skipped {
                0 => String::new(),
                _ => format!(", {skipped} skipped"),
            }
        ))?;
    }
    Ok(match errors > 0 || deny_warnings && warnings > 0 {
        true => MISTAKES,
        false => FINE,
    })
}

fn graph(
    selection: &Selection,
    format: Format,
    output: Option<PathBuf>,
    json: bool,
) -> Result<u8, Error> {
    each(selection, "graph", json, output, |model, shown| {
        let plan = &model.compiled.schedule.plan;
        let layers = layers(&plan.graph, plan);
        let (places, names) = outputs(&plan.graph);
        let drawing = Drawing {
            name: &model.name,
            layers: &layers,
            outputs: &places,
        };
        shown.text = draw(drawing, format);
        shown.document.drawing = Some(shown.text.clone());
        shown.document.layers = Some(layers);
        shown.document.outputs = Some(names);
    })
}

/// The layers that give the outputs, and their names.
fn outputs(graph: &formwork_compiler::ir::graph::Graph) -> (Vec<usize>, Vec<String>) {
    let outputs = graph.outputs.iter();
    outputs
        .map(|&value| (value.node, graph.value_name(value)))
        .unzip()
}

/// Shows each of the selected models, or the errors that keep some from being shown.
fn each(
    selection: &Selection,
    command: &'static str,
    json: bool,
    output: Option<PathBuf>,
    show: impl Fn(Model, &mut Shown<'_>),
) -> Result<u8, Error> {
    let mut file = declarations(Source::read(&selection.file)?, &mut Modules::default());
    if let Some(name) = &selection.name {
        select(&mut file, name)?;
    } else if file.models.is_empty() && !file.has_errors() {
        return Err(Error::NoModel(selection.file.clone()));
    }
    let code = match file.has_errors() {
        true => MISTAKES,
        false => FINE,
    };
    let files = [file];
    let mut document = Document::new(command, &files);
    let [mut file] = files;
    if !json {
        for snippet in snippets(&file) {
            anstream::eprintln!("{snippet}\n");
        }
    }
    let mut texts = Vec::new();
    let valid = document.models.iter_mut().filter(|model| model.valid);
    for (model, in_document) in std::mem::take(&mut file.models).into_iter().zip(valid) {
        let mut shown = Shown {
            text: String::new(),
            document: in_document,
        };
        show(model, &mut shown);
        texts.push(shown.text);
    }
    let text = match json {
        true => document.text(),
        false => texts.join("\n").trim_end().to_string(),
    };
    match output {
        Some(path) => {
            std::fs::write(&path, format!("{text}\n")).map_err(|error| Error::Write(path, error))?
        }
        None if !text.is_empty() => print(&text)?,
        None => {}
    }
    Ok(code)
}

/// Keeps one model and what is said about it, or about the whole file.
fn select(file: &mut Declarations, name: &str) -> Result<(), Error> {
    let models = file.models.iter().map(|model| &model.name);
    let failed = file.failed.iter().map(|failed| &failed.name);
    let known: Vec<String> = models.chain(failed).cloned().collect();
    if known.is_empty() && !file.has_errors() {
        return Err(Error::NoModel(file.source.path.clone()));
    }
    if !known.is_empty() && !known.iter().any(|known| known == name) {
        let name = name.into();
        return Err(Error::UnknownModel { name, known });
    }
    file.models.retain(|model| model.name == name);
    file.failed.retain(|failed| failed.name == name);
    let about = |model: &Option<String>| model.as_deref().is_none_or(|model| model == name);
    file.findings.retain(|finding| about(&finding.model));
    file.skipped.clear();
    Ok(())
}

fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

/// Writes a line to standard output. A reader that has seen enough, such as `head`, is no mistake.
fn print(text: &str) -> Result<(), Error> {
    match writeln!(anstream::stdout(), "{text}") {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => result.map_err(Error::Output),
    }
}
