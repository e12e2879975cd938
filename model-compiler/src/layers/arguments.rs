//! Arguments: what a layer accepts, and how what is written becomes settings.

mod bind;
mod setting;
mod specification;

pub use bind::{Given, bind};
pub use setting::is_name;
pub use specification::{COMMON, Default, Kind, Specification};

use super::activations::Choice;
use super::constant::Rust;
use super::initializers;
use super::named::Chosen;
use crate::diagnostics::Diagnosis;
use crate::ir::closure::Closure;
use crate::ir::operation::ActivationFunction;
use formwork_shape_rules::margins::Margins;
use formwork_shape_rules::{Activation, Padding};
use proc_macro2::Span;
use std::rc::Rc;

/// An argument's value.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // as in `Kind`
pub enum Setting {
    Nothing,
    Count(usize),
    Number(f64),
    Flag(bool),
    Activation(Choice),
    Closure(Rc<Closure>),
    Initializer(String),
    OwnInitializer(Rc<Rust>),
    Regularizer(Chosen),
    /// The factors of sizes and squares of what the layer gives.
    Activity([f64; 2]),
    Constraint(Chosen, Option<Vec<i64>>),
    Dimensions(Vec<usize>),
    Target(Vec<i64>),
    Sizes(Vec<usize>),
    Margins(Margins),
    Axes(Vec<i64>),
    Padding(Padding),
    Word(&'static str),
    Name(String),
    Warnings(Vec<&'static str>),
}

/// A layer's arguments after binding: each has a value of its kind.
#[derive(Clone, Debug)]
pub struct Arguments {
    specifications: &'static [Specification],
    settings: Vec<Setting>,
    /// `name = ..`
    pub name: Option<(String, Span)>,
    /// `trainable = ..`
    pub trainable: bool,
    /// `allow = ..`: the warnings that are silenced.
    pub allow: Vec<&'static str>,
    /// `input_shape = ..` or `input_dim = ..`: which, its value and place.
    pub input_shape: Option<(&'static str, Vec<usize>, Span)>,
    /// The places of the arguments that are written.
    pub places: Vec<(&'static str, Span)>,
}

impl Arguments {
    /// The value of an argument of this layer.
    pub fn get(&self, name: &str) -> &Setting {
        let index = self.specifications.iter().position(|one| one.name == name);
        match index {
            Some(index) => &self.settings[index],
            None => &Setting::Nothing,
        }
    }

    /// An argument of kind [`Kind::Count`].
    pub fn count(&self, name: &str) -> usize {
        match self.get(name) {
            Setting::Count(value) => *value,
            _ => 1,
        }
    }

    /// An argument that is a number.
    pub fn number(&self, name: &str) -> f64 {
        match self.get(name) {
            Setting::Number(value) => *value,
            _ => 0.0,
        }
    }

    /// An argument of kind [`Kind::Flag`].
    pub fn flag(&self, name: &str) -> bool {
        *self.get(name) == Setting::Flag(true)
    }

    /// An argument of kind [`Kind::Activation`] that can't act along other axes than the last.
    pub fn activation(&self, name: &'static str) -> Result<ActivationFunction, Refusal> {
        match self.get(name) {
            Setting::Activation(Choice::Plain(activation)) => Ok((*activation).into()),
            Setting::Activation(Choice::Closure(closure)) => {
                Ok(ActivationFunction::Closure(Rc::clone(closure)))
            }
            Setting::Activation(Choice::Along { function, axes }) => {
                let axes: Vec<String> = axes.iter().map(i64::to_string).collect();
                let activation = match &*axes {
                    [one] => format!("{}(axis = {one})", function.name()),
                    _ => format!("{}(axis = ({}))", function.name(), axes.join(", ")),
                };
                let diagnosis = Diagnosis::AxisActivationAsArgument { activation };
                Err((Some(name), diagnosis))
            }
            _ => Ok(Activation::Linear.into()),
        }
    }

    /// An argument of kind [`Kind::Activation`].
    pub fn choice(&self, name: &str) -> Choice {
        match self.get(name) {
            Setting::Activation(choice) => choice.clone(),
            _ => Choice::Plain(Activation::Linear),
        }
    }

    /// An argument of kind [`Kind::Initializer`].
    pub fn initializer(&self, name: &str) -> String {
        match self.get(name) {
            Setting::Initializer(source) => source.clone(),
            Setting::OwnInitializer(_) => initializers::OWN.into(),
            _ => initializers::ZEROS.into(),
        }
    }

    /// An argument of kind [`Kind::Sizes`] or [`Kind::Amounts`], one value for each axis; `None` if it isn't given and
    /// has no default.
    pub fn sizes<const AXES: usize>(&self, name: &str) -> Option<[usize; AXES]> {
        match self.get(name) {
            Setting::Sizes(values) => match **values {
                [value] => Some([value; AXES]),
                _ => values.as_slice().try_into().ok(),
            },
            _ => None,
        }
    }

    /// An argument of kind [`Kind::Axes`].
    pub fn axes(&self, name: &str) -> Vec<i64> {
        match self.get(name) {
            Setting::Axes(axes) => axes.clone(),
            _ => vec![-1],
        }
    }

    /// An argument of kind [`Kind::Word`].
    pub fn word(&self, name: &str) -> &'static str {
        match self.get(name) {
            Setting::Word(word) => word,
            _ => "",
        }
    }

    /// An argument of kind [`Kind::Padding`].
    pub fn padding(&self, name: &str) -> Padding {
        match self.get(name) {
            Setting::Padding(padding) => *padding,
            _ => Padding::Valid,
        }
    }
}

/// Why a layer can't be made from its arguments, and which of them is wrong.
pub type Refusal = (Option<&'static str>, Diagnosis);
