//! Expressions: constants, tensors, layers and what is made of them.

use super::Functional;
use crate::diagnostics::Diagnosis;
use proc_macro2::{Ident, Span, TokenStream};
use std::rc::Rc;

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
    /// A path with what follows it: a layer of the user's own, or something from another macro.
    User(Box<User>),
    /// `(28, 28)`
    Tuple(Vec<Expression>),
    /// `[a, b]`
    Array(Vec<Expression>),
    /// `-x`
    Negative(Box<Expression>),
    /// `!x`
    Not(Box<Expression>),
    /// `a + b - c`, `a * b`, `a == b`, `a && b`: operators of one precedence, from the left. A comparison has one.
    Chain {
        /// The first operand.
        first: Box<Expression>,
        /// What follows, each with its operator and the operator's place.
        rest: Vec<(Operator, Span, Expression)>,
    },
    /// `if a { .. } else if b { .. } else { .. }`
    If {
        /// The conditions with what they lead to, in order.
        branches: Vec<Branch>,
        /// What follows the last `else`.
        otherwise: Option<Box<Functional>>,
    },
    /// `{ let y = ..; y }`
    Block(Box<Functional>),
    /// `0..n`, `1..=n`
    Range {
        /// The first value; 0 if it isn't written, which has been reported.
        start: Box<Expression>,
        /// The last value, or the one after it.
        end: Box<Expression>,
        /// Whether `end` is the last value.
        inclusive: bool,
    },
    /// `t.0`, or `x.shape` without the parentheses that a query needs. The expression's place is the field's.
    Field {
        /// What it belongs to.
        value: Box<Expression>,
        /// `0` or `shape`
        name: String,
    },
    /// `x.channels()`. The expression's place is the name's.
    Method {
        /// What it is asked of.
        value: Box<Expression>,
        /// The name.
        name: Ident,
        /// What stands in the parentheses.
        arguments: Vec<Argument>,
    },
    /// `|x, y| x * y`
    Closure {
        /// The names before the body.
        parameters: Vec<Ident>,
        /// What it computes: an expression or `{ let t = ..; t }`.
        body: Rc<Expression>,
    },
}

/// A condition and what it leads to.
#[derive(Debug)]
pub struct Branch {
    /// The condition.
    pub condition: Expression,
    /// What happens if it holds.
    pub body: Functional,
}

/// A path with what follows it.
#[derive(Debug)]
pub struct User {
    /// The expression that makes the layer, as written.
    pub value: TokenStream,
    /// Its type, if the expression tells.
    pub path: Option<TokenStream>,
    /// The last segment of the path.
    pub name: String,
    /// A group after it that is either the constructor's arguments or what the layer is applied to: only names
    /// tell. Empty if there is no such group.
    pub call: Option<(TokenStream, Vec<Argument>)>,
    /// The path alone.
    pub whole: TokenStream,
    /// The same as text without spaces, by which imports are found.
    pub key: String,
    /// The group between the path and its application, or the only one in a chain, if it can be read as arguments.
    pub made_with: Option<Vec<Argument>>,
    /// The last group of a chain, if it says how the layer is to be trained and not how it is made: `(trainable = false)`.
    pub settings: Vec<Argument>,
    /// Why the group can't be read as arguments: mistakes if it belongs to something from another macro, and none if
    /// it makes a user's layer.
    pub failures: Vec<(Span, Box<Diagnosis>)>,
    /// It can only be a layer of the user's own: a struct literal, generic arguments or a constructor say so.
    pub certain: bool,
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
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
    /// `&&`
    And,
    /// `||`
    Or,
}

impl Operator {
    /// As it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            Operator::Add => "+",
            Operator::Subtract => "-",
            Operator::Multiply => "*",
            Operator::Divide => "/",
            Operator::Remainder => "%",
            Operator::Equal => "==",
            Operator::NotEqual => "!=",
            Operator::Less => "<",
            Operator::LessEqual => "<=",
            Operator::Greater => ">",
            Operator::GreaterEqual => ">=",
            Operator::And => "&&",
            Operator::Or => "||",
        }
    }

    /// Whether it gives `true` or `false` for two constants.
    pub fn compares(self) -> bool {
        matches!(
            self,
            Operator::Equal
                | Operator::NotEqual
                | Operator::Less
                | Operator::LessEqual
                | Operator::Greater
                | Operator::GreaterEqual
        )
    }
}
