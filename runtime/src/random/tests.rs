use super::*;

#[test]
fn philox_gives_the_published_numbers() {
    // The three known answers for philox4x32-10 that come with the authors' Random123 library.
    let ones = u32::MAX;
    assert_eq!(
        philox([0; 4], [0; 2]),
        [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]
    );
    assert_eq!(
        philox([ones; 4], [ones; 2]),
        [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
    );
    assert_eq!(
        philox(
            [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
            [0xa409_3822, 0x299f_31d0]
        ),
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
    );
}

#[test]
fn dropout_is_the_comparison_of_uniform_numbers() {
    let random = Random {
        seed: 0x1234_5678_9abc,
        step: 77,
    };
    for (width, rate) in [
        (1, 0.5),
        (10, 0.2),
        (64, 0.9),
        (65, 1.0 / 3.0),
        (130, 1e-3),
        (200, 0.3),
    ] {
        let mut values: Vec<f32> = (0..3 * width).map(|index| index as f32 + 1.0).collect();
        let start = values.clone();
        random.dropout(5, 40, width, rate, &mut values);
        for (index, (value, start)) in values.iter().zip(&start).enumerate() {
            let dropped =
                random.uniform(5, 40 + (index / width) as u64, (index % width) as u32) < rate;
            assert_eq!(
                *value,
                if dropped {
                    0.0
                } else {
                    start * (1.0 / (1.0 - rate))
                }
            );
        }
    }
}

#[test]
fn dropout_does_not_depend_on_how_samples_are_split() {
    let random = Random { seed: 1, step: 2 };
    let mut whole = vec![1.0; 6 * 33];
    random.dropout(3, 10, 33, 0.5, &mut whole);
    let mut parts = vec![1.0; 6 * 33];
    random.dropout(3, 10, 33, 0.5, &mut parts[..2 * 33]);
    random.dropout(3, 12, 33, 0.5, &mut parts[2 * 33..]);
    assert_eq!(whole, parts);
}

#[test]
fn dropout_keeps_the_expected_share_and_the_mean() {
    let random = Random { seed: 9, step: 0 };
    for rate in [0.1, 0.5, 0.8] {
        let mut values = vec![1.0; 100 * 1000];
        random.dropout(0, 0, 1000, rate, &mut values);
        let mean = values.iter().sum::<f32>() / values.len() as f32;
        // Five standard deviations of the mean.
        let bound = 5.0 * (rate / (1.0 - rate) / values.len() as f32).sqrt();
        assert!((mean - 1.0).abs() < bound, "mean {mean} at rate {rate}");
    }
}

#[test]
fn masks_differ_between_seeds_steps_nodes_and_samples() {
    let draw = |seed, step, node, sample| {
        let random = Random { seed, step };
        (0..8)
            .map(|element| random.uniform(node, sample, element))
            .collect::<Vec<f32>>()
    };
    let first = draw(1, 1, 1, 1);
    for other in [
        draw(2, 1, 1, 1),
        draw(1, 2, 1, 1),
        draw(1, 1, 2, 1),
        draw(1, 1, 1, 2),
        draw(1, 1, 1, 1 << 32),
    ] {
        assert!(
            first
                .iter()
                .zip(&other)
                .all(|(first, other)| first != other)
        );
    }
}

#[test]
fn extreme_rates() {
    let random = Random { seed: 1, step: 2 };
    let mut values = [1.5, f32::NAN, -3.0];
    random.dropout(0, 0, 3, 1.0, &mut values);
    assert_eq!(values, [0.0; 3]);
    let mut values = [1.5, 2.5];
    random.dropout(0, 0, 2, 0.0, &mut values);
    assert_eq!(values, [1.5, 2.5]);
}

#[test]
fn streams_repeat_and_differ() {
    let draw = |seed, stream| {
        let mut stream = Stream::new(seed, stream);
        (0..10).map(|_| stream.next_u32()).collect::<Vec<u32>>()
    };
    assert_eq!(draw(1, 2), draw(1, 2));
    assert_ne!(draw(1, 2), draw(2, 1));
    assert_ne!(draw(1, 2), draw(1, 3));
}

#[test]
fn normal_numbers_have_the_moments_of_the_distribution() {
    let mut stream = Stream::new(3, 4);
    let count = 40_000;
    let numbers: Vec<f64> = (0..count).map(|_| f64::from(stream.normal())).collect();
    let moment =
        |power| numbers.iter().map(|number| number.powi(power)).sum::<f64>() / f64::from(count);
    // Five standard deviations: those of x, x², x³ and x⁴ are 1, √2, √15 and √96.
    let bound = |deviation: f64| 5.0 * deviation / f64::from(count).sqrt();
    assert!(moment(1).abs() < bound(1.0));
    assert!((moment(2) - 1.0).abs() < bound(2f64.sqrt()));
    assert!(moment(3).abs() < bound(15f64.sqrt()));
    assert!((moment(4) - 3.0).abs() < bound(96f64.sqrt()));
}

#[test]
fn numbers_below_a_bound_are_equally_likely() {
    let mut stream = Stream::new(5, 6);
    let mut counts = [0i32; 7];
    for _ in 0..70_000 {
        counts[stream.below(7) as usize] += 1;
    }
    // Five standard deviations of a binomial count.
    assert!(
        counts.iter().all(|count| (count - 10_000).abs() < 463),
        "{counts:?}"
    );
    assert_eq!(stream.below(1), 0);
}

#[test]
fn a_shuffle_is_a_permutation_and_moves_every_place() {
    let mut stream = Stream::new(7, 8);
    let mut first_places = [0; 5];
    for _ in 0..5000 {
        let mut numbers = [0, 1, 2, 3, 4];
        stream.shuffle(&mut numbers);
        first_places[numbers[0] as usize] += 1;
        numbers.sort_unstable();
        assert_eq!(numbers, [0, 1, 2, 3, 4]);
    }
    // Five standard deviations of a binomial count.
    assert!(
        first_places
            .iter()
            .all(|count| (count - 1000i32).abs() < 142),
        "{first_places:?}"
    );
}

#[test]
fn numbers_of_blocks_are_those_of_elements() {
    let random = Random { seed: 5, step: 9 };
    for width in [1, 40, 64, 150] {
        let mut uniform = vec![0.0; 2 * width];
        let mut normal = uniform.clone();
        random.with_uniform(3, 7, width, &mut uniform, |value, number| *value = number);
        random.with_normal(3, 7, width, &mut normal, |value, number| *value = number);
        for index in 0..2 * width {
            let (sample, element) = (7 + (index / width) as u64, (index % width) as u32);
            assert_eq!(uniform[index], random.uniform(3, sample, element));
            assert_eq!(normal[index], random.normal(3, sample, element));
        }
    }
}

#[test]
fn normal_numbers_are_distributed_so() {
    let random = Random { seed: 8, step: 0 };
    let count = 40_000;
    let numbers: Vec<f64> = (0..count)
        .map(|element| f64::from(random.normal(1, 0, element)))
        .collect();
    let moment = |power: i32| {
        let sum: f64 = numbers.iter().map(|number| number.powi(power)).sum();
        sum / f64::from(count)
    };
    // Standard errors are 0.005, 0.007, 0.019 and 0.049.
    for (power, expected, allowed) in [
        (1, 0.0, 0.02),
        (2, 1.0, 0.03),
        (3, 0.0, 0.08),
        (4, 3.0, 0.2),
    ] {
        let found = moment(power);
        assert!(
            (found - expected).abs() < allowed,
            "moment {power}: {found}"
        );
    }
    // Neighbours that share a transform are independent.
    let products: f64 = (0..count)
        .map(|element| {
            let one = random.normal(1, 1, element / 16 * 32 + element % 16);
            let other = random.normal(1, 1, element / 16 * 32 + element % 16 + 16);
            f64::from(one * other)
        })
        .sum();
    assert!((products / f64::from(count)).abs() < 0.02);
}
