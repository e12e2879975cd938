//! Findings as text, as `rustc` shows its own: the line, the place, the values that are spoken of, and the mend.

use crate::declarations::{Declarations, Finding};
use annotate_snippets::{AnnotationKind, Level, Patch, Renderer, Snippet};
use formwork_compiler::diagnostics::Severity;

/// All findings of a file, and a note for each declaration that was skipped.
pub fn snippets(declarations: &Declarations) -> Vec<String> {
    let renderer = Renderer::styled();
    let path = declarations.source.path.display().to_string();
    let text = &declarations.source.text;
    let mut snippets = Vec::new();
    for finding in &declarations.findings {
        snippets.push(snippet(finding, text, &path, &renderer));
    }
    for skipped in &declarations.skipped {
        let place = Snippet::source(text.as_str())
            .path(path.as_str())
            .annotation(AnnotationKind::Primary.span(skipped.range.clone()));
        let reason = match &skipped.needs {
            None => "skipped: only the macro around it knows this declaration".into(),
            Some(path) => {
                format!("skipped: `{path}` is in a crate whose sources aren't known here")
            }
        };
        let group = Level::NOTE.primary_title(reason).element(place);
        snippets.push(renderer.render(&[group]));
    }
    snippets
}

fn snippet(finding: &Finding, text: &str, path: &str, renderer: &Renderer) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    // Several values may have been made at one place: `x + x`.
    let mut labels: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    let mut at_fault = String::new();
    for value in &finding.values {
        let mut label = format!("`{}` is {}", value.name, value.shape);
        if let Some(origin) = &value.origin {
            label += &format!(", from {origin}");
        }
        if value.range == finding.range {
            at_fault = label;
        } else if !labels.iter().any(|(range, _)| *range == value.range) {
            labels.push((value.range.clone(), label));
        }
    }
    let mut primary = AnnotationKind::Primary.span(finding.range.clone());
    if !at_fault.is_empty() {
        primary = primary.label(at_fault);
    }
    let mut place = Snippet::source(text).path(path).annotation(primary);
    for (range, label) in labels {
        place = place.annotation(AnnotationKind::Context.span(range).label(label));
    }
    let mut group = level
        .primary_title(finding.message.as_str())
        .id(finding.code)
        .element(place);
    if let Some(origin) = &finding.origin {
        let words = format!("it is at {origin}, which this declaration uses");
        group = group.element(Level::NOTE.message(words));
    }
    if let Some(context) = &finding.context {
        group = group.element(Level::NOTE.message(context.as_str()));
    }
    let Some(help) = &finding.help else {
        return renderer.render(&[group]);
    };
    if finding.edits.is_empty() {
        group = group.element(Level::HELP.message(help.as_str()));
        return renderer.render(&[group]);
    }
    let patches = finding.edits.iter();
    let patches = patches.map(|edit| Patch::new(edit.range.clone(), edit.text.as_str()));
    let mend = Snippet::source(text).path(path).patches(patches);
    let mend = Level::HELP.secondary_title(help.as_str()).element(mend);
    renderer.render(&[group, mend])
}
