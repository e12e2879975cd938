//! Applies mends to a file's text.

use crate::declarations::{Edit, Finding};
use formwork_compiler::diagnostics::Severity;

/// The text with the mends of all errors that have one, and how many those are. Of mends that overlap, the first is
/// applied. Warnings are left: what is legal may be meant.
pub fn fix(text: &str, findings: &[Finding]) -> (String, usize) {
    let mut chosen: Vec<&Edit> = Vec::new();
    let mut count = 0;
    for finding in findings {
        let overlaps = |edit: &Edit| {
            let range = &edit.range;
            chosen.iter().any(|other| {
                let crosses = range.start < other.range.end && other.range.start < range.end;
                crosses || *range == other.range
            })
        };
        let is_error = finding.severity == Severity::Error;
        if is_error && !finding.edits.is_empty() && !finding.edits.iter().any(overlaps) {
            chosen.extend(&finding.edits);
            count += 1;
        }
    }
    chosen.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut fixed = String::with_capacity(text.len());
    let mut at = 0;
    for edit in chosen {
        fixed.push_str(text.get(at..edit.range.start).unwrap_or(""));
        fixed.push_str(&edit.text);
        at = at.max(edit.range.end);
    }
    fixed.push_str(text.get(at..).unwrap_or(""));
    (fixed, count)
}
