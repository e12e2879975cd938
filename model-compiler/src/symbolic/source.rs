//! Expressions as Rust source that reads as if somebody had written it.

use super::graph::{Function, Node, Symbol, Symbols};
use std::collections::HashMap;

/// Names of the runtime's functions, which no variable of generated code may take.
const RESERVED: &[&str] = &[
    "exp",
    "expm1",
    "ln",
    "log1p",
    "sqrt",
    "tanh",
    "sigmoid",
    "softplus",
    "erf",
    "normal_distribution",
    "normal_density",
    "sin",
    "cos",
    "sign",
    "maximum",
    "minimum",
];

/// Longer parts get a name of their own.
const LONG: usize = 60;

/// The names of variables.
#[derive(Clone, Debug)]
pub struct Names {
    variables: Vec<String>,
}

impl Names {
    /// Names close to those that a closure gives its parameters, then one for its output: distinct, lower case, and
    /// none that means something else.
    pub fn new<'a>(parameters: impl IntoIterator<Item = &'a str>) -> Names {
        let mut variables: Vec<String> = Vec::new();
        for (index, name) in parameters.into_iter().chain(["y"]).enumerate() {
            let plain = usable(name).filter(|plain| !variables.contains(plain));
            variables.push(plain.unwrap_or_else(|| format!("x{index}")));
        }
        Names { variables }
    }

    /// The name of a variable.
    pub fn variable(&self, index: usize) -> &str {
        self.variables.get(index).map_or("x", String::as_str)
    }
}

/// A name as one for a variable of generated code, if it can be one.
fn usable(name: &str) -> Option<String> {
    let plain = name.trim_start_matches("r#").to_lowercase();
    let usable = syn::parse_str::<syn::Ident>(&plain).is_ok()
        && plain.is_ascii()
        && plain.starts_with(|first: char| first.is_ascii_lowercase())
        && !plain.starts_with("by_") // derivatives are called so
        && !RESERVED.contains(&plain.as_str());
    usable.then_some(plain)
}

/// How tightly a piece of text holds together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Choice,
    Or,
    And,
    Comparison,
    Sum,
    Product,
    Sign,
    Whole,
}

struct Text {
    text: String,
    binding: Binding,
}

impl Text {
    fn at_least(&self, binding: Binding) -> String {
        match self.binding >= binding {
            true => self.text.clone(),
            false => format!("({})", self.text),
        }
    }
}

/// Some expressions as `let` statements and one text for each expression.
pub fn body(symbols: &Symbols, roots: &[Symbol], names: &Names) -> (Vec<String>, Vec<String>) {
    let parts = symbols.parts(roots);
    let mut uses: HashMap<Symbol, usize> = HashMap::new();
    let mut early: HashMap<Symbol, bool> = HashMap::new();
    for &part in &parts {
        for operand in symbols.node(part).operands() {
            *uses.entry(operand).or_insert(0) += 1;
        }
        // What a branch computes is computed in any case, so that loops over it vectorise.
        if let Node::Select(_, a, b) = symbols.node(part) {
            for branch in [a, b] {
                if !matches!(symbols.node(branch), Node::Select(..)) {
                    early.insert(branch, true);
                }
            }
        }
    }
    for root in roots {
        *uses.entry(*root).or_insert(0) += 1;
    }
    let mut writer = Writer {
        symbols,
        texts: HashMap::new(),
        statements: Vec::new(),
        taken: names.variables.clone(),
    };
    for &part in &parts {
        let node = symbols.node(part);
        let text = writer.text(node, names);
        let simple = matches!(
            node,
            Node::Number(_) | Node::Variable(_) | Node::Truth(_) | Node::Negate(_)
        );
        let shared = uses.get(&part).copied().unwrap_or(0) > 1;
        let branch = early.contains_key(&part) && text.text.contains('(');
        let long = text.text.len() > LONG && !roots.contains(&part);
        let text = match !simple && (shared || branch || long) {
            true => writer.bind(part, text),
            false => text,
        };
        writer.texts.insert(part, text);
    }
    let roots = roots
        .iter()
        .map(|root| {
            let text = writer.texts.get(root);
            text.map_or_else(String::new, |text| text.text.clone())
        })
        .collect();
    (writer.statements, roots)
}

struct Writer<'a> {
    symbols: &'a Symbols,
    texts: HashMap<Symbol, Text>,
    statements: Vec<String>,
    taken: Vec<String>,
}

impl Writer<'_> {
    fn operand(&self, symbol: Symbol, binding: Binding) -> String {
        let text = self.texts.get(&symbol);
        text.map_or_else(String::new, |text| text.at_least(binding))
    }

    fn bind(&mut self, part: Symbol, text: Text) -> Text {
        let given = self.symbols.name_of(part).and_then(usable);
        let short = given.unwrap_or_else(|| short_name(self.symbols.node(part)).to_string());
        let mut name = short.clone();
        let mut number = 1;
        while self.taken.contains(&name) {
            number += 1;
            name = format!("{short}_{number}");
        }
        self.taken.push(name.clone());
        self.statements.push(format!("let {name} = {};", text.text));
        Text {
            text: name,
            binding: Binding::Whole,
        }
    }

    fn text(&self, node: Node, names: &Names) -> Text {
        let pair = |a, symbol: &str, b, binding: Binding, right: Binding| {
            let (a, b) = (self.operand(a, binding), self.operand(b, right));
            (format!("{a} {symbol} {b}"), binding)
        };
        let call = |name: &str, arguments: &[Symbol]| {
            let arguments: Vec<String> = arguments
                .iter()
                .map(|&argument| self.operand(argument, Binding::Choice))
                .collect();
            (format!("{name}({})", arguments.join(", ")), Binding::Whole)
        };
        let (text, binding) = match node {
            Node::Number(bits) => {
                let value = f64::from_bits(bits) as f32;
                let binding = match value < 0.0 {
                    true => Binding::Sign,
                    false => Binding::Whole,
                };
                (literal(value), binding)
            }
            Node::Variable(index) => (names.variable(index).to_string(), Binding::Whole),
            Node::Truth(value) => (value.to_string(), Binding::Whole),
            Node::Negate(a) => {
                // A product's sign is that of its first factor.
                let a = self.operand(a, Binding::Product);
                let binding = match a.contains(' ') && !a.starts_with('(') {
                    true => Binding::Product,
                    false => Binding::Sign,
                };
                (format!("-{a}"), binding)
            }
            Node::Add(a, b) => match self.symbols.number_of(b) {
                Some(value) if value < 0.0 => {
                    let a = self.operand(a, Binding::Sum);
                    (format!("{a} - {}", literal(-value as f32)), Binding::Sum)
                }
                _ => pair(a, "+", b, Binding::Sum, Binding::Product),
            },
            Node::Subtract(a, b) => pair(a, "-", b, Binding::Sum, Binding::Product),
            Node::Multiply(a, b) => pair(a, "*", b, Binding::Product, Binding::Sign),
            Node::Divide(a, b) => pair(a, "/", b, Binding::Product, Binding::Sign),
            Node::Maximum(a, b) => call("maximum", &[a, b]),
            Node::Minimum(a, b) => call("minimum", &[a, b]),
            Node::Call(function, a) if function.is_method() => (
                format!("{}.{}()", self.operand(a, Binding::Whole), function.name()),
                Binding::Whole,
            ),
            Node::Call(function, a) => call(function.name(), &[a]),
            Node::Compare(comparison, a, b) => {
                pair(a, comparison.symbol(), b, Binding::Comparison, Binding::Sum)
            }
            Node::And(a, b) => pair(a, "&&", b, Binding::And, Binding::Comparison),
            Node::Or(a, b) => pair(a, "||", b, Binding::Or, Binding::And),
            Node::Not(a) => (
                format!("!{}", self.operand(a, Binding::Whole)),
                Binding::Sign,
            ),
            Node::Select(condition, a, b) => {
                let condition = self.operand(condition, Binding::Or);
                let (a, b) = (
                    self.operand(a, Binding::Choice),
                    self.operand(b, Binding::Choice),
                );
                let otherwise = match b.starts_with("if ") {
                    true => b,
                    false => format!("{{ {b} }}"),
                };
                (
                    format!("if {condition} {{ {a} }} else {otherwise}"),
                    Binding::Choice,
                )
            }
        };
        Text { text, binding }
    }
}

/// What a part is called that is used more than once.
fn short_name(node: Node) -> &'static str {
    match node {
        Node::Number(_) | Node::Variable(_) | Node::Truth(_) => "value",
        Node::Negate(_) => "negative",
        Node::Add(..) => "sum",
        Node::Subtract(..) => "difference",
        Node::Multiply(a, b) if a == b => "square",
        Node::Multiply(..) => "product",
        Node::Divide(..) => "quotient",
        Node::Maximum(..) => "larger",
        Node::Minimum(..) => "smaller",
        Node::Compare(..) | Node::And(..) | Node::Or(..) | Node::Not(_) => "holds",
        Node::Select(..) => "chosen",
        Node::Call(function, _) => match function {
            Function::Exp | Function::Expm1 => "e",
            Function::Ln | Function::Log1p => "log",
            Function::Sqrt => "root",
            Function::Tanh => "t",
            Function::Sigmoid => "s",
            Function::Softplus => "p",
            Function::Erf => "area",
            Function::NormalDistribution => "below",
            Function::NormalDensity => "bell",
            Function::Sin => "sine",
            Function::Cos => "cosine",
            Function::Abs => "size",
            Function::Sign => "side",
        },
    }
}

/// A number that reads back as the same `f32`.
fn literal(value: f32) -> String {
    format!("{value:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(build: impl FnOnce(&mut Symbols, Symbol) -> Vec<Symbol>) -> String {
        let mut symbols = Symbols::new();
        let x = symbols.variable(0);
        let roots = build(&mut symbols, x);
        let (mut lines, roots) = body(&symbols, &roots, &Names::new(["x"]));
        lines.push(roots.join(", "));
        lines.join("\n")
    }

    #[test]
    fn shared_parts_get_names() {
        let found = text(|s, x| {
            let softplus = s.call(Function::Softplus, x);
            let t = s.call(Function::Tanh, softplus);
            let value = s.multiply(x, t);
            let pullback = s.pullback(value, 1, false);
            vec![pullback.derivatives[0]]
        });
        assert_eq!(
            found,
            "let t = tanh(softplus(x));\nt + x * ((1.0 - t) * (t + 1.0) * sigmoid(x))"
        );
    }

    #[test]
    fn parentheses_stand_where_they_are_needed() {
        let found = text(|s, x| {
            let one = s.number(1.0);
            let sum = s.add(x, one);
            let product = s.multiply(x, sum);
            let quotient = s.divide(x, product);
            let negative = s.negate(quotient);
            let minus = s.number(-2.5);
            let difference = s.add(negative, minus);
            let inner = s.subtract(one, difference);
            vec![s.call(Function::Abs, inner)]
        });
        assert_eq!(found, "(x / (x * (x + 1.0)) + 3.5).abs()");
    }

    #[test]
    fn names_are_usable() {
        let names = Names::new(["r#type", "X", "tanh", "x", "größe"]);
        assert_eq!(names.variables, ["x0", "x", "x2", "x3", "x4", "y"]);
    }
}
