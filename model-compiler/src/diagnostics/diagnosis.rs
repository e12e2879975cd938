//! The kinds of mistakes, each with its numbers.

use super::ClosureMistake;
use super::Warning;
use crate::ir::graph::Cost;
use formwork_shape_rules::Shape;

/// One mistake, without its place.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // the fields are what the variant's sentence says
pub enum Diagnosis {
    // What can't be read.
    /// Groups are nested too deeply.
    TooDeep { limit: usize },
    /// Too many operators or groups follow each other.
    LongRun { limit: usize },
    /// An expression is nested too deeply.
    DeepExpression { limit: usize },
    /// The macro is too long.
    TooManyTokens { limit: usize },
    /// Something else was expected.
    Expected {
        expected: &'static str,
        found: String,
    },
    /// Two parts aren't separated.
    MissingSeparator { separator: char, found: String },
    /// A chain's layers are separated by semicolons.
    SemicolonInChain,
    /// Something that the language doesn't have, or not yet.
    Unsupported(Unsupported),
    /// A literal that isn't a number, a bool or a string, or is too large.
    Literal { found: String },
    /// The macro declares nothing.
    NothingDeclared,
    /// A model without layers.
    EmptyBody,
    /// Statements without a value at the end.
    MissingOutput { suggestion: Option<String> },
    /// Two parameters of a block or model have the same name.
    DuplicateParameter { name: String },
    /// A model's parameter without a default.
    ParameterWithoutDefault { name: String },
    /// A parameter without a default after one that has one.
    RequiredAfterOptional { name: String },
    /// A family none of whose constants varies.
    FamilyWithoutAxes,
    /// An option of `#[model(..)]` that doesn't exist.
    UnknownOption {
        found: String,
        suggestion: Option<&'static str>,
    },
    /// The value of an option of `#[model(..)]`.
    OptionValue {
        option: &'static str,
        expected: &'static str,
    },

    // Names.
    /// No layer is called so.
    UnknownLayer {
        found: String,
        suggestion: Option<&'static str>,
    },
    /// A layer of Keras that doesn't exist here yet.
    LaterLayer { name: String },
    /// No such variable.
    UnknownVariable {
        found: String,
        suggestion: Option<String>,
    },
    /// No activation is called so.
    UnknownActivation {
        found: String,
        suggestion: Option<&'static str>,
    },
    /// No initializer is called so.
    UnknownInitializer {
        found: String,
        suggestion: Option<&'static str>,
    },
    /// No regularizer is called so.
    UnknownRegularizer {
        found: String,
        suggestion: Option<&'static str>,
    },
    /// No constraint is called so.
    UnknownConstraint {
        found: String,
        suggestion: Option<&'static str>,
    },
    /// A regularizer of matrices for a tensor that is none.
    RegularizerRank { tensor: &'static str, shape: Shape },
    /// A constraint's axis that the tensor doesn't have.
    ConstraintAxis {
        axis: i64,
        tensor: &'static str,
        shape: Shape,
    },
    /// The layer has no such argument.
    UnknownArgument {
        layer: String,
        found: String,
        suggestion: Option<&'static str>,
        known: Vec<&'static str>,
    },
    /// Two layers have the same name.
    DuplicateName { name: String, line: usize },
    /// Two models have the same name.
    DuplicateModel { name: String, line: usize },
    /// An argument is given twice.
    DuplicateArgument { argument: String },
    /// A name is bound twice in one pattern.
    DuplicateBinding { name: String },
    /// A name that can't be a layer's.
    BadName { found: String },
    /// Nothing reads the value. `part` if it is one of several outputs.
    UnusedValue { name: String, part: bool },
    /// Nothing reads the input.
    UnusedInput { name: String },
    /// A value is followed by `;` and not bound.
    Discarded,
    /// Assignment to a name that isn't `mut`; `declared` if a `let` has bound it.
    NotMutable { name: String, declared: bool },
    /// A layer stands where a value is needed.
    LayerAsValue { name: String },
    /// A value stands where a layer is needed.
    ValueAsLayer { name: String },
    /// A layer's keyword without parentheses.
    MissingParentheses { layer: String },
    /// `Flatten(x)`: the layer's own parentheses are missing.
    MissingArguments { layer: String, value: String },
    /// Something that is no layer where a layer is needed.
    NotALayer,
    /// A layer in a chain is applied.
    ApplicationInChain { layer: String },
    /// Several values stand where one is needed.
    SeveralAsOne { name: String, count: usize },
    /// A number or the like stands where a value is needed.
    ConstantAsValue,
    /// A name from outside the macro stands where a constant is needed.
    OutsideConstant {
        name: String,
        expected: &'static str,
        suggestion: Option<String>,
    },
    /// An operator that tensors don't have.
    Operator { symbol: &'static str },

    // Declarations and calls.
    /// Two items have the same name, and not both are models.
    DuplicateItem { name: String, line: usize },
    /// A constant, block or import is called like a layer.
    ShadowsLayer { name: String },
    /// A path leads to no declaration.
    UnknownImport { path: String },
    /// A member or family of something that is no model; `other` says what it is.
    UnknownModel {
        found: String,
        suggestion: Option<String>,
        other: Option<&'static str>,
    },
    /// No block or model is called so.
    UnknownBlock {
        found: String,
        suggestion: Option<String>,
    },
    /// A family stands where one model is needed.
    FamilyAsLayer { name: String },
    /// A block without parameters in a chain.
    BlockWithoutInput { name: String },
    /// A block's name without parentheses.
    BlockWithoutCall { name: String, parameters: String },
    /// The block or model has no such parameter.
    UnknownParameter {
        callee: Box<Callee>,
        found: String,
        suggestion: Option<String>,
    },
    /// Parameters without a default that aren't given.
    MissingParameters {
        callee: Box<Callee>,
        missing: Vec<String>,
    },
    /// More is given than there are parameters.
    TooManyParameters {
        callee: Box<Callee>,
        allowed: usize,
        found: usize,
    },
    /// Something calls itself, or a constant depends on itself.
    Recursion { cycle: Vec<String> },
    /// An expansion that doesn't end soon enough.
    Exhausted { what: String, limit: Limit },
    /// A block without a value at its end.
    BlockWithoutValue {
        name: String,
        suggestion: Option<String>,
    },
    /// A branch or braces without a value, where one is needed.
    BodyWithoutValue,
    /// An `if` without `else` where a value is needed.
    IfWithoutElse,
    /// A condition that is neither `true` nor `false`.
    ConditionType { found: &'static str },
    /// A condition that depends on a tensor's elements.
    TensorAsCondition,
    /// A comparison of tensors.
    TensorCompared { symbol: &'static str },
    /// A loop over something that has no elements; `integer` if that is a number.
    LoopOver {
        found: &'static str,
        integer: Option<String>,
    },
    /// The bound of a range that isn't an integer.
    RangeBound { found: &'static str },
    /// A range somewhere else than in a loop.
    RangeAsValue,
    /// A constant is called.
    ConstantCalled { name: String },
    /// A tensor stands where a constant is needed.
    TensorAsConstant { name: String },
    /// A layer stands where a constant is needed.
    LayerAsConstant { name: String },
    /// A closure mentions a tensor or layer.
    TensorInClosure { name: String },
    /// `relu(x)`
    ActivationApplied { name: String, value: String },
    /// A name of a declaration is assigned to.
    DeclaredAssigned { name: String },
    /// A constant is taken apart that has no parts.
    NotATuple { found: &'static str },
    /// A tuple is bound to another number of names than it has elements.
    TupleLength { found: usize, bound: usize },
    /// `t.3`, which has no such element; `len` is 0 if it is no tuple.
    NoField { field: String, len: usize },
    /// A tensor or constant has no such method.
    UnknownQuery {
        found: String,
        of: &'static str,
        suggestion: Option<&'static str>,
        known: Vec<&'static str>,
    },
    /// `x.shape` without parentheses.
    QueryWithoutParentheses { query: &'static str },
    /// A query with another number of arguments.
    QueryArguments {
        query: &'static str,
        expected: usize,
        found: usize,
    },
    /// A query's argument has a name.
    NamedInQuery,
    /// What is asked for isn't part of such a shape.
    QueryRank {
        query: &'static str,
        expected: &'static str,
        found: Shape,
    },
    /// A tuple with too many elements, or nested too deeply.
    LargeConstant { limit: (usize, usize) },
    /// A constant isn't of its written type.
    WrittenConstant { found: String },
    /// A type of another kind is written.
    WrittenKind { found: &'static str },
    /// A model's input and what the model is applied to have different shapes.
    ModelInput {
        model: String,
        input: String,
        shapes: Box<[Shape; 2]>,
    },
    /// `Net::new()`, where `Net` is a model of the same macro.
    ModelAsType { model: String },
    /// Nothing reads the constant.
    UnusedConstant { name: String },
    /// Nothing reads what a loop counts.
    UnusedLoopVariable { name: String },
    /// Nothing reads the parameter.
    UnusedParameter { name: String },
    /// Nothing calls the block.
    UnusedBlock { name: String },
    /// Nothing uses the import.
    UnusedImport { name: String },

    // Arguments.
    /// A required argument isn't given.
    MissingArgument {
        layer: String,
        argument: &'static str,
        meaning: &'static str,
    },
    /// An argument of a layer's application.
    ApplicationArgument { layer: String, found: String },
    /// Too many arguments without a name.
    TooManyArguments {
        layer: String,
        allowed: usize,
        found: usize,
    },
    /// An argument without a name after one with a name.
    PositionalAfterNamed,
    /// The argument is of another type.
    ArgumentType {
        argument: String,
        expected: &'static str,
        found: String,
    },
    /// The argument is out of its range.
    ArgumentRange {
        argument: String,
        expected: &'static str,
        found: String,
    },
    /// The argument exists in Keras and is refused here.
    RefusedArgument {
        argument: String,
        advice: &'static str,
    },
    /// A shape with more axes than there can be.
    TooManyAxes { found: usize, limit: usize },
    /// A constant expression has no value.
    Arithmetic { reason: &'static str },
    /// A mistake in a closure.
    Closure(ClosureMistake),
    /// Softmax over an axis other than the last, or glu, as an argument of another layer.
    AxisActivationAsArgument { activation: String },

    // The graph.
    /// Nothing says what the input is.
    MissingInput { layer: String },
    /// An `Input` inside a chain.
    InputInChain,
    /// An `Input` is applied to something.
    InputApplied,
    /// `input_shape` somewhere else than on the first layer.
    InputShapeNotFirst { argument: &'static str },
    /// `input_shape` on a layer that is applied to a value.
    InputShapeApplied { argument: &'static str },
    /// The layer takes another number of inputs.
    WrongNumberOfInputs {
        layer: String,
        expected: Counted,
        found: usize,
    },
    /// The layer has another number of outputs than names are bound.
    WrongNumberOfOutputs {
        layer: String,
        outputs: usize,
        bound: usize,
    },
    /// A layer in a chain gives several outputs.
    SeveralOutputsInChain { layer: String, outputs: usize },
    /// A user's layer without a written shape.
    UserLayerWithoutShape { name: String, chain: bool },
    /// A named argument at the application of a user's layer that isn't one of its settings.
    UserLayerArgument { layer: String, found: String },
    /// A setting of a user's layer that has been applied already.
    SettingOfSecondUse { layer: String, found: String },
    /// The type of a user's layer can't be seen.
    UserLayerType { found: String },
    /// A built-in layer in a chain with a written shape, or the like, that contradicts.
    WrittenShape { written: Shape, found: Shape },
    /// A user's layer that is used several times with different written shapes.
    WrittenTwice {
        name: String,
        shapes: Box<[Shape; 2]>,
    },
    /// A layer is applied to inputs for which its parameters would differ.
    SharedParameters {
        name: String,
        shapes: Box<[Shape; 2]>,
    },
    /// A model's output is one of its inputs.
    OutputIsInput { name: String },
    /// A model gives the same value twice.
    DuplicateOutput { name: String },

    // Shapes.
    /// The input has the wrong number of axes.
    Rank {
        layer: &'static str,
        input: usize,
        expected: &'static str,
        found: Shape,
    },
    /// Inputs of one operation disagree.
    Mismatch {
        layer: &'static str,
        left: usize,
        right: usize,
        axis: usize,
        rank: usize,
        sizes: (usize, usize),
    },
    /// Inputs of one operation have different numbers of axes.
    MismatchedRank {
        layer: &'static str,
        left: usize,
        right: usize,
        ranks: (usize, usize),
    },
    /// A window is larger than what it slides over.
    Window {
        layer: &'static str,
        argument: &'static str,
        along: &'static str,
        extent: usize,
        input: usize,
        /// The largest value of the argument that fits.
        most: usize,
    },
    /// More is taken away along an axis than there is.
    CroppedAway {
        layer: &'static str,
        along: &'static str,
        input: usize,
        cropped: usize,
    },
    /// Axes that aren't those of the input in another order.
    NoPermutation { dims: Vec<i64>, input: Shape },
    /// The axes of a dot product have different lengths.
    DotLengths { axes: [i64; 2], lengths: [usize; 2] },
    /// Strides together with dilation.
    StridesWithDilation { strides: Shape, dilation: Shape },
    /// The output of a transposed convolution is padded by a stride or more.
    OutputPadding {
        along: &'static str,
        output_padding: usize,
        stride: usize,
    },
    /// The output of a transposed convolution would have no elements along an axis.
    NothingLeft {
        layer: &'static str,
        along: &'static str,
    },
    /// Groups don't divide channels or filters. Those of a convolution must divide both, those of a normalization have
    /// channels `alone`.
    Groups {
        groups: usize,
        what: &'static str,
        count: usize,
        alone: bool,
    },
    /// The input doesn't have this axis.
    Axis {
        layer: &'static str,
        axis: i64,
        rank: usize,
    },
    /// The axis of the batch.
    BatchAxis { layer: &'static str },
    /// The same axis twice.
    AxisTwice { axis: i64 },
    /// An axis other than the last.
    NotLastAxis { layer: &'static str, axis: i64 },
    /// Axes that aren't neighbours, or too many.
    AxesApart { axes: Vec<i64> },
    /// The axis can't be halved.
    OddAxis { axis: i64, len: usize },
    /// The numbers of elements differ.
    Reshape {
        input: Shape,
        target: Vec<i64>,
        rest: usize,
    },
    /// More than one -1.
    ReshapeInferred,
    /// An initial state has another shape.
    State {
        index: usize,
        found: Shape,
        units: usize,
    },
    /// More elements than can be addressed.
    TooLarge { what: &'static str },

    /// An axis of a family has no values.
    EmptyFamily,
    /// A family has too many members.
    LargeFamily { limit: usize },
    /// Two members of a family would have the same name.
    DuplicateMember { found: String },
    /// A value that a family's constant can't have.
    FamilyValue { found: String },
    /// Two members of a family with their inputs and outputs, which differ.
    FamilyShapes { members: Box<[Member; 2]> },
    /// A Rust type in a declaration of another macro, by a path that only that one's module can follow.
    RelativePath { path: String },

    /// Something legal that is probably not what was meant.
    Warning(Warning),
    /// `allow` names a warning that doesn't exist.
    UnknownWarning {
        found: String,
        suggestion: Option<&'static str>,
    },
    /// An attribute of ours that is misspelled.
    UnknownAttribute {
        found: String,
        suggestion: &'static str,
    },
    /// A key of `#[budget(..)]` that doesn't exist.
    UnknownCost {
        found: String,
        suggestion: Option<&'static str>,
    },
    /// The value of a key of `#[budget(..)]`.
    BudgetValue { cost: Cost, found: String },
    /// The model costs more than it may.
    OverBudget {
        model: String,
        cost: Cost,
        found: u64,
        limit: u64,
        /// The costliest parts with what they cost.
        parts: Vec<(String, u64)>,
    },
}

/// A member of a family: its name, and the shapes of its inputs and outputs.
pub type Member = (String, Vec<Shape>, Vec<Shape>);

/// How many of something are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Exactly so many.
    Exactly(usize),
    /// So many or more.
    AtLeast(usize),
    /// One or the other.
    Either(usize, usize),
}

impl Counted {
    /// Whether `count` is allowed.
    pub fn allows(self, count: usize) -> bool {
        match self {
            Counted::Exactly(one) => count == one,
            Counted::AtLeast(least) => count >= least,
            Counted::Either(one, other) => count == one || count == other,
        }
    }
}

/// A block or model that is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callee {
    /// `block` or `model`
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Its parameters as they are written.
    pub parameters: String,
}

/// What an expansion may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Expressions that are evaluated.
    Steps(usize),
    /// Applications of layers.
    Nodes(usize),
    /// Calls in calls.
    Calls(usize),
    /// Expressions in expressions.
    Depth(usize),
}

/// What the language doesn't have, or not yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsupported {
    /// `struct M<const N: usize>`
    Generics,
    /// `fn block<T>(x)`
    GenericBlock,
    /// `struct M(const N: usize)`
    ConstParameter,
    /// `fn block(x: Tensor)`
    ParameterType,
    /// `fn block(x) -> Tensor`
    ResultType,
    /// `where`
    Where,
    /// `#[inline] fn block(x)`
    AttributeOfBlock,
    /// `pub use path::name;`
    PublicUse,
    /// `use path::*;`
    GlobUse,
    /// `use path::{self};`
    SelfUse,
    /// `while`, `loop`
    While,
    /// A `for` where a value is needed, or in a chain.
    LoopAsValue,
    /// `match`
    Match,
    /// `return`
    Return,
    /// `break`, `continue`
    Break,
    /// `if let`
    IfLet,
    /// `if a = b`
    AssignmentAsCondition,
    /// `if a { f } else { g }(x)`
    AppliedBody,
    /// `a < b < c`
    ChainedComparison,
    /// `..3`, `0..`
    OpenRange,
    /// `[0; 3]`
    Repeat,
    /// `t[0]`
    Index,
    /// `|x: f32| x`
    ClosureType,
    /// `&`, `<<`, `as` …
    Operator,
    /// `name!(..)`
    MacroCall,
    /// `let .. else`
    LetElse,
    /// `let (a, (b, c)) = ..`
    Pattern,
    /// An inner attribute or an attribute inside a body.
    Attribute,
    /// A doc comment inside a body.
    Documentation,
    /// `enum`, `impl`, `mod` …
    Item,
}

/// Which token a mistake that a layer finds belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The layer's keyword.
    Layer,
    /// One of its inputs.
    Input(usize),
    /// One of its arguments, if it is written.
    Argument(&'static str),
}

impl Diagnosis {
    /// The token that is wrong, as far as a layer can tell.
    pub fn place(&self) -> Place {
        match self {
            Diagnosis::Mismatch { right, .. } | Diagnosis::MismatchedRank { right, .. } => {
                Place::Input(*right)
            }
            Diagnosis::State { index, .. } => Place::Input(index + 1),
            Diagnosis::Rank { input, .. } if *input > 0 => Place::Input(*input),
            Diagnosis::Window { argument, .. } => Place::Argument(argument),
            Diagnosis::CroppedAway { .. } => Place::Argument("cropping"),
            Diagnosis::NoPermutation { .. } => Place::Argument("dims"),
            Diagnosis::DotLengths { .. } => Place::Argument("axes"),
            Diagnosis::StridesWithDilation { .. } => Place::Argument("dilation_rate"),
            Diagnosis::OutputPadding { .. } | Diagnosis::NothingLeft { .. } => {
                Place::Argument("output_padding")
            }
            Diagnosis::Closure(_) => Place::Argument("function"),
            Diagnosis::Groups { .. } => Place::Argument("groups"),
            Diagnosis::Axis { .. }
            | Diagnosis::BatchAxis { .. }
            | Diagnosis::AxisTwice { .. }
            | Diagnosis::AxesApart { .. }
            | Diagnosis::NotLastAxis { .. }
            | Diagnosis::OddAxis { .. } => Place::Argument("axis"),
            Diagnosis::Reshape { .. } | Diagnosis::ReshapeInferred => {
                Place::Argument("target_shape")
            }
            _ => Place::Layer,
        }
    }

    /// Whether it may be due to what a block or model is called with.
    pub fn depends_on_calls(&self) -> bool {
        matches!(
            self,
            Diagnosis::ArgumentType { .. }
                | Diagnosis::ArgumentRange { .. }
                | Diagnosis::TooManyAxes { .. }
                | Diagnosis::Arithmetic { .. }
                | Diagnosis::LayerAsValue { .. }
                | Diagnosis::ValueAsLayer { .. }
                | Diagnosis::SeveralAsOne { .. }
                | Diagnosis::ConstantAsValue
                | Diagnosis::ConstantCalled { .. }
                | Diagnosis::TensorAsConstant { .. }
                | Diagnosis::LayerAsConstant { .. }
                | Diagnosis::TensorAsCondition
                | Diagnosis::TensorCompared { .. }
                | Diagnosis::ConditionType { .. }
                | Diagnosis::LoopOver { .. }
                | Diagnosis::RangeBound { .. }
                | Diagnosis::NotATuple { .. }
                | Diagnosis::TupleLength { .. }
                | Diagnosis::NoField { .. }
                | Diagnosis::UnknownQuery { .. }
                | Diagnosis::QueryRank { .. }
                | Diagnosis::ModelInput { .. }
                | Diagnosis::WrongNumberOfInputs { .. }
                | Diagnosis::WrongNumberOfOutputs { .. }
                | Diagnosis::WrittenShape { .. }
                | Diagnosis::WrittenConstant { .. }
                | Diagnosis::WrittenKind { .. }
                | Diagnosis::SharedParameters { .. }
                | Diagnosis::Rank { .. }
                | Diagnosis::Mismatch { .. }
                | Diagnosis::MismatchedRank { .. }
                | Diagnosis::Window { .. }
                | Diagnosis::CroppedAway { .. }
                | Diagnosis::NoPermutation { .. }
                | Diagnosis::DotLengths { .. }
                | Diagnosis::StridesWithDilation { .. }
                | Diagnosis::OutputPadding { .. }
                | Diagnosis::NothingLeft { .. }
                | Diagnosis::Groups { .. }
                | Diagnosis::Axis { .. }
                | Diagnosis::OddAxis { .. }
                | Diagnosis::Reshape { .. }
                | Diagnosis::State { .. }
                | Diagnosis::TooLarge { .. }
        )
    }

    /// Which inputs the message speaks of.
    pub fn operands(&self) -> Vec<usize> {
        match self {
            Diagnosis::Mismatch { left, right, .. }
            | Diagnosis::MismatchedRank { left, right, .. } => vec![*left, *right],
            Diagnosis::DotLengths { .. } => vec![0, 1],
            Diagnosis::Rank { input, .. } => vec![*input],
            Diagnosis::State { index, .. } => vec![index + 1],
            Diagnosis::Window { .. }
            | Diagnosis::NothingLeft { .. }
            | Diagnosis::CroppedAway { .. }
            | Diagnosis::NoPermutation { .. }
            | Diagnosis::Groups { .. }
            | Diagnosis::Axis { .. }
            | Diagnosis::OddAxis { .. }
            | Diagnosis::Reshape { .. } => vec![0],
            _ => Vec::new(),
        }
    }
}
