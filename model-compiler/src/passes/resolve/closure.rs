//! Closures that are applied to tensors: `swish(x)` is `Lambda(swish)(x)`.

use super::value::{Context, Evaluated};
use super::{Callable, Resolver};
use crate::layers::arguments::{Given, bind};
use crate::layers::constant::{Closure, Constant, Place, Value as ConstantValue};
use crate::layers::lambda;
use crate::syntax::ast::Argument;
use proc_macro2::Span;
use std::rc::Rc;

impl Resolver<'_> {
    /// A layer made of a closure, applied. `place` is where the closure stands or is named.
    pub fn apply_closure(
        &mut self,
        closure: Rc<Closure>,
        place: Span,
        arguments: &[Argument],
        span: Span,
        context: Context<'_>,
    ) -> Evaluated {
        let function = Constant {
            span: Place(place),
            value: ConstantValue::Closure(closure),
        };
        let given = Given {
            name: None,
            span: place,
            value: Some(function),
        };
        let row = &lambda::ROW;
        let bound = bind(row, span, &[given], self.diagnostics);
        let layer = bound.and_then(|bound| self.build(row, span, bound, context.hint));
        match layer {
            Some(layer) => {
                let layer = Callable::BuiltIn(layer, row.inputs);
                self.apply(layer, arguments, span, context)
            }
            None => {
                self.inputs(arguments, "");
                Evaluated::Unknown
            }
        }
    }
}
