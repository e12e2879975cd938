//! The memory plan: what grows with the batch and what doesn't, against numbers worked out by hand, and how close the plan
//! comes to the least possible.

mod common;
#[path = "../benches/src/workloads.rs"]
#[allow(dead_code)] // the data and the runs of benchmarks
mod workloads;

use common::classify::{Classifier, assert_close, gradients};
use formwork::kernels::team::{SHARDS, Team};
use formwork::model::{Memory, Objective, Step, Tail, Visit};
use formwork::prelude::*;
use formwork::random::Random;
use formwork::tensor::Elements;
use formwork_compiler::compile;
use formwork_compiler::diagnostics::Severity;
use formwork_compiler::diagnostics::render::plain;
use formwork_compiler::ir::schedule::{Buffer, Call, Operand, Place, Schedule};
use formwork_compiler::passes::front_end;
use workloads::{Cnn, Lstm, Mlp, ResNet8};

/// A network as it is, and told to save memory.
macro_rules! both {
    ($module:ident { $($body:tt)* }) => {
        mod $module {
            use super::model;
            model! {
                pub struct Plain { $($body)* }

                #[model(save_memory)]
                pub struct Saving { $($body)* }
            }
        }
    };
}

both!(dense {
    Input(37),
    Dense(24, activation = relu),
    Dropout(0.3),
    Dense(10, activation = softmax),
});

both!(recurrent {
    Input(5, 6),
    LSTM(12),
    Dense(10, activation = softmax),
});

// The second Dense has more than 256 KiB of weights, so its gradient is a late product.
both!(convolution {
    Input(9, 8, 2),
    Conv2D(6, 3, activation = gelu),
    MaxPooling2D(2, allow = dropped_pixels),
    Flatten(),
    Dense(300, activation = relu),
    Dense(256, activation = tanh),
    Dense(10, activation = softmax),
});

both!(tiles {
    Input(9, 8, 2),
    Conv2D(6, 3, activation = gelu),
    Flatten(),
    Dense(10, activation = softmax),
});

both!(thresholded {
    Input(9, 8, 2),
    Conv2D(6, 3),
    FRN(),
    TLU(),
    MaxPooling2D(2, allow = dropped_pixels),
    Conv2D(8, 2),
    FRN(learned_epsilon = true),
    TLU(affine = true),
    Flatten(),
    Dense(10, activation = softmax),
});

both!(coupled {
    Input(37),
    Dense(24),
    BatchNormalization(allow = useless_bias),
    Activation(relu),
    Dense(10, activation = softmax),
});

/// The schedules of a declaration.
fn schedules(source: &str) -> Vec<Schedule> {
    let front = front_end(source.parse().expect("tokens"));
    let mut entries = front.diagnostics.into_entries();
    entries.retain(|entry| entry.severity == Severity::Error);
    assert!(entries.is_empty(), "{}", plain(source, &entries));
    let compiled = front.graphs.into_iter().map(compile);
    compiled.map(|compiled| compiled.schedule).collect()
}

/// The schedules of the workloads, from their own source.
fn workload_schedules() -> Vec<Schedule> {
    let source = include_str!("../benches/src/workloads.rs");
    let (_, rest) = source.split_once("\nmodel! {").expect("a declaration");
    let (declaration, _) = rest.split_once("\n}\n").expect("its end");
    schedules(declaration)
}

#[test]
fn a_convolutional_network_needs_no_memory_for_a_sample() {
    assert_eq!(Cnn::STEP_MEMORY.bytes_per_sample(), 0);
    assert_eq!(
        Cnn::STEP_MEMORY.bytes(2, 1),
        Cnn::STEP_MEMORY.bytes(2, 1024)
    );
}

#[test]
fn filter_response_normalization_needs_no_memory_for_a_sample() {
    assert_eq!(thresholded::Plain::STEP_MEMORY.bytes_per_sample(), 0);
    assert_eq!(
        thresholded::Plain::STEP_MEMORY,
        thresholded::Saving::STEP_MEMORY
    );
    let (loss, gradient, _) = gradients::<_, thresholded::Plain>(1, 70);
    assert_eq!(gradients::<_, thresholded::Plain>(3, 70).1, gradient);
    assert!(loss.is_finite());
}

/// What is saved for a normalization is r and μ of each channel; a threshold behind it saves nothing.
#[test]
fn a_threshold_in_a_normalization_saves_nothing() {
    let worker = |behind: &str| {
        let source = format!("struct Net {{ Input(9, 8, 3), Conv2D(4, 3), FRN(), {behind} }}");
        let schedules = schedules(&source);
        let memory = &schedules[0].memory;
        (memory.batch.clone(), memory.arena.clone())
    };
    assert_eq!(worker("TLU()"), worker("Activation(linear)"));
}

#[test]
fn backward_keeps_what_it_needs_and_nothing_else() {
    // The whole batch goes through at once, so b holds the output of each layer and its cotangent, both of which late
    // products read. Relu and softmax need nothing but their output.
    assert_eq!(Mlp::STEP_MEMORY.batch, 2 * (512 + 128 + 10));
    let batch = |body: &str| {
        let schedules = schedules(&format!("struct Net {{ {body} }}"));
        schedules[0].memory.batch.known().expect("a known size")
    };
    // Linear: the outputs and their cotangents. The network's own output needs no copy.
    assert_eq!(batch("Input(20), Dense(16), Dense(4)"), 2 * (16 + 4));
    // Gelu's derivative is one of its input, which has to be saved: 16 more.
    assert_eq!(
        batch("Input(20), Dense(16, activation = gelu), Dense(4)"),
        3 * 16 + 2 * 4
    );
    // A mask is drawn again, not kept.
    assert_eq!(
        batch("Input(20), Dense(16), Dropout(0.5), Dense(4)"),
        2 * (16 + 4)
    );
    // Below a frozen layer nothing is trained: its output is the next one's input, and nobody wants its cotangent.
    assert_eq!(
        batch("Input(20), Dense(16, activation = gelu, trainable = false), Dense(4)"),
        16 + 2 * 4
    );
}

#[test]
fn an_arena_is_the_largest_set_of_values_that_are_alive_at_once() {
    let schedules = workload_schedules();
    let cnn = schedules
        .iter()
        .find(|schedule| schedule.plan.graph.header.name == "Cnn");
    let memory = &cnn.expect("a workload").memory;
    // Elements of a sample: first convolution, first pooling, second convolution. At the way back through the first pooling
    // the first convolution's output is alive, and so are its cotangent and that of the pooled values. That is
    // more than at the way back through the second convolution, where both of its own maps, both pooled ones and the first
    // output are alive.
    let (first, pooled, second) = (26 * 26 * 32, 13 * 13 * 32, 11 * 11 * 64);
    let peak = 2 * first + pooled;
    assert!(peak > first + 2 * pooled + 2 * second);
    // Two samples of it fit in 384 KiB.
    assert_eq!(memory.arena.known(), Some(2 * peak));
    assert_eq!(memory.batch.known(), Some(0));
    // A prediction: the second convolution reads the pooled maps, while the first's output is alive only with the pooled
    // ones.
    assert_eq!(memory.predict_arena.known(), Some(first + pooled));
}

/// First and last point at which each buffer is in use.
fn lives<'a>(
    count: usize,
    points: impl Iterator<Item = Vec<&'a Operand>>,
) -> Vec<Option<(usize, usize)>> {
    let mut lives: Vec<Option<(usize, usize)>> = vec![None; count];
    for (point, operands) in points.enumerate() {
        for operand in operands {
            if let Operand::Buffer(buffer) = operand {
                let first = lives[*buffer].map_or(point, |(first, _)| first);
                lives[*buffer] = Some((first, point));
            }
        }
    }
    lives
}

/// The most elements that are alive at one point, of the buffers that `counts` holds for.
fn most_alive(
    buffers: &[Buffer],
    lives: &[Option<(usize, usize)>],
    counts: impl Fn(&Place) -> bool,
) -> usize {
    let points = lives.iter().flatten().map(|life| life.1 + 1).max();
    let alive = |point: usize| -> usize {
        let alive = buffers.iter().zip(lives).filter(|(buffer, life)| {
            counts(&buffer.place)
                && life.is_some_and(|(first, last)| (first..=last).contains(&point))
        });
        alive
            .map(|(buffer, _)| buffer.len.known().expect("a known length"))
            .sum()
    };
    (0..points.unwrap_or(0)).map(alive).max().unwrap_or(0)
}

/// The elements up to the end of the last buffer of those with an offset.
fn extent(buffers: &[Buffer], offset: impl Fn(usize, &Place) -> Option<usize>) -> usize {
    let ends = buffers
        .iter()
        .enumerate()
        .filter_map(|(index, buffer)| Some(offset(index, &buffer.place)? + buffer.len.known()?));
    ends.max().unwrap_or(0)
}

fn in_arena(place: &Place) -> Option<usize> {
    match place {
        Place::Arena(offset) => offset.known(),
        _ => None,
    }
}

fn in_batch(place: &Place) -> Option<usize> {
    match place {
        Place::Batch(offset) => offset.known(),
        _ => None,
    }
}

/// Operands of a call. An operand that stays in place is in the call's list of outputs.
fn operands(call: &Call) -> Vec<Operand> {
    Schedule::operands(call)
}

#[track_caller]
fn assert_near(what: &str, planned: usize, least: usize) {
    assert!(planned >= least, "{what}: {planned} can't hold {least}");
    assert!(
        planned * 100 <= least * 105,
        "{what}: {planned} where {least} would do"
    );
}

/// Each arena, the batch's memory and the prediction's arena against what is alive at once.
fn check_plan(schedule: &Schedule) {
    let name = &schedule.plan.graph.header.name;
    for (index, phase) in schedule.phases.iter().enumerate() {
        let calls: Vec<Vec<Operand>> = phase.calls.iter().map(operands).collect();
        let lives = lives(
            schedule.buffers.len(),
            calls.iter().map(|call| call.iter().collect()),
        );
        let least = most_alive(&schedule.buffers, &lives, |place| in_arena(place).is_some());
        let planned = extent(&schedule.buffers, |buffer, place| {
            lives[buffer].and_then(|_| in_arena(place))
        });
        assert_near(&format!("{name}, phase {}", index + 1), planned, least);
    }
    let phases: Vec<Vec<Operand>> = schedule
        .phases
        .iter()
        .map(|phase| phase.calls.iter().flat_map(operands).collect())
        .collect();
    let late: Vec<Operand> = schedule
        .late
        .iter()
        .flat_map(|late| {
            late.inputs
                .iter()
                .chain(&late.output_cotangents)
                .chain(&late.saved)
        })
        .copied()
        .collect();
    let points = phases.iter().chain([&late]);
    let in_phases = lives(
        schedule.buffers.len(),
        points.map(|operands| operands.iter().collect()),
    );
    let least = most_alive(&schedule.buffers, &in_phases, |place| {
        in_batch(place).is_some()
    });
    let planned = schedule.memory.batch.known().expect("a known size");
    assert_eq!(
        planned,
        extent(&schedule.buffers, |_, place| in_batch(place))
    );
    assert_near(&format!("{name}, batch"), planned, least);

    let calls: Vec<Vec<Operand>> = schedule.predict.iter().map(operands).collect();
    let in_predict = lives(
        schedule.predict_buffers.len(),
        calls.iter().map(|call| call.iter().collect()),
    );
    let least = most_alive(&schedule.predict_buffers, &in_predict, |_| true);
    let planned = schedule.memory.predict_arena.known().expect("a known size");
    assert_near(&format!("{name}, prediction"), planned, least);
}

/// Three stacks of two convolutions and a shortcut, with a layer behind each convolution of the stacks.
fn residual(head: &str, behind: &str) -> String {
    let apply = |layer: &str, value: &str| match layer {
        "" => value.to_string(),
        layer => format!("{layer}({value})"),
    };
    let mut body = String::from("let x = Input(32, 32, 3);");
    body += "let h = Conv2D(16, 3, padding = same, activation = relu)(x);";
    for (filters, strides) in [(16, 1), (32, 2), (64, 2)] {
        let first = format!("Conv2D({filters}, 3, strides = {strides}, padding = same)(h)");
        let second = format!("Conv2D({filters}, 3, padding = same)(y)");
        let shortcut = match strides {
            1 => "h".to_string(),
            _ => format!("Conv2D({filters}, 1, strides = {strides})(h)"),
        };
        body += &format!(
            "let y = Activation(relu)({}); let y = {}; let h = Activation(gelu)(y + {shortcut});",
            apply(behind, &first),
            apply(behind, &second)
        );
    }
    body += "Dense(10, activation = softmax)(GlobalAveragePooling2D()(h))";
    format!("{head} {{ {body} }}")
}

#[test]
fn plans_are_within_five_percent_of_what_is_alive_at_once() {
    let mut plans = workload_schedules();
    assert_eq!(plans.len(), 5);
    plans.extend(schedules(&residual("struct Deep", "")));
    plans.extend(schedules(&residual(
        "struct Normalised",
        "BatchNormalization()",
    )));
    plans.extend(schedules(
        "struct Branches {
            let x = Input(20, 20, 4);
            let a = Conv2D(8, 3, padding = same, activation = swish)(x);
            let b = Conv2D(12, 5, padding = same, activation = tanh)(x);
            let c = MaxPooling2D(3, strides = 1, padding = same)(x);
            let h = concat(a, b, c);
            let h = MaxPooling2D(2)(h * Conv2D(24, 1, activation = sigmoid)(h));
            Dense(10, activation = softmax)(Flatten()(Conv2D(5, 3)(h)))
        }

        struct Recurrent {
            Input(28, 28),
            LSTM(128, return_sequences = true),
            Dropout(0.2),
            LSTM(64),
            Dense(10, activation = softmax),
        }",
    ));
    plans.iter().for_each(check_plan);
}

/// Some cotangent.
struct Slope;

impl Objective for Slope {
    fn sums(&self) -> usize {
        1
    }

    fn fuses(&self, _: usize, _: Tail) -> bool {
        true
    }

    fn visit(&self, visit: Visit<'_>) {
        let values = visit.cotangent.iter_mut().enumerate();
        values.for_each(|(place, value)| *value = 0.01 * (place % 7) as f32 - 0.025);
    }
}

/// What no kernel computes.
const MARK: u32 = 0x7fc1_2345;

fn untouched(values: &[f32]) -> usize {
    let marked = values.iter().filter(|value| value.to_bits() == MARK);
    marked.count()
}

/// A step writes to everything that it asks for, the scratch of kernels aside: that is for the largest of them, and for the
/// widest vectors.
fn check_use<M: Model>(arena: usize) {
    let batch = 64;
    let mut model = M::init(1);
    let memory = M::STEP_MEMORY;
    let marked = |len: usize| vec![f32::from_bits(MARK); len];
    let inputs: Vec<f32> = (0..batch * M::INPUTS[0].shape.len())
        .map(|place| 0.1 * (place % 13) as f32 - 0.6)
        .collect();
    let mut kept = marked(memory.batch * batch);
    let mut workers = marked(memory.worker);
    let mut shards = marked(memory.shard * SHARDS);
    let mut sums = vec![f64::MAX; memory.sums * SHARDS];
    let mut statistics = marked(memory.statistics);
    let mut gradients = marked(memory.gradients);
    model.step(Step {
        team: &Team::alone(),
        batch,
        first_sample: 0,
        inputs: &[&inputs],
        objective: &Slope,
        objective_sums: &mut [0.0; SHARDS],
        gradients: &mut gradients,
        accumulate: false,
        input_gradients: &mut [],
        memory: Memory {
            batch: &mut kept,
            workers: &mut workers,
            shards: &mut shards,
            sums: &mut sums,
            statistics: &mut statistics,
        },
        random: Random { seed: 1, step: 0 },
    });
    let name = M::NAME;
    assert_eq!(untouched(&kept), 0, "{name}: for each sample");
    assert_eq!(untouched(&workers[..arena]), 0, "{name}: of the arena");
    assert_eq!(untouched(&shards), 0, "{name}: for each shard");
    assert_eq!(untouched(&statistics), 0, "{name}: statistics");
    assert_eq!(untouched(&gradients), 0, "{name}: the gradient");
    assert!(!sums.contains(&f64::MAX), "{name}: sums");
}

#[test]
fn a_step_uses_all_that_it_asks_for() {
    let schedules = workload_schedules();
    let arena = |name: &str| {
        let mut all = schedules.iter();
        let found = all.find(|schedule| schedule.plan.graph.header.name == name);
        let memory = &found.expect("a workload").memory;
        memory.arena.known().expect("a known size")
    };
    check_use::<Mlp>(arena("Mlp"));
    check_use::<Cnn>(arena("Cnn"));
    check_use::<Lstm>(arena("Lstm"));
    check_use::<ResNet8>(arena("ResNet8"));
    assert!(arena("Cnn") > 0 && arena("ResNet8") > 0);
}

/// Splitting the batch changes no more than the order of sums, and the bits don't depend on the number of threads.
fn check_saving<D: Elements, P: Classifier<D>, S: Classifier<D>>() {
    assert!(P::STEP_MEMORY.bytes_per_sample() > 0);
    assert_eq!(S::STEP_MEMORY.bytes_per_sample(), 0);
    // Two whole parts and a rest.
    let (loss, plain, _) = gradients::<D, P>(1, 70);
    let (saving_loss, saving, _) = gradients::<D, S>(1, 70);
    assert!(
        (loss - saving_loss).abs() < 1e-5,
        "{loss} and {saving_loss}"
    );
    assert_close("gradients", &saving, &plain);
    for threads in [2, 3] {
        let again = gradients::<D, S>(threads, 70);
        assert!(
            again.0 == saving_loss && again.1 == saving,
            "{threads} threads"
        );
    }
    // One part is the same as all.
    assert!(gradients::<D, S>(2, 32) == gradients::<D, P>(2, 32));
}

#[test]
fn saving_memory_changes_no_gradient() {
    check_saving::<_, dense::Plain, dense::Saving>();
    check_saving::<_, recurrent::Plain, recurrent::Saving>();
    check_saving::<_, convolution::Plain, convolution::Saving>();
}

#[test]
fn only_a_network_that_can_save_memory_is_split() {
    assert_eq!(dense::Saving::STEP_MEMORY.largest_batch, 32);
    // Nothing grows with the batch.
    assert_eq!(tiles::Saving::STEP_MEMORY, tiles::Plain::STEP_MEMORY);
    assert_eq!(tiles::Plain::STEP_MEMORY.bytes_per_sample(), 0);
    // The statistics are those of the whole batch.
    assert_eq!(coupled::Saving::STEP_MEMORY, coupled::Plain::STEP_MEMORY);
    assert!(coupled::Plain::STEP_MEMORY.bytes_per_sample() > 0);
    assert!(gradients::<_, coupled::Saving>(1, 70) == gradients::<_, coupled::Plain>(1, 70));
}
