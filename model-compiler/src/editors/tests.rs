//! What is emitted, and that `rustc` can read it.

use super::*;

/// What is emitted, without spaces.
fn emitted(source: &str) -> String {
    let tokens: TokenStream = source.parse().unwrap();
    let front = crate::passes::front_end(tokens.clone());
    front.diagnostics.discard();
    let editors = editors(&tokens, "0123456789abcdef");
    let mut tokens = editors.words.clone();
    tokens.extend(editors.shapes(&front.graphs));
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
            "letx=values::Unknown::<0x0123456789abcdef,0>.value();",
            "implvalues::Known<Here>forvalues::Unknown<0x0123456789abcdef,0>{typeValue=values::Tensor1<4>;}",
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
        &["x.channels;x;letx=values::Unknown::<0x0123456789abcdef,1>.value();x;"],
    );
    let found = emitted("struct Net { let x = Input(4); let x = Dense(3)(x); x }");
    assert!(!found.contains("Known<Here>"), "which of them is it?");
    holds(
        "fn twice(y) { (y, y) } struct Net { let x = Input(4); let (a, b) = twice(Dense(3)(x)); a + b }",
        &[
            "leta=values::Unknown::<0x0123456789abcdef,1>",
            "cdef,1>{typeValue=values::Tensor1<3>;}",
            "cdef,2>{typeValue=values::Tensor1<3>;}",
        ],
    );
    let found = emitted("struct Net { let y = Dense(3)(y); }");
    assert!(!found.contains("Known<Here>"));
    let value = found.find("y;lety").expect("the value comes first");
    assert!(found[value..].starts_with("y;lety=values::Unknown::"));
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

#[test]
fn closures_have_functions_of_their_own() {
    holds(
        "const SLOPE: f32 = 0.1;
        struct Net {
            let x = Input(4);
            Lambda(|a, b| { let s = swish(a); if s > 0 { b.sqrt() } else { max(SLOPE * b, -1) } })(x, relu(x))
        }",
        &[
            "leta:closures::Element;letb:closures::Element;",
            "{let_:closures::silu;a;lets:closures::Element;s;\
             {b.sqrt;}{let_:closures::max;SLOPE;b;}}x;relu;x;",
        ],
    );
    holds(
        "struct Net { Input(4), Dense(3, activation = |x| (2 * x).log(), allow = (linear_layers, no_effect)) }",
        &[
            "letx:closures::Element;x;letclosures::Element{ln:_,..};",
            "let_:warnings::linear_layers;let_:warnings::no_effect;",
        ],
    );
}

#[test]
fn imports_and_paths_name_what_is_elsewhere() {
    holds(
        "use crate::blocks::{residual as shortcut, Encoder};
        struct Net { let x = Input(4); let e = Encoder(width = 3); blocks::doubled(shortcut(e(x)), n = x) }",
        &[
            "usecrate::blocks::{residualasshortcut,Encoder};",
            "let_:Encoder;lete",
            "let_:blocks::doubled;let_:shortcut;e;x;x;",
        ],
    );
}

#[test]
fn constants_are_asked_as_those_of_a_declaration() {
    holds(
        "const N: usize = 3; struct Net(width = 2) { Input(N.max(4)), Dense(width.min(N)) }",
        &["N;letconstant:values::Number;constant.max;", "width.min;N;"],
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
