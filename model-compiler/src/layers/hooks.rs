//! What a declaration attaches to the tensors of a layer: regularizers, constraints, and initializers of the user's own. An
//! argument belongs to a tensor by its name: `bias_regularizer` to the bias, `recurrent_constraint` to the recurrent kernel.
//! So a layer has them by listing the arguments.

use super::arguments::{Arguments, Setting};
use super::constraints::AXES;
use super::named::Chosen;
use super::regularizers;
use crate::diagnostics::Diagnosis;
use crate::ir::graph::Parameter;
use proc_macro2::Span;

/// What a hook does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Starts the tensor.
    Initializer,
    /// Adds to the loss.
    Regularizer,
    /// Bounds the weights.
    Constraint,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct Hook {
    /// Which.
    pub purpose: Purpose,
    /// The argument's name without `_regularizer` and the like.
    owner: &'static str,
    /// What is chosen.
    pub chosen: Chosen,
    /// The axes that are written with a constraint.
    axes: Option<Vec<i64>>,
    /// The place of the value.
    pub span: Span,
}

impl Hook {
    /// Whether it belongs to a tensor of its layer.
    pub fn owns(&self, parameter: &Parameter) -> bool {
        parameter.name == self.owner
            || parameter.name.strip_suffix("_kernel") == Some(self.owner)
            || self.owner == "depthwise" && parameter.name == "kernel"
    }

    /// What is wrong with it for a tensor.
    pub fn refuse(&self, parameter: &Parameter) -> Option<Diagnosis> {
        let shape = parameter.shape;
        if regularizers::wants_matrix(&self.chosen) && shape.rank() != 2 {
            let tensor = parameter.name;
            return Some(Diagnosis::RegularizerRank { tensor, shape });
        }
        self.axes(parameter).err()
    }

    /// The axes that norms run over: those that are written, or those of a unit's weights.
    fn axes(&self, parameter: &Parameter) -> Result<(usize, usize), Diagnosis> {
        let rank = parameter.shape.rank();
        let Some(axes) = &self.axes else {
            let end = match parameter.unit_axes {
                0 => rank,
                unit_axes => unit_axes,
            };
            return Ok((0, end));
        };
        let mut sorted = Vec::with_capacity(axes.len());
        for &axis in axes {
            let from_start = if axis < 0 {
                axis.saturating_add(rank as i64)
            } else {
                axis
            };
            match usize::try_from(from_start) {
                Ok(axis) if axis < rank => sorted.push(axis),
                _ => {
                    let tensor = parameter.name;
                    let shape = parameter.shape;
                    return Err(Diagnosis::ConstraintAxis {
                        axis,
                        tensor,
                        shape,
                    });
                }
            }
        }
        sorted.sort_unstable();
        if let Some(pair) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(Diagnosis::AxisTwice {
                axis: pair[0] as i64,
            });
        }
        match (sorted.first(), sorted.last()) {
            (Some(first), Some(last)) if last - first + 1 == sorted.len() => Ok((*first, last + 1)),
            _ => Err(Diagnosis::AxesApart { axes: axes.clone() }),
        }
    }

    /// The runtime's value for a tensor as Rust source, unless it is the user's own.
    pub fn source(&self, parameter: &Parameter) -> Option<String> {
        let Chosen::Source(source) = &self.chosen else {
            return None;
        };
        let (first, end) = self.axes(parameter).unwrap_or((0, 0));
        let axes = format!("penalties::Axes {{ first: {first}, end: {end} }}");
        Some(source.replace(AXES, &axes))
    }
}

impl Arguments {
    /// The factors of the regularizer of the layer's output.
    pub fn activity(&self) -> Option<[f64; 2]> {
        let mut settings = self.places.iter().map(|&(name, _)| self.get(name));
        settings.find_map(|setting| match setting {
            Setting::Activity(factors) => Some(*factors),
            _ => None,
        })
    }

    /// What the arguments attach to the layer's tensors.
    pub fn hooks(&self) -> Vec<Hook> {
        let mut hooks = Vec::new();
        for &(name, span) in &self.places {
            let (purpose, chosen, axes) = match self.get(name) {
                Setting::OwnInitializer(rust) => {
                    (Purpose::Initializer, Chosen::Own(rust.clone()), None)
                }
                Setting::Regularizer(chosen) => (Purpose::Regularizer, chosen.clone(), None),
                Setting::Constraint(chosen, axes) => {
                    (Purpose::Constraint, chosen.clone(), axes.clone())
                }
                _ => continue,
            };
            let Some((owner, _)) = name.rsplit_once('_') else {
                continue;
            };
            hooks.push(Hook {
                purpose,
                owner,
                chosen,
                axes,
                span,
            });
        }
        hooks
    }
}
