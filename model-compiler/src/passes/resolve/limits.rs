//! Limits that make every expansion end, whatever is declared: in time, in memory, and on the stack.

use super::Resolver;
use crate::diagnostics::{Diagnosis, Limit};
use proc_macro2::Span;

/// How many axes a tensor may have, without the batch.
pub use formwork_shape_rules::shape::MAX_RANK as AXES;

/// How many expressions are evaluated for one model.
pub const STEPS: usize = 200_000;
/// How many of them a call of a block or model takes by itself.
pub const CALL_STEPS: usize = 10;
/// How many applications of layers a model may have.
pub const NODES: usize = 10_000;
/// How deep calls of blocks and models may be nested.
pub const CALLS: usize = 64;
/// How deep expressions may be nested, those of the blocks that they call counted too: each level takes part of the
/// stack.
pub const DEPTH: usize = 200;

/// What has been done so far.
#[derive(Debug, Default)]
pub struct Budget {
    /// How many expressions have been evaluated, and what is counted like them.
    pub steps: usize,
    /// How deep the expression at hand is nested.
    pub depth: usize,
    /// A limit was exceeded: nothing is evaluated any more.
    pub stopped: bool,
    /// The loops and calls that are being expanded, outermost first.
    pub running: Vec<Running>,
}

/// A loop or call that is being expanded.
#[derive(Debug)]
pub struct Running {
    /// How it is called in a message.
    pub what: String,
    /// Its place.
    pub span: Span,
    /// How often its body has begun.
    pub rounds: usize,
}

impl Resolver<'_> {
    /// Counts steps. Whether the limit isn't reached.
    pub fn step(&mut self, count: usize, span: Span) -> bool {
        if self.budget.stopped {
            return false;
        }
        self.budget.steps = self.budget.steps.saturating_add(count);
        if self.budget.steps > STEPS {
            self.exhausted(span, Limit::Steps(STEPS));
        }
        !self.budget.stopped
    }

    /// Reports a limit that is exceeded, at what is being repeated most often or is outermost, and evaluates nothing any more.
    pub fn exhausted(&mut self, span: Span, limit: Limit) {
        if std::mem::replace(&mut self.budget.stopped, true) {
            return;
        }
        self.library.exhaust();
        let mut most: Option<&Running> = None;
        for running in &self.budget.running {
            if most.is_none_or(|most| running.rounds > most.rounds) {
                most = Some(running);
            }
        }
        let (span, what) = match most {
            Some(running) => (running.span, running.what.clone()),
            None => (span, "this model".into()),
        };
        self.diagnostics
            .error(span, Diagnosis::Exhausted { what, limit });
    }

    /// Begins something that repeats or expands a body.
    pub fn begin(&mut self, what: String, span: Span) {
        let rounds = 0;
        self.budget.running.push(Running { what, span, rounds });
    }

    /// Counts a round of what has begun last.
    pub fn round(&mut self) {
        if let Some(running) = self.budget.running.last_mut() {
            running.rounds += 1;
        }
    }

    /// Ends what has begun last.
    pub fn end(&mut self) {
        self.budget.running.pop();
    }
}
