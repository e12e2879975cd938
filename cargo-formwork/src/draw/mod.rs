//! The graph of layers in the languages of drawings.

mod dot;
mod groups;
mod layout;
mod mermaid;
mod svg;

use crate::arguments::Format;
use crate::costs::grouped;
use crate::layers::Layer;

/// A model to draw.
#[derive(Clone, Copy, Debug)]
pub struct Drawing<'a> {
    /// The model's name.
    pub name: &'a str,
    /// The layers, each after those that it reads.
    pub layers: &'a [Layer],
    /// The places of the layers that give the model's outputs.
    pub outputs: &'a [usize],
}

/// Draws a graph; the text ends with a newline.
pub fn draw(drawing: Drawing<'_>, format: Format) -> String {
    match format {
        Format::Mermaid => mermaid::mermaid(drawing),
        Format::Dot => dot::dot(drawing),
        Format::Svg => svg::svg(drawing),
    }
}

/// What a layer is in a drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// An input of the model.
    Input,
    /// A layer that gives an output of the model.
    Output,
    /// A layer with tensors that training changes.
    Trained,
    /// A layer with tensors that it doesn't change.
    Frozen,
    /// Any other.
    Plain,
}

impl Role {
    const ALL: [Role; 5] = [
        Role::Input,
        Role::Output,
        Role::Trained,
        Role::Frozen,
        Role::Plain,
    ];

    /// A word for it.
    fn name(self) -> &'static str {
        match self {
            Role::Input => "input",
            Role::Output => "output",
            Role::Trained => "trained",
            Role::Frozen => "frozen",
            Role::Plain => "plain",
        }
    }

    /// The colours of its box: area and border.
    fn colors(self) -> (&'static str, &'static str) {
        match self {
            Role::Input => ("#e3f3e1", "#4f8f4a"),
            Role::Output => ("#fdeccb", "#b9822a"),
            Role::Trained => ("#dfebfa", "#4a77b0"),
            Role::Frozen => ("#e9e6f2", "#8478ab"),
            Role::Plain => ("#f4f4f2", "#8e8e88"),
        }
    }
}

impl Drawing<'_> {
    fn role(&self, index: usize) -> Role {
        let layer = &self.layers[index];
        let has = |region| layer.tensors.iter().any(|tensor| tensor.region == region);
        if layer.reads.is_empty() {
            Role::Input
        } else if self.outputs.contains(&index) {
            Role::Output
        } else if has("trained") || layer.parameters.is_none() {
            Role::Trained
        } else if has("frozen") {
            Role::Frozen
        } else {
            Role::Plain
        }
    }

    /// What leads from a layer to one that reads it: their places, and the shape of the value.
    fn edges(&self) -> impl Iterator<Item = (usize, usize, String)> {
        let layers = self.layers;
        layers.iter().enumerate().flat_map(move |(to, layer)| {
            layer.reads.iter().map(move |read| {
                let dims = &layers[read.layer].outputs[read.output];
                (read.layer, to, shape(dims))
            })
        })
    }
}

/// `[28, 28, 32]`
fn shape(dims: &[usize]) -> String {
    let dims: Vec<String> = dims.iter().map(usize::to_string).collect();
    format!("[{}]", dims.join(", "))
}

/// Keyword, and the owner of the tensors if that is another layer.
fn kind(layer: &Layer) -> String {
    match layer.owner == layer.name {
        true => layer.keyword.clone(),
        false => format!("{} {}", layer.keyword, layer.owner),
    }
}

/// `1,024 parameters`, or nothing.
fn parameters(layer: &Layer) -> Option<String> {
    match layer.parameters {
        Some(0) => None,
        Some(1) => Some("1 parameter".into()),
        Some(number) => Some(format!("{} parameters", grouped(number))),
        None => Some("parameters of its own".into()),
    }
}

/// The shapes of all outputs.
fn shapes(layer: &Layer) -> String {
    let shapes: Vec<String> = layer.outputs.iter().map(|dims| shape(dims)).collect();
    shapes.join(", ")
}
