//! The memory of the deployed form: against the least possible, for networks that are known and for a hundred random ones.

use formwork_compiler::diagnostics::Severity;
use formwork_compiler::diagnostics::render::plain;
use formwork_compiler::ir::deployed::Deployed;
use formwork_compiler::ir::schedule::Schedule;
use formwork_compiler::{compile, passes::front_end};
use std::fmt::Write;

/// The deployed forms of a declaration's models.
fn deployed(source: &str) -> Vec<Deployed> {
    let front = front_end(source.parse().expect("tokens"));
    let mut entries = front.diagnostics.into_entries();
    entries.retain(|entry| entry.severity == Severity::Error);
    assert!(entries.is_empty(), "{source}\n{}", plain(source, &entries));
    let compiled = front.graphs.into_iter().map(compile);
    compiled.map(|compiled| compiled.deployed).collect()
}

/// First element, end, first call and last call of each buffer, as the calls use it.
fn used(deployed: &Deployed) -> Vec<[usize; 4]> {
    let mut used: Vec<[usize; 4]> = Vec::new();
    for (index, buffer) in deployed.buffers.iter().enumerate() {
        let calls = deployed.calls.iter().enumerate();
        let calls = calls.filter(|(_, call)| Schedule::buffers_of(call).any(|used| used == index));
        let calls: Vec<usize> = calls.map(|(call, _)| call).collect();
        let (first, last) = (calls[0], calls[calls.len() - 1]);
        used.push([buffer.offset, buffer.offset + buffer.len, first, last]);
    }
    used
}

/// No two buffers overlap while both are in use, and the arena is at most a twentieth longer than it must be.
fn check(deployed: &Deployed) {
    let used = used(deployed);
    for (index, [begin, end, first, last]) in used.iter().enumerate() {
        for [other_begin, other_end, other_first, other_last] in &used[..index] {
            let meet = first <= other_last && other_first <= last;
            let overlap = begin < other_end && other_begin < end;
            assert!(!meet || !overlap, "{deployed}");
        }
    }
    let alive = |call: usize| -> usize {
        let alive = used
            .iter()
            .filter(|[.., first, last]| (*first..=*last).contains(&call));
        alive.map(|[begin, end, ..]| end - begin).sum()
    };
    let least = (0..deployed.calls.len()).map(alive).max().unwrap_or(0);
    assert_eq!(least, deployed.most_alive(), "{deployed}");
    let end = used.iter().map(|[_, end, ..]| *end).max().unwrap_or(0);
    assert_eq!(end, deployed.arena, "{deployed}");
    assert!(deployed.arena * 100 <= least * 105, "{deployed}");
}

/// The scratch of a network in bytes.
fn bytes(deployed: &Deployed) -> usize {
    4 * (deployed.arena + deployed.scratch.known().expect("a known size"))
}

#[test]
fn known_networks_need_what_they_must() {
    let hidden = |units| {
        format!("Dense({units}, use_bias = false), BatchNormalization(), Activation(relu),")
    };
    let wide = hidden(128).repeat(4);
    let anomaly = format!(
        "struct Net {{ Input(640), {wide} {} {wide} Dense(640) }}",
        hidden(8)
    );
    let [anomaly] = &deployed(&anomaly)[..] else {
        panic!("one model")
    };
    assert_eq!(bytes(anomaly), 1024);
    assert_eq!(anomaly.calls.len(), 10);

    // Two maps of 32 · 32 · 16 floats: a residual block's second convolution adds to the block's input.
    let resnet = include_str!("../../benches/src/workloads.rs");
    let (_, rest) = resnet.split_once("\nmodel! {").expect("a declaration");
    let (declaration, _) = rest.split_once("\n}\n").expect("its end");
    let networks = deployed(declaration);
    networks.iter().for_each(check);
    let resnet = networks
        .iter()
        .find(|one| one.plan.bare_name() == "ResNet8");
    assert_eq!(bytes(resnet.expect("a workload")), 131_072);
    let mlp = networks.iter().find(|one| one.plan.bare_name() == "Mlp");
    assert_eq!(bytes(mlp.expect("a workload")), 4 * (512 + 128));
}

#[test]
fn nothing_is_needed_where_the_callers_memory_will_do() {
    for (body, floats) in [
        ("Input(9), Dense(5, activation = relu)", 0),
        // The output is where its summand and what is activated are.
        (
            "let x = Input(9); let y = Dense(5)(x); Activation(softmax)(y + Dense(5)(x))",
            0,
        ),
        ("let x = Input(9); Activation(softmax)(x)", 0),
        (
            "let x = Input(9); (Flatten()(Reshape((3, 3))(x)), Dense(2)(x))",
            0,
        ),
        // An output is read again, and stays.
        (
            "let x = Input(9); let y = Dense(5)(x); (y, Activation(relu)(y))",
            0,
        ),
        (
            "let x = Input(9); let y = Dense(5)(x); Dense(2)(Activation(relu)(y) * y)",
            10,
        ),
        // The input is the caller's.
        ("let x = Input(9); Dense(2)(Activation(relu)(x))", 9),
        // What is multiplied lies in the first factor, here and not in training.
        (
            "let x = Input(9); let y = Dense(5)(x); Dense(2)(y * Dense(5, activation = sigmoid)(x))",
            10,
        ),
    ] {
        let networks = deployed(&format!("struct Net {{ {body} }}"));
        assert_eq!(bytes(&networks[0]), 4 * floats, "{}", networks[0]);
    }
}

/// Numbers without a pattern.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) as usize % end
    }
}

/// A network of so many layers, each of which reads some of the values before it.
fn random_network(seed: u64) -> String {
    let mut random = Random(seed);
    let mut source = "struct Net { let v00 = Input(7);".to_string();
    let mut widths = vec![7];
    let mut is_read = vec![false];
    for layer in 1..6 + random.below(30) {
        // Recent values more often than others.
        let reach = (1 + random.below(8)).min(widths.len());
        let mut pick = || widths.len() - 1 - random.below(reach);
        let (a, b) = (pick(), pick());
        let units = 1 + random.below(40);
        let (call, width) = match random.below(7) {
            0 if widths[a] == widths[b] => (format!("v{a:02} + v{b:02}"), widths[a]),
            1 if widths[a] == widths[b] => (format!("v{a:02} * v{b:02}"), widths[a]),
            2 => (format!("concat(v{a:02}, v{b:02})"), widths[a] + widths[b]),
            3 => (format!("Activation(tanh)(v{a:02})"), widths[a]),
            4 => (
                format!("Activation(relu)(Dense({units})(v{a:02}) + Dense({units})(v{b:02}))"),
                units,
            ),
            5 => {
                let width = widths[a];
                (
                    format!("BatchNormalization()(Dense({width})(v{b:02})) + v{a:02}"),
                    width,
                )
            }
            _ => (format!("Dense({units})(v{a:02})"), units),
        };
        let _ = write!(source, "let v{layer:02} = {call};");
        for value in [a, b] {
            is_read[value] |= call.contains(&format!("v{value:02}"));
        }
        widths.push(width);
        is_read.push(false);
    }
    // Nothing may be left over.
    let unread = is_read.iter().enumerate().filter(|(_, is_read)| !**is_read);
    let unread: Vec<String> = unread.map(|(value, _)| format!("v{value:02}")).collect();
    let joined = match &unread[..] {
        [only] => only.clone(),
        several => format!("concat({})", several.join(", ")),
    };
    source + &format!("Dense(3)({joined}) }}")
}

#[test]
fn a_hundred_random_networks_need_what_they_must() {
    let mut shared = 0;
    for seed in 0..100 {
        let networks = deployed(&random_network(seed));
        check(&networks[0]);
        let values = networks[0].buffers.iter().map(|buffer| buffer.values.len());
        shared += usize::from(values.max() > Some(1));
        // The same every time.
        let again = deployed(&random_network(seed));
        assert_eq!(again[0].to_string(), networks[0].to_string());
    }
    assert!(shared > 50, "values share memory in {shared} networks");
}
