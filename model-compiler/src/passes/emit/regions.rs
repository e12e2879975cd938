//! Where each tensor of a model lies, and how generated code names it.

use crate::ir::graph::{LayerInstance, Role};
use crate::ir::plan::{Plan, PlanOperation};
use crate::ir::size::Size;

/// Where a tensor of a layer lies.
pub struct TensorPlace<'a> {
    /// Its layer's place among all.
    pub layer: usize,
    /// The layer.
    pub instance: &'a LayerInstance,
    /// Index of the parameter within the layer.
    pub parameter: usize,
    /// The region's name in the runtime.
    pub region: &'static str,
    /// First element within the region.
    pub offset: Size,
}

/// The regions' layout: layers in order, known sizes first, then what users' layers bring.
pub struct Regions<'a> {
    /// All tensors of built-in layers.
    pub tensors: Vec<TensorPlace<'a>>,
    /// For each layer: region and first element of its parameters, state aside.
    pub parameters: Vec<(&'static str, Size)>,
    /// For each layer: first element of its state.
    pub state: Vec<Size>,
    /// Elements of the three regions: trainable, frozen, state.
    pub totals: [Size; 3],
}

/// Lays out the regions.
pub fn regions(plan: &Plan) -> Regions<'_> {
    let count = plan.graph.layers.len();
    let mut layout = Regions {
        tensors: Vec::new(),
        parameters: vec![("Trainable", Size::ZERO); count],
        state: vec![Size::ZERO; count],
        totals: [Size::ZERO, Size::ZERO, Size::ZERO],
    };
    let users: Vec<bool> = (0..count)
        .map(|layer| plan.user_alias(layer).is_some())
        .collect();
    for wants_user in [false, true] {
        for (layer, instance) in plan.graph.layers.iter().enumerate() {
            if users[layer] != wants_user {
                continue;
            }
            let (place, region) = if instance.trainable {
                (0, "Trainable")
            } else {
                (1, "Frozen")
            };
            layout.parameters[layer] = (region, layout.totals[place].clone());
            layout.state[layer] = layout.totals[2].clone();
            let mut state = layout.totals[2].clone();
            let mut offset = layout.totals[place].clone();
            for (parameter, tensor) in instance.parameters.iter().enumerate() {
                let (region, offset) = match tensor.role {
                    Role::Trainable => {
                        let start = offset.clone();
                        offset = offset.plus(&tensor.shape.len().into());
                        (region, start)
                    }
                    Role::State => {
                        let start = state.clone();
                        state = state.plus(&tensor.shape.len().into());
                        ("State", start)
                    }
                };
                layout.tensors.push(TensorPlace {
                    layer,
                    instance,
                    parameter,
                    region,
                    offset,
                });
            }
            layout.totals[place] = layout.totals[place].plus(&plan.parameter_len(layer));
            layout.totals[2] = layout.totals[2].plus(&plan.state_len(layer));
        }
    }
    layout
}

/// `(0, 401_920)`: where a layer's parameters lie among those of the model, trained and frozen.
pub fn parameters_text(plan: &Plan, regions: &Regions<'_>, layer: usize) -> String {
    let len = plan.parameter_len(layer);
    if len.is_zero() {
        return "(0, 0)".to_string();
    }
    let (region, offset) = &regions.parameters[layer];
    match *region {
        "Frozen" => format!("({}, {len})", regions.totals[0].plus(offset)),
        _ => format!("({offset}, {len})"),
    }
}

/// The same for its state, if it has some.
pub fn state_text(plan: &Plan, regions: &Regions<'_>, layer: usize) -> Option<String> {
    let len = plan.state_len(layer);
    (!len.is_zero()).then(|| format!("({}, {len})", regions.state[layer]))
}

/// `Tensors::of((0, 64))` with state, statistics and what is absorbed, as far as an operation has them; `None` if it
/// has parameters alone.
pub fn tensors_text(
    plan: &Plan,
    regions: &Regions<'_>,
    operation: &PlanOperation,
    statistics: Option<String>,
    absorbed_gradients: Option<String>,
) -> Option<String> {
    let mut text = format!(
        "Tensors::of({})",
        parameters_text(plan, regions, operation.layer)
    );
    let alone = text.len();
    if let Some(state) = state_text(plan, regions, operation.layer) {
        text.push_str(&format!(".state({state})"));
    }
    if let Some(statistics) = statistics {
        text.push_str(&format!(".statistics({statistics})"));
    }
    if let Some(layer) = operation.absorbed {
        let parameters = parameters_text(plan, regions, layer);
        let gradients = absorbed_gradients.unwrap_or_else(|| "None".to_string());
        text.push_str(&format!(".absorbed({parameters}, {gradients})"));
    }
    (text.len() > alone).then_some(text)
}
