//! RepeatVector: a vector as every step of a sequence.

use super::arguments::{Arguments, Kind, Refusal, Specification};
use super::table::Row;
use super::up_sampling::repetition;
use super::{Layer, refuse};
use crate::diagnostics::{Counted, Diagnosis};
use crate::ir::operation::Lowered;
use formwork_shape_rules::Shape;

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "RepeatVector",
    aliases: &[],
    name: "repeat_vector",
    doc: "a vector `n` times: `[features]` becomes `[n, features]`",
    arguments: &[Specification::required(
        "n",
        Kind::Count,
        "the number of steps",
    )],
    variadic: None,
    inputs: Counted::Exactly(1),
    build,
};

fn build(arguments: &Arguments) -> Result<Box<dyn Layer>, Refusal> {
    let n = arguments.count("n");
    Ok(Box::new(RepeatVector { n }))
}

/// A repeated vector.
#[derive(Debug)]
pub struct RepeatVector {
    n: usize,
}

impl Layer for RepeatVector {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        match inputs[0].dims() {
            [features] => Ok(vec![Shape::of(&[self.n, *features])]),
            _ => Err(refuse::rank("RepeatVector", 0, refuse::VECTOR, inputs[0])),
        }
    }

    fn lower(&self, inputs: &[Shape], _: bool) -> Lowered {
        match self.n {
            1 => Lowered::View,
            n => Lowered::Operation(repetition([1, 1, 1], [1, 1, n], inputs[0].len())),
        }
    }
}
