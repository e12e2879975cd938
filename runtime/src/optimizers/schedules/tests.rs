use super::*;
use crate::layers::reference::{Case, Reference};
use serde_json::Value;

/// The schedule of Keras's class, with its arguments.
pub(crate) fn schedule(class: &str, config: &Value) -> Box<dyn Schedule> {
    let number = |name: &str, default: f64| config[name].as_f64().unwrap_or(default);
    let whole = |name: &str| config[name].as_u64().unwrap_or(0);
    let flag = |name: &str| config[name].as_bool().unwrap_or(false);
    let initial_learning_rate = number("initial_learning_rate", f64::NAN);
    let decay_steps = whole("decay_steps");
    match class {
        "ExponentialDecay" => Box::new(ExponentialDecay {
            initial_learning_rate,
            decay_steps,
            decay_rate: number("decay_rate", f64::NAN),
            staircase: flag("staircase"),
        }),
        "InverseTimeDecay" => Box::new(InverseTimeDecay {
            initial_learning_rate,
            decay_steps,
            decay_rate: number("decay_rate", f64::NAN),
            staircase: flag("staircase"),
        }),
        "PolynomialDecay" => Box::new(PolynomialDecay {
            initial_learning_rate,
            decay_steps,
            end_learning_rate: number("end_learning_rate", 0.0001),
            power: number("power", 1.0),
            cycle: flag("cycle"),
        }),
        "CosineDecay" => Box::new(CosineDecay {
            initial_learning_rate,
            decay_steps,
            alpha: number("alpha", 0.0),
            warmup_target: config["warmup_target"].as_f64(),
            warmup_steps: whole("warmup_steps"),
        }),
        "CosineDecayRestarts" => Box::new(CosineDecayRestarts {
            initial_learning_rate,
            first_decay_steps: whole("first_decay_steps"),
            t_mul: number("t_mul", 2.0),
            m_mul: number("m_mul", 1.0),
            alpha: number("alpha", 0.0),
        }),
        "PiecewiseConstantDecay" => {
            let boundary = |index: usize| config["boundaries"][index].as_u64().unwrap();
            let value = |index: usize| config["values"][index].as_f64().unwrap();
            Box::new(PiecewiseConstantDecay {
                initial_learning_rate: value(0),
                changes: [(boundary(0), value(1)), (boundary(1), value(2))],
            })
        }
        other => panic!("no schedule {other}"),
    }
}

fn check(case: Case<'_>) {
    let class = case.entry["schedule"].as_str().expect("a class");
    let schedule = schedule(class, &case.entry["config"]);
    let steps = case.exact("steps");
    let expected = case.exact("learning_rate");
    for (step, expected) in steps.iter().zip(expected) {
        let found = schedule.learning_rate(*step as u64);
        assert!(
            (found - expected).abs() <= 1e-9 * expected.abs() + 1e-12,
            "{} at {step}: {found} instead of {expected}",
            case.name()
        );
    }
}

#[test]
fn learning_rates_are_those_of_keras() {
    let reference = Reference::open("schedules");
    assert_eq!(reference.cases().map(check).count(), 10);
}

#[test]
fn the_decay_of_keras_2_is_inverse_time() {
    let schedule = InverseTimeDecay::keras2(0.01, 0.1);
    let rates = [0, 1, 2].map(|step| schedule.learning_rate(step));
    for (found, expected) in rates.iter().zip([0.01, 0.009_090_909, 0.008_333_333]) {
        assert!((found - expected).abs() < 1e-9);
    }
}

#[test]
fn a_restart_begins_at_the_end_of_a_period() {
    let schedule = CosineDecayRestarts {
        initial_learning_rate: 1.0,
        first_decay_steps: 10,
        m_mul: 0.5,
        ..CosineDecayRestarts::default()
    };
    for (step, expected) in [
        (0, 1.0),
        (5, 0.5),
        (10, 0.5),
        (20, 0.25),
        (30, 0.25),
        (70, 0.125),
    ] {
        let found = schedule.learning_rate(step);
        assert!((found - expected).abs() < 1e-12, "{found} at {step}");
    }
    let equal = CosineDecayRestarts {
        t_mul: 1.0,
        ..schedule
    };
    for (step, expected) in [(5, 0.5), (10, 0.5), (25, 0.125), (30, 0.125)] {
        let found = equal.learning_rate(step);
        assert!((found - expected).abs() < 1e-12, "{found} at {step}");
    }
}

#[test]
fn compositions_hand_over() {
    let schedule = LinearWarmUp {
        from: 0.1,
        steps: 4,
        then: Sequence {
            first: Constant(0.5),
            steps: 3,
            then: |step: u64| 1.0 / (1 + step) as f64,
        },
    };
    let expected = [0.1, 0.2, 0.3, 0.4, 0.5, 0.5, 0.5, 1.0, 0.5, 1.0 / 3.0];
    for (step, expected) in (0..).zip(expected) {
        let found = schedule.learning_rate(step);
        assert!((found - expected).abs() < 1e-12, "{found} at {step}");
    }
}

#[test]
fn a_schedule_of_no_steps_is_finite() {
    let schedules: [&dyn Schedule; 4] = [
        &PolynomialDecay {
            decay_steps: 0,
            cycle: true,
            ..PolynomialDecay::default()
        },
        &CosineDecay {
            decay_steps: 0,
            ..CosineDecay::default()
        },
        &CosineDecayRestarts {
            first_decay_steps: 0,
            ..CosineDecayRestarts::default()
        },
        &ExponentialDecay {
            decay_steps: 0,
            ..ExponentialDecay::default()
        },
    ];
    for schedule in schedules {
        assert!(schedule.learning_rate(3).is_finite());
    }
}
