//! `loss!`: a loss of the user's own as an expression, with the gradient that follows from it.
//!
//! ```text
//! loss! { pub Squares = |prediction, target| mean(square(target - prediction)) }
//! ```
//!
//! becomes a unit struct that implements the runtime's `LossFunction`, and `Loss` for the outputs and targets that losses of single
//! elements have.

use crate::diagnostics::{Diagnostics, LossMistake, skeleton};
use crate::symbolic::{Names, Node, Symbol, Symbols, body, read};
use crate::syntax::ast::{Expression, ExpressionKind};
use crate::syntax::scan::scan;
use crate::syntax::whole_expression;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;
use std::collections::BTreeSet;

/// What stands before the closure: attributes and visibility, and the name.
struct Head {
    before: TokenStream,
    name: Ident,
}

/// The loss of a row.
struct Loss {
    /// `mean_of_elements` or `sum_of_elements`.
    reduction: &'static str,
    /// The closures' parameters and bodies: value and slope.
    value: String,
    slope: String,
    functions: BTreeSet<&'static str>,
}

/// What `loss!` becomes. After a mistake the struct is there nevertheless, so that its uses aren't errors, too.
pub fn loss(tokens: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::new();
    let mut mistakes = TokenStream::new();
    let Some((head, closure)) = split(tokens) else {
        return LossMistake::Form.render(Span::call_site());
    };
    let loss = match read_loss(closure, head.name.span(), &mut diagnostics) {
        Ok(loss) => loss,
        Err(Some((span, mistake))) => {
            mistakes = mistake.render(span);
            None
        }
        Err(None) => None,
    };
    mistakes.extend(skeleton::render(Vec::new(), diagnostics));
    let code = implementation(&head, loss.as_ref());
    quote! { #mistakes #code }
}

/// The head before `=`, and what follows it.
fn split(tokens: TokenStream) -> Option<(Head, TokenStream)> {
    let mut before: Vec<TokenTree> = Vec::new();
    let mut rest = tokens.into_iter();
    loop {
        match rest.next()? {
            TokenTree::Punct(sign) if sign.as_char() == '=' => break,
            token => before.push(token),
        }
    }
    let Some(TokenTree::Ident(name)) = before.pop() else {
        return None;
    };
    let before = before.into_iter().collect();
    Some((Head { before, name }, rest.collect()))
}

type Wrong = Option<(Span, LossMistake)>;

/// The loss that a closure is; `None` if what is wrong has been reported.
fn read_loss(
    tokens: TokenStream,
    name: Span,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Loss>, Wrong> {
    let Ok(tokens) = scan(tokens) else {
        return Err(Some((name, LossMistake::Form)));
    };
    if tokens.is_empty() {
        return Err(Some((name, LossMistake::Form)));
    }
    let Some(expression) = whole_expression(&tokens, diagnostics) else {
        return Ok(None);
    };
    let (parameters, row) = match &expression.kind {
        ExpressionKind::Closure { parameters, body } => (parameters, body),
        ExpressionKind::Unreadable => return Ok(None),
        _ => return Err(Some((expression.span, LossMistake::Form))),
    };
    if parameters.len() != 2 {
        let found = parameters.len();
        let place = parameters.get(2).map_or(expression.span, Ident::span);
        return Err(Some((place, LossMistake::Parameters { found })));
    }
    let Some((reduction, element)) = reduced(row)? else {
        return Ok(None);
    };
    let Some((mut symbols, value)) = read(parameters, element, &[], diagnostics) else {
        return Ok(None);
    };
    if !symbols.reads(value, 0) {
        let parameter = parameters.first().map(ToString::to_string);
        let name = parameter.unwrap_or_default();
        return Err(Some((element.span, LossMistake::Constant { name })));
    }
    let names: Vec<String> = parameters.iter().map(ToString::to_string).collect();
    let names = Names::new(names.iter().map(String::as_str));
    let slope = symbols.derivative(value, 0);
    Ok(Some(Loss {
        reduction,
        functions: called(&symbols, &[value, slope]),
        value: closure(&symbols, value, &names, true),
        slope: closure(&symbols, slope, &names, false),
    }))
}

/// `mean(..)` or `sum(..)`, and what stands in it.
fn reduced(row: &Expression) -> Result<Option<(&'static str, &Expression)>, Wrong> {
    let missing = || Err(Some((row.span, LossMistake::Reduction)));
    let (callee, arguments) = match &row.kind {
        ExpressionKind::Apply { callee, arguments } => (callee, arguments),
        ExpressionKind::Unreadable => return Ok(None),
        _ => return missing(),
    };
    let ExpressionKind::Name(name) = &callee.kind else {
        return missing();
    };
    let reduction = match name.to_string().as_str() {
        "mean" => "mean_of_elements",
        "sum" => "sum_of_elements",
        _ => return missing(),
    };
    match &**arguments {
        [one] if one.name.is_none() => Ok(Some((reduction, &one.value))),
        _ => {
            let found = arguments.len();
            let reduction = name.to_string();
            Err(Some((
                callee.span,
                LossMistake::Arguments { reduction, found },
            )))
        }
    }
}

/// An expression of prediction and target as a closure.
fn closure(symbols: &Symbols, value: Symbol, names: &Names, double: bool) -> String {
    let (statements, texts) = body(symbols, &[value], names);
    let parameter = |index| match symbols.reads(value, index) {
        true => names.variable(index),
        false => "_",
    };
    let text = match double {
        true => format!("f64::from({})", texts.concat()),
        false => texts.concat(),
    };
    format!(
        "|{}: f32, {}: f32| {{ {} {text} }}",
        parameter(0),
        parameter(1),
        statements.join(" ")
    )
}

/// The runtime's functions in some expressions.
fn called(symbols: &Symbols, roots: &[Symbol]) -> BTreeSet<&'static str> {
    let parts = symbols.parts(roots).into_iter();
    let called = parts.filter_map(|part| match symbols.node(part) {
        Node::Maximum(..) => Some("maximum"),
        Node::Minimum(..) => Some("minimum"),
        Node::Call(function, _) if !function.is_method() => Some(function.name()),
        _ => None,
    });
    called.collect()
}

/// The struct and what it implements.
fn implementation(head: &Head, loss: Option<&Loss>) -> TokenStream {
    let Head { before, name } = head;
    let evaluate = match loss {
        None => quote! { 0.0 },
        Some(loss) => {
            let functions: Vec<&str> = loss.functions.iter().copied().collect();
            let text = format!(
                "use ::formwork::generated::math::{{{}}}; ::formwork::losses::{}(call, {}, {})",
                functions.join(", "),
                loss.reduction,
                loss.value,
                loss.slope
            );
            crate::passes::emit::parse(&text).unwrap_or_default()
        }
    };
    let comparable = [
        quote! { ::formwork::tensor::Tensor1<1>, f32 },
        quote! { ::formwork::tensor::Tensor1<1>, bool },
        quote! { ::formwork::tensor::Tensor1<1>, u8 },
        quote! { ::formwork::tensor::Tensor1<1>, u16 },
        quote! { ::formwork::tensor::Tensor1<1>, u32 },
    ];
    let term = quote! {
        fn term(&self, _output: usize) -> ::formwork::losses::Term<'_> {
            ::formwork::losses::Term::of(self)
        }
    };
    quote! {
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        #before struct #name;

        impl ::formwork::losses::LossFunction for #name {
            #[allow(unused_imports, unused_variables, clippy::all)] // written by a macro
            fn evaluate(&self, call: ::formwork::losses::LossCall<'_>) -> f64 {
                #evaluate
            }
        }

        impl<D: ::formwork::tensor::Elements>
            ::formwork::losses::Loss<::formwork::tensor::Tensor<D>, ::formwork::tensor::Tensor<D>> for #name
        {
            #term
        }

        #(impl ::formwork::losses::Loss<#comparable> for #name { #term })*
    }
}
