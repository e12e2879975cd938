//! Products, quotients and powers.

use super::holds;
use crate::symbolic::graph::{Function, Node, Symbol, Symbols};

impl Symbols {
    /// `a · b`
    pub fn multiply(&mut self, a: Symbol, b: Symbol) -> Symbol {
        if let Some(factor) = self.number_of(a) {
            return self.times(factor, b);
        }
        if let Some(factor) = self.number_of(b) {
            return self.times(factor, a);
        }
        // Signs go outwards.
        if let Some(a) = self.negative_term(a) {
            let product = self.multiply(a, b);
            return self.negate(product);
        }
        if let Some(b) = self.negative_term(b) {
            let product = self.multiply(a, b);
            return self.negate(product);
        }
        match (self.node(a), self.node(b)) {
            (Node::Call(Function::Exp, x), Node::Call(Function::Exp, y)) if x != y => {
                let sum = self.add(x, y);
                return self.call(Function::Exp, sum);
            }
            (Node::Call(Function::Sqrt, x), Node::Call(Function::Sqrt, y)) if x == y => return x,
            (Node::Call(Function::Sign, x), _) if x == b => return self.call(Function::Abs, x),
            (_, Node::Call(Function::Sign, x)) if x == a => return self.call(Function::Abs, x),
            (Node::Multiply(left, right), Node::Multiply(other, rest)) => {
                if let (Some(first), Some(second)) = (self.number_of(left), self.number_of(other))
                    && holds(first * second)
                {
                    let product = self.multiply(right, rest);
                    return self.scaled(first * second, product);
                }
            }
            _ => {}
        }
        self.intern(Node::Multiply(a, b))
    }

    /// `factor · b`
    fn times(&mut self, factor: f64, b: Symbol) -> Symbol {
        if factor == 0.0 {
            return self.number(0.0);
        }
        if factor == 1.0 {
            return b;
        }
        if factor == -1.0 && self.number_of(b).is_none() {
            return self.negate(b);
        }
        let folded = match self.node(b) {
            Node::Number(bits) => self.folded(factor * f64::from_bits(bits)),
            Node::Negate(inner) => Some(self.scaled(-factor, inner)),
            Node::Multiply(left, right) => self.number_of(left).and_then(|left| {
                let product = factor * left;
                holds(product).then(|| self.scaled(product, right))
            }),
            // A product that stands there already only needs the addition.
            Node::Add(left, right) => self.number_of(right).and_then(|addend| {
                let factor_symbol = self.number(factor);
                let product = self.find(Node::Multiply(factor_symbol, left))?;
                holds(factor * addend).then(|| self.shifted(product, factor * addend))
            }),
            Node::Select(condition, left, right) => {
                let takes = |symbol: Symbol| match self.node(symbol) {
                    Node::Number(bits) => holds(factor * f64::from_bits(bits)),
                    Node::Multiply(left, _) => self.number_of(left).is_some(),
                    _ => false,
                };
                (takes(left) || takes(right)).then(|| {
                    let left = self.scaled(factor, left);
                    let right = self.scaled(factor, right);
                    self.select(condition, left, right)
                })
            }
            _ => None,
        };
        folded.unwrap_or_else(|| {
            let factor = self.number(factor);
            self.intern(Node::Multiply(factor, b))
        })
    }

    /// `a / b`
    pub fn divide(&mut self, a: Symbol, b: Symbol) -> Symbol {
        if let Some(divisor) = self.number_of(b)
            && divisor != 0.0
            && holds(1.0 / divisor)
        {
            if let Some(dividend) = self.number_of(a)
                && let Some(quotient) = self.folded(dividend / divisor)
            {
                return quotient;
            }
            return self.scaled(1.0 / divisor, a);
        }
        if self.is(a, 0.0) && self.number_of(b).is_none() {
            return a;
        }
        if let Node::Negate(a) = self.node(a) {
            let quotient = self.divide(a, b);
            return self.negate(quotient);
        }
        if let Node::Negate(b) = self.node(b) {
            let quotient = self.divide(a, b);
            return self.negate(quotient);
        }
        if let Node::Add(left, right) = self.node(b) {
            // 1 / (1 + exp(-x)), and exp(x) / (1 + exp(x)), which overflows.
            if let (Node::Call(Function::Exp, x), true) = (self.node(left), self.is(right, 1.0)) {
                if let Some(dividend) = self.number_of(a) {
                    let x = self.negate(x);
                    let sigmoid = self.call(Function::Sigmoid, x);
                    return self.scaled(dividend, sigmoid);
                }
                if a == left {
                    return self.call(Function::Sigmoid, x);
                }
            }
        }
        self.intern(Node::Divide(a, b))
    }

    /// `a` to a whole power, by squaring.
    pub fn power(&mut self, a: Symbol, exponent: i32) -> Symbol {
        let mut rest = exponent.unsigned_abs();
        let mut square = a;
        let mut product = None;
        while rest > 0 {
            if rest % 2 == 1 {
                product = Some(match product {
                    Some(product) => self.multiply(product, square),
                    None => square,
                });
            }
            rest /= 2;
            if rest > 0 {
                square = self.multiply(square, square);
            }
        }
        let one = self.number(1.0);
        match product {
            None => one,
            Some(product) if exponent < 0 => self.divide(one, product),
            Some(product) => product,
        }
    }
}
