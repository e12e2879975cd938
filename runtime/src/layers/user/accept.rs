//! What only `rustc` can check of a user's layer, when the program is compiled.

use super::{Layer, ParameterEntry};
use crate::storage::same_text;

/// Refuses a layer whose own rule fails, that couples samples without the mark in the declaration or is marked and doesn't,
/// or that has two tensors of one name.
///
/// # Panics
/// Then, when the program is compiled.
#[track_caller]
pub const fn accept<L: Layer>(coupled: bool) {
    if let Err(message) = L::RULE {
        panic!("{}", message);
    }
    if L::STATISTICS > 0 && !coupled {
        panic!("this layer couples the samples of a batch: apply it with `coupled = true`");
    }
    if L::STATISTICS == 0 && coupled {
        panic!(
            "this layer has no statistics over the batch: it isn't coupled, remove `coupled = true`"
        );
    }
    if has_twice(L::PARAMETERS, L::PARAMETERS, true)
        || has_twice(L::STATE, L::STATE, true)
        || has_twice(L::PARAMETERS, L::STATE, false)
    {
        panic!("two tensors of this layer have the same name");
    }
}

/// Whether a name is in both, at different places if they are the `same`.
const fn has_twice(one: &[ParameterEntry], other: &[ParameterEntry], same: bool) -> bool {
    let mut first = 0;
    while first < one.len() {
        let mut second = if same { first + 1 } else { 0 };
        while second < other.len() {
            if same_text(one[first].name, other[second].name) {
                return true;
            }
            second += 1;
        }
        first += 1;
    }
    false
}
