//! What the normalizations of single samples share: arguments, shape rule, parameters, and the call of the runtime's
//! `SampleNormalization`.

use super::arguments::{Arguments, Default, Kind, Specification};
use super::initializers::{ONES, ZEROS};
use super::{Layer, fused, refuse};
use crate::diagnostics::{Diagnosis, Warning};
use crate::ir::graph::{Parameter, Role};
use crate::ir::operation::{Lowered, Operation, WeightGradient};
use formwork_shape_rules::normalization::{NormalizationError, View, along, groups};
use formwork_shape_rules::{Activation, Shape};

/// Arguments that several of them have.
impl Specification {
    /// Whether there is a beta.
    pub(super) const CENTER: Specification = Specification::optional(
        "center",
        Kind::Flag,
        Default::Flag(true),
        "whether there is a beta",
    );
    /// Whether there is a gamma.
    pub(super) const SCALE: Specification = Specification::optional(
        "scale",
        Kind::Flag,
        Default::Flag(true),
        "whether there is a gamma",
    );
    /// How beta starts.
    pub(super) const BETA_INITIALIZER: Specification = Specification::optional(
        "beta_initializer",
        Kind::Initializer,
        Default::Initializer(ZEROS),
        "how beta starts",
    );
    /// How gamma starts.
    pub(super) const GAMMA_INITIALIZER: Specification = Specification::optional(
        "gamma_initializer",
        Kind::Initializer,
        Default::Initializer(ONES),
        "how gamma starts",
    );
    /// What beta costs.
    pub(super) const BETA_REGULARIZER: Specification =
        Specification::regularizer("beta_regularizer", "what beta costs");
    /// What gamma costs.
    pub(super) const GAMMA_REGULARIZER: Specification =
        Specification::regularizer("gamma_regularizer", "what gamma costs");
    /// What beta keeps to.
    pub(super) const BETA_CONSTRAINT: Specification =
        Specification::constraint("beta_constraint", "what beta keeps to");
    /// What gamma keeps to.
    pub(super) const GAMMA_CONSTRAINT: Specification =
        Specification::constraint("gamma_constraint", "what gamma keeps to");
}

/// ε, added to the variance.
pub(super) const fn epsilon(default: f64) -> Specification {
    Specification::optional(
        "epsilon",
        Kind::NonNegative,
        Default::Number(default),
        "added to the variance",
    )
}

/// Such a layer.
#[derive(Debug)]
pub(super) struct Normalization {
    /// How it is written.
    pub keyword: &'static str,
    /// What belongs together.
    pub over: Over,
    /// By what it is divided.
    pub statistic: Statistic,
    /// What is multiplied, if it is: its name and how it starts.
    pub scale: Option<(&'static str, String)>,
    /// How beta starts, if it is added.
    pub center: Option<String>,
    /// ε.
    pub epsilon: f64,
    /// Whether some of ε is learned.
    pub learned_epsilon: bool,
}

/// Which elements belong together.
#[derive(Debug)]
pub(super) enum Over {
    /// Those along neighbouring axes. With `per_channel` gamma and beta belong to the channels, else to each of them.
    Axes { axes: Vec<i64>, per_channel: bool },
    /// So many groups of channels, or one of each, over all positions. The axis of the channels must be the last.
    Groups {
        groups: Option<usize>,
        axes: Vec<i64>,
    },
    /// Each channel over all positions.
    EachChannel,
}

/// See the runtime's enum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // as there
pub(super) enum Statistic {
    Deviation,
    MeanSquare,
    Norm,
}

/// What a layer is for an input.
struct Rule {
    view: View,
    /// The shape of gamma and beta.
    affine: Shape,
    /// Whether they belong to rows, instead of places in a row.
    by_length: bool,
}

/// Gamma as the arguments say.
pub(super) fn gamma(arguments: &Arguments) -> Option<(&'static str, String)> {
    let initializer = arguments.initializer("gamma_initializer");
    arguments.flag("scale").then_some(("gamma", initializer))
}

/// Beta as the arguments say.
pub(super) fn beta(arguments: &Arguments) -> Option<String> {
    let initializer = arguments.initializer("beta_initializer");
    arguments.flag("center").then_some(initializer)
}

impl Normalization {
    fn rule(&self, input: Shape) -> Result<Rule, Diagnosis> {
        let channels = Shape::of(&[input.last()]);
        match &self.over {
            Over::Axes { axes, per_channel } => {
                let along = along(input, axes);
                let (mut view, first) = along.map_err(|error| self.refusal(input, error))?;
                let behind = first + axes.len();
                let dims = input.dims().get(first..behind).unwrap_or_default();
                let mut affine = Shape::new(dims).unwrap_or(channels);
                let is_last = behind == input.rank();
                if *per_channel {
                    if !is_last {
                        let (layer, axis) = (self.keyword, behind as i64);
                        return Err(Diagnosis::NotLastAxis { layer, axis });
                    }
                    view.len = view.size / input.last().max(1);
                    view.size = input.last();
                    affine = channels;
                }
                Ok(Rule {
                    view,
                    affine,
                    by_length: !is_last,
                })
            }
            Over::Groups { .. } | Over::EachChannel => {
                if let Over::Groups { axes, .. } = &self.over {
                    let along = along(input, axes);
                    let (_, first) = along.map_err(|error| self.refusal(input, error))?;
                    match **axes {
                        [_] if first + 1 == input.rank() => {}
                        [axis] => {
                            let layer = self.keyword;
                            return Err(Diagnosis::NotLastAxis { layer, axis });
                        }
                        _ => return Err(self.refusal(input, NormalizationError::Apart)),
                    }
                }
                let groups = groups(input, self.groups(input));
                Ok(Rule {
                    view: groups.map_err(|error| self.refusal(input, error))?,
                    affine: channels,
                    by_length: false,
                })
            }
        }
    }

    fn groups(&self, input: Shape) -> usize {
        match self.over {
            Over::Groups { groups, .. } => groups.unwrap_or(input.last()),
            Over::EachChannel | Over::Axes { .. } => input.last(),
        }
    }

    fn refusal(&self, input: Shape, error: NormalizationError) -> Diagnosis {
        match error {
            NormalizationError::Axis(error) => refuse::axis(self.keyword, error),
            NormalizationError::Twice { axis } => Diagnosis::AxisTwice { axis },
            NormalizationError::Apart | NormalizationError::None => Diagnosis::AxesApart {
                axes: match &self.over {
                    Over::Axes { axes, .. } | Over::Groups { axes, .. } => axes.clone(),
                    Over::EachChannel => Vec::new(),
                },
            },
            NormalizationError::Rank => refuse::rank(self.keyword, 0, refuse::CHANNELS, input),
            NormalizationError::Groups { channels } => Diagnosis::Groups {
                groups: self.groups(input),
                what: "channels",
                count: channels,
                alone: true,
            },
        }
    }
}

impl Layer for Normalization {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        self.rule(inputs[0]).map(|_| vec![inputs[0]])
    }

    fn parameters(&self, inputs: &[Shape]) -> Vec<Parameter> {
        // `outputs` has accepted the input.
        let Ok(rule) = self.rule(inputs[0]) else {
            return Vec::new();
        };
        let parameter = |name, shape, initializer: &str| Parameter {
            name,
            shape,
            role: Role::Trainable,
            initializer: initializer.into(),
            unit_axes: 0,
        };
        let scale = self.scale.as_ref();
        let scale = scale.map(|(name, initializer)| parameter(name, rule.affine, initializer));
        let center = self.center.as_ref();
        let center = center.map(|initializer| parameter("beta", rule.affine, initializer));
        let start = "Initializer::Constant(0.0001)";
        let learned = self.learned_epsilon;
        let learned = learned.then(|| parameter("epsilon_l", Shape::of(&[]), start));
        scale.into_iter().chain(center).chain(learned).collect()
    }

    /// A set of one element has nothing to be compared with.
    fn remarks(&self, inputs: &[Shape]) -> Vec<(&'static str, Warning)> {
        let layer = self.keyword;
        let alone = self
            .rule(inputs[0])
            .is_ok_and(|rule| rule.view.count() == 1);
        let keeps_sign = match self.statistic {
            Statistic::Deviation => false,
            Statistic::MeanSquare | Statistic::Norm => true,
        };
        let warning = Warning::OneElement { layer, keeps_sign };
        let lost = alone && !self.learned_epsilon;
        lost.then_some(("", warning)).into_iter().collect()
    }

    fn lower(&self, inputs: &[Shape], trainable: bool) -> Lowered {
        let Ok(rule) = self.rule(inputs[0]) else {
            return Lowered::View;
        };
        let view = rule.view;
        let View {
            outer,
            len,
            groups,
            size,
        } = view;
        let affine = if rule.by_length { "Length" } else { "Width" };
        let owns = self.scale.is_some() || self.center.is_some() || self.learned_epsilon;
        let view_source =
            format!("View {{ outer: {outer}, len: {len}, groups: {groups}, size: {size} }}");
        Lowered::Operation(Operation {
            epilogue: Some(fused(&Activation::Linear.into())),
            takes_parametric: true,
            recomputes: !view.is_contiguous(),
            keeps_inputs: vec![true],
            saved: vec![view.sets().saturating_mul(2)],
            weight_gradient: match trainable && owns {
                true => WeightGradient::Sharded,
                false => WeightGradient::None,
            },
            in_place: true,
            macs: view.elements() as u64,
            ..Operation::new(
                "SampleNormalization",
                1,
                vec![
                    ("view", view_source),
                    ("statistic", format!("Statistic::{:?}", self.statistic)),
                    ("affine", format!("Affine::{affine}")),
                    ("scale", self.scale.is_some().to_string()),
                    ("center", self.center.is_some().to_string()),
                    ("epsilon", format!("{:?}", self.epsilon as f32)),
                    ("learned_epsilon", self.learned_epsilon.to_string()),
                ],
            )
        })
    }

    fn scratch(&self, inputs: &[Shape], _: usize) -> usize {
        self.rule(inputs[0]).map_or(0, |rule| rule.view.scratch())
    }

    fn deployed_scratch(&self, inputs: &[Shape]) -> usize {
        self.rule(inputs[0])
            .map_or(0, |rule| rule.view.deployed_scratch())
    }
}
