//! Sums and differences.

use super::holds;
use crate::symbolic::graph::{Function, Node, Symbol, Symbols};

impl Symbols {
    /// `a + sign · b` for multiples of the same expression.
    fn collected(&mut self, a: Symbol, sign: f64, b: Symbol) -> Option<Symbol> {
        let ((first, base), (second, other)) = (self.term(a), self.term(b));
        let factor = first + sign * second;
        (base == other && holds(factor)).then(|| self.scaled(factor, base))
    }

    /// `a + b`
    pub fn add(&mut self, a: Symbol, b: Symbol) -> Symbol {
        if self.number_of(a).is_some() && self.number_of(b).is_none() {
            return self.add(b, a);
        }
        if let Some(addend) = self.number_of(b) {
            return self.shifted(a, addend);
        }
        if let Node::Negate(b) = self.node(b) {
            return self.subtract(a, b);
        }
        if let Node::Negate(a) = self.node(a) {
            return self.subtract(b, a);
        }
        if let Some(sum) = self.collected(a, 1.0, b) {
            return sum;
        }
        if let Some(b) = self.negative_term(b) {
            return self.subtract(a, b);
        }
        if let Some(a) = self.negative_term(a) {
            return self.subtract(b, a);
        }
        for (one, other) in [(a, b), (b, a)] {
            match self.node(one) {
                Node::Subtract(left, right) if right == other => return left,
                Node::Add(left, right) if self.number_of(right).is_some() => {
                    if let Some(sum) = self.collected(left, 1.0, other) {
                        return self.add(sum, right);
                    }
                }
                _ => {}
            }
        }
        self.in_step(a, b, Symbols::add)
            .unwrap_or_else(|| self.intern(Node::Add(a, b)))
    }

    /// `a + addend`
    pub(super) fn shifted(&mut self, a: Symbol, addend: f64) -> Symbol {
        if addend == 0.0 {
            return a;
        }
        let folded = match self.node(a) {
            Node::Number(bits) => self.folded(f64::from_bits(bits) + addend),
            Node::Add(left, right) => self.number_of(right).and_then(|right| {
                let sum = right + addend;
                holds(sum).then(|| self.shifted(left, sum))
            }),
            Node::Subtract(left, right) => self.number_of(left).and_then(|left| {
                let sum = self.folded(left + addend)?;
                Some(self.subtract(sum, right))
            }),
            Node::Call(Function::Exp, x) if addend == -1.0 => Some(self.call(Function::Expm1, x)),
            Node::Select(condition, left, right)
                if self.number_of(left).is_some() && self.number_of(right).is_some() =>
            {
                let left = self.shifted(left, addend);
                let right = self.shifted(right, addend);
                Some(self.select(condition, left, right))
            }
            _ => None,
        };
        folded.unwrap_or_else(|| {
            let addend = self.number(addend);
            self.intern(Node::Add(a, addend))
        })
    }

    /// `a - b`
    pub fn subtract(&mut self, a: Symbol, b: Symbol) -> Symbol {
        if let Some(subtrahend) = self.number_of(b) {
            return self.shifted(a, -subtrahend);
        }
        if self.is(a, 0.0) {
            return self.negate(b);
        }
        if let Node::Negate(b) = self.node(b) {
            return self.add(a, b);
        }
        if let Some(difference) = self.collected(a, -1.0, b) {
            return difference;
        }
        if let Some(b) = self.negative_term(b) {
            return self.add(a, b);
        }
        match (self.node(a), self.node(b)) {
            (_, Node::Subtract(left, right)) if left == a => return right,
            (Node::Subtract(left, right), _) if left == b => return self.negate(right),
            (Node::Add(left, right), _) if left == b => return right,
            (Node::Add(left, right), _) if right == b => return left,
            (_, Node::Add(left, right)) if left == a => return self.negate(right),
            (_, Node::Add(left, right)) if right == a => return self.negate(left),
            (Node::Number(first), Node::Subtract(left, right)) => {
                if let Some(second) = self.number_of(left) {
                    let difference = f64::from_bits(first) - second;
                    if holds(difference) {
                        return self.shifted(right, difference);
                    }
                }
            }
            (Node::Number(first), Node::Add(left, right)) => {
                if let Some(second) = self.number_of(right)
                    && let Some(difference) = self.folded(f64::from_bits(first) - second)
                {
                    return self.subtract(difference, left);
                }
            }
            (Node::Add(left, right), _) if self.number_of(right).is_some() => {
                if let Some(difference) = self.collected(left, -1.0, b) {
                    return self.add(difference, right);
                }
            }
            _ => {}
        }
        self.in_step(a, b, Symbols::subtract)
            .unwrap_or_else(|| self.intern(Node::Subtract(a, b)))
    }

    /// `a ∘ b` where both choose by the same condition, or one is a number and the other chooses between numbers:
    /// the choice between the results.
    fn in_step(
        &mut self,
        a: Symbol,
        b: Symbol,
        combine: fn(&mut Symbols, Symbol, Symbol) -> Symbol,
    ) -> Option<Symbol> {
        let (condition, (a, c), (b, d)) = match (self.node(a), self.node(b)) {
            (Node::Select(first, a, c), Node::Select(second, b, d)) if first == second => {
                (first, (a, c), (b, d))
            }
            (Node::Select(condition, left, right), _) if self.number_of(b).is_some() => {
                (condition, (left, right), (b, b))
            }
            (_, Node::Select(condition, left, right)) if self.number_of(a).is_some() => {
                (condition, (a, a), (left, right))
            }
            _ => return None,
        };
        let known = |symbol| self.number_of(symbol).is_some();
        if !(known(a) && known(b) || known(c) && known(d)) {
            return None;
        }
        let (left, right) = (combine(self, a, b), combine(self, c, d));
        Some(self.select(condition, left, right))
    }
}
