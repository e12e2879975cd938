use super::*;
use crate::layers::reference::{Case, Reference};
use crate::storage::{Dtype, Region};
use formwork_shape_rules::Shape;

fn regularizer(case: &Case<'_>) -> Box<dyn Regularizer> {
    let number = |name, default| case.number(name, default);
    match case.entry["regularizer"].as_str().expect("regularizer") {
        "L1" => Box::new(L1(number("l1", 0.01))),
        "L2" => Box::new(L2(number("l2", 0.01))),
        "L1L2" => Box::new(L1L2 {
            l1: number("l1", 0.0),
            l2: number("l2", 0.0),
        }),
        "OrthogonalRegularizer" => Box::new(Orthogonal {
            factor: number("factor", 0.01),
            between: match case.argument("mode").as_str() {
                Some("columns") => Between::Columns,
                _ => Between::Rows,
            },
        }),
        other => panic!("no regularizer {other}"),
    }
}

fn constraint(case: &Case<'_>) -> Box<dyn Constraint> {
    let number = |name, default| case.number(name, default);
    let axes = case.extents("axis", &[0]);
    let axes = Axes {
        first: axes[0],
        end: axes[axes.len() - 1] + 1,
    };
    match case.entry["constraint"].as_str().expect("constraint") {
        "MaxNorm" => Box::new(MaxNorm {
            max_value: number("max_value", 2.0),
            axes,
        }),
        "UnitNorm" => Box::new(UnitNorm { axes }),
        "MinMaxNorm" => Box::new(MinMaxNorm {
            min_value: number("min_value", 0.0),
            max_value: number("max_value", 1.0),
            rate: number("rate", 1.0),
            axes,
        }),
        "NonNeg" => Box::new(NonNeg),
        other => panic!("no constraint {other}"),
    }
}

#[test]
fn penalties_are_those_of_keras() {
    let reference = Reference::open("regularizers_constraints");
    let mut compared = 0;
    for case in reference.cases() {
        if case.entry["kind"] != "regularizer" {
            continue;
        }
        let kernel = case.values("kernel");
        let shape = Shape::of(&case.shape("kernel"));
        let regularizer = regularizer(&case);
        let mut gradient = vec![1.0; kernel.len()];
        let value = regularizer.penalize(shape, &kernel, Some(&mut gradient));
        assert_eq!(value, regularizer.penalize(shape, &kernel, None));
        gradient.iter_mut().for_each(|gradient| *gradient -= 1.0);
        case.check("value", &[value as f32], (1e-5, 1e-6));
        case.check("dkernel", &gradient, (5e-5, 1e-6));
        compared += 1;
    }
    assert_eq!(compared, 8);
}

#[test]
fn constrained_weights_are_those_of_keras() {
    let reference = Reference::open("regularizers_constraints");
    let mut compared = 0;
    for case in reference.cases() {
        if case.entry["kind"] != "constraint" {
            continue;
        }
        let mut kernel = case.values("kernel");
        constraint(&case).project(Shape::of(&case.shape("kernel")), &mut kernel);
        case.check("y", &kernel, (1e-5, 1e-6));
        compared += 1;
    }
    assert_eq!(compared, 10);
}

/// Keras's example, and that norms of more columns than are treated side by side don't mix.
#[test]
fn each_column_has_a_norm_of_its_own() {
    let shape = Shape::of(&[2, 150]);
    let mut values: Vec<f32> = (0..300).map(|index| 1.0 + (index % 150) as f32).collect();
    let max_norm = MaxNorm {
        max_value: 2.0,
        axes: Axes::incoming(2),
    };
    max_norm.project(shape, &mut values);
    for column in 0..150 {
        let [top, bottom] = [values[column], values[150 + column]];
        let norm = (1.0 + column as f32) * core::f32::consts::SQRT_2;
        let expected = norm.min(2.0) / core::f32::consts::SQRT_2;
        assert!((top - expected).abs() < 1e-5 && top == bottom, "{column}");
    }
}

/// What Keras makes of a column (3, 4) whose norm must not exceed 2: `w · 2 / (norm + 1e-7)`, in double precision.
#[test]
fn a_norm_that_is_too_large_is_shortened() {
    let mut values = [3.0f32, 4.0];
    let max_norm = MaxNorm {
        max_value: 2.0,
        axes: Axes::incoming(2),
    };
    max_norm.project(Shape::of(&[2, 1]), &mut values);
    for (value, expected) in values.into_iter().zip([1.199_999_976, 1.599_999_968]) {
        assert!((f64::from(value) - expected).abs() < 2e-7, "{value}");
    }
}

fn entry(offset: usize, dims: &[usize]) -> TensorEntry {
    TensorEntry {
        name: "",
        shape: Shape::of(dims),
        dtype: Dtype::F32,
        region: Region::Trainable,
        offset,
        unit_axes: 1,
        initializer: crate::init::Initializer::Zeros,
    }
}

/// Σ |w| of tensors longer than a run, each at its place among the parameters.
#[test]
fn a_table_says_which_weights_cost() {
    let len = 2 * AT_ONCE + 5;
    let table = [entry(0, &[3]), entry(3, &[len]), entry(3 + len, &[2])];
    let penalties = [
        Penalty {
            tensor: 1,
            regularizer: &L1(0.5),
        },
        Penalty {
            tensor: 2,
            regularizer: &L2(0.25),
        },
    ];
    let mut parameters = vec![2.0; 5 + len];
    parameters[3 + len] = -4.0;
    let mut gradients = vec![1.0; 5 + len];
    let sum = penalize(&penalties, &table, &parameters, Some(&mut gradients));
    assert_eq!(sum, len as f64 + 0.25 * 20.0);
    assert_eq!(gradients[..3], [1.0; 3]);
    assert!(
        gradients[3..3 + len]
            .iter()
            .all(|&gradient| gradient == 1.5)
    );
    assert_eq!(gradients[3 + len..], [-1.0, 2.0]);
    let constraints = [Constrained {
        tensor: 2,
        constraint: &NonNeg,
    }];
    constrain(&constraints, &table, &mut parameters);
    assert_eq!(parameters[..3], [2.0; 3]);
    assert_eq!(parameters[3 + len..], [0.0, 2.0]);
}
