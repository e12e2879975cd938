//! The syntax tree: a declaration as it is written, every part with its place.

use crate::ir::graph::Header;
use proc_macro2::{Ident, Span, TokenStream};

/// One item of a macro.
#[derive(Debug)]
pub enum Item {
    /// `pub struct Name { body }`
    Model(Model),
}

/// A declared model.
#[derive(Debug)]
pub struct Model {
    /// What stands before the body.
    pub header: Header,
    /// Its layers, `None` if it has no body that could be read.
    pub body: Option<Body>,
}

/// The two forms of a body.
#[derive(Debug)]
pub enum Body {
    /// Form 1: a comma list, each layer applied to the one before.
    Chain(Vec<Link>),
    /// Form 2: statements and a value.
    Functional(Functional),
}

/// One layer of a chain.
#[derive(Debug)]
#[allow(clippy::large_enum_variant)] // nearly all are of the large kind
pub enum Link {
    /// A layer, with the written shape of its output if it is a user's.
    Layer {
        /// The layer.
        layer: Expression,
        /// `-> Tensor1<64>`
        written: Option<Written>,
    },
    /// Something that couldn't be read and has been reported.
    Unreadable,
}

/// Statements, then a value.
#[derive(Debug)]
pub struct Functional {
    /// The statements, in order.
    pub statements: Vec<Statement>,
    /// The value at the end.
    pub tail: Option<Expression>,
    /// Where the value should stand: the closing brace.
    pub end: Span,
    /// Some statement couldn't be read, so there may be names that nobody knows.
    pub incomplete: bool,
}

/// `let name = value;`, `name = value;` or `value;`
#[derive(Debug)]
pub struct Statement {
    /// What is bound.
    pub pattern: Pattern,
    /// Whether it is a `let`.
    pub declares: bool,
    /// The type, if one is written.
    pub written: Option<Written>,
    /// The value; `None` if it couldn't be read and has been reported.
    pub value: Option<Expression>,
}

/// What a `let` binds.
#[derive(Debug)]
pub enum Pattern {
    /// `h`
    One(Binding),
    /// `(y, h, c)`
    Several(Vec<Binding>, Span),
    /// Nothing: the value is followed by `;`. It is a mistake, unless another has been reported there.
    Nothing {
        /// Whether one has.
        reported: bool,
    },
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
}

/// An expression.
#[derive(Debug)]
pub struct Expression {
    /// The token that stands for it in messages: a keyword, a name, an operator.
    pub span: Span,
    /// What it is.
    pub kind: ExpressionKind,
}

/// The kinds of expressions.
#[derive(Debug)]
pub enum ExpressionKind {
    /// Something that couldn't be read and has been reported.
    Unreadable,
    /// `512`
    Integer(i64),
    /// `0.2`
    Float(f64),
    /// `true`
    Flag(bool),
    /// `"relu"`
    Text(String),
    /// `relu`, `x`, `Dense`
    Name(Ident),
    /// `f(a, b = c)`
    Apply {
        /// What is applied.
        callee: Box<Expression>,
        /// To what.
        arguments: Vec<Argument>,
    },
    /// A user's layer.
    User(User),
    /// `(28, 28)`
    Tuple(Vec<Expression>),
    /// `[a, b]`
    Array(Vec<Expression>),
    /// `-x`
    Negative(Box<Expression>),
    /// `a + b - c` or `a * b`: operators of one precedence, from the left.
    Chain {
        /// The first operand.
        first: Box<Expression>,
        /// What follows, each with its operator and the operator's place.
        rest: Vec<(Operator, Span, Expression)>,
    },
}

/// A layer of the user's own.
#[derive(Debug)]
pub struct User {
    /// The expression that makes it, as written.
    pub value: TokenStream,
    /// Its type, if the expression tells.
    pub path: Option<TokenStream>,
    /// The last segment of the path.
    pub name: String,
    /// A group after it that is either the constructor's arguments or what the layer is applied to: only names
    /// tell. Empty if there is no such group.
    pub call: Option<(TokenStream, Vec<Argument>)>,
}

/// `value` or `name = value`
#[derive(Debug)]
pub struct Argument {
    /// The name, if it has one.
    pub name: Option<Ident>,
    /// The value.
    pub value: Expression,
}

/// A binary operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
}

impl Operator {
    /// As it is written.
    pub fn symbol(self) -> char {
        match self {
            Operator::Add => '+',
            Operator::Subtract => '-',
            Operator::Multiply => '*',
            Operator::Divide => '/',
            Operator::Remainder => '%',
        }
    }
}
