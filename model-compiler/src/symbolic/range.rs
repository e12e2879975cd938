//! Between which bounds an expression of one variable stays: enough to see that a choice can be told from its result.

use super::graph::{Comparison, Function, Node, Symbol, Symbols};

/// All numbers between two bounds. NaN isn't considered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    low: f64,
    /// The lower bound itself isn't reached.
    above: bool,
    high: f64,
    /// The upper bound itself isn't reached.
    below: bool,
}

impl Range {
    /// All numbers.
    pub const ALL: Range = Range {
        low: f64::NEG_INFINITY,
        above: true,
        high: f64::INFINITY,
        below: true,
    };

    fn point(value: f64) -> Range {
        Range {
            low: value,
            above: false,
            high: value,
            below: false,
        }
    }

    /// Where a comparison with a bound holds, within this range.
    fn where_holds(self, comparison: Comparison, bound: f64) -> Range {
        let (mut range, strict) = (
            self,
            matches!(comparison, Comparison::Less | Comparison::Greater),
        );
        match comparison {
            Comparison::Less | Comparison::LessEqual if bound <= self.high => {
                range.below = strict || bound == self.high && self.below;
                range.high = bound;
            }
            Comparison::Greater | Comparison::GreaterEqual if bound >= self.low => {
                range.above = strict || bound == self.low && self.above;
                range.low = bound;
            }
            Comparison::Equal => return Range::point(bound),
            _ => {}
        }
        range
    }

    fn map(self, function: impl Fn(f64) -> f64) -> Range {
        Range {
            low: function(self.low),
            high: function(self.high),
            ..self
        }
    }

    fn negative(self) -> Range {
        Range {
            low: -self.high,
            above: self.below,
            high: -self.low,
            below: self.above,
        }
    }

    fn union(self, other: Range) -> Range {
        let lowest = if self.low < other.low { self } else { other };
        let highest = if self.high > other.high { self } else { other };
        Range {
            low: lowest.low,
            above: lowest.above && (self.low != other.low || self.above),
            high: highest.high,
            below: highest.below && (self.high != other.high || self.below),
        }
    }

    /// The comparison with 0 that all of `self` fulfils and nothing of `other`.
    pub fn sign_against(self, other: Range) -> Option<Comparison> {
        let positive = |range: Range| range.low > 0.0 || range.low == 0.0 && range.above;
        let negative = |range: Range| range.high < 0.0 || range.high == 0.0 && range.below;
        let (not_negative, not_positive) = (self.low >= 0.0, self.high <= 0.0);
        match () {
            _ if positive(self) && other.high <= 0.0 => Some(Comparison::Greater),
            _ if not_negative && negative(other) => Some(Comparison::GreaterEqual),
            _ if negative(self) && other.low >= 0.0 => Some(Comparison::Less),
            _ if not_positive && positive(other) => Some(Comparison::LessEqual),
            _ => None,
        }
    }
}

fn opposite(comparison: Comparison) -> Option<Comparison> {
    match comparison {
        Comparison::Less => Some(Comparison::GreaterEqual),
        Comparison::LessEqual => Some(Comparison::Greater),
        Comparison::Greater => Some(Comparison::LessEqual),
        Comparison::GreaterEqual => Some(Comparison::Less),
        Comparison::Equal | Comparison::NotEqual => None,
    }
}

impl Symbols {
    /// The ranges of `a` where a condition on one variable holds, and of `b` where it doesn't; `None` if the
    /// condition is another.
    pub(super) fn ranges(&self, condition: Symbol, a: Symbol, b: Symbol) -> Option<(Range, Range)> {
        let Node::Compare(comparison, left, right) = self.node(condition) else {
            return None;
        };
        let Node::Variable(variable) = self.node(left) else {
            return None;
        };
        let bound = self.number_of(right)?;
        let inside = Range::ALL.where_holds(comparison, bound);
        let outside = Range::ALL.where_holds(opposite(comparison)?, bound);
        let mut steps = 256;
        Some((
            self.range(a, variable, inside, &mut steps),
            self.range(b, variable, outside, &mut steps),
        ))
    }

    /// The range of an expression for a variable within `within`. When all steps are spent, everything is possible.
    fn range(&self, symbol: Symbol, variable: usize, within: Range, steps: &mut usize) -> Range {
        if *steps == 0 {
            return Range::ALL;
        }
        *steps -= 1;
        match self.node(symbol) {
            Node::Number(bits) => Range::point(f64::from_bits(bits)),
            Node::Variable(index) if index == variable => within,
            Node::Negate(a) => self.range(a, variable, within, steps).negative(),
            Node::Add(a, b) => match self.number_of(b) {
                Some(addend) => self.range(a, variable, within, steps).map(|x| x + addend),
                None => Range::ALL,
            },
            Node::Multiply(a, b) => match self.number_of(a) {
                Some(factor) if factor > 0.0 => {
                    self.range(b, variable, within, steps).map(|x| x * factor)
                }
                Some(factor) if factor < 0.0 => self
                    .range(b, variable, within, steps)
                    .negative()
                    .map(|x| x * -factor),
                _ => Range::ALL,
            },
            Node::Call(
                function @ (Function::Exp
                | Function::Expm1
                | Function::Tanh
                | Function::Sigmoid
                | Function::Softplus
                | Function::Erf),
                a,
            ) => self
                .range(a, variable, within, steps)
                .map(|x| function.value(x)),
            Node::Select(condition, a, b) => {
                let (mut inside, mut outside) = (within, within);
                if let Node::Compare(comparison, left, right) = self.node(condition)
                    && self.node(left) == Node::Variable(variable)
                    && let (Some(bound), Some(opposite)) =
                        (self.number_of(right), opposite(comparison))
                {
                    inside = within.where_holds(comparison, bound);
                    outside = within.where_holds(opposite, bound);
                }
                let a = self.range(a, variable, inside, steps);
                a.union(self.range(b, variable, outside, steps))
            }
            _ => Range::ALL,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_tells_which_branch_was_taken() {
        let mut s = Symbols::new();
        let x = s.variable(0);
        let zero = s.number(0.0);
        let positive = s.compare(Comparison::Greater, x, zero);
        let curve = s.call(Function::Expm1, x);
        let (a, b) = s.ranges(positive, x, curve).expect("a condition on x");
        assert_eq!(a.sign_against(b), Some(Comparison::Greater));
        // A branch that goes the other way can't be told.
        let slope = s.scaled(-0.2, x);
        let (a, b) = s.ranges(positive, x, slope).expect("a condition on x");
        assert_eq!(a.sign_against(b), None);
        let at_most = s.compare(Comparison::LessEqual, x, zero);
        let (a, b) = s.ranges(at_most, zero, x).expect("a condition on x");
        assert_eq!(a.sign_against(b), Some(Comparison::LessEqual));
        // Beyond a threshold: x > 2 gives x - 1 > 1 > 0, else 0.
        let two = s.number(2.0);
        let beyond = s.compare(Comparison::Greater, x, two);
        let less = s.subtract(x, two);
        let (a, b) = s.ranges(beyond, less, zero).expect("a condition on x");
        assert_eq!(a.sign_against(b), Some(Comparison::Greater));
    }

    #[test]
    fn ranges_join_with_their_bounds() {
        let open = Range::ALL.where_holds(Comparison::Greater, 0.0);
        let union = open.union(Range::point(0.0));
        assert!(!union.above && union.low == 0.0 && union.below);
        assert_eq!(
            union.sign_against(Range::point(-1.0)),
            Some(Comparison::GreaterEqual)
        );
    }
}
