//! Arithmetic and comparisons of constants.

use super::{Value, number};
use crate::syntax::ast::Operator;

/// The value of `left operator right`, or why there is none. Integers stay integers and are checked; an integer and a
/// float are compared and combined as floats.
pub fn combine(left: &Value, operator: Operator, right: &Value) -> Result<Value, &'static str> {
    if matches!(operator, Operator::Equal | Operator::NotEqual) {
        return equal(left, right).map(|same| Value::Flag(same == (operator == Operator::Equal)));
    }
    if let (Value::Integer(left), Value::Integer(right)) = (left, right) {
        return integers(*left, operator, *right);
    }
    let (Some(left), Some(right)) = (number(left), number(right)) else {
        return Err(match operator.compares() {
            true => "only numbers are smaller or larger",
            false => "operators combine numbers",
        });
    };
    let value = match operator {
        Operator::Add => left + right,
        Operator::Subtract => left - right,
        Operator::Multiply => left * right,
        Operator::Divide => left / right,
        Operator::Remainder => left % right,
        _ => return compare(left.partial_cmp(&right), operator),
    };
    match value.is_finite() {
        true => Ok(Value::Float(value)),
        false => Err("the result isn't finite"),
    }
}

fn integers(left: i64, operator: Operator, right: i64) -> Result<Value, &'static str> {
    let value = match operator {
        Operator::Add => left.checked_add(right),
        Operator::Subtract => left.checked_sub(right),
        Operator::Multiply => left.checked_mul(right),
        Operator::Divide | Operator::Remainder if right == 0 => return Err("division by zero"),
        Operator::Divide => left.checked_div(right),
        Operator::Remainder => left.checked_rem(right),
        _ => return compare(Some(left.cmp(&right)), operator),
    };
    value.map(Value::Integer).ok_or("the result is too large")
}

fn compare(order: Option<std::cmp::Ordering>, operator: Operator) -> Result<Value, &'static str> {
    let order = order.ok_or("the numbers can't be compared")?;
    Ok(Value::Flag(match operator {
        Operator::Less => order.is_lt(),
        Operator::LessEqual => order.is_le(),
        Operator::Greater => order.is_gt(),
        Operator::GreaterEqual => order.is_ge(),
        _ => return Err("`&&` and `||` join conditions"),
    }))
}

/// Whether two constants are equal; constants of different kinds can't be compared.
pub fn equal(left: &Value, right: &Value) -> Result<bool, &'static str> {
    Ok(match (left, right) {
        (Value::Flag(left), Value::Flag(right)) => left == right,
        // A name and a text are two spellings of one activation.
        (Value::Name(left) | Value::Text(left), Value::Name(right) | Value::Text(right)) => {
            left == right
        }
        (Value::Tuple(left), Value::Tuple(right)) => {
            let mut same = left.len() == right.len();
            for (left, right) in left.iter().zip(right) {
                same &= equal(&left.value, &right.value)?;
            }
            same
        }
        (Value::Integer(left), Value::Integer(right)) => left == right,
        _ => match (number(left), number(right)) {
            (Some(left), Some(right)) => left == right,
            _ => return Err("these are of different kinds, which are never equal"),
        },
    })
}

/// `-x`
pub fn negate(value: &Value) -> Result<Value, &'static str> {
    match value {
        Value::Integer(value) => value
            .checked_neg()
            .map(Value::Integer)
            .ok_or("the result is too large"),
        Value::Float(value) => Ok(Value::Float(-value)),
        _ => Err("only a number can be negated"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Value::{Flag, Float, Integer};

    #[test]
    fn integers_are_checked() {
        let of = |left, operator, right| combine(&Integer(left), operator, &Integer(right));
        assert_eq!(of(7, Operator::Divide, 2), Ok(Integer(3)));
        assert_eq!(of(-7, Operator::Remainder, 3), Ok(Integer(-1)));
        assert!(of(i64::MAX, Operator::Add, 1).is_err());
        assert!(of(i64::MIN, Operator::Divide, -1).is_err());
        assert!(of(1, Operator::Remainder, 0).is_err());
        assert!(negate(&Integer(i64::MIN)).is_err());
    }

    #[test]
    fn numbers_of_both_kinds_meet_as_floats() {
        let half = Float(0.5);
        assert_eq!(
            combine(&Integer(3), Operator::Multiply, &half),
            Ok(Float(1.5))
        );
        assert_eq!(
            combine(&Integer(1), Operator::Greater, &half),
            Ok(Flag(true))
        );
        assert_eq!(equal(&Integer(2), &Float(2.0)), Ok(true));
        assert!(equal(&Flag(true), &Integer(1)).is_err());
        assert!(combine(&half, Operator::Divide, &Integer(0)).is_err());
    }
}
