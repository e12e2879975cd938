//! Bounds of what a closure may be.

use crate::diagnostics::{ClosureMistake, Diagnosis};
use crate::passes::front_end;
use crate::symbolic::limits::{CALLS, OPERATIONS, PARAMETERS};
use std::fmt::Write;

/// The mistakes in a closure that is an activation.
fn mistakes(closure: &str) -> Vec<Diagnosis> {
    let source = format!("struct A {{ Input(3), Activation({closure}) }}");
    let entries = front_end(source.parse().expect("tokens")).diagnostics;
    let entries = entries.into_entries().into_iter();
    entries.map(|entry| entry.diagnosis).collect()
}

#[test]
fn large_closures_are_refused_once() {
    // Each line has three operations on what the line before gives.
    let nested = |lines: usize| {
        let mut body = "let y0 = x;".to_string();
        for line in 0..lines {
            let _ = write!(body, "let y{} = sin(y{line}) + cos(y{line});", line + 1);
        }
        format!("|x| {{ {body} y{lines} }}")
    };
    assert_eq!(mistakes(&nested(300)), []);
    let too_large = |what, limit| {
        let mistake = ClosureMistake::TooLarge { what, limit };
        vec![Diagnosis::Closure(mistake)]
    };
    assert_eq!(mistakes(&nested(400)), too_large("operations", OPERATIONS));
    let sums = vec!["x"; 60].join(" + ");
    let sums = vec![format!("({sums})"); 60].join(" + ");
    assert_eq!(mistakes(&format!("|x| {sums}")), []);
    let many: Vec<String> = (0..17).map(|index| format!("x{index}")).collect();
    let closure = format!("|{}| x0", many.join(", "));
    assert_eq!(mistakes(&closure), too_large("parameters", PARAMETERS));
}

#[test]
fn closures_in_closures_end() {
    let nested = |count: usize| {
        let mut lets = "let f0 = |x| x;".to_string();
        for index in 0..count {
            let (open, close) = ("{ ".repeat(45), " }".repeat(45));
            let _ = write!(lets, "let f{} = |x| {open}f{index}(x){close};", index + 1);
        }
        let source = format!("struct A {{ let x = Input(3); {lets} f{count}(Dense(3)(x)) }}");
        let entries = front_end(source.parse().expect("tokens")).diagnostics;
        let entries = entries.into_entries().into_iter();
        entries.map(|entry| entry.diagnosis).collect::<Vec<_>>()
    };
    assert_eq!(nested(8), []);
    let limit = CALLS;
    let what = "closures within closures";
    let mistake = ClosureMistake::TooLarge { what, limit };
    assert_eq!(nested(9), [Diagnosis::Closure(mistake)]);
}

#[test]
fn a_derivative_grows_no_faster_than_its_function() {
    // The same part again and again: it stands once.
    let mut body = "let y0 = x;".to_string();
    for line in 0..60 {
        let next = line + 1;
        let _ = write!(
            body,
            "let y{next} = if y{line} > 0 {{ y{line} * tanh(y{line}) }} else {{ -y{line} / (1 + y{line} * y{line}) }};"
        );
    }
    let start = std::time::Instant::now();
    assert_eq!(mistakes(&format!("|x| {{ {body} y60 }}")), []);
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
}
