//! The sentences that say how to mend it.

use super::budget;
use super::closure::as_parameter;
use super::message::is_number;
use super::unsupported::unsupported;
use super::warnings::WARNINGS;
use super::{Counted, Diagnosis, Limit};
use crate::layers::{refuse, table};
use formwork_shape_rules::Shape;

impl Diagnosis {
    /// How to mend it.
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Diagnosis::TooDeep { .. }
            | Diagnosis::LongRun { .. }
            | Diagnosis::DeepExpression { .. } => {
                "give parts of the expression names with `let`".into()
            }
            Diagnosis::TooManyTokens { .. } => "declare parts of it as models of their own".into(),
            Diagnosis::Expected { expected, .. } => wanted(expected),
            Diagnosis::MissingSeparator { separator, .. } => format!("write `{separator}` here"),
            Diagnosis::SemicolonInChain => {
                "write `,`, or name the values: `let x = Input(784); let y = Dense(10)(x); y`".into()
            }
            Diagnosis::Unsupported(what) => unsupported(*what).1.into(),
            Diagnosis::Literal { found } if is_number(found) => "write a smaller number".into(),
            Diagnosis::Literal { .. } => "write a number, `true`, `false` or a name".into(),
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
            Diagnosis::DuplicateParameter { .. } => "choose another name".into(),
            Diagnosis::ParameterWithoutDefault { name } => {
                format!("the struct is compiled with it: write `{name} = 16`, for instance")
            }
            Diagnosis::RequiredAfterOptional { name } => {
                format!("move it to the front, or give it a default: `{name} = 1`")
            }
            Diagnosis::EmptyFamily => "give each constant a value: `width in [16, 32]`".into(),
            Diagnosis::LargeFamily { .. } => {
                "give fewer values, or declare several families: each member is compiled to code of its own".into()
            }
            Diagnosis::DuplicateMember { .. } => "give each value once".into(),
            Diagnosis::FamilyValue { .. } => {
                "use integers, numbers, `true`, `false` or names; what they decide stands in the model: `if deep { .. }`".into()
            }
            Diagnosis::FamilyShapes { .. } => {
                "vary what lies between them, or declare a family for each".into()
            }
            Diagnosis::RelativePath { path } => {
                format!("where that is declared, write the path from `crate::`: `crate::..::{path}`")
            }
            Diagnosis::FamilyWithoutAxes => {
                "give a constant several values: `width in [16, 32]`".into()
            }
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
            Diagnosis::LaterLayer { .. } => {
                "build it from other layers, or write one of your own: `let h: Tensor1<64> = my::Layer(x);`".into()
            }
            Diagnosis::UnknownVariable { suggestion, found } => match suggestion {
                Some(name) => format!("did you mean `{name}`?"),
                None => format!("bind it before it is used: `let {found} = ...;`"),
            },
            Diagnosis::UnknownActivation { suggestion, .. } => meant(
                *suggestion,
                "some are `relu`, `sigmoid`, `tanh`, `softmax`, `gelu`, `silu`, `elu` and `linear`",
            ),
            Diagnosis::UnknownInitializer { suggestion, .. } => meant(
                *suggestion,
                "some are `zeros`, `ones`, `glorot_uniform`, `he_normal`, `lecun_normal` and `orthogonal`",
            ),
            Diagnosis::UnknownRegularizer { suggestion, .. } => meant(
                *suggestion,
                "the regularizers are `l1`, `l2`, `l1_l2` and `orthogonal`; one of your own is written with its path, as in `my::Smooth { strength: 0.1 }`",
            ),
            Diagnosis::UnknownConstraint { suggestion, .. } => meant(
                *suggestion,
                "the constraints are `max_norm`, `min_max_norm`, `non_neg` and `unit_norm`; one of your own is written with its path, as in `my::Bounded { limit: 0.1 }`",
            ),
            Diagnosis::RegularizerRank { .. } => {
                "use `l1`, `l2` or `l1_l2`, which act on tensors of any shape".into()
            }
            Diagnosis::ConstraintAxis { shape, .. } => format!(
                "its axes are 0 to {}; without `axis`, norms run over the weights that enter a unit",
                shape.rank().saturating_sub(1)
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
            Diagnosis::NotMutable { name, declared: true } => {
                format!("declare it with `let mut {name}`")
            }
            Diagnosis::NotMutable { name, .. } => {
                format!("begin with a name of its own: `let mut {name} = {name};`")
            }
            Diagnosis::LayerAsValue { name } => format!("apply it to a value: `{name}(x)`"),
            Diagnosis::ValueAsLayer { .. } => {
                "bind the layer without applying it to use it several times: `let encoder = Dense(64);`".into()
            }
            Diagnosis::MissingParentheses { layer } => match table::needs_arguments(layer) {
                true => format!("write `{layer}(..)` with its arguments"),
                false => format!("write `{layer}()`"),
            },
            Diagnosis::MissingArguments { layer, value } => match table::needs_arguments(layer) {
                true => format!("write `{layer}(..)({value})`"),
                false => format!("write `{layer}()({value})`"),
            },
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
            Diagnosis::OutsideConstant { suggestion: Some(name), .. } => {
                format!("did you mean `{name}`?")
            }
            Diagnosis::OutsideConstant { name, .. } => format!(
                "a macro sees names, not what they stand for: write the value here, or declare `const {name}` inside of the macro"
            ),
            Diagnosis::Operator { .. } => "tensors can be combined with `+`, `-` and `*`".into(),

            Diagnosis::DuplicateItem { line, .. } => {
                format!("{}choose another name", first_on(*line))
            }
            Diagnosis::ShadowsLayer { .. } => "choose another name".into(),
            Diagnosis::UnknownImport { .. } => {
                "name a `pub` block or model of another `model!` by its path".into()
            }
            Diagnosis::UnknownModel { suggestion: Some(name), .. } => {
                format!("did you mean `{name}`?")
            }
            Diagnosis::UnknownModel { .. } => {
                "name a model that is declared in this macro, or the path of another one".into()
            }
            Diagnosis::UnknownBlock { found, suggestion } => match suggestion {
                Some(name) => format!("did you mean `{name}`?"),
                None => format!("declare it: `fn {found}(x) {{ .. }}`"),
            },
            Diagnosis::FamilyAsLayer { name } => {
                format!("use the model of which `{name}` is made, with the constants that are wanted")
            }
            Diagnosis::BlockWithoutInput { name } => {
                format!("declare it as `fn {name}(x) {{ .. }}`")
            }
            Diagnosis::BlockWithoutCall { name, parameters } => {
                format!("call it: `{name}({parameters})`")
            }
            Diagnosis::UnknownParameter { suggestion: Some(name), .. } => {
                format!("did you mean `{name}`?")
            }
            Diagnosis::UnknownParameter { callee, .. }
            | Diagnosis::MissingParameters { callee, .. }
            | Diagnosis::TooManyParameters { callee, .. } => {
                format!("it is declared as `{}({})`", callee.name, callee.parameters)
            }
            Diagnosis::Recursion { .. } => {
                "repeat by a loop: `for i in 0..3 { x = Dense(64)(x); }`".into()
            }
            Diagnosis::Exhausted { limit, .. } => match limit {
                Limit::Steps(_) | Limit::Nodes(_) => "look for a bound that is too large".into(),
                Limit::Calls(_) => "let fewer blocks call each other".into(),
                Limit::Depth(_) => "give parts of the expression names with `let`".into(),
            },
            Diagnosis::BlockWithoutValue { suggestion, .. } => match suggestion {
                Some(name) => format!("end with what the block gives, without `;`: `{name}`"),
                None => "end with what the block gives, without `;`".into(),
            },
            Diagnosis::BodyWithoutValue => "end with the value, without `;`".into(),
            Diagnosis::IfWithoutElse => "add `else { .. }` with the value for the other case".into(),
            Diagnosis::ConditionType { .. } => "compare it: `n == 1`, for instance".into(),
            Diagnosis::TensorAsCondition => {
                "decide by a constant or a shape: `x.channels() == 16`, for instance".into()
            }
            Diagnosis::TensorCompared { .. } => {
                "compare their shapes: `x.channels() == y.channels()`, for instance".into()
            }
            Diagnosis::LoopOver { integer: Some(number), .. } => format!("write `0..{number}`"),
            Diagnosis::LoopOver { .. } => "write `for i in 0..3` or `for n in [16, 32]`".into(),
            Diagnosis::RangeBound { .. } => "write an integer, such as `x.channels()` or `2 * n`".into(),
            Diagnosis::RangeAsValue => "list the values: `[0, 1, 2]`".into(),
            Diagnosis::ConstantCalled { name } if name == "this" => {
                "remove the parentheses behind it".into()
            }
            Diagnosis::ConstantCalled { name } => format!("remove the parentheses behind `{name}`"),
            Diagnosis::TensorAsConstant { name } => match name.as_str() {
                "this" => "ask for its shape: `x.channels()`, for instance".into(),
                _ => format!("ask for its shape: `{name}.channels()`, for instance"),
            },
            Diagnosis::LayerAsConstant { .. } => {
                "layers are given to blocks; layers and models take constants".into()
            }
            Diagnosis::TensorInClosure { name } => as_parameter(name),
            Diagnosis::ActivationApplied { name, value } => {
                format!("write `Activation({name})({value})`")
            }
            Diagnosis::DeclaredAssigned { name } => {
                format!("bind another name: `let mut value = {name};`")
            }
            Diagnosis::NotATuple { .. } => "bind one name".into(),
            Diagnosis::TupleLength { found, .. } => match found {
                1 => "bind `(a,)`".into(),
                _ => format!("bind {found} names, `_` for those that aren't needed"),
            },
            Diagnosis::NoField { len: 0, .. } => "remove what follows the value".into(),
            Diagnosis::NoField { len, .. } => {
                format!("they are numbered from 0 to {}", len - 1)
            }
            Diagnosis::UnknownQuery { suggestion, known, .. } => match suggestion {
                Some(name) => format!("did you mean `{name}()`?"),
                None => format!("there are {}", list(known)),
            },
            Diagnosis::QueryWithoutParentheses { query } => format!("write `{query}()`"),
            Diagnosis::QueryArguments { query, expected, .. } => match expected {
                0 => format!("write `{query}()`"),
                _ => format!("write `{query}(1)`, for instance"),
            },
            Diagnosis::NamedInQuery => "remove the name and the `=`".into(),
            Diagnosis::QueryRank { .. } => {
                "`dim(1)` is the length of the first axis after the batch, `dim(-1)` of the last".into()
            }
            Diagnosis::LargeConstant { .. } => "use a loop over a range, or smaller tuples".into(),
            Diagnosis::WrittenConstant { .. } => "write another value, or leave the type out".into(),
            Diagnosis::WrittenKind { .. } => "remove the `:` and the type".into(),
            Diagnosis::ModelInput { shapes, .. } => {
                format!("bring it to {}, by `Dense` or `Reshape` for instance", shapes[0])
            }
            Diagnosis::ModelAsType { model } => format!("write `{model}()(x)` to use it as a layer"),
            Diagnosis::UnusedConstant { name }
            | Diagnosis::UnusedLoopVariable { name }
            | Diagnosis::UnusedParameter { name } => {
                format!("use it, remove it, or call it `_{name}`")
            }
            Diagnosis::UnusedBlock { name } => {
                format!("call it, remove it, or make it `pub fn {name}` for other macros")
            }
            Diagnosis::UnusedImport { .. } => "remove it".into(),

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
            // Some libraries count in hundredths.
            Diagnosis::ArgumentRange { argument, expected: "between 0 and 1", found }
                if per_cent(found).is_some() =>
            {
                format!("write `{argument} = {}`", per_cent(found)?)
            }
            Diagnosis::ArgumentRange { expected: "at most `max_value`", .. } => {
                "exchange the two, or leave `min_value` out: it is 0 then".into()
            }
            Diagnosis::ArgumentType { argument, expected, .. }
            | Diagnosis::ArgumentRange { argument, expected, .. } => {
                let example = example(argument, expected)?;
                format!("write `{argument} = {example}`, for instance")
            }
            Diagnosis::RefusedArgument { advice, .. } => (*advice).into(),
            Diagnosis::TooManyAxes { .. } => "join some axes into one".into(),
            Diagnosis::Arithmetic { .. } => "write the number".into(),
            Diagnosis::Closure(mistake) => mistake.help(),
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
            Diagnosis::UserLayerArgument { .. } => {
                "the settings are `name`, `trainable` and `coupled`; the layer's own fields stand in its constructor".into()
            }
            Diagnosis::SettingOfSecondUse { .. } => {
                "all applications share one layer: write its settings at the first".into()
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

            Diagnosis::Rank { layer, found, .. } if table::sibling(layer, found.rank()).is_some() => {
                let sibling = table::sibling(layer, found.rank()).unwrap_or(layer);
                format!("for an input of {} axes there is `{sibling}`", found.rank())
            }
            Diagnosis::Rank { found, expected, .. } => match reshape_for(expected, *found) {
                None => format!("give it {expected}, by `Reshape` for instance"),
                Some(layer) => match (*expected, found.rank()) {
                    (refuse::IMAGE, 2) => format!("add an axis of channels before it: `{layer}`"),
                    (refuse::IMAGE, 1) => format!("if it is an image: `{layer}`"),
                    (refuse::VOLUME, 3) => format!("add an axis of channels before it: `{layer}`"),
                    (refuse::VECTOR, _) => format!("make it a vector: `{layer}`"),
                    (refuse::SEQUENCE, 1) => format!("make it a sequence: `{layer}`"),
                    (refuse::SEQUENCE, 3) => format!("make each row a step: `{layer}`"),
                    _ => format!("give the input an axis: `{layer}`"),
                },
            },
            Diagnosis::Mismatch { layer, .. } if *layer == "Concatenate" => {
                "give both the same size along every axis but the one that is joined, or choose another `axis`".into()
            }
            Diagnosis::Mismatch { sizes, axis, rank: 3, .. } if *axis < 3 => format!(
                "bring both to {} or both to {}: `padding = same` keeps the height and width of an image",
                sizes.0, sizes.1
            ),
            Diagnosis::Mismatch { sizes, axis, rank, .. } if axis < rank => {
                format!("bring both to {} or both to {} in the layers before", sizes.0, sizes.1)
            }
            Diagnosis::Mismatch { sizes, .. } => format!(
                "give both {} or both {}, by a layer such as `Dense({})` before it",
                sizes.0, sizes.1, sizes.0
            ),
            Diagnosis::MismatchedRank { .. } => "bring both to one rank, by `Flatten` or `Reshape`".into(),
            Diagnosis::Window { argument, most, .. } => {
                format!("use `padding = same`, or a `{argument}` of at most {most}")
            }
            Diagnosis::CroppedAway { input, .. } => {
                format!("take at most {} away in all", input - 1)
            }
            Diagnosis::NoPermutation { input, .. } if input.rank() == 0 => {
                "a scalar has no axes: leave `Permute` out".into()
            }
            Diagnosis::NoPermutation { input, .. } => {
                let axes: Vec<String> = (1..=input.rank()).rev().map(|axis| axis.to_string()).collect();
                format!(
                    "write the axes 1 to {} in their new order, such as `Permute({})`: the batch stays first",
                    input.rank(),
                    axes.join(", ")
                )
            }
            Diagnosis::DotLengths { .. } => {
                "name axes of one length, as in `axes = (1, 2)` for axis 1 of the first input and axis 2 of the second".into()
            }
            Diagnosis::StridesWithDilation { .. } => "leave one of them at 1".into(),
            Diagnosis::OutputPadding { stride: 1, .. } => {
                "leave `output_padding` out: a stride of 1 leaves no choice".into()
            }
            Diagnosis::OutputPadding { stride, .. } => format!(
                "write one of at most {}, or leave `output_padding` out for {stride} times the input's length",
                stride - 1
            ),
            Diagnosis::NothingLeft { .. } => {
                "leave `output_padding` out, or pad the output by at least 1".into()
            }
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

            Diagnosis::Warning(warning) => warning.help(),
            Diagnosis::UnknownWarning { suggestion, .. } => match suggestion {
                Some(name) => format!("did you mean `{name}`?"),
                None => {
                    let names: Vec<&str> = WARNINGS.iter().map(|lint| lint.name).collect();
                    format!("the warnings are {}", list(&names))
                }
            },
            Diagnosis::UnknownAttribute { suggestion, .. } => {
                format!("did you mean `#[{suggestion}]`?")
            }
            Diagnosis::UnknownCost { suggestion, .. } => meant(
                *suggestion,
                "a budget limits `weights`, `scratch`, `tape` and `macs`",
            ),
            Diagnosis::BudgetValue { cost, .. } => {
                format!("write `{} = {}`, for instance", cost.key(), budget::example(*cost))
            }
            Diagnosis::OverBudget { cost, found, .. } => format!(
                "make them smaller, or allow `{} = {}`",
                cost.key(),
                budget::allowance(*cost, *found)
            ),
        })
    }
}

/// What to write where something else stands.
fn wanted(expected: &str) -> String {
    match expected {
        _ if expected.starts_with("`struct`") => {
            "write `pub struct Name { Input(784), Dense(10) }`".into()
        }
        "the name of the model" => "write `pub struct Name { .. }`".into(),
        "`=` and a value" => "write `let x = ...;`".into(),
        "a value or a layer" => "write a layer such as `Dense(64)`, a name or a number".into(),
        "`,` or an operator" => "remove it, or write `,` before it".into(),
        "`;` or an operator" => "remove it, or write `;` before it".into(),
        _ => format!("write {expected} here"),
    }
}

/// A value that an argument takes.
fn example(argument: &str, expected: &str) -> Option<&'static str> {
    Some(match expected {
        "an integer" | "at least 1" | "integers" => "2",
        _ if expected.starts_with("an integer or ") => "2",
        "a number" | "between 0 and 1" | "at least 0" | "less than 1" => "0.5",
        "`true` or `false`" => "true",
        "`valid` or `same`" | "`valid`, `same` or `causal`" => "same",
        "`deepmind` or `timm`" => "timm",
        "`exact` or `deepmind`" => "deepmind",
        "`nearest` or `bilinear`" => "bilinear",
        "axes in an order such as `(2, 1)`" => "(2, 1)",
        "`l1`, `l2` or `l1_l2`" => "l2(0.01)",
        _ if matches!(argument, "padding" | "cropping") => "1",
        _ if argument == "activation" => "relu",
        _ if argument == "shape" || argument == "input_shape" => "(28, 28, 1)",
        _ if argument == "name" => "\"encoder\"",
        _ if matches!(argument, "axis" | "axes" | "shared_axes") => "-1",
        _ => return None,
    })
}

/// What a number above 1 in backquotes is when it counts hundredths.
fn per_cent(found: &str) -> Option<f64> {
    let number: f64 = found.trim_matches('`').parse().ok()?;
    (2.0..=100.0).contains(&number).then_some(number / 100.0)
}

/// The layer that gives a value the rank that is expected, if one suggests itself.
pub(super) fn reshape_for(expected: &str, found: Shape) -> Option<String> {
    Some(match (expected, found.dims()) {
        (refuse::IMAGE, [height, width]) => format!("Reshape(({height}, {width}, 1))"),
        (refuse::IMAGE, [len]) => {
            let gray = side(*len).map(|side| (side, 1));
            let colours = || side(len / 3).filter(|_| len % 3 == 0).map(|side| (side, 3));
            let (side, channels) = gray.or_else(colours)?;
            format!("Reshape(({side}, {side}, {channels}))")
        }
        (refuse::VOLUME, [depth, height, width]) => {
            format!("Reshape(({depth}, {height}, {width}, 1))")
        }
        (refuse::VECTOR, [_, _, ..]) => "Flatten()".into(),
        (refuse::SEQUENCE, [len]) => format!("Reshape(({len}, 1))"),
        (refuse::SEQUENCE, [height, width, channels]) => {
            format!("Reshape(({height}, {}))", width * channels)
        }
        (_, []) => "Reshape((1,))".into(),
        _ => return None,
    })
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

pub(super) fn first_on(line: usize) -> String {
    match line {
        0 => String::new(),
        line => format!("the first is on line {line}: "),
    }
}

pub(super) fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

/// `Tensor2<3, 4>`
pub(super) fn tensor(shape: Shape) -> String {
    let dims: Vec<String> = shape.dims().iter().map(usize::to_string).collect();
    match dims.is_empty() {
        true => "Tensor0".into(),
        false => format!("Tensor{}<{}>", dims.len(), dims.join(", ")),
    }
}
