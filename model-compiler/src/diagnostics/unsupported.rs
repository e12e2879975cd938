//! What the language doesn't have, or not yet, and what to write instead.

use super::Unsupported;

/// What is found, and what to write instead.
pub fn unsupported(what: Unsupported) -> (&'static str, &'static str) {
    match what {
        Unsupported::Generics => (
            "a model can't be generic: its dimensions are known when the macro runs",
            "give it parameters: `pub struct Name(n = 16) { .. }`",
        ),
        Unsupported::GenericBlock => (
            "a block can't be generic: it is expanded where it is called",
            "remove the angle brackets; parameters take tensors and constants alike",
        ),
        Unsupported::ConstParameter => (
            "parameters aren't declared with `const`",
            "write its name and what it is if it isn't given: `n = 16`",
        ),
        Unsupported::ParameterType => (
            "parameters have no types: tensors and constants are told apart by what is given",
            "remove the `:` and the type; a default follows `=`, as in `stride = 1`",
        ),
        Unsupported::ResultType => (
            "a block has no written result: it gives what stands at its end",
            "remove the `->` and the type",
        ),
        Unsupported::Where => ("a model has no `where` clause", "remove it"),
        Unsupported::AttributeOfBlock => (
            "blocks, constants and imports have no attributes but documentation",
            "remove it",
        ),
        Unsupported::PublicUse => (
            "an import can't be passed on",
            "remove `pub`; what is declared here is reached by the path of its own macro",
        ),
        Unsupported::GlobUse => (
            "a macro can't see what a path holds",
            "name what is imported: `use path::{residual, Encoder};`",
        ),
        Unsupported::SelfUse => (
            "this can't be imported",
            "import blocks and models by name: `use path::{residual, Encoder};`",
        ),
        Unsupported::While => (
            "`while` and `loop` aren't part of the language: every loop ends",
            "write `for i in 0..3 { .. }`",
        ),
        Unsupported::LoopAsValue => (
            "a loop has no value, and no place in a chain",
            "name the values: `let mut x = Input(784); for i in 0..3 { x = Dense(64)(x); } x`",
        ),
        Unsupported::Match => (
            "`match` isn't part of the language",
            "write `if a == 1 { .. } else { .. }`",
        ),
        Unsupported::Return => (
            "`return` isn't part of the language",
            "end with the value, without `;`",
        ),
        Unsupported::Break => (
            "loops run to their end",
            "write the range that is needed: `for i in 0..3 { .. }`",
        ),
        Unsupported::IfLet => (
            "`if let` isn't part of the language",
            "write a condition, such as `stride == 1`",
        ),
        Unsupported::AssignmentAsCondition => {
            ("a condition compares, and `=` assigns", "write `==`")
        }
        Unsupported::AppliedBody => (
            "what follows `}` doesn't apply to what is before it",
            "bind it first: `let layer = if ..; layer(x)`, or put it in parentheses",
        ),
        Unsupported::ChainedComparison => (
            "a comparison has two sides",
            "join two of them: `a < b && b < c`",
        ),
        Unsupported::OpenRange => (
            "a range has a beginning and an end",
            "write both: `0..3`, or `1..=3` with the last value included",
        ),
        Unsupported::Repeat => ("an array lists its elements", "write them out: `[8, 8, 8]`"),
        Unsupported::Index => (
            "elements aren't taken by brackets",
            "write `t.0` for an element of a tuple, and `x.dim(1)` for a length of a tensor",
        ),
        Unsupported::ClosureType => (
            "the names of a closure have no types",
            "remove the `:` and the type",
        ),
        Unsupported::Operator => (
            "this operator isn't part of the language",
            "numbers have `+`, `-`, `*`, `/` and `%`, and comparisons; tensors `+`, `-` and `*`",
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
            "attributes stand before items",
            "remove it; layers have arguments such as `trainable = false`",
        ),
        Unsupported::Documentation => (
            "documentation stands before items",
            "write an ordinary comment: `// ...`",
        ),
        Unsupported::Item => (
            "only models, blocks, constants and imports can be declared here",
            "write it outside `model!`, or `pub struct Name { .. }` for a model",
        ),
    }
}
