//! Losses on slices, without the types of outputs and targets.

use super::Labels;
use crate::model::Tail;
use crate::shape_rules::Shape;
use core::fmt;

/// A loss on slices, without the types of outputs and targets.
///
/// A loss has one value for each row along the output's last axis, unless it says otherwise by [`values`](Self::values).
pub trait LossFunction: Send + Sync {
    /// Whether it gives the cotangent of what enters the activation `tail`, instead of the output's.
    fn fuses(&self, tail: Tail) -> bool {
        let _ = tail;
        false
    }

    /// How many values it has for a sample of this shape: what the mean over a batch counts.
    fn values(&self, shape: &Shape) -> usize {
        shape.len() / shape.last()
    }

    /// Whether each row may have a weight of its own: whether its values are those of rows. Otherwise there is one weight for each sample.
    fn weighs_rows(&self, shape: &Shape) -> bool {
        let _ = shape;
        true
    }

    /// What keeps it from being computed for outputs of this shape.
    fn misfit(&self, shape: &Shape) -> Option<Misfit> {
        let _ = shape;
        None
    }

    /// The class whose rows it leaves out: their value and gradient are 0, and means don't count them.
    fn ignored_class(&self) -> Option<u32> {
        None
    }

    /// What it must know of the whole batch before it has the value of any sample.
    fn totals(&self) -> Totals {
        Totals::None
    }

    /// Adds what some samples contribute to the [`totals`](Self::totals).
    fn add_totals(&self, call: LossCall<'_>, totals: &mut [f64]) {
        let _ = (call, totals);
    }

    /// The sum of all values times their weights, in the order of the samples; and the gradient if the call asks for it.
    fn evaluate(&self, call: LossCall<'_>) -> f64;
}

/// Why a loss or a metric can't be computed for an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// An axis that the output doesn't have.
    Axis {
        /// The axis, counted from 1, or from −1 backwards.
        axis: isize,
        /// Number of axes of the output.
        axes: usize,
    },
    /// A class that the output doesn't have.
    Class {
        /// The class.
        class: usize,
        /// Number of classes of the output.
        classes: usize,
    },
}

impl fmt::Display for Misfit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Misfit::Axis { axis, axes: 1 } => {
                write!(out, "there is no axis {axis}: the only one is 1, or -1")
            }
            Misfit::Axis { axis, axes } => write!(
                out,
                "there is no axis {axis}: they are 1 to {axes}, or -{axes} to -1"
            ),
            Misfit::Class { class, classes } => write!(
                out,
                "there is no class {class}: they are 0 to {}",
                classes - 1
            ),
        }
    }
}

/// Sums over a whole batch that a loss needs before it is evaluated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Totals {
    /// None: samples don't depend on each other.
    #[default]
    None,
    /// So many, at most [`Totals::MOST`], which depend on labels and weights alone.
    OfLabels(usize),
    /// So many, at most [`Totals::MOST`], which depend on the predictions: every training step goes through the batch twice.
    OfPredictions(usize),
}

impl Totals {
    /// The largest number of totals.
    pub const MOST: usize = 4;

    /// How many there are.
    pub fn count(self) -> usize {
        match self {
            Totals::None => 0,
            Totals::OfLabels(count) | Totals::OfPredictions(count) => count,
        }
    }
}

/// The arguments of [`LossFunction::evaluate`].
#[derive(Debug)]
pub struct LossCall<'a> {
    /// The shape of one output.
    pub shape: Shape,
    /// The predictions for some samples.
    pub predictions: &'a [f32],
    /// Their labels.
    pub labels: Labels<'a>,
    /// A weight for each row, if they differ from 1. The weight of a sample is that of each of its rows.
    pub weights: Option<&'a [f32]>,
    /// The [`totals`](LossFunction::totals) of the whole batch.
    pub totals: &'a [f64],
    /// Asks for the gradient.
    pub gradient: Option<Gradient<'a>>,
}

/// Where the gradient of a loss goes.
#[derive(Debug)]
pub struct Gradient<'a> {
    /// Overwritten, as many elements as there are predictions.
    pub cotangent: &'a mut [f32],
    /// Factor of the gradient of each value, beside its weight: the term's weight divided by the number of values of the batch.
    pub scale: f32,
    /// Take the derivative with respect to what enters the tail's activation.
    pub fused: bool,
}

impl<'a> LossCall<'a> {
    /// Rows of `width` elements each, unweighted, without a gradient.
    pub fn rows(width: usize, predictions: &'a [f32], labels: Labels<'a>) -> LossCall<'a> {
        LossCall {
            shape: Shape::of(&[width]),
            predictions,
            labels,
            weights: None,
            totals: &[],
            gradient: None,
        }
    }

    /// Elements of a row: the output's last dimension.
    pub fn width(&self) -> usize {
        self.shape.last()
    }
}
