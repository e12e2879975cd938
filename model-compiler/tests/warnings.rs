//! Warnings: each is silenced by its name at the layer, none is given for what Keras's users write every day, and what
//! they are about is compiled nevertheless.

use formwork_compiler::compile;
use formwork_compiler::diagnostics::warnings::WARNINGS;
use formwork_compiler::diagnostics::{Diagnosis, Entry};
use formwork_compiler::passes::front_end;
use std::collections::BTreeSet;

fn entries(source: &str) -> Vec<Entry> {
    front_end(source.parse().expect("tokens"))
        .diagnostics
        .into_entries()
}

fn names(source: &str) -> Vec<&'static str> {
    let name = |entry: Entry| match entry.diagnosis {
        Diagnosis::Warning(warning) => warning.lint().name,
        other => panic!("{source}\n{other:?}"),
    };
    entries(source).into_iter().map(name).collect()
}

/// Declarations with a warning each; `ALLOW` stands where it is silenced.
const CASES: [(&str, &str); 15] = [
    (
        "dropped_pixels",
        "struct A { Input(9, 9, 1), MaxPooling2D(2 ALLOW), Flatten() }",
    ),
    (
        "dropped_pixels",
        "struct A { Input(8, 8, 1), Conv2D(2, 3, strides = 2 ALLOW), Flatten() }",
    ),
    (
        "unused_layer",
        "struct A { let x = Input(3); let e = Dense(3 ALLOW); Dense(2)(x) }",
    ),
    (
        "clipped_scores",
        "struct A { Input(3), Dense(10, activation = relu ALLOW), Softmax() }",
    ),
    (
        "clipped_scores",
        "struct A { Input(3), Dense(10, activation = relu6), Activation(sigmoid ALLOW) }",
    ),
    (
        "softmax_of_one",
        "struct A { Input(3), Dense(1, activation = softmax ALLOW) }",
    ),
    (
        "repeated_activation",
        "struct A { Input(3), Dense(4, activation = tanh), Activation(tanh ALLOW) }",
    ),
    (
        "useless_bias",
        "struct A { Input(3), Dense(4 ALLOW), BatchNormalization(), ReLU(), Dense(2) }",
    ),
    (
        "useless_bias",
        "struct A { Input(3), Dense(4), BatchNormalization(center = true ALLOW), ReLU(), Dense(2) }",
    ),
    (
        "linear_layers",
        "struct A { Input(3), Dense(4), Dense(2 ALLOW) }",
    ),
    (
        "dropout_at_output",
        "struct A { Input(3), Dense(4), Dropout(0.5 ALLOW) }",
    ),
    (
        "dropout_rate",
        "struct A { Input(3), Dropout(0.99 ALLOW), Dense(4) }",
    ),
    (
        "no_effect",
        "struct A { Input(3, 4), Reshape((3, 4) ALLOW), Flatten(), Dense(4) }",
    ),
    (
        "dropout_before_normalization",
        "struct A { Input(3), Dropout(0.5 ALLOW), BatchNormalization(), Dense(4) }",
    ),
    (
        "batch_coupling",
        "#[no_batch] struct A { Input(3), BatchNormalization(momentum = 0.9 ALLOW), Dense(4) }",
    ),
];

#[test]
fn each_is_given_once_and_silenced_by_its_name() {
    let mut seen = BTreeSet::new();
    for (name, source) in CASES {
        let plain = source.replace("ALLOW", "");
        assert_eq!(names(&plain), [name], "{plain}");
        for allow in [
            format!(", allow = {name}"),
            format!(", allow = (no_effect, {name})"),
            format!(", allow = \"{name}\""),
        ] {
            let silent = source.replace("ALLOW", &allow);
            assert!(names(&silent).is_empty(), "{silent}");
        }
        let other = if name == "no_effect" {
            "linear_layers"
        } else {
            "no_effect"
        };
        let loud = source.replace("ALLOW", &format!(", allow = {other}"));
        assert_eq!(names(&loud), [name], "{loud}");
        seen.insert(name);
    }
    let all: BTreeSet<&str> = WARNINGS.iter().map(|lint| lint.name).collect();
    assert_eq!(seen, all);
}

#[test]
fn what_is_usual_is_not_warned_of() {
    for source in [
        // A projection that skips pixels on purpose, and a stride with padding.
        "struct A { let x = Input(28, 28, 3); let y = Conv2D(8, 3, strides = 2, padding = same)(x);
            let z = y + Conv2D(8, 1, strides = 2)(x); GlobalAveragePooling2D()(ReLU()(z)) }",
        "struct A { Input(28, 28, 1), Conv2D(32, 3, activation = relu), MaxPooling2D(2), Flatten(),
            Dropout(0.5), Dense(10, activation = softmax) }",
        "struct A { Input(784), Dense(512, activation = relu), Dropout(0.2), Dense(10, activation = softmax) }",
        "struct A { Input(784), Dense(64, use_bias = false), BatchNormalization(), ReLU(), Dropout(0.3),
            Dense(1, activation = sigmoid) }",
        // A linear code that is also an output, and one that two layers read.
        "struct A { let x = Input(9); let code = Dense(3)(x); (code, Dense(9)(code)) }",
        "struct A { let x = Input(9); let code = Dense(3)(x); Dense(9)(code) + Dense(9)(code) }",
        "struct A { Input(9, 4), LSTM(8, return_sequences = true), LSTM(8), Dense(2, activation = softmax) }",
        // A gate: sigmoid of a linear layer that reads a clipped value.
        "struct A { let x = Input(9); let h = Dense(4, activation = relu)(x); x * Dense(9, activation = sigmoid)(h) }",
        // A closure is an activation.
        "struct A { Input(9), Dense(4, activation = |x| x * tanh(x)), Dense(2) }",
        "struct A { Input(9), Dense(4, activation = |x| x * tanh(x)), BatchNormalization(), Dense(2) }",
        // The bias belongs to both applications of the layer.
        "struct A { let x = Input(9); let d = Dense(9); BatchNormalization()(d(x)) + d(x) }",
    ] {
        assert!(names(source).is_empty(), "{:?} for {source}", names(source));
    }
}

#[test]
fn unused_layers_are_left_out() {
    let source =
        "struct A { let x = Input(3); let a = Dense(7); let b = Dense(2); let c = LSTM(4); b(x) }";
    let front = front_end(source.parse().unwrap());
    assert_eq!(front.diagnostics.into_entries().len(), 2);
    let graph = front.graphs.into_iter().next().unwrap();
    let names: Vec<&str> = graph.layers.iter().map(|layer| &*layer.name).collect();
    assert_eq!(names, ["x", "b"]);
    let code = compile(graph).code.readable();
    assert!(
        code.contains("b_kernel") && !code.contains("a_kernel"),
        "{code}"
    );
}

#[test]
fn each_lint_says_what_and_why() {
    for lint in &WARNINGS {
        assert!(
            !lint.what.is_empty() && !lint.why.is_empty(),
            "{}",
            lint.name
        );
        let is_plain = lint
            .name
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter == '_');
        assert!(is_plain, "{}", lint.name);
    }
}

#[test]
fn budgets_are_compared_with_the_plan() {
    let costs = |attribute: &str| {
        let source = format!(
            "{attribute} struct A {{ Input(28, 28, 1), Conv2D(4, 3, activation = relu), BatchNormalization(),
                Flatten(), Dense(10, activation = softmax) }}"
        );
        let mut front = front_end(source.parse().unwrap());
        let graph = front.graphs.into_iter().next().expect("a model");
        let compiled = compile(graph);
        let left = formwork_compiler::passes::budget::budget(&compiled, &mut front.diagnostics);
        assert!(left.is_empty());
        let over = |entry: Entry| match entry.diagnosis {
            Diagnosis::OverBudget {
                cost, found, limit, ..
            } => Some((cost.key(), found, limit)),
            _ => None,
        };
        let entries = front.diagnostics.into_entries();
        entries.into_iter().filter_map(over).collect::<Vec<_>>()
    };
    // Conv2D 9·4 + 4, BatchNormalization 2·4 for a factor and a summand, Dense 2704·10 + 10, four bytes each.
    let weights = 4 * (40 + 8 + 27_050);
    let exact = format!("#[budget(weights = {weights})]");
    assert!(costs(&exact).is_empty());
    let less = format!("#[budget(weights = {})]", weights - 1);
    assert_eq!(costs(&less), [("weights", weights, weights - 1)]);
    let macs = 26 * 26 * 9 * 4 + 27_040;
    let found = costs("#[budget(macs = \"1k\", scratch = \"1 B\", tape = \"1 B\")]");
    assert_eq!(found[0].0, "macs");
    assert!(found[0].1 >= macs, "{found:?}");
    assert_eq!(found.len(), 3);
}
