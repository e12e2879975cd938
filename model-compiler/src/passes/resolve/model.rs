//! Models as layers: each has weights of its own, and may be applied several times, with the same weights.
//!
//! An application evaluates the model's body with what it is applied to in place of its inputs. The first one makes the
//! layers; the others evaluate the body again and find the same layers in the same order, since inputs of a model have
//! one shape.

use super::call::{Callee, Passed};
use super::library::{Declared, Found, plain};
use super::names::Wanted;
use super::value::Evaluated;
use super::{Callable, Resolver};
use crate::diagnostics::{CallKind, Counted, Diagnosis};
use crate::ir::graph::Value;
use crate::passes::infer_shapes::operand;
use crate::syntax::ast::{Argument, Base, Body, Model};
use formwork_shape_rules::Shape;
use proc_macro2::Span;
use std::rc::Rc;

/// A model that is used as a layer.
pub struct Instance {
    pub name: String,
    module: usize,
    model: Rc<Model>,
    values: Vec<Option<Evaluated>>,
    group: usize,
    frozen: bool,
    /// What the first application has made.
    made: Option<Rc<[Made]>>,
}

/// What an application makes, in order.
#[derive(Clone, Copy, Debug)]
pub enum Made {
    Layer(usize),
    Group(usize),
}

/// An application of a model, while its body is evaluated.
pub struct Application {
    /// What the model is applied to.
    given: Vec<(Value, Span)>,
    /// How many of them its inputs have taken.
    taken: usize,
    /// What the first application has made, if this is another one.
    made: Option<Rc<[Made]>>,
    /// How much of that has been found again, or what has been made.
    position: usize,
    record: Vec<Made>,
    name: String,
}

/// A model with the constants that are given for it.
pub struct Underlying {
    pub module: usize,
    pub model: Rc<Model>,
    pub passed: Vec<Passed>,
}

impl Resolver<'_> {
    /// The model that a name stands for, and the constants that the members on the way to it give. What is passed
    /// counts before those of a member.
    pub fn underlying(
        &mut self,
        module: usize,
        declared: Declared,
        passed: Vec<Passed>,
        span: Span,
    ) -> Option<Underlying> {
        let (mut module, mut declared, mut passed) = (module, declared, passed);
        let mut seen: Vec<(usize, String)> = Vec::new();
        loop {
            let member = match declared {
                Declared::Model(model) => {
                    return Some(Underlying {
                        module,
                        model,
                        passed,
                    });
                }
                Declared::Member(member) => member,
            };
            let address = Rc::as_ptr(&member) as usize;
            let name = plain(&member.header.name);
            let again = seen.iter().any(|(other, _)| *other == address);
            seen.push((address, name));
            if again {
                let cycle = seen.into_iter().map(|(_, name)| name).collect();
                self.diagnostics.error(span, Diagnosis::Recursion { cycle });
                return None;
            }
            let own = self.passed_in(module, &member.arguments);
            for one in own {
                let same = |other: &Passed| {
                    one.name.is_some()
                        && other.name.as_ref().map(plain) == one.name.as_ref().map(plain)
                };
                if !passed.iter().any(same) {
                    passed.push(one);
                }
            }
            (module, declared) = self.base(module, &member.base)?;
        }
    }

    /// What a member or family is made of.
    pub fn base(&mut self, module: usize, base: &Base) -> Option<(usize, Declared)> {
        let diagnosis = match self.library.find_any(module, &base.key) {
            Some(Found::Model(module, declared)) => return Some((module, declared)),
            Some(Found::Missing) => {
                self.broken();
                return None;
            }
            None if base.key.contains("::") => Diagnosis::UnknownImport {
                path: base.key.clone(),
            },
            found => Diagnosis::UnknownModel {
                suggestion: match &found {
                    None => self.library.suggest(module, &base.key),
                    Some(_) => None,
                },
                found: base.key.clone(),
                other: match found {
                    Some(Found::Block(..)) => Some("a block"),
                    Some(Found::Constant(..)) => Some("a constant"),
                    Some(Found::Family(..)) => Some("a family"),
                    _ => None,
                },
            },
        };
        self.diagnostics.error(base.span, diagnosis);
        None
    }

    /// Constants that are given outside of any body.
    pub fn passed_in(&mut self, module: usize, arguments: &[Argument]) -> Vec<Passed> {
        self.push(module, 0, false);
        let passed = self.passed(arguments);
        self.pop();
        passed
    }

    /// `Encoder(width = 3)`
    pub fn instance(
        &mut self,
        module: usize,
        declared: Declared,
        arguments: &[Argument],
        span: Span,
        hint: Option<&str>,
    ) -> Evaluated {
        let name = match &declared {
            Declared::Model(model) => plain(&model.header.name),
            Declared::Member(member) => plain(&member.header.name),
        };
        let passed = self.passed(arguments);
        let Some(underlying) = self.underlying(module, declared, passed, span) else {
            return Evaluated::Unknown;
        };
        let model = underlying.model;
        let callee = Callee {
            kind: "model",
            name: &name,
            parameters: &model.parameters,
        };
        let first = underlying.passed.first();
        let misplaced = first
            .is_some_and(|one| one.name.is_none() && matches!(one.value, Evaluated::Tensor(_)));
        if misplaced {
            let layer = name.clone();
            let value = first.map_or_else(String::new, |one| one.text.clone());
            self.diagnostics
                .error(span, Diagnosis::MissingArguments { layer, value });
            return Evaluated::Unknown;
        }
        if !self.constants_alone(&underlying.passed) {
            return Evaluated::Unknown;
        }
        let Some(arguments) = self.arguments_of(callee, underlying.passed, span) else {
            return Evaluated::Unknown;
        };
        let wanted = match (arguments.name, hint) {
            (Some((name, place)), _) => Wanted::Explicit(name, place),
            (None, Some(hint)) => Wanted::Hint(hint.into()),
            (None, None) => Wanted::Snake(super::construct::snake(&name)),
        };
        let group = self.add_group(wanted, span);
        self.instances.push(Instance {
            name,
            module: underlying.module,
            model,
            values: arguments.values,
            group,
            frozen: arguments.frozen,
            made: None,
        });
        Evaluated::Layer(Callable::Model(self.instances.len() - 1))
    }

    /// Whether all that is given to a model is constant; what isn't is reported.
    pub fn constants_alone(&mut self, passed: &[Passed]) -> bool {
        let mut right = true;
        for one in passed {
            let diagnosis = match &one.value {
                Evaluated::Constant(_) => continue,
                Evaluated::Unknown => {
                    // What is wrong may stand in a member on the way to the model, and has been reported there.
                    self.diagnostics.fail();
                    right = false;
                    continue;
                }
                Evaluated::Layer(_) => Diagnosis::LayerAsConstant {
                    name: one.text.clone(),
                },
                Evaluated::Tensor(_) | Evaluated::Node(_) | Evaluated::Tuple(_) => {
                    Diagnosis::TensorAsConstant {
                        name: one.text.clone(),
                    }
                }
            };
            self.diagnostics.error(one.span, diagnosis);
            right = false;
        }
        right
    }

    /// `encoder(x)`
    pub fn apply_instance(
        &mut self,
        instance: usize,
        given: Option<Vec<(Value, Span)>>,
        span: Span,
    ) -> Evaluated {
        let Some(given) = given else {
            return Evaluated::Unknown;
        };
        let one = &self.instances[instance];
        let (module, model, group, frozen) = (one.module, one.model.clone(), one.group, one.frozen);
        let (name, values, made) = (one.name.clone(), one.values.clone(), one.made.clone());
        if model.faulty {
            return self.broken();
        }
        let address = Rc::as_ptr(&model) as usize;
        if !self.enter_call(address, &name, span) {
            return Evaluated::Unknown;
        }
        let first = made.is_none();
        self.applications.push(Application {
            given,
            taken: 0,
            made,
            position: 0,
            record: Vec::new(),
            name: name.clone(),
        });
        let expansion = self.diagnostics.expand();
        self.diagnostics.called(name.clone(), CallKind::Call, span);
        let errors = self.diagnostics.errors();
        self.push(module, group, frozen);
        self.parameters(&model.parameters, values);
        let outputs = self.model_value(&model);
        self.pop();
        self.diagnostics.returned();
        self.diagnostics.return_to(expansion);
        self.leave_call();
        let Some(application) = self.applications.pop() else {
            return Evaluated::Unknown;
        };
        if first {
            self.instances[instance].made = Some(application.record.as_slice().into());
        }
        if self.diagnostics.errors() > errors {
            return Evaluated::Unknown;
        }
        if application.taken != application.given.len() {
            let diagnosis = Diagnosis::WrongNumberOfInputs {
                layer: name,
                expected: Counted::Exactly(application.taken),
                found: application.given.len(),
            };
            self.diagnostics.error(span, diagnosis);
            return Evaluated::Unknown;
        }
        match outputs {
            None => Evaluated::Unknown,
            Some(outputs) => match *outputs {
                [(value, _)] => Evaluated::Tensor(value),
                _ => Evaluated::Tuple(
                    outputs
                        .into_iter()
                        .map(|(value, _)| Evaluated::Tensor(value))
                        .collect(),
                ),
            },
        }
    }

    /// The outputs of a model, with their places; `None` after a mistake.
    pub fn model_value(&mut self, model: &Model) -> Option<Vec<(Value, Span)>> {
        match model.body.as_ref()? {
            Body::Chain(links) => match super::chain::one_application(links) {
                Some(tail) => self.outputs(tail),
                None => self.chain(links).map(|output| vec![output]),
            },
            Body::Functional(body) => {
                let discarded = self.statements(body);
                match &body.tail {
                    Some(tail) => self.outputs(tail),
                    None => {
                        if !body.incomplete && !discarded {
                            let suggestion = self.scope().last_value();
                            self.diagnostics
                                .error(body.end, Diagnosis::MissingOutput { suggestion });
                        }
                        // What is unused is then no mistake of its own.
                        self.scope().misspelled = true;
                        None
                    }
                }
            }
        }
    }

    /// What an application gives for the next input of its model, if one is being evaluated. `None` outside of one.
    pub fn given_input(&mut self, declared: Shape, input: &str) -> Option<Evaluated> {
        let application = self.applications.last_mut()?;
        let next = application.given.get(application.taken).copied();
        application.taken += 1;
        let name = application.name.clone();
        let Some((value, span)) = next else {
            return Some(Evaluated::Unknown);
        };
        match self.shape(value) {
            None => return Some(Evaluated::Unknown),
            Some(found) if found != declared => {
                let diagnosis = Diagnosis::ModelInput {
                    model: name,
                    input: input.into(),
                    shapes: Box::new([declared, found]),
                };
                let operand = operand(&self.resolved.graph, value, found);
                self.diagnostics.error_about(span, diagnosis, vec![operand]);
                return Some(Evaluated::Unknown);
            }
            Some(_) => {}
        }
        Some(Evaluated::Tensor(value))
    }

    /// What the first application of the innermost model that is applied again made next.
    pub fn replayed(&mut self) -> Option<Made> {
        let index = self
            .applications
            .iter()
            .rposition(|application| application.made.is_some())?;
        let application = &mut self.applications[index];
        let made = application
            .made
            .as_ref()?
            .get(application.position)
            .copied();
        application.position += 1;
        for inner in &mut self.applications[index + 1..] {
            inner.record.extend(made);
        }
        made
    }

    /// Notes what is made for the applications that make it.
    pub fn record(&mut self, made: Made) {
        for application in self.applications.iter_mut().rev() {
            if application.made.is_some() {
                return;
            }
            application.record.push(made);
        }
    }
}
