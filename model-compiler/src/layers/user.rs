//! A layer of the user's own: opaque, with its output's shape written in the declaration.

use super::Layer;
use crate::diagnostics::Diagnosis;
use crate::ir::operation::{Absorb, Character, Coupled, Kind, Lowered, Operation, WeightGradient};
use formwork_shape_rules::Shape;
use proc_macro2::TokenStream;

/// A user's layer.
#[derive(Debug)]
pub struct User {
    /// The expression that makes it.
    pub value: TokenStream,
    /// Its type.
    pub path: TokenStream,
    /// The written shapes of what it gives.
    pub outputs: Vec<Shape>,
    /// Whether the declaration says that it couples the samples of a batch.
    pub coupled: bool,
}

impl Layer for User {
    fn outputs(&self, _: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        Ok(self.outputs.clone())
    }

    /// What it saves, owns and costs stands in its type: generated code asks there.
    fn lower(&self, inputs: &[Shape], trainable: bool) -> Lowered {
        Lowered::Operation(Operation {
            kind: Kind::User {
                value: self.value.clone(),
                path: self.path.clone(),
                coupled: self.coupled,
            },
            fields: Vec::new(),
            closures: Vec::new(),
            epilogue: None,
            absorb: Absorb::Never,
            draws: true,
            penalizes: false,
            keeps_inputs: vec![false; inputs.len()],
            keeps_outputs: vec![false; self.outputs.len()],
            saved: Vec::new(),
            weight_gradient: match trainable {
                true => WeightGradient::Sharded,
                false => WeightGradient::None,
            },
            coupled: (self.coupled && trainable).then(Coupled::default),
            takes_parametric: false,
            recomputes: false,
            character: Character::Light,
            in_place: false,
            infers_in_place: false,
            macs: 0,
        })
    }
}
