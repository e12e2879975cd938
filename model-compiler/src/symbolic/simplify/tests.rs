//! What is simplified, and what isn't.

use crate::symbolic::graph::{Comparison, Function, Node, Symbol, Symbols};

fn symbols() -> (Symbols, Symbol, Symbol) {
    let mut s = Symbols::new();
    let (x, y) = (s.variable(0), s.variable(1));
    (s, x, y)
}

#[test]
fn terms_are_collected() {
    let (mut s, x, y) = symbols();
    let (two, three) = (s.number(2.0), s.number(3.0));
    let sum = s.add(x, x);
    assert_eq!(sum, s.multiply(two, x));
    let five = s.multiply(three, x);
    let five = s.add(sum, five);
    assert_eq!(five, s.scaled(5.0, x));
    let zero = s.subtract(y, y);
    assert_eq!(s.number_of(zero), Some(0.0));
    // 2 - (1 - y) = y + 1
    let one = s.number(1.0);
    let inner = s.subtract(one, y);
    let outer = s.subtract(two, inner);
    assert_eq!(outer, s.add(y, one));
}

#[test]
fn stable_forms_are_recognized() {
    let (mut s, x, _) = symbols();
    let one = s.number(1.0);
    let e = s.call(Function::Exp, x);
    let sum = s.add(one, e);
    let log = s.call(Function::Ln, sum);
    assert_eq!(log, s.call(Function::Softplus, x));
    let quotient = s.divide(e, sum);
    assert_eq!(quotient, s.call(Function::Sigmoid, x));
    let log = s.call(Function::Ln, quotient);
    assert_eq!(s.evaluate(log, &[-800.0]), -800.0);
    let less = s.subtract(e, one);
    assert_eq!(less, s.call(Function::Expm1, x));
}

#[test]
fn nothing_is_folded_that_is_not_finite() {
    let (mut s, x, _) = symbols();
    let (zero, one, large) = (s.number(0.0), s.number(1.0), s.number(3e38));
    let infinite = s.divide(one, zero);
    assert_eq!(s.node(infinite), Node::Divide(one, zero));
    let product = s.multiply(large, large);
    assert_eq!(s.node(product), Node::Multiply(large, large));
    let quotient = s.divide(x, x);
    assert_eq!(s.node(quotient), Node::Divide(x, x));
    let log = s.call(Function::Ln, zero);
    assert_eq!(s.node(log), Node::Call(Function::Ln, zero));
}

#[test]
fn a_choice_between_numbers_takes_in_what_is_done_with_it() {
    let (mut s, x, _) = symbols();
    let (zero, one, three) = (s.number(0.0), s.number(1.0), s.number(3.0));
    let condition = s.compare(Comparison::Less, zero, x);
    assert_eq!(
        s.node(condition),
        Node::Compare(Comparison::Greater, x, zero)
    );
    let step = s.select(condition, one, zero);
    let tripled = s.multiply(step, three);
    assert_eq!(tripled, s.select(condition, three, zero));
    let other = s.not(condition);
    let chosen = s.select(other, zero, three);
    assert_eq!(chosen, tripled);
    let sum = s.add(tripled, step);
    let four = s.number(4.0);
    assert_eq!(sum, s.select(condition, four, zero));
}

#[test]
fn powers_are_products() {
    let (mut s, x, _) = symbols();
    let fifth = s.power(x, 5);
    assert_eq!(s.cost(&[fifth]).arithmetic, 3);
    assert_eq!(s.evaluate(fifth, &[-2.0]), -32.0);
    let inverse = s.power(x, -2);
    assert_eq!(s.evaluate(inverse, &[2.0]), 0.25);
    assert_eq!(s.power(x, 0), s.number(1.0));
}
