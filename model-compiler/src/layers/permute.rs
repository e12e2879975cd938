//! Permute: the axes in another order.

use super::arguments::{Arguments, Kind, Refusal, Specification};
use super::table::Row;
use super::{Layer, refuse};
use crate::diagnostics::{Counted, Diagnosis, Warning};
use crate::ir::operation::{Lowered, Operation};
use formwork_shape_rules::shape::MAX_RANK;
use formwork_shape_rules::{Shape, permute};

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "Permute",
    aliases: &["Transpose"],
    name: "permute",
    doc: "the axes in another order: axis `i` of the output is axis `dims[i]` of the input",
    arguments: &[Specification::required(
        "dims",
        Kind::Order,
        "the input's axes in their new order, counted from 1 as in `(2, 1)`; the batch stays first",
    )],
    variadic: Some("dims"),
    inputs: Counted::Exactly(1),
    build,
};

fn build(arguments: &Arguments) -> Result<Box<dyn Layer>, Refusal> {
    let dims = arguments.axes("dims");
    Ok(Box::new(Permute { dims }))
}

/// A permutation of axes.
#[derive(Debug)]
pub struct Permute {
    dims: Vec<i64>,
}

impl Layer for Permute {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        match permute::permute(inputs[0], &self.dims) {
            Ok(shape) => Ok(vec![shape]),
            Err(_) => Err(Diagnosis::NoPermutation {
                dims: self.dims.clone(),
                input: inputs[0],
            }),
        }
    }

    fn remarks(&self, inputs: &[Shape]) -> Vec<(&'static str, Warning)> {
        match self.dims.is_sorted() {
            true => vec![("dims", refuse::no_effect("Permute", inputs[0]))],
            false => Vec::new(),
        }
    }

    fn lower(&self, inputs: &[Shape], _: bool) -> Lowered {
        // `outputs` has accepted the input.
        let Ok(output) = permute::permute(inputs[0], &self.dims) else {
            return Lowered::View;
        };
        // Axes of length 1 may go anywhere: the elements stay where they are if the others keep their order.
        let long = |axis: &&i64| inputs[0].dims()[**axis as usize - 1] > 1;
        if self.dims.iter().filter(long).is_sorted() {
            return Lowered::View;
        }
        let mut dims = [1; MAX_RANK];
        dims[MAX_RANK - output.rank()..].copy_from_slice(output.dims());
        let strides = permute::strides(inputs[0], &self.dims);
        Lowered::Operation(Operation::new(
            "Permute",
            1,
            vec![
                ("dims", format!("{dims:?}")),
                ("strides", format!("{strides:?}")),
            ],
        ))
    }
}
