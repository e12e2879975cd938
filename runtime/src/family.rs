//! Families: models that differ in the arguments of one declaration, as a search space.

use crate::model::Model;
use crate::tensor::Sample;
use core::fmt;

/// A family declared by `pub family Cells = Network(width in [16, 32], depth in 1..=3);`: every combination of the
/// arguments, the last argument changing fastest, each compiled to code of its own.
///
/// Architecture search looks at the costs in [`MEMBERS`](Family::MEMBERS) and runs generic code over the members it picks.
pub trait Family {
    /// What all members take.
    type Input: Sample;
    /// What all members give.
    type Output: Sample;

    /// The name of the family.
    const NAME: &'static str;
    /// The members, in order.
    const MEMBERS: &'static [Member];

    /// Runs a visitor for the member with this index in [`MEMBERS`](Family::MEMBERS); `None` if there is no such member.
    fn visit<V: Visitor<Self::Input, Self::Output>>(
        index: usize,
        visitor: &mut V,
    ) -> Option<V::Value>;

    /// Runs a visitor for every member, in order.
    #[cfg(feature = "std")]
    fn visit_all<V: Visitor<Self::Input, Self::Output>>(visitor: &mut V) -> Vec<V::Value> {
        (0..Self::MEMBERS.len())
            .filter_map(|index| Self::visit(index, visitor))
            .collect()
    }
}

/// Code that runs for a member of a family, whichever it is: training it, say, or measuring it.
pub trait Visitor<Input: Sample, Output: Sample> {
    /// What it finds out.
    type Value;

    /// Runs for the model `M`, which is this member.
    fn visit<M: Model<Input = Input, Output = Output>>(
        &mut self,
        member: &'static Member,
    ) -> Self::Value;
}

/// A member of a family: what it is made of and what it costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Member {
    /// The name of its struct.
    pub name: &'static str,
    /// Its arguments, in the order of the family's declaration.
    pub arguments: &'static [(&'static str, Argument)],
    /// Number of elements: trained, frozen and state.
    pub parameters: usize,
    /// Multiply-accumulates of one prediction.
    pub macs: u64,
}

impl Member {
    /// The argument of this name.
    pub fn argument(&self, name: &str) -> Option<Argument> {
        let found = self.arguments.iter().find(|(known, _)| *known == name);
        found.map(|(_, argument)| *argument)
    }
}

/// Its arguments: `width = 16, depth = 2`.
impl fmt::Display for Member {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (name, argument)) in self.arguments.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(formatter, "{separator}{name} = {argument}")?;
        }
        Ok(())
    }
}

/// The value of a member's argument.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Argument {
    /// `16`
    Integer(i64),
    /// `0.5`
    Number(f64),
    /// `true`
    Flag(bool),
    /// `relu`, or a text.
    Name(&'static str),
}

impl fmt::Display for Argument {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Argument::Integer(value) => value.fmt(formatter),
            Argument::Number(value) => write!(formatter, "{value:?}"),
            Argument::Flag(value) => value.fmt(formatter),
            Argument::Name(value) => value.fmt(formatter),
        }
    }
}
