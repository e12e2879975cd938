use super::*;
use crate::clipping::{
    AdaptiveClipping, ClipByGlobalNorm, ClipByNorm, ClipByValue, Clipping, DynamicClip, Scope,
};
use crate::init::Initializer;
use crate::layers::check::numbers;
use crate::layers::reference::{Case, Reference};
use crate::optimizers::schedules::{Schedule, tests::schedule};
use crate::optimizers::{
    Adadelta, Adagrad, Adam, AdamW, Adamax, Ftrl, Lamb, Lion, Nadam, OptimizerExt, Rmsprop,
    Settings, Sgd,
};
use crate::penalties::{Axes, Constrained, MaxNorm, NonNeg, constrain};
use crate::storage::Dtype;
use formwork_shape_rules::Shape;

/// A table of trained tensors.
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

/// An update rule with what a case's arguments add to it.
struct OfCase {
    rule: Box<dyn Optimizer>,
    accumulation: u64,
    clipping: Option<Box<dyn Clipping>>,
    schedule: Option<Box<dyn Schedule>>,
    weight_decay: Option<WeightDecay>,
    averaging: Option<Averaging>,
}

impl Optimizer for OfCase {
    fn learning_rate(&self, step: u64) -> f64 {
        match &self.schedule {
            Some(schedule) => schedule.learning_rate(step),
            None => self.rule.learning_rate(step),
        }
    }

    fn set_learning_rate(&mut self, learning_rate: f64) -> bool {
        self.rule.set_learning_rate(learning_rate)
    }

    fn slots(&self) -> &'static [&'static str] {
        self.rule.slots()
    }

    fn start(&self, slot: usize) -> f32 {
        self.rule.start(slot)
    }

    fn scalars(&self) -> &'static [&'static str] {
        self.rule.scalars()
    }

    fn advance(&self, step: u64, scalars: &mut [f32]) {
        self.rule.advance(step, scalars);
    }

    fn sums(&self) -> usize {
        self.rule.sums()
    }

    fn measure(&self, update: Update<'_>, sums: &mut [f64]) {
        self.rule.measure(update, sums);
    }

    fn update(&self, update: Update<'_>) {
        self.rule.update(update);
    }

    fn settings(&self) -> Settings<'_> {
        Settings {
            accumulation: self.accumulation,
            clipping: self.clipping.as_deref(),
            schedule: self.schedule.as_deref(),
            weight_decay: self.weight_decay,
            averaging: self.averaging,
        }
    }
}

fn rule(case: &Case<'_>) -> Box<dyn Optimizer> {
    let number = |name: &str, default: f64| case.argument(name).as_f64().unwrap_or(default);
    let rate = |default: f64| number("learning_rate", default);
    let epsilon = number("epsilon", 1e-7);
    let (beta_1, beta_2) = (number("beta_1", 0.9), number("beta_2", 0.999));
    let momentum = number("momentum", 0.0);
    let initial_accumulator_value = number("initial_accumulator_value", 0.1);
    match case.entry["optimizer"].as_str().expect("an optimizer") {
        "SGD" => Box::new(Sgd {
            learning_rate: rate(0.01),
            momentum,
            nesterov: case.flag("nesterov", false),
        }),
        "RMSprop" => Box::new(Rmsprop {
            learning_rate: rate(0.001),
            rho: number("rho", 0.9),
            momentum,
            centered: case.flag("centered", false),
            epsilon,
            ..Rmsprop::default()
        }),
        "Adagrad" => Box::new(Adagrad {
            learning_rate: rate(0.001),
            initial_accumulator_value,
            epsilon,
            ..Adagrad::default()
        }),
        "Adadelta" => Box::new(Adadelta {
            learning_rate: rate(0.001),
            rho: number("rho", 0.95),
            epsilon,
        }),
        "Adam" | "AdamW" => Box::new(Adam {
            learning_rate: rate(0.001),
            beta_1,
            beta_2,
            epsilon,
            amsgrad: case.flag("amsgrad", false),
        }),
        "Adamax" => Box::new(Adamax {
            learning_rate: rate(0.001),
            beta_1,
            beta_2,
            epsilon,
        }),
        "Nadam" => Box::new(Nadam {
            learning_rate: rate(0.001),
            beta_1,
            beta_2,
            epsilon,
            ..Nadam::default()
        }),
        "Lion" => Box::new(Lion {
            learning_rate: rate(0.001),
            beta_1,
            beta_2: number("beta_2", 0.99),
        }),
        "Lamb" => Box::new(Lamb {
            learning_rate: rate(0.001),
            beta_1,
            beta_2,
            epsilon,
        }),
        "Ftrl" => Box::new(Ftrl {
            learning_rate: rate(0.001),
            learning_rate_power: number("learning_rate_power", -0.5),
            initial_accumulator_value,
            l1_regularization_strength: number("l1_regularization_strength", 0.0),
            l2_regularization_strength: number("l2_regularization_strength", 0.0),
            l2_shrinkage_regularization_strength: number(
                "l2_shrinkage_regularization_strength",
                0.0,
            ),
            beta: number("beta", 0.0),
        }),
        other => panic!("no optimizer {other}"),
    }
}

fn clipping(case: &Case<'_>) -> Option<Box<dyn Clipping>> {
    let limit = |name: &str| case.argument(name).as_f64().map(|limit| limit as f32);
    if let Some(limit) = limit("clipvalue") {
        return Some(Box::new(ClipByValue(limit)));
    }
    if let Some(limit) = limit("clipnorm") {
        return Some(Box::new(ClipByNorm(limit)));
    }
    if let Some(limit) = limit("global_clipnorm") {
        return Some(Box::new(ClipByGlobalNorm(limit)));
    }
    let options = &case.entry["agc"];
    if options.is_object() {
        let default = AdaptiveClipping::default();
        let clipping = options["clipping"].as_f64();
        return Some(Box::new(AdaptiveClipping {
            clipping: clipping.map_or(default.clipping, |clipping| clipping as f32),
            ..default
        }));
    }
    let options = &case.entry["dynamic_clip"];
    options.is_object().then(|| {
        let default = DynamicClip::default();
        Box::new(DynamicClip {
            alpha: options["alpha"].as_f64().unwrap_or(default.alpha),
            beta: options["beta"].as_f64().unwrap_or(default.beta),
            window: options["window"].as_u64().unwrap_or(1) as usize,
            scope: match options["scope"].as_str() {
                Some("per_tensor") => Scope::PerTensor,
                _ => Scope::Global,
            },
        }) as Box<dyn Clipping>
    })
}

/// The optimizer of a case of that kind.
fn of_case(case: &Case<'_>) -> OfCase {
    let argument = |name: &str| case.argument(name);
    let is_adam_w = case.entry["optimizer"] == "AdamW";
    let AdamW { weight_decay, .. } = AdamW::default();
    let rate = argument("weight_decay")
        .as_f64()
        .or(is_adam_w.then_some(weight_decay.rate));
    let excludes = argument("exclude_from_weight_decay").is_array();
    let learning_rate = argument("learning_rate");
    OfCase {
        rule: rule(case),
        accumulation: argument("gradient_accumulation_steps")
            .as_u64()
            .unwrap_or(0),
        clipping: clipping(case),
        schedule: learning_rate["class"]
            .as_str()
            .map(|class| schedule(class, &learning_rate["config"])),
        weight_decay: rate.map(|rate| WeightDecay {
            rate,
            exclude: if excludes { &["bias"] } else { &[] },
        }),
        averaging: case.flag("use_ema", false).then(|| Averaging {
            momentum: argument("ema_momentum").as_f64().unwrap_or(0.99),
            overwrite_every: argument("ema_overwrite_frequency").as_u64(),
        }),
    }
}

/// The constraints of a case's kernel and bias.
fn constraints(case: &Case<'_>) -> Vec<Constrained> {
    let names = ["kernel_constraint", "bias_constraint"];
    let of_tensor = |(tensor, name): (usize, &&str)| {
        let entry = &case.entry[*name];
        let max_value = entry["config"]["max_value"].as_f64();
        Some(Constrained {
            tensor,
            constraint: match entry["class"].as_str()? {
                "MaxNorm" => Box::leak(Box::new(MaxNorm {
                    max_value: max_value.expect("the largest norm") as f32,
                    axes: Axes::incoming(2),
                })),
                "NonNeg" => &NonNeg,
                other => panic!("no constraint {other}"),
            },
        })
    };
    names.iter().enumerate().filter_map(of_tensor).collect()
}

/// Follows a case for all of its steps, and compares everything that it says.
fn follow(case: &Case<'_>, threads: usize) {
    let tolerance = (2e-5, 5e-6);
    let optimizer = of_case(case);
    let (kernel, bias) = (case.values("kernel"), case.values("bias"));
    let table = table(&[
        ("d.kernel", &case.shape("kernel"), 1),
        ("d.bias", &[bias.len()], 0),
    ]);
    let constraints = constraints(case);
    let team = Team::new(threads);
    let mut optimization = Optimization::default();
    optimization.reserve(&optimizer, table, &team);
    let mut parameters = [kernel.clone(), bias.clone()].concat();
    let mut trajectories = [Vec::new(), Vec::new(), Vec::new(), Vec::new()];
    let of_kernel = case.values("kernel_grads");
    let of_bias = case.values("bias_grads");
    let steps = of_kernel
        .chunks(kernel.len())
        .zip(of_bias.chunks(bias.len()));
    let rates: Vec<f32> = (0..steps.len() as u64)
        .map(|step| optimizer.learning_rate(step) as f32)
        .collect();
    case.check("learning_rate_steps", &rates, tolerance);
    for (step, (of_kernel, of_bias)) in (0..).zip(steps) {
        let mut gradients = [of_kernel, of_bias].concat();
        let trained = Trained {
            table,
            last_layer: "head",
            parameters: &mut parameters,
            gradients: &mut gradients,
        };
        optimization.step(&optimizer, step, trained, &team);
        constrain(&constraints, table, &mut parameters);
        let (kernel, bias) = parameters.split_at(kernel.len());
        let (clipped_kernel, clipped_bias) = gradients.split_at(kernel.len());
        for (trajectory, values) in
            trajectories
                .iter_mut()
                .zip([kernel, bias, clipped_kernel, clipped_bias])
        {
            trajectory.extend_from_slice(values);
        }
    }
    case.check("kernel_steps", &trajectories[0], tolerance);
    case.check("bias_steps", &trajectories[1], tolerance);
    if case.has("kernel_grads_clipped") {
        case.check("kernel_grads_clipped", &trajectories[2], tolerance);
        case.check("bias_grads_clipped", &trajectories[3], tolerance);
    }
    let mut visited = 0;
    optimization.state(&mut |name, piece| {
        let Piece::Floats(values) = piece else { return };
        let name = match name.trim_start_matches("optimizer.") {
            "accumulated" => "gradient_accumulator",
            "averages" => "average",
            "clipping" => return,
            "momentum_product" => {
                let of_keras = ["opt.variable", "opt.variable_1"];
                let tensor = of_keras.iter().find(|tensor| case.has(tensor));
                return case.check(tensor.expect("the product"), values, tolerance);
            }
            name => name,
        };
        let (of_kernel, of_bias) = values.split_at(kernel.len());
        case.check(&format!("opt.kernel_{name}"), of_kernel, tolerance);
        case.check(&format!("opt.bias_{name}"), of_bias, tolerance);
        visited += 1;
    });
    let tensors = case.entry["tensors"].as_object().expect("tensors");
    let of_keras = |name: &&String| name.starts_with("opt.kernel_");
    assert_eq!(visited, tensors.keys().filter(of_keras).count());
    if case.has("kernel_finalized") {
        optimization.take_averages(&mut parameters);
        let (kernel, bias) = parameters.split_at(kernel.len());
        case.check("kernel_finalized", kernel, tolerance);
        case.check("bias_finalized", bias, tolerance);
    }
}

#[test]
fn trajectories_are_those_of_the_reference() {
    let reference = Reference::open("optimizers");
    let mut followed = 0;
    for case in reference.cases() {
        if case.entry["kind"] == "optimizer" {
            follow(&case, 1 + followed % 2);
            followed += 1;
        }
    }
    assert_eq!(followed, 47);
}

/// Three tensors, of which one is cut several times.
fn large() -> &'static [TensorEntry] {
    table(&[
        ("a.kernel", &[70, 600], 1),
        ("a.bias", &[600], 0),
        ("b.kernel", &[3, 3, 7, 130], 3),
    ])
}

/// Parameters after some steps, and the pieces of the state.
fn run<O: Optimizer>(optimizer: &O, threads: usize, steps: u64) -> (Vec<f32>, Vec<f32>) {
    let table = large();
    let len = trained(table).map(TensorEntry::len).sum();
    let team = Team::new(threads);
    let mut optimization = Optimization {
        measures_norm: true,
        ..Optimization::default()
    };
    optimization.reserve(optimizer, table, &team);
    let mut parameters = numbers(len, 1);
    for step in 0..steps {
        let trained = Trained {
            table,
            last_layer: "head",
            parameters: &mut parameters,
            gradients: &mut numbers(len, 2 + step as u32),
        };
        optimization.step(optimizer, step, trained, &team);
    }
    let mut state = vec![optimization.norm.expect("a norm")];
    optimization.state(&mut |_, piece| {
        if let Piece::Floats(values) = piece {
            state.extend_from_slice(values);
        }
    });
    (parameters, state)
}

#[test]
fn threads_change_no_bit() {
    fn check<O: OptimizerExt>(optimizer: O) {
        let decay = WeightDecay {
            rate: 0.1,
            exclude: &["bias"],
        };
        let optimizer = optimizer
            .weight_decay(decay)
            .average(0.9)
            .accumulate(2)
            .clip(DynamicClip {
                alpha: 0.9,
                scope: Scope::PerTensor,
                window: 2,
                ..DynamicClip::default()
            });
        let alone = run(&optimizer, 1, 6);
        assert!(alone.0.iter().all(|value| value.is_finite()));
        for threads in [2, 3] {
            assert!(run(&optimizer, threads, 6) == alone);
        }
    }
    check(Adadelta::default());
    check(Adagrad::default());
    check(Adam::default());
    check(Adamax::default());
    check(Ftrl::default());
    check(Lamb::default());
    check(Lion::default());
    check(Nadam::default());
    check(Rmsprop::default());
    check(Sgd::default());
}

#[test]
fn a_state_that_is_put_back_goes_on_with_the_same_bits() {
    let table = large();
    let len: usize = trained(table).map(TensorEntry::len).sum();
    let optimizer = Nadam::default()
        .schedule(|step: u64| 0.01 / (1 + step) as f64)
        .average(0.9)
        .accumulate(3)
        .clip(DynamicClip {
            window: 2,
            ..DynamicClip::default()
        });
    let team = Team::alone();
    let train = |optimization: &mut Optimization, parameters: &mut Vec<f32>, steps: Range<u64>| {
        optimization.reserve(&optimizer, table, &team);
        for step in steps {
            let trained = Trained {
                table,
                last_layer: "head",
                parameters,
                gradients: &mut numbers(len, 2 + step as u32),
            };
            optimization.step(&optimizer, step, trained, &team);
        }
    };
    let mut whole = (Optimization::default(), numbers(len, 1));
    train(&mut whole.0, &mut whole.1, 0..10);
    // Seven batches: two updates, and one batch that waits.
    let mut first = (Optimization::default(), numbers(len, 1));
    train(&mut first.0, &mut first.1, 0..7);
    let mut saved = Vec::new();
    first.0.state(&mut |name, piece| {
        saved.push(match piece {
            Piece::Floats(values) => (name.to_owned(), values.to_vec(), 0),
            Piece::Count(count) => (name.to_owned(), Vec::new(), *count),
        });
    });
    let names: Vec<&str> = saved.iter().map(|piece| piece.0.as_str()).collect();
    assert_eq!(
        names,
        [
            "optimizer.momentum",
            "optimizer.velocity",
            "optimizer.momentum_product",
            "accumulated",
            "averages",
            "clipping",
            "updates",
            "waiting"
        ]
    );
    let mut second = (Optimization::default(), first.1);
    second.0.reserve(&optimizer, table, &team);
    let mut saved = saved.iter();
    second.0.state(&mut |_, piece| {
        let (_, floats, number) = saved.next().expect("the same pieces");
        match piece {
            Piece::Floats(values) => values.copy_from_slice(floats),
            Piece::Count(count) => *count = *number,
        }
    });
    train(&mut second.0, &mut second.1, 7..10);
    assert!(second.1 == whole.1);
}

#[test]
fn tensors_are_excluded_from_decay_by_any_part_of_their_name() {
    let decay = |exclude| WeightDecay { rate: 1.0, exclude };
    for (tensor, exclude, included) in [
        ("dense.kernel", &["bias"] as &[&str], true),
        ("dense.bias", &["bias"], false),
        ("block_1/dense.bias", &["bias"], false),
        ("dense.bias", &["dense"], false),
        ("dense_1.bias", &["dense"], true),
        ("block_1/dense.kernel", &["block_1"], false),
        ("block_10/dense.kernel", &["block_1"], true),
        ("dense.kernel", &["dense.kernel"], false),
        ("dense.bias", &["ias", "dens"], true),
        ("norm.gamma", &["bias", "gamma"], false),
    ] {
        assert_eq!(decay(exclude).includes(tensor), included, "{tensor}");
    }
    let mut runs = Vec::new();
    find_decaying(&mut runs, &decay(&["bias"]), large());
    assert_eq!(runs, [0..42_000, 42_600..50_790]);
    runs.clear();
    find_decaying(&mut runs, &decay(&[]), large());
    assert_eq!(
        runs,
        [Range {
            start: 0,
            end: 50_790
        }]
    );
}

#[test]
fn weights_and_averages_change_places() {
    let optimizer = Sgd::default().average(Averaging::default());
    let table = large();
    let len = trained(table).map(TensorEntry::len).sum();
    let mut optimization = Optimization::default();
    let mut parameters = numbers(len, 1);
    let team = Team::alone();
    optimization.reserve(&optimizer, table, &team);
    assert!(!optimization.swap_averages(&mut parameters));
    for step in 0..2 {
        let trained = Trained {
            table,
            last_layer: "head",
            parameters: &mut parameters,
            gradients: &mut vec![1.0; len],
        };
        optimization.step(&optimizer, step, trained, &team);
    }
    let weights = parameters.clone();
    assert!(optimization.swap_averages(&mut parameters));
    // 0.99 (w + η) + 0.01 w for the last weights w.
    for (average, weight) in parameters.iter().zip(&weights) {
        assert!((average - (weight + 0.99 * 0.01)).abs() < 1e-6);
    }
    assert!(optimization.swap_averages(&mut parameters));
    assert_eq!(parameters, weights);
}
