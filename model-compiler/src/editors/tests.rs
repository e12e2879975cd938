//! What is emitted, and that `rustc` can read it.

use super::*;

/// What is emitted, without spaces.
fn emitted(source: &str) -> String {
    let tokens: TokenStream = source.parse().unwrap();
    let front = crate::passes::front_end(tokens.clone());
    front.diagnostics.discard();
    let tokens = editors(tokens, &front.graphs);
    assert!(
        syn::parse2::<syn::File>(tokens.clone()).is_ok(),
        "rustc can't read {tokens}"
    );
    tokens.to_string().replace(' ', "")
}

#[track_caller]
fn holds(source: &str, parts: &[&str]) {
    let emitted = emitted(source);
    for part in parts {
        assert!(emitted.contains(part), "no {part} in {emitted}");
    }
}

#[test]
fn words_name_their_items() {
    holds(
        "struct Net { Input(4), Dense(3, activation = relu, init = Zeros), Concat() }",
        &[
            "let_:layers::Input;",
            "let_:layers::Dense;",
            "letlayers::Dense{activation:_,..};",
            "let_:activations::relu;",
            "letlayers::Dense{kernel_initializer:_,..};",
            "let_:initializers::zeros;",
            "let_:layers::Concatenate;",
        ],
    );
    holds(
        "struct Net { let x = Input(4); Dense(3, activation = leaky_relu(alpha = 0.1))(add(x, x)) }",
        &[
            "letx:types::Net::x;",
            "modtypes{pubmodNet{pubtypex=::formwork::language::values::Tensor1<4>;}}",
            "letactivations::leaky_relu{negative_slope:_,..};",
            "let_:functions::add;",
            "x;x;",
        ],
    );
}

#[test]
fn names_are_bound_behind_their_values() {
    holds(
        "struct Net { let x = Input(4); let x = Dense(x.channels())(x); x }",
        &["x.channels;x;letx:types::Net::x;x;"],
    );
    let found = emitted("struct Net { let y = Dense(3)(y); }");
    let value = found.find("y;lety").expect("the value comes first");
    assert!(found[value..].starts_with("y;lety:types::Net::y;"));
}

#[test]
fn blocks_have_their_documentation_and_parameters() {
    holds(
        "/// Adds.
        pub fn residual(x, width = 3) { for i in 0..2 { let y = Dense(width)(x); } x }
        struct Net { let a = Input(3); residual(a, width = 4) }",
        &[
            "pubstructresidual{pubx:values::Value,pubwidth:values::Value}",
            "#[doc=\"Adds.\"]fnresidual(x:Value,width:Value){",
            "{leti:values::Number;let_:layers::Dense;width;x;lety:values::Value;}x;",
            "residual;a;",
            "letarguments::residual{width:_,..};",
        ],
    );
}

#[test]
fn members_and_families_name_models_and_parameters() {
    holds(
        "struct Net(width = 8) { Input(4), Dense(width) }
        struct Wide = Net(width = 64);
        family Nets = Net(width in [16, 32]);",
        &[
            "letwidth:values::Number;let_:layers::Input;let_:layers::Dense;width;",
            "const_:()={let_:Net;letarguments::Net{#[cfg(any())]width,..};letarguments::Net{width:_,..};};\
             const_:()={let_:Net;",
        ],
    );
}

/// rust-analyzer compares two expansions: what stands before the cursor is the same, and so is what surrounds it.
#[test]
fn a_word_that_is_completed_changes_nothing_before_it() {
    for (without, with, surrounding) in [
        (
            "Dense(3, )",
            "Dense(3, X)",
            "letlayers::Dense{units:_,#[cfg(any())]",
        ),
        (
            "Dense(3, act)",
            "Dense(3, actX)",
            "letlayers::Dense{units:_,#[cfg(any())]",
        ),
        (
            "Dense(3, activation = relu)",
            "Dense(3, activationX = relu)",
            "letlayers::Dense{units:_,#[cfg(any())]",
        ),
        (
            "Dense(3, activation = )",
            "Dense(3, activation = X)",
            "let_:activations",
        ),
        ("Activation()", "Activation(X)", "let_:activations"),
        ("Dense(3), ", "Dense(3), X", "let_:layers"),
        ("Den", "DenX", "let_:layers"),
        ("Dense(3)", "DenseX(3)", "let_:layers"),
    ] {
        let [without, with] =
            [without, with].map(|link| emitted(&format!("struct Net {{ Input(4), {link} }}")));
        let same = with
            .chars()
            .zip(without.chars())
            .take_while(|(with, without)| with == without)
            .map(|(character, _)| character)
            .collect::<String>();
        assert!(
            same.rfind(surrounding)
                .is_some_and(|at| same.len() - at < surrounding.len() + 32),
            "{surrounding} isn't the last of {same}"
        );
    }
}

#[test]
fn anything_can_be_read() {
    for source in [
        "",
        "struct",
        "struct Net",
        "struct Net {",
        "fn f(x, x, let, 3 = ) { for for in let let x: = ; | | x | }",
        "const X",
        "const X: = ;",
        "struct A = ; struct B = A( ; struct C { , , ; }",
        "struct Net { a::b::, a::, ::, my::Swish { beta: 1.5, }, Swish { }, x.y.z, x. }",
        "struct Net { let = 3; let (a, (b, mut c)): Tensor<3> = ; h = ; h. ; 0..h; h..3 }",
        "struct Net { let self = Self; let gen = r#type; r#type(r#fn = 3); _ }",
        "struct Net { Dense(= 3, activation = = relu, activation =, r#in = , _ = 3) -> }",
        "struct Net { Activation(|x| |y| x * tanh(y) || x), Lambda(|a, b| if a { b } else { a }) }",
        "fn r#match(r#x) { r#match(r#x = 1) } const r#if: usize = 3;",
    ] {
        let open = source.matches('{').count() - source.matches('}').count();
        let round = source
            .matches('(')
            .count()
            .saturating_sub(source.matches(')').count());
        let source = format!("{source}{}{}", ")".repeat(round), "}".repeat(open));
        emitted(&source);
    }
}

#[test]
fn random_words_can_be_read() {
    let words = "let for in if else fn struct const family use mut x y Dense Conv2D relu activation padding units residual \
                 my Swish = = = : : , , ; . | + - > 3 0.5 \"relu\" # r#fn self _ ( { [ ) } ]";
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut state: u64 = 2017;
    for _ in 0..2000 {
        let mut source = "struct Net {".to_string();
        let mut open = vec!["}"];
        for _ in 0..40 {
            state = state
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            let word = words[(state >> 33) as usize % words.len()];
            match word {
                "(" => open.push(")"),
                "{" => open.push("}"),
                "[" => open.push("]"),
                ")" | "}" | "]" if open.len() > 1 && open.last() == Some(&word) => {
                    open.pop();
                }
                ")" | "}" | "]" => continue,
                _ => {}
            }
            source.push_str(word);
            source.push(' ');
        }
        open.reverse();
        source.push_str(&open.concat());
        emitted(&source);
    }
}

#[test]
fn what_is_too_deep_or_too_long_is_left_out() {
    let deep = format!("struct Net {{ {}{} }}", "(".repeat(1000), ")".repeat(1000));
    assert_eq!(emitted(&deep), "");
    let long = format!("struct Net {{ {} }}", "Dense(3), ".repeat(scan::TOKENS / 3));
    assert_eq!(emitted(&long), "");
}
