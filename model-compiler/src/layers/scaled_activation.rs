//! ScaledActivation: an activation times what gives its output variance 1 where its input is standard normal, as networks
//! without normalization need it.

use super::Layer;
use super::activation::plain;
use super::activations::{Choice, name};
use super::arguments::{Arguments, Default, Kind, Refusal, Specification};
use super::table::Row;
use crate::diagnostics::{Counted, Diagnosis};
use crate::ir::closure::Closure;
use crate::ir::operation::{ActivationFunction, Lowered};
use crate::symbolic::{Symbols, functions};
use formwork_shape_rules::{Activation, Shape};
use std::rc::Rc;

const EXPECTED: &str = "`relu`, `leaky_relu(negative_slope = 0.01)`, `gelu`, `silu`, `tanh`, `sigmoid`, `elu`, \
     `selu` or `softplus`";

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "ScaledActivation",
    aliases: &[],
    name: "scaled_activation",
    doc: "an activation, scaled so that the variance of a standard normal input stays 1",
    arguments: &[
        Specification::required("activation", Kind::Activation, "which one, such as `relu`"),
        Specification::optional(
            "gains",
            Kind::Word(&["exact", "deepmind"], "`exact` or `deepmind`"),
            Default::Word("exact"),
            "`exact` for the quotient of integrals, `deepmind` for the table of the NFNet code, which was drawn at random",
        ),
    ],
    variadic: None,
    inputs: Counted::Exactly(1),
    build,
};

/// What is known of an activation: the closure language's function and its second argument, 1 / the standard deviation
/// of f(z) for a standard normal z by quadrature, and what DeepMind's table says.
type Gains = (&'static str, Option<f64>, f64, f64);

fn gains(activation: Activation) -> Option<Gains> {
    Some(match activation {
        Activation::Relu => ("relu", None, 1.712_858_550, 1.713_958_859),
        Activation::ClippedRelu {
            negative_slope: 0.01,
            max_value: f32::INFINITY,
            threshold: 0.0,
        } => ("leaky_relu", Some(0.01), 1.704_831_627, 1.705_903_411),
        Activation::Gelu => ("gelu", None, 1.700_926_243, 1.701_504_350),
        Activation::GeluTanh => ("gelu_tanh", None, 1.700_916_562, 1.701_504_350),
        Activation::Silu => ("silu", None, 1.787_187_222, 1.788_129_330),
        Activation::Tanh => ("tanh", None, 1.592_537_420, 1.593_911_767),
        Activation::Sigmoid => ("sigmoid", None, 4.801_313_372, 4.803_835_392),
        Activation::Elu { alpha: 1.0 } => ("elu", None, 1.270_843_418, 1.271_600_485),
        Activation::Selu => ("selu", None, 1.0, 1.000_851_512),
        Activation::Softplus => ("softplus", None, 1.919_125_980, 1.920_332_313),
        _ => return None,
    })
}

fn build(arguments: &Arguments) -> Result<Box<dyn Layer>, Refusal> {
    let refused = |found: String| {
        let diagnosis = Diagnosis::ArgumentRange {
            argument: "activation".into(),
            expected: EXPECTED,
            found,
        };
        (Some("activation"), diagnosis)
    };
    let activation = match arguments.choice("activation") {
        Choice::Plain(activation) => activation,
        Choice::Closure(_) => return Err(refused("a closure".into())),
        Choice::Along { function, .. } => return Err(refused(format!("`{}`", function.name()))),
    };
    let other = || {
        let name = name(activation).map_or("other parameters".into(), |name| format!("`{name}`"));
        refused(name)
    };
    let (function, argument, exact, drawn) = gains(activation).ok_or_else(other)?;
    let row = functions::find(function).ok_or_else(other)?;
    let mut symbols = Symbols::new();
    let mut values = vec![symbols.variable(0)];
    values.extend(argument.map(|number| symbols.number(number)));
    let value = (row.build)(&mut symbols, &values);
    let gain = match arguments.word("gains") {
        "deepmind" => drawn,
        _ => exact,
    };
    let value = symbols.scaled(gain, value);
    let closure = Rc::new(Closure::new(&["x".to_string()], symbols, value));
    Ok(Box::new(ScaledActivation { closure }))
}

/// A scaled activation.
#[derive(Debug)]
pub struct ScaledActivation {
    closure: Rc<Closure>,
}

impl Layer for ScaledActivation {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        Ok(vec![inputs[0]])
    }

    fn lower(&self, inputs: &[Shape], _: bool) -> Lowered {
        let closure = Rc::clone(&self.closure);
        plain(ActivationFunction::Closure(closure), inputs[0])
    }
}
