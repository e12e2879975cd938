//! Declarations of other macros: which paths a macro may need, and what it makes of them.

use formwork_compiler::diagnostics::{Diagnostics, Severity};
use formwork_compiler::ir::graph::LayerInstance;
use formwork_compiler::passes::parse::{Parsed, parse};
use formwork_compiler::passes::resolve::library::{Foreign, Imported, Imports};
use formwork_compiler::passes::resolve::{self, Library};
use formwork_compiler::passes::{FrontEnd, front_end_with};
use formwork_compiler::syntax::ast::Item;
use formwork_compiler::syntax::external_paths;
use quote::format_ident;
use std::collections::HashMap;

fn items(source: &str) -> Vec<Item> {
    let mut diagnostics = Diagnostics::new();
    let parsed = parse(source.parse().unwrap(), &mut diagnostics);
    assert_eq!(diagnostics.into_entries().len(), 0);
    match parsed {
        Parsed::Items(items) => items,
        Parsed::Unreadable(_) => panic!("{source}"),
    }
}

#[test]
fn paths_are_found_where_they_stand() {
    let items = items(
        "use a::{b::{block as f}, Encoder};
        struct M(n = 3) {
            let x = Input(n);
            let y: Tensor1<3> = my::Swish(x);
            let z = other::residual(my::Norm { beta: 2 }(y), 16);
            if n > 2 { z + lib::Net()(z) } else { made::Layer::new(3)(generic::L::<3>(x)) }
        }
        struct W = far::M(n = 4);",
    );
    let paths = external_paths(&items);
    let found: Vec<(&str, bool, bool)> = paths
        .iter()
        .map(|path| (path.key.as_str(), path.declared, path.users_layer))
        .collect();
    assert_eq!(
        found,
        [
            ("f", true, false),
            ("Encoder", true, false),
            ("my::Swish", false, true),
            ("other::residual", false, false),
            ("my::Norm", false, true),
            ("lib::Net", false, false),
            ("made::Layer::new", false, true),
            ("generic::L::<3>", false, true),
            ("far::M", true, false),
        ]
    );
    assert_eq!(paths[0].path.to_string(), "a :: b :: block");
}

/// The front end with two other macros, of which the first needs the second.
fn with_others(source: &str) -> FrontEnd {
    let imported = |module, name: &str| Imported {
        module,
        name: name.into(),
    };
    let blocks = "const UNITS: usize = 5;
        pub fn residual(x, units = UNITS) { inner(Dense(units)(x), x) }
        pub fn inner(y, x) { deep::add_up(y, Dense(y.channels())(x)) }
        pub struct Encoder(width = UNITS) { Input(4), Dense(width), residual() }";
    let deep = "pub fn add_up(a, b) { a + b } const UNITS: usize = 7;";
    let modules = vec![
        Foreign {
            items: items(blocks),
            names: HashMap::from([("deep::add_up".into(), imported(2, "add_up"))]),
        },
        Foreign {
            items: items(deep),
            names: HashMap::new(),
        },
    ];
    let names = HashMap::from([
        ("residual".into(), imported(1, "residual")),
        ("E".into(), imported(1, "Encoder")),
        ("blocks::residual".into(), imported(1, "residual")),
        ("blocks::Encoder".into(), imported(1, "Encoder")),
    ]);
    front_end_with(source.parse().unwrap(), Imports { modules, names })
}

#[test]
fn blocks_and_models_of_other_macros_are_resolved_where_they_are_declared() {
    let front = with_others(
        "use crate::blocks::{residual, Encoder as E};
        const UNITS: usize = 9;
        struct A {
            let x = Input(4);
            let y = residual(x);
            let z = blocks::residual(y, UNITS);
            let e = blocks::Encoder(width = 2);
            z + E()(x) * e(x)
        }
        struct Chain { Input(4), blocks::residual(3), residual(4), E(), blocks::Encoder() }
        struct Narrow = blocks::Encoder(width = 1);",
    );
    let text: Vec<String> = front.graphs.iter().map(ToString::to_string).collect();
    let entries = front.diagnostics.into_entries();
    let messages: Vec<String> = entries.iter().map(|entry| entry.text()).collect();
    // 9 elements can't be added to 5.
    assert_eq!(messages.len(), 2, "{messages:?}");
    assert!(messages[0].contains("have 9 and 5"), "{messages:?}");
    assert!(messages[1].contains("[4], found [5]"), "{messages:?}");
    assert_eq!(text.len(), 1);
    let narrow = "graph Narrow
  input_1                     = Input: [4]
  dense_1                     = Dense(input_1): [1] with kernel [4, 1], bias [1]
  residual_1/dense_1          = Dense(dense_1): [5] with kernel [1, 5], bias [5]
  residual_1/inner_1/dense_1  = Dense(dense_1): [5] with kernel [1, 5], bias [5]
  residual_1/inner_1/add_up_1/add_1 = Add(residual_1/dense_1, residual_1/inner_1/dense_1): [5]
  outputs residual_1/inner_1/add_up_1/add_1";
    let words = |text: &str| {
        text.split_whitespace()
            .map(String::from)
            .collect::<Vec<_>>()
    };
    assert_eq!(words(&text[0]), words(narrow));
}

#[test]
fn imports_that_are_not_there_are_one_mistake() {
    let front = with_others(
        "use crate::blocks::{residual, missing};
        struct A { let x = Input(4); missing(residual(x)) + missing(x) }
        struct B { Input(4), missing(3), Dense(2) }",
    );
    assert_eq!(front.graphs.len(), 0);
    assert_eq!(front.failed.len(), 2);
    let entries = front.diagnostics.into_entries();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].severity, Severity::Error);
    assert!(entries[0].text().contains("`crate::blocks::missing`"));
}

#[test]
fn members_of_a_family_can_be_made_one_by_one() {
    let items = items(
        "const WIDTHS: [usize; 2] = [2, 4];
        struct Net(width = 1, depth = 1, act = relu) {
            let mut x = Input(3);
            for _ in 0..depth { x = Dense(width, activation = act)(x); }
            x
        }
        family Cells = Net(width in WIDTHS, depth in 1..=3, act = tanh);",
    );
    let mut diagnostics = Diagnostics::new();
    let library = Library::new(&items, Imports::default(), &mut diagnostics);
    let Some(Item::Family(family)) = items.last() else {
        panic!("a family");
    };
    let (axes, fixed) = resolve::axes(&library, 0, family, &mut diagnostics).expect("values");
    let lengths: Vec<(String, usize)> = axes
        .iter()
        .map(|(name, values)| (name.to_string(), values.len()))
        .collect();
    assert_eq!(lengths, [("width".into(), 2), ("depth".into(), 3)]);
    let mut parameters = Vec::new();
    for width in &axes[0].1 {
        for depth in &axes[1].1 {
            let mut arguments = fixed.clone();
            arguments.push((axes[0].0.clone(), width.clone()));
            arguments.push((axes[1].0.clone(), depth.clone()));
            let header = family.header.clone();
            let base = &family.base;
            let resolved =
                resolve::instantiate(&library, 0, base, arguments, header, &mut diagnostics);
            assert_eq!(resolved.graph.header.name, "Cells");
            let layers = resolved.graph.layers.iter();
            let of_layer = |layer: &LayerInstance| -> usize {
                layer.parameters.iter().map(|one| one.shape.len()).sum()
            };
            parameters.push(layers.map(of_layer).sum::<usize>());
        }
    }
    assert_eq!(parameters, [8, 8 + 6, 8 + 12, 16, 16 + 20, 16 + 40]);
    // A constant that the model doesn't have.
    let wrong = vec![(format_ident!("hight"), axes[0].1[0].clone())];
    let header = family.header.clone();
    resolve::instantiate(&library, 0, &family.base, wrong, header, &mut diagnostics);
    let entries = diagnostics.into_entries();
    assert_eq!(entries.len(), 1);
    assert!(entries[0].text().contains("has no parameter `hight`"));
}
