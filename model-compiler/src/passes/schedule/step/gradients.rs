//! Which weight gradients are late, and which are summed over shards.

use super::Scheduler;
use crate::ir::operation::WeightGradient;
use crate::ir::schedule::{LateGradient, Operand};
use crate::ir::size::Size;

impl Scheduler<'_> {
    pub(super) fn late_gradients(&self) -> Vec<LateGradient> {
        let mut late: Vec<LateGradient> = Vec::new();
        for (index, operation) in self.plan.operations.iter().enumerate() {
            let Some((rows, width)) = operation
                .late()
                .filter(|_| self.late_layer[operation.layer])
            else {
                continue;
            };
            let WeightGradient::Late { cotangents, .. } = operation.operation.weight_gradient
            else {
                continue;
            };
            let inputs = (operation
                .inputs
                .iter()
                .zip(&operation.operation.keeps_inputs))
            .map(|(&input, &keep)| {
                if keep {
                    self.value_buffers[input]
                } else {
                    Operand::None
                }
            })
            .collect();
            let output_cotangents = operation
                .outputs
                .iter()
                .map(|&output| {
                    self.cotangent_buffers[output]
                        .filter(|_| cotangents)
                        .unwrap_or(Operand::None)
                })
                .collect();
            let adds = late
                .iter()
                .any(|other| self.plan.operations[other.operation].layer == operation.layer);
            late.push(LateGradient {
                operation: index,
                inputs,
                output_cotangents,
                saved: self.saved_buffers[index].clone(),
                rows,
                width,
                adds,
            });
        }
        late
    }

    pub(super) fn sharded(&self) -> (Vec<(usize, Size)>, Size) {
        let mut places = Vec::new();
        let mut shard = Size::ZERO;
        for layer in 0..self.plan.graph.layers.len() {
            let len = self.plan.trainable_len(layer);
            let is_user = self.plan.user_alias(layer).is_some();
            let applied = self.plan.operations.iter().any(|operation| {
                // A built-in layer that couples the samples has its gradients from its sums.
                let summed = operation.coupled().is_none() || is_user;
                operation.layer == layer && summed || operation.absorbed == Some(layer)
            });
            if !len.is_zero() && applied && !self.late_layer[layer] {
                places.push((layer, shard.clone()));
                shard = shard.plus(&len);
            }
        }
        (places, shard)
    }
}
