//! Numbers of elements: known when the macro runs, or a constant expression because a user's layer is in them.

use std::fmt;

/// A number of elements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Size {
    /// Known now.
    Known(usize),
    /// Rust source of a constant expression of type `usize`, safe to be an operand.
    Constant(String),
}

impl Size {
    /// None.
    pub const ZERO: Size = Size::Known(0);

    /// The sum.
    pub fn plus(&self, other: &Size) -> Size {
        match (self, other) {
            (Size::Known(a), Size::Known(b)) => Size::Known(a.saturating_add(*b)),
            (Size::Known(0), size) | (size, Size::Known(0)) => size.clone(),
            (a, b) => Size::Constant(format!("({a} + {b})")),
        }
    }

    /// The product with a number.
    pub fn times(&self, factor: usize) -> Size {
        match self {
            Size::Known(a) => Size::Known(a.saturating_mul(factor)),
            Size::Constant(a) if factor == 1 => Size::Constant(a.clone()),
            Size::Constant(a) => Size::Constant(format!("({a} * {factor})")),
        }
    }

    /// The larger of the two.
    pub fn or_larger(&self, other: &Size) -> Size {
        match (self, other) {
            (Size::Known(a), Size::Known(b)) => Size::Known(*a.max(b)),
            (Size::Known(0), size) | (size, Size::Known(0)) => size.clone(),
            (a, b) => Size::Constant(format!("larger({a}, {b})")),
        }
    }

    /// Whether it is known to be none.
    pub fn is_zero(&self) -> bool {
        *self == Size::ZERO
    }

    /// The number, if it is known.
    pub fn known(&self) -> Option<usize> {
        match self {
            Size::Known(number) => Some(*number),
            Size::Constant(_) => None,
        }
    }
}

impl From<usize> for Size {
    fn from(number: usize) -> Size {
        Size::Known(number)
    }
}

impl fmt::Display for Size {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Size::Known(number) => formatter.write_str(&digits(*number)),
            Size::Constant(expression) => formatter.write_str(expression),
        }
    }
}

/// A number as a person would write it in source: underscores between groups of three digits from five on.
pub fn digits(number: usize) -> String {
    let plain = number.to_string();
    if plain.len() < 5 {
        return plain;
    }
    let mut grouped = String::with_capacity(plain.len() + plain.len() / 3);
    for (place, digit) in plain.chars().enumerate() {
        if place > 0 && (plain.len() - place).is_multiple_of(3) {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_as_clippy_wants_them() {
        assert_eq!(digits(0), "0");
        assert_eq!(digits(9999), "9999");
        assert_eq!(digits(10_000), "10_000");
        assert_eq!(digits(468_874), "468_874");
        assert_eq!(digits(1_234_567), "1_234_567");
    }

    #[test]
    fn unknown_sizes_become_constant_expressions() {
        let unknown = Size::Constant("A".into());
        assert_eq!(Size::Known(2).plus(&Size::Known(3)), Size::Known(5));
        assert_eq!(Size::Known(0).plus(&unknown), unknown);
        assert_eq!(
            Size::Known(2).plus(&unknown.times(4)).to_string(),
            "(2 + (A * 4))"
        );
        assert_eq!(
            Size::Known(2).or_larger(&unknown).to_string(),
            "larger(2, A)"
        );
    }
}
