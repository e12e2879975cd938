//! Layers from expressions, before they are applied.

use super::names::Wanted;
use super::{Callable, Resolver, UserLayer};
use crate::diagnostics::Diagnosis;
use crate::ir::graph::Value;
use crate::layers::arguments::{Arguments, bind};
use crate::layers::table::{self, Row};
use crate::layers::user::User as UserInstance;
use crate::syntax::ast::{Argument, User, Written, WrittenKind};
use formwork_shape_rules::Shape;
use formwork_shape_rules::shape::MAX_RANK;
use proc_macro2::{Span, TokenStream};

impl Resolver<'_> {
    /// The row of a keyword; an unknown one is reported.
    pub fn row(&mut self, keyword: &str, span: Span) -> Option<&'static Row> {
        let row = table::find(keyword);
        if row.is_none() {
            let found = keyword.to_string();
            let diagnosis = match table::is_later(keyword) {
                true => Diagnosis::LaterLayer { name: found },
                false => Diagnosis::UnknownLayer {
                    found,
                    suggestion: table::suggest(keyword),
                },
            };
            self.diagnostics.error(span, diagnosis);
        }
        row
    }

    /// A layer's arguments; mistakes are reported.
    pub fn arguments(&mut self, row: &Row, span: Span, given: &[Argument]) -> Option<Arguments> {
        bind(row, span, given, self.diagnostics)
    }

    /// The input that `input_shape` asks for.
    pub fn implicit_input(&mut self, dims: &[usize], span: Span) -> Option<Value> {
        let shape = Shape::new(dims)?;
        let layer = Box::new(crate::layers::input::Input { shape });
        let layer = self.add_layer(
            "Input",
            span,
            true,
            layer,
            Wanted::Number("input"),
            Vec::new(),
        );
        Some(self.add_input(layer, span, None))
    }

    /// A user's layer that isn't part of the graph yet.
    pub fn user(
        &mut self,
        user: &User,
        value: &TokenStream,
        span: Span,
        hint: Option<&str>,
    ) -> Option<Callable> {
        let Some(path) = &user.path else {
            let found = user.name.clone();
            self.diagnostics
                .error(span, Diagnosis::UserLayerType { found });
            return None;
        };
        self.users.push(UserLayer {
            value: value.clone(),
            path: path.clone(),
            name: user.name.clone(),
            span,
            hint: hint.map(Into::into),
            instance: None,
        });
        Some(Callable::User(self.users.len() - 1))
    }

    /// The layer in the graph that a user's layer is, now that the shape of its output is known.
    pub fn user_instance(
        &mut self,
        index: usize,
        output: Shape,
        span: Span,
        hint: Option<&str>,
    ) -> Option<usize> {
        let user = &self.users[index];
        if let Some((instance, first)) = user.instance {
            if first != output {
                let name = user.name.clone();
                let diagnosis = Diagnosis::WrittenTwice {
                    name,
                    shapes: Box::new([first, output]),
                };
                self.diagnostics.error(span, diagnosis);
            }
            return Some(instance);
        }
        let layer = Box::new(UserInstance {
            value: user.value.clone(),
            path: user.path.clone(),
            output,
        });
        let name = user.name.clone();
        let place = user.span;
        let hint = user.hint.clone().or_else(|| hint.map(Into::into));
        let wanted = match hint {
            Some(hint) => Wanted::Hint(hint),
            None => Wanted::Snake(snake(&name)),
        };
        let instance = self.add_layer(&name, place, true, layer, wanted, Vec::new());
        self.users[index].instance = Some((instance, output));
        Some(instance)
    }

    /// The shape that a type says, for one output.
    pub fn written(&mut self, written: &Written) -> Option<Shape> {
        let WrittenKind::Tensor(dims) = &written.kind else {
            let diagnosis = Diagnosis::Expected {
                expected: "the type of one tensor",
                found: "a tuple".into(),
            };
            self.diagnostics.error(written.span, diagnosis);
            return None;
        };
        let mut sizes = Vec::with_capacity(dims.len());
        for dim in dims {
            let constant = crate::layers::constant::evaluate(dim, self.diagnostics)?;
            match constant.value {
                crate::layers::constant::Value::Integer(size) if size >= 1 => {
                    sizes.push(size as usize)
                }
                crate::layers::constant::Value::Name(name) => {
                    let expected = "an integer";
                    self.diagnostics
                        .error(dim.span, Diagnosis::OutsideConstant { name, expected });
                    return None;
                }
                _ => {
                    let diagnosis = Diagnosis::Expected {
                        expected: "a dimension of at least 1",
                        found: constant.found(),
                    };
                    self.diagnostics.error(dim.span, diagnosis);
                    return None;
                }
            }
        }
        let shape = Shape::new(&sizes);
        if shape.is_none() {
            let found = sizes.len();
            let limit = MAX_RANK;
            self.diagnostics
                .error(written.span, Diagnosis::TooManyAxes { found, limit });
        }
        shape
    }
}

/// `HardShrink2D` as `hard_shrink2d`.
fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    let mut previous_is_lower = false;
    for character in name.chars() {
        if character.is_uppercase() {
            if previous_is_lower {
                snake.push('_');
            }
            snake.extend(character.to_lowercase());
        } else {
            snake.push(character);
        }
        previous_is_lower = character.is_lowercase();
    }
    snake
}
