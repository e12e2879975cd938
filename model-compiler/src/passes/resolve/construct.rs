//! Layers from expressions, before they are applied.

use super::call::Arguments as UserArguments;
use super::limits::AXES;
use super::names::Wanted;
use super::scope::plain;
use super::value::{Context, Evaluated};
use super::{Callable, NewLayer, Resolver, UserLayer};
use crate::diagnostics::Diagnosis;
use crate::layers::arguments::{Arguments, Given, Kind, bind};
use crate::layers::constant::{Constant, Place, Rust, Value as ConstantValue, conform};
use crate::layers::table::{self, Row};
use crate::layers::user::User as UserInstance;
use crate::syntax::ast::{
    Argument, ConstantType, Expression, ExpressionKind, User, Written, WrittenKind,
};
use formwork_shape_rules::Shape;
use proc_macro2::{Span, TokenStream, TokenTree};
use std::rc::Rc;

/// What a written type says of a value.
#[derive(Clone)]
pub enum Expected<'w> {
    /// Nothing is written.
    Nothing,
    /// A tensor of this shape.
    Shape(Shape, Span),
    /// Several tensors of these shapes, each with its place.
    Shapes(Vec<(Shape, Span)>),
    /// A constant.
    Constant(&'w ConstantType, Span),
    /// It can't be had, which has been reported.
    Unknown,
}

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
        let given: Vec<&Argument> = given.iter().collect();
        self.arguments_among(row, span, &given)
    }

    /// The same for arguments picked from a list.
    pub fn arguments_among(
        &mut self,
        row: &Row,
        span: Span,
        given: &[&Argument],
    ) -> Option<Arguments> {
        let context = Context {
            argument: true,
            ..Context::default()
        };
        let mut evaluated = Vec::with_capacity(given.len());
        for argument in given {
            let span = argument.value.span;
            let value = match self.users_value(row, argument) {
                Some(value) => value,
                None => self.constant(&argument.value, context),
            };
            evaluated.push(Given {
                name: argument.name.clone(),
                span,
                value: value.map(|value| Constant {
                    span: Place(span),
                    value,
                }),
            });
        }
        let before = self.diagnostics.len();
        let arguments = bind(row, span, &evaluated, self.diagnostics);
        if arguments.is_none() {
            self.suggest_names(before);
        }
        arguments
    }

    /// A value of the user's own, where an argument takes one: `kernel_regularizer = my::Smooth { strength: 0.1 }`. The inner
    /// `None` is a mistake, which has been reported.
    fn users_value(&mut self, row: &Row, argument: &Argument) -> Option<Option<ConstantValue>> {
        let ExpressionKind::User(user) = &argument.value.kind else {
            return None;
        };
        let name = argument.name.as_ref()?.to_string();
        let specification = row.arguments.iter().find(|one| one.answers_to(&name))?;
        let takes_own = matches!(
            specification.kind,
            Kind::Initializer | Kind::Regularizer | Kind::Constraint
        );
        if !takes_own || self.library.find(self.module(), &user.key).is_some() {
            return None;
        }
        let tokens = match &user.call {
            Some((whole, _)) => whole,
            None => &user.value,
        };
        if self.module() != 0 && !is_absolute(tokens) {
            let path = user.key.clone();
            self.diagnostics
                .error(argument.value.span, Diagnosis::RelativePath { path });
            return Some(None);
        }
        let tokens = self.with_constants(tokens);
        let text = tokens.to_string();
        Some(Some(ConstantValue::Rust(Rc::new(Rust { tokens, text }))))
    }

    /// Adds the names that were probably meant to reports of names that nothing is bound to.
    fn suggest_names(&mut self, from: usize) {
        let unknown = self.diagnostics.outside_names(from);
        for (entry, name) in unknown {
            if self.scope().incomplete {
                continue;
            }
            let suggestion = self.suggest_declared(&name);
            self.diagnostics.suggest(entry, suggestion);
            self.scope().misspelled = true;
        }
    }

    /// The input that `input_shape` asks for.
    pub fn implicit_input(&mut self, dims: &[usize], span: Span) -> Evaluated {
        let Some(shape) = Shape::new(dims) else {
            return Evaluated::Unknown;
        };
        if let Some(given) = self.given_input(shape, "") {
            return given;
        }
        let layer = self.add_layer(NewLayer {
            keyword: "Input",
            span,
            trainable: true,
            layer: Box::new(crate::layers::input::Input { shape }),
            wanted: Wanted::Number("input"),
            places: Vec::new(),
            allow: Vec::new(),
            hooks: Vec::new(),
            activity: None,
        });
        let input = self.add_input(layer, span, None);
        input.map_or(Evaluated::Unknown, Evaluated::Tensor)
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
        // Only the module of the declaration can follow a relative path.
        if self.module() != 0 && !is_absolute(path) {
            let path = user.key.clone();
            self.diagnostics
                .error(span, Diagnosis::RelativePath { path });
            return None;
        }
        let (value, path) = (self.with_constants(value), self.with_constants(path));
        self.users.push(UserLayer {
            value,
            path,
            name: user.name.clone(),
            span,
            hint: hint.map(Into::into),
            settings: UserArguments::default(),
            instance: None,
        });
        Some(Callable::User(self.users.len() - 1))
    }

    /// What stands at the application of a user's layer besides its inputs: `name`, `trainable` and `coupled`. Mistakes are
    /// reported; false if there is one.
    pub fn user_settings(&mut self, index: usize, given: &[&Argument]) -> bool {
        let mut right = true;
        for argument in given {
            let Some(name) = &argument.name else { continue };
            let text = plain(name);
            let user = &self.users[index];
            if !is_setting(&text) || user.instance.is_some() {
                let layer = user.name.clone();
                let diagnosis = match user.instance {
                    Some(_) if is_setting(&text) => {
                        Diagnosis::SettingOfSecondUse { layer, found: text }
                    }
                    _ => Diagnosis::UserLayerArgument { layer, found: text },
                };
                self.diagnostics.error(name.span(), diagnosis);
                right = false;
                continue;
            }
            let mut settings = std::mem::take(&mut self.users[index].settings);
            for passed in self.passed([*argument]) {
                right &= self.common(&mut settings, &text, passed);
            }
            self.users[index].settings = settings;
        }
        right
    }

    /// The layer in the graph that a user's layer is, now that the shapes of its outputs are known.
    pub fn user_instance(
        &mut self,
        index: usize,
        outputs: &[Shape],
        span: Span,
        hint: Option<&str>,
    ) -> Option<usize> {
        let user = &self.users[index];
        if let Some((instance, first)) = &user.instance {
            let instance = *instance;
            let different = first
                .iter()
                .zip(outputs)
                .find(|(first, other)| first != other);
            let name = user.name.clone();
            if let Some((&first, &other)) = different {
                let diagnosis = Diagnosis::WrittenTwice {
                    name,
                    shapes: Box::new([first, other]),
                };
                self.diagnostics.error(span, diagnosis);
            } else if first.len() != outputs.len() {
                let diagnosis = Diagnosis::WrongNumberOfOutputs {
                    layer: name,
                    outputs: first.len(),
                    bound: outputs.len(),
                };
                self.diagnostics.error(span, diagnosis);
            }
            return Some(instance);
        }
        let layer = Box::new(UserInstance {
            value: user.value.clone(),
            path: user.path.clone(),
            outputs: outputs.to_vec(),
            coupled: user.settings.coupled,
        });
        let name = user.name.clone();
        let place = user.span;
        let hint = user.hint.clone().or_else(|| hint.map(Into::into));
        let trainable = !user.settings.frozen;
        let wanted = match (user.settings.name.clone(), hint) {
            (Some((name, place)), _) => Wanted::Explicit(name, place),
            (None, Some(hint)) => Wanted::Hint(hint),
            (None, None) => Wanted::Snake(snake(&name)),
        };
        let instance = self.add_layer(NewLayer {
            keyword: &name,
            span: place,
            trainable,
            layer,
            wanted,
            places: Vec::new(),
            allow: Vec::new(),
            hooks: Vec::new(),
            activity: None,
        });
        self.users[index].instance = Some((instance, outputs.to_vec()));
        Some(instance)
    }

    /// What a written type says.
    pub fn expected<'w>(&mut self, written: &'w Written) -> Expected<'w> {
        if let WrittenKind::Constant(kind) = &written.kind {
            return Expected::Constant(kind, written.span);
        }
        if let WrittenKind::Tuple(parts) = &written.kind {
            let shapes = parts.iter();
            let shapes: Vec<_> = shapes
                .map(|part| Some((self.written(part)?, part.span)))
                .collect();
            let shapes: Option<Vec<_>> = shapes.into_iter().collect();
            return shapes.map_or(Expected::Unknown, Expected::Shapes);
        }
        match self.written(written) {
            Some(shape) => Expected::Shape(shape, written.span),
            None => Expected::Unknown,
        }
    }

    /// A constant of its written type; what isn't of that type is reported.
    pub fn conform(
        &mut self,
        value: ConstantValue,
        kind: &ConstantType,
        span: Span,
    ) -> Option<ConstantValue> {
        let found = Constant {
            span: Place(span),
            value: value.clone(),
        };
        let mut len = |expression: &Expression| {
            let value = self.constant(expression, Context::default())?;
            match value {
                ConstantValue::Integer(len) => Some(len),
                other => {
                    let found = other.kind();
                    self.diagnostics
                        .error(expression.span, Diagnosis::RangeBound { found });
                    None
                }
            }
        };
        let conformed = conform(value, kind, &mut len);
        if conformed.is_none() {
            let found = found.found();
            self.diagnostics
                .error(span, Diagnosis::WrittenConstant { found });
        }
        conformed
    }

    /// The shape that a type says, for one output.
    pub fn written(&mut self, written: &Written) -> Option<Shape> {
        let WrittenKind::Tensor(dims) = &written.kind else {
            let diagnosis = Diagnosis::Expected {
                expected: "the type of one tensor",
                found: match written.kind {
                    WrittenKind::Tuple(_) => "a tuple".into(),
                    _ => "that of a constant".into(),
                },
            };
            self.diagnostics.error(written.span, diagnosis);
            return None;
        };
        let mut sizes = Vec::with_capacity(dims.len());
        for dim in dims {
            match self.constant(dim, Context::default())? {
                ConstantValue::Integer(size) if size >= 1 => sizes.push(size as usize),
                value => {
                    let span = Place(dim.span);
                    let diagnosis = Diagnosis::Expected {
                        expected: "a dimension of at least 1",
                        found: Constant { span, value }.found(),
                    };
                    self.diagnostics.error(dim.span, diagnosis);
                    return None;
                }
            }
        }
        let shape = Shape::new(&sizes);
        if shape.is_none() {
            let found = sizes.len();
            let limit = AXES;
            self.diagnostics
                .error(written.span, Diagnosis::TooManyAxes { found, limit });
        }
        shape
    }
}

/// Whether a name is that of what stands at the application of a user's layer.
pub fn is_setting(name: &str) -> bool {
    matches!(name, "name" | "trainable" | "coupled")
}

/// `HardShrink2D` as `hard_shrink2d`.
pub fn snake(name: &str) -> String {
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

/// Whether a path leads to the same from everywhere: it begins with `crate::` or `::`.
fn is_absolute(path: &TokenStream) -> bool {
    match path.clone().into_iter().next() {
        // From another macro, `crate` arrives as `$crate`.
        Some(TokenTree::Ident(first)) => first == "crate" || first == "$crate",
        Some(TokenTree::Punct(first)) => first.as_char() == ':',
        _ => false,
    }
}
