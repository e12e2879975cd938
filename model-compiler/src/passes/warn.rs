//! Warn: what is legal and probably not what was meant. After it layers that nothing applies are gone.
//!
//! It looks at models without mistakes only. Each rule reads what layers say of themselves as operations; what a layer
//! can tell alone, it remarks itself.

use super::resolve::{Resolved, UnusedKind};
use crate::diagnostics::{Diagnosis, Diagnostics, Warning};
use crate::ir::graph::{Graph, Node};
use crate::ir::operation::{Absorb, ActivationFunction, Character, Lowered};
use formwork_shape_rules::Activation;
use proc_macro2::Span;

/// Reports all that looks wrong, each once for each place in the source.
pub fn warn(resolved: &mut Resolved, diagnostics: &mut Diagnostics) {
    let graph = &resolved.graph;
    let mut facts: Vec<Facts> = graph
        .nodes
        .iter()
        .map(|node| Facts::of(graph, node))
        .collect();
    let mut applications = vec![0; graph.layers.len()];
    for node in &graph.nodes {
        applications[node.layer] += 1;
        for input in &node.inputs {
            facts[input.node].readers += 1;
        }
    }
    for output in &graph.outputs {
        facts[output.node].readers += 1;
        facts[output.node].output = true;
    }
    let mut warner = Warner {
        resolved,
        facts,
        applications,
        diagnostics,
    };
    warner.unused();
    for node in 0..warner.facts.len() {
        warner.remarks(node);
        warner.activations(node);
        warner.normalization(node);
        warner.linear(node);
        warner.dropout(node);
    }
    drop_unused(resolved);
}

/// What the rules read of a node.
#[derive(Default)]
struct Facts {
    /// It is an activation and nothing else.
    pure: Option<Activation>,
    /// The activation that it ends with, as a layer of its own or as an argument.
    activation: Option<Activation>,
    /// It is a product with weights.
    dense: bool,
    /// No activation is part of it, not even a closure.
    bare: bool,
    /// It drops elements.
    dropout: bool,
    /// It couples the samples of a batch.
    coupled: bool,
    /// How many nodes and outputs read it.
    readers: usize,
    /// It is an output of the model.
    output: bool,
}

impl Facts {
    fn of(graph: &Graph, node: &Node) -> Facts {
        let mut facts = Facts::default();
        let layer = &graph.layers[node.layer];
        let lowered = layer
            .layer
            .lower(&graph.input_shapes(node), layer.trainable);
        let Lowered::Operation(operation) = lowered else {
            return facts;
        };
        facts.bare = operation
            .epilogue
            .as_ref()
            .is_none_or(|epilogue| epilogue.activation.is_none());
        facts.activation = operation
            .epilogue
            .and_then(|epilogue| built_in(&epilogue.activation?));
        match operation.absorb {
            Absorb::Activation(activation) => {
                facts.pure = built_in(&activation);
                facts.activation = facts.pure;
            }
            Absorb::Dropout(_) => facts.dropout = true,
            Absorb::Never | Absorb::Residual => {}
        }
        facts.dense = operation.character == Character::Dense;
        facts.coupled = operation.coupled.is_some();
        facts
    }
}

/// Of a closure nothing is known here.
fn built_in(activation: &ActivationFunction) -> Option<Activation> {
    match activation {
        ActivationFunction::BuiltIn(activation) => Some(*activation),
        ActivationFunction::Closure(_) | ActivationFunction::Parametric(_) => None,
    }
}

struct Warner<'w> {
    resolved: &'w Resolved,
    facts: Vec<Facts>,
    /// How often each layer is applied.
    applications: Vec<usize>,
    diagnostics: &'w mut Diagnostics,
}

impl Warner<'_> {
    /// Reports a warning unless one of the layers allows it.
    fn report(&mut self, layers: &[usize], span: Span, warning: Warning) {
        let name = warning.lint().name;
        let graph = &self.resolved.graph;
        if layers
            .iter()
            .any(|&layer| graph.layers[layer].allow.contains(&name))
        {
            return;
        }
        if self.diagnostics.is_first_warning(span, name) {
            self.diagnostics.warning(span, Diagnosis::Warning(warning));
        }
    }

    /// The node that makes the only input of a node.
    fn producer(&self, node: usize) -> Option<usize> {
        match *self.resolved.graph.nodes[node].inputs {
            [value] => Some(value.node),
            _ => None,
        }
    }

    /// The place of an argument, or of the application if it isn't written.
    fn place(&self, node: usize, argument: &str) -> Span {
        let node = &self.resolved.graph.nodes[node];
        let places = &self.resolved.places[node.layer];
        let written = places.iter().find(|(name, _)| *name == argument);
        written.map_or(node.span, |(_, span)| *span)
    }

    fn keyword(&self, node: usize) -> String {
        let graph = &self.resolved.graph;
        graph.layers[graph.nodes[node].layer].keyword.clone()
    }

    fn unused(&mut self) {
        for unused in &self.resolved.unused {
            if unused.kind == UnusedKind::Layer {
                let mut layers = self.resolved.graph.layers.iter();
                let layer = layers.position(|layer| layer.name == unused.name);
                let name = unused.name.clone();
                let layers: Vec<usize> = layer.into_iter().collect();
                self.report(&layers, unused.span, Warning::UnusedLayer { name });
            }
        }
    }

    /// What the layer itself can tell.
    fn remarks(&mut self, index: usize) {
        let graph = &self.resolved.graph;
        let node = &graph.nodes[index];
        let layer = &graph.layers[node.layer];
        let remarks = layer.layer.remarks(&graph.input_shapes(node));
        let layer = node.layer;
        for (argument, warning) in remarks {
            let span = self.place(index, argument);
            self.report(&[layer], span, warning);
        }
        if self.facts[index].coupled && self.resolved.graph.header.options.no_batch {
            let warning = Warning::BatchCoupling {
                layer: self.keyword(index),
            };
            self.report(&[layer], self.resolved.graph.nodes[index].span, warning);
        }
    }

    /// Softmax of one element, and activations of activations.
    fn activations(&mut self, index: usize) {
        let graph = &self.resolved.graph;
        let node = &graph.nodes[index];
        let layer = node.layer;
        let along_last = matches!(
            self.facts[index].activation,
            Some(Activation::Softmax | Activation::LogSoftmax | Activation::Sparsemax)
        );
        if along_last && node.shapes.first().is_some_and(|shape| shape.last() == 1) {
            let before = match self.facts[index].pure {
                Some(_) => self.producer(index).unwrap_or(index),
                None => index,
            };
            let warning = Warning::SoftmaxOfOne {
                layer: self.resolved.graph.nodes[before].name.clone(),
            };
            self.report(&[layer], self.place(index, "activation"), warning);
            return;
        }
        let Some(second) = self.facts[index].pure else {
            return;
        };
        let Some(producer) = self.producer(index) else {
            return;
        };
        let Some(first) = self.facts[producer].activation else {
            return;
        };
        let layers = [layer, self.resolved.graph.nodes[producer].layer];
        if clips(first) && squashes(second) {
            let warning = Warning::ClippedScores {
                clips: spoken(first),
                then: spoken(second),
            };
            self.report(&layers, self.place(producer, "activation"), warning);
        } else {
            let warning = Warning::RepeatedActivation {
                first: spoken(first),
                second: spoken(second),
            };
            let span = self.resolved.graph.nodes[index].span;
            self.report(&layers, span, warning);
        }
    }

    /// What stands right before batch normalization.
    fn normalization(&mut self, index: usize) {
        let layer = &self.resolved.graph.layers[self.resolved.graph.nodes[index].layer];
        if !self.facts[index].coupled || layer.layer.line().is_none() {
            return;
        }
        let Some(producer) = self.producer(index) else {
            return;
        };
        let graph = &self.resolved.graph;
        let before = &graph.nodes[producer];
        let layers = [graph.nodes[index].layer, before.layer];
        let then = self.keyword(index);
        let owner = &graph.layers[before.layer];
        let facts = &self.facts[producer];
        let has_bias = owner
            .parameters
            .iter()
            .any(|parameter| parameter.name == "bias");
        let once = self.applications[before.layer] == 1;
        if facts.dropout {
            let warning = Warning::DropoutBeforeNormalization { then };
            self.report(&layers, before.span, warning);
        } else if has_bias && owner.trainable && once && facts.bare && facts.readers == 1 {
            let layer = owner.keyword.clone();
            let span = self.place(producer, "use_bias");
            self.report(&layers, span, Warning::UselessBias { layer, then });
        }
    }

    /// Two products in a row.
    fn linear(&mut self, index: usize) {
        let Some(producer) = self.producer(index) else {
            return;
        };
        let facts = &self.facts[producer];
        let linear = facts.dense && facts.bare && facts.readers == 1;
        if !linear || !self.facts[index].dense {
            return;
        }
        let graph = &self.resolved.graph;
        let (first, second) = (&graph.nodes[producer], &graph.nodes[index]);
        let warning = Warning::LinearLayers {
            first: first.name.clone(),
            second: second.name.clone(),
        };
        self.report(&[first.layer, second.layer], first.span, warning);
    }

    fn dropout(&mut self, index: usize) {
        if self.facts[index].dropout && self.facts[index].output {
            let node = &self.resolved.graph.nodes[index];
            let name = node.name.clone();
            self.report(&[node.layer], node.span, Warning::DropoutAtOutput { name });
        }
    }
}

/// Whether all inputs below some bound become one value.
fn clips(activation: Activation) -> bool {
    match activation {
        Activation::Relu | Activation::HardSigmoid | Activation::HardTanh => true,
        Activation::ClippedRelu { negative_slope, .. } => negative_slope == 0.0,
        Activation::Threshold { .. } => true,
        _ => false,
    }
}

/// Whether scores of any sign become probabilities.
fn squashes(activation: Activation) -> bool {
    matches!(
        activation,
        Activation::Softmax | Activation::LogSoftmax | Activation::Sparsemax | Activation::Sigmoid
    )
}

/// How an activation is called.
fn spoken(activation: Activation) -> String {
    if let Activation::ClippedRelu { .. } = activation {
        return "relu".into();
    }
    let debug = format!("{activation:?}");
    let word = debug.split([' ', '{']).next().unwrap_or("");
    let mut name = String::with_capacity(word.len() + 2);
    for character in word.chars() {
        if character.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(character.to_lowercase());
    }
    name
}

/// Takes away the layers that nothing applies: they have no parameters, since they have no input.
fn drop_unused(resolved: &mut Resolved) {
    let graph = &mut resolved.graph;
    let mut places: Vec<Option<usize>> = vec![None; graph.layers.len()];
    for node in &graph.nodes {
        places[node.layer] = Some(0);
    }
    for (next, place) in places.iter_mut().flatten().enumerate() {
        *place = next;
    }
    let keep = |index: &mut usize| {
        let kept = places.get(*index).is_some_and(Option::is_some);
        *index += 1;
        kept
    };
    let (mut layer, mut place) = (0, 0);
    graph.layers.retain(|_| keep(&mut layer));
    resolved.places.retain(|_| keep(&mut place));
    for node in &mut graph.nodes {
        if let Some(Some(place)) = places.get(node.layer) {
            node.layer = *place;
        }
    }
}
