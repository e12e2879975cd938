//! Differentiation. After it every operation says what its backward pass needs (inputs, outputs, saved buffers or
//! nothing) and which cotangents are wanted; nothing else is stored.

use crate::ir::operation::{ActivationFunction, Kind, Parametric};
use crate::ir::plan::{BackwardPlan, Plan, of_user};
use crate::ir::size::Size;
use formwork_shape_rules::BackwardNeeds;

/// Plans the backward half of every operation below which something is trained. With `choose` false, which only
/// tests ask for, everything is kept.
pub fn differentiate(plan: &mut Plan, choose: bool) {
    let mut wanted = vec![false; plan.values.len()];
    if plan.graph.header.options.input_gradients {
        for &input in &plan.inputs {
            wanted[input] = true;
        }
    }
    for index in 0..plan.operations.len() {
        let operation = &plan.operations[index];
        let trained = |layer: usize| !plan.trainable_len(layer).is_zero();
        let trains = trained(operation.layer);
        let trains_absorbed = operation.absorbed.is_some_and(trained);
        let input_cotangents: Vec<bool> = operation
            .inputs
            .iter()
            .map(|&input| wanted[input])
            .collect();
        if !trains && !trains_absorbed && !input_cotangents.contains(&true) {
            continue;
        }
        let mut keeps_inputs = operation.operation.keeps_inputs.clone();
        let mut keeps_outputs = operation.operation.keeps_outputs.clone();
        let mut saved: Vec<Size> = operation
            .operation
            .saved
            .iter()
            .map(|&floats| Size::Known(floats))
            .collect();
        if let Kind::User { .. } = operation.operation.kind
            && let Some(alias) = plan.user_alias(operation.layer)
        {
            saved.push(of_user(&alias, "SAVED"));
        }
        let mut saves_activation_input = false;
        if let Some(epilogue) = &operation.operation.epilogue
            && let Some(activation) = &epilogue.activation
        {
            match activation.backward_needs() {
                BackwardNeeds::Nothing => {}
                // A dropout behind it leaves zeros in the output: elements can do without, whole rows can't.
                BackwardNeeds::Output
                    if epilogue.dropout.is_some() && !activation.is_elementwise() =>
                {
                    saves_activation_input = true;
                }
                BackwardNeeds::Output => keeps_outputs[0] = true,
                BackwardNeeds::Input
                    if *activation == ActivationFunction::Parametric(Parametric::Thresholded)
                        && operation.operation.recomputes
                        && !epilogue.residual => {}
                BackwardNeeds::Input => saves_activation_input = true,
            }
        }
        if !choose {
            keeps_inputs.fill(true);
            keeps_outputs.fill(true);
            saves_activation_input |= operation.operation.epilogue.is_some();
        }
        if saves_activation_input {
            saved.push(Size::Known(plan.len(operation.outputs[0])));
        }
        for &output in &operation.outputs {
            wanted[output] = true;
        }
        plan.operations[index].backward = Some(BackwardPlan {
            keeps_inputs,
            keeps_outputs,
            saved,
            saves_activation_input,
            input_cotangents,
            trains,
            trains_absorbed,
        });
    }
}
