//! The graph of expressions: nodes, of which equal ones stand once.

use std::collections::HashMap;

/// An expression: the index of its node. A node's operands have smaller indices than itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub(super) usize);

/// One operation with its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // they are what they are called
pub enum Node {
    /// A finite number, as the bits of its `f64`.
    Number(u64),
    /// The variable of this index.
    Variable(usize),
    Negate(Symbol),
    Add(Symbol, Symbol),
    Subtract(Symbol, Symbol),
    Multiply(Symbol, Symbol),
    Divide(Symbol, Symbol),
    /// The larger of two; NaN if one is.
    Maximum(Symbol, Symbol),
    /// The smaller of two; NaN if one is.
    Minimum(Symbol, Symbol),
    Call(Function, Symbol),
    /// A condition that holds always or never.
    Truth(bool),
    /// A condition.
    Compare(Comparison, Symbol, Symbol),
    And(Symbol, Symbol),
    Or(Symbol, Symbol),
    Not(Symbol),
    /// The second if the first, a condition, holds, else the third.
    Select(Symbol, Symbol, Symbol),
}

/// Functions of one number that the runtime has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Function {
    Exp,
    /// eˣ − 1.
    Expm1,
    /// The natural logarithm.
    Ln,
    /// ln(1 + x).
    Log1p,
    Sqrt,
    Tanh,
    Sigmoid,
    Softplus,
    Erf,
    /// Φ(x), the distribution of the standard normal law.
    NormalDistribution,
    /// φ(x), its density.
    NormalDensity,
    Sin,
    Cos,
    Abs,
    /// −1, 0 or 1.
    Sign,
}

impl Function {
    /// Whether `f32` has it as a method, also without the standard library.
    pub fn is_method(self) -> bool {
        self == Function::Abs
    }

    /// The runtime's name.
    pub fn name(self) -> &'static str {
        match self {
            Function::Exp => "exp",
            Function::Expm1 => "expm1",
            Function::Ln => "ln",
            Function::Log1p => "log1p",
            Function::Sqrt => "sqrt",
            Function::Tanh => "tanh",
            Function::Sigmoid => "sigmoid",
            Function::Softplus => "softplus",
            Function::Erf => "erf",
            Function::NormalDistribution => "normal_distribution",
            Function::NormalDensity => "normal_density",
            Function::Sin => "sin",
            Function::Cos => "cos",
            Function::Abs => "abs",
            Function::Sign => "sign",
        }
    }
}

/// How two numbers are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Comparison {
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Equal,
    NotEqual,
}

impl Comparison {
    /// As it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            Comparison::Less => "<",
            Comparison::LessEqual => "<=",
            Comparison::Greater => ">",
            Comparison::GreaterEqual => ">=",
            Comparison::Equal => "==",
            Comparison::NotEqual => "!=",
        }
    }

    /// Whether it holds.
    pub fn holds(self, left: f64, right: f64) -> bool {
        match self {
            Comparison::Less => left < right,
            Comparison::LessEqual => left <= right,
            Comparison::Greater => left > right,
            Comparison::GreaterEqual => left >= right,
            Comparison::Equal => left == right,
            Comparison::NotEqual => left != right,
        }
    }

    /// The same with its sides exchanged.
    pub fn mirrored(self) -> Comparison {
        match self {
            Comparison::Less => Comparison::Greater,
            Comparison::LessEqual => Comparison::GreaterEqual,
            Comparison::Greater => Comparison::Less,
            Comparison::GreaterEqual => Comparison::LessEqual,
            same => same,
        }
    }
}

impl Node {
    /// What it is made of.
    pub fn operands(self) -> impl Iterator<Item = Symbol> {
        let (first, second, third) = match self {
            Node::Number(_) | Node::Variable(_) | Node::Truth(_) => (None, None, None),
            Node::Negate(a) | Node::Call(_, a) | Node::Not(a) => (Some(a), None, None),
            Node::Add(a, b)
            | Node::Subtract(a, b)
            | Node::Multiply(a, b)
            | Node::Divide(a, b)
            | Node::Maximum(a, b)
            | Node::Minimum(a, b)
            | Node::Compare(_, a, b)
            | Node::And(a, b)
            | Node::Or(a, b) => (Some(a), Some(b), None),
            Node::Select(a, b, c) => (Some(a), Some(b), Some(c)),
        };
        [first, second, third].into_iter().flatten()
    }
}

/// Expressions over numbered variables.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    nodes: Vec<Node>,
    /// Only looked up, never walked through.
    places: HashMap<Node, Symbol>,
    /// What expressions are called, if they are. Only looked up, too.
    names: HashMap<Symbol, String>,
}

impl Symbols {
    /// No expression yet.
    pub fn new() -> Symbols {
        Symbols::default()
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Gives an expression a name for its source, if it has none.
    pub fn call_it(&mut self, symbol: Symbol, name: &str) {
        self.names.entry(symbol).or_insert_with(|| name.to_string());
    }

    /// What an expression is called.
    pub fn name_of(&self, symbol: Symbol) -> Option<&str> {
        self.names.get(&symbol).map(String::as_str)
    }

    /// The node of an expression.
    pub fn node(&self, symbol: Symbol) -> Node {
        self.nodes[symbol.0]
    }

    /// The number that an expression is.
    pub fn number_of(&self, symbol: Symbol) -> Option<f64> {
        match self.node(symbol) {
            Node::Number(bits) => Some(f64::from_bits(bits)),
            _ => None,
        }
    }

    /// Whether it is a condition instead of a number.
    pub fn is_condition(&self, symbol: Symbol) -> bool {
        matches!(
            self.node(symbol),
            Node::Truth(_) | Node::Compare(..) | Node::And(..) | Node::Or(..) | Node::Not(_)
        )
    }

    /// A node as it is, if it exists already. A sum or product may stand there the other way round.
    pub(super) fn find(&self, node: Node) -> Option<Symbol> {
        let mirrored = match node {
            Node::Add(a, b) => Some(Node::Add(b, a)),
            Node::Multiply(a, b) => Some(Node::Multiply(b, a)),
            _ => None,
        };
        let found = self.places.get(&node);
        found.or_else(|| self.places.get(&mirrored?)).copied()
    }

    /// A node as it is, made if it doesn't exist yet.
    pub(super) fn intern(&mut self, node: Node) -> Symbol {
        if let Some(symbol) = self.find(node) {
            return symbol;
        }
        let symbol = Symbol(self.nodes.len());
        self.nodes.push(node);
        self.places.insert(node, symbol);
        symbol
    }

    /// All that some expressions are made of, themselves included, in an order in which operands come first.
    pub fn parts(&self, roots: &[Symbol]) -> Vec<Symbol> {
        let mut needed = vec![false; self.nodes.len()];
        for root in roots {
            needed[root.0] = true;
        }
        for index in (0..self.nodes.len()).rev() {
            if needed[index] {
                for operand in self.nodes[index].operands() {
                    needed[operand.0] = true;
                }
            }
        }
        (0..self.nodes.len())
            .filter(|&index| needed[index])
            .map(Symbol)
            .collect()
    }

    /// Whether an expression depends on the variable of this index.
    pub fn reads(&self, symbol: Symbol, variable: usize) -> bool {
        let parts = self.parts(&[symbol]);
        parts
            .into_iter()
            .any(|part| self.node(part) == Node::Variable(variable))
    }

    /// An expression made again by the simplifying constructors, with some of its parts replaced: `replace` is asked
    /// for each part, operands first, and told what has been made of those before.
    pub fn rebuild(
        &mut self,
        root: Symbol,
        mut replace: impl FnMut(&mut Symbols, Symbol, &HashMap<Symbol, Symbol>) -> Option<Symbol>,
    ) -> Symbol {
        let parts = self.parts(&[root]);
        let mut made: HashMap<Symbol, Symbol> = HashMap::with_capacity(parts.len());
        for part in parts {
            let new = match replace(self, part, &made) {
                Some(replacement) => replacement,
                None => {
                    let of = |operand: Symbol| made.get(&operand).copied().unwrap_or(operand);
                    match self.node(part) {
                        Node::Number(_) | Node::Variable(_) | Node::Truth(_) => part,
                        Node::Negate(a) => self.negate(of(a)),
                        Node::Add(a, b) => self.add(of(a), of(b)),
                        Node::Subtract(a, b) => self.subtract(of(a), of(b)),
                        Node::Multiply(a, b) => self.multiply(of(a), of(b)),
                        Node::Divide(a, b) => self.divide(of(a), of(b)),
                        Node::Maximum(a, b) => self.maximum(of(a), of(b)),
                        Node::Minimum(a, b) => self.minimum(of(a), of(b)),
                        Node::Call(function, a) => self.call(function, of(a)),
                        Node::Compare(comparison, a, b) => self.compare(comparison, of(a), of(b)),
                        Node::And(a, b) => self.and(of(a), of(b)),
                        Node::Or(a, b) => self.or(of(a), of(b)),
                        Node::Not(a) => self.not(of(a)),
                        Node::Select(a, b, c) => self.select(of(a), of(b), of(c)),
                    }
                }
            };
            made.insert(part, new);
        }
        made.get(&root).copied().unwrap_or(root)
    }
}
