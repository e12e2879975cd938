//! The syntax tree: a declaration as it is written, every part with its place. Items are shared by reference: a block
//! is expanded from the one tree wherever it is called.

mod expression;
mod item;
mod statement;
mod walk;

pub use expression::{Argument, Branch, Expression, ExpressionKind, Operator, User};
pub use item::{
    Axis, Base, Block, Body, Constant, Family, Import, Item, Link, Member, Model, Parameter, Use,
};
pub use statement::{
    Bind, Binding, ConstantType, For, Functional, Pattern, Statement, Written, WrittenConstant,
    WrittenKind,
};
