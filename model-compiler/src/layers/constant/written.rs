//! Whether a constant is of the type that is written at it.

use super::Value;
use crate::syntax::ast::ConstantType;

/// Whether `value` can be a constant of this type. An integer is a float, too. `len` gives an array's length from its
/// expression, or `None` if it has none, which has been reported.
pub fn matches_type(
    value: &Value,
    kind: &ConstantType,
    len: &mut dyn FnMut(&crate::syntax::ast::Expression) -> Option<i64>,
) -> bool {
    match (kind, value) {
        (ConstantType::Unsigned, Value::Integer(value)) => *value >= 0,
        (ConstantType::Integer, Value::Integer(_))
        | (ConstantType::Float, Value::Integer(_) | Value::Float(_))
        | (ConstantType::Flag, Value::Flag(_))
        | (ConstantType::Text, Value::Text(_)) => true,
        (ConstantType::Tuple(kinds), Value::Tuple(items)) => {
            kinds.len() == items.len()
                && kinds
                    .iter()
                    .zip(items)
                    .all(|(kind, item)| matches_type(&item.value, kind, len))
        }
        (ConstantType::Array(kind, count), Value::Tuple(items)) => {
            let fits = len(count).is_none_or(|count| usize::try_from(count) == Ok(items.len()));
            fits && items
                .iter()
                .all(|item| matches_type(&item.value, kind, len))
        }
        _ => false,
    }
}
