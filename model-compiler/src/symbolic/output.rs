//! From an expression to what a backward pass computes: its derivatives, over what is kept of the forward pass.

use super::graph::{Comparison, Function, Node, Symbol, Symbols};
use super::simplify::holds;
use std::collections::HashMap;

/// What backward reads again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Which inputs, one for each.
    pub inputs: Vec<bool>,
    /// Whether the output.
    pub output: bool,
}

/// The derivatives of an expression with respect to each of its variables.
#[derive(Clone, Debug)]
pub struct Pullback {
    /// One for each input. The output is the variable behind the inputs.
    pub derivatives: Vec<Symbol>,
    /// What they read.
    pub kept: Kept,
}

/// How deeply choices within choices are told from the output.
const CHOICES: usize = 8;

impl Symbols {
    /// The derivatives of `value` with respect to the first `inputs` variables.
    ///
    /// They are written by the output alone where that costs no more, as a sigmoid's y (1 − y): the inputs' memory is
    /// then free. With `both` they may also read inputs and output together, if that saves a transcendental function.
    pub fn pullback(&mut self, value: Symbol, inputs: usize, both: bool) -> Pullback {
        let output = self.variable(inputs);
        let derivatives: Vec<Symbol> = (0..inputs)
            .map(|input| self.derivative(value, input))
            .collect();
        let by_output: Vec<Symbol> = derivatives
            .iter()
            .map(|&derivative| {
                let rewritten = self.by_output(value, output, derivative, CHOICES);
                self.finished(rewritten, output)
            })
            .collect();
        let by_inputs: Vec<Symbol> = derivatives
            .iter()
            .map(|&derivative| self.finished(derivative, output))
            .collect();
        let (cost, other) = (self.cost(&by_inputs), self.cost(&by_output));
        let kept = self.kept(&by_output, inputs);
        let alone = !kept.inputs.contains(&true);
        // A dropout behind an activation leaves zeros in the output: there the derivative must be a number.
        let nothing = vec![0.0; inputs + 1];
        let bounded = by_output
            .iter()
            .all(|&derivative| self.evaluate(derivative, &nothing).is_finite());
        let better = match alone {
            true => other <= cost && bounded,
            false => both && other.transcendental < cost.transcendental,
        };
        match better && kept.output {
            true => Pullback {
                derivatives: by_output,
                kept,
            },
            false => Pullback {
                kept: self.kept(&by_inputs, inputs),
                derivatives: by_inputs,
            },
        }
    }

    fn kept(&self, derivatives: &[Symbol], inputs: usize) -> Kept {
        let mut read = vec![false; inputs + 1];
        for part in self.parts(derivatives) {
            if let Node::Variable(index) = self.node(part)
                && let Some(read) = read.get_mut(index)
            {
                *read = true;
            }
        }
        let output = read.pop().unwrap_or(false);
        Kept {
            inputs: read,
            output,
        }
    }

    /// A derivative of `value` with `output`, an expression equal to `value`, for whatever follows from it.
    fn by_output(
        &mut self,
        value: Symbol,
        output: Symbol,
        derivative: Symbol,
        choices: usize,
    ) -> Symbol {
        let mut known: HashMap<Symbol, Symbol> = HashMap::new();
        let (mut inner, mut expression) = (value, output);
        // Outwards in: -z = y, so z = -y.
        loop {
            if let (Node::Select(condition, a, b), Node::Select(same, da, db)) =
                (self.node(inner), self.node(derivative))
                && condition == same
                && choices > 0
            {
                let da = self.by_output(a, expression, da, choices - 1);
                let db = self.by_output(b, expression, db, choices - 1);
                let condition = self
                    .condition_by_output(condition, a, b, expression)
                    .unwrap_or(condition);
                return self.select(condition, da, db);
            }
            if self.number_of(inner).is_none() {
                known.insert(inner, expression);
            }
            match self.node(inner) {
                Node::Negate(z) => {
                    inner = z;
                    expression = self.negate(expression);
                }
                Node::Multiply(factor, z) => {
                    let factor = self.number_of(factor).filter(|factor| holds(1.0 / factor));
                    let Some(factor) = factor else {
                        break;
                    };
                    inner = z;
                    expression = self.scaled(1.0 / factor, expression);
                }
                Node::Call(Function::Softplus, x) => {
                    // sigmoid(x) = 1 − e^(−softplus(x))
                    let sigmoid = self.call(Function::Sigmoid, x);
                    let negative = self.negate(expression);
                    let less = self.call(Function::Expm1, negative);
                    let rest = self.negate(less);
                    known.insert(sigmoid, rest);
                    break;
                }
                _ => break,
            }
        }
        self.rebuild(derivative, |_, part, _| known.get(&part).copied())
    }

    /// A condition as one on the result of the choice, where its sign tells which branch was taken.
    fn condition_by_output(
        &mut self,
        condition: Symbol,
        a: Symbol,
        b: Symbol,
        output: Symbol,
    ) -> Option<Symbol> {
        let (inside, outside) = self.ranges(condition, a, b)?;
        let comparison: Comparison = inside.sign_against(outside)?;
        let zero = self.number(0.0);
        Some(self.compare(comparison, output, zero))
    }

    /// The last touches, which would hide common parts before: `1 − t²` of a hyperbolic tangent as
    /// `(1 − t)(1 + t)`, in which nothing cancels near ±1, and `a (eˣ − 1) + a` as `a eˣ`.
    fn finished(&mut self, derivative: Symbol, output: Symbol) -> Symbol {
        self.rebuild(derivative, |symbols, part, made| {
            symbols.finish_part(part, output, made)
        })
    }

    fn finish_part(
        &mut self,
        part: Symbol,
        output: Symbol,
        made: &HashMap<Symbol, Symbol>,
    ) -> Option<Symbol> {
        let of = |symbol: Symbol| made.get(&symbol).copied().unwrap_or(symbol);
        match self.node(part) {
            Node::Subtract(one, square) if self.number_of(one) == Some(1.0) => {
                let Node::Multiply(t, same) = self.node(square) else {
                    return None;
                };
                let bounded = t == output || matches!(self.node(t), Node::Call(Function::Tanh, _));
                if t != same || !bounded {
                    return None;
                }
                let t = of(t);
                let (less, more) = (self.subtract(one, t), self.add(one, t));
                Some(self.multiply(less, more))
            }
            Node::Add(curve, addend) => {
                let addend = self.number_of(addend)?;
                let (factor, curve) = match self.node(curve) {
                    Node::Multiply(factor, curve) => (self.number_of(factor)?, curve),
                    _ => (1.0, curve),
                };
                let Node::Call(Function::Expm1, x) = self.node(curve) else {
                    return None;
                };
                if factor != addend {
                    return None;
                }
                let exponential = self.call(Function::Exp, of(x));
                Some(self.scaled(factor, exponential))
            }
            _ => None,
        }
    }
}
