//! What the language doesn't have, or not yet, and what to write instead.

use super::Unsupported;

/// What is found, and what to write instead.
pub fn unsupported(what: Unsupported) -> (&'static str, &'static str) {
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
        Unsupported::Documentation => (
            "documentation stands before `struct`",
            "write an ordinary comment: `// ...`",
        ),
        Unsupported::Item => (
            "only models can be declared here",
            "write it outside `model!`, or `pub struct Name { .. }` for a model",
        ),
    }
}
