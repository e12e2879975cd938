//! Items: what a macro declares.

use super::{Argument, Expression, Functional, Written, WrittenConstant};
use crate::ir::graph::Header;
use proc_macro2::{Ident, Span, TokenStream};
use std::rc::Rc;

/// One item of a macro.
#[derive(Clone, Debug)]
pub enum Item {
    /// `pub struct Name(width = 16) { body }`
    Model(Rc<Model>),
    /// `pub fn name(x, filters = 8) { body }`
    Block(Rc<Block>),
    /// `const NAME: usize = 3;`
    Constant(Rc<Constant>),
    /// `pub struct Name = Base(width = 64);`
    Member(Rc<Member>),
    /// `pub family Name = Base(width in [16, 32]);`
    Family(Rc<Family>),
    /// `use path::{name, other as alias};`
    Use(Rc<Use>),
}

/// A declared model.
#[derive(Debug)]
pub struct Model {
    /// What stands before the body.
    pub header: Header,
    /// Its constants, each with a default.
    pub parameters: Vec<Parameter>,
    /// Its layers, `None` if it has no body that could be read.
    pub body: Option<Body>,
}

/// A block: a function of tensors and constants, expanded wherever it is called.
#[derive(Debug)]
pub struct Block {
    /// Its name.
    pub name: Ident,
    /// `pub`, `pub(crate)` or nothing.
    pub visibility: TokenStream,
    /// The doc comments' lines.
    pub docs: Vec<String>,
    /// What it is called with.
    pub parameters: Vec<Parameter>,
    /// Statements and a value, `None` if there is no body that could be read.
    pub body: Option<Functional>,
}

/// A parameter of a block or a model.
#[derive(Debug)]
pub struct Parameter {
    /// Its name.
    pub name: Ident,
    /// What it is if it isn't given.
    pub default: Option<Expression>,
}

/// A constant.
#[derive(Debug)]
pub struct Constant {
    /// Its name.
    pub name: Ident,
    /// `pub`, `pub(crate)` or nothing.
    pub visibility: TokenStream,
    /// The doc comments' lines.
    pub docs: Vec<String>,
    /// Its type, if one is written.
    pub written: Option<WrittenConstant>,
    /// Its value, `None` if it couldn't be read and has been reported.
    pub value: Option<Expression>,
}

/// A model that is another one with other constants.
#[derive(Debug)]
pub struct Member {
    /// What stands before the `=`.
    pub header: Header,
    /// Which model it is.
    pub base: Base,
    /// Its constants.
    pub arguments: Vec<Argument>,
}

/// Models that differ in their constants.
#[derive(Debug)]
pub struct Family {
    /// What stands before the `=`.
    pub header: Header,
    /// Which model they are.
    pub base: Base,
    /// The constants that vary: `width in [16, 32]`.
    pub axes: Vec<Axis>,
    /// Those that are the same in all members: `depth = 2`.
    pub fixed: Vec<Argument>,
}

/// A constant that varies in a family.
#[derive(Debug)]
pub struct Axis {
    /// Its name.
    pub name: Ident,
    /// An array, a tuple or a range.
    pub values: Expression,
}

/// The model that a member or family is made of, by name or path.
#[derive(Clone, Debug)]
pub struct Base {
    /// As written.
    pub path: TokenStream,
    /// The same as text without spaces, by which imports are found.
    pub key: String,
    /// The place of its last segment.
    pub span: Span,
}

/// Names from other macros.
#[derive(Debug)]
pub struct Use {
    /// Each of them.
    pub imports: Vec<Import>,
}

/// A name from another macro.
#[derive(Debug)]
pub struct Import {
    /// The whole path.
    pub path: TokenStream,
    /// The same as text without spaces.
    pub key: String,
    /// The last segment.
    pub name: Ident,
    /// What it is called here: the last segment, or what follows `as`.
    pub local: Ident,
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
