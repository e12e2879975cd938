//! ThresholdedLinearUnit: a ReLU whose threshold is learned for each channel.

use super::arguments::{Arguments, Default, Kind, Refusal, Specification};
use super::initializers::ZEROS;
use super::table::Row;
use super::{Layer, refuse};
use crate::diagnostics::{Counted, Diagnosis};
use crate::ir::graph::{Parameter, Role};
use crate::ir::operation::{
    Absorb, ActivationFunction, Lowered, Operation, Parametric, WeightGradient,
};
use formwork_shape_rules::Shape;

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "ThresholdedLinearUnit",
    aliases: &["TLU"],
    name: "thresholded_linear_unit",
    doc: "max(z, theta) with a learned theta for each channel",
    arguments: &[
        Specification::optional(
            "affine",
            Kind::Flag,
            Default::Flag(false),
            "whether the threshold is alpha · z + theta, with a learned alpha too",
        ),
        Specification::optional(
            "theta_initializer",
            Kind::Initializer,
            Default::Initializer(ZEROS),
            "how theta starts",
        )
        .or(&["tau_initializer"]),
        Specification::optional(
            "alpha_initializer",
            Kind::Initializer,
            Default::Initializer(ZEROS),
            "how alpha starts",
        ),
    ],
    variadic: None,
    inputs: Counted::Exactly(1),
    build,
};

fn build(arguments: &Arguments) -> Result<Box<dyn Layer>, Refusal> {
    Ok(Box::new(ThresholdedLinearUnit {
        affine: arguments.flag("affine"),
        theta: arguments.initializer("theta_initializer"),
        alpha: arguments.initializer("alpha_initializer"),
    }))
}

/// A thresholded linear unit.
#[derive(Debug)]
pub struct ThresholdedLinearUnit {
    affine: bool,
    theta: String,
    alpha: String,
}

impl Layer for ThresholdedLinearUnit {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        if inputs[0].rank() == 0 {
            let layer = "ThresholdedLinearUnit";
            return Err(refuse::rank(layer, 0, refuse::CHANNELS, inputs[0]));
        }
        Ok(vec![inputs[0]])
    }

    fn parameters(&self, inputs: &[Shape]) -> Vec<Parameter> {
        let parameter = |name, initializer: &String| Parameter {
            name,
            shape: Shape::of(&[inputs[0].last()]),
            role: Role::Trainable,
            initializer: initializer.clone(),
            unit_axes: 0,
        };
        let alpha = self.affine.then(|| parameter("tlu_alpha", &self.alpha));
        let theta = parameter("theta", &self.theta);
        alpha.into_iter().chain([theta]).collect()
    }

    fn lower(&self, _: &[Shape], trainable: bool) -> Lowered {
        let form = match self.affine {
            true => Parametric::ThresholdedAffine,
            false => Parametric::Thresholded,
        };
        let activation = ActivationFunction::Parametric(form);
        Lowered::Operation(Operation {
            absorb: Absorb::Activation(activation.clone()),
            keeps_inputs: vec![true],
            weight_gradient: match trainable {
                true => WeightGradient::Sharded,
                false => WeightGradient::None,
            },
            in_place: true,
            ..Operation::new(
                "ThresholdedLinearUnit",
                1,
                vec![("form", activation.source())],
            )
        })
    }
}
