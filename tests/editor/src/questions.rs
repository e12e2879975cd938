//! What the editor asks about `fixture/src/lib.rs`, and what it must be told.

/// A question about a place.
pub struct Question {
    /// What is replaced in the file before, by what: so that a declaration is broken.
    pub change: Option<(&'static str, &'static str)>,
    /// A part of the text that stands there once, with a bar where the cursor is.
    pub place: &'static str,
    /// The answer.
    pub expected: Expected,
}

/// An answer.
#[derive(Debug)]
pub enum Expected {
    /// A text with these parts.
    Hover(&'static [&'static str]),
    /// One definition, in a file whose address ends so, in the line that reads so.
    Definition(&'static str, &'static str),
    /// Completions.
    Completions {
        /// These are among them.
        with: &'static [&'static str],
        /// These aren't.
        without: &'static [&'static str],
        /// There are no more than so many.
        most: usize,
    },
}

use Expected::{Completions, Definition, Hover};

const fn good(place: &'static str, expected: Expected) -> Question {
    Question {
        change: None,
        place,
        expected,
    }
}

const fn broken(
    from: &'static str,
    to: &'static str,
    place: &'static str,
    expected: Expected,
) -> Question {
    Question {
        change: Some((from, to)),
        place,
        expected,
    }
}

/// A list without the noise of what Rust knows otherwise: hundreds of names. There are some 70 layers.
const FEW: usize = 120;
/// All that a name in scope can be.
const MANY: usize = usize::MAX;

/// Two blocks in front of the second model.
const BLOCKS: &str = "/// Once more.
    fn double(x, times = 2) { x + x }
    const TIMES: usize = 3;
    fn triple(x) { double(x, times = TIMES) }";

/// Models that others have as layers.
const MODELS: &str = "struct Small(width = 8) {
        Input(4), Dense(width) }
    struct NarrowDigits = Small(width = 2);
    struct Both {
        let x = Input(4);
        concat(Small(width = 3)(x), Small(w)(x), NarrowDigits(trainable = false)(x))
    }";

/// All questions.
pub static QUESTIONS: &[Question] = &[
    good(
        "Den|se(512",
        Hover(&[
            "formwork::language::layers",
            "`activation(x · kernel + bias)` along the last axis.",
            "Dense(units, activation = linear,",
        ]),
    ),
    good(
        "Dense(512, acti|vation",
        Hover(&["pub activation: Activation", "Applied to the result."]),
    ),
    good(
        "activation = re|lu, kernel",
        Hover(&["pub struct relu", "max(x, 0)"]),
    ),
    good(
        "kernel_initializer = he_|normal",
        Hover(&["truncated normal of variance 2 / fan_in"]),
    ),
    good("padding = sa|me)(image)", Hover(&["⌈side / stride⌉"])),
    good(
        "leaky_relu(nega|tive_slope",
        Hover(&["formwork::language::activations::leaky_relu", "`0.2` if"]),
    ),
    good(
        "conc|at(narrow",
        Hover(&["one after the other along an axis"]),
    ),
    good("Inp|ut(784", Hover(&["An input of the model"])),
    good(
        "struct Digi|ts",
        Hover(&["pub struct Digits", "A classifier of digits."]),
    ),
    good("image + nar|row", Hover(&["let narrow: Tensor3<8, 8, 4>"])),
    good("enco|der(concat", Hover(&["let encoder: Dense"])),
    good(
        "Leaky|ReLU()",
        Definition("src/language/layers.rs", "pub struct LeakyReLU {"),
    ),
    good(
        "padd|ing = same)(image)",
        Definition("src/language/layers.rs", "pub padding: values::Padding,"),
    ),
    good(
        "image + nar|row",
        Definition(
            "fixture/src/lib.rs",
            "let narrow = Conv2D(4, 3, padding = same)(image);",
        ),
    ),
    good(
        "Digi|ts::PARAMETERS",
        Definition("fixture/src/lib.rs", "pub struct Digits {"),
    ),
    good(
        "Drop|out(0.2)",
        Completions {
            with: &["Dropout", "Dense", "Conv2D", "LSTM"],
            without: &["relu", "Digits"],
            most: FEW,
        },
    ),
    good(
        "Dense(10, acti|vation",
        Completions {
            with: &["activation", "use_bias"],
            without: &["units", "Dense"],
            most: FEW,
        },
    ),
    // What comes from another module, in a declaration that is expanded in several steps.
    good(
        "let once = sim|ple(image)",
        Hover(&["Adds a convolution to its input."]),
    ),
    good(
        "blocks::short|cut(once",
        Hover(&["Adds a convolution to its input."]),
    ),
    good(
        "blocks::short|cut(once",
        Definition("fixture/src/lib.rs", "pub fn shortcut(x, filters = 4) {"),
    ),
    good(
        "use crate::blocks::short|cut",
        Definition("fixture/src/lib.rs", "pub fn shortcut(x, filters = 4) {"),
    ),
    good(
        "blocks::Feat|ures(width",
        Definition("fixture/src/lib.rs", "pub struct Features(width = 8) {"),
    ),
    good(
        "MaxPool|ing2D(3, allow",
        Definition("src/language/layers.rs", "pub struct MaxPooling2D {"),
    ),
    good(
        "Features(width = 6)(twi|ce)",
        Hover(&["let twice: Tensor3<8, 8, 4>"]),
    ),
    good(
        "Features(width = 6)(twi|ce)",
        Definition(
            "fixture/src/lib.rs",
            "let twice = blocks::shortcut(once, filters = 4);",
        ),
    ),
    good(
        "allow = dropped|_pixels",
        Hover(&["leave out the last rows"]),
    ),
    // Closures.
    good(
        "a * ta|nh(b)",
        Hover(&["language::closures", "`tanh(x)`: tanh x."]),
    ),
    good("tanh(b).m|ax(SLOPE", Hover(&["the larger"])),
    good("a * tanh(|b)", Hover(&["let b: Element"])),
    good("max(SLO|PE", Hover(&["const SLOPE: f32"])),
    broken(
        "a * tanh(b).max(SLOPE)",
        "a * ta",
        "a * ta|)",
        Completions {
            with: &["tanh", "sigmoid"],
            without: &["Dense", "softmax"],
            most: MANY,
        },
    ),
    broken(
        "allow = dropped_pixels",
        "allow = dr",
        "allow = dr|)",
        Completions {
            with: &["dropped_pixels", "no_effect"],
            without: &["relu"],
            most: FEW,
        },
    ),
    // The declaration is broken, or what it needs isn't there: the first step is left.
    broken(
        "Flatten()(strided)",
        "Flaten()(strided)",
        "blocks::short|cut(once",
        Hover(&["Adds a convolution to its input."]),
    ),
    broken(
        "blocks::shortcut(once",
        "blocks::shortcutt(once",
        "MaxPool|ing2D(3, allow",
        Hover(&["The largest element"]),
    ),
    broken(
        "blocks::shortcut(once",
        "blocks::shortcutt(once",
        "Features(width = 6)(twi|ce)",
        Definition(
            "fixture/src/lib.rs",
            "let twice = blocks::shortcutt(once, filters = 4);",
        ),
    ),
    broken(
        "MaxPooling2D(3, allow = dropped_pixels)(twice)",
        "MaxPool",
        "= MaxPool|",
        Completions {
            with: &["MaxPooling2D"],
            without: &["relu"],
            most: MANY,
        },
    ),
    // A comma is missing.
    broken(
        "Dropout(0.2),",
        "Dropout(0.2)",
        "Drop|out(0.2)",
        Hover(&["drops elements with probability `rate`"]),
    ),
    broken(
        "Dropout(0.2),",
        "Dropout(0.2)",
        "struct Digi|ts",
        Hover(&["A classifier of digits."]),
    ),
    // The name of an argument is being typed.
    broken(
        "Dense(10, activation = softmax)",
        "Dense(10, act)",
        "Dense(10, act|)",
        Completions {
            with: &["activation", "use_bias", "kernel_initializer", "name"],
            without: &["units", "Dense", "filters"],
            most: FEW,
        },
    ),
    broken(
        "Dense(10, activation = softmax)",
        "Dense(10, activation = softmax, )",
        "softmax, |)",
        Completions {
            with: &["use_bias", "kernel_initializer"],
            without: &["units", "activation"],
            most: FEW,
        },
    ),
    broken(
        "leaky_relu(negative_slope = 0.1)",
        "leaky_relu()",
        "leaky_relu(|)",
        Completions {
            with: &["negative_slope"],
            without: &["alpha"],
            most: FEW,
        },
    ),
    // So is its value.
    broken(
        "activation = softmax",
        "activation = ",
        "Dense(10, activation = |)",
        Completions {
            with: &["relu", "softmax", "gelu"],
            without: &["Dense", "he_normal"],
            most: FEW,
        },
    ),
    broken(
        "he_normal",
        "he_",
        "kernel_initializer = he_|)",
        Completions {
            with: &["he_normal", "he_uniform"],
            without: &["relu"],
            most: FEW,
        },
    ),
    // And a layer, in both forms.
    broken(
        "Dropout(0.2),",
        "Batch",
        "Batch|",
        Completions {
            with: &["BatchNormalization"],
            without: &["relu"],
            most: FEW,
        },
    ),
    broken(
        "let wide = LeakyReLU()(image + narrow);",
        "let wide = Leaky",
        "let wide = Leaky|",
        Completions {
            with: &["LeakyReLU", "image", "narrow", "concat"],
            without: &["encoder"],
            most: MANY,
        },
    ),
    // What is asked of a value.
    broken(
        "LeakyReLU()(image + narrow)",
        "Reshape((narrow.len(), 1))(narrow)",
        "narrow.le|n()",
        Hover(&["The number of elements."]),
    ),
    broken(
        "LeakyReLU()(image + narrow)",
        "Dense(narrow.)(narrow)",
        "narrow.|)",
        Completions {
            with: &["channels", "height", "len"],
            without: &["Dense"],
            most: FEW,
        },
    ),
    // Blocks and their parameters.
    broken(
        "/// A residual network.",
        BLOCKS,
        "fn dou|ble(x",
        Hover(&["fn double(x: Value, times: Value)", "Once more."]),
    ),
    broken(
        "/// A residual network.",
        BLOCKS,
        "times = TI|MES",
        Hover(&["const TIMES: usize = 3"]),
    ),
    broken(
        "/// A residual network.",
        BLOCKS,
        "tim|es = TIMES",
        Definition("fixture/src/lib.rs", "fn double(x, times = 2) { x + x }"),
    ),
    broken(
        "/// A residual network.",
        BLOCKS,
        "double(x, tim|es = TIMES",
        Completions {
            with: &["times"],
            without: &["x"],
            most: FEW,
        },
    ),
    // A model as a layer.
    broken(
        "/// A residual network.",
        MODELS,
        "NarrowDigits(train|able = false)",
        Hover(&["whether training changes the layer's parameters"]),
    ),
    broken(
        "/// A residual network.",
        MODELS,
        "Small(wid|th = 3)",
        Definition("fixture/src/lib.rs", "struct Small(width = 8) {"),
    ),
    broken(
        "/// A residual network.",
        MODELS,
        "Small(w|)",
        Completions {
            with: &["width", "trainable"],
            without: &["Dense"],
            most: FEW,
        },
    ),
    // A word that isn't known doesn't hide the others.
    broken(
        "LeakyReLU()(image + narrow)",
        "LeekyReLU()(image + narrow)",
        "image + nar|row",
        Definition(
            "fixture/src/lib.rs",
            "let narrow = Conv2D(4, 3, padding = same)(image);",
        ),
    ),
];
