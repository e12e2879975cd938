//! Mends of mistakes that nobody thought of: one small change at every place of some declarations. Applying a mend takes
//! its mistake away, and rarely uncovers others.

use formwork_compiler::diagnostics::render::plain;
use formwork_compiler::diagnostics::{Entry, Severity, apply};
use formwork_compiler::passes::front_end;
use proc_macro2::{TokenStream, TokenTree};

const SEEDS: &[&str] = &[
    "#[model(save_memory)]
    #[budget(weights = \"4 MiB\", macs = \"2M\")]
    pub struct Mlp {
        Input(784),
        Dense(512, activation = relu, kernel_initializer = he_normal),
        Dropout(0.2),
        Dense(10, softmax),
    }",
    "struct Cnn {
        Input(28, 28, 1),
        Conv2D(32, 3, padding = same, activation = relu, use_bias = false),
        MaxPooling2D(2, allow = dropped_pixels),
        Conv2D(8, kernel_size = (3, 3), dilation_rate = 2, groups = 4),
        BatchNormalization(axis = -1, name = \"norm\"),
        Activation(leaky_relu(negative_slope = 0.3)),
        Reshape(100, 8),
        LSTM(5, go_backwards = true),
        Dense(2 + 1, activation = softmax),
    }",
    "struct Residual {
        let image = Input(16, 16, 8);
        let a = Conv2D(8, 3, padding = same, activation = relu)(image);
        let mut b = Conv2D(8, 3, padding = same)(a);
        b = Activation(relu)(b + image);
        let narrow = Conv2D(16, 1, strides = 2)(b);
        let pooled = MaxPooling2D(pool_size = 2)(b);
        let all = concat(narrow, pooled, axis = 3);
        let features = GlobalAveragePooling2D()(all);
        Dense(10, activation = softmax)(features)
    }",
    "struct Twins {
        let left = Input(8);
        let right = Input(8);
        let encoder = Dense(4, activation = tanh);
        let a = encoder(left);
        let b = encoder(right);
        let same = a * b - Multiply()([a, b]);
        let c: Tensor1<4> = a + Dense(4)(same);
        (Dense(1, activation = sigmoid)(concat(b, c)), c)
    }",
    "struct Rnn {
        let x = Input(7, 4);
        let (y, h, c) = LSTM(3, return_sequences = true, return_state = true)(x);
        let z = LSTM(3)(y, initial_state = [h, c]);
        Dense(2)(z)
    }",
];

fn entries(source: &str) -> Option<Vec<Entry>> {
    let tokens: TokenStream = source.parse().ok()?;
    let mut entries = front_end(tokens).diagnostics.into_entries();
    entries.retain(|entry| entry.severity == Severity::Error);
    Some(entries)
}

/// The byte ranges of all tokens but the delimiters.
fn ranges(source: &str, tokens: TokenStream, found: &mut Vec<(usize, usize)>) {
    let offset = |place: proc_macro2::LineColumn| {
        let before: usize = source
            .split_inclusive('\n')
            .take(place.line - 1)
            .map(str::len)
            .sum();
        before + place.column
    };
    for tree in tokens {
        match tree {
            TokenTree::Group(group) => ranges(source, group.stream(), found),
            other => found.push((offset(other.span().start()), offset(other.span().end()))),
        }
    }
}

/// The source with one token changed in some ways.
fn changes(source: &str, (from, to): (usize, usize)) -> Vec<String> {
    let token = &source[from..to];
    let mut texts = vec![String::new(), format!("{token} {token}")];
    let first = token.chars().next().unwrap_or(' ');
    if first.is_ascii_digit() {
        texts.extend(
            [
                "0",
                "1",
                "7",
                "-3",
                "2.5",
                "30",
                "true",
                "name",
                "(2, 3, 4)",
                "\"x\"",
            ]
            .map(Into::into),
        );
    } else if first.is_alphabetic() {
        let mut letters: Vec<char> = token.chars().collect();
        if letters.len() > 2 {
            letters.swap(1, 2);
            texts.push(letters.iter().collect());
        }
        texts.push(format!("{token}s"));
        texts.extend(
            [
                "relu",
                "x",
                "unknown",
                "Dense",
                "Flatten",
                "image",
                "encoder",
                "3",
                "trainable",
            ]
            .map(Into::into),
        );
    } else {
        texts.extend([";", ",", "=", "+", "*", "/", "."].map(Into::into));
    }
    let changed = texts
        .into_iter()
        .map(|text| format!("{}{text}{}", &source[..from], &source[to..]));
    changed.collect()
}

#[test]
fn mends_take_their_mistake_away() {
    let (mut mistakes, mut mended, mut uncovered) = (0, 0, 0);
    let mut wrong = Vec::new();
    for seed in SEEDS {
        assert_eq!(
            entries(seed).map(|entries| entries.len()),
            Some(0),
            "{seed}"
        );
        let mut tokens = Vec::new();
        ranges(seed, seed.parse().unwrap(), &mut tokens);
        for source in tokens.into_iter().flat_map(|token| changes(seed, token)) {
            let Some(before) = entries(&source) else {
                continue;
            };
            for entry in &before {
                mistakes += 1;
                if entry.mend.is_none() {
                    continue;
                }
                mended += 1;
                let result = apply(&source, [entry]);
                let after = entries(&result);
                let gone = after.as_ref().is_some_and(|after| {
                    let same = |other: &Entry| {
                        other.diagnosis == entry.diagnosis
                            && other.span.start() == entry.span.start()
                    };
                    !after.iter().any(same)
                });
                // `relu(512, activation = tanh)` is an unknown layer, and `ReLU` has no such arguments.
                let count = after.as_ref().map_or(0, Vec::len);
                uncovered += usize::from(count > before.len());
                if !gone {
                    let after = plain(&result, &after.unwrap_or_default());
                    let before = plain(&source, std::slice::from_ref(entry));
                    wrong.push(format!("{before}--- {:?}\n{after}", entry.mend));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n==========\n"));
    assert!(mended * 3 > mistakes, "{mended} of {mistakes}");
    assert!(uncovered * 50 < mended, "{uncovered} of {mended}");
}
