//! Mends: edits of the source that take a mistake away. The sentence of help says what they do; tools apply them.
//!
//! A mistake has a mend if one edit is what was most likely meant. Where only the author can know, there is none, and
//! `propose` says why. Mends are found in the tokens alone, so that no pass has to know of them.

mod arguments;
mod language;
mod names;
mod shapes;
mod source;
mod statements;
mod warnings;

use super::{Diagnosis, Entry};
use crate::layers::table;
use crate::syntax::scan::Token;
use proc_macro2::LineColumn;
pub(super) use shapes::projection;
use source::Source;

/// What is to be changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mend {
    /// What the edits do, if the diagnosis' own sentence doesn't say it exactly.
    pub help: Option<String>,
    /// The edits. They don't overlap.
    pub edits: Vec<Edit>,
}

/// A stretch of the source, and what stands there afterwards. Nothing is replaced where it is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Its first character.
    pub from: LineColumn,
    /// The character behind its last.
    pub to: LineColumn,
    /// The new text.
    pub text: String,
}

impl From<Vec<Edit>> for Mend {
    fn from(edits: Vec<Edit>) -> Mend {
        let help = None;
        Mend { help, edits }
    }
}

impl From<Edit> for Mend {
    fn from(edit: Edit) -> Mend {
        Mend::from(vec![edit])
    }
}

impl Mend {
    fn saying(mut self, help: impl Into<String>) -> Mend {
        self.help = Some(help.into());
        self
    }
}

/// The mend, or why there is none.
pub type Proposal = Result<Mend, &'static str>;

/// How many entries get a mend: looking for one takes time that grows with the declaration.
const MOST: usize = 100;

/// What stands in the source isn't what the mend expects: the layer comes from somewhere else, for instance.
const ELSEWHERE: &str = "what is to be changed doesn't stand beside the mistake";
const AUTHOR: &str = "only the author knows what was meant";
const LANGUAGE: &str = "the language has nothing that does the same";
const VALUE: &str = "only the author knows the value";

/// Gives each entry its mend, if it has one. `tokens` are those of the whole macro.
pub fn mend(tokens: &[Token], entries: &mut [Entry]) {
    let source = Source::new(tokens);
    for entry in entries.iter_mut().take(MOST) {
        entry.mend = propose(&source, entry).ok();
    }
}

/// Why an entry has no mend, or `None` if it has one.
pub fn reason(tokens: &[Token], entry: &Entry) -> Option<&'static str> {
    propose(&Source::new(tokens), entry).err()
}

/// The source with the entries' mends. Of edits that overlap, the first is made.
pub fn apply<'e>(source: &str, entries: impl IntoIterator<Item = &'e Entry>) -> String {
    let lines: Vec<usize> = std::iter::once(0)
        .chain(source.match_indices('\n').map(|(at, _)| at + 1))
        .collect();
    let offset = |place: LineColumn| {
        let start = lines.get(place.line.wrapping_sub(1)).copied()?;
        let line = source.get(start..)?;
        let column = line.char_indices().nth(place.column);
        Some(column.map_or(source.len(), |(column, _)| start + column))
    };
    let mut edits: Vec<(usize, usize, &str)> = Vec::new();
    for mend in entries.into_iter().filter_map(|entry| entry.mend.as_ref()) {
        let mut own = Vec::with_capacity(mend.edits.len());
        for edit in &mend.edits {
            if let (Some(from), Some(to)) = (offset(edit.from), offset(edit.to)) {
                own.push((from, to, &*edit.text));
            }
        }
        let overlaps = |&(from, to, _): &(usize, usize, &str)| {
            edits
                .iter()
                .any(|&(start, end, _)| from < end && start < to)
        };
        if own.len() == mend.edits.len() && !own.iter().any(overlaps) {
            edits.extend(own);
        }
    }
    edits.sort_by_key(|&(from, to, _)| (from, to));
    let mut result = String::with_capacity(source.len());
    let mut at = 0;
    for (from, to, text) in edits {
        result.push_str(source.get(at..from).unwrap_or(""));
        result.push_str(text);
        at = at.max(to);
    }
    result.push_str(source.get(at..).unwrap_or(""));
    result
}

/// The mend of a mistake. Each kind stands here, with the reason if it has none.
fn propose(source: &Source<'_>, entry: &Entry) -> Proposal {
    let Some(at) = source.at(entry.span).filter(|_| !entry.foreign) else {
        return Err(ELSEWHERE);
    };
    if !entry.calls.is_empty() {
        return Err("it depends on the call, and so would the mend");
    }
    let mend = match &entry.diagnosis {
        // What can't be read.
        Diagnosis::TooDeep { .. }
        | Diagnosis::LongRun { .. }
        | Diagnosis::DeepExpression { .. }
        | Diagnosis::TooManyTokens { .. } => {
            return Err("where to cut is for the author to say");
        }
        Diagnosis::Expected { expected, found } => {
            return statements::expected(source, at, expected, found);
        }
        Diagnosis::Literal { .. } => return Err(AUTHOR),
        Diagnosis::MissingSeparator { separator, .. } => {
            return statements::separator(source, at, *separator);
        }
        Diagnosis::SemicolonInChain => statements::semicolons(source, at),
        Diagnosis::Unsupported(what) => return statements::unsupported(source, at, *what),
        Diagnosis::NothingDeclared | Diagnosis::EmptyBody => return Err(AUTHOR),
        Diagnosis::MissingOutput {
            suggestion: Some(name),
        } => statements::output(source, at, name),
        Diagnosis::MissingOutput { suggestion: None } => {
            return Err("there is no value that could be the output");
        }
        Diagnosis::UnknownOption { suggestion, .. } => {
            return names::meant(source, at, *suggestion);
        }
        Diagnosis::OptionValue { option, .. } => statements::option(source, at, option),

        // Names.
        Diagnosis::UnknownLayer { suggestion, .. }
        | Diagnosis::UnknownActivation { suggestion, .. }
        | Diagnosis::UnknownInitializer { suggestion, .. }
        | Diagnosis::UnknownRegularizer { suggestion, .. }
        | Diagnosis::UnknownConstraint { suggestion, .. } => {
            return names::meant(source, at, *suggestion);
        }
        Diagnosis::LaterLayer { .. } => return Err(LANGUAGE),
        Diagnosis::UnknownVariable { suggestion, found } => {
            return names::variable(source, at, found, suggestion.as_deref());
        }
        Diagnosis::UnknownArgument {
            layer,
            suggestion,
            known,
            ..
        } => {
            return arguments::unknown(source, at, layer, *suggestion, known);
        }
        Diagnosis::DuplicateName { name, line } => names::numbered(source, at, name, "_", *line),
        Diagnosis::DuplicateModel { name, line } => names::numbered(source, at, name, "", *line),
        Diagnosis::DuplicateArgument { .. } => arguments::remove(source, at, "remove it"),
        Diagnosis::DuplicateBinding { .. } => source
            .replace_token(at, "_")
            .map(|edit| Mend::from(edit).saying("write `_` for an output that isn't needed")),
        Diagnosis::BadName { found } => return names::sanitized(source, at, found),
        Diagnosis::UnusedValue { name, part: true } => {
            source.replace_token(at, format!("_{name}")).map(Mend::from)
        }
        Diagnosis::UnusedValue { .. } | Diagnosis::UnusedInput { .. } => {
            return statements::unused(source, at);
        }
        Diagnosis::Discarded => return statements::discarded(source, at),
        Diagnosis::NotMutable { name, .. } => names::mutable(source, at, name),
        Diagnosis::LayerAsValue { .. } => {
            return Err("which value the layer is applied to is for the author to say");
        }
        Diagnosis::ValueAsLayer { .. } => return Err("which layer is meant can't be told"),
        Diagnosis::MissingParentheses { layer } | Diagnosis::MissingArguments { layer, .. } => {
            return arguments::parentheses(source, at, layer);
        }
        Diagnosis::NotALayer => return Err("which layer is meant can't be told"),
        Diagnosis::ApplicationInChain { .. } => statements::application(source, at),
        Diagnosis::SeveralAsOne { .. } => return Err("which of the values is meant can't be told"),
        Diagnosis::ConstantAsValue
        | Diagnosis::OutsideConstant {
            suggestion: None, ..
        } => return Err(VALUE),
        Diagnosis::OutsideConstant { suggestion, .. } => {
            return names::meant(source, at, suggestion.as_deref());
        }
        Diagnosis::Operator { .. } => return Err(LANGUAGE),

        // Arguments.
        Diagnosis::MissingArgument { .. } => return Err(VALUE),
        Diagnosis::ApplicationArgument { layer, .. } => arguments::misplaced(source, at, layer),
        Diagnosis::TooManyArguments { .. } => arguments::surplus(source, at),
        Diagnosis::PositionalAfterNamed => return arguments::unnamed(source, at),
        Diagnosis::ArgumentType { expected, .. } | Diagnosis::ArgumentRange { expected, .. } => {
            return arguments::value(source, at, expected);
        }
        Diagnosis::RefusedArgument { .. } => return arguments::refused(source, at),
        Diagnosis::TooManyAxes { .. } => return Err("which axes belong together can't be told"),
        Diagnosis::Arithmetic { .. } => return Err(VALUE),
        Diagnosis::AxisActivationAsArgument { activation } => {
            arguments::activation_layer(source, at, activation)
        }

        // The graph.
        Diagnosis::MissingInput { .. } => return Err("the shape of the input can't be told"),
        Diagnosis::InputInChain | Diagnosis::InputApplied => {
            return Err("which of the inputs is meant can't be told");
        }
        Diagnosis::InputShapeNotFirst { .. } | Diagnosis::InputShapeApplied { .. } => {
            arguments::remove(
                source,
                at,
                "remove it: the shape is known from the layer before",
            )
        }
        Diagnosis::WrongNumberOfInputs {
            layer,
            expected,
            found,
        } => {
            return arguments::inputs(source, at, layer, *expected, *found);
        }
        Diagnosis::WrongNumberOfOutputs { outputs, bound, .. } => {
            return statements::outputs(source, at, *outputs, *bound);
        }
        Diagnosis::SeveralOutputsInChain { .. } => arguments::one_output(source, at),
        Diagnosis::UserLayerWithoutShape { .. } => {
            return Err("a macro can't see what the layer gives");
        }
        Diagnosis::UserLayerArgument { .. } => {
            return Err("what a field of the layer is to be stands in its constructor");
        }
        Diagnosis::SettingOfSecondUse { .. } => {
            return Err("whether the first application is to have it is open");
        }
        Diagnosis::UserLayerType { .. } => return Err("a macro can't see what a function gives"),
        Diagnosis::WrittenShape { found, .. } => statements::written(source, at, *found),
        Diagnosis::WrittenTwice { .. } | Diagnosis::SharedParameters { .. } => {
            return Err(
                "whether the layers are to share their parameters is for the author to say",
            );
        }
        Diagnosis::OutputIsInput { .. } | Diagnosis::DuplicateOutput { .. } => {
            return statements::tuple_item(source, at);
        }

        // Shapes.
        Diagnosis::Rank { layer, found, .. }
            if source.is_ident(at, layer) && table::sibling(layer, found.rank()).is_some() =>
        {
            let sibling = table::sibling(layer, found.rank()).unwrap_or(layer);
            source.replace_token(at, sibling).map(Mend::from)
        }
        Diagnosis::Rank {
            input,
            expected,
            found,
            ..
        } => {
            return shapes::rank(source, at, *input, (expected, *found), &entry.operands);
        }
        Diagnosis::Mismatch {
            layer, left, right, ..
        } => {
            return shapes::mismatch(source, at, layer, (*left, *right), &entry.operands);
        }
        Diagnosis::MismatchedRank {
            layer, left, right, ..
        } => {
            return shapes::mismatched_rank(source, at, layer, (*left, *right), &entry.operands);
        }
        Diagnosis::Window { .. } => shapes::same_padding(source, at),
        Diagnosis::CroppedAway { .. } => return Err(VALUE),
        Diagnosis::NoPermutation { dims, input } => {
            return arguments::permutation(source, at, dims, *input);
        }
        Diagnosis::DotLengths { .. } => return Err("which of the axes is meant can't be told"),
        Diagnosis::StridesWithDilation { .. } => arguments::remove(
            source,
            at,
            "leave one of them at 1: remove the dilation, for instance",
        ),
        Diagnosis::OutputPadding { .. } | Diagnosis::NothingLeft { .. } => {
            arguments::remove(source, at, "leave `output_padding` out")
        }
        Diagnosis::Groups {
            groups,
            count,
            alone: true,
            ..
        } => shapes::groups_of_channels(source, at, *groups, *count),
        Diagnosis::Groups {
            groups,
            what,
            count,
            alone: false,
        } => shapes::groups(source, at, (*groups, what, *count), &entry.operands),
        Diagnosis::Axis { .. } if at > 0 && source.is(at - 1, '.') => {
            language::query_axis(source, at)
        }
        Diagnosis::Axis { .. } => arguments::axis(
            source,
            at,
            "-1",
            "-1 is the last axis, 1 the first after the batch",
        ),
        Diagnosis::BatchAxis { .. } => arguments::axis(
            source,
            at,
            "1",
            "axis 0 is the batch: the first after it is `axis = 1`, the last `axis = -1`",
        ),
        Diagnosis::AxisTwice { axis } => arguments::axis_once(source, at, *axis),
        Diagnosis::NotLastAxis { .. } => {
            arguments::remove(source, at, "channels come last: leave `axis` out")
        }
        Diagnosis::RegularizerRank { .. } => {
            return Err("which regularizer is meant instead can't be told");
        }
        Diagnosis::ConstraintAxis { .. } => return Err("which of the axes is meant can't be told"),
        Diagnosis::AxesApart { .. } => return Err("which of the axes is meant can't be told"),
        Diagnosis::OddAxis { .. } => return Err(VALUE),
        Diagnosis::Reshape { input, target, .. } => {
            return shapes::reshape(source, at, *input, target);
        }
        Diagnosis::ReshapeInferred => return Err(VALUE),
        Diagnosis::State { index, units, .. } => {
            shapes::before_input(source, at, index + 1, &format!("Dense({units})")).map(|mend| {
                mend.saying(format!(
                    "bring it to {units} elements: `Dense({units})(..)`"
                ))
            })
        }
        Diagnosis::TooLarge { .. } => return Err(VALUE),

        Diagnosis::Warning(warning) => return warnings::warning(source, at, warning),
        Diagnosis::UnknownWarning { suggestion, .. }
        | Diagnosis::UnknownCost { suggestion, .. } => {
            return names::meant(source, at, *suggestion);
        }
        Diagnosis::UnknownAttribute { suggestion, .. } => {
            return names::meant(source, at, Some(*suggestion));
        }
        Diagnosis::BudgetValue { .. } => return Err(VALUE),
        Diagnosis::OverBudget { .. } => {
            return Err(
                "what the model may cost, and where it can be smaller, is for the author to say",
            );
        }

        // Families and other macros.
        Diagnosis::EmptyFamily | Diagnosis::FamilyValue { .. } => return Err(VALUE),
        Diagnosis::DuplicateMember { .. } => arguments::remove(source, at, "give each value once"),
        Diagnosis::LargeFamily { .. } | Diagnosis::FamilyShapes { .. } => return Err(AUTHOR),
        Diagnosis::RelativePath { .. } => return Err("where the type is declared can't be told"),

        // Declarations and calls.
        Diagnosis::DuplicateParameter { .. } | Diagnosis::DuplicateItem { .. } => {
            return Err("which of them is meant where the name is used can't be told");
        }
        Diagnosis::ParameterWithoutDefault { .. } | Diagnosis::FamilyWithoutAxes => {
            return Err(VALUE);
        }
        Diagnosis::RequiredAfterOptional { .. } => {
            return Err("moved, it would change every call");
        }
        Diagnosis::ShadowsLayer { .. } => return Err("its uses would have to change, too"),
        Diagnosis::UnknownImport { .. } => return Err("a macro can't see what a path holds"),
        Diagnosis::UnknownModel { suggestion, .. }
        | Diagnosis::UnknownBlock { suggestion, .. }
        | Diagnosis::UnknownParameter { suggestion, .. } => {
            return names::meant(source, at, suggestion.as_deref());
        }
        Diagnosis::FamilyAsLayer { .. } => return Err("which member is meant can't be told"),
        Diagnosis::BlockWithoutCall { .. } | Diagnosis::MissingParameters { .. } => {
            return Err(VALUE);
        }
        Diagnosis::TooManyParameters { .. } => {
            return Err("which of them is too much can't be told");
        }
        Diagnosis::Recursion { .. } | Diagnosis::Exhausted { .. } => {
            return Err("how often is for the author to say");
        }
        Diagnosis::BlockWithoutValue {
            suggestion: Some(name),
            ..
        } => statements::output(source, at, name),
        Diagnosis::BlockWithoutValue { .. }
        | Diagnosis::BodyWithoutValue
        | Diagnosis::IfWithoutElse => return Err("which value is meant can't be told"),
        Diagnosis::ConditionType { .. } | Diagnosis::RangeBound { .. } => return Err(VALUE),
        Diagnosis::TensorAsCondition
        | Diagnosis::TensorCompared { .. }
        | Diagnosis::TensorInClosure { .. } => return Err(LANGUAGE),
        Diagnosis::LoopOver {
            integer: Some(_), ..
        } => language::range(source, at),
        Diagnosis::LoopOver { .. } | Diagnosis::RangeAsValue => return Err(VALUE),
        Diagnosis::ConstantCalled { .. } => return language::called_constant(source, at),
        Diagnosis::TensorAsConstant { .. } | Diagnosis::LayerAsConstant { .. } => {
            return Err("what is asked of it can't be told");
        }
        Diagnosis::ActivationApplied { name, .. } => language::activation(source, at, name),
        Diagnosis::DeclaredAssigned { .. } => return Err("its uses would have to change, too"),
        Diagnosis::NotATuple { .. } => return Err("which of the names is meant can't be told"),
        Diagnosis::TupleLength { found, bound } => {
            return statements::outputs(source, at, *found, *bound);
        }
        Diagnosis::NoField { .. } => return Err("which element is meant can't be told"),
        Diagnosis::UnknownQuery { suggestion, .. } => {
            return names::meant(source, at, *suggestion);
        }
        Diagnosis::QueryWithoutParentheses { .. } => language::query_parentheses(source, at),
        Diagnosis::QueryArguments { expected, .. } => {
            return language::query_arguments(source, at, *expected);
        }
        Diagnosis::NamedInQuery => language::named_in_query(source, at),
        Diagnosis::QueryRank { .. } => return Err("which axis is meant can't be told"),
        Diagnosis::LargeConstant { .. } => return Err(AUTHOR),
        Diagnosis::WrittenConstant { .. } => return Err("the value or the type may be wrong"),
        Diagnosis::WrittenKind { .. } => language::without_type(source, at),
        Diagnosis::ModelInput { shapes, .. } => {
            let [declared, found] = **shapes;
            return language::model_input(source, at, declared, found);
        }
        Diagnosis::BlockWithoutInput { .. } => return Err(AUTHOR),
        Diagnosis::ModelAsType { .. } => return Err("what it is applied to can't be told"),
        Diagnosis::UnusedConstant { name }
        | Diagnosis::UnusedLoopVariable { name }
        | Diagnosis::UnusedParameter { name } => language::underscore(source, at, name),
        Diagnosis::UnusedBlock { .. } | Diagnosis::UnusedImport { .. } => {
            return language::unused_item(source, at);
        }
        Diagnosis::Closure(mistake) => return language::closure(source, at, mistake),
    };
    mend.ok_or(ELSEWHERE)
}
