//! What stands before the body: attributes, options, visibility; and what fails without a body.

use formwork_compiler::diagnostics::render::plain;
use formwork_compiler::ir::graph::{Form, Graph, ModelOptions, Pass};
use formwork_compiler::passes::front_end;

fn graph(source: &str) -> Graph {
    let mut result = front_end(source.parse().unwrap());
    let entries = result.diagnostics.into_entries();
    assert!(entries.is_empty(), "{}", plain(source, &entries));
    result.graphs.remove(0)
}

#[test]
fn attributes_are_told_apart() {
    let header = graph(
        "/// One.
        ///
        /// \"Two\" lines.
        #[doc = \"escaped \\\"three\\\"\"]
        #[allow(dead_code)]
        #[model(save_memory)]
        #[cfg(test)]
        pub(in crate::nets) struct Net { Input(3), Dense(2) }",
    )
    .header;
    assert_eq!(
        header.docs,
        [" One.", "", " \"Two\" lines.", "escaped \"three\""]
    );
    assert_eq!(
        header.attributes.to_string(),
        "# [allow (dead_code)] # [cfg (test)]"
    );
    assert_eq!(header.visibility.to_string(), "pub (in crate :: nets)");
    assert_eq!(header.name, "Net");
    let expected = ModelOptions {
        save_memory: true,
        ..ModelOptions::default()
    };
    assert_eq!(header.options, expected);
}

#[test]
fn all_options() {
    let source =
        "#[model(input_gradients, debug = \"graph | plan|schedule |deployed| code\", write = \"src/net.rs\",
        without(fuse, differentiate, schedule, plan_memory))] struct Net { Input(3), Dense(2) }";
    let expected = ModelOptions {
        input_gradients: true,
        save_memory: false,
        debug: vec![
            Form::Graph,
            Form::Plan,
            Form::Schedule,
            Form::Deployed,
            Form::Code,
        ],
        write: Some("src/net.rs".into()),
        without: vec![
            Pass::Fuse,
            Pass::Differentiate,
            Pass::Schedule,
            Pass::PlanMemory,
        ],
        ..ModelOptions::default()
    };
    assert_eq!(graph(source).header.options, expected);
    assert_eq!(
        graph("struct Net { Input(3), Dense(2) }").header.options,
        ModelOptions::default()
    );
}

#[test]
fn a_wrong_model_fails_alone() {
    let source = "struct A { Input(3), Dense(2) } pub struct B { Input(3), Dense(0) } struct C;
        struct D<T> { Input(3) } enum Kind { A } struct E { Input(4), Dense(2) }";
    let result = front_end(source.parse().unwrap());
    let good: Vec<String> = result
        .graphs
        .iter()
        .map(|graph| graph.header.name.to_string())
        .collect();
    assert_eq!(good, ["A", "E"]);
    let failed: Vec<String> = result
        .failed
        .iter()
        .map(|(_, header)| header.name.to_string())
        .collect();
    assert_eq!(failed, ["B", "C", "D"]);
    let models: Vec<_> = result
        .diagnostics
        .into_entries()
        .iter()
        .map(|entry| entry.model)
        .collect();
    assert_eq!(models, [Some(2), Some(3), None, Some(1)]);
}

#[test]
fn budgets_are_read() {
    let found = graph(
        "#[no_batch] #[budget(weights = \"64 KiB\", scratch = 16_384, tape = \"1 MiB\", macs = \"2.5M\")] struct A { Input(3), Dense(2) }",
    )
    .header;
    assert!(found.options.no_batch);
    let limits: Vec<(&str, u64)> = found
        .options
        .budget
        .iter()
        .map(|allowance| (allowance.cost.key(), allowance.limit))
        .collect();
    let expected = [
        ("weights", 65_536),
        ("scratch", 16_384),
        ("tape", 1 << 20),
        ("macs", 2_500_000),
    ];
    assert_eq!(limits, expected);
}
