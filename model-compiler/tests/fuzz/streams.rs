//! Streams of tokens by number, and what holds for whatever the compiler makes of them.

use crate::random::Random;
use crate::seeds::{self, Seeds};
use formwork_compiler::diagnostics::apply;
use formwork_compiler::diagnostics::render::plain;
use formwork_compiler::expand;
use formwork_compiler::ir::graph::Graph;
use formwork_compiler::ir::operation::Lowered;
use formwork_compiler::passes::front_end;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::sync::LazyLock;

/// What streams begin with.
pub static SEEDS: LazyLock<Seeds> = LazyLock::new(seeds::read);

/// The tokens of a stream: of ten, one is random, four are declarations in which much is changed, and five such in which little is.
pub fn stream(number: u64) -> TokenStream {
    let mut random = Random::new(number);
    let words = &SEEDS.words;
    match random.below(10) {
        0 => {
            let tokens = random.tokens(40, words);
            if random.below(2) == 0 {
                return tokens;
            }
            let body = TokenTree::Group(Group::new(Delimiter::Brace, tokens));
            let mut model: TokenStream = parse("struct A");
            model.extend([body]);
            model
        }
        1..=4 => {
            let seed = declaration(&mut random);
            random.shake(seed, words)
        }
        _ => little_changed(&mut random),
    }
}

/// A declaration with up to three changes.
pub fn little_changed(random: &mut Random) -> TokenStream {
    let mut tokens = declaration(random);
    let donor = declaration(random);
    for _ in 0..=random.below(3) {
        tokens = random.nudge(tokens, &donor, &SEEDS.words);
    }
    tokens
}

/// A seed: of five, one with mistakes, and two that use more than layers.
fn declaration(random: &mut Random) -> TokenStream {
    let among = match random.below(5) {
        0 => &SEEDS.wrong,
        1 | 2 => &SEEDS.language,
        _ => &SEEDS.right,
    };
    parse(random.choose::<String>(among))
}

pub fn parse(text: &str) -> TokenStream {
    text.parse().expect("tokens")
}

/// Expands the tokens, and looks at what the front end made of them. Returns whether some model was accepted.
pub fn run(tokens: TokenStream) -> bool {
    let source = tokens.to_string();
    let expanded = expand(tokens.clone());
    // Whatever is wrong is said by us: what comes out is Rust, unless a layer of the user's own isn't.
    let parsed = syn::parse2::<syn::File>(expanded);
    if let Err(error) = parsed
        && !source.contains("::")
        && !has_literal(tokens.clone())
    {
        panic!("{error} in the expansion of {source}");
    }
    check_front_end(&source, tokens)
}

/// Whether there is something like `Layer { field: value }`, as no model's own braces are.
fn has_literal(tokens: TokenStream) -> bool {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_struct = |tree: &TokenTree| matches!(tree, TokenTree::Ident(ident) if ident == "struct");
    let literal = tokens.iter().enumerate().any(|(at, tree)| {
        matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
            && at >= 1
            && matches!(tokens[at - 1], TokenTree::Ident(_))
            && !(at >= 2 && is_struct(&tokens[at - 2]))
    });
    let inside =
        |tree: TokenTree| matches!(tree, TokenTree::Group(group) if has_literal(group.stream()));
    literal || tokens.into_iter().any(inside)
}

/// Runs the front end alone.
pub fn check_front_end(source: &str, tokens: TokenStream) -> bool {
    let result = front_end(tokens);
    result.graphs.iter().for_each(check);
    let accepted = !result.graphs.is_empty();
    let failed = result.failed.len();
    let entries = result.diagnostics.into_entries();
    let text = plain(source, &entries);
    apply(source, &entries);
    assert!(
        failed == 0 || text.contains("error: "),
        "no error for {source}"
    );
    // Blocks and constants alone make nothing.
    let makes_nothing = ["fn", "const", "use"]
        .iter()
        .any(|word| source.contains(word));
    assert!(
        accepted || !entries.is_empty() || makes_nothing,
        "nothing for {source}"
    );
    accepted
}

/// What holds for every graph that the front end gives.
fn check(graph: &Graph) {
    assert!(!graph.outputs.is_empty());
    for (index, node) in graph.nodes.iter().enumerate() {
        assert!(!node.shapes.is_empty(), "{graph}");
        assert!(
            node.inputs.iter().all(|input| input.node < index),
            "{graph}"
        );
        assert_eq!(node.inputs.len(), node.input_spans.len());
        let layer = &graph.layers[node.layer];
        let inputs = graph.input_shapes(node);
        layer.layer.scratch(&inputs, 128);
        if let Lowered::Operation(operation) = layer.layer.lower(&inputs, layer.trainable) {
            assert_eq!(operation.keeps_inputs.len(), node.inputs.len(), "{graph}");
            assert_eq!(operation.keeps_outputs.len(), node.shapes.len(), "{graph}");
        }
    }
    let layers: Vec<&String> = graph.layers.iter().map(|layer| &layer.name).collect();
    let nodes: Vec<&String> = graph.nodes.iter().map(|node| &node.name).collect();
    for names in [layers, nodes] {
        let mut sorted = names.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), names.len(), "{graph}");
    }
}
