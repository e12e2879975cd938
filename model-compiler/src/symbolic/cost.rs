//! What computing an expression takes.

use super::graph::{Function, Node, Symbol, Symbols};

/// Operations, counted once for each part that several expressions share. Fewer transcendental functions are better
/// than fewer of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cost {
    /// Calls of functions such as `exp` and `tanh`.
    pub transcendental: usize,
    /// Additions, multiplications, divisions, roots, absolute values, comparisons, choices. A change of sign is none.
    pub arithmetic: usize,
}

impl Symbols {
    /// What computing some expressions together takes.
    pub fn cost(&self, roots: &[Symbol]) -> Cost {
        let mut cost = Cost::default();
        for part in self.parts(roots) {
            match self.node(part) {
                Node::Number(_)
                | Node::Variable(_)
                | Node::Truth(_)
                | Node::Negate(_)
                | Node::Not(_) => {}
                Node::Add(..)
                | Node::Subtract(..)
                | Node::Multiply(..)
                | Node::Divide(..)
                | Node::Compare(..)
                | Node::And(..)
                | Node::Or(..)
                | Node::Select(..)
                | Node::Call(Function::Sqrt | Function::Abs, _) => cost.arithmetic += 1,
                // A comparison and a choice; a sign is two of each.
                Node::Maximum(..) | Node::Minimum(..) => cost.arithmetic += 2,
                Node::Call(Function::Sign, _) => cost.arithmetic += 4,
                Node::Call(..) => cost.transcendental += 1,
            }
        }
        cost
    }
}
