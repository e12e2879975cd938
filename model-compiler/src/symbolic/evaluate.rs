//! The value of an expression in `f64`, for folding constants and for tests.

use super::graph::{Function, Node, Symbol, Symbols};

impl Function {
    /// Its value.
    pub fn value(self, x: f64) -> f64 {
        match self {
            Function::Exp => x.exp(),
            Function::Expm1 => x.exp_m1(),
            Function::Ln => x.ln(),
            Function::Log1p => x.ln_1p(),
            Function::Sqrt => x.sqrt(),
            Function::Tanh => x.tanh(),
            Function::Sigmoid => 1.0 / (1.0 + (-x).exp()),
            Function::Softplus => (if x < 0.0 { 0.0 } else { x }) + (-x.abs()).exp().ln_1p(),
            Function::Erf => erf(x),
            Function::NormalDistribution => 0.5 * erfc(-x * std::f64::consts::FRAC_1_SQRT_2),
            Function::NormalDensity => {
                (-0.5 * x * x).exp() * (0.5 * std::f64::consts::FRAC_1_PI).sqrt()
            }
            Function::Sin => x.sin(),
            Function::Cos => x.cos(),
            Function::Abs => x.abs(),
            Function::Sign => match x {
                _ if x > 0.0 => 1.0,
                _ if x < 0.0 => -1.0,
                _ => x,
            },
        }
    }
}

/// 2/√π ∫₀ˣ e^(−t²) dt by its power series, or by the continued fraction of its complement where that converges.
fn erf(x: f64) -> f64 {
    if x.abs() >= 2.5 {
        return (1.0 - tail(x.abs())).copysign(x);
    }
    // Σ 2ⁿ x²ⁿ⁺¹ / (1 · 3 · … · (2n + 1)) · e^(−x²): all terms have the same sign.
    let (mut term, mut sum) = (x, x);
    for n in 1..80 {
        term *= 2.0 * x * x / f64::from(2 * n + 1);
        sum += term;
    }
    sum * (-x * x).exp() * std::f64::consts::FRAC_2_SQRT_PI
}

/// 1 − erf(x).
fn erfc(x: f64) -> f64 {
    match x >= 2.5 {
        true => tail(x),
        false => 1.0 - erf(x),
    }
}

/// 1 − erf(x) for x ≥ 2.5: e^(−x²) / √π over x + ½/(x + 1/(x + (3/2)/(x + …))).
fn tail(x: f64) -> f64 {
    let mut fraction = x;
    for n in (1..=60).rev() {
        fraction = x + 0.5 * f64::from(n) / fraction;
    }
    (-x * x).exp() * 0.5 * std::f64::consts::FRAC_2_SQRT_PI / fraction
}

/// A number or a condition.
#[derive(Clone, Copy, Debug)]
enum Value {
    Number(f64),
    Truth(bool),
}

impl Symbols {
    /// The value of an expression. A variable without a value is NaN, and so is a condition.
    pub fn evaluate(&self, root: Symbol, variables: &[f64]) -> f64 {
        let mut values = vec![Value::Number(f64::NAN); self.len()];
        for part in self.parts(&[root]) {
            let number = |symbol: Symbol| match values[symbol.0] {
                Value::Number(value) => value,
                Value::Truth(_) => f64::NAN,
            };
            let truth = |symbol: Symbol| matches!(values[symbol.0], Value::Truth(true));
            values[part.0] = match self.node(part) {
                Node::Truth(value) => Value::Truth(value),
                Node::Compare(comparison, a, b) => {
                    Value::Truth(comparison.holds(number(a), number(b)))
                }
                Node::And(a, b) => Value::Truth(truth(a) && truth(b)),
                Node::Or(a, b) => Value::Truth(truth(a) || truth(b)),
                Node::Not(a) => Value::Truth(!truth(a)),
                Node::Number(bits) => Value::Number(f64::from_bits(bits)),
                Node::Variable(index) => {
                    Value::Number(variables.get(index).copied().unwrap_or(f64::NAN))
                }
                Node::Negate(a) => Value::Number(-number(a)),
                Node::Add(a, b) => Value::Number(number(a) + number(b)),
                Node::Subtract(a, b) => Value::Number(number(a) - number(b)),
                Node::Multiply(a, b) => Value::Number(number(a) * number(b)),
                Node::Divide(a, b) => Value::Number(number(a) / number(b)),
                Node::Maximum(a, b) => Value::Number(maximum(number(a), number(b))),
                Node::Minimum(a, b) => Value::Number(-maximum(-number(a), -number(b))),
                Node::Call(function, a) => Value::Number(function.value(number(a))),
                Node::Select(condition, a, b) => match truth(condition) {
                    true => Value::Number(number(a)),
                    false => Value::Number(number(b)),
                },
            };
        }
        match values[root.0] {
            Value::Number(value) => value,
            Value::Truth(_) => f64::NAN,
        }
    }
}

/// The larger; NaN if one is.
pub(super) fn maximum(a: f64, b: f64) -> f64 {
    match a < b || b.is_nan() {
        true => b,
        false => a,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_function_has_its_known_values() {
        for (x, expected) in [
            (0.5, 0.520_499_877_813_046_5),
            (1.0, 0.842_700_792_949_714_9),
            (2.4, 0.999_311_486_103_354_9),
            (2.6, 0.999_763_965_583_470_7),
            (-1.5, -0.966_105_146_475_310_7),
        ] {
            let found = Function::Erf.value(x);
            assert!((found - expected).abs() < 1e-14, "{x}: {found}");
        }
        let far = Function::NormalDistribution.value(-8.0);
        assert!(
            (far / 6.220_960_574_271_785e-16 - 1.0).abs() < 1e-12,
            "{far:e}"
        );
    }

    #[test]
    fn maximum_keeps_what_is_not_a_number() {
        assert_eq!(maximum(1.0, 2.0), 2.0);
        assert!(maximum(f64::NAN, 2.0).is_nan() && maximum(2.0, f64::NAN).is_nan());
    }
}
