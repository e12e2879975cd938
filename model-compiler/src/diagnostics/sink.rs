//! Where mistakes are collected until all passes that can find independent ones have run.

use super::mend::mend;
use super::{Diagnosis, Mend, Operand};
use crate::syntax::scan::Token;
use proc_macro2::Span;

/// Whether the declaration can be used nevertheless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// It can't.
    Error,
    /// It can, and is probably not what was meant.
    Warning,
}

/// One mistake with its place.
#[derive(Clone, Debug)]
pub struct Entry {
    /// How bad it is.
    pub severity: Severity,
    /// The token that is wrong.
    pub span: Span,
    /// What is wrong.
    pub diagnosis: Diagnosis,
    /// The values that the message speaks of, if their shapes matter.
    pub operands: Vec<Operand>,
    /// Which model of the macro it belongs to, if any.
    pub model: Option<usize>,
    /// What is to be changed in the source, if one edit does it.
    pub mend: Option<Mend>,
}

/// Collects mistakes. Dropping it unread is a bug in the compiler, and panics in debug builds.
#[derive(Debug, Default)]
pub struct Diagnostics {
    entries: Vec<Entry>,
    model: Option<usize>,
    errors: usize,
}

impl Diagnostics {
    /// Nothing is wrong yet.
    pub fn new() -> Diagnostics {
        Diagnostics::default()
    }

    /// What follows belongs to this model.
    pub fn enter(&mut self, model: Option<usize>) {
        self.model = model;
    }

    /// What was reported for this model belongs to none.
    pub fn disown(&mut self, model: usize) {
        for entry in &mut self.entries {
            if entry.model == Some(model) {
                entry.model = None;
            }
        }
    }

    /// Reports an error.
    pub fn error(&mut self, span: Span, diagnosis: Diagnosis) {
        self.error_about(span, diagnosis, Vec::new());
    }

    /// Reports an error that speaks of values.
    pub fn error_about(&mut self, span: Span, diagnosis: Diagnosis, operands: Vec<Operand>) {
        self.errors += 1;
        self.push(Severity::Error, span, diagnosis, operands);
    }

    /// Reports something legal that is probably wrong.
    pub fn warning(&mut self, span: Span, diagnosis: Diagnosis) {
        self.push(Severity::Warning, span, diagnosis, Vec::new());
    }

    fn push(
        &mut self,
        severity: Severity,
        span: Span,
        diagnosis: Diagnosis,
        operands: Vec<Operand>,
    ) {
        self.entries.push(Entry {
            severity,
            span,
            diagnosis,
            operands,
            model: self.model,
            mend: None,
        });
    }

    /// Whether nothing has been reported.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Number of errors so far.
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// Number of errors of one model.
    pub fn errors_of(&self, model: usize) -> usize {
        let of = |entry: &&Entry| entry.model == Some(model) && entry.severity == Severity::Error;
        self.entries.iter().filter(of).count()
    }

    /// Number of errors of the model that was entered last.
    pub fn errors_of_current(&self) -> usize {
        self.model
            .map_or(self.errors, |model| self.errors_of(model))
    }

    /// Gives each entry its mend, if it has one. `tokens` are those of the macro.
    pub fn mend(&mut self, tokens: &[Token]) {
        mend(tokens, &mut self.entries);
    }

    /// What has been collected, in the order of the source as far as it was found in that order.
    pub fn into_entries(mut self) -> Vec<Entry> {
        self.errors = 0;
        std::mem::take(&mut self.entries)
    }

    /// Forgets everything: for attempts at reading that have an alternative.
    pub fn discard(self) {
        self.into_entries();
    }
}

impl Drop for Diagnostics {
    fn drop(&mut self) {
        if cfg!(debug_assertions) && !self.entries.is_empty() && !std::thread::panicking() {
            panic!("diagnostics were dropped unread");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_errors_alone() {
        let mut diagnostics = Diagnostics::new();
        diagnostics.warning(Span::call_site(), Diagnosis::EmptyBody);
        diagnostics.enter(Some(1));
        diagnostics.error(Span::call_site(), Diagnosis::EmptyBody);
        assert_eq!(diagnostics.errors(), 1);
        let models: Vec<_> = diagnostics.into_entries().iter().map(|e| e.model).collect();
        assert_eq!(models, [None, Some(1)]);
    }

    #[test]
    #[should_panic(expected = "unread")]
    #[cfg(debug_assertions)]
    fn unread_mistakes_are_a_bug() {
        let mut diagnostics = Diagnostics::new();
        diagnostics.error(Span::call_site(), Diagnosis::EmptyBody);
    }
}
