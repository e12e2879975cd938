//! BatchNormalization: each channel by the mean and variance of the batch.

use super::arguments::{Arguments, Default, Kind, Refusal, Specification};
use super::initializers::{ONES, ZEROS};
use super::table::Row;
use super::{Layer, Line, fused, refuse};
use crate::diagnostics::{Counted, Diagnosis};
use crate::ir::graph::{Parameter, Role};
use crate::ir::operation::{Coupled, Lowered, Operation, WeightGradient};
use formwork_shape_rules::{Activation, Shape, axis};

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "BatchNormalization",
    aliases: &["BatchNorm"],
    name: "batch_normalization",
    doc: "`gamma · (x − mean) / √(variance + epsilon) + beta` for each channel, over the batch in training",
    arguments: &[
        Specification::optional(
            "axis",
            Kind::Axes,
            Default::Axis(-1),
            "the axis of the channels: the last",
        ),
        Specification::optional(
            "momentum",
            Kind::Rate,
            Default::Number(0.99),
            "how much of the moving statistics each step keeps",
        ),
        Specification::optional(
            "epsilon",
            Kind::NonNegative,
            Default::Number(1e-3),
            "added to the variance",
        ),
        Specification::optional(
            "center",
            Kind::Flag,
            Default::Flag(true),
            "whether there is a beta",
        ),
        Specification::optional(
            "scale",
            Kind::Flag,
            Default::Flag(true),
            "whether there is a gamma",
        ),
        Specification::optional(
            "beta_initializer",
            Kind::Initializer,
            Default::Initializer(ZEROS),
            "how beta starts",
        )
        .or(&["beta_init"]),
        Specification::optional(
            "gamma_initializer",
            Kind::Initializer,
            Default::Initializer(ONES),
            "how gamma starts",
        )
        .or(&["gamma_init"]),
        Specification::optional(
            "moving_mean_initializer",
            Kind::Initializer,
            Default::Initializer(ZEROS),
            "how the moving mean starts",
        ),
        Specification::optional(
            "moving_variance_initializer",
            Kind::Initializer,
            Default::Initializer(ONES),
            "how the moving variance starts",
        ),
        Specification::regularizer("beta_regularizer", "what beta costs"),
        Specification::regularizer("gamma_regularizer", "what gamma costs"),
        Specification::constraint("beta_constraint", "what beta keeps to"),
        Specification::constraint("gamma_constraint", "what gamma keeps to"),
        Specification::refused(
            "synchronized",
            "statistics are always those of the whole batch",
        ),
    ],
    variadic: None,
    inputs: Counted::Exactly(1),
    build,
};

fn build(arguments: &Arguments) -> Result<Box<dyn Layer>, Refusal> {
    let [axis] = *arguments.axes("axis") else {
        let axes = arguments.axes("axis");
        return Err((Some("axis"), Diagnosis::AxesApart { axes }));
    };
    Ok(Box::new(BatchNormalization {
        axis,
        momentum: arguments.number("momentum"),
        epsilon: arguments.number("epsilon"),
        center: arguments.flag("center"),
        scale: arguments.flag("scale"),
        beta: arguments.initializer("beta_initializer"),
        gamma: arguments.initializer("gamma_initializer"),
        moving_mean: arguments.initializer("moving_mean_initializer"),
        moving_variance: arguments.initializer("moving_variance_initializer"),
    }))
}

/// Batch normalisation.
#[derive(Debug)]
pub struct BatchNormalization {
    axis: i64,
    momentum: f64,
    epsilon: f64,
    center: bool,
    scale: bool,
    beta: String,
    gamma: String,
    moving_mean: String,
    moving_variance: String,
}

impl Layer for BatchNormalization {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        let layer = "BatchNormalization";
        if inputs[0].rank() == 0 {
            let expected = "an input of at least one axis";
            return Err(refuse::rank(layer, 0, expected, inputs[0]));
        }
        match axis::axis(inputs[0], self.axis) {
            Ok(index) if index + 1 == inputs[0].rank() => Ok(vec![inputs[0]]),
            Ok(_) => Err(Diagnosis::NotLastAxis {
                layer,
                axis: self.axis,
            }),
            Err(error) => Err(refuse::axis(layer, error)),
        }
    }

    fn parameters(&self, inputs: &[Shape]) -> Vec<Parameter> {
        let shape = Shape::of(&[inputs[0].last()]);
        let all = [
            ("gamma", self.scale, Role::Trainable, &self.gamma),
            ("beta", self.center, Role::Trainable, &self.beta),
            ("moving_mean", true, Role::State, &self.moving_mean),
            ("moving_variance", true, Role::State, &self.moving_variance),
        ];
        let present = all.into_iter().filter(|(_, present, _, _)| *present);
        present
            .map(|(name, _, role, initializer)| Parameter {
                name,
                shape,
                role,
                initializer: initializer.clone(),
                unit_axes: 0,
            })
            .collect()
    }

    fn lower(&self, inputs: &[Shape], trainable: bool) -> Lowered {
        let channels = inputs[0].last();
        let trains = trainable && (self.center || self.scale);
        let coupled = Coupled {
            sums: 2 * channels,
            backward_sums: 2 * channels,
            statistics: 4 * channels,
        };
        Lowered::Operation(Operation {
            takes_parametric: true,
            epilogue: Some(fused(&Activation::Linear.into())),
            keeps_inputs: vec![trainable],
            weight_gradient: match trains {
                true => WeightGradient::Sharded,
                false => WeightGradient::None,
            },
            coupled: trainable.then_some(coupled),
            infers_in_place: true,
            macs: inputs[0].len() as u64,
            ..Operation::new(
                "BatchNormalization",
                1,
                vec![
                    ("positions", (inputs[0].len() / channels).to_string()),
                    ("channels", channels.to_string()),
                    ("momentum", format!("{:?}", self.momentum as f32)),
                    ("epsilon", format!("{:?}", self.epsilon as f32)),
                    ("center", self.center.to_string()),
                    ("scale", self.scale.to_string()),
                    ("frozen", (!trainable).to_string()),
                ],
            )
        })
    }

    fn line(&self) -> Option<Line> {
        Some(Line {
            gamma: self.scale.then_some("gamma"),
            beta: self.center.then_some("beta"),
            mean: "moving_mean",
            variance: "moving_variance",
            epsilon: self.epsilon as f32,
        })
    }

    fn scratch(&self, inputs: &[Shape], _: usize) -> usize {
        2 * inputs[0].last()
    }
}
