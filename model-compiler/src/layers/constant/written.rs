//! Constants of the types that are written at them.

use super::{Constant, Value};
use crate::syntax::ast::{ConstantType, Expression};

/// The constant as one of this type; `None` if it can't be one. An integer becomes a float where one is written. `len`
/// gives an array's length from its expression, or `None` if it has none, which has been reported.
pub fn conform(
    value: Value,
    kind: &ConstantType,
    len: &mut dyn FnMut(&Expression) -> Option<i64>,
) -> Option<Value> {
    let mut all = |items: Vec<Constant>, kinds: &mut dyn Iterator<Item = &ConstantType>| {
        let items = items.into_iter().zip(kinds).map(|(item, kind)| {
            let span = item.span;
            conform(item.value, kind, len).map(|value| Constant { span, value })
        });
        items.collect::<Option<Vec<Constant>>>().map(Value::Tuple)
    };
    match (kind, value) {
        (ConstantType::Unsigned, Value::Integer(value)) if value >= 0 => {
            Some(Value::Integer(value))
        }
        (ConstantType::Float, Value::Integer(value)) => Some(Value::Float(value as f64)),
        (ConstantType::Integer, value @ Value::Integer(_))
        | (ConstantType::Float, value @ Value::Float(_))
        | (ConstantType::Flag, value @ Value::Flag(_))
        | (ConstantType::Text, value @ Value::Text(_)) => Some(value),
        (ConstantType::Tuple(kinds), Value::Tuple(items)) if kinds.len() == items.len() => {
            all(items, &mut kinds.iter())
        }
        (ConstantType::Array(kind, count), Value::Tuple(items)) => {
            let found = items.len();
            let items = all(items, &mut std::iter::repeat(&**kind))?;
            let fits = len(count).is_none_or(|count| usize::try_from(count) == Ok(found));
            fits.then_some(items)
        }
        _ => None,
    }
}
