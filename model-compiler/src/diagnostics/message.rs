//! The sentences: what is wrong, and the mend. No other module makes them.

use super::{Counted, Diagnosis, Unsupported};
use formwork_shape_rules::Shape;
use proc_macro2::Span;

/// A value that a message speaks of.
#[derive(Clone, Debug)]
pub struct Operand {
    /// Its name.
    pub name: String,
    /// Its shape.
    pub shape: Shape,
    /// Where it was made.
    pub span: Span,
}

impl Operand {
    /// "`b` is [20], from line 4, column 17"
    fn sentence(&self) -> String {
        let start = self.span.start();
        let place = match start.line {
            0 => String::new(),
            line => format!(", from line {line}, column {}", start.column + 1),
        };
        format!("`{}` is {}{place}", self.name, self.shape)
    }
}

impl Diagnosis {
    /// The whole text of an error: the message, the values that it speaks of, and the mend.
    pub fn text(&self, operands: &[Operand]) -> String {
        let mut text = self.message();
        for operand in operands {
            text.push('\n');
            text.push_str(&operand.sentence());
        }
        if let Some(help) = self.help() {
            text.push_str("\nhelp: ");
            text.push_str(&help);
        }
        text
    }

    /// What is wrong.
    pub fn message(&self) -> String {
        match self {
            Diagnosis::TooDeep { limit } => {
                format!("parentheses, brackets or braces are nested more than {limit} deep")
            }
            Diagnosis::LongRun { limit } => {
                format!("more than {limit} operators or groups follow each other")
            }
            Diagnosis::TooManyTokens { limit } => {
                format!("a declaration has at most {limit} tokens")
            }
            Diagnosis::Expected { expected, found } => {
                format!("expected {expected}, found {found}")
            }
            Diagnosis::MissingSeparator { separator, found } => {
                format!("expected `{separator}` before {found}")
            }
            Diagnosis::SemicolonInChain => "the layers of a chain are separated by `,`".into(),
            Diagnosis::Unsupported(what) => unsupported(*what).0.into(),
            Diagnosis::Literal { found } => format!("{found} is no number that fits"),
            Diagnosis::NothingDeclared => "no model is declared".into(),
            Diagnosis::EmptyBody => "the model has no layers".into(),
            Diagnosis::MissingOutput { .. } => "the model has no output".into(),
            Diagnosis::UnknownOption { found, .. } => format!("`{found}` is no option of a model"),
            Diagnosis::OptionValue { option, expected } => format!("`{option}` takes {expected}"),

            Diagnosis::UnknownLayer { found, .. } => format!("there is no layer `{found}`"),
            Diagnosis::UnknownVariable { found, .. } => format!("there is no value `{found}`"),
            Diagnosis::UnknownActivation { found, .. } => {
                format!("there is no activation `{found}`")
            }
            Diagnosis::UnknownArgument { layer, found, .. } => {
                format!("`{layer}` has no argument `{found}`")
            }
            Diagnosis::DuplicateName { name, .. } => format!("two layers are called `{name}`"),
            Diagnosis::DuplicateModel { name, .. } => format!("two models are called `{name}`"),
            Diagnosis::DuplicateArgument { argument } => format!("`{argument}` is given twice"),
            Diagnosis::DuplicateBinding { name } => format!("`{name}` is bound twice"),
            Diagnosis::BadName { found } => format!("\"{found}\" can't be the name of a layer"),
            Diagnosis::UnusedValue { name, .. } => format!("`{name}` is never used"),
            Diagnosis::UnusedInput { name } => format!("the input `{name}` is never used"),
            Diagnosis::Discarded => "the value of this statement isn't used".into(),
            Diagnosis::UnusedLayer { name } => format!("the layer `{name}` is never applied"),
            Diagnosis::NotMutable { name } => format!("`{name}` can't be assigned again"),
            Diagnosis::LayerAsValue { name } => {
                format!("`{name}` is a layer, and a value is needed here")
            }
            Diagnosis::ValueAsLayer { name } => {
                format!("`{name}` is a value, and only a layer can be applied")
            }
            Diagnosis::MissingParentheses { layer } => {
                format!("`{layer}` is a layer without arguments")
            }
            Diagnosis::MissingArguments { layer, value } => {
                format!("`{layer}` has arguments of its own, and `{value}` isn't one")
            }
            Diagnosis::NotALayer => "a layer is needed here".into(),
            Diagnosis::ApplicationInChain { layer } => {
                format!("`{layer}` is applied, but a chain applies its layers by itself")
            }
            Diagnosis::SeveralAsOne { name, count } => {
                format!("`{name}` gives {count} values, and one is needed here")
            }
            Diagnosis::ConstantAsValue => "a constant stands where a tensor is needed".into(),
            Diagnosis::OutsideConstant { name, expected } => {
                format!(
                    "expected {expected}, found the name `{name}`, which the macro can't look up"
                )
            }
            Diagnosis::Operator { symbol } => format!("tensors have no operator `{symbol}`"),

            Diagnosis::MissingArgument {
                layer,
                argument,
                meaning,
            } => {
                format!("`{layer}` needs `{argument}`: {meaning}")
            }
            Diagnosis::ApplicationArgument { layer, found } => {
                format!("`{layer}` is applied to values alone, found the argument `{found}`")
            }
            Diagnosis::TooManyArguments {
                layer,
                allowed: 0,
                found,
            } => {
                format!("`{layer}` takes no arguments, found {found}")
            }
            Diagnosis::TooManyArguments {
                layer,
                allowed,
                found,
            } => format!(
                "`{layer}` takes at most {}, found {found}",
                counted(*allowed, "argument")
            ),
            Diagnosis::PositionalAfterNamed => {
                "an argument without a name stands after one with a name".into()
            }
            Diagnosis::ArgumentType {
                argument,
                expected,
                found,
            } => {
                format!("`{argument}` takes {expected}, found {found}")
            }
            Diagnosis::ArgumentRange {
                argument,
                expected,
                found,
            } => {
                format!("`{argument}` must be {expected}, found {found}")
            }
            Diagnosis::RefusedArgument { argument, .. } => {
                format!("the argument `{argument}` isn't available")
            }
            Diagnosis::TooManyAxes { found, limit } => {
                format!("a tensor has at most {limit} axes besides the batch, found {found}")
            }
            Diagnosis::Arithmetic { reason } => format!("this has no value: {reason}"),
            Diagnosis::AxisActivationAsArgument { activation } => {
                format!("`{activation}` can't be the activation of another layer along this axis")
            }

            Diagnosis::MissingInput { layer } => {
                format!("the shape of the model's input is missing before `{layer}`")
            }
            Diagnosis::InputInChain => "a chain has one input, and it stands first".into(),
            Diagnosis::InputApplied => "an `Input` is where values start: it isn't applied".into(),
            Diagnosis::InputShapeNotFirst { argument } => {
                format!("`{argument}` belongs to the first layer")
            }
            Diagnosis::InputShapeApplied { argument } => {
                format!("`{argument}` is for chains: here the layer's input is a value")
            }
            Diagnosis::WrongNumberOfInputs {
                layer,
                expected,
                found,
            } => {
                let expected = match expected {
                    Counted::Exactly(count) => counted(*count, "input"),
                    Counted::AtLeast(count) => format!("at least {}", counted(*count, "input")),
                    Counted::Either(one, other) => format!("{one} or {}", counted(*other, "input")),
                };
                format!("`{layer}` takes {expected}, found {found}")
            }
            Diagnosis::WrongNumberOfOutputs {
                layer,
                outputs,
                bound,
            } => format!(
                "`{layer}` gives {}, but {} bound",
                counted(*outputs, "value"),
                if *bound == 1 {
                    "one name is".into()
                } else {
                    format!("{bound} names are")
                }
            ),
            Diagnosis::SeveralOutputsInChain { layer, outputs } => {
                format!("`{layer}` gives {outputs} values, and a chain passes on one")
            }
            Diagnosis::UserLayerWithoutShape { name, .. } => {
                format!("the shape of what `{name}` gives is missing")
            }
            Diagnosis::UserLayerType { found } => {
                format!("the type of the layer that `{found}` makes can't be seen")
            }
            Diagnosis::WrittenShape { written, found } => {
                format!("the written shape is {written}, but the value is {found}")
            }
            Diagnosis::WrittenTwice { name, shapes } => format!(
                "`{name}` is used with two written shapes: {} and {}",
                shapes[0], shapes[1]
            ),
            Diagnosis::SharedParameters { name, shapes } => format!(
                "`{name}` has one set of parameters, and is applied to {} and to {}",
                shapes[0], shapes[1]
            ),
            Diagnosis::OutputIsInput { name } => {
                format!("the output `{name}` is an input: there is nothing to compute")
            }
            Diagnosis::DuplicateOutput { name } => format!("the output `{name}` is given twice"),

            Diagnosis::Rank {
                layer,
                expected,
                found,
                ..
            } => {
                format!("`{layer}` takes {expected}, found {found}")
            }
            Diagnosis::Mismatch {
                layer, axis, sizes, ..
            } => format!(
                "`{layer}` needs shapes that agree: along axis {axis} (the batch is axis 0) they have {} and {}",
                sizes.0, sizes.1
            ),
            Diagnosis::MismatchedRank { layer, ranks, .. } => format!(
                "`{layer}` needs inputs of as many axes: these have {} and {}",
                ranks.0, ranks.1
            ),
            Diagnosis::Window {
                layer,
                along,
                extent,
                input,
                ..
            } => format!(
                "the window of `{layer}` covers {extent} elements along the {along}, and the input has {input}"
            ),
            Diagnosis::StridesWithDilation { strides, dilation } => format!(
                "strides ({}, {}) can't be combined with dilation ({}, {})",
                strides[0], strides[1], dilation[0], dilation[1]
            ),
            Diagnosis::Groups {
                groups,
                what,
                count,
            } => {
                format!("{groups} groups can't share {count} {what} evenly")
            }
            Diagnosis::Axis { layer, axis, rank } => format!(
                "`{layer}` has no axis {axis}: with the batch there are {rank}, numbered from 0 or from -{rank}"
            ),
            Diagnosis::BatchAxis { layer } => format!("`{layer}` can't act along the batch"),
            Diagnosis::AxisTwice { axis } => format!("axis {axis} is given twice"),
            Diagnosis::NotLastAxis { layer, axis } => {
                format!("`{layer}` acts along the last axis, found axis {axis}")
            }
            Diagnosis::AxesApart { axes } => {
                format!("the axes {axes:?} aren't neighbours that can be taken as one")
            }
            Diagnosis::OddAxis { axis, len } => {
                format!("`glu` halves axis {axis}, whose length {len} is odd")
            }
            Diagnosis::Reshape { input, target, .. } => format!(
                "{} elements of {input} can't take the shape {target:?}",
                input.len()
            ),
            Diagnosis::ReshapeInferred => "only one dimension can be -1".into(),
            Diagnosis::State {
                index,
                found,
                units,
            } => format!(
                "the initial {} state of this LSTM is [{units}], found {found}",
                if *index == 0 { "hidden" } else { "cell" }
            ),
            Diagnosis::TooLarge { what } => format!("{what} has more elements than fit in memory"),
        }
    }

    /// How to mend it.
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Diagnosis::TooDeep { .. } | Diagnosis::LongRun { .. } => {
                "give parts of the expression names with `let`".into()
            }
            Diagnosis::TooManyTokens { .. } => "declare parts of it as models of their own".into(),
            Diagnosis::Expected { .. } => return None,
            Diagnosis::MissingSeparator { separator, .. } => format!("write `{separator}` here"),
            Diagnosis::SemicolonInChain => {
                "write `,`, or name the values: `let x = Input(784); let y = Dense(10)(x); y`".into()
            }
            Diagnosis::Unsupported(what) => unsupported(*what).1.into(),
            Diagnosis::Literal { .. } => "write a decimal number, `true`, `false` or a name".into(),
            Diagnosis::NothingDeclared => {
                "write `pub struct Name { Input(784), Dense(10, activation = softmax) }`".into()
            }
            Diagnosis::EmptyBody => {
                "write a chain of layers between the braces: `Input(784), Dense(10)`".into()
            }
            Diagnosis::MissingOutput { suggestion } => match suggestion {
                Some(name) => format!("end with the value that the model gives, without `;`: `{name}`"),
                None => "end with the value that the model gives, without `;`".into(),
            },
            Diagnosis::UnknownOption { suggestion, .. } => meant(
                *suggestion,
                "the options are `input_gradients`, `save_memory`, `debug`, `write` and `without`",
            ),
            Diagnosis::OptionValue { option, .. } => match *option {
                "debug" => "write `debug = \"graph\"`".into(),
                "write" => "write `write = \"src/generated.rs\"`".into(),
                "without" => "write `without(fuse)`".into(),
                _ => format!("write `{option}` alone"),
            },

            Diagnosis::UnknownLayer { found, suggestion } => match suggestion {
                Some(name) => format!("did you mean `{name}`?"),
                None => format!(
                    "a layer of your own is written with its path: `crate::{found}(x)`; see the list of layers in the documentation"
                ),
            },
            Diagnosis::UnknownVariable { suggestion, found } => match suggestion {
                Some(name) => format!("did you mean `{name}`?"),
                None => format!("bind it before it is used: `let {found} = ...;`"),
            },
            Diagnosis::UnknownActivation { suggestion, .. } => meant(
                *suggestion,
                "some are `relu`, `sigmoid`, `tanh`, `softmax`, `gelu`, `silu`, `elu` and `linear`",
            ),
            Diagnosis::UnknownArgument { suggestion, known, .. } => match suggestion {
                Some(name) => format!("did you mean `{name}`?"),
                None if known.is_empty() => "it takes no arguments".into(),
                None if known.len() == 1 => format!("its argument is `{}`", known[0]),
                None => format!("its arguments are {}", list(known)),
            },
            Diagnosis::DuplicateName { line, .. } => {
                format!("{}choose another", first_on(*line))
            }
            Diagnosis::DuplicateModel { line, .. } => {
                format!("{}choose another", first_on(*line))
            }
            Diagnosis::DuplicateArgument { .. } => "remove one of them".into(),
            Diagnosis::DuplicateBinding { .. } => "give each output a name of its own, or `_`".into(),
            Diagnosis::BadName { .. } => {
                "use letters, digits and `_`, with a letter first: it becomes the name of a field".into()
            }
            Diagnosis::UnusedValue { name, part: true } => format!("use it, or call it `_{name}`"),
            Diagnosis::UnusedValue { .. } => {
                "use it on the way to an output, or remove it".into()
            }
            Diagnosis::UnusedInput { .. } => {
                "apply a layer to it, or remove it: every input of a model has to be given".into()
            }
            Diagnosis::Discarded => {
                "bind it: `let h = ...;`, or remove the `;` if it is the model's output".into()
            }
            Diagnosis::UnusedLayer { name } => {
                format!("apply it to a value: `{name}(x)`, or remove it")
            }
            Diagnosis::NotMutable { name } => format!("declare it with `let mut {name}`"),
            Diagnosis::LayerAsValue { name } => format!("apply it to a value: `{name}(x)`"),
            Diagnosis::ValueAsLayer { .. } => {
                "bind the layer without applying it to use it several times: `let encoder = Dense(64);`".into()
            }
            Diagnosis::MissingParentheses { layer } => format!("write `{layer}()`"),
            Diagnosis::MissingArguments { layer, value } => format!("write `{layer}()({value})`"),
            Diagnosis::NotALayer => "layers are written `Dense(64)` or, your own, `my::Layer(..)`".into(),
            Diagnosis::ApplicationInChain { .. } => {
                "write the layer alone, or name the values: `let x = Input(784); ...`".into()
            }
            Diagnosis::SeveralAsOne { count, .. } => {
                let names = ["y", "h", "c", "d"];
                let names: Vec<&str> = names.iter().copied().cycle().take((*count).min(4)).collect();
                format!("take them apart: `let ({}) = ...;`", names.join(", "))
            }
            Diagnosis::ConstantAsValue => "only tensors can be given to layers and combined".into(),
            Diagnosis::OutsideConstant { .. } => {
                "a macro sees names, not what they stand for: write the value here".into()
            }
            Diagnosis::Operator { .. } => "tensors can be combined with `+`, `-` and `*`".into(),

            Diagnosis::MissingArgument { layer, argument, .. } => {
                format!("write `{layer}({argument} = ...)`")
            }
            Diagnosis::ApplicationArgument { .. } => {
                "arguments of the layer stand in its own parentheses; training and prediction are told apart by what is called".into()
            }
            Diagnosis::TooManyArguments { layer, .. } => {
                format!("the values that it is applied to stand in parentheses of their own: `{layer}(..)(x)`")
            }
            Diagnosis::PositionalAfterNamed => "give it by name, or move it to the front".into(),
            Diagnosis::ArgumentType { .. } => return None,
            Diagnosis::ArgumentRange { .. } => return None,
            Diagnosis::RefusedArgument { advice, .. } => (*advice).into(),
            Diagnosis::TooManyAxes { .. } => "join some axes into one".into(),
            Diagnosis::Arithmetic { .. } => "write the number".into(),
            Diagnosis::AxisActivationAsArgument { activation } => {
                format!("make it a layer of its own: `Activation({activation})`")
            }

            Diagnosis::MissingInput { .. } => {
                "begin with `Input(784)`, or give the first layer `input_shape = (784,)`".into()
            }
            Diagnosis::InputInChain => {
                "for several inputs name the values: `let a = Input(3); let b = Input(4); ...`".into()
            }
            Diagnosis::InputApplied => "bind it: `let x = Input(784);`".into(),
            Diagnosis::InputShapeNotFirst { .. } => {
                "remove it: the shape is known from the layer before".into()
            }
            Diagnosis::InputShapeApplied { .. } => "remove it".into(),
            Diagnosis::WrongNumberOfInputs { layer, expected, .. } => match expected {
                Counted::Exactly(1) => format!("write `{layer}(..)(x)`"),
                Counted::Exactly(_) => format!("write `{layer}(..)(a, b)`"),
                Counted::AtLeast(_) => format!("write `{layer}()(a, b)`"),
                Counted::Either(..) => format!("write `{layer}(..)(x)`, or with its initial states `{layer}(..)(x, h, c)`"),
            },
            Diagnosis::WrongNumberOfOutputs { outputs, .. } => match outputs {
                1 => "bind one name: `let y = ...;`".into(),
                _ => format!("bind {outputs} names, `_` for those that aren't needed"),
            },
            Diagnosis::SeveralOutputsInChain { .. } => {
                "name the values instead: `let (y, h, c) = LSTM(3, return_state = true)(x);`".into()
            }
            Diagnosis::UserLayerWithoutShape { name, chain: true } => {
                format!("a macro can't see types: write the shape behind the layer, `{name} {{ .. }} -> Tensor1<64>`")
            }
            Diagnosis::UserLayerWithoutShape { .. } => {
                "a macro can't see types: bind it with its shape, `let h: Tensor1<64> = ...;`".into()
            }
            Diagnosis::UserLayerType { .. } => {
                "write the type at the use: `my::Layer { .. }(x)`, `my::Layer(..)(x)` or `my::Layer::new(..)(x)`".into()
            }
            Diagnosis::WrittenShape { found, .. } => format!("write `{}`", tensor(*found)),
            Diagnosis::WrittenTwice { .. } => {
                "a layer that is applied several times gives one shape: make two layers".into()
            }
            Diagnosis::SharedParameters { .. } => {
                "bring both inputs to one shape, or make two layers".into()
            }
            Diagnosis::OutputIsInput { .. } => "apply a layer to it".into(),
            Diagnosis::DuplicateOutput { .. } => "give each value once".into(),

            Diagnosis::Rank { layer, found, expected, .. } => match (*layer, found.rank()) {
                ("Conv2D" | "MaxPooling2D" | "GlobalAveragePooling2D", 2) => format!(
                    "add an axis of channels before it: `Reshape(({}, {}, 1))`",
                    found.dims()[0],
                    found.dims()[1]
                ),
                ("LSTM", 1) => format!("make it a sequence: `Reshape(({}, 1))`", found.last()),
                ("LSTM", 3) => format!(
                    "make each row a step: `Reshape(({}, {}))`",
                    found.dims()[0],
                    found.dims()[1] * found.dims()[2]
                ),
                (_, 0) => "give the input an axis: `Reshape((1,))`".into(),
                ("Conv2D" | "MaxPooling2D", 1) if side(found.last()).is_some() => {
                    let side = side(found.last()).unwrap_or(1);
                    format!("if it is an image: `Reshape(({side}, {side}, 1))`")
                }
                _ => format!("give it {expected}, by `Reshape` for instance"),
            },
            Diagnosis::Mismatch { layer, .. } if *layer == "Concatenate" => {
                "give both the same size along every axis but the one that is joined, or choose another `axis`".into()
            }
            Diagnosis::Mismatch { sizes, .. } => format!(
                "give both {} or both {}, by a layer such as `Dense({})` before it",
                sizes.0, sizes.1, sizes.0
            ),
            Diagnosis::MismatchedRank { .. } => "bring both to one rank, by `Flatten` or `Reshape`".into(),
            Diagnosis::Window { argument, input, .. } => {
                format!("use `padding = same`, or a `{argument}` of at most {input}")
            }
            Diagnosis::StridesWithDilation { .. } => "leave one of them at 1".into(),
            Diagnosis::Groups { count, .. } => {
                format!("choose a number of groups that divides {count}")
            }
            Diagnosis::Axis { .. } => "-1 is the last axis, 1 the first after the batch".into(),
            Diagnosis::BatchAxis { .. } => {
                "axis 0 is the batch: count from 1, or from the end with -1".into()
            }
            Diagnosis::AxisTwice { .. } => "name each axis once".into(),
            Diagnosis::NotLastAxis { .. } => "channels come last: leave `axis` out".into(),
            Diagnosis::AxesApart { .. } => "name one axis, or adjacent ones such as (1, 2)".into(),
            Diagnosis::OddAxis { .. } => "choose an axis of even length".into(),
            Diagnosis::Reshape { input, target, rest } => match target.contains(&-1) {
                true => format!("{} isn't a multiple of {rest}: the product of the other dimensions must divide it", input.len()),
                false => format!("the dimensions' product is {rest} and must be {}; one of them may be -1", input.len()),
            },
            Diagnosis::ReshapeInferred => "write the others as numbers".into(),
            Diagnosis::State { units, .. } => {
                format!("bring it to {units} elements, by `Dense({units})` for instance")
            }
            Diagnosis::TooLarge { .. } => "look for a dimension that is too large".into(),
        })
    }
}

/// What is found, and what to write instead.
fn unsupported(what: Unsupported) -> (&'static str, &'static str) {
    match what {
        Unsupported::Block => (
            "blocks (`fn`) aren't supported yet",
            "write the layers where the block is called",
        ),
        Unsupported::Const => (
            "`const` isn't supported yet inside a declaration",
            "write the number where it is used",
        ),
        Unsupported::Family => (
            "families aren't supported yet",
            "write one `struct` for each member",
        ),
        Unsupported::Parameters => (
            "models with parameters aren't supported yet",
            "write the numbers in the body: `pub struct Name { .. }`",
        ),
        Unsupported::Alias => (
            "members of families aren't supported yet",
            "write the model out: `pub struct Name { .. }`",
        ),
        Unsupported::Generics => (
            "a model can't be generic: its dimensions are known when the macro runs",
            "write the numbers in the body: `pub struct Name { .. }`",
        ),
        Unsupported::Where => ("a model has no `where` clause", "remove it"),
        Unsupported::If => (
            "`if` isn't supported yet inside a declaration",
            "write the branch that applies",
        ),
        Unsupported::Loop => (
            "loops aren't supported yet inside a declaration",
            "write the repeated layers out",
        ),
        Unsupported::Match => (
            "`match` isn't part of the language",
            "write the arm that applies",
        ),
        Unsupported::Closure => (
            "closures aren't supported yet inside a declaration",
            "use a named activation, or a layer of your own: `let h: Tensor1<64> = my::Layer(x);`",
        ),
        Unsupported::Field => (
            "fields and methods of values aren't supported yet",
            "write the number; outputs are taken apart by `let (y, h, c) = ...;`",
        ),
        Unsupported::Operator => (
            "this operator isn't part of the language",
            "numbers have `+`, `-`, `*`, `/` and `%`, tensors `+`, `-` and `*`",
        ),
        Unsupported::MacroCall => (
            "macros can't be called inside a declaration",
            "write what it stands for",
        ),
        Unsupported::LetElse => ("`let` has no `else` here", "remove it"),
        Unsupported::Pattern => (
            "this pattern isn't part of the language",
            "bind one name, or a tuple of names: `let (y, h, c) = ...;`",
        ),
        Unsupported::Attribute => (
            "attributes stand before `struct`",
            "remove it; layers have arguments such as `trainable = false`",
        ),
        Unsupported::Item => (
            "only models can be declared here",
            "write it outside `model!`, or `pub struct Name { .. }` for a model",
        ),
    }
}

/// The side of a square with so many elements.
fn side(len: usize) -> Option<usize> {
    let side = len.isqrt();
    (side > 1 && side * side == len).then_some(side)
}

fn meant(suggestion: Option<&'static str>, otherwise: &str) -> String {
    match suggestion {
        Some(name) => format!("did you mean `{name}`?"),
        None => otherwise.into(),
    }
}

fn first_on(line: usize) -> String {
    match line {
        0 => String::new(),
        line => format!("the first is on line {line}: "),
    }
}

fn counted(count: usize, what: &str) -> String {
    match count {
        0 => format!("no {what}s"),
        1 => format!("one {what}"),
        _ => format!("{count} {what}s"),
    }
}

fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

/// `Tensor2<3, 4>`
fn tensor(shape: Shape) -> String {
    let dims: Vec<String> = shape.dims().iter().map(usize::to_string).collect();
    match dims.is_empty() {
        true => "Tensor0".into(),
        false => format!("Tensor{}<{}>", dims.len(), dims.join(", ")),
    }
}
