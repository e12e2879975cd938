//! The functions of the closure language: one table that the parser, messages and the documentation read.

use super::graph::{Comparison, Function, Symbol, Symbols};

/// A function that a closure may call, as `tanh(x)` or `x.tanh()`.
pub struct Row {
    /// Its name.
    pub name: &'static str,
    /// Other names for it.
    pub aliases: &'static [&'static str],
    /// Its parameters; those behind the first `required` have defaults, which the formula says.
    pub parameters: &'static [&'static str],
    /// How many must be given.
    pub required: usize,
    /// What it computes.
    pub formula: &'static str,
    /// What its derivative is taken to be where there is none; empty for a smooth function.
    pub kink: &'static str,
    /// Makes it. Gets as many arguments as are given.
    pub build: fn(&mut Symbols, &[Symbol]) -> Symbol,
}

const fn smooth(
    name: &'static str,
    aliases: &'static [&'static str],
    formula: &'static str,
    build: fn(&mut Symbols, &[Symbol]) -> Symbol,
) -> Row {
    kinked(name, aliases, formula, "", build)
}

const fn kinked(
    name: &'static str,
    aliases: &'static [&'static str],
    formula: &'static str,
    kink: &'static str,
    build: fn(&mut Symbols, &[Symbol]) -> Symbol,
) -> Row {
    Row {
        name,
        aliases,
        parameters: &["x"],
        required: 1,
        formula,
        kink,
        build,
    }
}

impl Row {
    /// With these parameters, of which the first `required` must be given.
    const fn of(mut self, parameters: &'static [&'static str], required: usize) -> Row {
        self.parameters = parameters;
        self.required = required;
        self
    }
}

/// All functions: elementary ones, then the elementwise activations.
pub static TABLE: &[Row] = &[
    smooth("exp", &["exponential"], "eˣ", |s, a| {
        s.call(Function::Exp, a[0])
    }),
    smooth("expm1", &["exp_m1"], "eˣ − 1", |s, a| {
        s.call(Function::Expm1, a[0])
    }),
    smooth("ln", &["log"], "the natural logarithm", |s, a| {
        s.call(Function::Ln, a[0])
    }),
    smooth("log1p", &["ln_1p"], "ln(1 + x)", |s, a| {
        s.call(Function::Log1p, a[0])
    }),
    smooth("sqrt", &[], "√x", |s, a| s.call(Function::Sqrt, a[0])),
    smooth("square", &[], "x²", |s, a| s.power(a[0], 2)),
    smooth("pow", &["powi", "powf"], "xⁿ", power).of(&["x", "n"], 2),
    smooth("recip", &[], "1 / x", |s, a| {
        let one = s.number(1.0);
        s.divide(one, a[0])
    }),
    kinked("abs", &[], "|x|", "0 at 0", |s, a| {
        s.call(Function::Abs, a[0])
    }),
    kinked(
        "sign",
        &["signum"],
        "−1, 0 or 1",
        "0 everywhere",
        |s, a| s.call(Function::Sign, a[0]),
    ),
    smooth("sin", &[], "sin x", |s, a| s.call(Function::Sin, a[0])),
    smooth("cos", &[], "cos x", |s, a| s.call(Function::Cos, a[0])),
    smooth("tanh", &[], "tanh x", |s, a| s.call(Function::Tanh, a[0])),
    smooth("sigmoid", &[], "1 / (1 + e⁻ˣ)", |s, a| {
        s.call(Function::Sigmoid, a[0])
    }),
    smooth("softplus", &[], "ln(1 + eˣ)", |s, a| {
        s.call(Function::Softplus, a[0])
    }),
    smooth("erf", &[], "2/√π ∫₀ˣ e^(−t²) dt", |s, a| {
        s.call(Function::Erf, a[0])
    }),
    kinked(
        "max",
        &["maximum"],
        "the larger",
        "half for each at a tie",
        |s, a| s.maximum(a[0], a[1]),
    )
    .of(&["a", "b"], 2),
    kinked(
        "min",
        &["minimum"],
        "the smaller",
        "half for each at a tie",
        |s, a| s.minimum(a[0], a[1]),
    )
    .of(&["a", "b"], 2),
    kinked(
        "clip",
        &["clamp"],
        "low below low, high above high, else x",
        "1 at the bounds",
        |s, a| clip(s, a[0], a[1], a[2], false),
    )
    .of(&["x", "low", "high"], 3),
    smooth("linear", &[], "x", |_, a| a[0]),
    kinked("relu", &[], "max(x, 0)", "0 at 0", |s, a| {
        let zero = s.number(0.0);
        ramp(s, a[0], zero)
    }),
    kinked(
        "leaky_relu",
        &[],
        "x for x ≥ 0, else negative_slope · x; 0.2 by default",
        "the slope at 0",
        |s, a| {
            let slope = given(s, a, 1, 0.2);
            let low = s.multiply(slope, a[0]);
            ramp(s, a[0], low)
        },
    )
    .of(&["x", "negative_slope"], 1),
    kinked("relu6", &[], "min(max(x, 0), 6)", "0 at 0 and 6", |s, a| {
        let (low, high) = (s.number(0.0), s.number(6.0));
        clip(s, a[0], low, high, true)
    }),
    kinked(
        "elu",
        &[],
        "x for x > 0, else alpha · (eˣ − 1); 1 by default",
        "alpha at 0",
        |s, a| {
            let alpha = given(s, a, 1, 1.0);
            let curve = s.call(Function::Expm1, a[0]);
            let low = s.multiply(alpha, curve);
            ramp(s, a[0], low)
        },
    )
    .of(&["x", "alpha"], 1),
    kinked(
        "selu",
        &[],
        "1.0507 · elu(x, 1.6733)",
        "1.7581 at 0",
        |s, a| {
            const SCALE: f64 = 1.050_700_987_355_480_5;
            const ALPHA: f64 = 1.673_263_242_354_377_2;
            let curve = s.call(Function::Expm1, a[0]);
            let (low, high) = (s.scaled(SCALE * ALPHA, curve), s.scaled(SCALE, a[0]));
            choose(s, a[0], Comparison::LessEqual, 0.0, low, high)
        },
    ),
    kinked(
        "celu",
        &[],
        "x for x > 0, else alpha · (exp(x / alpha) − 1); 1 by default",
        "1 at 0",
        |s, a| {
            let alpha = given(s, a, 1, 1.0);
            let narrow = s.divide(a[0], alpha);
            let curve = s.call(Function::Expm1, narrow);
            let low = s.multiply(alpha, curve);
            ramp(s, a[0], low)
        },
    )
    .of(&["x", "alpha"], 1),
    smooth(
        "gelu",
        &[],
        "x · Φ(x) with the normal distribution Φ",
        |s, a| {
            let distribution = s.call(Function::NormalDistribution, a[0]);
            s.multiply(a[0], distribution)
        },
    ),
    smooth(
        "gelu_tanh",
        &[],
        "x · sigmoid(1.5958 (x + 0.044715 x³))",
        |s, a| {
            let slope = (8.0 / std::f64::consts::PI).sqrt();
            let square = s.power(a[0], 2);
            let curved = s.scaled(0.044_715 * slope, square);
            let slope = s.number(slope);
            let factor = s.add(curved, slope);
            let inner = s.multiply(a[0], factor);
            let gate = s.call(Function::Sigmoid, inner);
            s.multiply(a[0], gate)
        },
    ),
    kinked(
        "hard_shrink",
        &[],
        "x where |x| > threshold, else 0; 0.5 by default",
        "0 at the threshold",
        |s, a| {
            let (size, threshold) = (s.call(Function::Abs, a[0]), given(s, a, 1, 0.5));
            let outside = s.compare(Comparison::LessEqual, size, threshold);
            let zero = s.number(0.0);
            s.select(outside, zero, a[0])
        },
    )
    .of(&["x", "threshold"], 1),
    kinked(
        "hard_sigmoid",
        &[],
        "clip(x / 6 + 0.5, 0, 1)",
        "0 at the bounds",
        |s, a| {
            let half = s.number(0.5);
            let sixth = s.scaled(1.0 / 6.0, a[0]);
            let line = s.add(sixth, half);
            steps(s, a[0], 3.0, (0.0, line, 1.0))
        },
    ),
    kinked(
        "hard_silu",
        &["hard_swish"],
        "x · hard_sigmoid(x)",
        "0 at −3, 1 at 3",
        |s, a| {
            let half = s.number(0.5);
            let sixth = s.scaled(1.0 / 6.0, a[0]);
            let line = s.add(sixth, half);
            let between = s.multiply(a[0], line);
            let above = choose(s, a[0], Comparison::GreaterEqual, 3.0, a[0], between);
            let zero = s.number(0.0);
            choose(s, a[0], Comparison::LessEqual, -3.0, zero, above)
        },
    ),
    kinked(
        "hard_tanh",
        &[],
        "clip(x, −1, 1)",
        "0 at the bounds",
        |s, a| steps(s, a[0], 1.0, (-1.0, a[0], 1.0)),
    ),
    smooth("log_sigmoid", &[], "ln(sigmoid(x))", |s, a| {
        let sigmoid = s.call(Function::Sigmoid, a[0]);
        s.call(Function::Ln, sigmoid)
    }),
    smooth("mish", &[], "x · tanh(softplus(x))", |s, a| {
        let softplus = s.call(Function::Softplus, a[0]);
        let tanh = s.call(Function::Tanh, softplus);
        s.multiply(a[0], tanh)
    }),
    smooth("silu", &["swish"], "x · sigmoid(x)", |s, a| {
        let sigmoid = s.call(Function::Sigmoid, a[0]);
        s.multiply(a[0], sigmoid)
    }),
    kinked(
        "soft_shrink",
        &[],
        "sign(x) · max(|x| − threshold, 0); 0.5 by default",
        "0 at the threshold",
        |s, a| {
            let (size, threshold) = (s.call(Function::Abs, a[0]), given(s, a, 1, 0.5));
            let sign = s.call(Function::Sign, a[0]);
            let shift = s.multiply(threshold, sign);
            let shrunk = s.subtract(a[0], shift);
            let inside = s.compare(Comparison::LessEqual, size, threshold);
            let zero = s.number(0.0);
            s.select(inside, zero, shrunk)
        },
    )
    .of(&["x", "threshold"], 1),
    smooth("softsign", &[], "x / (1 + |x|)", |s, a| {
        let (size, one) = (s.call(Function::Abs, a[0]), s.number(1.0));
        let width = s.add(size, one);
        s.divide(a[0], width)
    }),
    smooth(
        "sparse_plus",
        &[],
        "0, (x + 1)² / 4 or x, breaking at ±1",
        |s, a| {
            let one = s.number(1.0);
            let sum = s.add(a[0], one);
            let square = s.power(sum, 2);
            let between = s.scaled(0.25, square);
            let above = choose(s, a[0], Comparison::GreaterEqual, 1.0, a[0], between);
            let zero = s.number(0.0);
            choose(s, a[0], Comparison::LessEqual, -1.0, zero, above)
        },
    ),
    kinked(
        "sparse_sigmoid",
        &[],
        "clip((x + 1) / 2, 0, 1)",
        "0 at the bounds",
        |s, a| {
            let half = s.number(0.5);
            let line = s.scaled(0.5, a[0]);
            let line = s.add(line, half);
            steps(s, a[0], 1.0, (0.0, line, 1.0))
        },
    ),
    smooth(
        "squareplus",
        &[],
        "(x + √(x² + b)) / 2; b = 4 by default",
        |s, a| {
            let (square, b) = (s.power(a[0], 2), given(s, a, 1, 4.0));
            let sum = s.add(square, b);
            let root = s.call(Function::Sqrt, sum);
            let sum = s.add(a[0], root);
            s.scaled(0.5, sum)
        },
    )
    .of(&["x", "b"], 1),
    smooth("tanh_shrink", &[], "x − tanh(x)", |s, a| {
        let tanh = s.call(Function::Tanh, a[0]);
        s.subtract(a[0], tanh)
    }),
    kinked(
        "threshold",
        &[],
        "x where x > threshold, else default_value",
        "0 at the threshold",
        |s, a| {
            let below = s.compare(Comparison::LessEqual, a[0], a[1]);
            s.select(below, a[2], a[0])
        },
    )
    .of(&["x", "threshold", "default_value"], 3),
];

/// The function of this name.
pub fn find(name: &str) -> Option<&'static Row> {
    TABLE
        .iter()
        .find(|row| row.name == name || row.aliases.contains(&name))
}

/// All names, for what may have been meant.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLE
        .iter()
        .flat_map(|row| [row.name].into_iter().chain(row.aliases.iter().copied()))
}

fn given(s: &mut Symbols, arguments: &[Symbol], index: usize, default: f64) -> Symbol {
    match arguments.get(index) {
        Some(argument) => *argument,
        None => s.number(default),
    }
}

/// `yes` where x compares so with a bound, else `no`. NaN goes to `no`.
fn choose(
    s: &mut Symbols,
    x: Symbol,
    comparison: Comparison,
    bound: f64,
    yes: Symbol,
    no: Symbol,
) -> Symbol {
    let bound = s.number(bound);
    let condition = s.compare(comparison, x, bound);
    s.select(condition, yes, no)
}

/// `low` for x ≤ 0, else x.
fn ramp(s: &mut Symbols, x: Symbol, low: Symbol) -> Symbol {
    choose(s, x, Comparison::LessEqual, 0.0, low, x)
}

/// Two constants with a line between them, from −bound to bound.
fn steps(s: &mut Symbols, x: Symbol, bound: f64, values: (f64, Symbol, f64)) -> Symbol {
    let (low, high) = (s.number(values.0), s.number(values.2));
    let above = choose(s, x, Comparison::GreaterEqual, bound, high, values.1);
    choose(s, x, Comparison::LessEqual, -bound, low, above)
}

/// Bounds that keep NaN; the derivative at them is 0 if `flat`, else 1.
fn clip(s: &mut Symbols, x: Symbol, low: Symbol, high: Symbol, flat: bool) -> Symbol {
    let (below, above) = match flat {
        true => (Comparison::LessEqual, Comparison::GreaterEqual),
        false => (Comparison::Less, Comparison::Greater),
    };
    let above = s.compare(above, x, high);
    let bounded = s.select(above, high, x);
    let below = s.compare(below, x, low);
    s.select(below, low, bounded)
}

/// Whole powers are products, halves are roots, and all others are `exp(n ln x)`.
fn power(s: &mut Symbols, a: &[Symbol]) -> Symbol {
    match s.number_of(a[1]) {
        Some(exponent) if exponent.fract() == 0.0 && exponent.abs() <= 64.0 => {
            s.power(a[0], exponent as i32)
        }
        Some(0.5) => s.call(Function::Sqrt, a[0]),
        Some(-0.5) => {
            let (one, root) = (s.number(1.0), s.call(Function::Sqrt, a[0]));
            s.divide(one, root)
        }
        _ => {
            let logarithm = s.call(Function::Ln, a[0]);
            let product = s.multiply(a[1], logarithm);
            s.call(Function::Exp, product)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::activations;

    #[test]
    fn every_elementwise_activation_is_a_function() {
        let along_an_axis = ["softmax", "log_softmax", "sparsemax", "glu"];
        for row in activations::TABLE {
            let named = |name: &&str| find(name).is_none();
            let mut names = [row.name].into_iter().chain(row.aliases.iter().copied());
            let missing = names.find(|name| named(name));
            assert!(
                along_an_axis.contains(&row.name) == missing.is_some(),
                "{missing:?}"
            );
        }
    }

    #[test]
    fn names_are_unique_and_rows_are_complete() {
        let mut all: Vec<&str> = names().collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), names().count());
        for row in TABLE {
            assert!(
                (1..=row.parameters.len()).contains(&row.required),
                "{}",
                row.name
            );
            assert!(!row.formula.is_empty());
        }
    }

    #[test]
    fn powers_take_the_best_form() {
        let mut s = Symbols::new();
        let x = s.variable(0);
        for (exponent, at, expected) in [(3.0, -2.0, -8.0), (-0.5, 4.0, 0.5), (1.5, 4.0, 8.0)] {
            let n = s.number(exponent);
            let found = power(&mut s, &[x, n]);
            let found = s.evaluate(found, &[at]);
            assert!((found - expected).abs() < 1e-12, "{exponent}: {found}");
        }
    }
}
