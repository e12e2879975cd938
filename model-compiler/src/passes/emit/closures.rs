//! The functions that a declaration's closures become.

use super::writer::Writer;
use crate::ir::closure::Closure;
use crate::ir::operation::Kind;
use crate::ir::plan::Plan;
use std::collections::BTreeSet;
use std::rc::Rc;

/// The closures of a plan, each once, in the order of their first use.
pub fn closures(plan: &Plan) -> Vec<Rc<Closure>> {
    let mut found: Vec<Rc<Closure>> = Vec::new();
    for operation in &plan.operations {
        let operation = &operation.operation;
        let of_kind = match &operation.kind {
            Kind::Lambda(closure) => Some(closure),
            Kind::BuiltIn(_) | Kind::User { .. } => None,
        };
        let activation = operation.epilogue.as_ref();
        let activation = activation.and_then(|epilogue| epilogue.activation.as_ref());
        let of_activation = activation.and_then(|activation| activation.closure());
        let all = of_kind
            .into_iter()
            .chain(&operation.closures)
            .chain(of_activation);
        for closure in all {
            if !found.contains(closure) {
                found.push(Rc::clone(closure));
            }
        }
    }
    found
}

/// What the struct of the closure at this place is called.
fn name(place: usize) -> String {
    format!("Closure{}", place + 1)
}

/// The functions that they call.
pub fn imports(closures: &[Rc<Closure>], writer: &mut Writer) {
    let functions: BTreeSet<&str> = closures
        .iter()
        .flat_map(|closure| closure.functions.iter().copied())
        .collect();
    let functions: Vec<&str> = functions.into_iter().collect();
    match &*functions {
        [] => {}
        [one] => writer.line(format!("use ::formwork::generated::math::{one};")),
        _ => writer.line(format!(
            "use ::formwork::generated::math::{{{}}};",
            functions.join(", ")
        )),
    }
}

/// Their code.
pub fn write(closures: &[Rc<Closure>], writer: &mut Writer) {
    for (place, closure) in closures.iter().enumerate() {
        writer.line("");
        for line in closure.lines(&name(place)) {
            writer.line(line);
        }
    }
}

/// The text with the closures' names in it.
pub fn named(closures: &[Rc<Closure>], text: String) -> String {
    closures
        .iter()
        .enumerate()
        .fold(text, |text, (place, closure)| {
            text.replace(&closure.placeholder(), &name(place))
        })
}
