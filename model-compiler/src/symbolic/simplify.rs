//! Constructors that simplify: every expression is made by them.

mod choice;
mod product;
mod sum;
#[cfg(test)]
mod tests;

use super::graph::{Function, Node, Symbol, Symbols};

/// A number that `f32` can hold: results that are too large or vanish aren't folded.
pub(super) fn holds(value: f64) -> bool {
    let short = value as f32;
    short.is_finite() && (short != 0.0 || value == 0.0)
}

impl Symbols {
    /// A number, which must be finite.
    pub fn number(&mut self, value: f64) -> Symbol {
        // One zero: expressions don't tell them apart.
        let value = if value == 0.0 { 0.0 } else { value };
        self.intern(Node::Number(value.to_bits()))
    }

    /// The variable of this index.
    pub fn variable(&mut self, index: usize) -> Symbol {
        self.intern(Node::Variable(index))
    }

    /// A condition that holds always or never.
    pub fn truth(&mut self, value: bool) -> Symbol {
        self.intern(Node::Truth(value))
    }

    /// The number, if it is one that can be held.
    fn folded(&mut self, value: f64) -> Option<Symbol> {
        holds(value).then(|| self.number(value))
    }

    fn is(&self, symbol: Symbol, value: f64) -> bool {
        self.number_of(symbol) == Some(value)
    }

    /// `-a`
    pub fn negate(&mut self, a: Symbol) -> Symbol {
        match self.node(a) {
            Node::Number(bits) => self.number(-f64::from_bits(bits)),
            Node::Negate(inner) => inner,
            Node::Subtract(left, right) => self.subtract(right, left),
            Node::Multiply(left, right) => match self.number_of(left) {
                Some(factor) => self.scaled(-factor, right),
                None => self.intern(Node::Negate(a)),
            },
            _ => self.intern(Node::Negate(a)),
        }
    }

    /// `factor · a`
    pub fn scaled(&mut self, factor: f64, a: Symbol) -> Symbol {
        let factor = self.number(factor);
        self.multiply(factor, a)
    }

    /// What `a` is a multiple of: `(2, x)` for `2 x`, `(1, x)` for `x`.
    fn term(&self, a: Symbol) -> (f64, Symbol) {
        match self.node(a) {
            Node::Negate(inner) => (-1.0, inner),
            Node::Multiply(left, right) => match self.number_of(left) {
                Some(factor) => (factor, right),
                None => (1.0, a),
            },
            _ => (1.0, a),
        }
    }

    /// `2 x` for `-2 x`.
    fn negative_term(&mut self, a: Symbol) -> Option<Symbol> {
        let (factor, base) = self.term(a);
        (factor < 0.0).then(|| self.scaled(-factor, base))
    }

    /// A function of one number.
    pub fn call(&mut self, function: Function, a: Symbol) -> Symbol {
        if let Some(x) = self.number_of(a)
            && let Some(value) = self.folded(function.value(x))
        {
            return value;
        }
        match (function, self.node(a)) {
            (Function::Ln, Node::Call(Function::Exp, x)) => return x,
            (Function::Ln, Node::Call(Function::Sigmoid, x)) => {
                let x = self.negate(x);
                let softplus = self.call(Function::Softplus, x);
                return self.negate(softplus);
            }
            (Function::Ln, Node::Add(left, right)) if self.is(right, 1.0) => {
                return self.call(Function::Log1p, left);
            }
            (Function::Log1p, Node::Call(Function::Exp, x)) => {
                return self.call(Function::Softplus, x);
            }
            (Function::Abs, Node::Call(Function::Abs, _)) => return a,
            (Function::Abs | Function::Cos, Node::Negate(x)) => return self.call(function, x),
            (Function::Sqrt, Node::Multiply(x, y)) if x == y => {
                return self.call(Function::Abs, x);
            }
            _ => {}
        }
        self.intern(Node::Call(function, a))
    }
}
