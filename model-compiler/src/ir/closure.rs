//! Closures as code: what is emitted for `|x| x * tanh(softplus(x))`, and what its backward keeps.

use crate::symbolic::{Kept, Names, Node, Symbol, Symbols, body};
use formwork_shape_rules::BackwardNeeds;
use std::collections::BTreeSet;
use std::fmt::Write;

/// An elementwise function with its derivatives. Two that lead to the same code are equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closure {
    /// What backward reads again. A closure of one number keeps its input or its output, not both.
    pub kept: Kept,
    /// Functions of the runtime that the code calls.
    pub functions: BTreeSet<&'static str>,
    /// The implementation, in which [`Closure::placeholder`] stands for the name of its struct.
    lines: Vec<String>,
}

impl Closure {
    /// The function whose parameters have these names and are the variables of `value`.
    pub fn new(parameters: &[String], mut symbols: Symbols, value: Symbol) -> Closure {
        let inputs = parameters.len();
        let pullback = symbols.pullback(value, inputs, inputs > 1);
        let names = Names::new(parameters.iter().map(String::as_str));
        let mut roots = pullback.derivatives.clone();
        roots.push(value);
        let mut closure = Closure {
            functions: called(&symbols, &roots),
            lines: Vec::new(),
            kept: pullback.kept,
        };
        closure.write(&symbols, value, &pullback.derivatives, &names);
        closure
    }

    fn write(&mut self, symbols: &Symbols, value: Symbol, derivatives: &[Symbol], names: &Names) {
        let count = self.kept.inputs.len();
        let (statements, texts) = body(symbols, &[value], names);
        let list = |used: &dyn Fn(usize) -> bool| {
            let names: Vec<&str> = (0..count)
                .map(|input| {
                    if used(input) {
                        names.variable(input)
                    } else {
                        "_"
                    }
                })
                .collect();
            match names.iter().all(|name| *name == "_") {
                true => "_".to_string(),
                false => format!("[{}]", names.join(", ")),
            }
        };
        let name = Closure::PLACEHOLDER;
        let value_text = texts.concat();
        let mut lines = Vec::new();
        let parameters: Vec<&str> = (0..count).map(|input| names.variable(input)).collect();
        let shown = match statements.is_empty() {
            true => &value_text,
            false => "..",
        };
        lines.push(format!("/// `|{}| {shown}`", parameters.join(", ")));
        lines.push(format!("struct {name};"));
        lines.push(String::new());
        let keeps: Vec<String> = self.kept.inputs.iter().map(bool::to_string).collect();
        lines.push(format!("impl Closure<{count}> for {name} {{"));
        lines.push(format!(
            "const KEEPS: [bool; {count}] = [{}];",
            keeps.join(", ")
        ));
        lines.push(format!("const KEEPS_OUTPUT: bool = {};", self.kept.output));
        lines.push(String::new());
        lines.push("#[inline(always)]".to_string());
        let read = |input| symbols.reads(value, input);
        lines.push(format!(
            "fn value({}: [f32; {count}]) -> f32 {{",
            list(&read)
        ));
        lines.extend(statements);
        lines.push(value_text);
        lines.push("}".to_string());
        lines.push(String::new());
        let (statements, texts) = body(symbols, derivatives, names);
        let output = match self.kept.output {
            true => names.variable(count),
            false => "_",
        };
        let read = |input: usize| self.kept.inputs[input];
        lines.push("#[inline(always)]".to_string());
        lines.push(format!(
            "fn derivatives({}: [f32; {count}], {output}: f32) -> [f32; {count}] {{",
            list(&read)
        ));
        lines.extend(statements);
        let mut by = Vec::with_capacity(count);
        for (input, text) in texts.into_iter().enumerate() {
            if !text.contains(' ') {
                by.push(text);
                continue;
            }
            let name = format!("by_{}", names.variable(input));
            lines.push(format!("let {name} = {text};"));
            by.push(name);
        }
        lines.push(format!("[{}]", by.join(", ")));
        lines.push("}".to_string());
        lines.push("}".to_string());
        self.lines = lines;
    }

    const PLACEHOLDER: &str = "ClosureOf";

    /// What stands for its name in source that is written before closures have names.
    pub fn placeholder(&self) -> String {
        // Fowler, Noll and Vo's hash, the same in every run.
        let hash = self
            .lines
            .iter()
            .flat_map(|line| line.bytes())
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
        let mut text = Closure::PLACEHOLDER.to_string();
        let _ = write!(text, "{hash:016x}");
        text
    }

    /// The implementation for a struct of this name.
    pub fn lines(&self, name: &str) -> Vec<String> {
        self.lines
            .iter()
            .map(|line| line.replace(Closure::PLACEHOLDER, name))
            .collect()
    }

    /// What backward keeps of an activation.
    pub fn backward_needs(&self) -> BackwardNeeds {
        match (self.kept.inputs.contains(&true), self.kept.output) {
            (true, _) => BackwardNeeds::Input,
            (false, true) => BackwardNeeds::Output,
            (false, false) => BackwardNeeds::Nothing,
        }
    }
}

/// The runtime's functions in some expressions.
fn called(symbols: &Symbols, roots: &[Symbol]) -> BTreeSet<&'static str> {
    symbols
        .parts(roots)
        .into_iter()
        .filter_map(|part| match symbols.node(part) {
            Node::Maximum(..) => Some("maximum"),
            Node::Minimum(..) => Some("minimum"),
            Node::Call(function, _) if !function.is_method() => Some(function.name()),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::symbolic::Function;

    #[test]
    fn code_is_what_one_would_write() {
        let mut s = Symbols::new();
        let (a, b) = (s.variable(0), s.variable(1));
        let gate = s.call(Function::Sigmoid, b);
        let value = s.multiply(a, gate);
        let closure = Closure::new(&["a".into(), "b".into()], s, value);
        let expected = "\
/// `|a, b| a * sigmoid(b)`
struct Closure1;

impl Closure<2> for Closure1 {
const KEEPS: [bool; 2] = [true, true];
const KEEPS_OUTPUT: bool = false;

#[inline(always)]
fn value([a, b]: [f32; 2]) -> f32 {
a * sigmoid(b)
}

#[inline(always)]
fn derivatives([a, b]: [f32; 2], _: f32) -> [f32; 2] {
let s = sigmoid(b);
let by_b = a * (s * (1.0 - s));
[s, by_b]
}
}";
        assert_eq!(closure.lines("Closure1").join("\n"), expected);
        assert_eq!(closure.functions, BTreeSet::from(["sigmoid"]));
        assert!(syn::parse_str::<syn::File>(&closure.lines("Closure1").join("\n")).is_ok());
    }

    #[test]
    fn what_is_not_read_has_no_name() {
        let mut s = Symbols::new();
        let x = s.variable(0);
        let value = s.call(Function::Tanh, x);
        let closure = Closure::new(&["x".into()], s, value);
        let lines = closure.lines("F");
        assert!(lines.contains(&"fn derivatives(_: [f32; 1], y: f32) -> [f32; 1] {".to_string()));
        assert!(
            lines.contains(&"let by_x = (1.0 - y) * (y + 1.0);".to_string()),
            "{lines:?}"
        );
        assert_eq!(closure.backward_needs(), BackwardNeeds::Output);
    }
}
