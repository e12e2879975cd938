use super::*;
use crate::layers::reference::{Case, Reference};

/// The optimizer of a case; `None` for those that come later.
fn optimizer(case: &Case<'_>) -> Option<Box<dyn Optimizer>> {
    let config = case.entry["config"].as_object()?;
    let later = ["weight_decay", "clip", "ema", "accumulation", "amsgrad"];
    let is_later = |key: &String| later.iter().any(|word| key.contains(word));
    let is_wrapped = ["agc", "dynamic_clip", "kernel_constraint"]
        .iter()
        .any(|key| !case.entry[*key].is_null());
    if is_wrapped || config.keys().any(is_later) || case.argument("learning_rate").is_object() {
        return None;
    }
    let number = |name: &str, default| case.argument(name).as_f64().unwrap_or(default);
    Some(match case.entry["optimizer"].as_str()? {
        "SGD" => Box::new(Sgd {
            learning_rate: number("learning_rate", 0.01),
            momentum: number("momentum", 0.0),
            nesterov: case.flag("nesterov", false),
        }),
        "Adam" => Box::new(Adam {
            learning_rate: number("learning_rate", 0.001),
            beta_1: number("beta_1", 0.9),
            beta_2: number("beta_2", 0.999),
            epsilon: number("epsilon", 1e-7),
        }),
        _ => return None,
    })
}

/// Updates all of `parameters`, cut in two where an uneven split would show.
fn update(
    optimizer: &dyn Optimizer,
    step: u64,
    parameters: &mut [f32],
    gradients: &[f32],
    slots: &mut [Vec<f32>],
) {
    let at = parameters.len() / 3;
    let (low, high) = parameters.split_at_mut(at);
    let (mut low_slots, mut high_slots): (Vec<_>, Vec<_>) =
        slots.iter_mut().map(|slot| slot.split_at_mut(at)).unzip();
    for (parameters, gradients, slots) in [
        (low, &gradients[..at], &mut low_slots),
        (high, &gradients[at..], &mut high_slots),
    ] {
        let mut slots = slots.iter_mut();
        optimizer.update(Update {
            step,
            learning_rate: optimizer.learning_rate(step - 1),
            parameters,
            gradients,
            slots: [(); MAX_SLOTS].map(|()| match slots.next() {
                Some(slot) => &mut **slot,
                None => &mut [],
            }),
            scalars: &[],
            sums: &[],
        });
    }
}

#[test]
fn trajectories_are_those_of_keras() {
    let reference = Reference::open("optimizers");
    let mut compared = Vec::new();
    for case in reference.cases() {
        let Some(optimizer) = optimizer(&case) else {
            continue;
        };
        let steps = case.entry["steps"].as_u64().expect("steps");
        for tensor in ["kernel", "bias"] {
            let mut parameters = case.values(tensor);
            let len = parameters.len();
            let gradients = case.values(&format!("{tensor}_grads"));
            let mut slots = vec![vec![0.0; len]; optimizer.slots().len()];
            let mut trajectory = Vec::new();
            for (step, gradients) in (1..=steps).zip(gradients.chunks_exact(len)) {
                update(&*optimizer, step, &mut parameters, gradients, &mut slots);
                trajectory.extend_from_slice(&parameters);
            }
            let tolerance = (2e-5, 5e-6);
            case.check(&format!("{tensor}_steps"), &trajectory, tolerance);
            for (slot, name) in slots.iter().zip(["momentum", "velocity"]) {
                case.check(&format!("opt.{tensor}_{name}"), slot, tolerance);
            }
        }
        compared.push(case.name().to_owned());
    }
    assert_eq!(compared.len(), 6, "{compared:?}");
}

/// Three steps of one parameter that starts at 1, with the gradients 0.1, −0.2 and 0.3.
fn check_three_steps(optimizer: &dyn Optimizer, expected: [f64; 3]) {
    let mut parameter = [1.0];
    let mut slots = vec![vec![0.0]; optimizer.slots().len()];
    for (step, (gradient, expected)) in (1..).zip([0.1, -0.2, 0.3].into_iter().zip(expected)) {
        update(optimizer, step, &mut parameter, &[gradient], &mut slots);
        assert!(
            (f64::from(parameter[0]) - expected).abs() < 2e-7,
            "{} instead of {expected}",
            parameter[0]
        );
    }
}

#[test]
fn first_steps_follow_the_formulas() {
    check_three_steps(&Sgd::default(), [0.999, 1.001, 0.998]);
    let momentum = Sgd {
        momentum: 0.9,
        ..Sgd::default()
    };
    check_three_steps(&momentum, [0.999, 1.0001, 0.99809]);
    check_three_steps(
        &Sgd {
            nesterov: true,
            ..momentum
        },
        [0.9981, 1.00109, 0.996281],
    );
    check_three_steps(&Adam::default(), [0.999000032, 0.999366130, 0.999022892]);
}
