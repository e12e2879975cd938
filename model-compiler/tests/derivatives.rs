//! Derivatives of expressions: against finite differences, and against the runtime's hand-written ones by what they cost.

use formwork_compiler::symbolic::{
    Comparison, Cost, Function, Names, Symbol, Symbols, body, functions,
};

/// A generator of expressions: the same ones every time.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % below
    }

    /// A number of two decimals, none of which is 0.
    fn number(&mut self) -> f64 {
        (self.next(300) as f64 + 1.0) / 100.0 * if self.next(2) == 0 { 1.0 } else { -1.0 }
    }

    /// An expression of variables 0 and 1, and the places where its kinks are: expressions that must not be near 0.
    fn expression(&mut self, s: &mut Symbols, depth: usize, kinks: &mut Vec<Symbol>) -> Symbol {
        if depth == 0 {
            return match self.next(3) {
                0 => {
                    let value = self.number();
                    s.number(value)
                }
                index => s.variable(index - 1),
            };
        }
        let mut inner =
            |random: &mut Random, s: &mut Symbols| random.expression(s, depth - 1, kinks);
        let a = inner(self, s);
        let b = inner(self, s);
        let one = s.number(1.0);
        match self.next(16) {
            0 | 1 => s.add(a, b),
            2 => s.subtract(a, b),
            3 | 4 => s.multiply(a, b),
            5 => {
                // Away from 0.
                let square = s.multiply(b, b);
                let divisor = s.add(square, one);
                s.divide(a, divisor)
            }
            6 => s.negate(a),
            7 => {
                let exponent = self.next(4) as i32;
                s.power(a, exponent)
            }
            8 | 9 => {
                let smooth = [
                    Function::Tanh,
                    Function::Sigmoid,
                    Function::Softplus,
                    Function::Erf,
                    Function::Sin,
                    Function::Cos,
                    Function::NormalDistribution,
                ];
                s.call(smooth[self.next(smooth.len())], a)
            }
            10 => {
                // Exponentials grow quickly, so of something bounded.
                let bounded = s.call(Function::Tanh, a);
                let functions = [Function::Exp, Function::Expm1, Function::Log1p];
                let argument = s.scaled(0.9, bounded);
                s.call(functions[self.next(functions.len())], argument)
            }
            11 => {
                let square = s.multiply(a, a);
                let sum = s.add(square, one);
                s.call([Function::Ln, Function::Sqrt][self.next(2)], sum)
            }
            12 => {
                kinks.push(a);
                s.call(Function::Abs, a)
            }
            13 => {
                let difference = s.subtract(a, b);
                kinks.push(difference);
                match self.next(2) {
                    0 => s.maximum(a, b),
                    _ => s.minimum(a, b),
                }
            }
            14 => {
                let threshold = s.number([0.0, 0.25][self.next(2)]);
                let slope = self.number();
                let line = s.scaled(slope, a);
                let b = [b, line][self.next(2)];
                let difference = s.subtract(a, threshold);
                kinks.push(difference);
                let comparisons = [Comparison::Less, Comparison::GreaterEqual];
                let condition = s.compare(comparisons[self.next(2)], a, threshold);
                s.select(condition, a, b)
            }
            _ => {
                let rows: Vec<&functions::Row> = functions::TABLE
                    .iter()
                    .filter(|row| row.required == 1 && row.kink.is_empty())
                    .filter(|row| {
                        !["exp", "expm1", "ln", "log1p", "sqrt", "recip"].contains(&row.name)
                    })
                    .collect();
                (rows[self.next(rows.len())].build)(s, &[a])
            }
        }
    }
}

/// Expressions whose kinks are far from the point, in the same order every time.
fn cases(count: usize) -> Vec<(Symbols, Symbol, [f64; 2])> {
    let mut random = Random(2017);
    let mut cases = Vec::new();
    let mut tries = 0;
    while cases.len() < count {
        tries += 1;
        assert!(
            tries < 20 * count,
            "the generator gives too few usable expressions"
        );
        let mut s = Symbols::new();
        let mut kinks = Vec::new();
        let depth = 2 + random.next(3);
        let expression = random.expression(&mut s, depth, &mut kinks);
        let constant = !s.reads(expression, 0) && !s.reads(expression, 1);
        // A point is taken only if every kink is well away from it; the derivative has no say in it.
        let point = (0..20)
            .map(|_| [random.number(), random.number()])
            .find(|point| {
                kinks
                    .iter()
                    .all(|&kink| s.evaluate(kink, point).abs() > 0.02)
                    && s.evaluate(expression, point).abs() < 100.0
            });
        if let (Some(point), false) = (point, constant) {
            cases.push((s, expression, point));
        }
    }
    cases
}

#[test]
fn random_expressions_agree_with_finite_differences() {
    for (number, (mut s, expression, point)) in cases(200).into_iter().enumerate() {
        for variable in 0..2 {
            let derivative = s.derivative(expression, variable);
            let found = s.evaluate(derivative, &point);
            let at = |offset: f64| {
                let mut point = point;
                point[variable] += offset;
                s.evaluate(expression, &point)
            };
            // Five points: the error is of the fourth order.
            let h = 1e-3;
            let expected = (8.0 * (at(h) - at(-h)) - (at(2.0 * h) - at(-2.0 * h))) / (12.0 * h);
            let scale = 1.0 + expected.abs() + at(0.0).abs();
            assert!(
                (found - expected).abs() < 1e-5 * scale,
                "expression {number} by variable {variable}: {found} is not {expected}"
            );
        }
    }
}

#[test]
fn a_pullback_is_the_derivative() {
    for (number, (mut s, expression, point)) in cases(200).into_iter().enumerate() {
        let value = s.evaluate(expression, &point);
        for both in [false, true] {
            let pullback = s.pullback(expression, 2, both);
            for variable in 0..2 {
                let derivative = s.derivative(expression, variable);
                let expected = s.evaluate(derivative, &point);
                // What isn't kept can't be read.
                let kept = |keep: bool, value: f64| if keep { value } else { f64::NAN };
                let given = [
                    kept(pullback.kept.inputs[0], point[0]),
                    kept(pullback.kept.inputs[1], point[1]),
                    kept(pullback.kept.output, value),
                ];
                let found = s.evaluate(pullback.derivatives[variable], &given);
                assert!(
                    (found - expected).abs() < 1e-9 * (1.0 + expected.abs()),
                    "expression {number} by variable {variable}: {found} is not {expected}"
                );
            }
        }
    }
}

/// An activation, what its derivative in `runtime/src/activations` takes, and from what it is computed there.
///
/// Counted as there written: calls of `exp`, `tanh` …; then additions, products, quotients, roots, comparisons, choices and
/// logical operations. Parameters of the activation are constants, and so is what depends on them alone.
const HAND_WRITTEN: &[(&str, (usize, usize))] = &[
    ("linear", (0, 0)),
    // y > 0 ? 1 : 0
    ("relu", (0, 2)),
    // y > 0 ? 1 : slope
    ("leaky_relu", (0, 2)),
    // x <= 0 || x >= 6, a choice; x > 0, a choice
    ("relu6", (0, 6)),
    // y > 0 ? 1 : (y + alpha) / width
    ("elu", (0, 4)),
    ("selu", (0, 4)),
    ("celu", (0, 4)),
    // y
    ("exp", (0, 0)),
    // Φ(x) + gate(x, φ(x)), where a gate is a comparison, a product and a choice
    ("gelu", (2, 4)),
    // Four for the bounds, 5 and a sigmoid for the factor, 3 for the slope, then 3, a gate and a sum
    ("gelu_tanh", (1, 4 + 5 + 3 + 3 + 3 + 1)),
    // y != 0 || invariant ? 1 : 0
    ("hard_shrink", (0, 3)),
    ("soft_shrink", (0, 3)),
    // x > -3 && x < 3 ? 1/6 : 0
    ("hard_sigmoid", (0, 4)),
    // A line, two comparisons, two choices
    ("hard_silu", (0, 6)),
    ("hard_tanh", (0, 4)),
    // -expm1(y)
    ("log_sigmoid", (1, 0)),
    // t + gate(x, sigmoid(x) * (1 - t * t))
    ("mish", (3, 7)),
    // y * (1 - y)
    ("sigmoid", (0, 2)),
    // s + gate(x, s * (1 - s))
    ("silu", (1, 6)),
    // -expm1(-y)
    ("softplus", (1, 0)),
    // root = 1 / (1 + |x|), root * root
    ("softsign", (0, 4)),
    // clip(0.5 * (x + 1), 0, 1)
    ("sparse_plus", (0, 6)),
    ("sparse_sigmoid", (0, 4)),
    // The root three operations; the value 5 below, 2 above, 4 to choose; the quotient and 5 to guard it
    ("squareplus", (0, 20)),
    // (1 - y) * (1 + y)
    ("tanh", (0, 3)),
    // t * t
    ("tanh_shrink", (1, 1)),
    // x > threshold ? 1 : 0
    ("threshold", (0, 2)),
];

fn by_name(s: &mut Symbols, name: &str) -> Symbol {
    let row = functions::find(name).expect("a function of the table");
    let x = s.variable(0);
    let mut arguments = vec![x];
    for value in (1..row.required).map(|index| index as f64 * 0.5) {
        arguments.push(s.number(value));
    }
    (row.build)(s, &arguments)
}

#[test]
fn derivatives_cost_no_more_than_hand_written_ones() {
    for &(name, (transcendental, arithmetic)) in HAND_WRITTEN {
        let mut s = Symbols::new();
        let value = by_name(&mut s, name);
        let pullback = s.pullback(value, 1, false);
        let found = s.cost(&pullback.derivatives);
        let hand = Cost {
            transcendental,
            arithmetic,
        };
        println!(
            "{name}: {found:?}, by hand {hand:?}, kept {:?}",
            pullback.kept
        );
        assert!(found <= hand, "{name}: {found:?} is more than {hand:?}");
        assert!(
            found.arithmetic <= arithmetic || found.transcendental < transcendental,
            "{name}"
        );
    }
}

/// The value of source as the compiler writes it, in `f64`.
fn run(source: &syn::Expr, names: &[(String, f64)]) -> f64 {
    let value = |expression: &syn::Expr| run(expression, names);
    match source {
        syn::Expr::Paren(inner) => value(&inner.expr),
        syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Float(number),
            ..
        }) => number.base10_parse().expect("a number"),
        syn::Expr::Path(path) => {
            let name = path.path.get_ident().expect("a name").to_string();
            let known = names.iter().rev().find(|(known, _)| *known == name);
            known.expect("a name that is bound").1
        }
        syn::Expr::Unary(syn::ExprUnary {
            op: syn::UnOp::Neg(_),
            expr,
            ..
        }) => -value(expr),
        syn::Expr::Binary(binary) => {
            let (left, right) = (value(&binary.left), value(&binary.right));
            match binary.op {
                syn::BinOp::Add(_) => left + right,
                syn::BinOp::Sub(_) => left - right,
                syn::BinOp::Mul(_) => left * right,
                syn::BinOp::Div(_) => left / right,
                // A condition that has a name.
                _ => f64::from(condition(source, names)),
            }
        }
        syn::Expr::MethodCall(call) => {
            assert_eq!(call.method, "abs");
            value(&call.receiver).abs()
        }
        syn::Expr::Call(call) => {
            let syn::Expr::Path(path) = &*call.func else {
                panic!("a function with a name");
            };
            let name = path.path.get_ident().expect("a name").to_string();
            let given: Vec<f64> = call.args.iter().map(value).collect();
            match (&*name, &*given) {
                ("maximum", [a, b]) => a.max(*b),
                ("minimum", [a, b]) => a.min(*b),
                (_, [x]) => FUNCTIONS
                    .iter()
                    .find(|function| function.name() == name)
                    .expect("a function of the runtime")
                    .value(*x),
                _ => panic!("{name} of {given:?}"),
            }
        }
        syn::Expr::If(choice) => {
            let holds = condition(&choice.cond, names);
            let block = |block: &syn::Block| match &*block.stmts {
                [syn::Stmt::Expr(only, None)] => run(only, names),
                _ => panic!("a branch is one expression"),
            };
            match (&choice.else_branch, holds) {
                (_, true) => block(&choice.then_branch),
                (Some((_, otherwise)), false) => match &**otherwise {
                    syn::Expr::Block(inner) => block(&inner.block),
                    other => value(other),
                },
                (None, false) => panic!("every choice has two sides"),
            }
        }
        _ => panic!("not an expression of a closure"),
    }
}

fn condition(source: &syn::Expr, names: &[(String, f64)]) -> bool {
    let truth = |expression: &syn::Expr| condition(expression, names);
    let value = |expression: &syn::Expr| run(expression, names);
    match source {
        syn::Expr::Paren(inner) => truth(&inner.expr),
        syn::Expr::Path(_) => value(source) == 1.0,
        syn::Expr::Unary(unary) => !truth(&unary.expr),
        syn::Expr::Binary(binary) => match binary.op {
            syn::BinOp::And(_) => truth(&binary.left) && truth(&binary.right),
            syn::BinOp::Or(_) => truth(&binary.left) || truth(&binary.right),
            syn::BinOp::Lt(_) => value(&binary.left) < value(&binary.right),
            syn::BinOp::Le(_) => value(&binary.left) <= value(&binary.right),
            syn::BinOp::Gt(_) => value(&binary.left) > value(&binary.right),
            syn::BinOp::Ge(_) => value(&binary.left) >= value(&binary.right),
            _ => panic!("an operator of conditions"),
        },
        _ => panic!("not a condition"),
    }
}

const FUNCTIONS: &[Function] = &[
    Function::Exp,
    Function::Expm1,
    Function::Ln,
    Function::Log1p,
    Function::Sqrt,
    Function::Tanh,
    Function::Sigmoid,
    Function::Softplus,
    Function::Erf,
    Function::NormalDistribution,
    Function::NormalDensity,
    Function::Sin,
    Function::Cos,
    Function::Sign,
];

#[test]
fn source_computes_what_the_expression_does() {
    for (number, (mut s, expression, point)) in cases(200).into_iter().enumerate() {
        let pullback = s.pullback(expression, 2, true);
        let mut roots = pullback.derivatives.clone();
        roots.push(expression);
        let variables = [point[0], point[1], s.evaluate(expression, &point)];
        let (statements, texts) = body(&s, &roots, &Names::new(["a", "b"]));
        let mut names: Vec<(String, f64)> = ["a", "b", "y"]
            .iter()
            .zip(variables)
            .map(|(name, value)| (name.to_string(), value))
            .collect();
        for statement in &statements {
            let Ok(syn::Stmt::Local(local)) = syn::parse_str(statement) else {
                panic!("{statement} isn't a `let`");
            };
            let syn::Pat::Ident(name) = &local.pat else {
                panic!("{statement} doesn't bind a name");
            };
            let value = local.init.expect("a value").expr;
            let value = run(&value, &names);
            names.push((name.ident.to_string(), value));
        }
        for (root, text) in roots.iter().zip(&texts) {
            let source = syn::parse_str(text).expect("source");
            let (found, expected) = (run(&source, &names), s.evaluate(*root, &variables));
            // Numbers are written as `f32`.
            assert!(
                (found - expected).abs() < 1e-5 * (1.0 + expected.abs()),
                "expression {number}: {found} is not {expected}\n{statements:#?}\n{text}"
            );
        }
    }
}
