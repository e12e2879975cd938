//! What is legal and probably not what was meant: the table of warnings, and their sentences.
//!
//! A layer silences a warning with `allow = dropped_pixels`, or several with `allow = (dropped_pixels, no_effect)`.

/// A kind of warning.
pub struct Lint {
    /// Its name, as `allow` takes it.
    pub name: &'static str,
    /// What it finds.
    pub what: &'static str,
    /// Why that is probably a mistake.
    pub why: &'static str,
}

/// All warnings, in the order of [`Warning`].
pub static WARNINGS: [Lint; 13] = [
    Lint {
        name: "dropped_pixels",
        what: "a window with `padding = valid` whose strides leave out the last rows or columns of its input",
        why: "what is there never reaches the output; Keras says nothing",
    },
    Lint {
        name: "unused_layer",
        what: "a layer that is made and never applied",
        why: "it isn't part of the model",
    },
    Lint {
        name: "clipped_scores",
        what: "an activation such as `relu` right before softmax or sigmoid",
        why: "it makes all negative scores equal: a sigmoid then gives at least 1/2, and classes can't be ruled out",
    },
    Lint {
        name: "softmax_of_one",
        what: "softmax along an axis of one element",
        why: "the result is always 1, and its gradient 0",
    },
    Lint {
        name: "repeated_activation",
        what: "an activation right behind another",
        why: "one of them is often left over from an earlier version",
    },
    Lint {
        name: "useless_bias",
        what: "a bias right before batch normalization",
        why: "normalization subtracts it again with the mean",
    },
    Lint {
        name: "linear_layers",
        what: "two dense layers with nothing between them",
        why: "together they are one linear map, which one layer can be",
    },
    Lint {
        name: "dropout_at_output",
        what: "a dropout whose result is an output of the model",
        why: "the loss then sees predictions with zeros in them",
    },
    Lint {
        name: "dropout_rate",
        what: "a dropout with a rate of 0, or of 0.95 and more",
        why: "the rate is the part that is dropped: 0 does nothing, and close to 1 hardly anything is left",
    },
    Lint {
        name: "no_effect",
        what: "a layer that gives its input",
        why: "it is often left over, or its arguments aren't those that were meant",
    },
    Lint {
        name: "dropout_before_normalization",
        what: "a dropout right before batch normalization",
        why: "dropout changes the variance in training alone, so the moving variance is wrong when the model predicts \
              (Li, Chen, Hu and Yang, 2018)",
    },
    Lint {
        name: "batch_coupling",
        what: "a layer that couples the samples of a batch, in a model with `#[no_batch]`",
        why: "its training needs a batch, and its memory grows with it",
    },
    Lint {
        name: "one_element",
        what: "a normalization of single elements, such as each channel of an image of one pixel",
        why: "what is left of an element is its sign, or nothing at all, and its gradient is nearly 0",
    },
];

/// Something that is probably not what was meant, with its numbers.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // the fields are what the variant's sentence says
pub enum Warning {
    /// Some of the input is never looked at.
    DroppedPixels {
        layer: &'static str,
        along: &'static str,
        dropped: usize,
        input: usize,
    },
    /// The layer is never applied.
    UnusedLayer { name: String },
    /// An activation that clips, before one that expects any number.
    ClippedScores { clips: String, then: String },
    /// Softmax of one element.
    SoftmaxOfOne { layer: String },
    /// An activation of an activation.
    RepeatedActivation { first: String, second: String },
    /// A bias that is subtracted again.
    UselessBias { layer: String, then: String },
    /// Two layers that are one linear map.
    LinearLayers { first: String, second: String },
    /// A dropout at the end.
    DropoutAtOutput { name: String },
    /// A rate of nothing, or of nearly all.
    DropoutRate { rate: f64 },
    /// A layer that does nothing.
    NoEffect { layer: &'static str, shape: String },
    /// A dropout that changes a variance.
    DropoutBeforeNormalization { then: String },
    /// A layer that needs the batch.
    BatchCoupling { layer: String },
    /// A mean or a root mean square of one element.
    OneElement {
        layer: &'static str,
        keeps_sign: bool,
    },
}

impl Warning {
    /// Its row in the table.
    pub fn lint(&self) -> &'static Lint {
        let index = match self {
            Warning::DroppedPixels { .. } => 0,
            Warning::UnusedLayer { .. } => 1,
            Warning::ClippedScores { .. } => 2,
            Warning::SoftmaxOfOne { .. } => 3,
            Warning::RepeatedActivation { .. } => 4,
            Warning::UselessBias { .. } => 5,
            Warning::LinearLayers { .. } => 6,
            Warning::DropoutAtOutput { .. } => 7,
            Warning::DropoutRate { .. } => 8,
            Warning::NoEffect { .. } => 9,
            Warning::DropoutBeforeNormalization { .. } => 10,
            Warning::BatchCoupling { .. } => 11,
            Warning::OneElement { .. } => 12,
        };
        &WARNINGS[index]
    }

    /// What is probably wrong.
    pub fn message(&self) -> String {
        match self {
            Warning::DroppedPixels {
                layer,
                along,
                dropped,
                input,
            } => {
                let what = match (*along, dropped) {
                    ("length", 1) => "step",
                    ("length", _) => "steps",
                    ("depth", 1) => "plane",
                    ("depth", _) => "planes",
                    ("height", 1) => "row",
                    ("height", _) => "rows",
                    (_, 1) => "column",
                    _ => "columns",
                };
                match dropped {
                    1 => format!("`{layer}` never reads the last of its input's {input} {what}s"),
                    _ => format!(
                        "`{layer}` never reads the last {dropped} of its input's {input} {what}"
                    ),
                }
            }
            Warning::UnusedLayer { name } => format!("the layer `{name}` is never applied"),
            Warning::ClippedScores { clips, then } => {
                format!("`{clips}` right before `{then}` makes all negative scores equal")
            }
            Warning::SoftmaxOfOne { layer } => {
                format!("the softmax of one element is always 1, whatever `{layer}` computes")
            }
            Warning::RepeatedActivation { first, second } => {
                format!("`{second}` is applied to what `{first}` gives, with nothing between them")
            }
            Warning::UselessBias { layer, then } => {
                format!("the bias of `{layer}` is subtracted again by `{then}`")
            }
            Warning::LinearLayers { first, second } => format!(
                "`{first}` and `{second}` are one linear map: no activation stands between them"
            ),
            Warning::DropoutAtOutput { name } => {
                format!("the dropout `{name}` is an output of the model: its loss sees the zeros")
            }
            Warning::DropoutRate { rate: 0.0 } => "a dropout with rate 0 drops nothing".into(),
            Warning::DropoutRate { rate } => {
                format!("a dropout with rate {rate} drops nearly everything")
            }
            Warning::NoEffect { layer, shape } => {
                format!("`{layer}` gives its input {shape} as it is")
            }
            Warning::DropoutBeforeNormalization { then } => format!(
                "dropout changes the variance that `{then}` learns, in training but not in predictions"
            ),
            Warning::BatchCoupling { layer } => format!(
                "`{layer}` couples the samples of a batch, and the model is declared `#[no_batch]`"
            ),
            Warning::OneElement { layer, keeps_sign } => match keeps_sign {
                true => format!("`{layer}` of single elements leaves little more than their signs"),
                false => format!("`{layer}` of single elements leaves nothing of them"),
            },
        }
    }

    /// What to write.
    pub fn help(&self) -> String {
        let mend = match self {
            Warning::DroppedPixels { .. } => "use `padding = same`".into(),
            Warning::UnusedLayer { name } => format!("apply it, `{name}(x)`, or remove it"),
            Warning::ClippedScores { clips, .. } => format!("leave `{clips}` out"),
            Warning::SoftmaxOfOne { .. } => "use `sigmoid` for one probability".into(),
            Warning::RepeatedActivation { .. } => "leave one of them out".into(),
            Warning::UselessBias { .. } => "write `use_bias = false`".into(),
            Warning::LinearLayers { .. } => {
                "give the first an activation such as `relu`, or make one layer of them".into()
            }
            Warning::DropoutAtOutput { .. } => "put it before the last layer".into(),
            Warning::DropoutRate { rate: 0.0 } => "remove it, or write the part to drop".into(),
            Warning::DropoutRate { .. } => "the rate is the part that is dropped, not kept".into(),
            Warning::NoEffect { .. } => "remove it".into(),
            Warning::DropoutBeforeNormalization { .. } => {
                "put the dropout behind the normalization".into()
            }
            Warning::BatchCoupling { .. } => "leave it out, or take `#[no_batch]` away".into(),
            Warning::OneElement {
                layer: "FilterResponseNormalization",
                ..
            } => "write `learned_epsilon = true`".into(),
            Warning::OneElement { .. } => {
                "leave it out, or normalize more elements together".into()
            }
        };
        format!(
            "{mend}; if it is meant, write `allow = {}`",
            self.lint().name
        )
    }
}
