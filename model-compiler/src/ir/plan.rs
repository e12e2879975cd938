//! The plan: kernel calls and the values between them. Views are gone, and what can be fused is.

use super::graph::Graph;
use super::operation::{Coupled, Kind, Operation, WeightGradient};
use super::size::Size;
use formwork_shape_rules::Shape;
use std::fmt;
use std::rc::Rc;

/// A model as kernel calls in the order of the forward pass.
#[derive(Debug)]
pub struct Plan {
    /// Where it came from: header, layers and parameters. The trained and the deployed form have it in common.
    pub graph: Rc<Graph>,
    /// The values, inputs first.
    pub values: Vec<PlanValue>,
    /// The kernel calls.
    pub operations: Vec<PlanOperation>,
    /// The model's inputs, as indices into `values`.
    pub inputs: Vec<usize>,
    /// The model's outputs.
    pub outputs: Vec<PlanOutput>,
}

/// A value that lies in memory.
#[derive(Clone, Debug)]
pub struct PlanValue {
    /// The name of the node that makes it, with the output's number if that has several.
    pub name: String,
    /// Its shape for one sample; a view of it has another shape of the same length.
    pub shape: Shape,
}

/// One of the model's outputs.
#[derive(Clone, Debug)]
pub struct PlanOutput {
    /// Index into [`Plan::values`].
    pub value: usize,
    /// The name of the node in the declaration.
    pub name: String,
    /// The shape in the declaration.
    pub shape: Shape,
    /// The runtime's `Tail` that a loss may fuse with.
    pub tail: Tail,
}

/// See the runtime's `Tail`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tail {
    /// Nothing that a loss knows.
    Other,
    /// Softmax along the last axis.
    Softmax,
    /// Sigmoid.
    Sigmoid,
}

/// A kernel call.
#[derive(Debug)]
pub struct PlanOperation {
    /// The name of the node at its heart.
    pub name: String,
    /// Names of all nodes in it, in order.
    pub fused: Vec<String>,
    /// The layer whose parameters it uses: index into [`Graph::layers`].
    pub layer: usize,
    /// The layer with parameters that its epilogue has absorbed.
    pub absorbed: Option<usize>,
    /// The shapes of the layer's own inputs.
    pub input_shapes: Vec<Shape>,
    /// The call.
    pub operation: Operation,
    /// Values read; with a residual that is the last.
    pub inputs: Vec<usize>,
    /// Values written.
    pub outputs: Vec<usize>,
    /// What happens to it on the way back, once differentiated; `None` if nothing below it is trained.
    pub backward: Option<BackwardPlan>,
}

/// The backward half of a kernel call.
#[derive(Clone, Debug)]
pub struct BackwardPlan {
    /// Which inputs it reads again.
    pub keeps_inputs: Vec<bool>,
    /// Which outputs it reads again.
    pub keeps_outputs: Vec<bool>,
    /// Buffers saved by forward: floats for each sample.
    pub saved: Vec<Size>,
    /// Whether the last of them is what enters the epilogue's activation.
    pub saves_activation_input: bool,
    /// Which inputs' cotangents are wanted.
    pub input_cotangents: Vec<bool>,
    /// Whether its parameters have gradients.
    pub trains: bool,
    /// Whether those of the layer that it has absorbed have.
    pub trains_absorbed: bool,
}

impl Plan {
    /// Elements of a value for one sample.
    pub fn len(&self, value: usize) -> usize {
        self.values[value].shape.len()
    }

    /// Whether there are no kernel calls.
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }

    /// The trained elements of a layer.
    pub fn trainable_len(&self, layer: usize) -> Size {
        let instance = &self.graph.layers[layer];
        if instance.trainable {
            self.parameter_len(layer)
        } else {
            Size::ZERO
        }
    }

    /// All elements of a layer that aren't state, frozen or not.
    pub fn parameter_len(&self, layer: usize) -> Size {
        use super::graph::Role;
        let instance = &self.graph.layers[layer];
        if let Some(alias) = self.user_alias(layer) {
            return of_user(&alias, "PARAMETERS_LEN");
        }
        let known = instance
            .parameters
            .iter()
            .filter(|parameter| parameter.role == Role::Trainable);
        Size::Known(known.map(|parameter| parameter.shape.len()).sum())
    }

    /// The elements of a layer's state.
    pub fn state_len(&self, layer: usize) -> Size {
        use super::graph::Role;
        if let Some(alias) = self.user_alias(layer) {
            return of_user(&alias, "STATE_LEN");
        }
        let parameters = self.graph.layers[layer].parameters.iter();
        let state = parameters.filter(|parameter| parameter.role == Role::State);
        Size::Known(state.map(|parameter| parameter.shape.len()).sum())
    }

    /// What an operation sums over the batch in training: one that couples the samples, or that of a user's layer whose
    /// state may change.
    pub fn gathered(&self, operation: usize) -> Option<Gathered> {
        let operation = &self.operations[operation];
        let coupled = operation.coupled();
        if let Some(alias) = self.user_alias(operation.layer) {
            let of_coupled = |name| match coupled {
                Some(_) => of_user(&alias, name),
                None => Size::ZERO,
            };
            return (self.graph.layers[operation.layer].trainable).then(|| Gathered {
                sums: of_user(&alias, "SUMS"),
                backward_sums: of_coupled("BACKWARD_SUMS"),
                statistics: of_coupled("STATISTICS"),
            });
        }
        coupled.map(|coupled| Gathered {
            sums: coupled.sums.into(),
            backward_sums: coupled.backward_sums.into(),
            statistics: coupled.statistics.into(),
        })
    }

    /// The name of the struct without the mark of a raw identifier, to make other names from.
    pub fn bare_name(&self) -> String {
        self.graph
            .header
            .name
            .to_string()
            .trim_start_matches("r#")
            .to_string()
    }

    /// The alias by which generated code calls the type of a layer, if that is a user's.
    pub fn user_alias(&self, layer: usize) -> Option<String> {
        let operation = self
            .operations
            .iter()
            .find(|operation| operation.layer == layer)?;
        let is_user = matches!(operation.operation.kind, Kind::User { .. });
        is_user.then(|| format!("__{}User{layer}", self.bare_name()))
    }
}

/// The sizes of what an operation computes over the batch, besides its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gathered {
    /// Double-precision sums for each shard, forward.
    pub sums: Size,
    /// Double-precision sums for each shard, backward.
    pub backward_sums: Size,
    /// Floats of statistics over the batch.
    pub statistics: Size,
}

/// A constant of the type of a user's layer.
pub fn of_user(alias: &str, constant: &str) -> Size {
    Size::Constant(format!(
        "<{alias} as ::formwork::layers::Layer>::{constant}"
    ))
}

impl PlanOperation {
    /// The statistics over the batch that it needs in training, if any.
    pub fn coupled(&self) -> Option<Coupled> {
        self.operation.coupled
    }

    /// Rows and row length of a late weight gradient, if it trains and can have one.
    pub fn late(&self) -> Option<(usize, usize)> {
        match (self.operation.weight_gradient, &self.backward) {
            (WeightGradient::Late { rows, width, .. }, Some(backward)) if backward.trains => {
                Some((rows, width))
            }
            _ => None,
        }
    }
}

impl fmt::Display for Plan {
    /// One line for each kernel call: what is fused, what is read, what backward keeps.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |values: &[usize]| {
            let names: Vec<String> = values
                .iter()
                .map(|&value| format!("{} {}", self.values[value].name, self.values[value].shape))
                .collect();
            names.join(", ")
        };
        writeln!(formatter, "plan of {}", self.graph.header.name)?;
        writeln!(formatter, "  inputs: {}", names(&self.inputs))?;
        for operation in &self.operations {
            writeln!(
                formatter,
                "  {} = {}({})",
                names(&operation.outputs),
                operation.fused.join(" + "),
                names(&operation.inputs)
            )?;
            if let Some(backward) = &operation.backward {
                let mut kept = Vec::new();
                for (place, &keep) in backward.keeps_inputs.iter().enumerate() {
                    if keep {
                        kept.push(format!(
                            "input {}",
                            self.values[operation.inputs[place]].name
                        ));
                    }
                }
                for (place, &keep) in backward.keeps_outputs.iter().enumerate() {
                    if keep {
                        kept.push(format!(
                            "output {}",
                            self.values[operation.outputs[place]].name
                        ));
                    }
                }
                for size in &backward.saved {
                    kept.push(format!("{size} saved"));
                }
                let kept = if kept.is_empty() {
                    "nothing".to_string()
                } else {
                    kept.join(", ")
                };
                writeln!(formatter, "    backward keeps {kept}")?;
            } else {
                writeln!(formatter, "    no backward")?;
            }
        }
        for output in &self.outputs {
            writeln!(
                formatter,
                "  output {} = {} (tail {:?})",
                output.name, self.values[output.value].name, output.tail
            )?;
        }
        Ok(())
    }
}
