use super::*;

/// Steps of one parameter that starts at 1, with these gradients.
fn check(optimizer: &dyn Optimizer, gradients: [f32; 3], expected: [f64; 3]) {
    let mut parameter = [1.0];
    let mut slots = [(); MAX_SLOTS].map(|()| [0.0]);
    let mut scalars = [0.0; MAX_SCALARS];
    for (number, slot) in slots.iter_mut().enumerate() {
        slot[0] = optimizer.start(number);
    }
    for (step, (gradient, expected)) in (1..).zip(gradients.into_iter().zip(expected)) {
        optimizer.advance(step, &mut scalars);
        let mut sums = [0.0; 2];
        let mut update = |parameter: &mut [f32; 1], sums: Option<&[f64]>, to: &mut [f64]| {
            let update = Update {
                step,
                learning_rate: optimizer.learning_rate(step - 1),
                parameters: parameter,
                gradients: &[gradient],
                slots: slots.each_mut().map(|slot| &mut slot[..]),
                scalars: &scalars,
                sums: sums.unwrap_or(&[]),
            };
            match sums {
                Some(_) => optimizer.update(update),
                None => optimizer.measure(update, to),
            }
        };
        update(&mut parameter, None, &mut sums);
        let found = sums;
        update(&mut parameter, Some(&found), &mut sums);
        assert!(
            (f64::from(parameter[0]) - expected).abs() < 2e-7,
            "{} instead of {expected} after step {step}",
            parameter[0]
        );
    }
}

#[test]
fn first_steps_follow_the_formulas() {
    let check = |optimizer: &dyn Optimizer, expected| check(optimizer, [0.1, -0.2, 0.3], expected);
    check(&Sgd::default(), [0.999, 1.001, 0.998]);
    let momentum = Sgd {
        momentum: 0.9,
        ..Sgd::default()
    };
    check(&momentum, [0.999, 1.0001, 0.99809]);
    check(
        &Sgd {
            nesterov: true,
            ..momentum
        },
        [0.9981, 1.00109, 0.996281],
    );
    check(&Rmsprop::default(), [0.996837880, 0.999694994, 0.997104365]);
    let rolling = Rmsprop {
        centered: true,
        momentum: 0.9,
        ..Rmsprop::default()
    };
    check(&rolling, [0.996666852, 0.996560075, 0.993833418]);
    check(&Adagrad::default(), [0.999698489, 1.000214886, 0.999602514]);
    check(
        &Adadelta::default(),
        [0.999998586, 1.000000384, 0.999998219],
    );
    check(&Adam::default(), [0.999000032, 0.999366130, 0.999022892]);
    check(&Adamax::default(), [0.999000001, 0.999289475, 0.999042242]);
    check(&Nadam::default(), [0.998937213, 0.999818878, 0.998987156]);
    check(&Lion::default(), [0.999, 1.0, 0.999]);
    check(&Lamb::default(), [0.999, 0.999999, 0.998999001]);
}

#[test]
fn first_steps_follow_the_formulas_of_keras_2() {
    let check = |optimizer: &dyn Optimizer, expected| check(optimizer, [0.1, -0.2, 0.3], expected);
    check(&Rmsprop::keras2(), [0.996837723, 0.999694866, 0.997104227]);
    // The lecture's call.
    check(&Adagrad::keras2(), [0.990000001, 0.998944273, 0.990926435]);
    check(&Adadelta::keras2(), [0.999552791, 1.000121322, 0.999436884]);
    check(&Adam::keras2(), [0.999000003, 0.999366106, 0.999022865]);
    check(&Adamax::keras2(), [0.998, 0.998578948, 0.998084483]);
    check(&Nadam::keras2(), [0.997887097, 0.999700212, 0.997933078]);
}

#[test]
fn the_divisor_of_amsgrad_does_not_shrink() {
    let adam = Adam::keras2();
    let amsgrad = Adam {
        amsgrad: true,
        ..adam
    };
    let gradients = [1.0, 0.0, 0.0];
    check(&adam, gradients, [0.999000003, 0.998329947, 0.997811992]);
    check(&amsgrad, gradients, [0.999000003, 0.998330282, 0.997812845]);
}

#[test]
fn other_powers_of_ftrl_are_powers() {
    let slow = Ftrl {
        learning_rate_power: -0.500_001,
        ..Ftrl::default()
    };
    let run = |optimizer: &Ftrl| {
        let (mut parameter, mut squares, mut linear) = ([1.0], [0.1], [0.0]);
        for step in 1..=3 {
            optimizer.update(Update {
                step,
                learning_rate: 0.1,
                parameters: &mut parameter,
                gradients: &[0.3],
                slots: [&mut squares, &mut linear, &mut [], &mut []],
                scalars: &[],
                sums: &[],
            });
        }
        parameter[0]
    };
    assert!((run(&slow) - run(&Ftrl::default())).abs() < 1e-4);
    let constant = Ftrl {
        learning_rate_power: 0.0,
        ..Ftrl::default()
    };
    // From 0, where z starts: gradient descent with a learning rate that stays.
    assert!((run(&constant) + 3.0 * 0.1 * 0.3).abs() < 1e-6);
}

#[test]
fn settings_come_together_in_any_order() {
    use crate::clipping::ClipByValue;
    let mut optimizer = AdamW::default()
        .average(0.5)
        .clip(ClipByValue(1.0))
        .accumulate(3);
    assert!(optimizer.set_learning_rate(0.25));
    assert_eq!(optimizer.learning_rate(7), 0.25);
    let mut optimizer = optimizer.schedule(schedules::Constant(0.5));
    assert!(!optimizer.set_learning_rate(0.125));
    assert_eq!(optimizer.learning_rate(7), 0.5);
    let settings = optimizer.settings();
    assert_eq!(settings.accumulation, 3);
    assert_eq!(settings.averaging, Some(Averaging::from(0.5)));
    assert_eq!(settings.weight_decay, Some(WeightDecay::from(0.004)));
    assert!(settings.clipping.is_some() && settings.schedule.is_some());
}
