//! WeightStandardizedConv2D: a convolution whose kernel has mean 0 and a fixed length for each filter.

use super::arguments::{Arguments, Default, Kind, Refusal, Setting, Specification};
use super::convolution::Sliding;
use super::initializers::ONES;
use super::table::Row;
use super::{Layer, conv2d};
use crate::diagnostics::{Counted, Diagnosis, Warning};
use crate::ir::graph::{Parameter, Role};
use crate::ir::operation::{self, Lowered, Operation, WeightGradient};
use formwork_shape_rules::Shape;
use formwork_shape_rules::normalization::View;

/// What it has besides the arguments of a convolution.
const OWN: [Specification; 3] = [
    Specification::optional(
        "standardization",
        Kind::Word(&["deepmind", "timm"], "`deepmind` or `timm`"),
        Default::Word("deepmind"),
        "`deepmind` divides by √max(fan_in · variance, epsilon), `timm` by √(fan_in · (variance + epsilon))",
    ),
    Specification::optional(
        "epsilon",
        Kind::NonNegative,
        Default::Nothing,
        "what keeps the divisor from 0: 0.0001, or 0.00001 for `timm`, if not given",
    ),
    Specification::optional(
        "gain_initializer",
        Kind::Initializer,
        Default::Initializer(ONES),
        "how the filters' gains start",
    ),
];

static ARGUMENTS: [Specification; conv2d::ARGUMENTS.len() + OWN.len()] = {
    let mut all = [OWN[0]; conv2d::ARGUMENTS.len() + OWN.len()];
    let mut place = 0;
    while place < all.len() {
        all[place] = match place < conv2d::ARGUMENTS.len() {
            true => conv2d::ARGUMENTS[place],
            false => OWN[place - conv2d::ARGUMENTS.len()],
        };
        place += 1;
    }
    all
};

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "WeightStandardizedConv2D",
    aliases: &["WSConv2D", "ScaledStdConv2d"],
    name: "weight_standardized_conv2d",
    doc: "Conv2D with a kernel of mean 0 and of the learned length `gain` for each filter",
    arguments: &ARGUMENTS,
    variadic: None,
    inputs: Counted::Exactly(1),
    build,
};

fn build(arguments: &Arguments) -> Result<Box<dyn Layer>, Refusal> {
    let (statistic, epsilon) = match arguments.word("standardization") {
        "timm" => ("PaddedSpread", 1e-5),
        _ => ("Spread", 1e-4),
    };
    Ok(Box::new(WeightStandardizedConv2D {
        convolution: Sliding::<2>::mixed(ROW.keyword, arguments)?,
        statistic,
        epsilon: match arguments.get("epsilon") {
            Setting::Number(epsilon) => *epsilon,
            _ => epsilon,
        },
        gain: arguments.initializer("gain_initializer"),
    }))
}

/// A convolution with a standardized kernel.
#[derive(Debug)]
pub struct WeightStandardizedConv2D {
    convolution: Box<dyn Layer>,
    /// The runtime's `Statistic`.
    statistic: &'static str,
    epsilon: f64,
    gain: String,
}

impl WeightStandardizedConv2D {
    /// How the kernel is seen, and the elements of the bias.
    fn view(&self, inputs: &[Shape]) -> (View, usize) {
        let parameters = self.convolution.parameters(inputs);
        let mut shapes = parameters.iter().map(|parameter| parameter.shape);
        let kernel = shapes.next().unwrap_or(Shape::of(&[1]));
        let filters = kernel.last().max(1);
        let view = View {
            outer: 1,
            len: kernel.len() / filters,
            groups: filters,
            size: 1,
        };
        (view, shapes.next().map_or(0, |bias| bias.len()))
    }
}

impl Layer for WeightStandardizedConv2D {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        self.convolution.outputs(inputs)
    }

    /// The kernel, its gains, and the bias.
    fn parameters(&self, inputs: &[Shape]) -> Vec<Parameter> {
        let (view, _) = self.view(inputs);
        let gain = Parameter {
            name: "gain",
            shape: Shape::of(&[view.groups]),
            role: Role::Trainable,
            initializer: self.gain.clone(),
            unit_axes: 0,
        };
        let mut parameters = self.convolution.parameters(inputs);
        parameters.insert(1.min(parameters.len()), gain);
        parameters
    }

    fn remarks(&self, inputs: &[Shape]) -> Vec<(&'static str, Warning)> {
        self.convolution.remarks(inputs)
    }

    fn lower(&self, inputs: &[Shape], trainable: bool) -> Lowered {
        let Lowered::Operation(convolution) = self.convolution.lower(inputs, trainable) else {
            return Lowered::View;
        };
        let fields = convolution.fields.iter();
        let fields: Vec<String> = fields
            .map(|(field, value)| format!("{field}: {value}"))
            .collect();
        let (View { len, groups, .. }, bias) = self.view(inputs);
        let fields = vec![
            (
                "convolution",
                format!(
                    "Conv2D {{ {}, epilogue: Epilogue::NONE }}",
                    fields.join(", ")
                ),
            ),
            ("fan_in", len.to_string()),
            ("filters", groups.to_string()),
            ("use_bias", (bias > 0).to_string()),
            ("statistic", format!("Statistic::{}", self.statistic)),
            ("epsilon", format!("{:?}", self.epsilon as f32)),
        ];
        Lowered::Operation(Operation {
            kind: operation::Kind::BuiltIn("WeightStandardizedConv2D"),
            fields,
            weight_gradient: match trainable {
                true => WeightGradient::Sharded,
                false => WeightGradient::None,
            },
            ..convolution
        })
    }

    fn scratch(&self, inputs: &[Shape], samples: usize) -> usize {
        let (view, bias) = self.view(inputs);
        let weights = view.elements().saturating_add(bias).saturating_mul(2);
        let convolution = self.convolution.scratch(inputs, samples);
        let convolution = convolution.max(self.convolution.scratch(inputs, 1));
        let standardization = view.sets().saturating_mul(2).saturating_add(view.scratch());
        weights
            .saturating_add(standardization)
            .saturating_add(convolution)
    }

    fn deployed_scratch(&self, inputs: &[Shape]) -> usize {
        let (view, bias) = self.view(inputs);
        let weights = view.elements().saturating_add(bias);
        let convolution = self.convolution.deployed_scratch(inputs);
        weights
            .saturating_add(view.deployed_scratch())
            .saturating_add(convolution)
    }
}
