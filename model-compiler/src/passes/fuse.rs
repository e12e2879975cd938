//! Fusion. After it, every remaining node is one kernel call forward and one backward: activations, dropouts and
//! residual additions live in the epilogue of the operation that produces their input, and views are gone.
//!
//! An operation absorbs its consumer if it is the only one, if its epilogue still has room (the order is residual,
//! activation, dropout) and if nobody else sees the value between the two. The fused call stands where the consumer
//! stood, so a residual that is computed in between is there in time.

use crate::ir::graph::{Graph, Node, Value};
use crate::ir::operation::{Absorb, ActivationFunction, Epilogue, Lowered, Operation};
use crate::ir::plan::{Plan, PlanOperation, PlanOutput, PlanValue, Tail};
use formwork_shape_rules::{Activation, Shape};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Lowers every node and fuses what can be; `enabled` is false only in tests of what fusion is worth.
pub fn fuse(graph: impl Into<Rc<Graph>>, enabled: bool) -> Plan {
    let graph = graph.into();
    let lower = |node: usize, inputs: &[Shape]| {
        let instance = &graph.layers[graph.nodes[node].layer];
        instance.layer.lower(inputs, instance.trainable)
    };
    fuse_as(&graph, enabled, true, &lower)
}

/// The same for nodes that become what `lower` says. With `apart`, which training needs, no operation reads a value
/// twice.
pub fn fuse_as(
    graph: &Rc<Graph>,
    enabled: bool,
    apart: bool,
    lower: &dyn Fn(usize, &[Shape]) -> Lowered,
) -> Plan {
    let mut fuser = Fuser {
        values: Vec::new(),
        operations: Vec::new(),
        value_of: BTreeMap::new(),
        apart,
    };
    let mut inputs = Vec::new();
    let uses = count_uses(graph);
    let mut views: BTreeMap<Value, Value> = BTreeMap::new();
    for (index, node) in graph.nodes.iter().enumerate() {
        let input_shapes = graph.input_shapes(node);
        let sources: Vec<usize> = node
            .inputs
            .iter()
            .map(|value| fuser.value_of[value])
            .collect();
        match lower(index, &input_shapes) {
            Lowered::Input => {
                let value = fuser.new_value(&node.name, node.shapes[0]);
                fuser.value_of.insert(
                    Value {
                        node: index,
                        output: 0,
                    },
                    value,
                );
                inputs.push(value);
            }
            Lowered::View => {
                fuser.value_of.insert(
                    Value {
                        node: index,
                        output: 0,
                    },
                    sources[0],
                );
                views.insert(
                    Value {
                        node: index,
                        output: 0,
                    },
                    node.inputs[0],
                );
            }
            Lowered::Operation(operation) => {
                let only_use = |input: usize| is_only_use(node.inputs[input], &uses, &views);
                if enabled && fuser.absorb(index, node, &operation, &sources, &only_use) {
                    continue;
                }
                let outputs: Vec<usize> = (0..node.shapes.len())
                    .map(|output| {
                        let name = if output == 0 {
                            node.name.clone()
                        } else {
                            format!("{}_{output}", node.name)
                        };
                        let value = fuser.new_value(&name, node.shapes[output]);
                        fuser.value_of.insert(
                            Value {
                                node: index,
                                output,
                            },
                            value,
                        );
                        value
                    })
                    .collect();
                let mut operation = operation;
                number_draws(&mut operation, index);
                let sources = fuser.apart(graph, &node.name, sources);
                fuser.operations.push(PlanOperation {
                    name: node.name.clone(),
                    fused: vec![node.name.clone()],
                    layer: node.layer,
                    absorbed: None,
                    input_shapes,
                    operation,
                    inputs: sources,
                    outputs,
                    backward: None,
                });
            }
        }
    }
    let outputs = fuser.outputs(graph, &inputs);
    Plan {
        graph: Rc::clone(graph),
        values: fuser.values,
        operations: fuser.operations,
        inputs,
        outputs,
    }
}

struct Fuser {
    values: Vec<PlanValue>,
    operations: Vec<PlanOperation>,
    value_of: BTreeMap<Value, usize>,
    /// Whether every input of an operation has a cotangent of its own, so that it reads no value twice.
    apart: bool,
}

impl Fuser {
    fn new_value(&mut self, name: &str, shape: Shape) -> usize {
        self.values.push(PlanValue {
            name: name.to_string(),
            shape,
        });
        self.values.len() - 1
    }

    /// Tries to make the node with this index part of the operation that produces one of its inputs.
    fn absorb(
        &mut self,
        index: usize,
        node: &Node,
        operation: &Operation,
        sources: &[usize],
        only_use: &dyn Fn(usize) -> bool,
    ) -> bool {
        let shape = node.shapes[0];
        let candidates: &[usize] = match operation.absorb {
            Absorb::Never => &[],
            Absorb::Activation(_) | Absorb::Dropout(_) => &[0],
            // The later of the two branches is more often the one that isn't an identity.
            Absorb::Residual => &[0, 1],
        };
        for &input in candidates {
            if !only_use(input) {
                continue;
            }
            let Some(place) = self
                .operations
                .iter()
                .position(|producer| producer.outputs.contains(&sources[input]))
            else {
                continue;
            };
            let producer = &mut self.operations[place];
            if producer.outputs.len() != 1 {
                continue;
            }
            let row = self.values[sources[input]].shape.last();
            let takes_parametric = producer.operation.takes_parametric;
            let Some(epilogue) = producer.operation.epilogue.as_mut() else {
                continue;
            };
            let accepted = match &operation.absorb {
                Absorb::Never => false,
                Absorb::Activation(activation) => {
                    let parametric = matches!(activation, ActivationFunction::Parametric(_));
                    // A view in between may have changed what "the last axis" is.
                    let same_rows =
                        activation.is_elementwise() && !parametric || row == shape.last();
                    let free = epilogue.activation.is_none()
                        && epilogue.dropout.is_none()
                        && same_rows
                        && (takes_parametric || !parametric);
                    if free {
                        epilogue.activation = Some(activation.clone());
                        producer.absorbed = parametric.then_some(node.layer);
                    }
                    free
                }
                Absorb::Dropout(rate) => {
                    let free = epilogue.dropout.is_none();
                    if free {
                        epilogue.dropout = Some((*rate, index as u32));
                    }
                    free
                }
                Absorb::Residual => {
                    // With a cotangent of its own, the residual can't be an input already.
                    let is_read = producer.inputs.contains(&sources[1 - input]);
                    let free = *epilogue == Epilogue::default()
                        && sources[0] != sources[1]
                        && !(self.apart && is_read);
                    if free {
                        epilogue.residual = true;
                        producer.inputs.push(sources[1 - input]);
                        producer.operation.keeps_inputs.push(false);
                    }
                    free
                }
            };
            if !accepted {
                continue;
            }
            producer.fused.push(node.name.clone());
            self.values[sources[input]] = PlanValue {
                name: node.name.clone(),
                shape,
            };
            let made = Value {
                node: index,
                output: 0,
            };
            self.value_of.insert(made, sources[input]);
            let moved = self.operations.remove(place);
            self.operations.push(moved);
            return true;
        }
        false
    }

    /// The model's outputs, each a value of its own that an operation writes.
    fn outputs(&mut self, graph: &Graph, inputs: &[usize]) -> Vec<PlanOutput> {
        let mut taken: Vec<usize> = Vec::new();
        let mut outputs = Vec::new();
        for &output in &graph.outputs {
            let mut value = self.value_of[&output];
            let shape = graph.shape(output);
            let node = match &graph.nodes[output.node] {
                node if node.attached => &graph.nodes[node.inputs[0].node],
                node => node,
            };
            let name = if output.output == 0 {
                node.name.clone()
            } else {
                format!("{}_{}", node.name, output.output)
            };
            if inputs.contains(&value) || taken.contains(&value) {
                value = self.copy(graph, value, &name, shape);
            }
            taken.push(value);
            outputs.push(PlanOutput {
                value,
                name,
                shape,
                tail: self.tail(value, shape),
            });
        }
        outputs
    }

    /// The same sources, each once where cotangents are wanted: a value that an operation reads twice gets a copy.
    fn apart(&mut self, graph: &Graph, name: &str, mut sources: Vec<usize>) -> Vec<usize> {
        for place in 1..sources.len() {
            if self.apart && sources[..place].contains(&sources[place]) {
                let shape = self.values[sources[place]].shape;
                sources[place] =
                    self.copy(graph, sources[place], &format!("{name}_{place}"), shape);
            }
        }
        sources
    }

    /// An operation that copies a value: a model may hand out what it was given.
    fn copy(&mut self, graph: &Graph, value: usize, name: &str, shape: Shape) -> usize {
        // Every model has an input, whose layer owns no parameters.
        let layer = graph.nodes[graph.inputs[0]].layer;
        let copy = self.new_value(&format!("{name}_copy"), shape);
        self.operations.push(PlanOperation {
            name: format!("{name}_copy"),
            fused: vec![format!("{name}_copy")],
            layer,
            absorbed: None,
            input_shapes: vec![shape],
            operation: Operation {
                in_place: true,
                ..Operation::new(
                    "ActivationLayer",
                    1,
                    vec![
                        ("len", shape.len().to_string()),
                        ("width", shape.last().to_string()),
                        ("activation", "Activation::Linear".to_string()),
                    ],
                )
            },
            inputs: vec![value],
            outputs: vec![copy],
            backward: None,
        });
        copy
    }

    /// What a loss may fuse with: the activation must be the last thing that happens to the value, and nobody else
    /// may read it, since its cotangent would then be of another kind.
    fn tail(&self, value: usize, shape: Shape) -> Tail {
        if self
            .operations
            .iter()
            .any(|operation| operation.inputs.contains(&value))
        {
            return Tail::Other;
        }
        let Some(producer) = self
            .operations
            .iter()
            .find(|operation| operation.outputs.contains(&value))
        else {
            return Tail::Other;
        };
        let Some(epilogue) = &producer.operation.epilogue else {
            return Tail::Other;
        };
        if epilogue.dropout.is_some() || producer.outputs.len() != 1 {
            return Tail::Other;
        }
        match &epilogue.activation {
            Some(ActivationFunction::BuiltIn(Activation::Softmax))
                if self.values[value].shape.last() == shape.last() =>
            {
                Tail::Softmax
            }
            Some(ActivationFunction::BuiltIn(Activation::Sigmoid)) => Tail::Sigmoid,
            _ => Tail::Other,
        }
    }
}

/// What draws does so by the number of its node, so that no two layers share a mask.
fn number_draws(operation: &mut Operation, node: usize) {
    if operation.draws {
        operation.fields.push(("node", node.to_string()));
    }
}

/// How often each value is read, the model's outputs included.
pub fn count_uses(graph: &Graph) -> BTreeMap<Value, usize> {
    let mut uses = BTreeMap::new();
    for value in graph
        .nodes
        .iter()
        .flat_map(|node| &node.inputs)
        .chain(&graph.outputs)
    {
        *uses.entry(*value).or_insert(0) += 1;
    }
    uses
}

/// Whether one node alone sees this value, through whatever views.
fn is_only_use(
    mut value: Value,
    uses: &BTreeMap<Value, usize>,
    views: &BTreeMap<Value, Value>,
) -> bool {
    loop {
        if uses.get(&value).copied() != Some(1) {
            return false;
        }
        match views.get(&value) {
            Some(&source) => value = source,
            None => return true,
        }
    }
}
