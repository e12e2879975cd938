//! Lambda: a closure of the declaration, applied element by element to one or more values of one shape.

use super::activation::plain;
use super::arguments::{Kind, Setting, Specification};
use super::table::Row;
use super::{Layer, refuse};
use crate::diagnostics::{ClosureMistake, Counted, Diagnosis};
use crate::ir::closure::Closure;
use crate::ir::operation::{self, ActivationFunction, Lowered, Operation};
use formwork_shape_rules::Shape;
use formwork_shape_rules::merge::MergeError;
use std::rc::Rc;

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "Lambda",
    aliases: &[],
    name: "lambda",
    doc: "a closure such as `|a, b| a * sigmoid(b)`, applied element by element",
    arguments: &[Specification::required(
        "function",
        Kind::Closure,
        "the closure, with a parameter for each input",
    )],
    variadic: None,
    inputs: Counted::AtLeast(1),
    build: |arguments| match arguments.get("function") {
        Setting::Closure(closure) => Ok(Box::new(Lambda {
            closure: Rc::clone(closure),
        })),
        // A required argument that isn't given has been reported.
        _ => Err((None, Diagnosis::NotALayer)),
    },
};

/// How an input's shape differs from the first one's.
fn mismatch(input: usize, left: Shape, right: Shape) -> MergeError {
    let mut pairs = left.dims().iter().zip(right.dims()).enumerate();
    match pairs.find(|(_, (left, right))| left != right) {
        Some((axis, (&one, &other))) if left.rank() == right.rank() => MergeError::Dimension {
            input,
            axis,
            left: one,
            right: other,
        },
        _ => MergeError::Rank {
            input,
            left: left.rank(),
            right: right.rank(),
        },
    }
}

/// A closure, applied element by element.
#[derive(Debug)]
pub struct Lambda {
    closure: Rc<Closure>,
}

impl Layer for Lambda {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        let parameters = self.closure.kept.inputs.len();
        if inputs.len() != parameters {
            let inputs = inputs.len();
            let mistake = ClosureMistake::Inputs { parameters, inputs };
            return Err(Diagnosis::Closure(mistake));
        }
        match inputs.iter().position(|shape| *shape != inputs[0]) {
            Some(input) => {
                let error = mismatch(input, inputs[0], inputs[input]);
                Err(refuse::merge("Lambda", inputs, error))
            }
            None => Ok(vec![inputs[0]]),
        }
    }

    fn lower(&self, inputs: &[Shape], _: bool) -> Lowered {
        let closure = Rc::clone(&self.closure);
        if inputs.len() == 1 {
            return plain(ActivationFunction::Closure(closure), inputs[0]);
        }
        let fields = vec![
            ("len", inputs[0].len().to_string()),
            ("function", closure.placeholder()),
        ];
        Lowered::Operation(Operation {
            keeps_inputs: closure.kept.inputs.clone(),
            keeps_outputs: vec![closure.kept.output],
            in_place: !closure.kept.inputs[0],
            infers_in_place: true,
            kind: operation::Kind::Lambda(closure),
            ..Operation::new("Lambda", inputs.len(), fields)
        })
    }
}
