//! The sentences that say what is wrong. Only this module, and those of the mends, make any.

use super::unsupported::unsupported;
use super::{Counted, Diagnosis, Entry, Limit};
use super::{budget, mend};
use formwork_shape_rules::Shape;
use proc_macro2::Span;

/// A value that a message speaks of.
#[derive(Clone, Debug)]
pub struct Operand {
    /// Its name; empty until nodes have names.
    pub name: String,
    /// The node that gives it.
    pub node: usize,
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

/// What expands a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallKind {
    /// A call of a block, or an application of a model.
    Call,
    /// A member, which is a model with other constants.
    Member,
}

/// A call of a block or model, or a member, whose body is expanded.
#[derive(Clone, Debug)]
pub struct Call {
    /// What is called.
    pub name: String,
    /// How.
    pub kind: CallKind,
    /// Where.
    pub span: Span,
    /// The same as a line, or 0 if that is a line of another macro.
    pub line: usize,
}

/// "in `residual`, called from line 12, in `stage`, called from line 20"
fn calls(calls: &[Call]) -> String {
    let sentences: Vec<String> = calls
        .iter()
        .rev()
        .map(|call| match (call.line, call.kind) {
            (0, _) => format!("in `{}`", call.name),
            (line, CallKind::Call) => format!("in `{}`, called from line {line}", call.name),
            (line, CallKind::Member) => format!("in `{}`, declared on line {line}", call.name),
        })
        .collect();
    match sentences.len() {
        0..=4 => sentences.join(", "),
        // The innermost and the outermost say most.
        count => format!(
            "{}, {} others, {}",
            sentences[..2].join(", "),
            count - 3,
            sentences[count - 1]
        ),
    }
}

impl Entry {
    /// The whole text: the message, the values that it speaks of, the calls in which it arises, and the mend.
    pub fn text(&self) -> String {
        let mut text = self.diagnosis.message();
        for operand in &self.operands {
            text.push('\n');
            text.push_str(&operand.sentence());
        }
        if let Some(context) = self.context() {
            text.push('\n');
            text.push_str(&context);
        }
        if let Some(help) = self.help() {
            text.push_str("\nhelp: ");
            text.push_str(&help);
        }
        text
    }

    /// The calls in which it arises: "in `residual`, called from line 12".
    pub fn context(&self) -> Option<String> {
        (!self.calls.is_empty()).then(|| calls(&self.calls))
    }

    /// How to mend it: what the mend does, if its own sentence is more exact.
    pub fn help(&self) -> Option<String> {
        let exact = self.mend.as_ref().and_then(|mend| mend.help.clone());
        exact
            .or_else(|| self.projection())
            .or_else(|| self.diagnosis.help())
    }

    /// The layer that brings one of two values that disagree to the shape of the other.
    fn projection(&self) -> Option<String> {
        let (Diagnosis::Mismatch { layer, .. }, [first, second]) =
            (&self.diagnosis, &*self.operands)
        else {
            return None;
        };
        if *layer == "Concatenate" {
            return None;
        }
        let change = |from: &Operand, to: &Operand| {
            let layer = mend::projection(from.shape, to.shape)?;
            let (name, shape) = (&from.name, to.shape);
            Some(format!(
                "bring `{name}` to {shape}, by `{layer}` for instance"
            ))
        };
        change(second, first).or_else(|| change(first, second))
    }
}

impl Diagnosis {
    /// What is wrong.
    pub fn message(&self) -> String {
        match self {
            Diagnosis::TooDeep { limit } => {
                format!("parentheses, brackets or braces are nested more than {limit} deep")
            }
            Diagnosis::LongRun { limit } => {
                format!("more than {limit} operators or groups follow each other")
            }
            Diagnosis::DeepExpression { limit } => {
                format!("an expression is nested more than {limit} levels deep")
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
            Diagnosis::Literal { found } if is_number(found) => format!("{found} is too large"),
            Diagnosis::Literal { found } => format!("{found} is no number, flag or text"),
            Diagnosis::NothingDeclared => "no model is declared".into(),
            Diagnosis::EmptyBody => "the model has no layers".into(),
            Diagnosis::MissingOutput { .. } => "the model has no output".into(),
            Diagnosis::DuplicateParameter { name } => {
                format!("two parameters are called `{name}`")
            }
            Diagnosis::ParameterWithoutDefault { name } => {
                format!("the model's parameter `{name}` has no default")
            }
            Diagnosis::RequiredAfterOptional { name } => {
                format!("`{name}` has no default, and stands after a parameter that has one")
            }
            Diagnosis::EmptyFamily => {
                "this family has no members: one of its constants has no values".into()
            }
            Diagnosis::LargeFamily { limit } => {
                format!("this family has more than {limit} members")
            }
            Diagnosis::DuplicateMember { found } => {
                format!("two members of this family would be called `{found}`")
            }
            Diagnosis::FamilyValue { found } => {
                format!("{found} can't be the value of a family's constant")
            }
            Diagnosis::FamilyShapes { members } => {
                let [first, other] = &**members;
                let of = |(name, inputs, outputs): &(String, Vec<Shape>, Vec<Shape>)| {
                    format!(
                        "`{name}` takes {} and gives {}",
                        shapes(inputs),
                        shapes(outputs)
                    )
                };
                format!(
                    "members of a family must take and give the same: {}, {}",
                    of(first),
                    of(other)
                )
            }
            Diagnosis::RelativePath { path } => {
                format!(
                    "`{path}` can't be found from here: it is a path of the module that declares what is called"
                )
            }
            Diagnosis::FamilyWithoutAxes => "nothing varies in this family".into(),
            Diagnosis::UnknownOption { found, .. } => format!("`{found}` is no option of a model"),
            Diagnosis::OptionValue { option, expected } => format!("`{option}` takes {expected}"),

            Diagnosis::UnknownLayer { found, .. } => format!("there is no layer `{found}`"),
            Diagnosis::LaterLayer { name } => format!("the layer `{name}` isn't supported yet"),
            Diagnosis::UnknownVariable { found, .. } => format!("there is no value `{found}`"),
            Diagnosis::UnknownActivation { found, .. } => {
                format!("there is no activation `{found}`")
            }
            Diagnosis::UnknownInitializer { found, .. } => {
                format!("there is no initializer `{found}`")
            }
            Diagnosis::UnknownRegularizer { found, .. } => {
                format!("there is no regularizer `{found}`")
            }
            Diagnosis::UnknownConstraint { found, .. } => {
                format!("there is no constraint `{found}`")
            }
            Diagnosis::RegularizerRank { tensor, shape } => {
                format!("this regularizer acts on matrices, and `{tensor}` is of shape {shape}")
            }
            Diagnosis::ConstraintAxis {
                axis,
                tensor,
                shape,
            } => {
                format!("`{tensor}` has no axis {axis}: it is of shape {shape}")
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
            Diagnosis::NotMutable { name, .. } => format!("`{name}` can't be assigned again"),
            Diagnosis::LayerAsValue { name } => {
                format!("`{name}` is a layer, and a value is needed here")
            }
            Diagnosis::ValueAsLayer { name } => {
                format!("{} is a value, and only a layer can be applied", this(name))
            }
            Diagnosis::MissingParentheses { layer } => {
                format!("the parentheses of the layer `{layer}` are missing")
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
            Diagnosis::OutsideConstant { name, expected, .. } => {
                format!(
                    "expected {expected}, found the name `{name}`, which the macro can't look up"
                )
            }
            Diagnosis::Operator { symbol } => format!("tensors have no operator `{symbol}`"),

            Diagnosis::DuplicateItem { name, .. } => format!("`{name}` is declared twice"),
            Diagnosis::ShadowsLayer { name } => {
                format!("`{name}` is the name of a layer or function")
            }
            Diagnosis::UnknownImport { path } => {
                format!("`{path}` leads to no block or model")
            }
            Diagnosis::UnknownModel { found, other, .. } => match other {
                Some(other) => format!("a model is needed here, and `{found}` is {other}"),
                None => format!("there is no model `{found}` in this macro"),
            },
            Diagnosis::UnknownBlock { found, .. } => {
                format!("there is no block, model or layer `{found}`")
            }
            Diagnosis::FamilyAsLayer { name } => {
                format!("`{name}` is a family, and one model is needed here")
            }
            Diagnosis::BlockWithoutInput { name } => {
                format!("the block `{name}` has no parameter for what is before it")
            }
            Diagnosis::BlockWithoutCall { name, .. } => {
                format!("the block `{name}` stands here without being called")
            }
            Diagnosis::UnknownParameter { callee, found, .. } => format!(
                "the {} `{}` has no parameter `{found}`",
                callee.kind, callee.name
            ),
            Diagnosis::MissingParameters { callee, missing } => format!(
                "the {} `{}` needs {}",
                callee.kind,
                callee.name,
                quoted(missing)
            ),
            Diagnosis::TooManyParameters {
                callee,
                allowed,
                found,
            } => format!(
                "the {} `{}` takes {}, found {found}",
                callee.kind,
                callee.name,
                match allowed {
                    0 => "no arguments".into(),
                    _ => format!("at most {}", counted(*allowed, "argument")),
                }
            ),
            Diagnosis::Recursion { cycle } => match &**cycle {
                [first, middle @ .., _] if !middle.is_empty() => {
                    format!("`{first}` needs {}, and so itself", quoted(middle))
                }
                [first, ..] => format!("`{first}` needs itself"),
                [] => "this needs itself".into(),
            },
            Diagnosis::Exhausted { what, limit } => match limit {
                Limit::Steps(limit) => {
                    format!("{what} doesn't end within {limit} evaluated expressions")
                }
                Limit::Nodes(limit) => format!("{what} makes more than {limit} layers"),
                Limit::Calls(limit) => format!("{what} nests calls more than {limit} deep"),
                Limit::Depth(limit) => {
                    format!("{what} nests expressions and calls more than {limit} deep")
                }
            },
            Diagnosis::BlockWithoutValue { name, .. } => format!("the block `{name}` has no value"),
            Diagnosis::BodyWithoutValue => {
                "a value is needed here, and these braces give none".into()
            }
            Diagnosis::IfWithoutElse => {
                "the value of this `if` is needed, and it has no `else`".into()
            }
            Diagnosis::ConditionType { found } => {
                format!("a condition is `true` or `false`, found {found}")
            }
            Diagnosis::TensorAsCondition => {
                "a condition must be known when the macro runs, and a tensor isn't".into()
            }
            Diagnosis::TensorCompared { symbol } => {
                format!("tensors can't be compared with `{symbol}` when the macro runs")
            }
            Diagnosis::LoopOver { found, .. } => {
                format!("a range, an array or a tuple is needed here, found {found}")
            }
            Diagnosis::RangeBound { found } => format!("an integer is needed here, found {found}"),
            Diagnosis::RangeAsValue => "a range stands behind `in` alone".into(),
            Diagnosis::ConstantCalled { name } if name == "this" => {
                "this is a constant, and only layers and blocks can be called".into()
            }
            Diagnosis::ConstantCalled { name } => {
                format!(
                    "{} is a constant, and only layers and blocks can be called",
                    this(name)
                )
            }
            Diagnosis::TensorAsConstant { name } => {
                format!("{} is a tensor, and a constant is needed here", this(name))
            }
            Diagnosis::LayerAsConstant { name } => {
                format!("{} is a layer, and a constant is needed here", this(name))
            }
            Diagnosis::TensorInClosure { name } => {
                format!("`{name}` isn't a constant, and a closure computes element by element")
            }
            Diagnosis::ActivationApplied { name, .. } => {
                format!("`{name}` is an activation, which is no layer by itself")
            }
            Diagnosis::DeclaredAssigned { name } => format!("`{name}` can't be assigned to"),
            Diagnosis::NotATuple { found } => {
                format!("a tuple is needed for several names, found {found}")
            }
            Diagnosis::TupleLength { found, bound } => format!(
                "the tuple has {}, but {} bound",
                counted(*found, "element"),
                match bound {
                    1 => "one name is".into(),
                    _ => format!("{bound} names are"),
                }
            ),
            Diagnosis::NoField { field, len: 0 } => {
                format!("only a tuple has an element `{field}`, and this isn't one")
            }
            Diagnosis::NoField { field, len } => {
                format!("a tuple of {} has none `{field}`", counted(*len, "element"))
            }
            Diagnosis::UnknownQuery { found, of, .. } => format!("a {of} has no method `{found}`"),
            Diagnosis::QueryWithoutParentheses { query } => {
                format!("`{query}` is asked for with parentheses")
            }
            Diagnosis::QueryArguments {
                query,
                expected,
                found,
            } => format!(
                "`{query}` takes {}, found {found}",
                counted(*expected, "argument")
            ),
            Diagnosis::NamedInQuery => "the arguments of methods have no names".into(),
            Diagnosis::QueryRank {
                query,
                expected,
                found,
            } => format!("`{query}` needs {expected}, found {found}"),
            Diagnosis::LargeConstant { limit } => format!(
                "a constant has at most {} elements, nested at most {} deep",
                limit.0, limit.1
            ),
            Diagnosis::WrittenConstant { found } => format!("{found} isn't of the written type"),
            Diagnosis::WrittenKind { found } => {
                format!("the written type isn't that of {found}")
            }
            Diagnosis::ModelInput {
                model,
                input,
                shapes,
            } => {
                let [declared, found] = **shapes;
                match input.is_empty() {
                    true => format!("the input of `{model}` is {declared}, found {found}"),
                    false => {
                        format!("the input `{input}` of `{model}` is {declared}, found {found}")
                    }
                }
            }
            Diagnosis::ModelAsType { model } => {
                format!("`{model}` is a model of this macro, which has no functions here")
            }
            Diagnosis::UnusedConstant { name } => format!("the constant `{name}` is never used"),
            Diagnosis::UnusedLoopVariable { name } => {
                format!("the loop's `{name}` is never used")
            }
            Diagnosis::UnusedParameter { name } => format!("the parameter `{name}` is never used"),
            Diagnosis::UnusedBlock { name } => format!("the block `{name}` is never called"),
            Diagnosis::UnusedImport { name } => format!("the import `{name}` is never used"),

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
            Diagnosis::Closure(mistake) => mistake.message(),
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
            Diagnosis::UserLayerArgument { layer, found } => {
                format!("`{layer}` is applied to values, and `{found}` isn't one of its settings")
            }
            Diagnosis::SettingOfSecondUse { layer, found } => {
                format!("`{found}` stands at the second application of this `{layer}`")
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
            Diagnosis::CroppedAway {
                layer,
                along,
                input,
                cropped,
            } => format!(
                "`{layer}` takes {cropped} of {input} elements away along the {along}: nothing is left"
            ),
            Diagnosis::NoPermutation { dims, input } => {
                let axes: Vec<String> = dims.iter().map(i64::to_string).collect();
                format!(
                    "`Permute` needs each of the {} axes of {input} once, found {}",
                    input.rank(),
                    axes.join(", ")
                )
            }
            Diagnosis::DotLengths { axes, lengths } => format!(
                "`Dot` multiplies elements along axis {} of length {} by those along axis {} of length {}",
                axes[0], lengths[0], axes[1], lengths[1]
            ),
            Diagnosis::StridesWithDilation { strides, dilation } => format!(
                "strides {} can't be combined with dilation {}",
                sizes(*strides),
                sizes(*dilation)
            ),
            Diagnosis::OutputPadding {
                along,
                output_padding,
                stride,
            } => format!(
                "an output padding of {output_padding} along the {along} isn't less than the stride of {stride}"
            ),
            Diagnosis::NothingLeft { layer, along } => {
                format!("`{layer}` leaves nothing along the {along}")
            }
            Diagnosis::Groups {
                groups,
                what,
                count,
                ..
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

            Diagnosis::Warning(warning) => warning.message(),
            Diagnosis::UnknownWarning { found, .. } => format!("there is no warning `{found}`"),
            Diagnosis::UnknownAttribute { found, .. } => {
                format!("there is no attribute `{found}` for models")
            }
            Diagnosis::UnknownCost { found, .. } => {
                format!("`{found}` is nothing a budget can limit")
            }
            Diagnosis::BudgetValue { cost, found } => {
                format!(
                    "`{}` takes {}, found {found}",
                    cost.key(),
                    budget::takes(*cost)
                )
            }
            Diagnosis::OverBudget {
                model,
                cost,
                found,
                limit,
                parts,
            } => budget::overrun(model, *cost, *found, *limit, parts),
        }
    }
}

/// Whether a literal in backquotes is a number.
pub(super) fn is_number(found: &str) -> bool {
    found
        .trim_start_matches('`')
        .starts_with(|first: char| first.is_ascii_digit())
}

/// A name in quotes; what has none is `this`.
fn this(name: &str) -> String {
    match name {
        "this" => name.into(),
        _ => format!("`{name}`"),
    }
}

fn quoted(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, first)) if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => names.join(", "),
    }
}

fn shapes(shapes: &[Shape]) -> String {
    let shapes: Vec<String> = shapes.iter().map(ToString::to_string).collect();
    shapes.join(" and ")
}

/// `2`, or `(2, 1)`.
fn sizes(sizes: Shape) -> String {
    let sizes: Vec<String> = sizes.dims().iter().map(usize::to_string).collect();
    match &*sizes {
        [one] => one.clone(),
        _ => format!("({})", sizes.join(", ")),
    }
}

fn counted(count: usize, what: &str) -> String {
    match count {
        0 => format!("no {what}s"),
        1 => format!("one {what}"),
        _ => format!("{count} {what}s"),
    }
}
