//! Drawings: each has every layer and every edge once, and boxes don't touch.

use crate::common::{json, output};
use std::fs;

const MODELS: [&str; 5] = ["Mlp", "Saving", "Residual", "Shared", "Blocks"];

/// The layers' names and the number of edges, from the document for tools.
fn layers(model: &str) -> (Vec<String>, usize) {
    let found = json(&["graph", "models.rs", model, "--json"]);
    let layers = found["models"][0]["layers"].as_array().expect("a list");
    let names = layers.iter().map(|layer| layer["name"].as_str());
    let names = names.map(|name| name.expect("a text").to_string());
    let reads = layers.iter().map(|layer| layer["reads"].as_array());
    let edges = reads.map(|reads| reads.expect("a list").len()).sum();
    (names.collect(), edges)
}

fn last(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// What stands between two marks on a line.
fn between<'t>(text: &'t str, before: &str, after: &str) -> Vec<&'t str> {
    let lines = text.lines();
    let parts = lines.filter_map(|line| line.split_once(before)?.1.split_once(after));
    parts.map(|(part, _)| part).collect()
}

/// Blocks are groups, also within each other.
#[test]
fn blocks_are_groups() {
    let (mermaid, _) = output(&["graph", "models.rs", "Blocks"]);
    let groups = between(&mermaid, "subgraph ", "]");
    let expected = [
        "g0 [\"residual_1\"",
        "g1 [\"normalized_1\"",
        "g2 [\"residual_2\"",
        "g3 [\"normalized_1\"",
        "g4 [\"normalized_1\"",
    ];
    assert_eq!(groups, expected, "{mermaid}");
    assert_eq!(
        mermaid.lines().filter(|line| line.trim() == "end").count(),
        5
    );
    let (dot, _) = output(&["graph", "models.rs", "Blocks", "--format", "dot"]);
    assert_eq!(dot.matches("subgraph cluster_").count(), 5);
    assert_eq!(dot.matches('{').count(), dot.matches('}').count());
}

#[test]
fn mermaid_and_graphviz_have_every_layer_and_edge() {
    for model in MODELS {
        let (names, edges) = layers(model);
        let (mermaid, code) = output(&["graph", "models.rs", model]);
        assert_eq!(code, 0);
        let (dot, _) = output(&["graph", "models.rs", model, "--format", "dot"]);
        let mut own: Vec<&str> = names.iter().map(|name| last(name)).collect();
        own.sort_unstable();
        let mut in_mermaid = between(&mermaid, "[\"<b>", "</b><br/>");
        in_mermaid.sort_unstable();
        assert_eq!(in_mermaid, own);
        let mut in_dot = between(&dot, "[label = \"", "\\n");
        in_dot.sort_unstable();
        assert_eq!(in_dot, own);
        let outputs = dot.matches("label = \"output\"").count();
        assert_eq!(mermaid.matches(" -->|\"[").count(), edges + outputs);
        assert_eq!(dot.matches(" -> ").count(), edges + outputs);
    }
    let (mermaid, _) = output(&["graph", "models.rs", "Residual"]);
    let sum = "n2 -->|\"[32, 32, 16]\"| n3";
    assert!(mermaid.contains(sum), "{mermaid}");
}

#[test]
fn pictures_have_every_layer_and_edge() {
    for model in MODELS {
        let (names, edges) = layers(model);
        let (svg, _) = output(&["graph", "models.rs", model, "--format", "svg"]);
        let document = roxmltree::Document::parse(&svg).expect("it is well-formed");
        let root = document.root_element();
        let of_class = |class: &str| {
            let has = |node: &roxmltree::Node<'_, '_>| {
                let classes = node.attribute("class").unwrap_or("");
                classes.split(' ').any(|one| one == class)
            };
            root.descendants().filter(has).collect::<Vec<_>>()
        };
        let shown: Vec<_> = of_class("name").iter().map(|node| node.text()).collect();
        let names: Vec<_> = names.iter().map(|name| Some(name.as_str())).collect();
        assert_eq!(shown, names);
        assert_eq!(of_class("line").len(), edges);

        let number = |node: &roxmltree::Node<'_, '_>, name: &str| -> f64 {
            let text = node.attribute(name).expect("it is there");
            text.parse().expect("it is a number")
        };
        let boxes: Vec<[f64; 4]> = of_class("box")
            .iter()
            .map(|node| {
                let (x, y) = (number(node, "x"), number(node, "y"));
                [x, y, x + number(node, "width"), y + number(node, "height")]
            })
            .collect();
        let (width, height) = (number(&root, "width"), number(&root, "height"));
        for (index, one) in boxes.iter().enumerate() {
            assert!(one[0] > 0.0 && one[1] > 0.0 && one[2] < width && one[3] < height);
            for other in &boxes[..index] {
                let apart = one[2] < other[0]
                    || other[2] < one[0]
                    || one[3] < other[1]
                    || other[3] < one[1];
                assert!(apart, "{model}: {one:?} and {other:?}");
            }
        }
    }
}

#[test]
fn a_drawing_goes_to_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("graph.svg");
    let words = ["graph", "models.rs", "Mlp", "--format", "svg"];
    let (expected, _) = output(&words);
    let file = path.to_str().expect("a plain path");
    // The name of the file says what it is.
    let (text, code) = output(&[&words[..3], &["-o", file]].concat());
    assert_eq!((text.as_str(), code), ("", 0));
    assert_eq!(fs::read_to_string(path).expect("it is there"), expected);
}
