//! Mutated, truncated and random declarations: whatever the tokens, there is no panic, no stack that overflows and no endless
//! work, and what is accepted keeps the graph's invariants.
//!
//! ```sh
//! FORMWORK_STREAMS=100000 cargo test -p formwork-compiler --test fuzz streams   # 5,000 without the variable
//! FORMWORK_STREAM=4711 cargo test -p formwork-compiler --test fuzz one_stream -- --nocapture   # that stream alone
//! .ci/mutants                                                # 300 accepted models, compiled and run
//! ```

mod language;
mod mutants;
mod random;
mod seeds;
mod streams;
mod threads;

use formwork_compiler::expand;
use formwork_compiler::passes::front_end;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::path::Path;
use streams::{SEEDS, check_front_end, parse, run, stream};

/// A number that the environment gives.
fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().expect("the variable is a number"))
}

#[test]
fn seeds_are_many_right_and_wrong() {
    let (right, wrong) = (SEEDS.right.len(), SEEDS.wrong.len());
    assert!(right >= 100 && wrong >= 100, "{right} and {wrong} seeds");
    for declaration in language::DECLARATIONS {
        let result = front_end(parse(declaration));
        assert_eq!(result.diagnostics.errors(), 0, "{declaration}");
        result.diagnostics.into_entries();
    }
    for word in ["LSTM", "Conv2D", "concat"] {
        assert!(SEEDS.right.iter().any(|seed| seed.contains(word)), "{word}");
    }
    for seed in SEEDS.right.iter().chain(&SEEDS.wrong) {
        run(parse(seed));
    }
}

#[test]
fn streams_do_no_harm() {
    let streams = number("FORMWORK_STREAMS").unwrap_or(5_000);
    threads::each(streams, |number| {
        run(stream(number));
    });
}

/// Prints a stream, then does with it what the others are done with.
#[test]
fn one_stream() {
    let number = number("FORMWORK_STREAM").unwrap_or(0);
    println!("{}", stream(number));
    run(stream(number));
}

/// Otherwise streams are all refused at once, and the tests are worth little.
#[test]
fn streams_are_neither_all_right_nor_all_wrong() {
    let count = 500;
    let accepted = (0..count)
        .filter(|&number| {
            let tokens = stream(number);
            let result = front_end(tokens);
            result.diagnostics.into_entries();
            !result.graphs.is_empty()
        })
        .count();
    assert!((50..400).contains(&accepted), "{accepted} of {count}");
}

/// The same tokens always become the same code.
#[test]
fn expansion_is_deterministic() {
    for number in 0..100 {
        let once = expand(stream(number)).to_string();
        assert_eq!(once, expand(stream(number)).to_string());
    }
}

/// The front end alone: the other passes are linear in the number of layers.
fn front(source: &str) {
    check_front_end(source, parse(source));
}

/// `.ci/mutants` calls this with a folder.
#[test]
fn a_crate_of_mutants() {
    if let Some(folder) = std::env::var_os("FORMWORK_MUTANTS") {
        mutants::write(Path::new(&folder));
    }
}

#[test]
fn deep_and_long_tokens_do_no_harm() {
    let mut tokens: TokenStream = parse("x");
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
    ] {
        let (open, close) = (open.repeat(62), close.repeat(62));
        front(&format!("struct A {{ {open}3{close} }}"));
        front(&format!("struct A {{ let x = {open}3{close}; x }}"));
    }
    let sum = " + x".repeat(20_000);
    front(&format!("struct A {{ let x = Input(3); x{sum} }}"));
    let layers = ", Dense(1 + 1)".repeat(5_000);
    front(&format!("struct A {{ Input(3){layers} }}"));
    let units = " + 1".repeat(40_000);
    front(&format!("struct A {{ Input(3), Dense(1{units}) }}"));
}
