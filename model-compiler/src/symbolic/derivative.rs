//! Derivatives.
//!
//! Where an expression has a kink, its derivative is one of those on either side, or what [`super::functions`] says:
//! `abs` and `sign` have 0 at 0, `max` and `min` the mean of both where they tie, `if` that of the branch taken.

use super::graph::{Comparison, Function, Node, Symbol, Symbols};

impl Symbols {
    /// The derivative of an expression with respect to a variable.
    pub fn derivative(&mut self, of: Symbol, variable: usize) -> Symbol {
        let zero = self.number(0.0);
        let mut derivatives = vec![zero; of.0 + 1];
        for part in self.parts(&[of]) {
            let d = |symbol: Symbol| derivatives[symbol.0];
            let derivative = match self.node(part) {
                Node::Variable(index) if index == variable => self.number(1.0),
                Node::Number(_)
                | Node::Variable(_)
                | Node::Truth(_)
                | Node::Compare(..)
                | Node::And(..)
                | Node::Or(..)
                | Node::Not(_) => zero,
                Node::Negate(a) => self.negate(d(a)),
                Node::Add(a, b) => self.add(d(a), d(b)),
                Node::Subtract(a, b) => self.subtract(d(a), d(b)),
                Node::Multiply(a, b) => {
                    let (left, right) = (self.multiply(d(a), b), self.multiply(a, d(b)));
                    self.add(left, right)
                }
                Node::Divide(a, b) => self.quotient(part, (a, d(a)), (b, d(b))),
                Node::Maximum(a, b) => self.larger(Comparison::Greater, (a, d(a)), (b, d(b))),
                Node::Minimum(a, b) => self.larger(Comparison::Less, (a, d(a)), (b, d(b))),
                Node::Call(_, a) if d(a) == zero => zero,
                Node::Call(function, a) => {
                    let inner = d(a);
                    self.chained(function, a, part, inner)
                }
                Node::Select(condition, a, b) => self.select(condition, d(a), d(b)),
            };
            derivatives[part.0] = derivative;
        }
        derivatives[of.0]
    }

    /// (a / b)′ as (a′ − (a / b) b′) / b, or as (a′ b − a b′) / b² where that numerator comes to a
    /// number or a variable.
    fn quotient(
        &mut self,
        quotient: Symbol,
        (a, da): (Symbol, Symbol),
        (b, db): (Symbol, Symbol),
    ) -> Symbol {
        let product = self.multiply(quotient, db);
        let numerator = self.subtract(da, product);
        let reused = self.divide(numerator, b);
        let (left, right) = (self.multiply(da, b), self.multiply(a, db));
        let numerator = self.subtract(left, right);
        let square = self.multiply(b, b);
        let apart = self.divide(numerator, square);
        let vanished = matches!(self.node(numerator), Node::Number(_) | Node::Variable(_));
        match vanished && self.number_of(product).is_none() {
            true => apart,
            false => reused,
        }
    }

    /// Of two, that whose value is larger (or smaller, by the comparison); the mean at a tie.
    fn larger(
        &mut self,
        comparison: Comparison,
        (a, da): (Symbol, Symbol),
        (b, db): (Symbol, Symbol),
    ) -> Symbol {
        let (first, second) = (
            self.compare(comparison, a, b),
            self.compare(comparison.mirrored(), a, b),
        );
        let sum = self.add(da, db);
        let mean = self.scaled(0.5, sum);
        let rest = self.select(second, db, mean);
        self.select(first, da, rest)
    }

    /// f′(x) · x′, by the value f(x) where that is no worse.
    fn chained(&mut self, function: Function, x: Symbol, value: Symbol, inner: Symbol) -> Symbol {
        let one = self.number(1.0);
        let outer = match function {
            Function::Exp => value,
            Function::Expm1 => self.add(value, one),
            Function::Ln => return self.divide(inner, x),
            Function::Log1p => {
                let sum = self.add(x, one);
                return self.divide(inner, sum);
            }
            Function::Sqrt => {
                let half = self.scaled(0.5, inner);
                return self.divide(half, value);
            }
            Function::Tanh => {
                let square = self.multiply(value, value);
                self.subtract(one, square)
            }
            Function::Sigmoid => {
                let rest = self.subtract(one, value);
                self.multiply(value, rest)
            }
            Function::Softplus => self.call(Function::Sigmoid, x),
            Function::Erf => {
                let square = self.multiply(x, x);
                let negative = self.negate(square);
                let bell = self.call(Function::Exp, negative);
                let inner = self.scaled(std::f64::consts::FRAC_2_SQRT_PI, inner);
                return self.multiply(bell, inner);
            }
            Function::NormalDistribution => self.call(Function::NormalDensity, x),
            Function::NormalDensity => {
                let product = self.multiply(x, value);
                self.negate(product)
            }
            Function::Sin => self.call(Function::Cos, x),
            Function::Cos => {
                let sine = self.call(Function::Sin, x);
                self.negate(sine)
            }
            Function::Abs => self.call(Function::Sign, x),
            Function::Sign => return self.number(0.0),
        };
        self.multiply(outer, inner)
    }
}
