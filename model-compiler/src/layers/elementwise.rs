//! What Add, Subtract and Multiply share: operations on several values, element by element.

use crate::ir::operation::{Absorb, Epilogue, Lowered, Operation};
use formwork_shape_rules::{Shape, merge};

/// The call of the runtime's struct `kind`. `keeps_inputs` if the derivative depends on them.
pub fn lower(kind: &'static str, inputs: &[Shape], absorb: Absorb, keeps_inputs: bool) -> Lowered {
    // `outputs` has accepted the inputs.
    let Ok(output) = merge::broadcast(inputs) else {
        return Lowered::View;
    };
    let shapes: Vec<String> = inputs.iter().map(source).collect();
    let same = inputs[0] == output;
    Lowered::Operation(Operation {
        epilogue: Some(Epilogue::default()),
        absorb,
        keeps_inputs: vec![keeps_inputs; inputs.len()],
        in_place: same && !keeps_inputs,
        infers_in_place: same,
        ..Operation::new(
            kind,
            1,
            vec![
                ("inputs", format!("&[{}]", shapes.join(", "))),
                ("output", source(&output)),
            ],
        )
    })
}

/// A shape as Rust source.
fn source(shape: &Shape) -> String {
    format!("Shape::of(&{shape})")
}
