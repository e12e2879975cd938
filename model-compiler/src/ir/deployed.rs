//! The deployed form: what inference of one sample needs, and nothing else.

use super::plan::Plan;
use super::schedule::{Call, Operand};
use super::size::Size;
use formwork_shape_rules::Shape;
use formwork_shape_rules::fold::Origin;
use std::fmt;

/// A model as it is deployed, down to offsets.
#[derive(Debug)]
pub struct Deployed {
    /// The calls' operations and values, over the graph of the trained form.
    pub plan: Plan,
    /// The tensors of built-in layers, one after the other.
    pub tensors: Vec<DeployedTensor>,
    /// For each layer: first element of its parameters, and how many there are.
    pub parameters: Vec<(Size, Size)>,
    /// All elements.
    pub elements: Size,
    /// What lies in the arena.
    pub buffers: Vec<DeployedBuffer>,
    /// The calls, each [`Call::Forward`]; buffers are those above.
    pub calls: Vec<Call>,
    /// Floats of the arena.
    pub arena: usize,
    /// Floats of scratch that the calls need behind it.
    pub scratch: Size,
}

/// A tensor of the deployed form.
#[derive(Clone, Debug)]
pub struct DeployedTensor {
    /// The layer that it belongs to: index into `Graph::layers`.
    pub layer: usize,
    /// Its name within the layer.
    pub name: &'static str,
    /// Its shape.
    pub shape: Shape,
    /// Index of its first element.
    pub offset: usize,
    /// How it is made from the trained tensors.
    pub origin: Origin,
}

/// Some elements of the arena while they hold certain values.
#[derive(Clone, Debug)]
pub struct DeployedBuffer {
    /// The values that lie in it, one after the other in time.
    pub values: Vec<usize>,
    /// Number of elements.
    pub len: usize,
    /// The first element.
    pub offset: usize,
    /// The call that writes to it first.
    pub first: usize,
    /// The last call that uses it.
    pub last: usize,
}

impl Deployed {
    /// The full name of a tensor: `dense_1.kernel`.
    pub fn tensor_name(&self, tensor: &DeployedTensor) -> String {
        format!(
            "{}.{}",
            self.plan.graph.layers[tensor.layer].name, tensor.name
        )
    }

    /// The name of a buffer: those of its values.
    pub fn buffer_name(&self, buffer: &DeployedBuffer) -> String {
        let names = buffer.values.iter();
        let names: Vec<&str> = names.map(|&value| &*self.plan.values[value].name).collect();
        names.join(", ")
    }

    /// The least that any plan could do with: the most elements that are alive at one call.
    pub fn most_alive(&self) -> usize {
        let alive = |call: usize| {
            let alive = self.buffers.iter();
            let alive = alive.filter(|buffer| (buffer.first..=buffer.last).contains(&call));
            alive.map(|buffer| buffer.len).sum()
        };
        (0..self.calls.len()).map(alive).max().unwrap_or(0)
    }
}

impl fmt::Display for Deployed {
    /// Tensors, calls with the places that they read and write, and what it all takes.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plan = &self.plan;
        writeln!(formatter, "deployed form of {}", plan.graph.header.name)?;
        for tensor in &self.tensors {
            let origin = match tensor.origin {
                Origin::Copied { .. } => "",
                Origin::Scaled { .. } | Origin::Bias { .. } => ", with a normalization folded in",
                Origin::Scale { .. } | Origin::Shift { .. } => ", of a normalization",
            };
            let name = self.tensor_name(tensor);
            writeln!(formatter, "  {name}: {}{origin}", tensor.shape)?;
        }
        let place = |operand: &Operand| match *operand {
            Operand::Input(input) => format!("input {}", plan.values[plan.inputs[input]].name),
            Operand::Output(output) => format!("output {}", plan.outputs[output].name),
            Operand::Buffer(buffer) => {
                let buffer = &self.buffers[buffer];
                format!("{}..{}", buffer.offset, buffer.offset + buffer.len)
            }
            Operand::InputGradient(_) | Operand::None => "in place".to_string(),
        };
        let places = |operands: &[Operand]| {
            let places: Vec<String> = operands.iter().map(place).collect();
            places.join(", ")
        };
        for call in &self.calls {
            if let Call::Forward {
                operation,
                inputs,
                outputs,
                ..
            } = call
            {
                writeln!(
                    formatter,
                    "  {}: {} → {}",
                    plan.operations[*operation].fused.join(" + "),
                    places(inputs),
                    places(outputs)
                )?;
            }
        }
        writeln!(
            formatter,
            "  memory: {} floats of weights, {} + {} of scratch; {} alive at once",
            self.elements,
            self.arena,
            self.scratch,
            self.most_alive()
        )
    }
}
