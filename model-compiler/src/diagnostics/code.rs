//! The names of mistakes for tools and documentation: they stay when sentences change.

use super::Diagnosis;

impl Diagnosis {
    /// The variant's name in lower case with hyphens, such as `unknown-layer`. A warning has the name by which
    /// `allow` silences it.
    pub fn code(&self) -> &'static str {
        match self {
            Diagnosis::DeepExpression { .. } => "deep-expression",
            Diagnosis::DuplicateParameter { .. } => "duplicate-parameter",
            Diagnosis::ParameterWithoutDefault { .. } => "parameter-without-default",
            Diagnosis::RequiredAfterOptional { .. } => "required-after-optional",
            Diagnosis::FamilyWithoutAxes => "family-without-axes",
            Diagnosis::DuplicateItem { .. } => "duplicate-item",
            Diagnosis::ShadowsLayer { .. } => "shadows-layer",
            Diagnosis::UnknownImport { .. } => "unknown-import",
            Diagnosis::UnknownModel { .. } => "unknown-model",
            Diagnosis::UnknownBlock { .. } => "unknown-block",
            Diagnosis::FamilyAsLayer { .. } => "family-as-layer",
            Diagnosis::BlockWithoutCall { .. } => "block-without-call",
            Diagnosis::UnknownParameter { .. } => "unknown-parameter",
            Diagnosis::MissingParameters { .. } => "missing-parameters",
            Diagnosis::TooManyParameters { .. } => "too-many-parameters",
            Diagnosis::Recursion { .. } => "recursion",
            Diagnosis::Exhausted { .. } => "exhausted",
            Diagnosis::BlockWithoutValue { .. } => "block-without-value",
            Diagnosis::BodyWithoutValue => "body-without-value",
            Diagnosis::IfWithoutElse => "if-without-else",
            Diagnosis::ConditionType { .. } => "condition-type",
            Diagnosis::TensorAsCondition => "tensor-as-condition",
            Diagnosis::TensorCompared { .. } => "tensor-compared",
            Diagnosis::LoopOver { .. } => "loop-over",
            Diagnosis::RangeBound { .. } => "range-bound",
            Diagnosis::RangeAsValue => "range-as-value",
            Diagnosis::ConstantCalled { .. } => "constant-called",
            Diagnosis::TensorAsConstant { .. } => "tensor-as-constant",
            Diagnosis::LayerAsConstant { .. } => "layer-as-constant",
            Diagnosis::TensorInClosure { .. } => "tensor-in-closure",
            Diagnosis::ActivationApplied { .. } => "activation-applied",
            Diagnosis::DeclaredAssigned { .. } => "declared-assigned",
            Diagnosis::NotATuple { .. } => "not-a-tuple",
            Diagnosis::TupleLength { .. } => "tuple-length",
            Diagnosis::NoField { .. } => "no-field",
            Diagnosis::UnknownQuery { .. } => "unknown-query",
            Diagnosis::QueryWithoutParentheses { .. } => "query-without-parentheses",
            Diagnosis::QueryArguments { .. } => "query-arguments",
            Diagnosis::NamedInQuery => "named-in-query",
            Diagnosis::QueryRank { .. } => "query-rank",
            Diagnosis::LargeConstant { .. } => "large-constant",
            Diagnosis::WrittenConstant { .. } => "written-constant",
            Diagnosis::WrittenKind { .. } => "written-kind",
            Diagnosis::ModelInput { .. } => "model-input",
            Diagnosis::UnusedConstant { .. } => "unused-constant",
            Diagnosis::UnusedLoopVariable { .. } => "unused-loop-variable",
            Diagnosis::UnusedParameter { .. } => "unused-parameter",
            Diagnosis::UnusedBlock { .. } => "unused-block",
            Diagnosis::UnusedImport { .. } => "unused-import",
            Diagnosis::Closure(_) => "closure",
            Diagnosis::EmptyFamily => "empty-family",
            Diagnosis::LargeFamily { .. } => "large-family",
            Diagnosis::DuplicateMember { .. } => "duplicate-member",
            Diagnosis::FamilyValue { .. } => "family-value",
            Diagnosis::FamilyShapes { .. } => "family-shapes",
            Diagnosis::RelativePath { .. } => "relative-path",
            Diagnosis::BlockWithoutInput { .. } => "block-without-input",
            Diagnosis::TooDeep { .. } => "too-deep",
            Diagnosis::LongRun { .. } => "long-run",
            Diagnosis::TooManyTokens { .. } => "too-many-tokens",
            Diagnosis::Expected { .. } => "expected",
            Diagnosis::MissingSeparator { .. } => "missing-separator",
            Diagnosis::SemicolonInChain => "semicolon-in-chain",
            Diagnosis::Unsupported(_) => "unsupported",
            Diagnosis::Literal { .. } => "literal",
            Diagnosis::NothingDeclared => "nothing-declared",
            Diagnosis::EmptyBody => "empty-body",
            Diagnosis::MissingOutput { .. } => "missing-output",
            Diagnosis::UnknownOption { .. } => "unknown-option",
            Diagnosis::OptionValue { .. } => "option-value",
            Diagnosis::UnknownLayer { .. } => "unknown-layer",
            Diagnosis::LaterLayer { .. } => "later-layer",
            Diagnosis::UnknownVariable { .. } => "unknown-variable",
            Diagnosis::UnknownActivation { .. } => "unknown-activation",
            Diagnosis::UnknownInitializer { .. } => "unknown-initializer",
            Diagnosis::UnknownRegularizer { .. } => "unknown-regularizer",
            Diagnosis::UnknownConstraint { .. } => "unknown-constraint",
            Diagnosis::RegularizerRank { .. } => "regularizer-rank",
            Diagnosis::ConstraintAxis { .. } => "constraint-axis",
            Diagnosis::UnknownArgument { .. } => "unknown-argument",
            Diagnosis::DuplicateName { .. } => "duplicate-name",
            Diagnosis::DuplicateModel { .. } => "duplicate-model",
            Diagnosis::DuplicateArgument { .. } => "duplicate-argument",
            Diagnosis::DuplicateBinding { .. } => "duplicate-binding",
            Diagnosis::BadName { .. } => "bad-name",
            Diagnosis::UnusedValue { .. } => "unused-value",
            Diagnosis::UnusedInput { .. } => "unused-input",
            Diagnosis::Discarded => "discarded",
            Diagnosis::NotMutable { .. } => "not-mutable",
            Diagnosis::LayerAsValue { .. } => "layer-as-value",
            Diagnosis::ValueAsLayer { .. } => "value-as-layer",
            Diagnosis::MissingParentheses { .. } => "missing-parentheses",
            Diagnosis::MissingArguments { .. } => "missing-arguments",
            Diagnosis::NotALayer => "not-a-layer",
            Diagnosis::ApplicationInChain { .. } => "application-in-chain",
            Diagnosis::SeveralAsOne { .. } => "several-as-one",
            Diagnosis::ConstantAsValue => "constant-as-value",
            Diagnosis::OutsideConstant { .. } => "outside-constant",
            Diagnosis::Operator { .. } => "operator",
            Diagnosis::MissingArgument { .. } => "missing-argument",
            Diagnosis::ApplicationArgument { .. } => "application-argument",
            Diagnosis::TooManyArguments { .. } => "too-many-arguments",
            Diagnosis::PositionalAfterNamed => "positional-after-named",
            Diagnosis::ArgumentType { .. } => "argument-type",
            Diagnosis::ArgumentRange { .. } => "argument-range",
            Diagnosis::RefusedArgument { .. } => "refused-argument",
            Diagnosis::TooManyAxes { .. } => "too-many-axes",
            Diagnosis::Arithmetic { .. } => "arithmetic",
            Diagnosis::AxisActivationAsArgument { .. } => "axis-activation-as-argument",
            Diagnosis::MissingInput { .. } => "missing-input",
            Diagnosis::InputInChain => "input-in-chain",
            Diagnosis::InputApplied => "input-applied",
            Diagnosis::InputShapeNotFirst { .. } => "input-shape-not-first",
            Diagnosis::InputShapeApplied { .. } => "input-shape-applied",
            Diagnosis::WrongNumberOfInputs { .. } => "wrong-number-of-inputs",
            Diagnosis::WrongNumberOfOutputs { .. } => "wrong-number-of-outputs",
            Diagnosis::SeveralOutputsInChain { .. } => "several-outputs-in-chain",
            Diagnosis::UserLayerWithoutShape { .. } => "user-layer-without-shape",
            Diagnosis::UserLayerArgument { .. } => "user-layer-argument",
            Diagnosis::SettingOfSecondUse { .. } => "setting-of-second-use",
            Diagnosis::UserLayerType { .. } => "user-layer-type",
            Diagnosis::WrittenShape { .. } => "written-shape",
            Diagnosis::WrittenTwice { .. } => "written-twice",
            Diagnosis::SharedParameters { .. } => "shared-parameters",
            Diagnosis::OutputIsInput { .. } => "output-is-input",
            Diagnosis::DuplicateOutput { .. } => "duplicate-output",
            Diagnosis::Rank { .. } => "rank",
            Diagnosis::Mismatch { .. } => "mismatch",
            Diagnosis::MismatchedRank { .. } => "mismatched-rank",
            Diagnosis::Window { .. } => "window",
            Diagnosis::CroppedAway { .. } => "cropped-away",
            Diagnosis::NoPermutation { .. } => "no-permutation",
            Diagnosis::DotLengths { .. } => "dot-lengths",
            Diagnosis::StridesWithDilation { .. } => "strides-with-dilation",
            Diagnosis::OutputPadding { .. } => "output-padding",
            Diagnosis::NothingLeft { .. } => "nothing-left",
            Diagnosis::Groups { .. } => "groups",
            Diagnosis::Axis { .. } => "axis",
            Diagnosis::BatchAxis { .. } => "batch-axis",
            Diagnosis::AxisTwice { .. } => "axis-twice",
            Diagnosis::NotLastAxis { .. } => "not-last-axis",
            Diagnosis::AxesApart { .. } => "axes-apart",
            Diagnosis::OddAxis { .. } => "odd-axis",
            Diagnosis::Reshape { .. } => "reshape",
            Diagnosis::ReshapeInferred => "reshape-inferred",
            Diagnosis::State { .. } => "state",
            Diagnosis::TooLarge { .. } => "too-large",
            Diagnosis::Warning(warning) => warning.lint().name,
            Diagnosis::UnknownWarning { .. } => "unknown-warning",
            Diagnosis::UnknownAttribute { .. } => "unknown-attribute",
            Diagnosis::UnknownCost { .. } => "unknown-cost",
            Diagnosis::BudgetValue { .. } => "budget-value",
            Diagnosis::ModelAsType { .. } => "model-as-type",
            Diagnosis::OverBudget { .. } => "over-budget",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The name of a variant as a code.
    fn kebab(variant: &str) -> String {
        let mut code = String::new();
        for letter in variant.chars() {
            if letter.is_ascii_uppercase() && !code.is_empty() {
                code.push('-');
            }
            code.push(letter.to_ascii_lowercase());
        }
        code
    }

    /// Read from the two sources, so that no variant can be left out.
    #[test]
    fn every_code_is_its_variants_name() {
        let arms = include_str!("code.rs").lines().filter_map(|line| {
            let (pattern, code) = line
                .trim()
                .strip_prefix("Diagnosis::")?
                .split_once(" => ")?;
            let variant = pattern.split([' ', '(']).next()?;
            let code = code.strip_prefix('"')?.strip_suffix("\",")?;
            Some((variant, code))
        });
        let mut found = 0;
        for (variant, code) in arms {
            assert_eq!(code, kebab(variant));
            found += 1;
        }
        assert!(found > 60, "only {found} codes could be read");
        let unknown = Diagnosis::UnknownLayer {
            found: "Dens".into(),
            suggestion: None,
        };
        assert_eq!(unknown.code(), "unknown-layer");
    }
}
