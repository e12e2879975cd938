use super::*;
use crate::init::Initializer;
use crate::layers::reference::Reference;
use crate::storage::Dtype;
use formwork_shape_rules::Shape;

/// A table of trained tensors with their names, shapes and unit axes.
fn table(tensors: &[(&'static str, &[usize], usize)]) -> &'static [TensorEntry] {
    let mut offset = 0;
    let entries: Vec<TensorEntry> = tensors
        .iter()
        .map(|(name, dims, unit_axes)| {
            let entry = TensorEntry {
                name,
                shape: Shape::of(dims),
                dtype: Dtype::F32,
                region: Region::Trainable,
                offset,
                unit_axes: *unit_axes,
                initializer: Initializer::Zeros,
            };
            offset += entry.len();
            entry
        })
        .collect();
    Box::leak(entries.into_boxed_slice())
}

/// What becomes of gradients on some threads.
fn clip(
    clipping: &dyn Clipping,
    table: &'static [TensorEntry],
    parameters: &[f32],
    gradients: &[f32],
    threads: usize,
) -> Vec<f32> {
    let mut clipped = gradients.to_vec();
    clipping.clip(Gradients {
        step: 1,
        table,
        last_layer: "head",
        parameters,
        gradients: &mut clipped,
        room: &mut vec![0.3; clipping.room(table)],
        kept: &mut vec![0.0; clipping.kept(table)],
        team: &Team::new(threads),
    });
    clipped
}

#[test]
fn single_steps_are_those_of_the_reference() {
    let reference = Reference::open("optimizers");
    let mut compared = 0;
    for case in reference.cases() {
        if case.entry["kind"] != "agc_step" {
            continue;
        }
        let shape = case.shape("kernel");
        let table = table(&[("layer.kernel", &shape, shape.len() - 1)]);
        let default = AdaptiveClipping::default();
        let clipping = AdaptiveClipping {
            clipping: case.number("clipping", default.clipping),
            ..default
        };
        let (weights, gradients) = (case.values("kernel"), case.values("kernel_grads"));
        let found = clip(&clipping, table, &weights, &gradients, 1);
        case.check("kernel_grads_clipped", &found, (2e-6, 1e-7));
        compared += 1;
    }
    assert_eq!(compared, 4);
}

#[test]
fn a_unit_is_brought_to_a_share_of_its_weights() {
    let table = table(&[("dense.kernel", &[2, 1], 1)]);
    let clipping = AdaptiveClipping::default();
    let found = clip(&clipping, table, &[3.0, 4.0], &[0.3, 0.4], 1);
    assert!((found[0] - 0.03).abs() < 1e-8 && (found[1] - 0.04).abs() < 1e-8);
    // Weights of 0 count as ε.
    let found = clip(&clipping, table, &[0.0, 0.0], &[3.0, 4.0], 1);
    assert!((found[0] - 6e-6).abs() < 1e-11, "{}", found[0]);
}

#[test]
fn the_head_stays_as_it_is() {
    let table = table(&[
        ("a.kernel", &[1, 1], 1),
        ("head.kernel", &[1, 1], 1),
        ("head.bias", &[1], 0),
        ("header.bias", &[1], 0),
    ]);
    let clipped = |head| {
        let clipping = AdaptiveClipping {
            head,
            ..AdaptiveClipping::default()
        };
        let found = clip(&clipping, table, &[1.0; 4], &[1.0; 4], 1);
        found.iter().map(|value| *value != 1.0).collect::<Vec<_>>()
    };
    assert_eq!(clipped(Head::LastLayer), [true, false, false, true]);
    assert_eq!(clipped(Head::None), [true; 4]);
    let named = Head::Named(&["head.kernel", "a"]);
    assert_eq!(clipped(named), [false, false, true, true]);
}

#[test]
fn threads_change_no_bit() {
    let table = table(&[
        ("a.kernel", &[300, 170], 1),
        ("a.bias", &[170], 0),
        ("b.kernel", &[3, 3, 7, 130], 3),
    ]);
    let len = trained(table).map(TensorEntry::len).sum();
    let values = |seed| crate::layers::check::numbers(len, seed);
    let clippings: [&dyn Clipping; 4] = [
        &ClipByValue(0.3),
        &ClipByNorm(20.0),
        &ClipByGlobalNorm(20.0),
        &AdaptiveClipping {
            clipping: 0.9,
            ..AdaptiveClipping::default()
        },
    ];
    for clipping in clippings {
        let alone = clip(clipping, table, &values(1), &values(2), 1);
        assert_ne!(alone, values(2));
        for threads in [2, 3] {
            let found = clip(clipping, table, &values(1), &values(2), threads);
            assert_eq!(found, alone);
        }
    }
}

/// What becomes of gradients of these sizes, all of one tensor, one update after the other.
fn follow(clipping: DynamicClip, sizes: &[f32]) -> Vec<f32> {
    let table = table(&[("a.kernel", &[1, 1], 1), ("a.bias", &[1], 0)]);
    let mut kept = vec![0.0; clipping.kept(table)];
    let update = |(step, &size): (u64, &f32)| {
        let mut gradients = [size, 0.0];
        clipping.clip(Gradients {
            step,
            table,
            last_layer: "head",
            parameters: &[1.0, 1.0],
            gradients: &mut gradients,
            room: &mut vec![0.0; clipping.room(table)],
            kept: &mut kept,
            team: &Team::alone(),
        });
        gradients[0]
    };
    (1..).zip(sizes).map(update).collect()
}

#[test]
fn thresholds_follow_unclipped_norms() {
    let clipping = DynamicClip {
        alpha: 0.5,
        ..DynamicClip::default()
    };
    assert_eq!(
        follow(clipping, &[8.0, 8.0, 8.0, 2.0, 9.0]),
        [8.0, 4.0, 4.0, 2.0, 1.0]
    );
    let clipping = DynamicClip {
        beta: 0.25,
        window: 2,
        ..clipping
    };
    // Thresholds: none, ½·8 + ¼, ½·(8 + 2)/2 + ¼, ½·(2 + 6)/2 + ¼.
    assert_eq!(
        follow(clipping, &[8.0, -2.0, 6.0, 6.0]),
        [8.0, -2.0, 2.75, 2.25]
    );
    let each = DynamicClip {
        scope: Scope::PerTensor,
        ..clipping
    };
    assert_eq!(follow(each, &[8.0, -2.0, 6.0, 0.0]), [8.0, -2.0, 2.75, 0.0]);
}

#[test]
fn norms_are_brought_to_the_limit() {
    let table = table(&[("a.kernel", &[150, 150], 1), ("a.bias", &[4], 0)]);
    let len = 150 * 150 + 4;
    let gradients = vec![2.0; len];
    let norm = |values: &[f32]| norms::length(values);
    let each = clip(&ClipByNorm(5.0), table, &gradients, &gradients, 1);
    assert!((norm(&each[..150 * 150]) - 5.0).abs() < 1e-5);
    // Of norm 4 and left alone.
    assert_eq!(each[150 * 150..], [2.0; 4]);
    let all = clip(&ClipByGlobalNorm(5.0), table, &gradients, &gradients, 1);
    assert!((norm(&all) - 5.0).abs() < 1e-5);
    let mut infinite = gradients.clone();
    infinite[3] = f32::INFINITY;
    let poisoned = clip(&ClipByGlobalNorm(5.0), table, &infinite, &infinite, 1);
    assert!(poisoned.iter().all(|value| value.is_nan()));
}
