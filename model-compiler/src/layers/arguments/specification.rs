//! What an argument is before it is given: its names, kind and default.

use super::Setting;
use crate::layers::activations::Choice;
use crate::layers::initializers::{GLOROT_UNIFORM, ZEROS};
use formwork_shape_rules::volume::SPACE;
use formwork_shape_rules::{Activation, Padding};

/// An argument that a layer accepts.
#[derive(Clone, Copy, Debug)]
pub struct Specification {
    /// Its name in Keras 3.
    pub name: &'static str,
    /// Names that earlier versions of Keras gave it.
    pub aliases: &'static [&'static str],
    /// What it takes.
    pub kind: Kind,
    /// What it is if it isn't given.
    pub default: Default,
    /// What it means.
    pub doc: &'static str,
}

/// What an argument takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An integer of at least 1.
    Count,
    /// A number from 0 to 1.
    Rate,
    /// A finite number.
    Number,
    /// A number of at least 0.
    NonNegative,
    /// `true` or `false`.
    Flag,
    /// An activation.
    Activation,
    /// An elementwise closure.
    Closure,
    /// An initializer.
    Initializer,
    /// A regularizer.
    Regularizer,
    /// A regularizer of what the layer gives.
    ActivityRegularizer,
    /// A constraint.
    Constraint,
    /// A shape without the batch, each dimension at least 1.
    Dimensions,
    /// A shape in which -1 is inferred.
    Target,
    /// An integer of at least 1 for each of so many axes, or one for all of them.
    Sizes(usize),
    /// The same with integers of at least 0.
    Amounts(usize),
    /// How much is before and after along each of so many axes: an integer for all, one for each, or a pair for each; of
    /// one axis, an integer or a pair.
    Margins(usize),
    /// An axis or some axes, the batch being axis 0.
    Axes,
    /// An integer of at least 1, or -1.
    CountOrAll,
    /// All axes in an order, counted from 1.
    Order,
    /// `valid` or `same`.
    Padding,
    /// `valid`, `same` or `causal`.
    CausalPadding,
    /// One of these words, which are also given as a text for messages.
    Word(&'static [&'static str], &'static str),
    /// A name for the layer.
    Name,
    /// The name of a warning, or several.
    Warnings,
    /// It is refused unless it is given its default, with this advice.
    Refused(&'static str),
}

/// What an argument is if it isn't given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Default {
    /// It must be given.
    Required,
    /// Keras's `None`.
    Nothing,
    /// An integer.
    Count(usize),
    /// A number.
    Number(f64),
    /// A bool.
    Flag(bool),
    /// An activation.
    Activation(Activation),
    /// An initializer as Rust source.
    Initializer(&'static str),
    /// An integer, the same for each axis.
    Sizes(usize),
    /// An integer before and after along each axis.
    Margins(usize),
    /// An axis.
    Axis(i64),
    /// A padding.
    Padding(Padding),
    /// One of some words.
    Word(&'static str),
}

impl Specification {
    /// A required argument.
    pub const fn required(name: &'static str, kind: Kind, doc: &'static str) -> Specification {
        Specification::optional(name, kind, Default::Required, doc)
    }

    /// An argument with a default.
    pub const fn optional(
        name: &'static str,
        kind: Kind,
        default: Default,
        doc: &'static str,
    ) -> Specification {
        Specification {
            name,
            aliases: &[],
            kind,
            default,
            doc,
        }
    }

    /// An argument of Keras that isn't available.
    pub const fn refused(name: &'static str, advice: &'static str) -> Specification {
        Specification::optional(name, Kind::Refused(advice), Default::Nothing, advice)
    }

    /// The same under other names too.
    pub const fn or(mut self, aliases: &'static [&'static str]) -> Specification {
        self.aliases = aliases;
        self
    }

    /// Whether it is called so.
    pub fn answers_to(&self, name: &str) -> bool {
        self.name == name || self.aliases.contains(&name)
    }
}

/// Arguments that every layer accepts, by name alone.
pub static COMMON: &[Specification] = &[
    Specification::optional(
        "name",
        Kind::Name,
        Default::Nothing,
        "the layer's name in weights files",
    ),
    Specification::optional(
        "trainable",
        Kind::Flag,
        Default::Flag(true),
        "whether training changes the layer's parameters",
    ),
    Specification::optional(
        "allow",
        Kind::Warnings,
        Default::Nothing,
        "a warning that isn't given for this layer, or a tuple of warnings",
    ),
    Specification::optional(
        "input_shape",
        Kind::Dimensions,
        Default::Nothing,
        "on the first layer of a chain: the shape of the model's input, without the batch",
    ),
    Specification::optional(
        "input_dim",
        Kind::Count,
        Default::Nothing,
        "on the first layer of a chain: the length of the model's input",
    ),
    Specification::refused("dtype", "all values are f32"),
    Specification::refused(
        "batch_input_shape",
        "the batch isn't part of a shape: use `input_shape`",
    ),
    Specification::refused(
        "batch_size",
        "a batch may have any length when the model runs",
    ),
];

impl Default {
    /// As a value.
    pub fn setting(self) -> Setting {
        match self {
            Default::Required | Default::Nothing => Setting::Nothing,
            Default::Count(value) => Setting::Count(value),
            Default::Number(value) => Setting::Number(value),
            Default::Flag(value) => Setting::Flag(value),
            Default::Activation(value) => Setting::Activation(Choice::Plain(value)),
            Default::Initializer(source) => Setting::Initializer(source.into()),
            Default::Sizes(value) => Setting::Sizes(vec![value]),
            Default::Margins(value) => Setting::Margins([[value; 2]; SPACE]),
            Default::Word(word) => Setting::Word(word),
            Default::Axis(value) => Setting::Axes(vec![value]),
            Default::Padding(value) => Setting::Padding(value),
        }
    }
}

/// Arguments that several layers have. Where a layer's default or meaning differs, it has its own.
impl Specification {
    /// The activation of a layer that is linear by itself.
    pub const ACTIVATION: Specification = Specification::optional(
        "activation",
        Kind::Activation,
        Default::Activation(Activation::Linear),
        "applied to the result",
    );
    /// Whether there is a bias.
    pub const USE_BIAS: Specification = Specification::optional(
        "use_bias",
        Kind::Flag,
        Default::Flag(true),
        "whether a bias is added",
    )
    .or(&["bias"]);
    /// How the kernel starts.
    pub const KERNEL_INITIALIZER: Specification = Specification::optional(
        "kernel_initializer",
        Kind::Initializer,
        Default::Initializer(GLOROT_UNIFORM),
        "how the kernel starts",
    )
    .or(&["init"]);
    /// How the bias starts.
    pub const BIAS_INITIALIZER: Specification = Specification::optional(
        "bias_initializer",
        Kind::Initializer,
        Default::Initializer(ZEROS),
        "how the bias starts",
    );
    /// What the kernel's weights cost.
    pub const KERNEL_REGULARIZER: Specification =
        Specification::regularizer("kernel_regularizer", "what the kernel's weights cost")
            .or(&["W_regularizer"]);
    /// What the bias costs.
    pub const BIAS_REGULARIZER: Specification =
        Specification::regularizer("bias_regularizer", "what the bias costs")
            .or(&["b_regularizer"]);
    /// What the layer's output costs.
    pub const ACTIVITY_REGULARIZER: Specification = Specification::optional(
        "activity_regularizer",
        Kind::ActivityRegularizer,
        Default::Nothing,
        "what the output costs, as a mean over the samples of the batch: `l1`, `l2` or `l1_l2`",
    );
    /// What the kernel's weights keep to.
    pub const KERNEL_CONSTRAINT: Specification =
        Specification::constraint("kernel_constraint", "what the kernel's weights keep to")
            .or(&["W_constraint"]);
    /// What the bias keeps to.
    pub const BIAS_CONSTRAINT: Specification =
        Specification::constraint("bias_constraint", "what the bias keeps to")
            .or(&["b_constraint"]);

    /// The regularizer of a tensor, none if it isn't given. The argument's name says of which: see
    /// [`hooks`](crate::layers::hooks).
    pub const fn regularizer(name: &'static str, doc: &'static str) -> Specification {
        Specification::optional(name, Kind::Regularizer, Default::Nothing, doc)
    }

    /// The same for its constraint.
    pub const fn constraint(name: &'static str, doc: &'static str) -> Specification {
        Specification::optional(name, Kind::Constraint, Default::Nothing, doc)
    }
}
