//! The networks that firmware runs: their inputs, and what the host computes from them.

use formwork::data::mnist;
use formwork::kernels::level::{Level, force, unforce};
use formwork::plain::{self, Plain};
use formwork::prelude::*;
use formwork::tensor::Sample;
use formwork_networks::{AnomalyDetection, Digits, Mlp};
use safetensors::SafeTensors;
use std::error::Error;
use std::path::{Path, PathBuf};

/// A network with inputs, and what firmware should make of them.
pub struct Network {
    /// Its name.
    pub name: &'static str,
    /// How many inputs there are.
    pub count: usize,
    /// The inputs, one after the other.
    pub inputs: Vec<f32>,
    /// The outputs of the deployed form, whose kernels are portable.
    pub portable: Vec<f32>,
    /// The outputs of the trained form with this machine's vector instructions.
    pub vector: Vec<f32>,
    /// What the deployed form takes.
    pub costs: Costs,
    /// What the outputs are worth.
    pub score: Score,
}

/// Constants of a deployed form.
#[derive(Clone, Copy, Debug)]
pub struct Costs {
    /// Elements of an input.
    pub inputs: usize,
    /// Elements of an output.
    pub outputs: usize,
    /// Bytes of the weights.
    pub weight_bytes: usize,
    /// Bytes of intermediate values.
    pub scratch_bytes: usize,
    /// Multiply-accumulates of a prediction.
    pub macs: u64,
    /// What the scratch may be at most, if that is demanded.
    pub scratch_limit: Option<usize>,
}

/// What outputs are worth.
pub enum Score {
    /// The mean squared difference between input and output, and what it is known to be for a number of inputs.
    Reconstruction {
        /// That number of inputs.
        inputs: usize,
        /// The known score.
        known: f64,
        /// How far a score may be from it.
        tolerance: f64,
    },
    /// The part of the outputs whose largest element is the label's.
    Labels(Vec<u8>),
}
