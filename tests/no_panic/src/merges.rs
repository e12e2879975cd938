//! Merges of values.

use crate::{RESIDUAL, Values};
use formwork_runtime::layers::{Add, Average, Dot, Maximum, Minimum, Multiply, Subtract};
use formwork_shape_rules::Shape;
use formwork_shape_rules::axis::AxisView;

const VIEW: AxisView = AxisView {
    outer: 3,
    len: 4,
    inner: 5,
};

/// One with equal shapes, one that repeats an input.
const SHAPES: [&[Shape]; 2] = [
    &[Shape::of(&[4, 5]), Shape::of(&[4, 5])],
    &[Shape::of(&[4, 5]), Shape::of(&[4, 1])],
];

pub fn call(values: &mut Values<'_>) {
    for inputs in SHAPES {
        let (output, epilogue) = (Shape::of(&[4, 5]), RESIDUAL);
        macro_rules! merge {
            ($($layer:ident { .. }),*) => {
                $(values.call(3, 1, $layer { inputs, output, epilogue });)*
            };
        }
        merge!(
            Add { .. },
            Subtract { .. },
            Multiply { .. },
            Average { .. },
            Maximum { .. },
            Minimum { .. }
        );
    }
    for normalize in [false, true] {
        values.call(
            2,
            1,
            Dot {
                first: VIEW,
                second: VIEW,
                normalize,
            },
        );
    }
}
