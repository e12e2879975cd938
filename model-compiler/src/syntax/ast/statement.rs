//! Statements, what they bind, and written types.

use super::Expression;
use proc_macro2::{Ident, Span};

/// Statements, then a value.
#[derive(Debug)]
pub struct Functional {
    /// The statements, in order.
    pub statements: Vec<Statement>,
    /// The value at the end. An `if` without values may stand here, too, where none is needed.
    pub tail: Option<Expression>,
    /// Where the value should stand: the closing brace.
    pub end: Span,
    /// Some statement couldn't be read, so there may be names that nobody knows.
    pub incomplete: bool,
}

/// One statement.
#[derive(Debug)]
#[allow(clippy::large_enum_variant)] // nearly all are of the large kind
pub enum Statement {
    /// `let name = value;` or `name = value;`
    Bind(Bind),
    /// `for i in 0..3 { .. }`
    For(For),
    /// An `if` or a block that stands for what it assigns, or a value that is followed by `;`, which is a mistake.
    Value {
        /// The value.
        value: Expression,
        /// Whether a mistake has been reported there.
        reported: bool,
    },
}

/// `let name = value;` or `name = value;`
#[derive(Debug)]
pub struct Bind {
    /// What is bound.
    pub pattern: Pattern,
    /// Whether it is a `let` or `const`.
    pub declares: bool,
    /// The type, if one is written.
    pub written: Option<Written>,
    /// The value; `None` if it couldn't be read and has been reported.
    pub value: Option<Expression>,
}

/// `for pattern in values { body }`
#[derive(Debug)]
pub struct For {
    /// The place of `for`.
    pub span: Span,
    /// What each value is bound to.
    pub pattern: Pattern,
    /// A range, an array or a tuple.
    pub values: Expression,
    /// What is repeated.
    pub body: Functional,
}

/// What a `let` or a loop binds.
#[derive(Debug)]
pub enum Pattern {
    /// `h`
    One(Binding),
    /// `(y, h, c)`
    Several(Vec<Binding>, Span),
}

impl Pattern {
    /// All names, in order.
    pub fn bindings(&self) -> &[Binding] {
        match self {
            Pattern::One(binding) => std::slice::from_ref(binding),
            Pattern::Several(bindings, _) => bindings,
        }
    }
}

/// A bound name.
#[derive(Debug)]
pub struct Binding {
    /// The name; `_` and names that begin with `_` may stay unused.
    pub name: Ident,
    /// `mut`
    pub mutable: bool,
}

/// A written type.
#[derive(Debug)]
pub struct Written {
    /// Its place.
    pub span: Span,
    /// What it says.
    pub kind: WrittenKind,
}

/// What a written type says.
#[derive(Debug)]
pub enum WrittenKind {
    /// The dimensions of a tensor.
    Tensor(Vec<Expression>),
    /// Several outputs.
    Tuple(Vec<Written>),
    /// A constant.
    Constant(ConstantType),
}

/// The written type of a constant.
#[derive(Debug)]
pub struct WrittenConstant {
    /// Its place.
    pub span: Span,
    /// What it says.
    pub kind: ConstantType,
}

/// What the type of a constant says.
#[derive(Debug)]
pub enum ConstantType {
    /// `usize` and its like.
    Unsigned,
    /// `i64` and its like.
    Integer,
    /// `f32` or `f64`
    Float,
    /// `bool`
    Flag,
    /// `&str`
    Text,
    /// `(usize, f32)`
    Tuple(Vec<ConstantType>),
    /// `[usize; 3]`
    Array(Box<ConstantType>, Box<Expression>),
}
