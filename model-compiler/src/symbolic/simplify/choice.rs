//! Comparisons, conditions and choices.

use crate::symbolic::evaluate;
use crate::symbolic::graph::{Comparison, Node, Symbol, Symbols};

impl Symbols {
    /// The larger of two; NaN if one is.
    pub fn maximum(&mut self, a: Symbol, b: Symbol) -> Symbol {
        match (self.number_of(a), self.number_of(b)) {
            _ if a == b => a,
            (Some(left), Some(right)) => self.number(evaluate::maximum(left, right)),
            _ => self.intern(Node::Maximum(a, b)),
        }
    }

    /// The smaller of two; NaN if one is.
    pub fn minimum(&mut self, a: Symbol, b: Symbol) -> Symbol {
        match (self.number_of(a), self.number_of(b)) {
            _ if a == b => a,
            (Some(left), Some(right)) => self.number(left.min(right)),
            _ => self.intern(Node::Minimum(a, b)),
        }
    }

    /// A comparison of two numbers.
    pub fn compare(&mut self, comparison: Comparison, a: Symbol, b: Symbol) -> Symbol {
        match (self.number_of(a), self.number_of(b)) {
            (Some(left), Some(right)) => self.truth(comparison.holds(left, right)),
            (Some(_), None) => self.intern(Node::Compare(comparison.mirrored(), b, a)),
            _ => self.intern(Node::Compare(comparison, a, b)),
        }
    }

    /// Both conditions.
    pub fn and(&mut self, a: Symbol, b: Symbol) -> Symbol {
        match (self.node(a), self.node(b)) {
            (Node::Truth(true), _) => b,
            (_, Node::Truth(true)) => a,
            (Node::Truth(false), _) | (_, Node::Truth(false)) => self.truth(false),
            _ if a == b => a,
            _ => self.intern(Node::And(a, b)),
        }
    }

    /// One of the conditions.
    pub fn or(&mut self, a: Symbol, b: Symbol) -> Symbol {
        match (self.node(a), self.node(b)) {
            (Node::Truth(false), _) => b,
            (_, Node::Truth(false)) => a,
            (Node::Truth(true), _) | (_, Node::Truth(true)) => self.truth(true),
            _ if a == b => a,
            _ => self.intern(Node::Or(a, b)),
        }
    }

    /// The opposite of a condition. A comparison isn't turned round: with NaN neither holds.
    pub fn not(&mut self, a: Symbol) -> Symbol {
        match self.node(a) {
            Node::Truth(value) => self.truth(!value),
            Node::Not(inner) => inner,
            _ => self.intern(Node::Not(a)),
        }
    }

    /// `a` if `condition` holds, else `b`.
    pub fn select(&mut self, condition: Symbol, a: Symbol, b: Symbol) -> Symbol {
        match self.node(condition) {
            Node::Truth(true) => return a,
            Node::Truth(false) => return b,
            Node::Not(condition) => return self.select(condition, b, a),
            _ => {}
        }
        // The condition is known within each branch.
        let a = match self.node(a) {
            Node::Select(same, inner, _) if same == condition => inner,
            _ => a,
        };
        let b = match self.node(b) {
            Node::Select(same, _, inner) if same == condition => inner,
            _ => b,
        };
        if a == b {
            return a;
        }
        self.intern(Node::Select(condition, a, b))
    }
}
