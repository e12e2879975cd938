//! Where segments begin, and which are coarse.

use crate::ir::operation::{Character, Kind};
use crate::ir::plan::Plan;

/// The segment of each operation: one more than the largest of those that it reads from if it is batch-coupled.
pub fn segments(plan: &Plan) -> Vec<usize> {
    let mut of_value = vec![0; plan.values.len()];
    plan.operations
        .iter()
        .map(|operation| {
            let before = operation
                .inputs
                .iter()
                .map(|&input| of_value[input])
                .max()
                .unwrap_or(0);
            let segment = before + usize::from(operation.coupled().is_some());
            for &output in &operation.outputs {
                of_value[output] = segment;
            }
            segment
        })
        .collect()
}

/// A segment is coarse if it has dense or recurrent operations, no convolution, no statistics on its borders and no
/// parameters that have to be summed in shards.
pub fn is_coarse(plan: &Plan, segments: &[usize], segment: usize) -> bool {
    let mut heavy = false;
    for (operation, &own) in plan.operations.iter().zip(segments) {
        if operation.coupled().is_some() && (own == segment || own == segment + 1) {
            return false;
        }
        if own != segment {
            continue;
        }
        match operation.operation.character {
            Character::Convolution => return false,
            Character::Dense | Character::Recurrent => heavy = true,
            Character::Light => {}
        }
        let trains = operation
            .backward
            .as_ref()
            .is_some_and(|backward| backward.trains);
        let is_user = matches!(operation.operation.kind, Kind::User { .. });
        let trains_absorbed = (operation.backward.as_ref()).is_some_and(|one| one.trains_absorbed);
        if trains && (is_user || operation.late().is_none()) || trains_absorbed {
            return false;
        }
    }
    heavy
}
