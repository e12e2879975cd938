//! Declarations: what the front end asks of this pass. Constants are evaluated once for all models; a model, a member,
//! or a model with other constants becomes a graph; blocks that nothing calls are looked at.

use super::call::{Callee, Passed};
use super::library::{Declared, Library, Progress, plain};
use super::value::{Context, Evaluated};
use super::{Resolved, Resolver};
use crate::diagnostics::{CallKind, Diagnosis, Diagnostics};
use crate::ir::graph::{Header, ModelOptions};
use crate::layers::constant::{Constant, LARGEST, Place, Value as ConstantValue};
use crate::syntax::ast::{self, Base, Block, Expression, ExpressionKind, Family, Member, Model};
use proc_macro2::{Ident, Span, TokenStream};
use std::rc::Rc;

/// The header of what isn't a model.
fn nobody() -> Header {
    Header {
        name: Ident::new("nobody", Span::call_site()),
        visibility: TokenStream::new(),
        docs: Vec::new(),
        attributes: TokenStream::new(),
        options: ModelOptions::default(),
    }
}

/// Evaluates the constants of the macro at hand. Mistakes in them belong to no model.
pub fn constants(library: &Library, diagnostics: &mut Diagnostics) {
    let mut resolver = Resolver::new(library, nobody(), diagnostics);
    let Some(module) = library.modules.first() else {
        return;
    };
    // In the order of the source.
    let mut constants: Vec<&Rc<ast::Constant>> = module.constants.values().collect();
    constants.sort_by_key(|constant| {
        let start = constant.name.span().start();
        (start.line, start.column)
    });
    for constant in constants {
        resolver.declared_constant(0, constant);
    }
}

/// Makes the graph of a model with its defaults. Mistakes are reported, and what depends on them is missing from the
/// graph.
pub fn model(library: &Library, model: &Rc<Model>, diagnostics: &mut Diagnostics) -> Resolved {
    let mut resolver = Resolver::new(library, model.header.clone(), diagnostics);
    resolver.top(0, model, Vec::new(), None);
    resolver.finish()
}

/// Makes the graph of a member.
pub fn member(library: &Library, member: &Rc<Member>, diagnostics: &mut Diagnostics) -> Resolved {
    let mut resolver = Resolver::new(library, member.header.clone(), diagnostics);
    let span = member.header.name.span();
    let declared = Declared::Member(member.clone());
    resolver.made_of(0, declared, Vec::new(), span);
    resolver.finish()
}

/// Makes the graph of the model `base`, found in `module`, with these constants under a header of its own. A constant
/// that the model doesn't have is reported at its name.
pub fn instantiate(
    library: &Library,
    module: usize,
    base: &Base,
    arguments: Vec<(Ident, Constant)>,
    header: Header,
    diagnostics: &mut Diagnostics,
) -> Resolved {
    let span = header.name.span();
    let mut resolver = Resolver::new(library, header, diagnostics);
    let passed = arguments.into_iter().map(|(name, constant)| Passed {
        name: Some(name),
        span: constant.span.0,
        value: Evaluated::Constant(constant.value),
        text: "this".into(),
    });
    if let Some((module, declared)) = resolver.base(module, base) {
        resolver.made_of(module, declared, passed.collect(), span);
    }
    resolver.finish()
}

/// The constants that vary in a family, in order, each with its values; then those that are the same in all members.
/// `None` if one of them has none, which is reported.
#[allow(clippy::type_complexity)] // names with values
pub fn axes(
    library: &Library,
    module: usize,
    family: &Family,
    diagnostics: &mut Diagnostics,
) -> Option<(Vec<(Ident, Vec<Constant>)>, Vec<(Ident, Constant)>)> {
    let mut resolver = Resolver::new(library, family.header.clone(), diagnostics);
    resolver.push(module, 0, false);
    let mut axes = Some(Vec::new());
    for axis in &family.axes {
        let values = resolver.axis(&axis.values);
        axes = axes.zip(values).map(|(mut axes, values)| {
            axes.push((axis.name.clone(), values));
            axes
        });
    }
    let mut fixed = Some(Vec::new());
    for argument in &family.fixed {
        let span = argument.value.span;
        let value = resolver.constant(&argument.value, Context::default());
        let named = argument.name.clone().zip(value);
        fixed = fixed.zip(named).map(|(mut fixed, (name, value))| {
            let span = Place(span);
            fixed.push((name, Constant { span, value }));
            fixed
        });
    }
    resolver.pop();
    axes.zip(fixed)
}

/// Looks at a block that nothing calls, without knowing what its parameters are.
pub fn sketch(library: &Library, block: &Rc<Block>, diagnostics: &mut Diagnostics) {
    let mut resolver = Resolver::new(library, nobody(), diagnostics);
    let expansion = resolver.diagnostics.expand();
    resolver.sketch_block(0, block);
    library.sketch(resolver.budget.steps);
    resolver.diagnostics.return_to(expansion);
    resolver.finish();
}

impl Resolver<'_> {
    /// The value of a constant; `None` if it has none, which has been reported.
    pub fn declared_constant(
        &mut self,
        module: usize,
        constant: &Rc<ast::Constant>,
    ) -> Option<ConstantValue> {
        let name = plain(&constant.name);
        match self.library.progress(module, &name) {
            Some(Progress::Done(Some(constant))) => return Some(constant.value),
            Some(Progress::Done(None)) => {
                self.diagnostics.fail();
                return None;
            }
            Some(Progress::Begun) => {
                let span = constant.name.span();
                let cycle = vec![name.clone(), name];
                self.diagnostics.error(span, Diagnosis::Recursion { cycle });
                return None;
            }
            None => {}
        }
        self.library.set_progress(module, &name, Progress::Begun);
        let model = self.diagnostics.current();
        self.diagnostics.enter(None);
        self.push(module, 0, false);
        let value = constant.value.as_ref().and_then(|value| {
            let evaluated = self.evaluate(value, Context::default());
            let mut found = self.as_constant(evaluated, value)?;
            if let Some(written) = &constant.written {
                found = self.conform(found, &written.kind, written.span)?;
            }
            Some(Constant {
                span: Place(value.span),
                value: found,
            })
        });
        self.pop();
        self.diagnostics.enter(model);
        let done = Progress::Done(value.clone());
        self.library.set_progress(module, &name, done);
        if value.is_none() {
            self.diagnostics.fail();
        }
        value.map(|constant| constant.value)
    }

    /// The values of a family's constant.
    fn axis(&mut self, values: &Expression) -> Option<Vec<Constant>> {
        let span = Place(values.span);
        if let ExpressionKind::Range {
            start,
            end,
            inclusive,
        } = &values.kind
        {
            let (start, end) = self.range(start, end, *inclusive)?;
            let limit = i64::try_from(LARGEST.0).unwrap_or(i64::MAX);
            if end.saturating_sub(start) > limit {
                let diagnosis = Diagnosis::LargeConstant { limit: LARGEST };
                self.diagnostics.error(values.span, diagnosis);
                return None;
            }
            let value = |value| Constant {
                span,
                value: ConstantValue::Integer(value),
            };
            return Some((start..end).map(value).collect());
        }
        match self.constant(values, Context::default())? {
            ConstantValue::Tuple(items) => Some(items),
            other => {
                let found = other.kind();
                let integer = None;
                self.diagnostics
                    .error(values.span, Diagnosis::LoopOver { found, integer });
                None
            }
        }
    }

    /// A model by way of the members on the way to it.
    fn made_of(&mut self, module: usize, declared: Declared, passed: Vec<Passed>, span: Span) {
        let Some(underlying) = self.underlying(module, declared, passed, span) else {
            return;
        };
        if !self.constants_alone(&underlying.passed) {
            return;
        }
        let model = underlying.model;
        if model.faulty {
            self.diagnostics.fail();
            return;
        }
        let member = plain(&self.resolved.graph.header.name);
        self.diagnostics.called(member, CallKind::Member, span);
        self.top(underlying.module, &model, underlying.passed, Some(span));
        self.diagnostics.returned();
    }

    /// The body of the model itself.
    fn top(&mut self, module: usize, model: &Rc<Model>, passed: Vec<Passed>, member: Option<Span>) {
        let name = plain(&model.header.name);
        let callee = Callee {
            kind: "model",
            name: &name,
            parameters: &model.parameters,
        };
        let span = member.unwrap_or(model.header.name.span());
        let Some(arguments) = self.arguments_of(callee, passed, span) else {
            return;
        };
        if model.body.is_none() {
            self.diagnostics.fail();
            return;
        }
        let address = Rc::as_ptr(model) as usize;
        self.calls.push((address, name));
        let expansion = self.diagnostics.expand();
        self.push(module, 0, arguments.frozen);
        self.parameters(&model.parameters, arguments.values);
        for (value, span) in self.model_value(model).unwrap_or_default() {
            self.resolved.graph.outputs.push(value);
            let span = self.diagnostics.foreign().unwrap_or(span);
            self.resolved.output_spans.push(span);
        }
        self.pop();
        self.diagnostics.return_to(expansion);
        self.calls.pop();
    }

    /// What has been made, with all names.
    fn finish(mut self) -> Resolved {
        self.name_all();
        self.resolved
    }
}
