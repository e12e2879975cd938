//! Mutated, truncated and random declarations: whatever the tokens, there is no panic and no endless work, and what
//! is accepted keeps the graph's invariants.

use formwork_compiler::diagnostics::render::plain;
use formwork_compiler::ir::graph::Graph;
use formwork_compiler::ir::operation::Lowered;
use formwork_compiler::passes::front_end;
use proc_macro2::{Delimiter, Group, Literal, Punct, Spacing, TokenStream, TokenTree};
use std::time::{Duration, Instant};

const SEEDS: &[&str] = &[
    "/// doc
    #[model(save_memory, debug = \"graph | code\", without(fuse, schedule))]
    pub struct Mlp { Input(784), Dense(512, activation = relu), Dropout(0.2), Dense(10, softmax), }",
    "struct Bn { Dense(64, input_dim = 14), BatchNormalization(), Activation(\"tanh\"), Dropout(0.5) }",
    "pub(crate) struct Cnn { Input(28, 28, 1), Conv2D(32, 3, padding = same, strides = (2, 1)), MaxPooling2D(2),
        Conv2D(8, kernel_size = (3, 3), dilation_rate = 2, groups = 4, use_bias = false, padding = \"same\"),
        GlobalAveragePooling2D(), Reshape(-1, 2), LSTM(5, go_backwards = true), Flatten(), Dense(1 + 2 * 3) }",
    "struct Twins { let a = Input(8); let b = Input(8); let encoder = Dense(4, trainable = false);
        let x = encoder(a); let y = encoder(b); let mut z = concat(x, y, axis = 1) * Dense(8, name = \"k\")(x);
        z = Activation(leaky_relu(negative_slope = 0.3))(z - Add()([z, z])); (z, x + y) }",
    "struct Rnn { let x = Input(7, 4); let (y, h, c) = LSTM(3, return_sequences = true, return_state = true)(x);
        let q: Tensor2<7, {1 + 2}> = my::Layer { beta: 1.5 }(y); LSTM(3)(q, initial_state = [h, c]) }",
    "struct User { Input(4, 4), crate::a::Soft::<3>::new(1, |x| x) -> [[f32; 2]; 2], Activation(glu(axis = 1)),
        Softmax(axis = (1, 2)), ReLU(max_value = 6), ELU(), LeakyReLU(alpha = 0.1) } struct B { Input(3), Dense(2) }",
    "struct Closed { let x = Input(4); let bend = |x| if x > 0 && x <= 9 { x } else { 0.1 * x.exp().min(x) };
        let y = Dense(4, activation = |t| { let s = bend(t) / (1 + exp(-t)); -s * pow(s, 3) + elu(t, alpha = 2) })(x);
        Lambda(|a, b, c| a * max(b, sigmoid(c)))(x, y, bend(y)) }",
    "const N: usize = 3; const SIZES: [(usize, bool); 2] = [(4, true), (N + 1, 2 > 1 && !false)]; const RATE: f32 = 1;
    /// doc
    pub fn block(x, n, stride = 1, act = relu) { let mut h = Dense(n, activation = act)(x); h += x;
        let y = if stride == 1 || x.channels() != n { h } else if n >= 2 { Dense(n)(h) } else { let z = h; z }; y }
    struct Net(width = N, deep = true) { let mut x = Input(N); for (n, flag) in SIZES { for i in 0..=2 { if flag { x = Dense(n.max(i + 1))(x); } } }
        let y = Dense(width)(x); if deep { block(y, y.dim(-1), name = \"last\") } else { y } }
    pub struct Wide = Net(width = 2 * N, deep = false);",
    "fn pair(x) { let (a, b) = (Dense(x.len())(x), { Dense(3)(x) }); (a, b) } fn stage(x, count) { let mut h = x;
        for _ in 0..count { let (a, b) = pair(h); h = a + b; } h }
    struct Encoder(units = 3) { Input(3), Dense(units), stage(2), if units > 4 { Flatten() } else { Dense(3) } }
    struct Twin { let a = Input(3); let b = Input(3); let encoder = Encoder(units = 5, trainable = false); const ACT = |v| v * RATE;
        let t = (encoder(a), encoder(b)); Encoder()(t.0) * t.1 + Activation(tanh)(stage(a, 1)) } const RATE = 0.5.max(2).pow(2).floor();",
    "use crate::blocks::{residual as r, Net}; family F = A(w in [1, 2], d in 1..=4, act = relu); enum A { B }
    struct A(w = 1, d = 1, act = tanh) { Input(4), r(3), lib::block(4, n = 2), lib::Net(3)(x), Dense(w + d, act) }",
];

const WORDS: &[&str] = &[
    "let", "mut", "struct", "pub", "Input", "Dense", "Conv2D", "LSTM", "Add", "concat", "x", "y",
    "relu", "same", "axis", "units", "_", "if", "for", "fn", "const", "Tensor1", "None", "r#type",
    "crate", "self", "name", "in", "else", "while", "match", "use", "family", "block", "pair",
    "Net", "Encoder", "width", "N", "true", "channels", "return",
];

/// A xorshift generator: the test is the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }

    fn token(&mut self, depth: usize) -> TokenTree {
        match self.below(10) {
            0..=2 => {
                let word = WORDS[self.below(WORDS.len())];
                word.parse::<TokenStream>()
                    .unwrap()
                    .into_iter()
                    .next()
                    .unwrap()
            }
            3 | 4 => {
                let numbers = [0, 1, 2, 3, 784, 1 << 20, i64::MAX, i64::MIN + 1];
                let value = numbers[self.below(numbers.len())];
                TokenTree::Literal(Literal::i64_unsuffixed(value.max(0)))
            }
            5 => TokenTree::Literal(Literal::f64_unsuffixed(self.below(40) as f64 / 10.0)),
            6 => TokenTree::Literal(Literal::string("relu")),
            7 if depth < 4 => {
                let delimiters = [
                    Delimiter::Parenthesis,
                    Delimiter::Bracket,
                    Delimiter::Brace,
                    Delimiter::None,
                ];
                let delimiter = delimiters[self.below(4)];
                let count = self.below(4);
                let inner = (0..count).map(|_| self.token(depth + 1)).collect();
                TokenTree::Group(Group::new(delimiter, inner))
            }
            _ => {
                let characters = [
                    '+', '-', '*', '/', '=', ',', ';', ':', '<', '>', '.', '#', '|', '&', '!', '@',
                    '.', '=', '|', '&',
                ];
                let spacing = if self.below(2) == 0 {
                    Spacing::Joint
                } else {
                    Spacing::Alone
                };
                TokenTree::Punct(Punct::new(
                    characters[self.below(characters.len())],
                    spacing,
                ))
            }
        }
    }

    /// Changes some tokens, at any depth.
    fn mutate(&mut self, tokens: TokenStream, depth: usize) -> TokenStream {
        let mut trees: Vec<TokenTree> = tokens.into_iter().collect();
        let changes = if depth == 0 { 0 } else { self.below(3) };
        for _ in 0..changes {
            let at = self.below(trees.len() + 1);
            let other = self.below(trees.len());
            match self.below(6) {
                0 if at < trees.len() => drop(trees.remove(at)),
                1 if at < trees.len() => trees.insert(at, trees[at].clone()),
                2 if at < trees.len() => trees.swap(at, other),
                3 => trees.truncate(at),
                4 if at < trees.len() => trees[at] = self.token(0),
                _ => trees.insert(at, self.token(0)),
            }
        }
        let mutated = trees.into_iter().map(|tree| match tree {
            TokenTree::Group(group) if self.below(3) > 0 => TokenTree::Group(Group::new(
                group.delimiter(),
                self.mutate(group.stream(), depth + 1),
            )),
            other => other,
        });
        mutated.collect()
    }
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
    for names in [
        graph
            .layers
            .iter()
            .map(|layer| &layer.name)
            .collect::<Vec<_>>(),
        graph
            .nodes
            .iter()
            .map(|node| &node.name)
            .collect::<Vec<_>>(),
    ] {
        let mut sorted = names.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), names.len(), "{graph}");
    }
}

/// Runs the front end; returns whether some model was accepted.
fn run(tokens: TokenStream) -> bool {
    let source = tokens.to_string();
    let start = Instant::now();
    let result = front_end(tokens);
    assert!(start.elapsed() < Duration::from_secs(2), "slow: {source}");
    result.graphs.iter().for_each(check);
    let accepted = !result.graphs.is_empty();
    let failed = result.failed.len();
    let entries = result.diagnostics.into_entries();
    let text = plain(&source, &entries);
    assert!(
        failed == 0 || text.contains("error: "),
        "no error for {source}"
    );
    assert!(accepted || !entries.is_empty(), "nothing for {source}");
    accepted
}

#[test]
fn seeds_are_understood() {
    let accepted = SEEDS
        .iter()
        .filter(|seed| run(seed.parse().unwrap()))
        .count();
    assert_eq!(accepted, SEEDS.len() - 1);
}

#[test]
fn mutants_do_no_harm() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let start = Instant::now();
    let (mut tried, mut accepted) = (0, 0);
    while tried < 2_000 && start.elapsed() < Duration::from_secs(20) {
        let seed: TokenStream = SEEDS[random.below(SEEDS.len())].parse().unwrap();
        let mutant = random.mutate(seed, 0);
        accepted += usize::from(run(mutant));
        tried += 1;
    }
    // Otherwise the mutants are all refused at once, and the test is worth little.
    assert!(
        accepted > tried / 50 && accepted < tried,
        "{accepted} of {tried}"
    );
}

#[test]
fn random_tokens_do_no_harm() {
    let mut random = Random(0x0123_4567_89AB_CDEF);
    for _ in 0..300 {
        let count = random.below(40);
        let tokens: TokenStream = (0..count).map(|_| random.token(0)).collect();
        run(tokens.clone());
        let body = TokenTree::Group(Group::new(Delimiter::Brace, tokens));
        let mut model: TokenStream = "struct A".parse().unwrap();
        model.extend([body]);
        run(model);
    }
}

#[test]
fn deep_and_long_tokens_do_no_harm() {
    let mut tokens: TokenStream = "x".parse().unwrap();
    for _ in 0..50_000 {
        tokens = TokenTree::Group(Group::new(Delimiter::Parenthesis, tokens)).into();
    }
    // Printing such tokens isn't possible.
    let result = front_end(tokens);
    assert_eq!(result.diagnostics.into_entries().len(), 1);
    for (open, close) in [
        ("Dense(2)(", ")"),
        ("[", "]"),
        ("my::L { ", " }"),
        ("f(g, ", ")"),
        ("{ let y = ", "; y }"),
        ("if ", " == 1 { x } else { x }"),
        ("if true { ", " } else { x }"),
        ("|x| ", ""),
        ("|x| (", ")"),
        ("!-(", ")"),
        ("x.max(", ")"),
        ("((", ").0.1)"),
        ("for i in 0..2 { ", " }"),
        ("(1 + 2 * (", "))"),
    ] {
        let depth = 62;
        run(format!(
            "struct A {{ {}3{} }}",
            open.repeat(depth),
            close.repeat(depth)
        )
        .parse()
        .unwrap());
        run(format!(
            "struct A {{ let x = {}3{}; x }}",
            open.repeat(depth),
            close.repeat(depth)
        )
        .parse()
        .unwrap());
    }
    run(format!(
        "struct A {{ let x = Input(3); x{} }}",
        " + x".repeat(20_000)
    )
    .parse()
    .unwrap());
    run(
        format!("struct A {{ Input(3){} }}", ", Dense(1 + 1)".repeat(5_000))
            .parse()
            .unwrap(),
    );
    run(
        format!("struct A {{ Input(3), Dense(1{}) }}", " + 1".repeat(40_000))
            .parse()
            .unwrap(),
    );
}
