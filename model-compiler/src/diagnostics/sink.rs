//! Where mistakes are collected until all passes that can find independent ones have run.

use super::mend::mend;
use super::{Call, CallKind, Diagnosis, Mend, Operand};
use crate::syntax::scan::Token;
use proc_macro2::Span;
use std::collections::{HashMap, HashSet};
use std::mem::{Discriminant, discriminant};

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
    /// Whether it arises in a declaration of another macro; its place is then where that is called.
    pub foreign: bool,
    /// The calls in which it arises, outermost first, if it depends on what they give.
    pub calls: Vec<Call>,
    /// The layer that it speaks of, if its name isn't known yet.
    layer: Option<usize>,
}

/// Where a mistake is, and of which kind.
type Place = ([usize; 4], Discriminant<Diagnosis>);

/// Collects mistakes. Dropping it unread is a bug in the compiler, and panics in debug builds.
#[derive(Debug, Default)]
pub struct Diagnostics {
    entries: Vec<Entry>,
    model: Option<usize>,
    errors: usize,
    /// Models that are wrong because of mistakes that were reported elsewhere.
    failed: Vec<usize>,
    /// The calls that are being expanded, outermost first.
    calls: Vec<Call>,
    /// While the body of a declaration of another macro is expanded: where it is called.
    foreign: Option<Span>,
    /// Which expansion of a body is at hand, and how many there were.
    expansion: usize,
    expansions: usize,
    /// The places and names of warnings: a block is written once and expanded often, in several models.
    warned: HashSet<(usize, usize, &'static str)>,
    /// In which expansion a mistake was found first.
    places: HashMap<Place, usize>,
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

    /// The model to which reports belong.
    pub fn current(&self) -> Option<usize> {
        self.model
    }

    /// The model at hand is wrong because of a mistake that was reported elsewhere.
    pub fn fail(&mut self) {
        self.errors += 1;
        self.failed.extend(self.model);
    }

    /// Begins another expansion of a body: a mistake that an earlier one has found at the same place isn't reported
    /// again. Gives what [`return_to`](Self::return_to) takes.
    pub fn expand(&mut self) -> usize {
        self.expansions += 1;
        std::mem::replace(&mut self.expansion, self.expansions)
    }

    /// Ends an expansion.
    pub fn return_to(&mut self, expansion: usize) {
        self.expansion = expansion;
    }

    /// What follows arises in a call.
    pub fn called(&mut self, name: String, kind: CallKind, span: Span) {
        let line = match self.foreign {
            None => span.start().line,
            Some(_) => 0,
        };
        self.calls.push(Call {
            name,
            kind,
            span,
            line,
        });
    }

    /// What follows arises in a declaration of another macro, whose lines aren't those of this one: it is reported
    /// where the last call is, or at `otherwise`.
    pub fn enter_foreign(&mut self, otherwise: Span) {
        let call = self.calls.last().map_or(otherwise, |call| call.span);
        self.foreign.get_or_insert(call);
    }

    /// What follows arises in this macro again.
    pub fn leave_foreign(&mut self) {
        self.foreign = None;
    }

    /// Where the declaration of another macro is called whose body is expanded.
    pub fn foreign(&self) -> Option<Span> {
        self.foreign
    }

    /// The last call ends.
    pub fn returned(&mut self) {
        self.calls.pop();
    }

    /// Whether an earlier expansion has found the same mistake.
    fn is_repeated(&mut self, span: Span, diagnosis: &Diagnosis) -> bool {
        let (start, end) = (span.start(), span.end());
        let place = [start.line, start.column, end.line, end.column];
        let first = self
            .places
            .entry((place, discriminant(diagnosis)))
            .or_insert(self.expansion);
        *first != self.expansion
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
        self.push(Severity::Error, span, diagnosis, operands, None);
    }

    /// Reports an error that speaks of a layer by the name that it will have.
    pub fn error_of(&mut self, span: Span, diagnosis: Diagnosis, layer: usize) {
        self.push(Severity::Error, span, diagnosis, Vec::new(), Some(layer));
    }

    /// Reports something legal that is probably wrong.
    pub fn warning(&mut self, span: Span, diagnosis: Diagnosis) {
        self.push(Severity::Warning, span, diagnosis, Vec::new(), None);
    }

    fn push(
        &mut self,
        severity: Severity,
        span: Span,
        mut diagnosis: Diagnosis,
        operands: Vec<Operand>,
        layer: Option<usize>,
    ) {
        // A name may be known as something else than what is needed: it isn't its own mend.
        if let Diagnosis::UnknownVariable { found, suggestion } = &mut diagnosis {
            *suggestion = suggestion.take().filter(|name| name != found);
        }
        let span = self.foreign.unwrap_or(span);
        if self.foreign.is_some() && severity == Severity::Warning {
            return;
        }
        if self.is_repeated(span, &diagnosis) {
            if severity == Severity::Error {
                self.fail();
            }
            return;
        }
        let calls = match diagnosis.depends_on_calls() || self.foreign.is_some() {
            true => self.calls.clone(),
            false => Vec::new(),
        };
        if severity == Severity::Error && self.is_passed_on(&diagnosis, &calls) {
            self.fail();
            return;
        }
        self.errors += usize::from(severity == Severity::Error);
        self.entries.push(Entry {
            severity,
            span,
            diagnosis,
            operands,
            model: self.model,
            mend: None,
            foreign: self.foreign.is_some(),
            calls,
            layer,
        });
    }

    /// Whether a constant that a call gives to several layers has been reported for one of them.
    fn is_passed_on(&self, diagnosis: &Diagnosis, calls: &[Call]) -> bool {
        let place = |call: &Call| {
            let start = call.span.start();
            (start.line, start.column)
        };
        let is_value = matches!(
            diagnosis,
            Diagnosis::ArgumentRange { .. } | Diagnosis::ArgumentType { .. }
        );
        let same = |entry: &Entry| {
            entry.diagnosis == *diagnosis
                && entry.model == self.model
                && entry.calls.iter().map(place).eq(calls.iter().map(place))
        };
        is_value && !calls.is_empty() && self.entries.iter().rev().take(64).any(same)
    }

    /// Whether this warning is the first of its name at this place.
    pub fn is_first_warning(&mut self, span: Span, name: &'static str) -> bool {
        let start = span.start();
        self.warned.insert((start.line, start.column, name)) || start.line == 0
    }

    /// Whether nothing has been reported.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Number of reports so far.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Fills in the names of nodes and layers in the reports since `from`.
    pub fn name(
        &mut self,
        from: usize,
        name: impl Fn(Option<usize>, Option<usize>) -> Option<String>,
    ) {
        for entry in self.entries.iter_mut().skip(from) {
            for operand in &mut entry.operands {
                operand.name = name(Some(operand.node), None).unwrap_or_default();
            }
            if let (Diagnosis::SharedParameters { name: empty, .. }, Some(layer)) =
                (&mut entry.diagnosis, entry.layer.take())
            {
                *empty = name(None, Some(layer)).unwrap_or_default();
            }
        }
    }

    /// The names that nothing is bound to in the reports since `from`, with the reports' indices.
    pub fn outside_names(&self, from: usize) -> Vec<(usize, String)> {
        let entries = self.entries.iter().enumerate().skip(from);
        let names = entries.filter_map(|(index, entry)| match &entry.diagnosis {
            Diagnosis::OutsideConstant { name, .. } => Some((index, name.clone())),
            _ => None,
        });
        names.collect()
    }

    /// Says which name was probably meant.
    pub fn suggest(&mut self, entry: usize, meant: Option<String>) {
        if let Some(Diagnosis::OutsideConstant {
            name, suggestion, ..
        }) = self
            .entries
            .get_mut(entry)
            .map(|entry| &mut entry.diagnosis)
        {
            // A name that is known, but stands for something else here.
            *suggestion = meant.filter(|meant| meant != name);
        }
    }

    /// Number of errors so far.
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// Number of errors of one model.
    pub fn errors_of(&self, model: usize) -> usize {
        let of = |entry: &&Entry| entry.model == Some(model) && entry.severity == Severity::Error;
        let elsewhere = self.failed.iter().filter(|failed| **failed == model);
        self.entries.iter().filter(of).count() + elsewhere.count()
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
        self.places.clear();
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
