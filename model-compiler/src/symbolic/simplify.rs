//! Constructors that simplify: every expression is made by them.

use super::evaluate;
use super::graph::{Comparison, Function, Node, Symbol, Symbols};

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
    fn shifted(&mut self, a: Symbol, addend: f64) -> Symbol {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn symbols() -> (Symbols, Symbol, Symbol) {
        let mut s = Symbols::new();
        let (x, y) = (s.variable(0), s.variable(1));
        (s, x, y)
    }

    #[test]
    fn terms_are_collected() {
        let (mut s, x, y) = symbols();
        let (two, three) = (s.number(2.0), s.number(3.0));
        let sum = s.add(x, x);
        assert_eq!(sum, s.multiply(two, x));
        let five = s.multiply(three, x);
        let five = s.add(sum, five);
        assert_eq!(five, s.scaled(5.0, x));
        let zero = s.subtract(y, y);
        assert_eq!(s.number_of(zero), Some(0.0));
        // 2 - (1 - y) = y + 1
        let one = s.number(1.0);
        let inner = s.subtract(one, y);
        let outer = s.subtract(two, inner);
        assert_eq!(outer, s.add(y, one));
    }

    #[test]
    fn stable_forms_are_recognized() {
        let (mut s, x, _) = symbols();
        let one = s.number(1.0);
        let e = s.call(Function::Exp, x);
        let sum = s.add(one, e);
        let log = s.call(Function::Ln, sum);
        assert_eq!(log, s.call(Function::Softplus, x));
        let quotient = s.divide(e, sum);
        assert_eq!(quotient, s.call(Function::Sigmoid, x));
        let log = s.call(Function::Ln, quotient);
        assert_eq!(s.evaluate(log, &[-800.0]), -800.0);
        let less = s.subtract(e, one);
        assert_eq!(less, s.call(Function::Expm1, x));
    }

    #[test]
    fn nothing_is_folded_that_is_not_finite() {
        let (mut s, x, _) = symbols();
        let (zero, one, large) = (s.number(0.0), s.number(1.0), s.number(3e38));
        let infinite = s.divide(one, zero);
        assert_eq!(s.node(infinite), Node::Divide(one, zero));
        let product = s.multiply(large, large);
        assert_eq!(s.node(product), Node::Multiply(large, large));
        let quotient = s.divide(x, x);
        assert_eq!(s.node(quotient), Node::Divide(x, x));
        let log = s.call(Function::Ln, zero);
        assert_eq!(s.node(log), Node::Call(Function::Ln, zero));
    }

    #[test]
    fn a_choice_between_numbers_takes_in_what_is_done_with_it() {
        let (mut s, x, _) = symbols();
        let (zero, one, three) = (s.number(0.0), s.number(1.0), s.number(3.0));
        let condition = s.compare(Comparison::Less, zero, x);
        assert_eq!(
            s.node(condition),
            Node::Compare(Comparison::Greater, x, zero)
        );
        let step = s.select(condition, one, zero);
        let tripled = s.multiply(step, three);
        assert_eq!(tripled, s.select(condition, three, zero));
        let other = s.not(condition);
        let chosen = s.select(other, zero, three);
        assert_eq!(chosen, tripled);
        let sum = s.add(tripled, step);
        let four = s.number(4.0);
        assert_eq!(sum, s.select(condition, four, zero));
    }

    #[test]
    fn powers_are_products() {
        let (mut s, x, _) = symbols();
        let fifth = s.power(x, 5);
        assert_eq!(s.cost(&[fifth]).arithmetic, 3);
        assert_eq!(s.evaluate(fifth, &[-2.0]), -32.0);
        let inverse = s.power(x, -2);
        assert_eq!(s.evaluate(inverse, &[2.0]), 0.25);
        assert_eq!(s.power(x, 0), s.number(1.0));
    }
}
